"""What a half step does, in words and numbers."""

import math

import streamlit as st

from sections.elbo import alternating_formulas
from ui import lesson
from ui.i18n import gettext as _
from ui.i18n import mark
from vae_core.printing import fixed, nats, readable
from vae_core.probability.alternating import Alternation, Family, best_model, maximum_likelihood, summed
from vae_core.probability.linear_gaussian import LinearGaussian, posterior

# Rises and gaps below this, in nats, are not worth a sentence; the same for a distance from the highest bound.
LITTLE, NEAR = 5e-3, 0.05
# w shorter than this is none.
NO_LENGTH = 1e-3

START = mark("The start: $\\sum L_b$ lies {gap} nats below $\\sum \\log p(x)$. The first half step is an E step.")
E_STEP = {
    "touching": mark(
        "**E step**: the bound rose by {rise} nats and touches the evidence, every KL is 0. The evidence has stood "
        "still: it knows nothing of $q$."
    ),
    "short": mark(
        "**E step**: the bound rose by {rise} nats, as far as such a $q$ reaches. {gap} nats of KL stay open; the "
        "evidence has stood still."
    ),
}
M_STEP = {
    "free": mark(
        "**M step**: the bound rose by {rise} nats, the evidence by {change}. The difference is KL: the posteriors "
        "have moved on, and the $q_i$ no longer are what they were."
    ),
    "poor": mark("**M step**: the bound rose by {rise} nats, the evidence by {change}; {gap} nats of KL lie between."),
    "falling": mark(
        "**M step**: the bound rose by {rise} nats, and the evidence **fell** by {change}: the model is bent until "
        "its posteriors look like $q$."
    ),
}
REST = {
    "free": mark(
        "At rest: neither step raises the bound any more. It touches the evidence, and the model is the one of "
        "**maximum likelihood**."
    ),
    "fixed": mark(
        "At rest, and {gap} nats of KL stay open. The evidence itself is {below} nats lower than it could be: the "
        "model is **bent** to make its posterior look like $q$."
    ),
    "shared": mark(
        "At rest with $w = 0$: where every $x$ has the same $q$, $z$ says nothing about $x$, and the model gives it "
        "up. The bound touches the evidence, {below} nats too low: **posterior collapse**."
    ),
}
SADDLE = mark(
    "Nothing moves: with $w = 0$ every posterior is the prior, and no half step has a reason to turn $w$ anywhere. "
    "This is a saddle, not the summit: drag the start of $w$."
)


def reading(film: Alternation, step: int, family: Family) -> None:
    """What this half step has done."""
    changes = [values[step] - values[max(step - 1, 0)] for values in (film.bounds, film.evidences)]
    gap = float(film.gaps[step])
    highest = summed(maximum_likelihood(film.x), film.x, family)[1]
    lesson.reading(
        _(_sentence(film, step, family, float(changes[1]), gap)).format(
            rise=readable(float(changes[0]), 3, unit=1e3),
            change=readable(abs(float(changes[1])), 3, unit=1e3),
            gap=readable(gap, 3),
            below=readable(highest - film.evidences[step], 3),
        )
    )


def _sentence(film: Alternation, step: int, family: Family, change: float, gap: float) -> str:
    if step == 0:
        return START
    if film.bounds[step] - film.bounds[step - 1] < LITTLE:
        best = best_model(film.x, family)
        if summed(best, film.x, family)[0] - film.bounds[step] < NEAR:
            return REST["shared" if best.length < NO_LENGTH else family.name]
        if step > 2 and film.models[step].length < NO_LENGTH:
            return SADDLE
    if step % 2:
        return E_STEP["touching" if gap < LITTLE else "short"]
    return M_STEP["falling" if change < -LITTLE else "free" if family.name == "free" else "poor"]


def table(film: Alternation, step: int, family: Family, truth: LinearGaussian) -> None:
    """The model now beside where it will come to rest, the one of maximum likelihood, and the hidden truth."""
    models = [
        (_("now"), film.models[step], (film.bounds[step], film.evidences[step])),
        *_at_rest(film, family),
        (_("maximum likelihood"), maximum_likelihood(film.x), None),
        (_("hidden truth"), truth, None),
    ]
    names = ("‖w‖", _("direction"), "b₁", "b₂", "s", "σ(z∣x)", "Σ log p(x)", "Σ $L_b$")
    lesson.table(
        ("", *names),
        [(name, *_row(model, sums or summed(model, film.x, family), film)) for name, model, sums in models],
    )
    st.caption(_("Below the first line, $\\sum L_b$ is taken with the best $q_i$ that are allowed."))


def _at_rest(film: Alternation, family: Family) -> list[tuple]:
    return [] if family.name == "free" else [(_("best for this q"), best_model(film.x, family), None)]


def _row(model: LinearGaussian, sums: tuple[float, float], film: Alternation) -> list[str]:
    bound, evidence = sums
    # w and −w are the same model with z turned round.
    angle = math.degrees(math.atan2(model.weights[1], model.weights[0])) % 180
    direction = f"{angle:.1f}°" if model.length > NO_LENGTH else "—"
    width = posterior(model, film.x).standard_deviation
    lengths = [fixed(value) for value in (model.length, *model.offset, model.noise, width)]
    return [lengths[0], direction, *lengths[1:], nats(evidence), nats(bound)]


def formulas(film: Alternation, step: int, family: Family, datum: int) -> None:
    """The equation with the sums of now, and the half step that was taken; at the start the one that comes."""
    left, right = st.columns([9, 10], gap="large")
    left.latex(alternating_formulas.equation(film, step))
    with right:
        if step and step % 2 == 0:
            st.latex(alternating_formulas.m_step(film, step))
        else:
            st.latex(alternating_formulas.e_step(film, max(step, 1), family, datum))
