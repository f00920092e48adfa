"""The logarithm of an average estimate is too low on average."""

import streamlit as st

from sections.latent_variables import model as curve_model
from ui import lesson, state
from ui.components.figure import live_figure
from ui.fields.latent_variables import PRIOR_SEED
from ui.formulas import coloured
from ui.i18n import gettext as _
from vae_core.figures import prior_sampling as figures
from vae_core.printing import readable, with_error
from vae_core.probability.prior_sampling import Bias, jensen_bias


@lesson.section()
def jensen() -> None:
    st.markdown(
        _(
            "Repeat the estimate hundreds of times, each time with fresh draws. The average $p(x∣z)$ is right for "
            "every $n$; its logarithm is too low, the more so the fewer the draws."
        )
    )
    picture, words = st.columns([11, 10], gap="large")
    config = curve_model.model()
    bias = jensen_bias(config, curve_model.place(config), state.get(PRIOR_SEED))
    with picture:
        live_figure(
            lambda: figures.jensen(bias, exact=_("exact"), average=_("average estimate")),
            key="jensen",
            label=_("The average of many estimates of log p(x), for a few n"),
        )
    with words:
        _reading(bias)
        st.latex(coloured(r"\mathbb{E}[\log \hat{<p>}\,] \le \log \mathbb{E}[\hat{<p>}\,] = \log <p>(<x>)"))
        _table(bias)
    lesson.code(jensen_bias)


def _reading(bias: Bias) -> None:
    missing = bias.log_evidence - bias.mean_log_estimate
    if missing[3] > 3 * bias.standard_error[3]:
        text = _("One draw gives {one} nats too little on average, a thousand still {thousand}: Jensen's inequality.")
    else:
        text = _("One draw gives {one} nats too little on average; with a thousand nothing is left to be measured.")
    lesson.reading(text.format(one=readable(float(missing[0]), 3), thousand=readable(float(missing[3]), 2)))


def _table(bias: Bias) -> None:
    logs = zip(bias.mean_log_estimate, bias.standard_error, strict=True)
    ratios = zip(bias.mean_ratio, bias.ratio_standard_error, strict=True)
    lesson.table(
        ("$n$", _("average $\\log \\hat p$"), _("average $\\hat p / p(x)$")),
        [(str(n), with_error(*log), with_error(*ratio)) for n, log, ratio in zip(bias.n, logs, ratios, strict=True)],
    )
    st.caption(_("Exact: log p(x) = {value}.").format(value=readable(bias.log_evidence)))
