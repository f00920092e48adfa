"""θ = (μ, σ): where it was left, how far gradient ascent has taken it from there, and what moves it."""

from dataclasses import dataclass

from ui import state
from ui.components.figure import Handle, Player, Press, Slider, player_for, slider_for
from ui.fields.likelihood import CLIMB_STEP, DATA, DEVIATION, MEAN, RATE
from ui.i18n import gettext as _
from vae_core.probability.ascent import Ascent, ascend
from vae_core.probability.likelihood import maximum, observations
from vae_core.probability.likelihood_window import Window


@dataclass(frozen=True)
class Theta:
    """Where θ is.

    Attributes:
        mean: μ.
        standard_deviation: σ.
        path: gradient ascent from where θ was left.
        step: how many steps of it have been taken.
    """

    mean: float
    standard_deviation: float
    path: Ascent
    step: int

    @property
    def is_at_the_end(self) -> bool:
        return self.step == len(self.path.means) - 1


def theta() -> Theta:
    """θ as it is on screen."""
    path = ascend(observations(state.get(DATA)), state.get(MEAN), state.get(DEVIATION), rate=state.get(RATE))
    step = min(state.get(CLIMB_STEP), len(path.means) - 1)
    if step == 0:
        return Theta(state.get(MEAN), state.get(DEVIATION), path, 0)
    return Theta(float(path.means[step]), float(path.standard_deviations[step]), path, step)


def place() -> tuple[float, float]:
    """μ and σ of :func:`theta`, without a path where none has been walked."""
    if state.get(CLIMB_STEP) == 0:
        return state.get(MEAN), state.get(DEVIATION)
    here = theta()
    return here.mean, here.standard_deviation


def settle() -> None:
    """Leave θ where gradient ascent has taken it."""
    here = theta()
    if here.step:
        move_to(here.mean, here.standard_deviation)


def move_to(mean: float | None = None, standard_deviation: float | None = None) -> None:
    """Put θ at a place, or move it along one axis only."""
    if mean is None or standard_deviation is None:
        settle()
    state.put(CLIMB_STEP, 0)
    if mean is not None:
        state.put(MEAN, mean)
    if standard_deviation is not None:
        state.put(DEVIATION, standard_deviation)


def to_the_maximum() -> None:
    """Where the closed form says that L is highest."""
    best = maximum(observations(state.get(DATA)))
    move_to(best.mean, best.standard_deviation)


def controls(here: Theta, shown: Window, is_map: bool) -> list[Handle | Slider | Press]:
    """What moves θ by hand: on the map, or by sliders."""
    mean, deviation = here.mean, here.standard_deviation
    ends = {"low": shown.low, "high": shown.high}
    widths = {"low": shown.narrowest, "high": shown.widest, "logarithmic": True}
    beside = [
        Slider("mu", "μ", _("Mean"), mean, set=lambda value: move_to(mean=value), symbol="mu", **ends),
        Slider("sigma", "σ", _("Standard deviation"), deviation, set=_set_width, symbol="sigma", **widths),
    ]
    if not is_map:
        return beside

    def place(x: float, y: float) -> None:
        move_to(x, min(max(y, shown.narrowest), shown.widest))

    grip = Handle("theta", "θ", _("θ = (μ, σ)"), mean, deviation, place, moves="xy", **ends)
    return [grip, Press(_("A click puts θ there."), place, name="put"), *beside]


def climbing_controls(here: Theta) -> list[Slider | Player]:
    """What moves θ step by step."""
    rate = slider_for(RATE, "η", _("Learning rate of gradient ascent"), logarithmic=True)
    return [rate, player_for(CLIMB_STEP, _("Step"), len(here.path.means) - 1, pause=0.05)]


def _set_width(value: float) -> None:
    move_to(standard_deviation=value)
