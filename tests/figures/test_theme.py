"""Colours that can be read and told apart."""

import itertools
import math

import numpy as np
import pytest

from vae_core.figures.theme import BACKGROUND, DIGITS, SYMBOLS

TEXT_CONTRAST = 4.5  # WCAG 2.2, 1.4.3
DISTINCT = 0.04  # twice what is just noticeable
GRAPHICS_CONTRAST = 3.0  # WCAG 2.2, 1.4.11


def channels(colour: str) -> list[float]:
    return [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]


def luminance(colour: str) -> float:
    """Relative luminance, WCAG 2.2."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels(colour)]
    return sum(weight * value for weight, value in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def oklab(colour: str) -> np.ndarray:
    """Coordinates in which distances are as the eye sees them (Ottosson 2020)."""
    linear = np.array([c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels(colour)])
    cones = [[0.4122, 0.5363, 0.0514], [0.2119, 0.6807, 0.1074], [0.0883, 0.2817, 0.6300]]
    opponents = [[0.2105, 0.7936, -0.0041], [1.9780, -2.4286, 0.4506], [0.0259, 0.7828, -0.8087]]
    return opponents @ np.cbrt(cones @ linear)


def contrast(first: str, second: str) -> float:
    low, high = sorted((luminance(first), luminance(second)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("symbol", SYMBOLS)
def test_a_symbol_can_be_read_as_text(symbol, theme):
    assert contrast(getattr(SYMBOLS[symbol], theme), getattr(BACKGROUND, theme)) >= TEXT_CONTRAST


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_symbols_can_be_told_apart(theme):
    for (first, one), (second, other) in itertools.combinations(SYMBOLS.items(), 2):
        assert math.dist(oklab(getattr(one, theme)), oklab(getattr(other, theme))) > DISTINCT, (first, second)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_digits_have_ten_colours_that_can_be_seen_and_told_apart(theme):
    colours = [getattr(shade, theme) for shade in DIGITS]
    for colour in colours:
        assert contrast(colour, getattr(BACKGROUND, theme)) >= GRAPHICS_CONTRAST
    for one, other in itertools.combinations(colours, 2):
        assert math.dist(oklab(one), oklab(other)) > DISTINCT


def test_the_background_is_the_one_that_streamlit_is_given(root):
    import tomllib

    theme = tomllib.loads((root / ".streamlit" / "config.toml").read_text())["theme"]
    assert theme["light"]["backgroundColor"] == BACKGROUND.light
    assert theme["dark"]["backgroundColor"] == BACKGROUND.dark
