"""Why most z explain nothing: log p(x) with z drawn from the prior."""

import streamlit as st

from sections.latent_variables import model as curve_model
from sections.latent_variables.questions import carriers
from ui import lesson, predict, state
from ui.components.figure import live_figure, slider_for
from ui.fields.latent_variables import DRAWS, MODEL, PLACE, PRIOR_SEED
from ui.formulas import coloured
from ui.i18n import gettext as _
from vae_core.figures import prior_sampling as figures
from vae_core.printing import readable
from vae_core.probability import prior_sampling
from vae_core.probability.infinite_mixture import terrain
from vae_core.probability.latent_curves import CurveConfig, log_evidence
from vae_core.probability.notation import number
from vae_core.probability.prior_sampling import Contributions, RunningEstimate


@lesson.section(shares=(*MODEL, *PLACE.values(), DRAWS, PRIOR_SEED))
def prior() -> None:
    st.markdown(
        _(
            "To learn, a model needs $\\log p(x)$ of what was seen. Draw $z$ from the prior, average $p(x∣z)$: that is "
            "right in the long run. Drag $x$ away from the crowd, or make $\\sigma$ smaller: how long is the run?"
        )
    )
    config, n, seed = curve_model.model(), state.get(DRAWS), state.get(PRIOR_SEED)
    x = curve_model.place(config)
    running = prior_sampling.running_estimate(config, x, n, seed)
    contributions = prior_sampling.contributions(config, x, n, seed)
    left, right = st.columns([11, 10], gap="large")
    with left:
        _draws(config, x, contributions)
        _why()
    with right:
        live_figure(
            lambda: figures.running_estimate(running, exact=_("exact"), estimate=_("estimate so far")),
            [slider_for(DRAWS, "n", _("Draws from the prior"), symbol="x_hat", logarithmic=True, step=1)],
            key="running_evidence",
            label=_("The estimate of log p(x) as draws arrive, and its exact value"),
        )
    with right.container(key="prior_words"):
        if predict.first("prior", carriers):
            _words(running, contributions, n)
    lesson.code(
        prior_sampling.running_log_mean,
        log_evidence,
        prior_sampling.normalised_weights,
        prior_sampling.effective_sample_size,
    )


def _draws(config: CurveConfig, x: tuple[float, ...], contributions: Contributions) -> None:
    live_figure(
        lambda: figures.draws_that_count(
            terrain(config), contributions, heavy=_("draws that carry 99 %"), light=_("the other draws")
        ),
        [curve_model.grip(config, x), *curve_model.model_sliders()],
        key="prior",
        label=_("The curve with the draws on it, p(z) and p(z∣x), and the weights of the draws"),
        view=f"{config.dimensions} {config.curve}",
    )


def _words(running: RunningEstimate, contributions: Contributions, n: int) -> None:
    st.button(_("Draw anew"), icon=":material/casino:", key="draw:prior", on_click=lambda: state.draw_anew(PRIOR_SEED))
    _reading(running, contributions, n)
    st.latex(coloured(_estimate(running, n)))
    _table(running, contributions, n)


def _reading(running: RunningEstimate, contributions: Contributions, n: int) -> None:
    needed = 1 / contributions.expected_share
    carriers = round(contributions.carrying_share * n)
    if n < needed:
        text = _("Only one prior draw in {needed} helps here; {n} are too few, and the estimate is a matter of luck.")
    elif contributions.carrying_share < 0.3:
        text = _("{carriers} of {n} draws carry 99 % of the estimate; the other {rest} have explained nothing.")
    else:
        text = _("An easy x: {carriers} of {n} draws share in explaining it. Drag it away, or make σ smaller.")
    lesson.reading(text.format(needed=readable(needed, 2), n=n, carriers=carriers, rest=n - carriers))


def _estimate(running: RunningEstimate, n: int) -> str:
    return (
        r"\begin{aligned} \log <p>(<x>) &= \log \mathbb{E}_{<z> \sim <p>(<z>)}\big[<p>(<x>\mid <z>)\big] \\"
        rf" &\approx \log \frac{{1}}{{{n}}} \sum_{{i=1}}^{{{n}}} <p>(<x>\mid <z>_i)"
        rf" = {number(running.log_estimate[-1])} \end{{aligned}}"
    )


def _table(running: RunningEstimate, contributions: Contributions, n: int) -> None:
    estimate, exact = float(running.log_estimate[-1]), running.log_evidence
    lesson.table(
        (_("$\\log p(x)$, in nats"), ""),
        [
            (_("from {n} draws").format(n=n), readable(estimate, 5)),
            (_("by quadrature"), readable(exact, 5)),
            (_("draws that carry 99 %"), f"{readable(100 * contributions.carrying_share, 3)} %"),
            (_("effective sample size"), readable(contributions.effective_sample_size, 3)),
        ],
    )


def _why() -> None:
    st.markdown(
        _(
            "The draws spread over all of $p(z)$; this $x$ came from where $p(z∣x)$ is, and there alone $p(x∣z)$ is "
            "not almost 0. For a picture of 784 pixels next to none would hit. **So let something look at $x$ "
            "first and say where to draw: that is an encoder, $q(z∣x)$.** How far it strays from $p(z)$ is a KL "
            "divergence, and between two normals there is a closed form: it is in the lesson on KL."
        )
    )
