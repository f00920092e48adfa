"""Families of distributions as a person meets them: their names, a way to choose one, and grips to change it."""

from collections.abc import Callable, Iterator, Sequence

import numpy as np
import streamlit as st

from ui import state
from ui.components.figure.controls import Handle, Slider
from ui.fields.field import Field
from ui.i18n import gettext as _
from ui.i18n import mark
from vae_core.printing import short
from vae_core.probability.families import Member
from vae_core.probability.parameters import Parameter

NAMES = {
    "bernoulli": mark("Bernoulli"),
    "binomial": mark("Binomial"),
    "geometric": mark("Geometric"),
    "poisson": mark("Poisson"),
    "categorical": mark("Table of values"),
    "normal": mark("Normal"),
    "uniform": mark("Uniform"),
    "exponential": mark("Exponential"),
    "laplace": mark("Laplace"),
    "logistic": mark("Logistic"),
    "student_t": mark("Student's t"),
    "cauchy": mark("Cauchy"),
    "gamma": mark("Gamma"),
    "beta": mark("Beta"),
    "log_normal": mark("Log-normal"),
    "mixture": mark("Gaussian mixture"),
}
PARAMETERS = {
    "p": mark("Probability of success"),
    "n": mark("Number of trials"),
    "rate": mark("Rate"),
    "value": mark("Value"),
    "probability": mark("Probability"),
    "mean": mark("Mean"),
    "standard_deviation": mark("Standard deviation"),
    "low": mark("Lower end"),
    "high": mark("Upper end"),
    "location": mark("Location"),
    "scale": mark("Scale"),
    "degrees": mark("Degrees of freedom"),
    "shape": mark("Shape"),
    "alpha": mark("First shape"),
    "beta": mark("Second shape"),
    "mu": mark("Mean of the logarithm"),
    "sigma": mark("Standard deviation of the logarithm"),
    "weight": mark("Weight"),
    "median": mark("Median"),
}
# LaTeX letters as plain text, for the signs of sliders and handles.
LETTERS = {
    "<mu>": "μ",
    "<sigma>": "σ",
    "<x>": "x",
    "<p>": "p",
    r"\lambda": "λ",
    r"\nu": "ν",
    r"\alpha": "α",
    r"\beta": "β",
    r"\gamma": "γ",
    r"\pi": "π",
    "_k": "",
    "_i": "",
    "_0": "₀",
}
SYMBOLS = {"<mu>": "mu", "<sigma>": "sigma", "<x>": "x", "<p>": "p"}
# Landmarks that are no parameter themselves: what is written on them, and whose colour they wear.
LANDMARKS = {"mean": ("E", "mu"), "median": ("m", "mu")}
# What some families call their place or their width.
OTHERWISE = {"location": ("mean",), "scale": ("standard_deviation", "sigma")}
SUBSCRIPTS = "₁₂₃₄₅₆₇₈"
# Where a slider ends as long as nobody went further, by address or by hand.
COMFORTABLE = {"place": (-10.0, 10.0), "width": (0.05, 20.0), "count": (1, 100)}


def name_of(family: str) -> str:
    """What the family is called, in the reader's language."""
    return _(NAMES[family])


def name_of_parameter(member: Member, index: int) -> str:
    """What one of the member's parameters is called, in the reader's language; each a name of its own."""
    name = _(PARAMETERS[member.kind.parameter(index).name])
    return f"{name} {index // len(member.kind.parameters) + 1}" if member.kind.repeats else name


def choose_family(
    field: Field[Member],
    label: str,
    families: Sequence[str],
    *,
    then: Callable[[Member], None] = lambda member: None,
    prefix: str = "",
    **settings,
) -> Member:
    """A choice of family; another one starts from its default member, of which ``then`` hears.

    ``prefix`` stands before each name.
    """

    def take(family: str) -> None:
        state.put(field, Member.default(family))
        then(state.get(field))

    bound = state.bind(field, state.get(field).family, take)
    st.selectbox(label, families, format_func=lambda name: prefix + name_of(name), **bound, **settings)
    return state.get(field)


def choose_size(field: Field[Member], label: str, **settings) -> None:
    """How many components or values the member in ``field`` has, where its family leaves that open."""
    member = state.get(field)
    repeats = member.kind.repeats
    if repeats is not None:
        bound = state.bind(field, len(member.blocks), lambda size: state.put(field, member.resized(size)), "size")
        st.segmented_control(label, range(repeats.fewest, repeats.most + 1), required=True, **bound, **settings)


def sliders(
    field: Field[Member], *, of: str = "", symbol: str = "p", only: Sequence[str] = tuple(PARAMETERS)
) -> Iterator[Slider]:
    """One slider for each parameter of the member in ``field``; a table is edited as a table.

    Args:
        field: what they change.
        of: the letter of the distribution, where there is another one beside it; their signs carry it
            as an index, and all wear the colour of ``symbol``.
        symbol: see ``of``.
        only: the names of the parameters that get one.
    """
    member = state.get(field)
    for index, value in enumerate(member.parameters if member.family != "categorical" else ()):
        parameter = member.kind.parameter(index)
        if parameter.name not in only:
            continue
        low, high = _ends(parameter, value)
        yield Slider(
            f"{field.name}:{index}",
            _indexed(_sign(member, index, parameter), of),
            _named(name_of_parameter(member, index), of),
            value,
            low,
            high,
            lambda new, index=index: state.put(field, member.with_parameter(index, new)),
            symbol=symbol if of else _colour(parameter),
            step=1 if parameter.whole else None,
            logarithmic=parameter.logarithmic,
        )


def grips(
    field: Field[Member], *, symbol: str = "p", panel: int = 0, of: str = "", aside: float = 0.0
) -> Iterator[Handle]:
    """A handle for each landmark of the member in ``field``, on its density or mass.

    Args:
        field: what they change.
        symbol: whose colour they wear.
        panel: number of the panel.
        of: the letter of the distribution, where there is another one beside it.
        aside: how far from its value each probability of a table is drawn.
    """
    member = state.get(field)
    if member.family == "categorical":
        yield from _tops(field, symbol, panel, of, aside)
    for landmark, x in member.landmarks.items():
        sign, name, own = _landmark(member, landmark)
        yield Handle(
            f"{field.name}:{landmark}",
            _indexed(sign, of),
            _("{parameter}: drag to change it").format(parameter=_named(name, of)),
            x,
            float(member.distribution.density(np.array(x))),
            lambda new, _y, landmark=landmark: state.put(field, member.moved(landmark, new)),
            panel=panel,
            symbol=symbol if of else own,
        )


def _tops(field: Field[Member], symbol: str, panel: int, of: str, aside: float) -> Iterator[Handle]:
    """A handle on each probability of a table; the others make room for it."""
    member = state.get(field)
    for row, (value, probability) in enumerate(member.blocks):
        yield Handle(
            f"{field.name}:{row}",
            "",
            _("Probability of {value}: drag to change it").format(value=_named(short(value), of)),
            value + aside,
            probability,
            lambda _x, new, row=row: state.put(field, member.with_parameter(2 * row + 1, new)),
            moves="y",
            panel=panel,
            symbol=symbol,
        )


def _landmark(member: Member, landmark: str) -> tuple[str, str, str]:
    """Sign, name and colour of a landmark: of the parameter that it moves, where it is one."""
    word, _space, number = landmark.partition(" ")
    names = [parameter.name for parameter in member.kind.parameters]
    own = next((name for name in (word, *OTHERWISE.get(word, ())) if name in names), None)
    if own is None:
        sign, colour = LANDMARKS[word]
        return sign, _(PARAMETERS[word]), colour
    index = names.index(own) + len(names) * (int(number or 1) - 1)
    parameter = member.kind.parameter(index)
    return _sign(member, index, parameter), name_of_parameter(member, index), _colour(parameter)


def _colour(parameter: Parameter) -> str:
    return next((name for x, name in SYMBOLS.items() if x in parameter.symbol), "p")


def _named(what: str, of: str) -> str:
    return _("{what}, of {distribution}").format(what=what, distribution=of.upper()) if of else what


def _indexed(sign: str, of: str) -> str:
    """What stands behind the underscore is lowered by the figure."""
    return f"{sign}_{of}" if of else sign


def _sign(member: Member, index: int, parameter: Parameter) -> str:
    sign = parameter.symbol
    for latex, letter in LETTERS.items():
        sign = sign.replace(latex, letter)
    width = len(member.kind.parameters)
    return sign + (SUBSCRIPTS[index // width] if member.kind.repeats else "")


def _ends(parameter: Parameter, value: float) -> tuple[float, float]:
    if parameter.high - parameter.low <= 1:
        return parameter.low, parameter.high
    kind = "count" if parameter.whole else "width" if parameter.logarithmic else "place"
    low, high = COMFORTABLE[kind]
    return max(parameter.low, min(low, value)), min(parameter.high, max(high, value))
