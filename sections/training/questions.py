"""What to predict of a run before it starts; the run itself gives the answers."""

from collections.abc import Callable
from dataclasses import dataclass

from sections.training.pictures import titles
from sections.training.shown import Shown
from ui import lab, state
from ui.fields import training as fields
from ui.i18n import gettext as _
from vae_core.analysis.holes import whereabouts
from vae_core.analysis.observation import COLLAPSED_BELOW, collapsed
from vae_core.printing import readable

# Losses nearer than this share of them count as equal: other held-out images would move them as much.
EQUAL = 0.005


@dataclass(frozen=True)
class Forecast:
    """A question about a run that has yet to learn.

    Attributes:
        prompt: the question.
        options: what can be answered.
        judge: the number of the right option at a moment at which both models have been scored, and why.
    """

    prompt: str
    options: tuple[str, ...]
    judge: Callable[[Shown], tuple[int, str]]


def forecasts(latent_dim: int) -> list[Forecast]:
    """Three about a run of both models with so many latent dimensions."""
    level = _("they are level")
    last = (
        Forecast(
            _("How many of the VAE's {latent} dimensions will collapse (KL below {threshold} nats)?").format(
                latent=latent_dim, threshold=COLLAPSED_BELOW
            ),
            (_("none"), _("some"), _("all")),
            _carrying,
        )
        if latent_dim > 2
        else Forecast(
            _("Take the mean of all codes on the map. Whose will lie nearer to 0?"),
            (*titles().values(), level),
            _centred,
        )
    )
    return [
        Forecast(_("Which model will reconstruct held-out images better?"), (*titles().values(), level), _better),
        Forecast(
            _("Whose loss will be farther above its training loss on held-out images?"),
            (_("the autoencoder's"), _("the VAE's"), level),
            _larger_gap,
        ),
        last,
    ]


def are_scored(here: Shown) -> bool:
    """Whether both models have been scored on held-out images."""
    return {name for name in here.coded if here.scored(name) is not None} == {"ae", "vae"}


def _better(here: Shown) -> tuple[int, str]:
    ae, vae = (here.scored(name).held_out["reconstruction"] for name in ("ae", "vae"))
    reason = _(
        "The reconstruction term is {ae} for the autoencoder and {vae} for the VAE. The VAE decodes a draw "
        "$z = \\mu + \\sigma\\odot\\varepsilon$ in place of one sharp code, and pays KL for the room that it takes."
    )
    return _which(vae, ae, abs(ae)), reason.format(ae=_loss(ae), vae=_loss(vae))


def _larger_gap(here: Shown) -> tuple[int, str]:
    moments = {name: here.scored(name) for name in ("ae", "vae")}
    ae, vae = (moment.held_out["loss"] - moment.train["loss"] for moment in moments.values())
    reason = _(
        "Held-out minus training loss: {ae} for the autoencoder, {vae} for the VAE. Noise and KL keep the VAE from "
        "learning its images by heart; the training loss is that of the steps just before."
    )
    return _which(ae, vae, abs(moments["ae"].held_out["loss"])), reason.format(ae=_loss(ae), vae=_loss(vae))


def _which(first: float, second: float, size: float) -> int:
    """0 where the first is larger, 1 where the second is, 2 where a small share of ``size`` is between them."""
    if abs(first - second) <= EQUAL * size:
        return 2
    return 0 if first > second else 1


def _loss(value: float) -> str:
    if lab.experiment(state.get(fields.RUN)).reconstruction == "squared-error":
        return readable(value)
    return _("{value} nats").format(value=readable(value))


def _carrying(here: Shown) -> tuple[int, str]:
    kl = here.moments["vae"].observation.kl
    idle, latent = collapsed(kl), len(kl)
    reason = _("It is {idle} of {latent}. The most is carried by dimension {most}: {kl} nats per image.").format(
        idle=idle, latent=latent, most=int(kl.argmax()) + 1, kl=readable(float(kl.max()), 3)
    )
    return 0 if idle == 0 else 2 if idle == latent else 1, reason


def _centred(here: Shown) -> tuple[int, str]:
    ae, vae = (whereabouts(here.moments[name].observation.codes) for name in ("ae", "vae"))
    reason = _(
        "It lies {ae} from 0 for the autoencoder, whose codes spread by {ae_spread}, and {vae} for the VAE, whose "
        "codes spread by {vae_spread}. The KL term pulls every posterior to 0; nothing pulls the others."
    ).format(
        ae=readable(ae.offset, 2),
        vae=readable(vae.offset, 2),
        ae_spread=readable(ae.spread, 2),
        vae_spread=readable(vae.spread, 2),
    )
    return _which(vae.offset, ae.offset, max(ae.offset, vae.offset)), reason
