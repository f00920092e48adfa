"""Formulas whose symbols wear the same colours as the figures."""

import re

import streamlit as st

from vae_core.figures.theme import SYMBOLS

LATEX = {
    "x": "x",
    "z": "z",
    "mu": r"\mu",
    "sigma": r"\sigma",
    "epsilon": r"\varepsilon",
    "x_hat": r"\hat{x}",
    "p": "p",
    "q": "q",
    "kl": r"\mathrm{KL}",
}


def coloured(template: str) -> str:
    """LaTeX with each ``<name>`` of a symbol replaced by that symbol in its colour."""
    theme = st.context.theme.type or "light"

    def paint(match: re.Match) -> str:
        name = match[1]
        return rf"\textcolor{{{getattr(SYMBOLS[name], theme)}}}{{{LATEX[name]}}}"

    return re.sub(r"<(\w+)>", paint, template)
