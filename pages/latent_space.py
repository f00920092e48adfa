"""Latent space: drag a point, two decoders answer."""

import streamlit as st

from sections.latent_space import opened
from ui import state
from ui.components.decoder import Place, decoder, source_that_ran
from ui.fields.latent_space import AXES, LATENT_DIM, MAP, POSITION, RUN
from ui.formulas import coloured
from ui.i18n import gettext as _
from ui.models import pretrained_model

own = opened.opened()
with st.container(horizontal=True, vertical_alignment="bottom", horizontal_alignment="distribute"):
    st.title(_("Latent space"), width="content")
    if own:
        opened.way_back()
    else:
        state.choose(
            LATENT_DIM,
            st.segmented_control,
            _("Size of the latent space"),
            (2, 8),
            format_func=lambda n: _("{n} dimensions").format(n=n),
            required=True,
            label_visibility="collapsed",
        )
if own:
    opened.introduction()
else:
    st.markdown(
        _(
            "**What lies between a 3 and an 8?** Drag the point on the map, or a slider. A variational autoencoder "
            "(VAE) and an autoencoder (AE) decode the same position $z$; both learned from the same 60 000 digits."
        )
    )

models = own or [pretrained_model(f"mnist-{kind}-{state.get(LATENT_DIM)}d") for kind in ("vae", "ae")]
latent_dim = models[0].latent_dim
here = Place(state.get(POSITION), state.get(AXES), state.get(MAP))
place = decoder(models, here, key=f"latent_space_{state.get(RUN) or latent_dim}")
state.put(POSITION, place.position)
state.put(AXES, place.axes)
state.put(MAP, place.map)

why, holes = st.columns(2, gap="large")
with why:
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
    with st.expander(_("The code that ran"), icon=":material/code:"):
        st.code(source_that_ran(), language="javascript")
        st.caption(_("In your browser, for every frame of the drag: no message goes to the server until you let go."))
with holes:
    st.subheader(_("Where are the codes?"), anchor="holes")
    if own:
        opened.what_to_look_for({model.kind for model in own})
    elif latent_dim == 2:
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
    if any(model.kind == "ae" for model in models):
        st.caption(
            _(
                "To be fair to the AE, its codes were moved by an affine map to mean 0 and covariance $I$, as the "
                "prior has; no reconstruction changed. What is left to see is their shape and their holes."
            )
        )
