"""A figure in plain data is what plotly's own object would be."""

import base64
import json

import numpy as np
import plotly.graph_objects as go
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from vae_core.figures.figure import TYPED, Figure

LAYOUT = {
    "template": "none",
    "barmode": "stack",
    "xaxis": {"title": {"text": "x"}},
    "xaxis2": {"dtick": 2},
    "yaxis": {"range": [0, 1]},
}


def written(figure) -> dict:
    return json.loads(figure.to_json())


def both(data=(), layout=LAYOUT):
    copies = [json.loads(json.dumps(layout)) for _ in range(2)]
    return Figure(data, copies[0]), go.Figure(list(data), copies[1], _validate=False)


def same(ours: Figure, theirs: go.Figure) -> bool:
    return written(ours) == json.loads(theirs.to_json(validate=False))


def read(array) -> np.ndarray:
    """As plotly.js reads it."""
    if not isinstance(array, dict):
        return np.array(array)
    shape = array.get("shape", "-1").split(",")
    return np.frombuffer(base64.b64decode(array["bdata"]), array["dtype"]).reshape(*map(int, shape))


SHAPES = arrays.array_shapes(max_dims=2, max_side=5)
KINDS = st.sampled_from([*TYPED, "int64", "uint64", "bool", "U3"])


@given(KINDS.flatmap(lambda kind: arrays.arrays(kind, SHAPES)))
def test_plotly_js_reads_what_plotly_would_have_written(values):
    ours, theirs = both([{"type": "heatmap", "z": values}])
    mine, plotlys = (json.loads(text)["data"][0]["z"] for text in (ours.to_json(), theirs.to_json(validate=False)))
    np.testing.assert_array_equal(read(mine), read(plotlys))
    assert isinstance(mine, dict) == isinstance(plotlys, dict)


@pytest.mark.parametrize(
    ("values", "kind"), [([0, 255], "u1"), ([-1, 200], "i2"), ([-(2**31), 5], "i4"), ([2**31, 0], "u4")]
)
def test_long_integers_become_as_short_as_they_can(values, kind):
    (trace,) = written(Figure([{"x": np.array(values, np.int64)}], {}))["data"]
    assert trace["x"]["dtype"] == kind
    np.testing.assert_array_equal(read(trace["x"]), values)


@pytest.mark.parametrize("values", [[0, 2**40], [-1, 2**31], []])
def test_those_that_are_too_large_and_no_numbers_at_all_are_a_list(values):
    (trace,) = written(Figure([{"x": np.array(values, np.int64)}], {}))["data"]
    assert trace["x"] == values


def test_an_array_that_is_turned_over_is_written_in_its_own_order():
    values = np.arange(6.0).reshape(2, 3).T[::-1]
    assert same(*both([{"type": "heatmap", "z": values}]))


def test_what_is_no_number_is_nothing():
    data = [
        {"type": "scatter", "x": [1.0, float("nan"), np.float32(2)], "y": [float("inf"), -float("inf"), np.int64(3)]}
    ]
    ours, theirs = both(data)
    assert written(ours)["data"][0]["y"] == [None, None, 3]
    assert same(ours, theirs)
    assert "NaN" in written(Figure([], {"title": "NaN"}))["layout"]["title"]


CHANGES = [
    {"barmode": "overlay", "bargap": 0.1},
    {"xaxis": {"title": {"standoff": 2}}, "yaxis": {"range": [2, 3]}},
    {"margin": {"l": 4}, "xaxis2": {"dtick": 1, "showgrid": False}},
]


@pytest.mark.parametrize("changes", CHANGES)
def test_the_layout_is_changed_as_plotly_changes_it(changes):
    ours, theirs = both()
    assert ours.update_layout(**changes) is ours
    assert same(ours, theirs.update_layout(**changes))


def test_axes_are_changed_as_plotly_changes_them():
    ours, theirs = both()
    for each in (ours, theirs):
        each.update_xaxes(showgrid=False, title={"font": {"size": 12}}).update_yaxes(visible=False)
    assert same(ours, theirs)


def test_what_is_set_for_several_axes_is_not_shared_by_them():
    figure = Figure([], {"xaxis": {}, "xaxis2": {}})
    figure.update_xaxes(title={"standoff": 2})
    figure.update_layout(xaxis={"title": {"standoff": 5}})
    assert figure.layout == {"xaxis": {"title": {"standoff": 5}}, "xaxis2": {"title": {"standoff": 2}}}
