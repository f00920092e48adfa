"""Every figure that a test builds is checked by plotly, which the app leaves out for speed."""

import plotly.graph_objects as go
import pytest

from vae_core.figures import canvas
from vae_core.figures.figure import Figure


def _both(name: str):
    def update(self, **changes):
        for each in (self.sent, self.checked):
            getattr(each, name)(**changes)
        return self

    return update


class Checked(Figure):
    """A figure, and plotly's own of the same: that one is checked and read, ours is what is sent."""

    def __init__(self, data, layout):
        self.sent = Figure(data, layout)
        self.checked = go.Figure(self.sent.data, layout)

    data = property(lambda self: self.checked.data)
    layout = property(lambda self: self.checked.layout)
    update_layout, update_xaxes, update_yaxes = map(_both, ("update_layout", "update_xaxes", "update_yaxes"))

    def to_json(self):
        return self.sent.to_json()


@pytest.fixture(autouse=True)
def checked_figures(monkeypatch):
    monkeypatch.setattr(canvas, "Figure", Checked)
