"""The diffusion models that come with the project, as a browser gets them."""

from dataclasses import dataclass
from typing import Any

from ui import addresses
from ui.library.model import Model
from ui.library.project import PROJECT, version_of
from vae_core import pretrained
from vae_core.diffusion.schedule import Schedule
from vae_core.pretrained import DENOISER


@dataclass(frozen=True)
class Described:
    """A denoiser.

    Attributes:
        name: of the pretrained model.
        label: in the reader's language.
    """

    name: str
    label: str

    @property
    def schedule(self) -> Schedule:
        """By which it learned."""
        return pretrained.schedule(self.name)

    @property
    def decoder(self) -> Model | None:
        """Of the codes that it denoises; ``None`` where it denoises images."""
        codes_of = pretrained.entry(self.name)["codes_of"]
        return codes_of and PROJECT.find(codes_of)

    def describe(self) -> dict[str, Any]:
        """What a browser needs to know of it. JSON knows no infinity: λ_0 stands for one."""
        decoder = self.decoder
        return {
            "label": self.label,
            "denoiser": addresses.model_file(PROJECT.token, self.name, version_of(self.name), DENOISER),
            "size": pretrained.entry(self.name)["pixels"],
            "logSnr": [CLEAN, *self.schedule.log_snr[1:].tolist()],
            "decoder": decoder and decoder.describe(),
        }


CLEAN = 1e9
