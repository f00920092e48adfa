"""Runs are listed, opened, compared and taken away; a sweep starts and stops; a run opens in another lesson."""

import pytest
from core.lab.works import until
from entering import PATIENCE, enter, queried, turn_to
from safetensors.numpy import load
from serving import serve
from streamlit.testing.v1 import AppTest

from ui import lab, library, taken_along
from ui.fields import training as fields
from ui.fields.steps import ALL
from vae_core.lab import local
from vae_core.lab.experiment import Experiment

OWNER = "somebody who compares"
QUICK = {"images": 64, "hidden": (8,), "batch_size": 32, "epochs": 2}


def wait_for(run: str, condition=lambda record: record.is_over) -> None:
    until(lambda: condition(lab.record(run)), PATIENCE)


def trained_run(owner: str = OWNER, **changes) -> str:
    run = lab.runner().start(Experiment(**{**QUICK, **changes}), owner)
    wait_for(run)
    return run


@pytest.fixture(scope="module")
def pair() -> tuple[str, str]:
    """Two runs that differ in β, the later one first."""
    first, second = trained_run(beta=1.0), trained_run(beta=4.0)
    return second, first


def open_page(page: str, owner: str = OWNER, **address) -> AppTest:
    return enter(page, owner, **address)


def press(app: AppTest, key: str) -> AppTest:
    app.button(key=key).click()
    app.run()
    assert not app.exception
    return app


def words(app: AppTest) -> str:
    return "\n".join(part.value for part in (*app.markdown, *app.caption, *app.warning))


def test_ids_travel_exactly():
    kind = fields.COMPARED.kind
    runs = ("abc_def-12345678", "-_-_-_-_", "________")
    assert kind.parse(kind.format(runs)) == runs
    assert kind.parse("") == ()
    for text in ("aaaaaaaa.aaaaaaaa", "short", "aaaaaaaa.", ".".join(f"run{i}-abcdef" for i in range(6))):
        with pytest.raises(ValueError):
            kind.parse(text)


def test_runs_are_listed_by_what_differs_and_nobody_elses(pair):
    shown = words(open_page("training", step="runs"))
    assert "**β 4**" in shown
    assert shown.index("**β 4**") < shown.index("**β 1**")
    assert "every run that you start" in words(open_page("training", "somebody new", step="runs")).lower()


def test_a_run_is_opened_with_its_settings(pair):
    app = press(open_page("training", step="runs"), f"open:{pair[0]}")
    assert queried(app, "run") == pair[0]
    assert (queried(app, "beta"), queried(app, "epochs"), queried(app, "widths")) == ("4", "2", "8")
    assert queried(app, "step") == "learn"  # where it is seen
    app = turn_to(app, "training", "runs")
    assert app.button(key=f"open:{pair[0]}").disabled
    for step in fields.STEPS.names:
        turn_to(app, "training", step)
        assert queried(app, "run") == pair[0]
    assert "**Finished**" in words(turn_to(app, "training", "learn"))


def test_two_ticks_lay_two_runs_over_each_other(pair):
    app = open_page("training", step="runs")
    for run in pair:
        app.checkbox(key=f"widget:field:training:compare:{run}").check()
        app.run()
    assert queried(app, "compare") == ".".join(pair)
    assert "the lowest −ELBO is that of **β" in words(app)


def test_runs_on_other_scales_are_not_ranked(pair):
    other = trained_run("another", reconstruction="squared-error", members=("vae",))
    shown = words(open_page("training", step="runs", compare=f"{pair[0]}.{other}"))
    assert "Bernoulli / Squared error" in shown
    assert "the lowest" not in shown


def test_a_deleted_run_leaves_nothing_behind():
    owner = "somebody tidy"
    gone, kept = trained_run(owner, seed=1, members=("vae",)), trained_run(owner, seed=2, members=("vae",))
    app = press(open_page("training", owner, step="runs", run=gone, compare=f"{gone}.{kept}"), f"delete:{gone}")
    assert "run" not in app.query_params
    assert queried(app, "compare") == kept
    assert [each.run for each in lab.runner().runs(owner)] == [kept]


def test_a_stopped_run_is_taken_up_again():
    owner = "somebody patient"
    run = lab.runner().start(Experiment(**{**QUICK, "epochs": 3}), owner, paused=True)
    wait_for(run, lambda record: record.state == "paused")
    lab.runner().control(run, {"command": "cancel"})
    wait_for(run)
    app = press(open_page("training", owner, step="runs"), f"resume:{run}")
    assert queried(app, "run") == run
    wait_for(run, lambda record: record.state == "paused" or record.is_over)
    if not lab.record(run).is_over:
        lab.runner().control(run, {"command": "play"})
    wait_for(run, lambda record: record.state == "finished")


def test_a_run_whose_settings_were_changed_is_listed_by_what_it_became():
    owner = "somebody restless"
    run = lab.runner().start(Experiment(**QUICK), owner, paused=True)
    lab.runner().control(run, {"command": "change", "beta": 8.0})
    wait_for(run, lambda record: record.state == "paused" and record.changes)
    assert "**β 1 → 8**" in words(open_page("training", owner, step="runs"))
    lab.runner().control(run, {"command": "cancel"})
    wait_for(run)
    trained_run(owner, seed=3)
    assert "**β 1 → 8 · seed 0**" in words(open_page("training", owner, step="runs"))


def test_a_sweep_starts_a_run_for_each_value_and_stops_them_all():
    owner = "somebody curious"
    app = open_page("training", owner, step="sweep", images="64", widths="8", batch="32", epochs="1000")
    next(button for button in app.button if button.label == "Train 8 VAEs").click()
    app.run()
    runs = queried(app, "sweep").split(".")
    assert [lab.experiment(run).beta for run in runs] == [0.1, 0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0]
    assert {lab.experiment(run).members for run in runs} == {("vae",)}
    again = open_page("training", owner, step="sweep", sweep=".".join(runs))  # as after a reload
    next(button for button in again.button if button.label == "Stop all").click()
    again.run()
    for run in runs:
        wait_for(run)
    assert {lab.record(run).state for run in runs} == {"cancelled"}


def test_what_is_saved_can_be_taken_and_what_is_not_is_said(pair):
    app = open_page("training", run=pair[0])
    labels = [button.label for button in app.get("download_button")]
    files = ("One file for the class (HTML)", "Decoder (ONNX)", "Encoder (ONNX)")
    for_others = [f"{sign}: {file}" for sign in ("AE", "VAE") for file in files]
    numbers = ["Numbers (CSV)", "Script that repeats the run"]
    assert labels == ["AE (safetensors)", "VAE (safetensors)", *numbers, *for_others]
    content, name = taken_along.content(pair[0], "ae", taken_along.PAGE)
    assert name == "ae-2d.html"
    assert b"alone/alone.js" in content
    run = lab.runner().start(Experiment(**{**QUICK, "epochs": 1000, "batch_size": 1}), "briefly")
    wait_for(run, lambda record: any(member.moments for member in record.members.values()))
    unsaved = open_page("training", "briefly", run=run)
    lab.runner().control(run, {"command": "cancel"})
    wait_for(run)
    assert [button.label for button in unsaved.get("download_button")] == numbers
    assert "A model is saved at each pause" in words(unsaved)


def test_a_run_opens_in_the_latent_space(pair):
    app = open_page("latent_space", step=ALL, run=pair[0])
    assert not app.warning
    assert queried(app, "run") == pair[0]
    assert "What has your run made" in words(app)
    assert "What has your run made" in words(open_page("latent_map", run=pair[0]))
    next(button for button in app.button if button.label == "Back to the pretrained models").click()
    app.run()
    assert "run" not in app.query_params


def test_a_run_opens_whatever_chance_has_called_it(monkeypatch):
    monkeypatch.setattr(local.secrets, "token_urlsafe", lambda size: "__JYJo__qcj-sFx_")
    run = trained_run()
    for page in ("latent_space", "latent_map", "training"):
        app = open_page(page, step=ALL, run=run)
        assert not app.warning
        assert queried(app, "run") == run


def test_a_run_that_cannot_be_opened_falls_back_with_a_notice():
    app = open_page("latent_map", run="nobody-knows-it")
    assert "There is no such run" in app.warning[0].value
    assert "run" not in app.query_params
    line = trained_run("on a line", latent_dim=1, members=("vae",))
    assert "two latent dimensions" in open_page("latent_map", run=line).warning[0].value


def test_the_decoder_of_a_run_is_served_to_be_kept_for_ever(pair):
    model = library.shelf(pair[0]).find("vae")
    decoder, encodings = (model.describe()[part] for part in ("decoder", "encodings"))
    response = serve(decoder)
    assert "immutable" in response.headers["cache-control"]
    assert all(name.startswith("decoder.") for name in load(response.body))
    assert len(load(serve(encodings).body)["mean"]) == 297
    assert decoder != library.shelf(pair[1]).find("vae").describe()["decoder"]
    for right, wrong in ((model.version, "0" * 16), (pair[0], pair[1]), ("/vae/", "/xyz/"), ("decoder.", "weights.")):
        assert serve(decoder.replace(right, wrong)).status_code == 404
