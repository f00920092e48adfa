"""Which distribution, and which event, the lesson is about."""

from ui import families, state
from ui.fields.distributions import DIE, EVENT, LEFT, MEMBER, RIGHT
from ui.i18n import gettext as _
from vae_core.probability.events import interval_to_start
from vae_core.probability.families import FAMILIES, Member


def choose_member() -> None:
    """Which distribution the page is about."""
    families.choose_family(
        MEMBER, _("Distribution of X"), tuple(FAMILIES), then=_start_interval, width=200, label_visibility="collapsed"
    )


def put_interval(low: float, high: float) -> None:
    """Have the area reach from ``low`` to ``high``."""
    state.put(LEFT, low)
    state.put(RIGHT, high)


def _start_interval(member: Member) -> None:
    """Begin with an interval where the mass is."""
    put_interval(*interval_to_start(member.distribution))


def event() -> tuple[float, ...]:
    """The faces of A that the die has; its last one, where a smaller die has lost all of them."""
    faces = [face for face, _probability in state.get(DIE).blocks]
    kept = tuple(face for face in state.get(EVENT) if face in faces)
    return kept if kept or not state.get(EVENT) else (faces[-1],)
