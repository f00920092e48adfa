"""The terms of both losses at the moment on screen, in numbers."""

import streamlit as st

from sections.training.pictures import signs
from sections.training.progress import pace
from sections.training.shown import Shown, shown
from ui import lab, lesson, state
from ui.fields.training import RUN
from ui.formulas import coloured
from ui.i18n import gettext as _
from vae_core import objectives
from vae_core.lab.history import Moment
from vae_core.printing import readable
from vae_core.probability.notation import number

RECONSTRUCTIONS = {
    "bernoulli": objectives.bernoulli_nll,
    "squared-error": objectives.squared_error,
    "gaussian": objectives.gaussian_nll,
}


@lesson.section(every=pace)
def terms() -> None:
    """A table for both models, the VAE's loss as a sum with its numbers, and the code of each term."""
    here = shown()
    if here is None:
        st.info(_("Nothing has been learned yet."), icon=":material/hourglass_empty:")
        return
    scored = {name: here.scored(name) or moment for name, moment in here.moments.items()}
    left, right = st.columns([3, 2], gap="large")
    with left:
        _table(here, scored)
    with right:
        if "vae" in scored:
            _sum(here, scored["vae"])
    reconstruction = lab.experiment(state.get(RUN)).reconstruction
    lesson.code(RECONSTRUCTIONS[reconstruction], objectives.kl_to_standard_normal, objectives.Terms)


def _table(here: Shown, scored: dict[str, Moment]) -> None:
    rows = []
    names = signs()
    labels = {
        "reconstruction": _("reconstruction"),
        "kl": "KL",
        "negative_elbo": here.sum,
        "noise_error": "‖ε − ε̂‖²",
        "negative_bound": _("−bound, nats"),
    }
    for name, moment in scored.items():
        for term, label in labels.items():
            if term in moment.train:
                values = (moment.held_out.get(term), moment.train[term])
                rows.append((f"{names[name]} {label}", *(readable(value) for value in values)))
    lesson.table((here.unit, _("held out"), _("learned from")), rows)


def _sum(here: Shown, moment: Moment) -> None:
    values = moment.held_out or moment.train
    if here.draws > 1:
        _weighted(here.draws, values["loss"], values["negative_elbo"])
        return
    reconstruction, kl, loss = (readable(values[term], 5) for term in ("reconstruction", "kl", "loss"))
    left = r"-E_{<q>}[\log <p>(<x>\mid <z>)]" if here.is_likelihood else r"\|<x> - <x_hat>\|^2"
    st.latex(
        coloured(
            rf"\begin{{aligned}}&{left} + \beta\,<kl>(<q>\,\|\,<p>) \\"
            rf"&\quad= {reconstruction} + {number(moment.beta)} \cdot {kl} = {loss}\end{{aligned}}"
        )
    )


def _weighted(draws: int, loss: float, negative_elbo: float) -> None:
    st.latex(
        coloured(
            r"\begin{aligned}&-\mathbb{E}\Big[\log \tfrac{1}{k}\textstyle\sum_i \tfrac{<p>(<x>, <z>_i)}"
            rf"{{<q>(<z>_i\mid <x>)}}\Big] = -L_{{{draws}}} = {readable(loss, 5)} \\"
            rf"&\quad\le\ -L_1 = {readable(negative_elbo, 5)}\end{{aligned}}"
        )
    )
