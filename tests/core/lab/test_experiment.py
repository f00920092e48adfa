"""What may be asked of the lab, which moments it keeps, and who is next."""

import dataclasses
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vae_core.analysis.observation import Observation
from vae_core.config import from_json, to_json
from vae_core.errors import CheckpointError, ConfigError
from vae_core.lab import limits
from vae_core.lab.events import Event, Record
from vae_core.lab.experiment import Experiment
from vae_core.lab.history import Moment, kept_steps
from vae_core.lab.scheduler import FairQueue, Ticket
from vae_core.packing import pack


def test_an_experiment_travels_as_json():
    experiment = Experiment("mnist", 5000, ("vae",), 8, (64, 32), patience=3, reconstruction="gaussian", log_variance=0)
    assert from_json(Experiment, to_json(experiment)) == experiment


def test_members_differ_in_their_model_alone():
    ae, vae = (Experiment(seed=5).config(member) for member in ("ae", "vae"))
    assert dataclasses.replace(ae, model=vae.model) == vae
    assert dataclasses.replace(ae.model, model="vae") == vae.model


@pytest.mark.parametrize(("log_variance", "is_learned"), [(None, True), (-2.0, False)])
def test_a_gaussian_without_a_variance_learns_one(log_variance, is_learned):
    config = Experiment(reconstruction="gaussian", log_variance=log_variance).config("ae")
    assert config.model.learned_variance is is_learned


@pytest.mark.parametrize(
    "settings",
    [
        {"dataset": "cifar"}, {"images": 0}, {"members": ()}, {"members": ("ae", "ae")}, {"members": ("gan",)},
        {"latent_dim": 0}, {"hidden": (0,)}, {"beta": -1}, {"log_variance": 0.0}, {"epochs": 0},
        {"learning_rate": 0}, {"patience": 0}, {"seed": -1},
    ],
)  # fmt: skip
def test_settings_that_make_no_sense_are_refused(settings):
    with pytest.raises(ConfigError):
        Experiment(**settings)


@pytest.mark.parametrize(
    ("settings", "what"),
    [
        ({"epochs": 1001}, "1000 epochs"), ({"images": 60_001}, "60000 images"),
        ({"hidden": (4096,)}, "2048 units in a layer"), ({"hidden": (8,) * 5}, "4 hidden layers"),
    ],
)  # fmt: skip
def test_experiments_that_are_too_large_are_refused_with_a_sentence(settings, what):
    Experiment().check(limits.load())
    with pytest.raises(ConfigError, match=f"This server allows at most {what}; the experiment asks for"):
        Experiment(**settings).check(limits.load())


def test_limits_come_from_the_file_that_the_environment_names(tmp_path, monkeypatch):
    assert limits.load().processes >= 2
    other = tmp_path / "limits.toml"
    other.write_text(limits.FILE.read_text("utf-8").replace("processes = 0", "processes = 7"), "utf-8")
    monkeypatch.setenv("VAE_LIMITS", str(other))
    assert limits.load().processes == 7


def test_a_file_of_limits_says_what_is_to_be_another(tmp_path):
    (tmp_path / "limits.toml").write_text("class_members = 30")
    changed = dataclasses.asdict(limits.load(tmp_path / "limits.toml"))
    assert changed == dataclasses.asdict(limits.load()) | {"class_members": 30}


@pytest.mark.parametrize("content", ["processes = 'many'", "=", "processes = 0.5", "processes = -1", "classes = 3"])
def test_limits_that_are_wrong_are_refused(tmp_path, content):
    (tmp_path / "limits.toml").write_text(content)
    with pytest.raises(ConfigError):
        limits.load(tmp_path / "limits.toml")
    with pytest.raises(ConfigError, match="readable file"):
        limits.load(tmp_path / "none.toml")


def test_every_limit_has_its_reason():
    lines = limits.FILE.read_text("utf-8").splitlines()
    settings = [number for number, line in enumerate(lines) if "=" in line and not line.startswith("#")]
    assert len(settings) == len(dataclasses.fields(limits.Limits))
    assert all(lines[number - 1].startswith("#") for number in settings)


@given(st.integers(1, 10**7))
def test_moments_are_few_lie_in_order_and_hold_both_ends(total):
    steps = kept_steps(total)
    assert list(steps) == sorted(set(steps))
    assert steps[:2] == (0, 1)
    assert steps[-1] == total
    assert len(steps) <= 120
    assert all(later <= max(earlier * 2, earlier + -(-total // 60)) for earlier, later in pairwise(steps[1:]))


def moment(step=3, **changes) -> Moment:
    zeros = {"codes": (5, 2), "points": (5, 2), "plane": (2, 2), "covariances": (5, 3), "kl": (2,)}
    arrays = {name: np.zeros(shape, np.float32) for name, shape in zeros.items()}
    pictures = {name: np.zeros((count, 784), np.uint8) for name, count in (("reconstructions", 10), ("samples", 30))}
    numbers = {"step": step, "epoch": 1, "seconds": 0.5, "learning_rate": 1e-3, "beta": 1.0, "images_per_second": 9.0}
    terms = {"train": {"loss": 2.0 - step}, "held_out": {"loss": 3.0 - step}}
    return Moment(**{**numbers, **terms, "observation": Observation(**arrays, **pictures), **changes})


def event(number, kind, content=None, member="vae", arrays=None) -> Event:
    return Event(number, 100.0, member, kind, content or {}, arrays or {})


def test_an_event_with_a_moment_travels_as_bytes():
    original = moment()
    sent = event(4, "moment", original.record(), arrays=original.arrays())
    came = Event.from_bytes(sent.to_bytes())
    assert (came.number, came.at, came.member, came.kind) == (4, 100.0, "vae", "moment")
    again = Moment.from_parts(came.content, came.arrays)
    assert again.record() == original.record()
    assert all(np.array_equal(array, again.arrays()[name]) for name, array in original.arrays().items())


@pytest.mark.parametrize(
    "part",
    [{"kind": "dance"}, {"kind": ["moment"]}, {"number": 0}, {"at": "now"}, {"content": []}, {"more": 1}],
)
def test_events_that_fit_nothing_are_refused(part):
    record = {"number": 1, "at": 1.0, "member": None, "kind": "notice", "content": {"text": "hello"}}
    assert Event.from_bytes(pack(record, {})).content == {"text": "hello"}
    with pytest.raises(CheckpointError):
        Event.from_bytes(pack({**record, **part}, {}))
    with pytest.raises(CheckpointError):
        Event.from_bytes(pack(record, {})[:-3])


@pytest.mark.parametrize("kind", ["moment", "started", "notice", "changed", "ended"])
def test_events_that_do_not_fit_the_run_are_refused(kind):
    with pytest.raises(CheckpointError):
        Record(("vae",)).take(event(1, kind))
    with pytest.raises(CheckpointError, match="found one of 'ae'"):
        Record(("vae",)).take(event(1, "paused", {"step": 1}, "ae"))


def test_what_is_repeated_after_a_crash_is_in_the_record_once():
    record = Record(("vae",))
    for number, step in enumerate((0, 1, 2, 4, 8, 2, 4), 1):
        shown = moment(step)
        record.take(event(number, "moment", shown.record(), arrays=shown.arrays()))
    assert [shown.step for shown in record.members["vae"].moments] == [0, 1, 2, 4]
    assert record.last == 7


def test_a_run_is_paused_when_all_that_still_learn_are():
    record = Record(("ae", "vae"))
    record.take(event(1, "paused", {"step": 1}, "ae"))
    assert record.state == "waiting"
    record.take(event(2, "ended", {"kind": "killed", "message": "oh"}, "vae"))
    assert record.state == "paused"
    record.take(event(3, "resumed", {"step": 1}, "ae"))
    assert record.state == "running"


def queue_of(*owners: str, places=1, size=1) -> FairQueue:
    queue = FairQueue(places)
    for number, owner in enumerate(owners):
        queue.enter(Ticket(f"{owner}{number}", owner, size))
    return queue


def served(queue: FairQueue) -> list[str]:
    return [queue.serve(0, set()).run for _ in range(len(queue))]


def test_who_was_served_longest_ago_is_next():
    queue = queue_of("a", "a", "a", "b", "c", "b")
    places = [queue.place(run) for run in ("a0", "b3", "c4", "a1", "b5", "a2")]
    assert places == [1, 2, 3, 4, 5, 6]
    assert served(queue) == ["a0", "b3", "c4", "a1", "b5", "a2"]
    assert queue.serve(0, set()) is None
    queue.enter(Ticket("a9", "a", 1))
    queue.enter(Ticket("d9", "d", 1))
    assert served(queue) == ["d9", "a9"]


def test_nobody_is_served_twice_at_once_and_nobody_overtakes():
    queue = queue_of("a", "b", places=3, size=2)
    assert queue.serve(2, set()) is None
    assert queue.serve(1, {"a"}).run == "b1"
    assert queue.serve(0, {"a"}) is None
    queue.leave("a0")
    assert queue.place("a0") is None
    assert len(queue) == 0


def test_a_run_that_takes_more_than_all_places_is_served_alone():
    queue = queue_of("a", places=1, size=2)
    assert queue.serve(1, set()) is None
    assert queue.serve(0, set()).run == "a0"
