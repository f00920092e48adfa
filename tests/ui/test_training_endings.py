"""Every way in which a run can end or be left, through the page: what it is called, what is offered, what it leads to.

Those that need a server to be killed are in the browser's tests.
"""

import errno
import os
import re
import signal
import sys

import pytest
from core.builders import same_weights
from core.lab.works import until
from entering import enter, turn_to
from streamlit.testing.v1 import AppTest

from ui import lab
from vae_core.lab import limits, store
from vae_core.lab.events import Record
from vae_core.lab.experiment import Experiment

pytestmark = pytest.mark.slow

LONG = Experiment(images=64, hidden=(8,), batch_size=32, epochs=400)
PATIENCE = 120


@pytest.fixture
def owner(request) -> str:
    return request.node.name


def start(owner: str, experiment: Experiment = LONG, steps: int = 20) -> str:
    """A run that has gone ``steps`` steps and goes on."""
    run = lab.runner().start(experiment, owner)
    wait_for(run, lambda record: all(member.step >= steps for member in record.members.values()))
    return run


def wait_for(run: str, condition) -> Record:
    return until(lambda: condition(found := lab.record(run)) and found, PATIENCE)


def restart() -> None:
    """What a server that is stopped in good order does, and what the next one does."""
    lab.runner().close()
    lab._runner.cache_clear()


@pytest.fixture
def fresh():
    """A runner that is this test's own, at its beginning and after it."""
    restart()
    yield
    restart()


def worker(run: str, member: str) -> int:
    return lab.runner()._runs[run].jobs[member].pid


def words(app: AppTest) -> str:
    return "\n".join(part.value for part in (*app.markdown, *app.caption, *app.warning))


def line(app: AppTest) -> str:
    """The one that says how far the run is."""
    return next(part.value for part in app.markdown if " · " in part.value and "epoch" in part.value)


def offered(app: AppTest) -> str:
    """The button that comes first."""
    return next(button.label for button in app.button if button.proto.type == "primary")


def press(app: AppTest, label: str) -> AppTest:
    next(button for button in app.button if button.label == label).click()
    app.run()
    assert not app.exception
    return app


@pytest.fixture(scope="module")
def undisturbed() -> dict[str, dict]:
    """The weights of a run that nothing has interrupted."""
    run = lab.runner().start(LONG, "somebody calm")
    wait_for(run, lambda record: record.state == "finished")
    return {name: lab.runner().result(run, name).weights for name in LONG.members}


def go_on(app: AppTest, run: str, undisturbed) -> None:
    """Take the run up again on its page; it becomes, bit for bit, the one that nothing has interrupted."""
    press(app, "Go on")
    assert wait_for(run, lambda record: record.is_over).state == "finished"
    app.run()
    assert "Finished" in line(app)
    assert offered(app) == "Play"
    require_same(run, undisturbed)


def require_same(run: str, undisturbed) -> None:
    for name, weights in undisturbed.items():
        assert same_weights(lab.runner().result(run, name).weights, weights)


def test_of_a_pair_one_is_killed(undisturbed, owner):
    run = start(owner)
    os.kill(worker(run, "vae"), signal.SIGKILL)
    member = wait_for(run, lambda record: record.members["vae"].ending).members["vae"]
    app = enter("training", owner, run=run)
    said = f"VAE: its process was killed at step {member.step}. What it had learned until then is kept."
    assert said in words(app)
    wait_for(run, lambda record: record.members["ae"].step > member.step)
    app.run()
    if not lab.record(run).is_over:
        assert "Learning" in line(app)
        assert offered(app) == "Pause"
    assert int(re.search(r"step (\d+)", line(app))[1]) > member.step  # the other's, not the dead one's
    record = wait_for(run, lambda record: record.is_over)
    app.run()
    assert "Ended by an error" in line(app)
    assert f"step {record.members['ae'].step}" in line(app)
    assert said in words(app)
    go_on(app, run, undisturbed)
    assert "killed" not in words(app)
    assert "killed" not in words(turn_to(app, "training", "runs"))


@pytest.mark.parametrize("is_paused", [False, True])
def test_the_server_is_stopped_in_good_order(undisturbed, owner, fresh, is_paused):
    run = start(owner)
    if is_paused:
        lab.runner().control(run, {"command": "pause"})
        wait_for(run, lambda record: record.state == "paused")
    restart()
    app = enter("training", owner, run=run)
    assert "Interrupted" in line(app)
    assert "The server stopped before the run was over; it can be resumed." in words(app)
    assert "Stop" not in [button.label for button in app.button]
    go_on(app, run, undisturbed)
    assert "The server stopped" not in words(app)
    assert "The server stopped" not in words(turn_to(app, "training", "runs"))


def test_a_run_that_waited_when_the_server_stopped(undisturbed, owner, fresh):
    before = [start(f"{owner} {number}") for number in range(lab.allowed().processes // 2)]
    run = lab.runner().start(LONG, owner)
    assert all(not lab.record(each).is_over for each in before)
    assert lab.record(run).state == "waiting"
    restart()
    app = enter("training", owner, run=run)
    assert "Interrupted" in words(app)
    assert offered(app) == "Go on"
    go_on(app, run, undisturbed)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux can take room from a process that runs")
def test_the_disk_is_full(undisturbed, owner, fresh, monkeypatch):
    import resource

    run = start(owner)
    lab.runner().control(run, {"command": "pause"})
    wait_for(run, lambda record: record.state == "paused")

    def write(path, content):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patched:
        patched.setattr(store, "write_atomically", write)
        for member in LONG.members:
            resource.prlimit(worker(run, member), resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))
        app = press(enter("training", owner, run=run), "Play")
        record = wait_for(run, lambda record: record.is_over)
        app.run()
        assert "Finished" in line(app)
        assert offered(app) == "Play"
        assert "No space left on device. It goes on in memory." in words(app)
        assert "The model could not be saved (File too large). The training goes on in memory." in words(app)
        assert record.members["vae"].step == record.members["vae"].total_steps
    restart()
    app = enter("training", owner, run=run)
    assert "Interrupted" in line(app)
    go_on(app, run, undisturbed)


def test_who_leaves_may_come_back(undisturbed, owner, fresh, monkeypatch, tmp_path):
    usual = limits.FILE.read_text("utf-8")
    (tmp_path / "limits.toml").write_text(re.sub("grace_seconds = .*", "grace_seconds = 1", usual), "utf-8")
    monkeypatch.setenv("VAE_LIMITS", str(tmp_path / "limits.toml"))
    lab.allowed.cache_clear()
    monkeypatch.setattr("ui.visitor.is_present", lambda owner: False)
    run = lab.runner().start(LONG, owner, paused=True)  # or it might be over before it is given up
    wait_for(run, lambda record: record.is_over)
    app = enter("training", owner, run=run)
    assert "Interrupted" in words(app)
    assert "nobody watched it any more" in words(app)
    lab.allowed.cache_clear()
    monkeypatch.undo()
    restart()
    app = enter("training", owner, run=run)
    assert "nobody watched it any more" in words(app)
    go_on(app, run, undisturbed)


def test_what_is_stopped_by_hand_is_not_offered_again_but_kept(undisturbed, owner):
    run = start(owner)
    app = press(enter("training", owner, run=run), "Stop")
    wait_for(run, lambda record: record.is_over)
    app.run()
    assert "Stopped" in line(app)
    assert offered(app) == "Play"
    assert lab.runner().result(run, "vae").weights
    turn_to(app, "training", "runs").button(key=f"resume:{run}").click().run()
    wait_for(run, lambda record: record.state == "finished")
    require_same(run, undisturbed)


def test_what_diverges_would_diverge_again(owner):
    run = lab.runner().start(Experiment(images=64, hidden=(8,), batch_size=32, learning_rate=10.0), owner)
    wait_for(run, lambda record: record.is_over)
    app = enter("training", owner, run=run)
    assert "Ended by an error" in words(app)
    assert "training has diverged" in words(app)
    assert offered(app) == "Play"


def test_a_run_whose_log_is_damaged_is_not_here(owner, fresh):
    run = start(owner)
    lab.runner().control(run, {"command": "cancel"})
    wait_for(run, lambda record: record.is_over)
    restart()
    lab.runner()._store._event_files(run)[1].write_bytes(b"")
    app = enter("training", owner, run=run)
    assert "not here any more" in words(app)
    assert offered(app) == "Play"
    turn_to(app, "training", "runs")
