"""The classifier that counts what others draw: its objective, its learning, its files."""

import math

import numpy as np
import pytest
import torch

from core.builders import noise_images, same_weights
from vae_core.analysis.evaluation import evaluate
from vae_core.classifying import ClassifyingConfig, classifying_terms
from vae_core.config import from_json, to_json
from vae_core.data import Dataset
from vae_core.errors import ConfigError
from vae_core.models import ClassifierConfig, build
from vae_core.objectives import ObjectiveConfig
from vae_core.training import TrainingConfig, TrainingRun, checkpoints, train

SMALL = ClassifierConfig("classifier", (16,), pixels=12, classes=3)


def run_of(**changes) -> TrainingConfig:
    return TrainingConfig(SMALL, ClassifyingConfig(), **{"epochs": 3, "batch_size": 32, **changes})


def blobs(n: int, seed: int = 0) -> Dataset:
    """Three classes, of which each has four pixels of its own."""
    random = np.random.default_rng(seed)
    labels = random.integers(0, 3, n)
    images = 0.3 * random.random((n, 12), dtype=np.float32)
    for number, label in enumerate(labels):
        images[number, 4 * label : 4 * label + 4] += 0.5
    return Dataset("blobs", "train", images, labels)


def test_the_objective_is_minus_the_log_probability_of_what_is_right():
    model, x, labels = build(SMALL), torch.rand(5, 12), torch.tensor([0, 1, 2, 2, -1])
    found = classifying_terms(ClassifyingConfig(), model, x, labels)
    with torch.no_grad():
        expected = -model.probabilities(x).log()[range(4), labels[:4]]
    torch.testing.assert_close(found.of_each[:4], expected)
    assert found.of_each[4] == 0
    assert not found.is_right[4]


def test_smoothing_asks_for_less_certainty():
    model, x, labels = build(SMALL), torch.rand(4, 12), torch.tensor([0, 1, 2, 0])
    log_probability = model.probabilities(x).log().detach()
    expected = -0.9 * log_probability[range(4), labels] - 0.1 * log_probability.mean(-1)
    torch.testing.assert_close(classifying_terms(ClassifyingConfig(0.1), model, x, labels).of_each, expected)


def test_it_learns_what_can_be_told_apart_and_knows_nothing_at_first():
    data, unseen = blobs(600), blobs(300, 1)
    first, *_, last = train(run_of(epochs=20, learning_rate=3e-3), data, unseen)
    assert first.held_out["loss"] == pytest.approx(math.log(3), rel=0.2)
    assert last.held_out["accuracy"] > 0.98
    model = build(SMALL)
    model.load_state_dict(dict(last.weights))
    results = evaluate(model, ClassifyingConfig(), unseen)
    assert results["accuracy"].mean == pytest.approx(last.held_out["accuracy"], abs=1e-6)
    assert results["cross_entropy"].mean == pytest.approx(last.held_out["loss"], rel=1e-4)


def test_a_run_goes_on_bit_for_bit():
    data = noise_images(100, 12)
    data = Dataset(data.name, data.split, data.images, data.labels % 3)
    whole, half = TrainingRun(run_of(), data), TrainingRun(run_of(), data)
    for _ in range(5):
        half.advance()
    half = TrainingRun(run_of(), data, state=half.state())
    for run in (whole, half):
        while not run.is_finished:
            run.advance()
    assert same_weights(whole.model.state_dict(), half.model.state_dict())


def test_it_is_kept_and_read_again(tmp_path):
    source, model = {"name": "a", "split": "train", "examples": 1, "sha256": "0"}, build(SMALL, seed=3)
    checkpoints.save(tmp_path, checkpoints.Checkpoint(run_of(), model.state_dict(), source, 1, {}))
    loaded = checkpoints.load(tmp_path)
    assert loaded.config == run_of() == from_json(TrainingConfig, to_json(run_of()))
    assert same_weights(loaded.model().state_dict(), model.state_dict())


@pytest.mark.parametrize(
    "make",
    [
        lambda: ClassifierConfig("classifier", classes=1),
        lambda: ClassifierConfig("classifier", (0,)),
        lambda: ClassifyingConfig(1.5),
        lambda: TrainingConfig(SMALL, ObjectiveConfig()),
        lambda: run_of(binarise=True),
    ],
)
def test_what_cannot_be_is_refused(make):
    with pytest.raises(ConfigError):
        make()
