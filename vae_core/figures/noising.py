"""Pictures of data that melt into noise, on a line. Words are the caller's."""

from dataclasses import dataclass

import numpy as np

from vae_core.diffusion.forward import PRIOR, jump
from vae_core.diffusion.mixture import DiagonalMixture
from vae_core.diffusion.schedule import Schedule
from vae_core.figures.canvas import SMOOTH, Panel, area, curve, heat, sheet
from vae_core.figures.figure import Figure

ENDS = (-3.6, 3.6)
X = np.linspace(*ENDS, 181)
COLUMNS = 100
LIGHT = 0.55  # of the densities' power: a hump of the data is five times as high as the prior
REACH = 2  # standard deviations to either side of a mean


@dataclass(frozen=True)
class Words:
    """What the figure says in words; a page passes its own language."""

    all_data: str = "q(x_t), all data"
    of_one: str = "q(x_t∣x_0)"
    prior: str = "N(0, 1)"
    step: str = "step t"


def melting(data: DiagonalMixture, schedule: Schedule, x_0: float, t: int, words: Words | None = None) -> Figure:
    """How q(x_t) and q(x_t∣x_0) go from the data to the prior.

    Panels: 0 x over the steps, with the density of all data in shades and the way of x_0, two standard deviations to
    either side; 1 the logarithm of signal to noise, below it; 2 the densities at step t, on their side.
    """
    words = words or Words()
    shown = np.unique(np.rint(np.linspace(0, schedule.steps, min(COLUMNS, schedule.steps) + 1)).astype(int))
    marginals = data.noisy(schedule.signal[shown, None, None], schedule.noise[shown, None, None])
    densities = np.exp(marginals.log_density(X[:, None]))
    panels = [
        Panel("", "<i>x</i>", across=(0, 0.62), up=(0.32, 1), x_range=(0, schedule.steps), y_range=ENDS),
        Panel(words.step, "log SNR", across=(0, 0.62), up=(0, 0.2), shares_x=0, y_range=(-13, 13)),
        Panel("", "", across=(0.68, 1), up=(0.32, 1), y_range=ENDS),
    ]
    marks = [
        heat(shown, X, (densities.T**LIGHT).astype(np.float32), "p", **SMOOTH),
        *_way_of_one(schedule, shown, x_0, words.of_one),
        curve([t, t], ENDS, "ink", width=1, dash="dot"),
        curve(shown[1:], schedule.log_snr[shown[1:]], "sigma", panel=1),
        curve([t, t], [-13, 13], "ink", width=1, dash="dot", panel=1),
        *_at(data, schedule, x_0, t, words),
    ]
    return sheet(panels, marks, height=410)


def _way_of_one(schedule: Schedule, shown: np.ndarray, x_0: float, name: str):
    mean, noise = schedule.signal[shown] * x_0, schedule.noise[shown]
    there_and_back = np.concatenate([shown, shown[::-1]])
    edges = np.concatenate([mean + REACH * noise, (mean - REACH * noise)[::-1]])
    yield area(there_and_back, edges, "q", opacity=0.2, fill="toself")
    yield curve(shown, mean, "q", name=name)


def _at(data: DiagonalMixture, schedule: Schedule, x_0: float, t: int, words: Words):
    signal, noise = float(schedule.signal[t]), float(schedule.noise[t])
    density = np.exp(data.noisy(signal, noise).log_density(X[:, None]))
    yield area(density, X, "p", name=words.all_data, panel=2, fill="tozerox")
    if t > 0:  # before, it is all at x_0
        yield curve(np.exp(jump(schedule, t, np.array([x_0])).log_density(X)), X, "q", panel=2)
    yield curve(np.exp(PRIOR.log_density(X)), X, "z", name=words.prior, panel=2, width=1.5, dash="dash")
