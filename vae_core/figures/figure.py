"""A figure as plotly.js draws it in the browser, in plain data."""

import base64
import json
from collections.abc import Iterable
from typing import Any

import numpy as np

# What plotly.js calls the types of its typed arrays.
SIGNED, UNSIGNED = {"int8": "i1", "int16": "i2", "int32": "i4"}, {"uint8": "u1", "uint16": "u2", "uint32": "u4"}
TYPED = {"float64": "f8", "float32": "f4", **SIGNED, **UNSIGNED}


class Figure:
    """Traces and a layout; ``go.Figure(figure.data, figure.layout)`` is the same as an object of plotly's.

    To build and write one of those takes longer than all that an answer to a hand computes. The methods are called as
    there, and do what they do there, so that the tests can have plotly check every figure.

    Attributes:
        data: plotly's traces.
        layout: plotly's layout; it holds every axis that there is.
    """

    def __init__(self, data: Iterable[dict[str, Any]], layout: dict[str, Any]):
        self.data = list(data)
        self.layout = layout

    def update_layout(self, **changes: Any) -> "Figure":
        """Set what ``changes`` names, and leave what stands beside it; returns the figure."""
        _update(self.layout, changes)
        return self

    def update_xaxes(self, **changes: Any) -> "Figure":
        """The same for every x axis."""
        return self._update_axes("xaxis", changes)

    def update_yaxes(self, **changes: Any) -> "Figure":
        """The same for every y axis."""
        return self._update_axes("yaxis", changes)

    def _update_axes(self, kind: str, changes: dict[str, Any]) -> "Figure":
        for name, axis in self.layout.items():
            if name.startswith(kind):
                _update(axis, changes)
        return self

    def to_json(self) -> str:
        """As JSON; arrays of numbers are plotly.js's typed arrays, and what is no number in a list is ``null``."""
        whole = {"data": self.data, "layout": self.layout}
        try:
            return json.dumps(whole, default=_plain, allow_nan=False)
        except ValueError:
            loose = json.dumps(whole, default=_plain)
            return json.dumps(json.loads(loose, parse_constant=lambda _name: None))


def _update(old: dict[str, Any], changes: dict[str, Any]) -> None:
    for name, value in changes.items():
        if isinstance(value, dict):
            _update(old.setdefault(name, {}), value)  # several axes may be given the same
        else:
            old[name] = value


def _plain(value: np.ndarray | np.generic) -> Any:
    if not isinstance(value, np.ndarray) or not value.size:
        return value.tolist()
    if value.dtype.kind in "iu" and value.itemsize == 8:  # which browsers have no typed array for
        value = value.astype(_shortest(value))
    if value.dtype.name not in TYPED:
        return value.tolist()
    typed = {"dtype": TYPED[value.dtype.name], "bdata": base64.b64encode(np.ascontiguousarray(value)).decode("ascii")}
    return typed if value.ndim == 1 else {**typed, "shape": ", ".join(map(str, value.shape))}


def _shortest(whole: np.ndarray) -> np.dtype | str:
    low, high = whole.min(), whole.max()
    kinds = (kind for kind in (*UNSIGNED, *SIGNED) if np.iinfo(kind).min <= low and high <= np.iinfo(kind).max)
    return next(kinds, whole.dtype)
