"""The regulariser against the one that trains the models, and against the notes."""

import math

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from core.builders import numbers
from vae_core.errors import ConfigError
from vae_core.objectives import kl_to_standard_normal
from vae_core.probability import closed_forms
from vae_core.probability.families import Member
from vae_core.probability.standard_normal import (
    dimensions,
    kl_parts,
    notes_literally,
    notes_version,
    sections,
    surface,
)

shapes = st.sampled_from(((1,), (8,), (3, 2)))
means = shapes.flatmap(lambda shape: arrays(float, shape, elements=numbers(-100, 100) | numbers(-1e-4, 1e-4)))
# σ from 1e-3 to 1e3, and near 1
log_variances = numbers(-2 * math.log(1e3), 2 * math.log(1e3)) | numbers(-1e-4, 1e-4)


@given(means, st.data())
def test_it_is_the_term_that_trains_the_models(mean, data):
    log_variance = data.draw(arrays(float, mean.shape, elements=log_variances))
    reference = kl_to_standard_normal(torch.from_numpy(mean), torch.from_numpy(log_variance)).numpy()
    parts = kl_parts(mean, log_variance)
    np.testing.assert_allclose(parts.kl, reference, rtol=1e-12, atol=1e-300)
    assert parts.total == pytest.approx(reference.sum(), rel=1e-12)


@given(numbers(-100, 100), numbers(math.log(1e-3), math.log(1e3)))
def test_it_is_the_divergence_between_two_normals(mean, log_deviation):
    q, prior = Member("normal", (mean, math.exp(log_deviation))), Member("normal", (0.0, 1.0))
    found = kl_parts(np.array([mean]), np.array([2 * math.log(q.parameters[1])])).total
    assert found == pytest.approx(closed_forms.kl_divergence(q, prior), rel=1e-9, abs=1e-12)


@given(means, st.data())
def test_the_notes_have_twice_of_it(mean, data):
    log_variance = data.draw(arrays(float, mean.shape, elements=log_variances))
    expected = 2 * kl_parts(mean, log_variance).kl
    np.testing.assert_allclose(notes_version(mean, log_variance), expected, rtol=1e-9, atol=1e-9)


def test_each_part_is_zero_only_at_the_prior():
    parts = kl_parts(np.array([0.0, 0.0, 1.0]), np.array([0.0, 1.0, 0.0]))
    np.testing.assert_allclose(parts.of_mean, [0, 0, 0.5])
    np.testing.assert_allclose(parts.of_variance, [0, (math.e - 2) / 2, 0])


def test_small_deviations_are_not_lost_to_rounding():
    parts = kl_parts(np.array([1e-9]), np.array([1e-6]))
    # ½ μ² and ¼ (log σ²)² to second order
    assert parts.of_mean[0] == pytest.approx(0.5e-18)
    assert parts.of_variance[0] == pytest.approx(0.25e-12, rel=1e-3)


def test_the_surface_is_the_divergence_at_each_of_its_points():
    plane = surface(reach=2.0, lowest=-3.0, highest=1.0, points=5)
    assert plane.kl.shape == (5, 5)
    for row, log_variance in enumerate(plane.log_variances):
        for column, mean in enumerate(plane.means):
            assert plane.kl[row, column] == pytest.approx(kl_parts(np.array([mean]), np.array([log_variance])).total)


def test_a_section_runs_through_its_point():
    cut = sections(1.25, -0.75)
    at_mean = np.interp(1.25, cut.surface.means, cut.over_mean.kl)
    at_log_variance = np.interp(-0.75, cut.surface.log_variances, cut.over_log_variance.kl)
    assert at_mean == pytest.approx(cut.kl, abs=0.01)
    assert at_log_variance == pytest.approx(cut.kl, abs=0.01)
    np.testing.assert_allclose(cut.notes_over_mean, 2 * cut.over_mean.kl, atol=1e-12)
    np.testing.assert_allclose(cut.notes_over_log_variance, 2 * cut.over_log_variance.kl, atol=1e-12)


@pytest.mark.parametrize("arguments", [{"reach": 0.0}, {"lowest": 3.0}, {"highest": 800.0}, {"points": 1}])
def test_a_plane_must_exist(arguments):
    with pytest.raises(ConfigError):
        surface(**arguments)


@pytest.mark.parametrize("point", [(math.nan, 0.0), (math.inf, 0.0), (0.0, 701.0), (0.0, math.nan)])
def test_a_point_must_be_finite(point):
    with pytest.raises(ConfigError, match="finite"):
        sections(*point)


def test_a_point_knows_its_parts_and_what_the_notes_make_of_it():
    cut = sections(1.5, -2.0)
    assert cut.variance == pytest.approx(math.exp(-2))
    assert cut.parts.total == cut.kl
    assert cut.parts.of_mean[0] == pytest.approx(1.125)
    assert cut.notes == pytest.approx(2 * cut.kl)
    assert cut.literal == pytest.approx(math.exp(math.exp(-1)) - (1 + math.exp(-1)) + 1.5**2)


def test_taken_at_their_word_the_notes_punish_the_prior_itself():
    assert notes_literally(0.0, 1.0) == pytest.approx(math.e - 2)


def test_dimensions_add_and_stay_when_others_join_them():
    few, many = dimensions(3, 1, [(0.5, -1.0)]), dimensions(16, 1, [(0.5, -1.0)])
    np.testing.assert_array_equal(few.means, many.means[:3])
    np.testing.assert_array_equal(few.log_variances, many.log_variances[:3])
    assert (few.means[0], few.log_variances[0]) == (0.5, -1.0)
    pairs = zip(many.means, many.log_variances, strict=True)
    assert many.parts.total == pytest.approx(sum(kl_parts(np.array([m]), np.array([s])).total for m, s in pairs))
    assert not np.array_equal(dimensions(16, 2).means, dimensions(16, 1).means)


def test_some_dimensions_say_much_and_some_say_nothing():
    costs = dimensions(1000, 0).parts.kl
    assert 0.25 < (costs < 0.05).mean() < 0.6
    assert (costs > 0.5).mean() > 0.2


def test_one_dimension_has_no_room_for_a_second():
    assert dimensions(1, 0, [(0.0, 0.0), (1.0, 1.0)]).parts.kl.tolist() == [0.0]


@pytest.mark.parametrize("count", [0, 1001])
def test_dimensions_are_counted(count):
    with pytest.raises(ConfigError, match="count"):
        dimensions(count, 0)
