"""Particles on their way to the codes of a VAE's plane, where each of them can be decoded."""

from collections.abc import Sequence

import streamlit as st

from sections.diffusion.questions import who_settles_earlier
from ui import latent_particles, lesson, predict, state
from ui.components.figure import Press, live_figure, player_for
from ui.fields.diffusion import PARTICLE, SEED, STAGE
from ui.formulas import coloured
from ui.i18n import gettext as _
from ui.latent_particles import BELLS, MODEL, PARTICLES, STEPS
from vae_core.diffusion.classes import half_of, odds_on_the_way
from vae_core.diffusion.mixture import DiagonalMixture
from vae_core.diffusion.sampling import sample
from vae_core.figures import latent_particles as figures
from vae_core.figures.latent_particles import Shown
from vae_core.printing import fixed

MARGINAL = (
    r"<q>(<z>_t) = \tfrac{1}{K} \sum_k \mathcal{N}\big(<z>_t;\ \alpha_t <mu>_k, \alpha_t^2 <sigma>_k^2"
    r" + \sigma_t^2\big), \qquad P(y \mid <z>_t) = \sum_{k:\, y_k = y} P(k \mid <z>_t)"
)


@lesson.section(shares=(SEED,))
def plane() -> None:
    st.markdown(
        _(
            "The codes of a VAE are bells in a plane: once more a mixture, and all is exact. Here every place can be "
            "decoded, so one particle is watched as a picture. Play; click on another particle."
        )
    )
    with st.container(horizontal=True):
        for field, label in ((PARTICLE, _("Another particle")), (SEED, _("Other noise"))):
            st.button(
                label,
                icon=":material/casino:",
                key=f"draw:{field.name}:plane",
                on_click=lambda field=field: state.draw_anew(field),
            )
    may_see = predict.first("plane", who_settles_earlier)
    if may_see:
        lesson.reading(_reading())
    seed, stage, particle = state.get(SEED), state.get(STAGE), state.get(PARTICLE)
    live_figure(
        lambda: figures.decoded(_shown(), stage, latent_particles.ways(seed).noisy(stage), particle),
        [player_for(STAGE, _("Step"), STEPS, pause=0.15), *_presses()],
        key="plane",
        label=_("Particles on their way to the codes of a plane, and one of them decoded at each stop"),
        wide=True,
    )
    if may_see:
        _words()
    lesson.code(sample, DiagonalMixture.denoised, odds_on_the_way)


def _titles() -> dict[str, str]:
    return {"with": _("with chance"), "without": _("without")}


def _shown() -> list[Shown]:
    seed, stage, particle = state.get(SEED), state.get(STAGE), state.get(PARTICLE)
    trajectories, odds = latent_particles.both_ways(seed), latent_particles.odds(seed)
    pictures = latent_particles.pictures(seed, particle)
    return [
        Shown(title, trajectories[way], pictures[way], _likeliest(odds[way][stage, particle]))
        for way, title in _titles().items()
    ]


def _likeliest(odds: Sequence[float]) -> str:
    """The two likeliest digits, with their probabilities."""
    best = sorted(range(len(odds)), key=odds.__getitem__, reverse=True)[:2]
    return " · ".join(f"{digit}: {fixed(100 * odds[digit], 0)} %" for digit in best)


def _presses() -> list[Press]:
    def choose(way: str):
        def take(x: float, y: float) -> None:
            state.put(PARTICLE, latent_particles.nearest(state.get(SEED), state.get(STAGE), way, (x, y)))

        return take

    return [
        Press(_("A click chooses the nearest particle.") if not number else "", choose(way), number, f"press:{way}")
        for number, way in enumerate(_titles())
    ]


def _reading() -> str:
    seed, particle = state.get(SEED), state.get(PARTICLE)
    odds, settled = latent_particles.odds(seed), latent_particles.settled(seed)
    ends = {way: int(of[-1, particle].argmax()) for way, of in odds.items()}
    return _(
        "With chance this particle ends as a {one}, which leads from step {since} on; without, as a {other}, from step "
        "{before} on. Half of all particles are settled by step {half} with chance, by step {earlier} without."
    ).format(
        one=ends["with"],
        since=settled["with"][particle],
        other=ends["without"],
        before=settled["without"][particle],
        half=half_of(settled["with"]),
        earlier=half_of(settled["without"]),
    )


def _words() -> None:
    st.latex(coloured(MARGINAL))
    st.caption(
        _(
            "The codes are those of {bells} test images of `{model}`, each the encoder's $N(\\mu, \\sigma^2)$: in each "
            "of {steps} steps {particles} particles are weighed by every bell, and ten thousand bells would take "
            "twenty times as long. Below a picture stands which digit $y$ the code was that has become $z_t$, as far "
            "as $z_t$ tells. Without chance the first noise decides; with chance every step may turn it."
        ).format(bells=BELLS, model=MODEL, steps=STEPS, particles=PARTICLES)
    )
