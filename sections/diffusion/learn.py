"""A network learns the field beside the true one: by the simple loss, and by the bound."""

import streamlit as st

from sections.diffusion.choices import plane
from sections.diffusion.questions import where_the_bound_looks
from ui import late, lesson, predict, state
from ui.components.learn import learn as component
from ui.fields.diffusion import LEARN, LEVEL, OWN, PLANE, POINTS, WEIGHTING
from ui.formulas import coloured, tinted
from ui.i18n import gettext as _
from vae_core.diffusion.particles import SCHEDULE
from vae_core.diffusion.schedule import Schedule
from vae_core.diffusion.weights import least_loss, step_weights
from vae_core.printing import readable

MUCH, LITTLE = 1.5, 0.3  # of a loss of which 2 is all there is

ERROR = r"\mathbb{E}\,\big\| <epsilon> - \hat{<epsilon>}(<x>_t, t) \big\|^2"


@lesson.section(shares=(PLANE, POINTS, LEVEL))
def learn() -> None:
    st.markdown(
        _(
            "Nobody knows the field of real data, so a network learns it from noisy points alone: it sees $x_t$ and "
            "guesses the noise $\\varepsilon$. Press **Learn** and watch its arrows become true. Then drag $t$."
        )
    )
    if predict.first("learn", where_the_bound_looks):
        lesson.reading(_reading())
    name = state.get(PLANE)
    component(
        name,
        None if name == OWN else plane(),
        SCHEDULE,
        LEARN,
        title=_("A network learns the field"),
        key="learn",
    )
    _explained()
    lesson.code(late.denoising.noise_error, step_weights, least_loss)


def _reading() -> str:
    t = state.get(LEVEL)
    least, weight = least_loss(plane(), SCHEDULE, t), float(SCHEDULE.steps * step_weights(SCHEDULE)[t])
    found = {"t": t, "least": readable(least, 3), "times": readable(weight, 2)}
    if state.get(WEIGHTING) == "bound":
        return _("At step {t} the bound counts an error {times} times as much as the simple loss does.").format(**found)
    if least > MUCH:
        return _(
            "At step {t} hardly anything is to be found: even the true field misses the noise by {least}, out of 2."
        ).format(**found)
    if least < LITTLE:
        return _("At step {t} nearly all of $x_t$ is noise: it is easily found, and {least} is missed.").format(**found)
    return _(
        "At step {t} the true field itself misses the noise by {least}, out of 2: no network can do better on average."
    ).format(**found)


def _explained() -> None:
    even = float(step_weights(Schedule("log-snr", SCHEDULE.steps))[2])
    weights = step_weights(SCHEDULE)
    st.latex(_losses())
    st.caption(
        _(
            "The simple loss is the bound with other weights: here $w_t$ falls from {most} at $t = 2$ to {least} "
            "and rises again; with even steps of log SNR all from there on are {even}, and both losses are "
            "nearly one. Where no noisy points come, nothing is learned: there the difference stays red. Two "
            "networks, three layers of 64, learn in your browser by the losses of the code below, against which "
            "they are tested; shown is the mean of each over its last hundred steps."
        ).format(
            most=readable(float(weights[2]), 2),
            least=readable(float(weights[2:].min()), 2),
            even=readable(even, 2),
        )
    )


def _losses() -> str:
    """Each in the colour of the network that learns by it."""
    simple, weight = tinted("x_hat", r"L_\text{simple}"), tinted("mu", "w_t")
    return coloured(
        rf"\begin{{aligned}} {simple} &= \frac{{1}}{{T}} \sum_{{t=1}}^{{T}} {ERROR} \\"
        rf" -\log <p>(<x>_0) &\le \sum_{{t=1}}^{{T}} {weight}\, {ERROR} + \text{{const}}, \qquad"
        rf" {weight} = \tfrac12 \big(e^{{\lambda_{{t-1}} - \lambda_t}} - 1\big)\ \ (t \ge 2) \end{{aligned}}"
    )
