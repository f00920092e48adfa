"""One click trains a VAE for each of several β, or of several latent sizes: rate against distortion."""

from collections.abc import Sequence

import streamlit as st

from sections.training import asked
from sections.training import sweep_results as results
from sections.training.settings import experiment
from ui import lab, lesson, state, visitor
from ui.fields import training as fields
from ui.i18n import gettext as _
from ui.literal import literal
from vae_core.lab import sweep as core
from vae_core.lab.events import OVER
from vae_core.lab.runner import RunError, RunSummary
from vae_core.printing import short

LIVE = 1.0  # seconds between two looks while it goes on


def _runs() -> list[RunSummary]:
    """Those of the sweep in the address that are still there."""
    summaries = []
    for run in state.get(fields.SWEEP):
        try:
            summaries.append(lab.runner().summary(run))
        except RunError:
            continue
    return summaries


def _goes_on(runs: Sequence[RunSummary]) -> bool:
    return any(each.state not in OVER for each in runs)


def _pace() -> float | None:
    return LIVE if _goes_on(_runs()) else None


@lesson.section(shares=(fields.SWEEP, fields.RUN), every=_pace)
def sweep() -> None:
    """What is to be varied, and what came of it."""
    runs = _runs()
    _choose(runs)
    complaint = asked.complaint()
    if complaint:
        st.error(literal(complaint), icon=":material/error:")
    if not runs:
        st.caption(_("Each becomes a point in a plane: what its code costs, and what it leaves unsaid."))
        return
    left, right = st.columns([4, 3], gap="medium")
    with left:
        results.draw(runs, LIVE if _goes_on(runs) else None)
    with right:
        results.table(runs)
        _hint(runs)
    results.read(runs)


def _choose(runs: Sequence[RunSummary]) -> None:
    goes_on = _goes_on(runs)
    with st.container(horizontal=True, vertical_alignment="center"):
        # Beside it rather than above: the control is lower than a button, and their middles should meet.
        st.markdown(_("What differs"), width="content")
        setting = state.choose(
            fields.SWEPT,
            st.segmented_control,
            _("What differs"),
            fields.SWEPT.kind.options,
            label_visibility="collapsed",
            format_func={"beta": "β", "latent_dim": _("latent dimensions")}.get,
            required=True,
            disabled=goes_on,
        )
        values = core.SWEEPS[setting]
        label = _("Train {n} VAEs").format(n=len(values))
        start = asked.act(lambda: _start(setting))
        help_ = _("One after the other. A run that is paused on screen is ended first, since it would keep its place.")
        st.button(label, icon=":material/stacked_line_chart:", on_click=start, disabled=goes_on, help=help_)
        if goes_on:
            st.button(_("Stop all"), icon=":material/stop:", on_click=asked.act(_stop))
    sign = {"beta": "β", "latent_dim": _("latent dimensions")}[setting]
    listed = ", ".join(short(value) for value in values)
    st.caption(_("{sign} = {values}; all else as set above.").format(sign=sign, values=listed))


def _start(setting: str) -> None:
    on_screen = asked.record()
    if on_screen is not None and on_screen.state == "paused":
        asked.leave()
    asked_for = [experiment(("vae",), **{setting: value}) for value in core.SWEEPS[setting]]
    started = []
    try:
        for each in asked_for:
            started.append(lab.runner().start(each, visitor.owner(), asked.own_data()))
    finally:  # what was started is shown, also where the queue had no room for all
        state.put(fields.SWEEP, tuple(started))


def _stop() -> None:
    for each in _runs():
        if each.state not in OVER:
            lab.runner().control(each.run, {"command": "cancel"})


def _hint(runs: Sequence[RunSummary]) -> None:
    """Say so where the sweep cannot begin: a person has one run at a time."""
    on_screen = asked.record()
    states = {each.state for each in runs}
    if "waiting" in states and "running" not in states and on_screen is not None and on_screen.state == "paused":
        st.caption(_("They wait for the run on screen, which is paused: let it go on, or stop it."))
