"""Particles in a VAE's plane: of all of them and of one."""

import numpy as np
import pytest

from ui import latent_particles as found
from ui import library
from ui.fields.diffusion import PARTICLE, STAGE
from vae_core.data import as_bytes


def test_the_data_are_the_encoders_bells():
    data, labels = found.codes()
    encodings = library.pretrained(found.MODEL).encodings
    for k in (0, 17, found.BELLS - 1):
        is_it = np.isclose(encodings.mean, data.means[k]).all(1)
        assert labels[k] in encodings.label[is_it]
        assert np.isclose(np.exp(encodings.log_variance[is_it]), data.variances[k]).all(1).any()


def test_settings_reach_the_last_stop_and_particle_and_no_further():
    assert STAGE.kind.high == found.STEPS == len(found.ways(1).without.times) - 1
    assert PARTICLE.kind.high == found.PARTICLES - 1 == found.ways(1).without.x.shape[1] - 1


def test_particles_end_where_codes_are():
    ends = found.both_ways(1)["with"].x[-1]
    distance = np.linalg.norm(ends[:, None] - found.codes()[0].means, axis=2).min(1)
    # Of draws of N(0, I) a tenth would be farther from all of five hundred codes.
    assert np.mean(distance < 0.15) > 0.9


@pytest.mark.parametrize("way", ["with", "without"])
def test_one_particle_is_found_again_and_decoded(way):
    stop, particle = 12, 31
    x = found.both_ways(2)[way].x[stop, particle]
    assert found.nearest(2, stop, way, tuple(x + 1e-6)) == particle
    picture = as_bytes(library.pretrained(found.MODEL).pictures(x[None]))[0]
    assert np.abs(found.pictures(2, particle)[way][stop].astype(int) - picture.astype(int)).max() <= 1


def test_without_chance_particles_settle_earlier():
    settled = found.settled(1)
    assert np.median(settled["without"]) < np.median(settled["with"])
