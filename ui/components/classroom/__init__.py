"""The bar of a class, on every page of somebody who is in one; and on the first page, the way into one."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from ui import addresses, components, course
from ui.components.classroom.words import words
from ui.fields.app import OWN
from ui.i18n import language

_mount = components.register("classroom")

KEY = "classroom"


@dataclass(frozen=True)
class Invitation:
    """How a class is joined.

    Attributes:
        address: of the app, with the class's code.
        picture: the same as a QR code, SVG.
        is_alone: whether only this computer can reach that address.
    """

    address: str
    picture: str
    is_alone: bool


def classroom(
    code: str,
    page: str,
    step: str,
    *,
    followed: int,
    is_seated: bool,
    pools: bool,
    hours: float,
    invitation: Invitation | None,
    told: Callable[[Mapping[str, Any]], None],
) -> None:
    """The class of this code, on a page.

    Args:
        code: the class's.
        page, step: what is on screen; a page without steps has an empty one.
        followed: the number of the teacher's step that this page has taken over last.
        is_seated: whether the server knows whose page it is.
        pools: whether what many hands do on this step becomes one picture.
        hours: for how many a class is kept.
        invitation: what a teacher shows for others to come.
        told: is told ``{"token": …}`` by a page that the server does not know, ``{"follow": …}`` with a ``"page"``, a
            ``"query"`` and a ``"number"``, and ``{"leave": True}``.
    """
    data = {
        "code": code,
        "page": page,
        "step": step,
        "followed": followed,
        "seated": is_seated,
        "pools": pools,
        "address": addresses.class_itself(code),
        "socket": addresses.class_socket(code),
        "members": addresses.class_members(code),
        "own": [field.name for field in OWN],
        "outline": addresses.outline(course.version(), language()),
        "invitation": invitation
        and {"address": invitation.address, "picture": invitation.picture, "isAlone": invitation.is_alone},
        "text": words(hours),
    }
    _mount(key=KEY, data=data, on_go_change=lambda: told(components.told(KEY, "go") or {}))
