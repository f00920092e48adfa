"""A VAE with T latents, whose encoder nobody trains: evidence, bound and gap, each by its own route."""

import streamlit as st

from sections.diffusion.choices import choose, within
from sections.diffusion.questions import what_more_steps_do
from ui import lesson, predict, state
from ui.components.figure import Handle, live_figure, slider_for
from ui.fields.diffusion import CHAIN, LINE, SCHEDULE, SEEN, STEP, VALUE, WIDTH
from ui.formulas import coloured
from ui.i18n import gettext as _
from vae_core.diffusion.account import Account
from vae_core.diffusion.bound import bound
from vae_core.diffusion.evidence import log_evidence
from vae_core.diffusion.examples import LINES
from vae_core.diffusion.gap import gaps
from vae_core.diffusion.reverse import reverse
from vae_core.diffusion.schedule import Schedule
from vae_core.figures import chain_account as figures
from vae_core.printing import fixed, readable, what_is_left

KNOWN = 0.01  # nats of error, beyond which no evidence is shown


def account() -> Account:
    """Of what is on screen."""
    return Account(
        LINES[state.get(LINE)], Schedule(state.get(SCHEDULE), state.get(CHAIN)), state.get(WIDTH), state.get(VALUE)
    )


@lesson.section(shares=(LINE, SCHEDULE, VALUE))
def chain() -> None:
    st.markdown(
        _(
            "Take $x_1, \\dots, x_T$ as latents. The encoder adds noise; the decoder goes back a step at a time, each "
            "$p(x_{t-1}∣x_t)$ a bell. Then there is an ELBO, as in every VAE. Drag $T$ from 1 upwards: what "
            "becomes of the gap?"
        )
    )
    choose(WIDTH, _("The decoder's variance"), {"best": _("learned variance"), "fixed": _("fixed variance")})
    found, t, x_t = account(), min(state.get(STEP), state.get(CHAIN)), state.get(SEEN)
    picture, words = st.columns([3, 2], gap="large")
    with picture:
        live_figure(
            lambda: figures.account(found, t, x_t, _figure_words()),
            [
                _handle_of_seen(x_t),
                slider_for(CHAIN, "T", _("Number of latents"), step=1, logarithmic=True),
                slider_for(VALUE, "x₀", _("The x to be explained"), step=0.01),
                slider_for(STEP, "t", _("The step whose way back is shown"), symbol="x_hat", step=1, logarithmic=True),
            ],
            key="chain",
            label=_("The terms of the bound, what each step costs and leaves open, and one step of the way back"),
            wide=True,
            view=f"{state.get(LINE)} {state.get(WIDTH)}",
        )
    with words.container(key="chain_words"):
        if predict.first("chain", what_more_steps_do):
            _words(found)
    lesson.code(bound, gaps, log_evidence, reverse)


def _handle_of_seen(x_t: float) -> Handle:
    def put(x: float, _y: float) -> None:
        state.put(SEEN, within(x))

    return Handle("seen", "x_t", _("Where the way back sets out"), x_t, 0, put, panel=2, symbol="x_hat")


def _figure_words() -> figures.Words:
    return figures.Words(
        _("first"),
        _("steps"),
        _("last"),
        _("bound"),
        _("gap"),
        "log <i>p</i>",
        _("step <i>t</i>"),
        _("truth: <i>q</i>(<i>x</i><sub>t−1</sub>∣<i>x<sub>t</sub></i>)"),
        _("model: <i>p</i>(<i>x</i><sub>t−1</sub>∣<i>x<sub>t</sub></i>)"),
        _("nats"),
    )


def _words(found: Account) -> None:
    gap = float(found.gaps.sum())
    lesson.reading(_reading(found, gap))
    if found.error > KNOWN:
        st.info(
            _(
                "This $x_0$ is so unlikely under the chain that sums of doubles do not know its density. Choose "
                "another, more steps, or the learned variance."
            )
        )
        return
    lesson.table((_("each by its own route"), _("nats")), _rows(found, gap))
    st.latex(coloured(_equation()))
    st.caption(
        _(
            "The evidence by one integral after the other, right to {error} nats; the bound by quadrature over one "
            "latent at a time; the gap step by step, with neither of them. Bound and gap miss it by {left}."
        ).format(error=readable(found.error, 1), left=readable(abs(found.difference), 1))
    )


def _rows(found: Account, gap: float) -> list[tuple[str, str]]:
    parts, cost = found.bound, float(found.bound.steps.sum())
    last = what_is_left(parts.reconstruction - cost, parts.value, parts.last)
    shown = what_is_left(found.log_evidence, parts.value, gap)
    return [
        ("$E[\\log p(x_0∣x_1)]$", fixed(parts.reconstruction)),
        (_("− the steps, $L_1 + \\dots + L_{T-1}$"), fixed(-cost)),
        (_("− the last, $L_T$"), fixed(-last)),
        (_("**= the bound**"), f"**{fixed(parts.value)}**"),
        (_("+ the gap, KL$(q‖p)$ of the latents"), fixed(shown)),
        (_("**= $\\log p(x_0)$ of the chain**"), f"**{fixed(found.log_evidence)}**"),
        (_("$\\log p(x_0)$ of the data"), fixed(found.log_density)),
    ]


def _reading(found: Account, gap: float) -> str:
    steps = found.schedule.steps
    if steps == 1:
        return _("One latent: this is the VAE of the lessons before, with an encoder that nobody trained.")
    if found.width == "fixed" and gap > 0.1:
        return _("The gap is {gap} nats: the decoder's bells are narrower than the truth. Learn the variance.").format(
            gap=readable(gap, 3)
        )
    if gap > 0.1:
        return _("The gap is {gap} nats: where a step is wide, the way back has two humps, and a bell has one.").format(
            gap=readable(gap, 3)
        )
    return _("With {steps} steps the gap is {gap} nats: each step is so small that its way back is a bell.").format(
        steps=steps, gap=readable(gap, 2)
    )


def _equation() -> str:
    return (
        r"\begin{aligned} \log <p>(<x>_0) &= \mathbb{E}_{<q>}\!\left[\log \frac{<p>(<x>_{0:T})}"
        r"{<q>(<x>_{1:T} \mid <x>_0)}\right] \\ &\quad + <kl>\big(<q>(\cdot \mid <x>_0) \,\|\,"
        r" <p>(\cdot \mid <x>_0)\big) \end{aligned}"
    )
