"""A point in latent space under the hand, and why a digit answers."""

from collections.abc import Sequence

import streamlit as st

from sections.latent_space import lesson_models
from sections.latent_space.questions import step
from ui import lesson, own_models, predict, steps
from ui.components.decoder import decoder, source_that_ran
from ui.fields.latent_space import LATENT_DIM, POSITION
from ui.fields.latent_steps import STEPS
from ui.fields.latent_walk import SPACE
from ui.formulas import coloured
from ui.i18n import gettext as _
from ui.library import Model


@lesson.section(shares=(POSITION, LATENT_DIM))
def point() -> None:
    """The decoder, and the codes behind its sliders; also below pictures that lead the point elsewhere."""
    if steps.at(STEPS) == 0:
        predict.first("space", step)
    decoder(lesson_models.models(), SPACE, key=lesson_models.key("latent_space"))
    if own_models.have_codes():
        _say_what_is_behind()


def _say_what_is_behind() -> None:
    st.caption(
        _(
            "Behind each slider: where the codes of the map's model lie along that dimension (filled), and the prior "
            "$N(0, 1)$ (line). Where the filled area is low, hardly any image "
            "was encoded."
        )
    )


def why() -> None:
    """Why a digit appears, and where the codes are."""
    models = lesson_models.models()
    left, right = st.columns(2, gap="large")
    with left:
        _why(models[0].latent_dim)
    with right:
        _where(models)


def _why(latent_dim: int) -> None:
    st.subheader(_("Why does a digit appear?"), anchor="why")
    st.markdown(
        _(
            "The decoder is a fixed function. It turns the {n} numbers in $z$ into 784 grey levels, layer by layer: "
            "each multiplies by a matrix $W$, adds $b$ and bends the result with $\\phi$. All $W$ and $b$ were set "
            "once, in training. Nearby $z$ give nearly the same numbers in every layer, so the picture changes "
            "smoothly while you drag."
        ).format(n=latent_dim)
    )
    st.latex(
        coloured(
            r"\begin{aligned} h_1 &= \phi(W_1 <z> + b_1), \quad h_2 = \phi(W_2 h_1 + b_2), \ \dots \\"
            r" <x_hat> &= \mathrm{sigmoid}(W_k h_{k-1} + b_k) \end{aligned}"
        )
    )
    lesson.code_that_ran(_code, key="decoder")


def _code() -> None:
    st.code(source_that_ran(), language="javascript")
    st.caption(_("In your browser, for every frame of the drag: no message goes to the server until you let go."))


def _where(models: Sequence[Model]) -> None:
    st.subheader(_("Where are the codes?"), anchor="codes")
    kinds = {model.kind for model in models}
    if own_models.are_asked_for():
        _of_own_models(kinds)
    elif models[0].latent_dim == 2:
        st.markdown(
            _(
                "1. Show the **codes of the AE**: half of them crowd into the middle, others lie far outside. Nothing "
                "in its training says where a code should be.\n"
                "2. Show the **codes of the VAE**: its KL term pulled them together until, as a whole, they roughly "
                "follow the prior $N(0, I)$. The dashed circles are one, two and three of its standard deviations.\n"
                "3. **Sample from the prior** thirty times and keep a tally: the VAE draws each digit about equally "
                "often, the AE some digits several times as often as others. Watch for pictures that are no digit at "
                "all."
            )
        )
    else:
        st.markdown(
            _(
                "1. A map of two dimensions cannot show holes in eight: what looks filled here may be empty in the "
                "other six. The distance to the nearest code tells.\n"
                "2. **Sample from the prior** thirty times and count the pictures that are no digit. There are some on "
                "both sides, and more on the AE's: nothing in its training ever asked for a digit there."
            )
        )
    if "ae" in kinds:
        st.caption(
            _(
                "To be fair to the AE, its codes were moved by an affine map to mean 0 and covariance $I$, as the "
                "prior has; no reconstruction changed. What is left to see is their shape and their holes."
            )
        )


def _of_own_models(kinds: set[str]) -> None:
    """What holds for every run."""
    if "vae" in kinds:
        st.markdown(
            _(
                "The VAE's KL term asks that its codes, together, look like the prior $N(0, I)$; the dashed circles "
                "are one, two and three of its standard deviations. The smaller β was in training, the less of that "
                "is to be seen. **Sample from the prior** some ten times: are there pictures that look like none of "
                "the data?"
            )
        )
    if "ae" in kinds:
        st.markdown(
            _(
                "Nothing asks for that on the AE's side. Its codes leave gaps, and what its decoder draws there was "
                "never trained."
            )
        )
