"""What layers are for, by their names: the two halves, and an encoder's heads for μ and log σ²."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from vae_core.errors import CheckpointError, Sentence
from vae_core.exchange.foreign import Linear

HALVES = {
    "encoder": {"encoder", "encode", "enc", "recognition", "inference"},
    "decoder": {"decoder", "decode", "dec", "generator", "gen"},
}
MEANS = {"mu", "mean", "means", "loc"}
VARIANCES = {"var", "variance", "logvar", "logvariance", "lv"}  # that all are logarithms, is the custom
LOGARITHMS = {"log", "ln"}
DEVIATIONS = {"sigma", "std", "stddev", "deviation", "scale"}
LOG_DEVIATIONS = {"logsigma", "logstd", "lnsigma", "lnstd"}
WORDS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
TWIN = re.compile(r"^(.*\d[_.]?)([12])$")  # fc21 and fc22


@dataclass(frozen=True, eq=False)
class Heads:
    """Where an encoder ends.

    Attributes:
        mean: gives μ.
        log_variance: gives log σ²; ``None``: nothing does.
        assumed: what nothing but names, or an order, says.
    """

    mean: Linear
    log_variance: Linear | None
    assumed: tuple[Sentence, ...]


def half(layer: Linear) -> str:
    """``"encoder"``, ``"decoder"``, or ``""`` where its name does not tell."""
    return next((half for half, names in HALVES.items() if names & _words(layer.name)), "")


def find(layers: Sequence[Linear]) -> tuple[Heads | None, list[Linear]]:
    """The heads, if any are to be seen, and the other layers.

    Raises:
        CheckpointError: a head is there twice, does not fit the other, or gives σ.
    """
    roles = {layer: role(layer.name) for layer in layers if half(layer) != "decoder"}
    named = {which: [layer for layer in roles if roles[layer] == which] for which in set(roles.values()) - {""}}
    for which, several in named.items():
        if len(several) > 1:
            names = ", ".join(layer.name for layer in several)
            raise CheckpointError("Each of {names} seems to give {what}: one should.", names=names, what=which)
    chosen = {which: layer for which, (layer,) in named.items()} or _twins(list(roles))
    if "μ" not in chosen:
        return None, list(layers)
    return _heads(chosen), [layer for layer in layers if layer not in chosen.values()]


def role(name: str) -> str:
    """What a head of this name gives: ``"μ"``, ``"log σ²"``, ``"log σ"``, ``"σ"``; ``""``: it seems to be no head."""
    words = _words(name)
    if words & MEANS:
        return "μ"
    if words & VARIANCES:
        return "log σ²"
    if words & LOG_DEVIATIONS or (words & DEVIATIONS and words & LOGARITHMS):
        return "log σ"
    return "σ" if words & DEVIATIONS else ""


def _heads(chosen: dict[str, Linear]) -> Heads:
    mean, spread = chosen["μ"], next((chosen[which] for which in ("log σ²", "log σ", "σ") if which in chosen), None)
    if spread is None:
        return Heads(mean, None, ())
    if "σ" in chosen and len(chosen) == 2:
        raise CheckpointError(
            "{name} seems to give σ itself, and how it is kept above 0 no weights say. A head for log σ² would do; "
            "without {name} in the file, the model opens as an autoencoder.",
            name=spread.name,
        )
    if spread.weight.shape != mean.weight.shape:
        raise CheckpointError(
            "{mean} is of shape {first} and {spread} of {second}: μ and log σ² should be as many.",
            mean=mean.name,
            first=str(list(mean.weight.shape)),
            spread=spread.name,
            second=str(list(spread.weight.shape)),
        )
    log_variance = spread if "log σ²" in chosen else spread.times(2)
    what = "log σ²" if "log σ²" in chosen else "log σ"
    taken = Sentence("{mean} gives μ, {spread} gives {what}.", mean=mean.name, spread=spread.name, what=what)
    return Heads(mean, log_variance, (taken,))


def _twins(layers: Sequence[Linear]) -> dict[str, Linear]:
    """Two layers of one shape whose names end in 1 and 2, after another number: μ and log σ² of PyTorch's example."""
    by_stem: dict[str, dict[str, Linear]] = {}
    for layer in layers:
        if match := TWIN.match(layer.name):
            by_stem.setdefault(match[1], {})[match[2]] = layer
    for pair in by_stem.values():
        if (
            len(pair) == 2
            and pair["1"].weight.shape == pair["2"].weight.shape
            and pair["1"].outputs != pair["1"].inputs
        ):
            return {"μ": pair["1"], "log σ²": pair["2"]}
    return {}


def _words(name: str) -> set[str]:
    return {word.lower() for word in WORDS.findall(name)}
