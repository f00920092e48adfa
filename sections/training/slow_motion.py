"""One training step in slow motion: encode, sample, decode, loss, update."""

import streamlit as st

from sections.training import asked
from sections.training.next_step import ANNOUNCED, look, next_steps, take
from sections.training.pictures import titles
from sections.training.slow_motion_words import explain, words
from ui import lab, lesson, state
from ui.components.figure import live_figure, player_for
from ui.fields import training as fields
from ui.i18n import gettext as _
from ui.notes import Note
from vae_core.analysis.walkthrough import Walkthrough
from vae_core.figures.walkthrough import DIMENSIONS, STAGES, walkthrough
from vae_core.lab.events import Record
from vae_core.printing import readable

IS_TAKEN = Note("step taken", False)


def slow_motion() -> None:
    """The button for the next batch, and what the next step does to it."""
    st.markdown(
        _(
            "All that learning is, happens in each step: a batch of images goes through both models, the loss is "
            "measured, and every weight moves a little. Look at the next batch before the step is taken."
        )
    )
    record = asked.record()
    if record is not None and lab.experiment(state.get(fields.RUN)).is_importance_weighted:
        st.info(_("Slow motion follows one draw of $z$ for each image, and this run takes several."))
        return
    is_over = record is not None and record.is_over
    st.button(
        _("Look at the next batch"), icon=":material/slow_motion_video:", on_click=asked.act(look), disabled=is_over
    )
    if is_over:
        st.caption(_("This run is over and has no next batch; reset starts it anew."))
    stages()


@lesson.section()
def stages() -> None:
    """The step that comes next, stage by stage."""
    if state.noted(IS_TAKEN):
        state.note(IS_TAKEN, False)
        st.rerun()  # the whole page has moved on
    record = asked.record()
    steps = next_steps(record)
    _confirm(record)
    if not steps:
        return
    number = state.get(fields.STAGE)
    _figure(steps, number)
    explain(steps, number)
    if number == len(STAGES):
        st.button(_("Take this step"), icon=":material/done_all:", type="primary", on_click=asked.act(_take))


def _figure(steps: dict[str, Walkthrough], number: int) -> None:
    first = next(iter(steps.values()))
    latent = first.mean.shape[1]
    signs = _("E, D: layers of the encoder and the decoder.")
    shown = _("● first latent dimension, ◆ second.") if latent > 1 else ""
    if latent > DIMENSIONS:
        shown = _("● first latent dimension, ◆ second; the other {others} are not shown.").format(others=latent - 2)
    batch = _("The first {shown} of the {size} images of the batch.").format(
        shown=len(first.images), size=first.batch_size
    )
    st.caption(" ".join(filter(None, (batch, shown, signs))))
    live_figure(
        lambda: walkthrough(
            [(titles()[name], step) for name, step in steps.items()],
            STAGES[number - 1] if number else None,
            words=words(),
        ),
        [player_for(fields.STAGE, _("Stage"), len(STAGES), pause=2.5, play=_("Slow motion"))],
        key="walkthrough",
        goes_on=True,
        label=_("The next step of each model: images, codes, reconstructions, losses, changes of the weights"),
        view=f"{first.step}",
    )


def _confirm(record: Record | None) -> None:
    """What was announced of the step just taken, beside what the run itself has measured."""
    announced = state.noted(ANNOUNCED)
    if record is None or announced is None or announced.run != state.get(fields.RUN):
        return
    measured = {name: record.members[name].newest for name in announced.losses}
    if all(moment.step == announced.step + 1 for moment in measured.values()):
        parts = [
            _("{model}: {announced} announced, {measured} measured").format(
                model=titles()[name], announced=readable(loss, 6), measured=readable(measured[name].train["loss"], 6)
            )
            for name, loss in announced.losses.items()
        ]
        lesson.reading(_("The step was taken. Loss on its batch: {parts}.").format(parts="; ".join(parts)))


def _take() -> None:
    state.note(IS_TAKEN, True)
    take()
