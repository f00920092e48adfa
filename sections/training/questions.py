"""What to predict about the run on screen."""

from sections.training.pictures import titles
from sections.training.shown import Shown, shown
from ui import lab, state
from ui.fields import training as fields
from ui.i18n import gettext as _
from ui.lesson import Question
from ui.printing import readable
from vae_core.analysis.holes import whereabouts
from vae_core.analysis.observation import COLLAPSED_BELOW, collapsed
from vae_core.lab.history import Moment

# Losses nearer than this share of them count as equal: other held-out images would move them as much.
EQUAL = 0.005


def questions() -> list[Question]:
    """Three questions on the moment on screen; none where there is none."""
    here = shown()
    return predictions(here) if here is not None else []


def predictions(here: Shown) -> list[Question]:
    """Three questions; none before both models have been scored on held-out images."""
    scored = {name: moment for name in here.moments if (moment := here.scored(name)) is not None}
    if scored.keys() != {"ae", "vae"}:
        return []
    return [_better(scored), _larger_gap(scored), _carrying(here) if _is_wide(here) else _centred(here)]


def _is_wide(here: Shown) -> bool:
    return len(here.moments["vae"].observation.kl) > 2


def _better(scored: dict[str, Moment]) -> Question:
    ae, vae = (scored[name].held_out["reconstruction"] for name in ("ae", "vae"))
    return Question(
        _("Which model reconstructs held-out images better now?"),
        (*titles().values(), _("they are level")),
        _which(vae, ae, abs(ae)),
        _(
            "The reconstruction term is {ae} for the autoencoder and {vae} for the VAE. The VAE decodes a draw "
            "$z = \\mu + \\sigma\\odot\\varepsilon$ in place of one sharp code, and pays KL for the room that it takes."
        ).format(ae=_loss(ae), vae=_loss(vae)),
    )


def _larger_gap(scored: dict[str, Moment]) -> Question:
    ae, vae = (_gap_of(scored[name]) for name in ("ae", "vae"))
    return Question(
        _("Whose loss is farther above its training loss on held-out images?"),
        (_("the autoencoder's"), _("the VAE's"), _("they are level")),
        _which(ae, vae, abs(scored["ae"].held_out["loss"])),
        _(
            "Held-out minus training loss: {ae} for the autoencoder, {vae} for the VAE. Noise and KL keep the VAE from "
            "learning its images by heart; the training loss is that of the steps just before."
        ).format(ae=_loss(ae), vae=_loss(vae)),
    )


def _gap_of(moment: Moment) -> float:
    return moment.held_out["loss"] - moment.train["loss"]


def _which(first: float, second: float, size: float) -> int:
    """0 where the first is larger, 1 where the second is, 2 where a small share of ``size`` is between them."""
    if abs(first - second) <= EQUAL * size:
        return 2
    return 0 if first > second else 1


def _loss(value: float) -> str:
    if lab.experiment(state.get(fields.RUN)).reconstruction == "squared-error":
        return readable(value)
    return _("{value} nats").format(value=readable(value))


def _carrying(here: Shown) -> Question:
    kl = here.moments["vae"].observation.kl
    idle, latent = collapsed(kl), len(kl)
    return Question(
        _("How many of the VAE's {latent} dimensions have collapsed (KL below {threshold} nats)?").format(
            latent=latent, threshold=COLLAPSED_BELOW
        ),
        (_("none"), _("some"), _("all")),
        0 if idle == 0 else 2 if idle == latent else 1,
        _("It is {idle} of {latent}. The most is carried by dimension {most}: {kl} nats per image.").format(
            idle=idle, latent=latent, most=int(kl.argmax()) + 1, kl=readable(float(kl.max()), 3)
        ),
    )


def _centred(here: Shown) -> Question:
    ae, vae = (whereabouts(here.moments[name].observation.codes) for name in ("ae", "vae"))
    numbers = {
        "ae": readable(ae.offset, 2),
        "vae": readable(vae.offset, 2),
        "ae_spread": readable(ae.spread, 2),
        "vae_spread": readable(vae.spread, 2),
    }
    return Question(
        _("Take the mean of all codes on the map. Whose lies nearer to 0?"),
        (*titles().values(), _("they are level")),
        _which(vae.offset, ae.offset, max(ae.offset, vae.offset)),
        _(
            "It lies {ae} from 0 for the autoencoder, whose codes spread by {ae_spread}, and {vae} for the VAE, whose "
            "codes spread by {vae_spread}. The KL term pulls every posterior to 0; nothing pulls the others."
        ).format(**numbers),
    )
