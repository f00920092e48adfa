"""A die as bars: which are in the event, and where the shares of the throws are."""

import pytest

from vae_core.figures.throws import faces
from vae_core.probability.families import Member
from vae_core.probability.throws import throw

DIE = Member.even(range(1, 7))


def test_the_event_stands_out_and_each_face_has_its_share():
    throws = throw(DIE, (2, 5), 60, 4)
    figure = faces(throws, in_event="drin", others="draussen", share="Anteil")
    inside, outside, shares = figure.data
    assert (inside.name, outside.name, shares.name) == ("drin", "draussen", "Anteil")
    assert list(inside.x) == [2, 5]
    assert list(outside.x) == [1, 3, 4, 6]
    assert list(shares.y) == pytest.approx(throws.counts / 60)
    assert sum(inside.y) == pytest.approx(throws.probability)


@pytest.mark.parametrize("event", [(), (1, 2, 3, 4, 5, 6)])
def test_an_event_of_nothing_and_of_all(event):
    figure = faces(throw(DIE, event, 1, 0))
    assert len(figure.data[0].x) == len(event)
    assert 0 < figure.layout.yaxis.range[1] < 0.5  # the first throw, of which the share is 1, leaves the bars visible
