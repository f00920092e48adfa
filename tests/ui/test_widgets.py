"""Streamlit's own widgets show settings and change them, and nothing else does."""

import pytest
from entering import enter, tell_late


def settings(app) -> set[tuple[str, str]]:
    """What is set on a page, as its address tells; which step is on screen aside."""
    told = ((name, value if isinstance(value, str) else value[0]) for name, value in app.query_params.items())
    return {(name, value) for name, value in told if name != "step"}


@pytest.mark.parametrize(
    ("page", "here", "away", "address"),
    [
        ("distributions", "area", "standardising", {"p": "normal-2_0.5"}),
        ("kl_divergence", "divergence", "coding", {"p": "gamma-3_2", "q": "gamma-2_1"}),
        ("kl_divergence", "coding", "fit", {"code": "0.5_0.25_0.25-0.2_0.3_0.5"}),
        ("likelihood", "both-ways", "underflow", {"data": "0_1_5"}),
        ("autoencoders", "flow", "gradients", {"image": "3"}),
        ("elbo", "evidence", "known", {"image": "3"}),
        ("training", "learn", "runs", {"data": "mnist", "images": "128"}),
    ],
)
def test_what_has_left_the_screen_changes_nothing(page, here, away, address):
    app = enter(page, step=here, **address)
    before = settings(app)
    tell_late(app, page, away)
    assert not app.exception
    assert settings(app) == before
