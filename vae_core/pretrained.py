"""The models that come with the project, and the encodings of MNIST's test set beside them.

Names and encodings are read without torch; only :func:`load` needs it.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import numpy as np
from jaxtyping import Float32, Int64
from safetensors import SafetensorError
from safetensors.numpy import load as parse_arrays
from safetensors.numpy import save as pack_arrays

from vae_core import places
from vae_core.analysis import gap_results
from vae_core.analysis.gap_results import Gaps
from vae_core.diffusion.schedule import Schedule
from vae_core.errors import CheckpointError

FOLDER = places.folder("pretrained")
MANIFEST = "manifest.json"
WEIGHTS = "weights.safetensors"
ENCODINGS = "encodings.safetensors"
BOUNDS = "bounds.safetensors"
GAPS = "gaps.safetensors"  # of VAEs with a latent plane, where they have been measured
UNLABELLED = 255  # a label in a file of encodings, as pack_encodings writes it
# Parts of the weights; no files on disk.
DECODER = "decoder.safetensors"
ENCODER = "encoder.safetensors"
DENOISER = "denoiser.safetensors"  # all of them


@dataclass(frozen=True, eq=False)
class Encodings:
    """Where a model puts each test image.

    Attributes:
        mean: μ of q(z|x), or an autoencoder's code, ``[n, latent]``.
        log_variance: log σ² of q(z|x), ``[n, latent]``; ``None`` for an autoencoder.
        label: the digit or class on each image, ``[n]``; −1 where there is none.
    """

    mean: Float32[np.ndarray, "n latent"]
    log_variance: Float32[np.ndarray, "n latent"] | None
    label: Int64[np.ndarray, " n"]


def manifest() -> dict[str, dict]:
    """Each model's files with their SHA-256, its shape and its metrics, by name."""
    path = FOLDER / MANIFEST
    return _read_manifest(path, path.stat().st_mtime_ns) if path.is_file() else {}


@lru_cache(maxsize=1)
def _read_manifest(path: Path, _modified: int) -> dict[str, dict]:
    """Read once and again when the file has changed: a page asks for it several times a run."""
    try:
        return json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise CheckpointError(f"{path}: expected the list of pretrained models as JSON ({error}).") from error


def available() -> list[str]:
    """The names that :func:`load` knows, sorted."""
    return sorted(manifest())


def place_of(model: str) -> Path:
    """The folder or file that is meant by a name which no pretrained model has.

    Raises :class:`CheckpointError` where there is none.
    """
    if not Path(model).exists():
        raise CheckpointError(
            f"There is no model {model}: neither a folder or file of this name nor a pretrained one. "
            f"Pretrained are {', '.join(available())}."
        )
    return Path(model)


def autoencoders() -> list[str]:
    """Those of them that encode and decode, each VAE before the autoencoders."""
    names = (name for name in available() if entry(name)["model"] in ("vae", "ae"))
    return sorted(names, key=lambda name: (entry(name)["model"] != "vae", name))


def denoisers() -> list[str]:
    """Those that take noise away."""
    return [name for name in available() if entry(name)["model"] == "diffusion"]


def load(name: str):
    """The pretrained network ``name``, on the CPU, in evaluation mode.

    Raises :class:`CheckpointError` for an unknown name or a file that was changed.

    Examples:
        >>> from vae_core import data
        >>> vae = load("mnist-vae-8d")
        >>> posterior = vae.encode(data.load("digits").images[:3])
        >>> posterior.mean.shape, vae.decode(posterior.mean).shape
        (torch.Size([3, 8]), torch.Size([3, 784]))
        >>> load("mnist-vae-9d")
        Traceback (most recent call last):
            ...
        vae_core.errors.CheckpointError: No pretrained model is called 'mnist-vae-9d'; there is: mnist-ae-2d, ...
    """
    return load_checkpoint(name).model()


def load_checkpoint(name: str):
    """The checkpoint of ``name``, with its files checked against the manifest; see :func:`load`."""
    from vae_core.training import checkpoints  # torch takes a second: not before it is needed

    for file in entry(name)["files"]:
        read_file(name, file)
    return checkpoints.load(FOLDER / name)


def coded(config, dataset, draws: int = 1):
    """``dataset`` as the codes that the run of ``config`` is about; as it is, where it is about the data themselves."""
    name = getattr(config.model, "codes_of", None)
    if name is None:
        return dataset
    from vae_core.analysis.encodings import codes

    return codes(load(name), dataset, draws=draws)


def encodings(name: str) -> Encodings:
    """The encodings of the 10 000 official test images, in their order.

    Examples:
        >>> codes = encodings("mnist-vae-2d")
        >>> codes.mean.shape, codes.label[:4].tolist()
        ((10000, 2), [7, 2, 1, 0])
    """
    return as_encodings(_parse(name, ENCODINGS))


def gaps(name: str, split: str) -> Gaps:
    """log p(x) and the bounds of images of a split, as :func:`vae_core.publishing.publish_gaps` has measured them."""
    return gap_results.from_arrays(_parse(name, GAPS), split)


def as_encodings(arrays: Mapping[str, np.ndarray]) -> Encodings:
    """What the arrays of a file say that :func:`vae_core.analysis.encodings.pack_encodings` has made."""
    log_variance = arrays.get("log_variance")
    label = arrays["label"].astype(np.int64)
    return Encodings(
        mean=arrays["mean"].astype(np.float32),
        log_variance=None if log_variance is None else log_variance.astype(np.float32),
        label=np.where(label == UNLABELLED, -1, label),
    )


def plane_bounds(name: str):
    """log p(x) of the first test images, and bounds on it, of a VAE of black and white images with a latent plane."""
    from vae_core.analysis.plane_bounds import PlaneBounds

    return PlaneBounds(**_parse(name, BOUNDS))


def decoder_file(name: str) -> bytes:
    """The decoder's weights alone as a safetensors file: what a browser needs to decode."""
    return _part(name, "decoder.", entry(name)["files"][WEIGHTS])


def encoder_file(name: str) -> bytes:
    """The encoder's weights alone as a safetensors file: what a browser needs to encode."""
    return _part(name, "encoder.", entry(name)["files"][WEIGHTS])


def denoiser_file(name: str) -> bytes:
    """A denoiser's weights as a safetensors file: what a browser needs to take noise away."""
    return read_file(name, WEIGHTS)


def schedule(name: str) -> Schedule:
    """The noise by which the denoiser ``name`` learned."""
    return Schedule(**entry(name)["schedule"])


@cache
def _part(name: str, prefix: str, _sha256: str) -> bytes:
    """Cached under the hash of the weights as well: a model published anew is another model."""
    arrays = _parse(name, WEIGHTS)
    return pack_arrays({key: value for key, value in arrays.items() if key.startswith(prefix)})


def entry(name: str) -> dict:
    """The manifest's row for ``name``; raises :class:`CheckpointError` when there is none."""
    try:
        return manifest()[name]
    except KeyError:
        known = ", ".join(available()) or "none"
        raise CheckpointError(f"No pretrained model is called {name!r}; there is: {known}.") from None


def read_file(name: str, file: str) -> bytes:
    """A file of a pretrained model, checked against the manifest's hash."""
    expected = entry(name)["files"].get(file)
    if expected is None:
        raise CheckpointError(f"The pretrained model {name} has no {file}.")
    try:
        content = (FOLDER / name / file).read_bytes()
    except OSError as error:
        raise CheckpointError(f"{FOLDER / name / file} could not be read: {error.strerror}.") from error
    digest = hashlib.sha256(content).hexdigest()
    if digest != expected:
        raise CheckpointError(f"{FOLDER / name / file}: expected SHA-256 {expected}, found {digest}.")
    return content


def _parse(name: str, file: str) -> dict[str, np.ndarray]:
    try:
        return parse_arrays(read_file(name, file))
    except SafetensorError as error:
        raise CheckpointError(f"{FOLDER / name / file}: not a safetensors file ({error}).") from error
