"""What to predict about P and Q, and about the codes."""

import math

from ui import families, state
from ui.fields.kl_divergence import TABLES, P, Q
from ui.i18n import gettext as _
from ui.predict import Question
from vae_core.printing import readable, short
from vae_core.probability.coding import coding
from vae_core.probability.divergences import compare
from vae_core.probability.families import Member

# Two numbers nearer than this share of the larger one count as equal.
EQUAL = 0.005
MESSAGE = 100  # symbols


def direction() -> Question:
    """Which of the two divergences is larger."""
    amounts = compare(state.get(P), state.get(Q))
    pq, qp = amounts.kl_pq.value, amounts.kl_qp.value
    return Question(
        _("P and Q as you left them: which divergence is larger?"),
        ("KL(P‖Q)", "KL(Q‖P)", _("they are equal")),
        {1: 0, -1: 1, 0: 2}[_order(pq, qp)],
        _("KL(P‖Q) is {pq} nats, KL(Q‖P) is {qp} nats.").format(pq=readable(pq, 3, unit=1), qp=readable(qp, 3, unit=1)),
    )


def change_of_q() -> Question:
    """What a narrower q does."""
    p, q = state.get(P), state.get(Q)
    index, new = _halved(q)
    changed = q.with_parameter(index, new)
    before, after = compare(p, q).kl_pq.value, compare(p, changed).kl_pq.value
    parameter = families.name_of_parameter(q, index)
    return Question(
        _("Q's “{parameter}” goes from {old} to {new}, all else stays. What does KL(P‖Q) do?").format(
            parameter=parameter,
            old=short(q.parameters[index]),
            new=short(changed.parameters[index]),
        ),
        (_("it rises"), _("it falls"), _("it stays")),
        {1: 0, -1: 1, 0: 2}[_order(after, before)],
        _("It goes from {before} to {after} nats.").format(
            before=readable(before, 3, unit=1), after=readable(after, 3, unit=1)
        ),
    )


def _halved(q: Member) -> tuple[int, float]:
    """Q's last parameter, which is a width where the family has one, and half of it."""
    index = len(q.parameters) - 1
    return index, q.parameters[index] / 2 or 0.5


def _order(first: float, second: float) -> int:
    """1 where the first is larger, −1 where the second is, 0 where they are equal to the eye."""
    if first == second or abs(first - second) <= max(EQUAL * max(first, second), 1e-9):
        return 0
    return 1 if first > second else -1


def price() -> Question:
    """How many bits a code for Q wastes on a message from P."""
    p, q = state.get(TABLES)
    coding_costs, other = coding(p, q), coding(q, p)
    costs = coding_costs.excess, other.excess, coding_costs.average, 0.0
    options = list(dict.fromkeys(_bits(cost) for cost in sorted(costs)))
    return Question(
        _("{count} symbols come from P and are written in Q's code. How many bits too many is that on average?").format(
            count=MESSAGE
        ),
        tuple(options),
        options.index(_bits(coding_costs.excess)),
        _("{average} bits are paid where {entropy} would do: {count} times KL(P‖Q).").format(
            average=_bits(coding_costs.average), entropy=_bits(coding_costs.entropy), count=MESSAGE
        ),
    )


def _bits(per_symbol: float) -> str:
    """For the whole message."""
    return readable(MESSAGE * per_symbol, 3, unit=MESSAGE) if math.isfinite(per_symbol) else "∞"
