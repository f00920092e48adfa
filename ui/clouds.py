"""The clouds of points that are mapped: codes of test images under a pretrained model, or of a run's held-out ones."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from jaxtyping import Float32, Int64
from safetensors.numpy import load

from ui.digit import test_images
from ui.models import Model, pretrained_model
from vae_core import pretrained
from vae_core.data import as_ink
from vae_core.errors import DatasetError

KEPT = 32  # clouds; one of 10 000 points with its images takes 8 MB


@dataclass(frozen=True)
class Source:
    """Whose codes, and how many of them.

    Attributes:
        name: of a pretrained model; empty for a model of one's own.
        count: of codes, or fewer where there are not so many.
        run, member: the token of one's own models, see :mod:`ui.trained`, and which of them.
        version: of its model, a hash.
    """

    name: str
    count: int
    run: str = ""
    member: str = ""
    version: str = ""

    @property
    def model(self) -> Model:
        """What a browser needs to know of the model."""
        if self.name:
            return pretrained_model(self.name)
        from ui import trained  # torch takes a second: not before it is needed

        return trained.trained_model(self.run, self.member)


@dataclass(frozen=True, eq=False)
class Cloud:
    """The codes to be mapped.

    Attributes:
        codes: ``[n, latent]``.
        labels: the class of each, ``[n]``; −1 where there is none.
        numbers: which of the encoded images each one is, ``[n]``.
    """

    codes: Float32[np.ndarray, "n latent"]
    labels: Int64[np.ndarray, " n"]
    numbers: Int64[np.ndarray, " n"]


def of_pretrained(name: str, count: int) -> Source:
    """The codes of ``count`` test images under the pretrained model ``name``."""
    return Source(name, count, version=pretrained.entry(name)["files"][pretrained.ENCODINGS])


def of_run(run: str, member: str, count: int) -> Source:
    """The codes of held-out images under a model of one's own; ``run`` is its token.

    Raises :class:`~vae_core.errors.VaeCoreError` where there is none.
    """
    from ui import trained

    return Source("", count, run, member, trained.version(run, member))


def members(run: str) -> tuple[str, ...]:
    """Which of ``"vae"`` and ``"ae"`` a run has. Raises :class:`~vae_core.errors.VaeCoreError` where there is none."""
    from ui import trained

    return tuple(member for member in ("vae", "ae") if member in trained.about(run).members)


@lru_cache(maxsize=KEPT)
def cloud(source: Source) -> Cloud:
    """The codes, spread evenly over those that there are. Everybody gets the same arrays: nobody may write to them."""
    found = encodings(source)
    count = min(source.count, len(found.mean))
    numbers = np.arange(count) * len(found.mean) // count
    return Cloud(found.mean[numbers], found.label[numbers], numbers)


@lru_cache(maxsize=KEPT)
def encodings(source: Source) -> pretrained.Encodings:
    """Of all images that there are. Everybody gets the same arrays: nobody may write to them."""
    if source.name:
        return pretrained.encodings(source.name)
    from ui import trained

    content = trained.file(source.run, source.member, source.version, pretrained.ENCODINGS)
    return pretrained.as_encodings(load(content))


# ---- images -----------------------------------------------------------------------------------------


def has_originals(source: Source) -> bool:
    """Whether the images themselves are on this server."""
    if source.run:
        return True
    try:
        test_images()
    except DatasetError:
        return False
    return True


@lru_cache(maxsize=4)
def images(source: Source) -> Float32[np.ndarray, "n pixels"]:
    """The images behind the codes: the originals where they are on this server, else as the model decodes them."""
    numbers = cloud(source).numbers
    if source.run:
        from ui import trained

        return as_ink(trained.images(source.run)[numbers])
    if has_originals(source):
        return as_ink(test_images()[numbers])
    return _decoded(source)


def _decoded(source: Source) -> Float32[np.ndarray, "n pixels"]:
    import torch

    with torch.no_grad():
        return torch.sigmoid(network(source).decode(torch.from_numpy(cloud(source).codes))).numpy()


@lru_cache(maxsize=KEPT)
def encode(source: Source, content: bytes) -> Float32[np.ndarray, " latent"]:
    """The code (μ of a VAE) that the model gives an image, 784 numbers of float32."""
    import torch

    with torch.no_grad():
        encoded = network(source).encode(torch.frombuffer(bytearray(content), dtype=torch.float32)[None])
    return (encoded.mean if source.model.kind == "vae" else encoded)[0].numpy()


def network(source: Source):
    """The network that encodes and decodes here. Raises :class:`~vae_core.errors.VaeCoreError` where it has gone."""
    if source.name:
        return _pretrained(source.name, source.version)
    from ui import trained

    return trained.network(source.run, source.member, source.version)


@lru_cache(maxsize=4)
def _pretrained(name: str, _version: str):
    return pretrained.load(name)
