"""Randomness comes from named streams, never from the surroundings."""

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from core.builders import tiny_run
from vae_core.models import build
from vae_core.randomness import stream
from vae_core.training import train


def draw(seed: int, name: str) -> list[float]:
    return torch.rand(4, generator=stream(seed, name)).tolist()


@given(st.integers(0, 2**53 - 1), st.text(max_size=20))
def test_a_stream_repeats_itself(seed, name):
    assert draw(seed, name) == draw(seed, name)


@given(st.integers(0, 2**53 - 2), st.text(max_size=20))
def test_streams_differ_by_seed_and_by_name(seed, name):
    assert draw(seed, name) != draw(seed + 1, name)
    assert draw(seed, name) != draw(seed, f"{name}'")


@pytest.mark.parametrize("work", ["build", "train"])
def test_building_and_training_leave_the_global_generator_alone(work, few):
    before = torch.get_rng_state()
    build(tiny_run().model) if work == "build" else list(train(tiny_run(input_noise=0.5), few, few))
    assert torch.equal(torch.get_rng_state(), before)
