"""Every figure that a test builds is checked by plotly, which the app leaves out for speed."""

import plotly.graph_objects as go
import pytest

from vae_core.figures import canvas
from vae_core.figures.figure import Figure


class Checked(Figure):
    """A figure that holds plotly's own."""

    def __init__(self, data, layout):
        self.checked = go.Figure(list(data), layout)

    data = property(lambda self: self.checked.data)
    layout = property(lambda self: self.checked.layout)

    def update_layout(self, **changes):
        self.checked.update_layout(**changes)
        return self

    def update_xaxes(self, **changes):
        self.checked.update_xaxes(**changes)
        return self

    def update_yaxes(self, **changes):
        self.checked.update_yaxes(**changes)
        return self

    def to_json(self):
        return self.checked.to_json()


@pytest.fixture(autouse=True)
def checked_figures(monkeypatch):
    monkeypatch.setattr(canvas, "Figure", Checked)
