"""Your runs: listed with their results, opened, taken up again, deleted, and laid over each other."""

from collections.abc import Sequence

import streamlit as st

from sections.training import asked
from sections.training.overlay import overlay
from sections.training.run_words import ago, in_words, results, total_in_words
from sections.training.settings import put_on_screen
from ui import lab, lesson, state, steps, visitor
from ui.fields import training as fields
from ui.i18n import gettext as _
from ui.i18n import translated
from ui.literal import literal
from vae_core.lab.differences import telling
from vae_core.lab.events import OVER
from vae_core.lab.runner import RunSummary

LISTED = 6
WIDTHS = [0.35, 3.2, 1, 1, 0.8, 0.9, 1.1, 0.7]
PACE = 2.0  # seconds between two looks while one of them goes on


def _mine() -> Sequence[RunSummary]:
    return lab.runner().runs(visitor.owner())


def _pace() -> float | None:
    return PACE if any(each.state not in OVER for each in _mine()) else None


@lesson.section(shares=(fields.RUN,), every=_pace)
def compare() -> None:
    """The list, and below it the chosen runs in one figure."""
    mine = _mine()
    if not mine:
        st.caption(_("Every run that you start is listed here, with its settings and results."))
    else:
        complaint = asked.complaint()
        if complaint:
            st.error(literal(complaint), icon=":material/error:")
        names = telling((each.experiment, each.became) for each in mine)
        _header(total_in_words(each.experiment for each in mine))
        for each in mine[:LISTED]:
            _row(each, names)
        if mine[LISTED:]:
            with st.expander(_("Earlier runs ({n})").format(n=len(mine[LISTED:]))):
                for each in mine[LISTED:]:
                    _row(each, names)
    overlay()


def _header(total: str) -> None:
    st.caption(
        _(
            "Last results on held-out images, per image: the AE's reconstruction term; "
            "the VAE's reconstruction term, KL and their sum."
        )
    )
    heads = ("", "", "AE", "VAE", "KL", total, "", "")
    for column, head in zip(st.columns(WIDTHS, vertical_alignment="bottom"), heads, strict=True):
        column.caption(head)


def _row(summary: RunSummary, names: Sequence[str]) -> None:
    check, words, *numbers, first, more = st.columns(WIDTHS, vertical_alignment="center")
    is_open = summary.run == state.get(fields.RUN)
    title = in_words(summary.experiment, summary.became, names)
    with check:
        _tick(summary.run, title)
    with words:
        parts = [asked.state_in_words(summary), ago(summary.created)]
        st.markdown(f"**{title}**  \n:small[{' · '.join(parts)}]")
        if summary.message:
            st.caption(literal(translated(summary.message)))
    for column, text in zip(numbers, results(summary), strict=True):
        column.markdown(text)
    with first:
        label = _("On screen") if is_open else _("Open")
        act = asked.act(lambda: _open(summary))
        st.button(label, key=f"open:{summary.run}", on_click=act, disabled=is_open, width="stretch")
    with more, st.popover("", icon=":material/more_vert:", help=_("Take up again, delete"), key=f"more:{summary.run}"):
        _actions(summary)


def _actions(summary: RunSummary) -> None:
    if summary.state in OVER and summary.state != "finished":
        act = asked.act(lambda: _take_up(summary))
        st.button(_("Go on where it stopped"), key=f"resume:{summary.run}", icon=":material/play_arrow:", on_click=act)
    act = asked.act(lambda: _delete(summary.run))
    st.button(
        _("Delete for good"),
        key=f"delete:{summary.run}",
        icon=":material/delete:",
        on_click=act,
        help=_("The run, its models and its history"),
    )


def _tick(run: str, title: str) -> None:
    """Whether the run is among those that are laid over each other."""
    chosen = state.get(fields.COMPARED)

    def take(is_ticked: bool) -> None:
        others = tuple(other for other in state.get(fields.COMPARED) if other != run)
        state.put(fields.COMPARED, (*others, run) if is_ticked else others)

    is_full = run not in chosen and len(chosen) == fields.COMPARED.kind.most
    label = _("Compare: {run}").format(run=title)
    bound = state.bind(fields.COMPARED, run in chosen, take, run)
    st.checkbox(label, disabled=is_full, label_visibility="collapsed", **bound)


def _take_up(summary: RunSummary) -> None:
    asked.take_up(summary.run)
    _open(summary)


def _open(summary: RunSummary) -> None:
    put_on_screen(summary.run, summary.experiment)
    steps.show(fields.STEPS, "learn")


def _delete(run: str) -> None:
    lab.runner().delete(run, visitor.owner())
    for field in (fields.COMPARED, fields.SWEEP):
        state.put(field, tuple(other for other in state.get(field) if other != run))
    if state.get(fields.RUN) == run:
        state.put(fields.RUN, None)
