"""What each stage of a step does: in a sentence, as a formula with the batch's numbers in it, and as code."""

import streamlit as st

from sections.training.pictures import titles
from ui import lab, lesson, state
from ui.fields import training as fields
from ui.formulas import coloured
from ui.i18n import gettext as _
from vae_core.analysis.walkthrough import Walkthrough, walk
from vae_core.models import VAE, AutoEncoder
from vae_core.models.mlp import Decoder, EncoderDecoder
from vae_core.models.vae import DiagonalNormal
from vae_core.objectives import Terms, bernoulli_nll, gaussian_nll, kl_to_standard_normal, squared_error
from vae_core.printing import readable, short
from vae_core.training.learner import Learner

WRITTEN = 2  # latent dimensions that are written out


def words() -> dict[str, str]:
    """The figure's words, in the reader's language."""
    return {
        "encode": _("encode"),
        "sample": _("sample"),
        "decode": _("decode"),
        "loss": _("loss"),
        "update": _("update"),
        "no noise": _("no noise"),
        "reconstruction": _("squared error") if _reconstruction() == "squared-error" else _("reconstruction"),
        "gradient": _("gradient"),
        "change": "‖Δw‖/‖w‖",
        "before and after": _("loss on this batch: {before} → {after}"),
    }


def explain(steps: dict[str, Walkthrough], number: int) -> None:
    """The words on a stage; 0 stands for the whole step."""
    st.markdown(_sentences()[number])
    if number:
        for column, (name, step) in zip(st.columns(len(steps)), steps.items(), strict=True):
            with column:
                st.caption(titles()[name])
                st.latex(coloured(FORMULAS[number - 1](step)))
    lesson.code(*_sources(steps, number), key="stage")


def _sentences() -> tuple[str, ...]:
    """For the whole step, and for each stage; numbers are those of the first image."""
    return (
        _("The whole step at once. Slow motion lights its five stages one after the other."),
        _(
            "**Encode.** The autoencoder gives each image a point. The VAE gives it a normal distribution: "
            "dots are $\\mu$, bars reach one $\\sigma$ to both sides. For the first image:"
        ),
        _(
            "**Sample.** The VAE draws one $\\varepsilon \\sim N(0, I)$ for each image and moves from $\\mu$ to $z$: "
            "each arrow is $\\sigma \\odot \\varepsilon$. The autoencoder hands its point on as it is."
        ),
        _("**Decode.** The decoder sees $z$ and nothing else, and draws $\\hat{x}$."),
        _(
            "**Loss.** How unlike $x$ is $\\hat{x}$, and for the VAE: how far is $q(z|x)$ from the prior? The mean "
            "over the whole batch is what the optimiser is given."
        ),
        _(
            "**Update.** The gradient says for each weight which way the loss falls; Adam moves all of them at once. "
            "The bars show how strong the gradient is in each layer, and what share of the weights changes."
        ),
    )


def _encode(step: Walkthrough) -> str:
    if step.noise is None:
        return rf"<z> = \mathrm{{encode}}(<x>) = {_vector(step.codes)}"
    return (
        r"\begin{aligned} (<mu>, \log <sigma>^2) &= \mathrm{encode}(<x>) \\"
        rf"<mu> &= {_vector(step.mean)} \\ <sigma> &= {_vector(step.standard_deviation)} \end{{aligned}}"
    )


def _sample(step: Walkthrough) -> str:
    if step.noise is None:
        return rf"<z> = {_vector(step.codes)}"
    shift = rf"{_vector(step.standard_deviation)} \odot {_vector(step.noise)}"
    return (
        rf"\begin{{aligned}} <z> &= <mu> + <sigma> \odot <epsilon> \\ &= {_vector(step.mean)} \\"
        rf"&\quad + {shift} \\ &= {_vector(step.codes)} \end{{aligned}}"
    )


def _decode(step: Walkthrough) -> str:
    pixels = step.images.shape[1]
    return (
        rf"\begin{{aligned}} <x_hat> &= \mathrm{{sigmoid}}(\mathrm{{decode}}(<z>)) \in [0, 1]^{{{pixels}}} \\"
        rf"&= \mathrm{{sigmoid}}(\mathrm{{decode}}{_vector(step.codes)}) \end{{aligned}}"
    )


def _loss(step: Walkthrough) -> str:
    term = r"\lVert <x> - <x_hat> \rVert^2" if _reconstruction() == "squared-error" else r"-\log <p>(<x>|<z>)"
    first, total = _tex(float(step.reconstruction[0])), _tex(float(step.loss[0]))
    mean = rf"\bar{{L}} = \tfrac{{1}}{{{step.batch_size}}} \textstyle\sum_i L_i &= {_tex(step.loss_before)}"
    if step.kl is None:
        return rf"\begin{{aligned}} L_1 &= {term} = {first} \\ {mean} \end{{aligned}}"
    kl = _tex(float(step.kl[0].sum()))
    return (
        rf"\begin{{aligned}} L_1 &= {term} + \beta\, <kl> \\ &= {first} + {short(step.beta)} \cdot {kl} = {total} \\"
        rf"{mean} \end{{aligned}}"
    )


def _update(step: Walkthrough) -> str:
    losses = rf"\bar{{L}} = {_tex(step.loss_before)} \to {_tex(step.loss_after)}"
    return (
        r"\begin{gathered} w \leftarrow w - \eta\, \frac{\hat{m}}{\sqrt{\hat{v}} + \delta}, \quad \eta = "
        rf"{short(step.learning_rate)} \\ {losses} \end{{gathered}}"
    )


FORMULAS = (_encode, _sample, _decode, _loss, _update)


def _vector(values) -> str:
    """The first image's, with two decimals."""
    written = [f"{value:.2f}" for value in values[0][:WRITTEN]]
    if len(values[0]) > WRITTEN:
        written.append(r"\dots")
    return rf"({', '.join(written)})"


def _tex(value: float) -> str:
    return readable(value, 5).replace("−", "-")


def _sources(steps: dict[str, Walkthrough], number: int) -> tuple:
    """What has computed a stage; for the whole step, how it was looked at."""
    measured = {"squared-error": squared_error, "bernoulli": bernoulli_nll, "gaussian": gaussian_nll}
    has_vae = "vae" in steps
    return {
        0: (walk,),
        1: (AutoEncoder, VAE.encode) if has_vae else (AutoEncoder,),
        2: (DiagonalNormal,) if has_vae else (AutoEncoder,),
        3: (EncoderDecoder.decode, Decoder),
        4: (measured[_reconstruction()], *((kl_to_standard_normal,) if has_vae else ()), Terms),
        5: (Learner.find_gradients, Learner.update_weights),
    }[number]


def _reconstruction() -> str:
    return lab.experiment(state.get(fields.RUN)).reconstruction
