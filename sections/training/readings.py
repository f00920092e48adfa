"""What is to be seen in the pictures and on the maps, computed from what is on screen."""

import streamlit as st

from sections.training.pictures import titles
from sections.training.progress import pace
from sections.training.shown import Shown, shown
from ui import lab, lesson, state
from ui.fields import training as fields
from ui.i18n import gettext as _
from vae_core.analysis.holes import Landing, class_count, land, whereabouts
from vae_core.analysis.observation import COLLAPSED_BELOW, SAMPLED, collapsed, prior_draws
from vae_core.lab.experiment import THIRD
from vae_core.printing import readable

# Thirty draws tell counts apart that differ by more than this; so do they tell classes apart.
CLEAR, CLEAR_CLASSES = 3, 1


@lesson.section(every=pace)
def readings() -> None:
    """What is to be seen on the dashboard, in sentences that follow a run."""
    here = shown()
    if here is not None:
        with st.container(key="readings"):
            st.subheader(_("What is to be seen"), anchor="readings")
            pictures_reading(here)
            maps_reading(here)
            noise_reading(here)


def pictures_reading(here: Shown) -> None:
    """Where the thirty draws from the prior have come down among each model's codes."""
    landings = {name: landing for name in here.coded if (landing := landing_of(name, here)) is not None}
    _table(landings, here)
    st.caption(_("A hole: farther from the nearest code of a held-out image than 95 % of those are from theirs."))
    sentences = _verdict(landings, here)
    if "vae" in here.moments and "vae" not in landings:
        sentences.append(_("No dimension of the VAE carries anything: every draw means the same to its decoder."))
    if sentences:
        lesson.reading(" ".join(sentences))


def landing_of(name: str, here: Shown) -> Landing | None:
    """The draws among the codes, in the dimensions that carry something; ``None`` where none does."""
    seen = here.moments[name].observation
    draws = prior_draws(lab.experiment(state.get(fields.RUN)).seed, seen.codes.shape[1]).numpy()
    if seen.kl is None:
        return land(seen.codes, draws)
    carries = seen.kl >= COLLAPSED_BELOW
    return land(seen.codes[:, carries], draws[:, carries]) if carries.any() else None


def _table(landings: dict[str, Landing], here: Shown) -> None:
    known = {name: class_count(here.record.members[name].labels) for name in landings}
    header = [_("The {draws} draws").format(draws=SAMPLED), _("in holes"), _("to the nearest code"), _("between codes")]
    rows = [
        [titles()[name], str(landing.holes), readable(landing.distance, 2), readable(landing.spacing, 2)]
        for name, landing in landings.items()
    ]
    if all(known.values()):
        header.append(_("classes near"))
        for row, (name, landing) in zip(rows, landings.items(), strict=True):
            met = landing.classes(here.record.members[name].labels)
            row.append(_("{met} of {known}").format(met=met, known=known[name]))
    if rows:
        lesson.table(header, rows)


def _verdict(landings: dict[str, Landing], here: Shown) -> list[str]:
    if landings.keys() != {"ae", "vae"}:
        return []
    ae, vae = landings["ae"], landings["vae"]
    labels = here.record.members["ae"].labels
    if ae.holes > vae.holes + CLEAR:
        words = [_("The autoencoder keeps its codes elsewhere: the prior looks for them in vain.")]
    elif ae.classes(labels) < vae.classes(labels) - CLEAR_CLASSES:
        words = [
            _(
                "The autoencoder has codes there too, but of few classes; the VAE has dealt the same region out "
                "among more of them: here the difference is balance, not holes."
            )
        ]
    else:
        words = [_("By this measure the two hardly differ now.")]
    if vae.holes > CLEAR:
        words.append(_("The VAE's decoder has also seen the cloud of width σ around each code: a hole costs it less."))
    return words


def maps_reading(here: Shown) -> None:
    """How much the VAE's dimensions carry, and where both models keep their codes."""
    lesson.reading(" ".join([*_carried(here), *_places(here)]))


def _carried(here: Shown) -> list[str]:
    if "vae" not in here.moments:
        return []
    kl = here.moments["vae"].observation.kl
    idle, latent = collapsed(kl), len(kl)
    if here.moments["vae"].step == 0:
        return [_("Nothing has been learned yet: the VAE's posteriors are nearly alike for all images.")]
    if idle == latent:
        return [
            _(
                "**Posterior collapse**: the KL of every dimension is below {threshold} nats, so $q(z|x)$ is the prior "
                "whatever the image is. $z$ tells the decoder nothing, and it draws one average image everywhere. The "
                "KL term costs more than a code would save: with a smaller β it may come back."
            ).format(threshold=COLLAPSED_BELOW)
        ]
    carried = readable(float(kl[kl >= COLLAPSED_BELOW].sum()), 3)
    if idle:
        return [
            _("{idle} of the VAE's {latent} dimensions have collapsed; the others carry {kl} nats per image.").format(
                idle=idle, latent=latent, kl=carried
            )
        ]
    return [_("No dimension of the VAE has collapsed; together they carry {kl} nats per image.").format(kl=carried)]


def _places(here: Shown) -> list[str]:
    """Where the mean of all codes lies, and how far they spread."""
    parts = []
    for name, moment in here.coded.items():
        place = whereabouts(moment.observation.codes)
        parts.append(
            _("**{model}**: mean of the codes {offset} away from 0, spread {spread} per dimension.").format(
                model=titles()[name], offset=readable(place.offset, 2), spread=readable(place.spread, 2)
            )
        )
    return [*parts, _("The prior: mean 0, spread 1.")]


def noise_reading(here: Shown) -> None:
    """How much of the noise on held-out images the diffusion model finds."""
    scored = here.scored(THIRD) if THIRD in here.moments else None
    if scored is None:
        return
    missed = scored.held_out["noise_error"] / here.record.members[THIRD].originals.shape[1]
    lesson.reading(
        _(
            "The diffusion model finds {found} % of the noise on held-out images: so much of its square, on average "
            "over all $t$, is gone once its guess is taken away."
        ).format(found=readable(100 * (1 - missed), 3))
    )
