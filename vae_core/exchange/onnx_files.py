"""Models in ONNX, read: graphs that are chains of fully connected layers.

Nothing is run and no other file is looked at: weights are what the graph itself holds.
"""

from collections.abc import Mapping

import onnx
from google.protobuf.message import DecodeError
from onnx import ModelProto, TensorProto

from vae_core.data.dataset import PIXELS
from vae_core.errors import CheckpointError, Sentence
from vae_core.exchange import heads
from vae_core.exchange.activations import foreign
from vae_core.exchange.foreign import Encoder, Foreign
from vae_core.exchange.onnx_graph import Path, is_drawn, way


def is_onnx(file: str, content: bytes) -> bool:
    """Whether a file is one for :func:`read`: by its name, or by how it begins."""
    return file.lower().endswith(".onnx") or (content.startswith(b"\x08") and b"onnx" in content[:200])


def read(files: Mapping[str, bytes]) -> Foreign:
    """The model of one or two files: a decoder, and perhaps its encoder.

    Raises:
        CheckpointError: a file is damaged, or something in it does not fit, and what would.
    """
    ways = {file: _ways(content, file) for file, content in files.items()}
    decoders = {file: found for file, found in ways.items() if _sizes(found)[1] == {PIXELS}}
    encoders = {file: found for file, found in ways.items() if _sizes(found)[0] == {PIXELS} and file not in decoders}
    for file in ways.keys() - decoders.keys() - encoders.keys():
        taken, given = (", ".join(map(str, sizes)) for sizes in _sizes(ways[file]))
        raise CheckpointError(
            "{file}: a decoder gives {pixels} numbers and an encoder takes as many, for pictures of 28 × 28 pixels are "
            "what the lessons draw; this one takes {taken} and gives {given}.",
            file=file,
            pixels=PIXELS,
            taken=taken,
            given=given,
        )
    if len(decoders) != 1 or len(encoders) > 1:
        raise CheckpointError(
            "Of files in ONNX, one decoder opens here, alone or with its encoder; here are {decoders} and {encoders}.",
            decoders=len(decoders),
            encoders=len(encoders),
        )
    return _together(decoders, encoders)


def _together(decoders: Mapping[str, dict[str, Path]], encoders: Mapping[str, dict[str, Path]]) -> Foreign:
    ((file, found),) = decoders.items()
    path = next(iter(found.values()))
    if len(found) > 1 or path.layers[0].inputs >= PIXELS:
        raise CheckpointError("{file}: a decoder takes z and gives one picture, nothing more.", file=file)
    assumed = [] if path.ending == "sigmoid" else [Sentence("What the decoder gives are logits: a sigmoid follows.")]
    if path.ending not in ("sigmoid", ""):
        raise CheckpointError(
            "{file}: it ends in {operator}; pictures in [0, 1] end in Sigmoid.", file=file, operator=path.ending
        )
    activation, encoder = path.activation, None
    for name, outputs in encoders.items():
        encoder, more = _encoder(outputs, path.layers[0].inputs, name)
        assumed += more
        used = {each for each in (activation, *(part.activation for part in outputs.values())) if each}
        if len(used) > 1:
            raise CheckpointError("{file}: encoder and decoder have different activations.", file=name)
        activation = next(iter(used), None)
    if encoder is None:
        assumed.append(Sentence("The decoder is a VAE's: its codes are spread as N(0, I) is."))
    return foreign(path.layers, encoder, activation or "relu", assumed)


def _encoder(outputs: Mapping[str, Path], latent_dim: int, file: str) -> tuple[Encoder, list[Sentence]]:
    """The encoder whose ``outputs`` these are."""
    roles = {role: path for name, path in outputs.items() if (role := heads.role(name))}
    mean, spread = roles.get("μ"), roles.get("log σ²")
    names, paths = list(outputs), list(outputs.values())
    if mean is None:
        mean, spread = paths[0], spread or (paths[1] if len(paths) == 2 else None)
    *trunk, head = mean.layers
    sizes = head.outputs, spread.layers[-1].outputs if spread else latent_dim
    if mean.ending or (spread and spread.ending):
        raise CheckpointError("{file}: an encoder ends in a fully connected layer.", file=file)
    if sizes == (2 * latent_dim, latent_dim) and not spread:
        halved = Sentence("Of what {name} gives, the first half is μ, the second log σ².", name=names[0])
        return Encoder(trunk, head.rows(0, latent_dim), head.rows(latent_dim, 2 * latent_dim)), [halved]
    is_odd = roles.keys() - {"μ", "log σ²"} or ("μ" not in roles and len(paths) > 2)
    if is_odd or sizes != (latent_dim, latent_dim) or (spread and spread.names[:-1] != mean.names[:-1]):
        raise CheckpointError(
            "{file}: the encoder should give μ and log σ² of {latent_dim} numbers each, from one trunk: as many as the "
            "decoder takes.",
            file=file,
            latent_dim=latent_dim,
        )
    told = Sentence("{mean} gives μ, {spread} gives {what}.", mean=names[0], spread=names[-1], what="log σ²")
    return Encoder(trunk, head, spread.layers[-1] if spread else None), [told] if spread and "μ" not in roles else []


def _sizes(found: Mapping[str, Path]) -> tuple[set[int], set[int]]:
    """How many numbers a graph takes, and how many each output has."""
    return {path.layers[0].inputs for path in found.values()}, {path.layers[-1].outputs for path in found.values()}


def _ways(content: bytes, file: str) -> dict[str, Path]:
    """The way to each output of a graph, by the output's name; what is drawn by chance is left out."""
    try:
        model = onnx.load_model_from_string(content)
        _refuse_elsewhere(model)
        onnx.checker.check_model(model)
        outputs = [output.name for output in model.graph.output]
        certain = [name for name in outputs if not is_drawn(model.graph, name)]
        return {name: way(model.graph, name) for name in certain or outputs}
    except CheckpointError as error:
        raise CheckpointError("{file}: {error}", file=file, error=error) from error
    except (DecodeError, onnx.checker.ValidationError, ValueError, LookupError) as error:
        reason = next(iter(str(error).splitlines()), "")[:200]
        raise CheckpointError("{file}: expected a model in ONNX ({error}).", file=file, error=reason) from error


def _refuse_elsewhere(model: ModelProto) -> None:
    """Only what stands in this graph itself is read: no other file, no graph within it."""
    settings = [setting for node in model.graph.node for setting in node.attribute]
    tensors = [*model.graph.initializer, *(setting.t for setting in settings)]
    if any(tensor.data_location == TensorProto.EXTERNAL for tensor in tensors):
        raise CheckpointError("Its weights are in another file: write them into this one.")
    within = next((setting.name for setting in settings if setting.HasField("g") or setting.graphs), None)
    if within or model.functions or model.graph.sparse_initializer:
        raise CheckpointError("There are graphs within the graph: only a plain chain of layers opens here.")
