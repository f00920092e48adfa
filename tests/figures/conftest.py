"""Every figure that a test builds is checked by plotly, which the app leaves out for speed."""

from types import SimpleNamespace

import plotly.graph_objects as go
import pytest

from vae_core.figures import canvas


@pytest.fixture(autouse=True)
def checked_figures(monkeypatch):
    def figure(*args, _validate, **settings):
        return go.Figure(*args, **settings)

    monkeypatch.setattr(canvas, "go", SimpleNamespace(Figure=figure))
