"""A table of values and probabilities to type into: the discrete distribution, enumerated."""

from dataclasses import dataclass, replace

import streamlit as st

from ui import state
from ui.fields.field import Field
from ui.i18n import gettext as _
from ui.notes import Note
from vae_core.errors import ConfigError
from vae_core.printing import readable
from vae_core.probability.categorical import normalised, total
from vae_core.probability.families import Member
from vae_core.probability.parameters import ROUNDING


@dataclass(frozen=True)
class Editor:
    """What an editor has started from.

    Attributes:
        member: what its table stands for; ``None``: the editor starts afresh.
        rows: of the table.
        edition: how many editors there were before.
    """

    member: Member | None = None
    rows: tuple[dict[str, float], ...] = ()
    edition: int = 0


EDITOR = Note("table editor", Editor())  # of each key


def edit_table(field: Field[Member], *, key: str) -> None:
    """Edit the categorical member in ``field``; a table whose sum is not 1 is explained and can be normalised."""
    member = state.get(field)
    shown = state.noted(EDITOR.of(key))
    if shown.member != member:  # moved by a slider, an address or Undo: the editor starts afresh
        shown = Editor(member, _rows(member), shown.edition + 1)
        state.note(EDITOR.of(key), shown)
    rows = st.data_editor(
        list(shown.rows),
        key=f"{key}:{shown.edition}",
        num_rows="dynamic",
        column_config={
            "x": st.column_config.NumberColumn("xᵢ", required=True, default=0.0),
            "p": st.column_config.NumberColumn("P(X = xᵢ)", required=True, default=0.0, min_value=0.0),
        },
        hide_index=True,
    )
    if rows != list(shown.rows):
        _take(field, rows, shown, key)


def _rows(member: Member) -> tuple[dict[str, float], ...]:
    return tuple({"x": value, "p": probability} for value, probability in member.blocks)


def _take(field: Field[Member], rows: list[dict], shown: Editor, key: str) -> None:
    """Put the edited table into the field where it is a distribution; else say what is missing."""
    values = [row.get("x") or 0.0 for row in rows]
    probabilities = [row.get("p") or 0.0 for row in rows]
    total_now = total(probabilities)
    if abs(total_now - 1) <= ROUNDING:
        _put(field, values, probabilities, shown, key)
        return
    st.warning(
        _(
            "These probabilities sum to {total}. Some value must come up, so a distribution's sum to 1. "
            "The figure still shows the last table that did."
        ).format(total=readable(total_now)),
        icon=":material/functions:",
    )
    if total_now > 0 and st.button(_("Divide each by their sum"), key=f"{key}:normalise"):
        state.note(EDITOR.of(key), replace(shown, member=None))
        _put(field, values, normalised(probabilities), None, key)


def _put(field: Field[Member], values, probabilities, shown: Editor | None, key: str) -> None:
    parameters = tuple(float(number) for row in zip(values, probabilities, strict=True) for number in row)
    try:
        changed = Member("categorical", parameters) != state.get(field)
        state.put(field, Member("categorical", parameters))
    except (ConfigError, ValueError) as error:
        st.warning(str(error), icon=":material/functions:")
        return
    if shown is not None:
        state.note(EDITOR.of(key), replace(shown, member=state.get(field)))
    if changed:
        st.rerun()
