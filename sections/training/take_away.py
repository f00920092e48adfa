"""Take it away: models, numbers, a script that repeats the run; and the way to the latent-space lesson."""

from functools import partial

import streamlit as st

from sections.training import asked
from sections.training.pictures import signs
from ui import lab, state, taken_along
from ui.fields import own_models
from ui.fields.training import RUN
from ui.i18n import gettext as _
from ui.lessons import PAGES
from vae_core.errors import VaeCoreError
from vae_core.lab.events import Record
from vae_core.lab.experiment import PAIR
from vae_core.lab.script import metrics_csv, reproduction_script
from vae_core.training import checkpoints


def take_away() -> None:
    """For the run on screen; nothing is made before it is asked for."""
    record = asked.record()
    if record is None or not any(member.moments for member in record.members.values()):
        return
    run = state.get(RUN)
    name = f"{lab.experiment(run).dataset}-{run[:6]}"
    saved = [member for member in record.members if _is_saved(run, member)]
    st.subheader(_("Take it away"), anchor="take")
    with st.container(horizontal=True):
        for member in saved:
            _offer(
                _("{model} (safetensors)").format(model=signs()[member]),
                "deployed_code",
                partial(_model, run, member),
                f"{name}-{member}.safetensors",
                "application/octet-stream",
            )
        _offer(_("Numbers (CSV)"), "table", partial(_numbers, run), f"{name}.csv", "text/csv")
        _offer(_("Script that repeats the run"), "terminal", partial(_script, run), f"{name}.py", "text/x-python")
        if shown := [member for member in saved if member in PAIR]:
            _for_others(run, shown)
    if set(saved) & set(PAIR):
        _lead_to_latent_space(run)
    _explain(record, saved)


def _for_others(run: str, members: list[str]) -> None:
    """For a class, and for other programs: what the latent-space lesson shows."""
    experiment = lab.experiment(run)
    with st.popover(_("HTML and ONNX"), icon=":material/html:"):
        st.caption(
            _(
                "One HTML file has the decoder in it and needs nothing else: mail it to your class, and it opens "
                "offline in any browser. ONNX is read by other programs, and by the latent-space lesson. All are as "
                "that lesson shows them: the AE's codes have mean 0 and covariance I."
            )
        )
        for member, column in zip(members, st.columns(len(members)), strict=True):
            for file in taken_along.kinds(experiment.latent_dim):
                label = f"{signs()[member]}: {taken_along.label(file)}"
                kept = taken_along.kept_as(f"{experiment.dataset}-{run[:6]}-{member}", file)
                with column:
                    _offer(label, "download", partial(_taken, run, member, file), kept, "application/octet-stream")


def _offer(label: str, icon: str, make, file: str, kind: str) -> None:
    st.download_button(label, make, file, kind, key=f"take:{file}", icon=f":material/{icon}:", on_click="ignore")


def _lead_to_latent_space(run: str) -> None:
    if lab.experiment(run).latent_dim < own_models.LEAST_DIMENSIONS:
        st.caption(_("The latent-space lesson needs a map, and so two latent dimensions or more."))
        return
    st.page_link(
        PAGES / "latent_space.py",
        label=_("Open in **Latent space**: drag a point, and these decoders answer"),
        icon=":material/explore:",
        query_params={own_models.RUN.name: run},
    )


def _explain(record: Record, saved: list[str]) -> None:
    sentences = []
    if not saved:
        sentences.append(_("A model is saved at each pause and at the end: pause the run, and it can be taken along."))
    elif not record.is_over and record.state != "paused":
        sentences.append(_("The models are those of the last pause; the run has gone on since."))
    sentences.append(
        _(
            "A `.safetensors` file holds a whole model: `python -m vae_core evaluate FILE` scores it, and the "
            "latent-space lesson opens it again, here or elsewhere. The script trains the run again to the same loss. "
            "Each figure can be saved as PNG, SVG or HTML from its upper right corner."
        )
    )
    st.caption(" ".join(sentences))


def _is_saved(run: str, member: str) -> bool:
    try:
        lab.runner().result(run, member)
    except VaeCoreError:
        return False
    return True


def _model(run: str, member: str) -> bytes:
    return checkpoints.to_bytes(lab.runner().result(run, member))


def _taken(run: str, member: str, file: str) -> bytes:
    return taken_along.content(run, member, file)[0]


def _numbers(run: str) -> str:
    return metrics_csv(lab.record(run))


def _script(run: str) -> str:
    members = lab.record(run).members
    changes = {name: member.changes for name, member in members.items()}
    last_step = {name: member.step for name, member in members.items()}
    return reproduction_script(lab.experiment(run), changes, last_step, lab.own_images(run))
