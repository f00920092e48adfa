"""The code beside the diagram: lines of the files that ran, each with the stage it is of and the symbols in it."""

import ast
import re
import textwrap
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import vae_core
from ui import web

CORE = Path(vae_core.__file__).parent

# What is called what in the code; the rest of a line is left as it is.
WORDS = {
    "x": "x",
    "mean": "mu",
    "mu": "mu",
    "sigma": "sigma",
    "logVariance": "sigma",
    "log_variance": "sigma",
    "standard_deviation": "sigma",
    "epsilon": "epsilon",
    "z": "z",
    "xHat": "x_hat",
    "logits": "x_hat",
    "reconstruction": "reconstruction",
    "bernoulliNll": "reconstruction",
    "bernoulli_nll": "reconstruction",
    "kl": "kl",
    "klToStandardNormal": "kl",
    "kl_to_standard_normal": "kl",
}

# (what a line contains, its stage, the symbols that it computes); the first that fits counts.
JAVASCRIPT = (
    ("encode(encoder, x)", 1, ("x",)),
    ("const mu = ", 1, ("mu",)),
    ("const sigma = ", 1, ("sigma",)),
    ("const z = ", 2, ("z", "epsilon")),
    ("const xHat = ", 3, ("x_hat",)),
    ("const reconstruction = ", 4, ("reconstruction",)),
    ("const kl = ", 4, ("kl",)),
    ("sum += Math.max(", 4, ("reconstruction",)),
    ("return 0.5 * (", 4, ("kl",)),
    ("let back = ", 5, ("x_hat", "reconstruction")),
    ("back = transposed(", 5, ()),
    ("back = back.map(", 5, ()),
    ("const ofZ = ", 5, ("z",)),
    ("const ofMu = ", 5, ("mu",)),
    ("const ofSigma = ", 5, ("sigma", "epsilon")),
)
PYTHON = (
    ('features = self.encoder["trunk"]', 1, ("x",)),
    ('log_variance = self.encoder["log_variance"]', 1, ("sigma",)),
    ("return DiagonalNormal(", 1, ("mu",)),
    ('return self.encoder["mean"](self.encoder["trunk"]', 1, ("z",)),
    ("return torch.exp(0.5 * self.log_variance)", 2, ("sigma",)),
    ("epsilon = torch.randn(", 2, ("epsilon",)),
    ("return self.mean + self.standard_deviation", 2, ("z",)),
    ("return self.decoder(as_floats(z))", 3, ("x_hat",)),
    ("F.binary_cross_entropy_with_logits", 4, ("reconstruction",)),
    ("return 0.5 * (mean.square()", 4, ("kl",)),
)
PYTHON_SOURCES = (
    ("models/autoencoder.py", "AutoEncoder.encode"),
    ("models/vae.py", "VAE.encode"),
    ("models/vae.py", "DiagonalNormal.standard_deviation"),
    ("models/vae.py", "DiagonalNormal.sample"),
    ("models/mlp.py", "EncoderDecoder.decode"),
    ("objectives/likelihoods.py", "bernoulli_nll"),
    ("objectives/likelihoods.py", "kl_to_standard_normal"),
)


@dataclass(frozen=True)
class Line:
    """A line of code.

    Attributes:
        parts: its text in pieces, each with the symbol that it stands for or ``""``.
        stage: the stage that it is of; 0 for none.
        symbols: what it computes.
    """

    parts: tuple[tuple[str, str], ...]
    stage: int
    symbols: tuple[str, ...]


@cache
def javascript() -> tuple[Line, ...]:
    """What runs in the browser, as it is sent there."""
    return tuple(_line(line, JAVASCRIPT) for line in web.shown("networks/flow.js", "flow").splitlines())


@cache
def python() -> tuple[Line, ...]:
    """What the models were trained with: the same, for a whole batch."""
    text = "\n\n".join(_source(*place) for place in PYTHON_SOURCES)
    return tuple(_line(line, PYTHON) for line in text.splitlines())


def _source(file: str, name: str) -> str:
    """A function without its docstring, from the file: importing it would have every visitor wait for torch."""
    text = (CORE / file).read_text("utf-8")
    node = ast.parse(text)
    for part in name.split("."):
        node = next(child for child in node.body if getattr(child, "name", None) == part)
    lines = text.splitlines()
    docstring = node.body[0]
    first = min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])
    kept = lines[first - 1 : docstring.lineno - 1] + lines[docstring.end_lineno : node.end_lineno]
    owner = name.rpartition(".")[0]
    return (f"# {owner}\n" if owner else "") + textwrap.dedent("\n".join(kept))


def _line(text: str, rules: tuple) -> Line:
    stage, symbols = next(((stage, symbols) for part, stage, symbols in rules if part in text), (0, ()))
    return Line(tuple(_parts(text)), stage, symbols)


def _parts(text: str):
    if text.lstrip().startswith(("//", "/*", "*", "#")):
        yield text, "comment"
        return
    for part in re.findall(r"[A-Za-z_]\w*|[^A-Za-z_]+", text):
        yield part, WORDS.get(part, "")
