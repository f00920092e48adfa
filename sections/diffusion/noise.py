"""Data on a line that melt into the prior, and one x_0 among them."""

import streamlit as st

from sections.diffusion.choices import LOOKED_AT, schedule, within
from sections.diffusion.questions import what_is_left
from ui import lesson, predict, state
from ui.components.figure import Handle, live_figure, slider_for
from ui.fields.diffusion import LINE, MOMENT, SCHEDULE, VALUE
from ui.formulas import coloured
from ui.i18n import gettext as _
from vae_core.diffusion.examples import LINES
from vae_core.diffusion.forward import Known, jump, known
from vae_core.diffusion.schedule import Schedule
from vae_core.figures import noising as figures
from vae_core.printing import readable, short


@lesson.section(shares=(LINE, SCHEDULE, VALUE))
def noise() -> None:
    st.markdown(
        _(
            "Each step shrinks $x$ a little and adds a little noise. Nothing is learned: this is the encoder. Drag "
            "$x_0$ up and down and $t$ from side to side. When do you still see which hump $x_0$ came from?"
        )
    )
    data, x_0, t = LINES[state.get(LINE)], state.get(VALUE), state.get(MOMENT)
    now = known(data, schedule(), x_0, t)
    picture, words = st.columns([3, 2], gap="large")
    with picture:
        live_figure(
            lambda: figures.melting(data, schedule(), x_0, t, _figure_words()),
            [
                _handle_of_value(x_0),
                _handle_of_moment(t, now.signal * x_0),
                slider_for(MOMENT, "t", _("Step of the noise"), symbol="q", step=1),
            ],
            key="noise",
            label=_("The density of all noisy data over the steps, the way of one of them, and both at one step"),
            wide=True,
            view=state.get(LINE),
        )
    with words.container(key="noise_words"):
        if predict.first("noise", what_is_left):
            _words(now, t)
    lesson.code(jump, Schedule, known)


def _handle_of_value(x_0: float) -> Handle:
    return Handle("value", "x₀", _("What is noised"), 0, x_0, lambda _x, y: state.put(VALUE, within(y)), "y")


def _handle_of_moment(t: int, mean: float) -> Handle:
    def put(x: float, _y: float) -> None:
        state.put(MOMENT, round(x))

    limits = {"low": 0, "high": LOOKED_AT, "step": 1}
    return Handle("moment", "t", _("Step of the noise"), t, mean, put, symbol="q", **limits)


def _figure_words() -> figures.Words:
    return figures.Words(
        _("all data: <i>q</i>(<i>x<sub>t</sub></i>)"),
        _("from <i>x</i>₀ alone: <i>q</i>(<i>x<sub>t</sub></i>∣<i>x</i>₀)"),
        _("prior <i>N</i>(0, 1)"),
        _("step <i>t</i>"),
    )


def _words(now: Known, t: int) -> None:
    lesson.reading(_reading(now, t))
    st.latex(coloured(_equations(now)))
    lesson.table(
        (_("at step {t}").format(t=t), _("nats")),
        [
            (_("what $x_t$ still tells of this $x_0$: KL$(q(x_t∣x_0)‖N(0, 1))$"), readable(now.rate, 3)),
            (_("all data: KL$(q(x_t)‖N(0, 1))$"), readable(now.divergence, 3)),
        ],
    )
    st.caption(
        _(
            "At the last step the first of them is a term of the bound: "
            "$L_T$ = {last} nats here. Where it is near 0, $x_T$ has forgotten $x_0$."
        ).format(last=readable(now.last, 3))
    )


def _reading(now: Known, t: int) -> str:
    if t == 0:
        return _("No noise yet: $x_0$ is where it is.")
    if now.snr > 1:
        return _("Signal outweighs noise {snr} to 1: $x_t$ still says a great deal about $x_0$.").format(
            snr=readable(now.snr, 3)
        )
    if now.rate > 0.05:
        return _("There is more noise than signal: SNR {snr}. The humps run into each other.").format(
            snr=readable(now.snr, 3)
        )
    return _("Hardly anything is left: whatever $x_0$ was, $x_t$ is a draw of the prior, or nearly.")


def _equations(now: Known) -> str:
    return (
        rf"\begin{{aligned}} <q>(<x>_t \mid <x>_0) &= \mathcal{{N}}(\alpha_t <x>_0,\, \sigma_t^2) \\"
        rf" \alpha_t = {short(now.signal)},\quad \sigma_t &= {short(now.noise)},\quad \alpha_t^2 + \sigma_t^2 = 1 \\"
        rf" \mathrm{{SNR}} = \alpha_t^2/\sigma_t^2 &= {_ratio(now)} \end{{aligned}}"
    )


def _ratio(now: Known) -> str:
    return r"\infty" if now.noise == 0 else readable(now.snr, 3)
