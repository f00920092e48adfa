"""Estimates from draws: the reconstruction term from 1, 10 and 1000 of them, and bounds that climb to log p(x)."""

import streamlit as st

from sections.elbo.evidence import yours
from sections.elbo.evidence_words import on_the_figure
from sections.elbo.subject import inference
from ui import lesson, state
from ui.components.figure import live_figure
from ui.fields.elbo import LUCK, SUBJECT, Q
from ui.formulas import coloured
from ui.i18n import gettext as _
from vae_core.analysis import importance_bounds as core
from vae_core.analysis.importance_results import ImportanceBounds, ReconstructionEstimates
from vae_core.figures import evidence as figures
from vae_core.printing import nats, readable, with_error

# A bound farther below log p(x) than this, in nats, and than its error explains, has not seen the posterior.
MISSED = 0.3


@lesson.section(shares=(*SUBJECT, Q, LUCK))
def importance() -> None:
    st.markdown(
        _(
            "With eight or fifty latent dimensions nobody integrates. A VAE in training takes **one** draw from $q$ "
            "for each image. Here both are at hand, so it can be seen what a draw is worth."
        )
    )
    inferred, q, words = inference(), yours(), on_the_figure()
    estimates, climbing = inferred.reconstructions(q, state.get(LUCK)), inferred.importance(q, state.get(LUCK))
    account = inferred.account(q)
    left, right = st.columns(2, gap="large")
    with left:
        live_figure(
            lambda: figures.reconstruction_estimates(estimates, -account.reconstruction, words=words),
            key="estimates",
            label=_("Estimates of the reconstruction term from 1, 10 and 1000 draws, and its exact value"),
        )
    with right:
        live_figure(
            lambda: figures.importance_bounds(climbing, account.log_evidence, words=words),
            key="importance",
            label=_("Importance-weighted bounds for k from 1 to 5000, and log p(x)"),
        )
    with left.container(key="estimates_words"):
        _of_reconstruction(estimates)
    with right.container(key="importance_words"):
        _of_bounds(climbing, account.log_evidence)
    st.button(_("Draw anew"), icon=":material/casino:", key="draw:luck", on_click=lambda: state.draw_anew(LUCK))
    lesson.code(core.reconstruction_estimates, core.importance_bounds)


def _of_reconstruction(estimates: tuple[ReconstructionEstimates, ...]) -> None:
    one, *_others, most = estimates
    lesson.reading(
        _(
            "One draw is right on average and off by {one} nats as a rule; the mean of {count} is off by {most}. "
            "Training gets by with one, because a batch and the next batches average as well."
        ).format(one=readable(one.spread, 2), count=most.samples, most=readable(most.spread, 2))
    )
    st.latex(
        coloured(
            r"\begin{aligned} -\mathrm{E}_{<q>}[\log <p>(<x>\mid <z>)] &\approx"
            r" -\frac{1}{n}\sum_{i=1}^{n} \log <p>(<x>\mid <z>_i) \\ <z>_i &\sim <q>(<z>\mid <x>) \end{aligned}"
        )
    )
    rows = [(f"{each.samples}", nats(each.mean), readable(each.spread, 3)) for each in estimates]
    lesson.table((_("draws"), _("mean of the estimates"), _("standard deviation")), rows)


def _of_bounds(climbing: ImportanceBounds, level: float) -> None:
    missing, error = level - float(climbing.bound[-1]), float(climbing.standard_error[-1])
    if missing > MISSED + 3 * error:
        text = _(
            "$L_1$ is the ELBO, {first} nats below $\\log p(x)$. Even {count} draws leave {last} nats: this $q$ hardly "
            "ever draws where the posterior is, and the error bars cannot know of what was never drawn."
        )
    elif abs(missing) > 2 * error:
        text = _("$L_1$ is the ELBO, {first} nats below $\\log p(x)$; with {count} draws {left} nats are left.")
    else:
        text = _(
            "$L_1$ is the ELBO, {first} nats below $\\log p(x)$; with {count} draws {left} nats are left, which is "
            "nothing that could be told from chance."
        )
    first, count = readable(level - float(climbing.bound[0]), 3), int(climbing.samples[-1])
    lesson.reading(text.format(first=first, count=count, last=readable(missing, 2), left=with_error(missing, error)))
    st.latex(
        coloured(
            r"L_k = \mathrm{E}\Big[\log \frac{1}{k}\sum_{i=1}^{k}"
            r" \frac{<p>(<x>\mid <z>_i)\,<p>(<z>_i)}{<q>(<z>_i\mid <x>)}\Big] \le \log <p>(<x>)"
        )
    )
    chosen = [int(abs(climbing.samples - k).argmin()) for k in (1, 10, 100, 1000, 5000)]
    rows = [
        (f"{climbing.samples[i]}", with_error(float(climbing.bound[i]), float(climbing.standard_error[i])))
        for i in chosen
    ]
    lesson.table(("k", "$L_k$"), rows)
