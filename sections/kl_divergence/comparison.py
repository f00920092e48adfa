"""What P and Q have to say to each other, in words and numbers."""

import math

from ui import lesson, state
from ui.fields.kl_divergence import DRAWS, UNIT
from ui.i18n import gettext as _
from vae_core.printing import readable, short, with_error
from vae_core.probability.divergences import Amount, Comparison, Divergence, bits, share_of
from vae_core.probability.families import Member

# Below this many nats two distributions are one for the eye.
SAME = 1e-9
ROUNDING = 1e-12
# From this ratio of the two directions on, one is called larger.
UNEQUAL = 1.02


def is_in_bits() -> bool:
    return state.get(UNIT) == "bits"


def shown(nats: float | None, digits: int = 4) -> str:
    """An amount of information in the unit chosen; rounding errors count as 0."""
    if nats is None:
        return "—"
    return readable(in_unit(nats), digits, unit=1.0)


def in_unit(nats: float) -> float:
    """The same amount in the unit chosen."""
    return bits(nats) if is_in_bits() else nats


def reading(p: Member, q: Member, amounts: Comparison) -> None:
    """What is to be seen now."""
    pq, qp = amounts.kl_pq, amounts.kl_qp
    if pq.reason == "impossible":
        lesson.reading(_impossible(p, pq))
    elif pq.reason == "tail":
        lesson.reading(
            _(
                "Both densities are positive everywhere, and yet $\\mathrm{KL}(P\\|Q) = \\infty$: far out $-\\log q$ "
                "grows faster than P's heavy tail fades. The average over draws is finite, and never settles."
            )
        )
    elif qp.reason == "impossible":
        lesson.reading(
            _(
                "$\\mathrm{{KL}}(P\\|Q)$ is {value}, and $\\mathrm{{KL}}(Q\\|P)$ is infinite: Q can be where P cannot. "
                "Data from P never show it; to P, some of Q's data are impossible."
            ).format(value=shown(pq.value))
        )
    elif qp.reason == "tail":
        lesson.reading(
            _(
                "$\\mathrm{{KL}}(P\\|Q)$ is {value}, and $\\mathrm{{KL}}(Q\\|P)$ is infinite: Q's tail is so heavy "
                "that $-\\log p$ has no mean under Q. Data from P hardly ever get that far out."
            ).format(value=shown(pq.value))
        )
    elif max(pq.value, qp.value) < SAME:
        lesson.reading(_("$p = q$ everywhere: the logarithm is 0, nothing pulls, and every divergence is 0."))
    else:
        lesson.reading(_finite(pq.value, qp.value))


def _impossible(p: Member, pq: Divergence) -> str:
    low, high = pq.places[0]
    return _(
        "In {share} % of all draws P is where Q cannot be, such as {place}. There $q = 0$ and "
        "$\\log\\frac{{p}}{{q}} = \\infty$: one such place is enough to make $\\mathrm{{KL}}(P\\|Q)$ infinite."
    ).format(
        share=readable(100 * share_of(p.distribution, pq.places), 3),
        place=f"x = {short(low)}" if low == high else f"{_end(low)} < x < {_end(high)}",
    )


def _end(x: float) -> str:
    return readable(x) if math.isinf(x) else short(x)


def _finite(pq: float, qp: float) -> str:
    if max(pq, qp) <= UNEQUAL * min(pq, qp):
        return _(
            "Both directions are equal here, {value}: an exception, such as two normals of the same width."
        ).format(value=shown(pq, 3))
    if pq > qp:
        text = _(
            "$\\mathrm{{KL}}(P\\|Q)$ is {ratio} times $\\mathrm{{KL}}(Q\\|P)$: P often is where $q$ is small, "
            "more so than Q is where $p$ is small."
        )
    else:
        text = _(
            "$\\mathrm{{KL}}(Q\\|P)$ is {ratio} times $\\mathrm{{KL}}(P\\|Q)$: Q often is where $p$ is small, "
            "more so than P is where $q$ is small."
        )
    return text.format(ratio=readable(max(pq, qp) / min(pq, qp), 3) if min(pq, qp) > 0 else "∞")


def table(amounts: Comparison, is_discrete: bool) -> None:
    """Every quantity, three ways."""
    rows = (
        ("KL(P‖Q)", amounts.kl_pq),
        ("KL(Q‖P)", amounts.kl_qp),
        (_("Jensen–Shannon"), amounts.jensen_shannon),
        (_("entropy $H(P)$"), amounts.entropy_p),
        (_("entropy $H(Q)$"), amounts.entropy_q),
        (_("cross-entropy $H(P, Q)$"), amounts.cross_entropy_pq),
        (_("cross-entropy $H(Q, P)$"), amounts.cross_entropy_qp),
    )
    lesson.table(
        (
            _("in nats") if not is_in_bits() else _("in bits"),
            _("by formula"),
            _("by sum") if is_discrete else _("by quadrature"),
            _("{n} draws, ± standard error").format(n=state.get(DRAWS)),
        ),
        [(name, shown(amount.closed_form), shown(amount.numerical), _drawn(amount)) for name, amount in rows],
    )


def _drawn(amount: Amount) -> str:
    estimate = amount.estimate
    if math.isinf(estimate.value):
        return "∞"
    # Where every draw costs the same, what is left of the error is rounding.
    error = estimate.standard_error if estimate.standard_error > ROUNDING else 0.0
    number_and_error = with_error(in_unit(estimate.value), in_unit(error), unit=1.0)
    return _("{estimate}, misleading").format(estimate=number_and_error) if estimate.misleading else number_and_error
