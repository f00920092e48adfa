"""What the draws do when μ and σ move, and what the loss sends back, in words and as a formula with numbers."""

import streamlit as st

from ui import lesson, state
from ui.fields.autoencoders import HAS_PATH, MEAN_MOVE, WIDENING
from ui.formulas import coloured
from ui.i18n import gettext as _
from vae_core.analysis.reparameterisation import Backward, Posterior
from vae_core.printing import readable
from vae_core.probability.notation import factor, number


def explain(q: Posterior, encoder: Posterior, code, back: Backward, j: int) -> None:
    """The words below the figure.

    Args:
        q: as it stands.
        encoder: as the encoder gave it.
        code: z of the first draw, in all dimensions.
        back: what its loss sends back.
        j: the dimension on screen, from 0.
    """
    _reading(back, j)
    if state.get(HAS_PATH):
        st.latex(coloured(_with_path(q, float(code[j]), back, j)))
    else:
        st.latex(coloured(_without_path(encoder, float(code[j]), j)))


def _reading(back: Backward, j: int) -> None:
    moved = state.get(MEAN_MOVE) != MEAN_MOVE.default or state.get(WIDENING) != WIDENING.default
    if back.to_mean is not None:
        text = _(
            "Each draw keeps its $\\varepsilon$ and goes along with $\\mu_{j}$ and $\\sigma_{j}$, and its picture "
            "follows. So the loss of draw 1 knows which way to push: {mean} nats for a unit of $\\mu_{j}$, "
            "{deviation} for a unit of $\\sigma_{j}$."
        )
        numbers = {"mean": _signed(back.to_mean[j]), "deviation": _signed(back.to_deviation[j])}
    elif moved:
        text = _(
            "The curve has moved, and not one picture has changed: a draw is a number, and has forgotten where it "
            "came from. PyTorch's gradient for $\\mu_{j}$ and $\\sigma_{j}$ is `None`. The decoder still gets its own "
            "(norm {norm}); the encoder would learn nothing from the pictures."
        )
        numbers = {"norm": readable(back.to_decoder, 3)}
    else:
        text = _(
            "What was drawn are numbers. From the loss of draw 1, PyTorch finds no way back to $\\mu_{j}$ and "
            "$\\sigma_{j}$: both gradients are `None`. The decoder still gets its own (norm {norm}). Move "
            "$\\mu_{j}$, and look at the pictures."
        )
        numbers = {"norm": readable(back.to_decoder, 3)}
    lesson.reading(text.format(j=j + 1, **numbers))


def _with_path(q: Posterior, code: float, back: Backward, j: int) -> str:
    epsilon = (code - q.mean[j]) / q.deviation[j]
    slope, i = number(float(back.to_mean[j])), j + 1
    shift = rf"{number(q.deviation[j])} \cdot {factor(epsilon)}"
    return (
        rf"\begin{{aligned}} <z>_{i} &= <mu>_{i} + <sigma>_{i}\, <epsilon>_{i}"
        rf" = {number(q.mean[j])} + {shift} = {number(code)} \\"
        rf"\frac{{\partial L}}{{\partial <mu>_{i}}} &= \frac{{\partial L}}{{\partial <z>_{i}}} \cdot 1 = {slope},"
        rf" \qquad \frac{{\partial L}}{{\partial <sigma>_{i}}} = \frac{{\partial L}}{{\partial <z>_{i}}} \cdot"
        rf" <epsilon>_{i} = {slope} \cdot {factor(epsilon)} = {number(float(back.to_deviation[j]))},"
        rf" \qquad L = -\log <p>(<x>|<z>) = {number(back.loss)} \end{{aligned}}"
    )


def _without_path(encoder: Posterior, code: float, j: int) -> str:
    i, mean, deviation = j + 1, number(encoder.mean[j]), factor(encoder.deviation[j])
    none = r"\texttt{None}"
    return (
        rf"<z>_{i} \sim N({mean}, {deviation}^2) \;\to\; <z>_{i} = {number(code)}, \qquad"
        rf" \frac{{\partial L}}{{\partial <mu>_{i}}} = {none}, \qquad"
        rf" \frac{{\partial L}}{{\partial <sigma>_{i}}} = {none}"
    )


def _signed(value) -> str:
    """With its sign: which way a loss goes."""
    written = readable(float(value), 3)
    return written if written.startswith("−") else f"+{written}"
