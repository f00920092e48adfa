"""The gaps of a thousand digits, in words and numbers."""

import streamlit as st

from ui import gaps, lesson
from ui.i18n import gettext as _
from ui.i18n import mark
from vae_core.figures.gaps import Words
from vae_core.printing import fixed, readable, with_error

SHOWN = {"test": mark("test digits"), "train": mark("training digits")}
ONE = {"test": mark("test image {number}"), "train": mark("training image {number}")}
FEW = 0.1  # the share of the digits whose part of all nats is told


def reading(split: str) -> str:
    """What the thousand show."""
    found = gaps.of(split)
    return _(
        "Half of the {digits} are within {median} nats of $\\log p(x)$, and the mean gap is {mean} nats: a tenth of "
        "them make up {held} % of it. Approximation is {approximation} %, the rest is amortisation."
    ).format(
        digits=_(SHOWN[split]),
        median=readable(found.median, 2),
        mean=with_error(found.mean, found.standard_error),
        held=fixed(100 * found.held_by_largest(FEW), 0),
        approximation=readable(100 * found.approximation_share, 2),
    )


def figure_words(split: str, others: str, place: int) -> Words:
    """The words of the figure, in the reader's language."""
    found = gaps.of(split)
    return Words(
        gap=_("nats to log p(x)"),
        digits=_("digits"),
        shown=_(SHOWN[split]),
        other=_(SHOWN[others]),
        mean=_("mean {nats}").format(nats=readable(found.mean, 2)),
        median=_("median {nats}").format(nats=readable(found.median, 2)),
        approximation=_("approximation"),
        amortisation=_("amortisation"),
        equal=_("equal"),
        one=(_("a {label}").format(label=found.label[place]), _(ONE[split]).format(number=found.number[place])),
    )


def table() -> None:
    """Both sets side by side."""
    sets = [gaps.of(split) for split in gaps.SPLITS]
    rows = (
        (_("mean gap"), [with_error(each.mean, each.standard_error) for each in sets]),
        (_("median"), [readable(each.median, 2) for each in sets]),
        (_("largest"), [readable(float(each.total.max()), 3) for each in sets]),
        (_("mean approximation gap"), [readable(float(each.parts.approximation.mean()), 2) for each in sets]),
        (_("the same with any covariance"), [readable(float(each.full_approximation.mean()), 2) for each in sets]),
    )
    lesson.table((_("in nats"), *(_(SHOWN[split]) for split in gaps.SPLITS)), [(name, *cells) for name, cells in rows])


def caption(split: str) -> None:
    """Where the numbers are from, and how far they can be trusted."""
    found = gaps.of(split)
    st.caption(
        _(
            "{count} digits of each set, drawn by seed; the pixels of each are black or white by chance. By "
            "quadrature: half of the gaps are known to {half} nats, the worst to {worst}. ± is the standard error over "
            "digits: another thousand would give another mean. `python -m vae_core gaps` computes them "
            "(Cremer, Li & Duvenaud 2018, but with $\\log p(x)$ exact)."
        ).format(count=len(found), half=readable(found.usual_error, 1), worst=readable(found.worst_error, 1))
    )
