"""Configurations check themselves, cannot change, and come back from JSON as they were."""

import dataclasses
import json

import pytest
from hypothesis import given

from core.builders import json_values, tiny_run, valid_settings
from vae_core.config import from_json, to_json
from vae_core.errors import ConfigError
from vae_core.models import ModelConfig
from vae_core.objectives import ObjectiveConfig
from vae_core.training import TrainingConfig

NAN, INFINITY = float("nan"), float("inf")

OUTSIDE = {
    ModelConfig: {
        "model": ("gan", "", None),
        "latent_dim": (0, -1, 65, 2.0, True, "2"),
        "hidden": ([0], [4097], [8] * 9, [8.0], [True], "8", None),
        "activation": ("gelu", None),
        "pixels": (0, 4097, 784.0),
        "learned_variance": (1, None),
        "learned_concentration": (1, None),
    },
    ObjectiveConfig: {
        "reconstruction": ("mse", None),
        "beta": (-0.001, 1000.1, NAN, INFINITY, "1", True, None),
        "samples": (0, 1001, 1.5, True, None),
        "bound": ("iwae", None),
    },
    TrainingConfig: {
        "epochs": (0, 10_001, 1.5, True),
        "batch_size": (0, 65_537, 128.0),
        "learning_rate": (0.0, -1e-3, 10.1, NAN, INFINITY, "fast"),
        "schedule": ("cosine", None),
        "weight_decay": (-1e-9, 10.1, NAN),
        "input_noise": (-0.1, 1.1, NAN),
        "binarise": (1, None, "yes"),
        "max_gradient_norm": (0.0, -1.0, INFINITY, NAN),
        "seed": (-1, 2**53, 0.5, True),
        "patience": (0, -1, 10_001, 1.5, True),
        "momentum": (-0.1, 1.0, NAN, None),
        "epsilon": (0.0, 1.1, NAN, "small"),
        "initialisation": ("xavier", None),
    },
}
VALID = {
    ModelConfig: {"model": "vae", "latent_dim": 2},
    ObjectiveConfig: {"reconstruction": "bernoulli"},
    TrainingConfig: {"model": {"model": "vae", "latent_dim": 2}},
}


@given(valid_settings())
def test_every_valid_configuration_survives_json(settings):
    config = from_json(TrainingConfig, settings)
    written = json.loads(json.dumps(to_json(config)))
    assert written == settings
    assert from_json(TrainingConfig, written) == config


@pytest.mark.parametrize(
    ("kind", "name", "value"),
    [(kind, name, value) for kind, fields in OUTSIDE.items() for name, values in fields.items() for value in values],
)
def test_a_value_outside_its_range_is_refused_by_name(kind, name, value):
    with pytest.raises(ConfigError, match=name):
        from_json(kind, {**VALID[kind], name: value})


@pytest.mark.parametrize("log_variance", [-20.1, 20.1, NAN, INFINITY, "0"])
def test_a_log_variance_outside_its_range_is_refused(log_variance):
    with pytest.raises(ConfigError, match="log_variance"):
        from_json(ObjectiveConfig, {"reconstruction": "gaussian", "log_variance": log_variance})


@pytest.mark.parametrize("reconstruction", ["bernoulli", "squared-error"])
def test_a_log_variance_belongs_to_a_gaussian_only(reconstruction):
    with pytest.raises(ConfigError, match="gaussian"):
        ObjectiveConfig(reconstruction, log_variance=0.0)


@pytest.mark.parametrize(
    ("learned", "objective"),
    [
        (False, ObjectiveConfig("gaussian")),
        (True, ObjectiveConfig("gaussian", log_variance=0.0)),
        (True, ObjectiveConfig("bernoulli")),
    ],
)
def test_a_learned_variance_needs_an_objective_that_uses_it_and_the_reverse(learned, objective):
    with pytest.raises(ConfigError, match="learned_variance"):
        TrainingConfig(ModelConfig("vae", 2, learned_variance=learned), objective)


@pytest.mark.parametrize(("learned", "reconstruction"), [(False, "beta-binomial"), (True, "bernoulli")])
def test_a_learned_concentration_belongs_to_a_beta_binomial(learned, reconstruction):
    with pytest.raises(ConfigError, match="learned_concentration"):
        TrainingConfig(ModelConfig("vae", 2, learned_concentration=learned), ObjectiveConfig(reconstruction))


def test_the_checks_hold_for_a_configuration_made_in_code_too():
    with pytest.raises(ConfigError, match="latent_dim must be a whole number from 1 to 64, not 65"):
        ModelConfig("vae", 65)
    with pytest.raises(ConfigError, match="batch_size must be from 1 to 65536, not 0"):
        dataclasses.replace(tiny_run(), batch_size=0)


@pytest.mark.parametrize("config", [tiny_run(), tiny_run().model, tiny_run().objective])
def test_a_configuration_cannot_be_changed(config):
    for name in vars(config):
        with pytest.raises(dataclasses.FrozenInstanceError):
            setattr(config, name, None)


def test_a_misspelt_name_is_refused_by_name():
    with pytest.raises(ConfigError, match="ObjectiveConfig does not know bata"):
        from_json(ObjectiveConfig, {"bata": 2.0})


def test_a_misspelt_name_inside_is_refused_by_name():
    with pytest.raises(ConfigError, match="ModelConfig does not know latent"):
        from_json(TrainingConfig, {"model": {"model": "vae", "latent": 2}})


def test_a_missing_name_is_refused_by_name():
    with pytest.raises(ConfigError, match="latent_dim"):
        from_json(ModelConfig, {"model": "vae"})


@pytest.mark.parametrize("values", [None, [], "vae", 3])
def test_what_is_not_an_object_is_refused(values):
    with pytest.raises(ConfigError, match="ModelConfig must be a JSON object"):
        from_json(ModelConfig, values)


def test_a_number_beyond_all_floats_is_refused():
    with pytest.raises(ConfigError, match="beta"):
        from_json(ObjectiveConfig, {"beta": 10**400})


@given(json_values)
def test_arbitrary_json_is_never_worse_than_a_config_error(value):
    with pytest.raises(ConfigError):
        from_json(TrainingConfig, value)
    with pytest.raises(ConfigError):
        from_json(TrainingConfig, {**to_json(tiny_run()), "model": value})
