"""The settings of the next run that a first look does without."""

from collections.abc import Callable
from functools import partial

import streamlit as st

from sections.training.widths import choose_widths, layers
from ui import state
from ui.fields import training as fields
from ui.fields.field import Field
from ui.i18n import gettext as _
from ui.i18n import mark
from vae_core.printing import short

BATCHES = (16, 32, 64, 128, 256, 512)
SAMPLES = (1, 5, 20, 50)
PATIENCES = (0, 5, 10, 20, 50)
DEVIATIONS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 1.0)
RECONSTRUCTIONS = {
    "bernoulli": (
        mark("Bernoulli"),
        mark("Each pixel is ink with probability $\\hat{x}$. The loss is a cross-entropy; on grey it never reaches 0."),
    ),
    "squared-error": (
        mark("Squared error"),
        mark(
            "$\\lVert x - \\hat{x} \\rVert^2$, as in the notes: but for a constant, "
            "$-\\log p(x \\mid z)$ of a Gaussian with $\\sigma^2 = \\tfrac{1}{2}$."
        ),
    ),
    "gaussian": (
        mark("Gaussian with σ"),
        mark("Each pixel is normal around $\\hat{x}$: squared error over $2\\sigma^2$, so a small σ outweighs the KL."),
    ),
}


def more() -> None:
    """Another model, reconstruction, network, batches, seed and the end of the run."""
    state.switch(
        fields.DIFFUSION,
        _("A diffusion model as third"),
        help=_("It learns from the same batches to take noise away. A step of all three takes several times as long."),
    )
    state.choose(
        fields.RECONSTRUCTION,
        st.radio,
        _("Reconstruction"),
        fields.RECONSTRUCTIONS,
        format_func=lambda name: _(RECONSTRUCTIONS[name][0]),
        captions=[_(RECONSTRUCTIONS[name][1]) for name in fields.RECONSTRUCTIONS],
    )
    if state.get(fields.RECONSTRUCTION) == "gaussian":
        options = sorted({*DEVIATIONS, state.get(fields.DEVIATION)})
        state.choose(fields.DEVIATION, st.select_slider, _("σ of each pixel"), options, format_func=short)
    one_of(
        fields.SAMPLES,
        _("Draws of z for each image (VAE)"),
        SAMPLES,
        str,
        help=_("With more than one the VAE learns the importance-weighted bound $L_k$, which is tighter and has no β."),
    )
    choose_widths()
    left, right = st.columns(2)
    with left:
        one_of(fields.BATCH, _("Images in a batch"), BATCHES, str)
    with right:
        whole(fields.SEED, _("Seed"), fields.SEED.kind.high, help=_("Of the weights, the batches and the noise"))
    one_of(fields.PATIENCE, _("The run ends"), PATIENCES, _ending)


def in_words() -> str:
    """What :func:`more` is set to, in one line."""
    name = state.get(fields.RECONSTRUCTION)
    likelihood = _(RECONSTRUCTIONS[name][0])
    if name == "gaussian":
        likelihood = f"{likelihood} = {short(state.get(fields.DEVIATION))}"
    settings = _("{likelihood} · hidden layers: {layers} · batches of {batch} · ends {ending} · seed {seed}").format(
        likelihood=likelihood,
        layers=layers(state.get(fields.WIDTHS)),
        batch=state.get(fields.BATCH),
        ending=_ending(state.get(fields.PATIENCE)),
        seed=state.get(fields.SEED),
    )
    if state.get(fields.SAMPLES) > 1:
        settings = _("{settings} · {k} draws of z").format(settings=settings, k=state.get(fields.SAMPLES))
    if state.get(fields.DIFFUSION):
        settings = _("{settings} · with a diffusion model").format(settings=settings)
    return settings


def _ending(patience: int) -> str:
    if not patience:
        return _("after all epochs")
    return _("after {epochs} epochs without a better held-out loss").format(epochs=patience)


def one_of(field: Field[int], label: str, options: tuple[int, ...], words: Callable[[int], str], **settings) -> None:
    """A choice of some values, and of the one that an address has set."""
    # 0 stands for the whole: of the images at the end, of the epochs at the start.
    first = options[0]
    choices = sorted({*options, state.get(field)}, key=lambda value: value or (0 if first == 0 else 10**9))
    state.choose(field, st.selectbox, label, choices, format_func=words, **settings)


def whole(field: Field[int], label: str, most: int, **settings) -> None:
    """A whole number up to ``most``; where an address has set a larger one, the core says that it is too large."""
    value = state.get(field)
    bound = state.bind(field, value, partial(state.put, field))
    st.number_input(label, field.kind.low, max(most, value), **bound, **settings)
