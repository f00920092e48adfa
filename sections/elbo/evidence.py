"""log p(x) of the image on screen, its true posterior, and three Gaussians in the posterior's place."""

from functools import partial

import streamlit as st

from sections.elbo import evidence_words
from sections.elbo.questions import wider
from sections.elbo.subject import inference
from ui import lesson, predict, state
from ui.components.figure import Handle, live_figure
from ui.fields.elbo import NARROWEST, SUBJECT, Q
from ui.i18n import gettext as _
from ui.inference import Inference, gaussian
from vae_core.analysis import bounds, latent_grid, lattice, posterior_fit
from vae_core.analysis.evidence_results import LatentGaussian
from vae_core.figures import evidence as figures
from vae_core.probability.exact_bound import Account

OUTER = figures.REACHES[-1]  # standard deviations from q's centre to its edge


@lesson.section(shares=(*SUBJECT, Q))
def evidence() -> None:
    st.markdown(
        _(
            "A network with over a million weights, and a latent plane that can be integrated over: the shading is the "
            "**true posterior** $p(z∣x)$. Over it, at one and two standard deviations, the encoder's Gaussian. Drag "
            "$q$ by its centre and its edges: can you beat the encoder?"
        )
    )
    inferred, q = inference(), yours()
    live_figure(
        lambda: _figure(inferred, q),
        _controls(q),
        key="evidence",
        wide=True,
        label=_("The true posterior in the latent plane under three Gaussians, and how far each bound stays below"),
    )
    if not lesson.is_read():
        return
    account = inferred.account(q)
    may_see = predict.first("evidence", partial(wider, q))
    if may_see:
        evidence_words.reading(inferred, account, is_the_encoders=not state.get(Q))
    with st.container(horizontal=True):
        st.button(_("q := encoder's"), icon=":material/restart_alt:", on_click=lambda: state.put(Q, ()))
        st.button(_("q := best Gaussian"), icon=":material/target:", on_click=lambda: put_q(inferred.best))
    if may_see:
        _words(inferred, account)


def _words(inferred: Inference, account: Account) -> None:
    left, right = st.columns([11, 10], gap="large")
    with left.container(key="evidence_table"):
        evidence_words.table(inferred, account)
    with right.container(key="evidence_words"):
        evidence_words.formulas(account)
    lesson.code(
        latent_grid.Likelihood.log_joint,
        lattice.integrate,
        bounds.elbo,
        bounds.kl_to_posterior,
        posterior_fit.best_gaussian,
    )


def _figure(inferred: Inference, q: LatentGaussian):
    pictures = [figures.Picture("<i>x</i>", inferred.picture), figures.Picture("<i>x̂</i>", inferred.decoded(q))]
    gaussians = (inferred.encoder, inferred.best, q)
    words = evidence_words.on_the_figure()
    return figures.posterior_plane(inferred.map, *gaussians, inferred.gap, inferred.below(q), pictures, words=words)


def yours() -> LatentGaussian:
    """The q under the hand; the encoder's until it has been moved."""
    if not state.get(Q):
        return inference().encoder
    return gaussian(state.get(Q)[:2], state.get(Q)[2:])


def put_q(q: LatentGaussian) -> None:
    """Have the hand's q be ``q``."""
    state.put(Q, (*q.mean.tolist(), *q.standard_deviation.tolist()))


def _controls(q: LatentGaussian) -> list[Handle]:
    (x, y), (first, second) = q.mean.tolist(), q.standard_deviation.tolist()

    def move(to_x: float, to_y: float) -> None:
        state.put(Q, (to_x, to_y, first, second))

    def widen(to_x: float, _y: float) -> None:
        state.put(Q, (x, y, max(abs(to_x - x) / OUTER, NARROWEST), second))

    def heighten(_x: float, to_y: float) -> None:
        state.put(Q, (x, y, first, max(abs(to_y - y) / OUTER, NARROWEST)))

    return [
        Handle("q", "μ", _("Mean of q"), x, y, move, moves="xy", symbol="q"),
        Handle("q1", "σ₁", _("Width of q along z₁"), x + OUTER * first, y, widen, moves="x", symbol="q"),
        Handle("q2", "σ₂", _("Width of q along z₂"), x, y + OUTER * second, heighten, moves="y", symbol="q"),
    ]
