"""The families of continuous distributions, in the order in which they are taught.

Formulas: Bishop, "Pattern Recognition and Machine Learning" (2006), appendix B, and, where he has none,
the documentation of ``scipy.stats``.
"""

import math

from vae_core.probability import scipy_families
from vae_core.probability.mixture import Mixture
from vae_core.probability.notation import Formula
from vae_core.probability.parameters import (
    Family,
    Landmark,
    Parameter,
    Repeats,
    interval,
    location,
    place,
    probability,
    ratio,
    scale,
    shares,
    width,
)

LOCATION_AND_SCALE = {"location": location(), "scale": scale()}
RATE = Parameter("rate", r"\lambda", 1e-3, 1e3, 1.0, logarithmic=True)


def log(x: float) -> float:
    """log x; −∞, which a range then brings back, where x is not above 0."""
    return math.log(x) if x > 0 else -math.inf


CONTINUOUS = (
    Family(
        "normal",
        (place("mean", "<mu>"), width("standard_deviation", "<sigma>")),
        scipy_families.normal,
        Formula(
            r"f(<x>) = \frac{1}{\sqrt{2\pi}$times$standard_deviation}"
            r"\exp\left(-\frac{(<x> - $mean)^2}{2$times$standard_deviation^2}\right)"
        ),
        LOCATION_AND_SCALE,
    ),
    Family(
        "uniform",
        (place("low", "a", 0.0), place("high", "b", 1.0)),
        scipy_families.uniform,
        Formula(r"f(<x>) = \frac{1}{$bare_high - $low},\quad $bare_low \le <x> \le $bare_high"),
        {"low": location(0), "high": location(1)},
        rule=interval(),
    ),
    Family(
        "exponential",
        (RATE,),
        scipy_families.exponential,
        Formula(r"f(<x>) = $rate$times e^{-$rate$times <x>},\quad <x> \ge 0"),
        {"mean": Landmark(lambda v: 1 / v[0], lambda v, x: (ratio(1, x),))},
    ),
    Family(
        "laplace",
        (place("location", "<mu>"), width("scale", "b")),
        scipy_families.laplace,
        Formula(r"f(<x>) = \frac{1}{2$times$scale}\exp\left(-\frac{|<x> - $location|}{$scale}\right)"),
        LOCATION_AND_SCALE,
    ),
    Family(
        "logistic",
        (place("location", "<mu>"), width("scale", "s")),
        scipy_families.logistic,
        Formula(
            r"\begin{aligned} f(<x>) &= \frac{e^{-u}}{$scale$times(1 + e^{-u})^2}, \\"
            r" u &= \frac{<x> - $location}{$scale} \end{aligned}",
        ),
        LOCATION_AND_SCALE,
    ),
    Family(
        "student_t",
        (
            Parameter("degrees", r"\nu", 0.5, 1000, 3.0, logarithmic=True),
            place("location", "<mu>"),
            width("scale", "s"),
        ),
        scipy_families.student_t,
        Formula(
            r"\begin{aligned} f(<x>) = {} &\frac{\Gamma\left(\frac{$degrees + 1}{2}\right)}"
            r"{\sqrt{$degrees$times\pi}$times$scale$times\Gamma\left(\frac{$degrees}{2}\right)} \\"
            r"&\cdot \left(1 + \frac{(<x> - $location)^2}{$degrees$times$scale^2}\right)^{-\frac{$degrees + 1}{2}}"
            r"\end{aligned}"
        ),
        {"location": location(1), "scale": scale(1, 2)},
    ),
    Family(
        "cauchy",
        (place("location", "<x>_0"), width("scale", r"\gamma")),
        scipy_families.cauchy,
        Formula(
            r"f(<x>) = \frac{1}{\pi$times$scale\left(1 + \left(\frac{<x> - $location}{$scale}\right)^2\right)}",
        ),
        LOCATION_AND_SCALE,
    ),
    Family(
        "gamma",
        (Parameter("shape", "k", 0.1, 1000, 2.0, logarithmic=True), RATE),
        scipy_families.gamma,
        Formula(
            r"\begin{aligned} f(<x>) = {} &\frac{$rate^{$bare_shape}}{\Gamma($bare_shape)}$times <x>^{$bare_shape - 1}"
            r"$times e^{-$rate$times <x>}, \\ &<x> > 0 \end{aligned}"
        ),
        {"mean": Landmark(lambda v: v[0] / v[1], lambda v, x: (v[0], ratio(v[0], x)))},
    ),
    Family(
        "beta",
        (
            Parameter("alpha", r"\alpha", 0.5, 1000, 2.0, logarithmic=True),
            Parameter("beta", r"\beta", 0.5, 1000, 3.0, logarithmic=True),
        ),
        scipy_families.beta,
        Formula(
            r"f(<x>) = \frac{<x>^{$bare_alpha - 1}$times(1 - <x>)^{$bare_beta - 1}}{B($bare_alpha, $bare_beta)},"
            r"\quad 0 < <x> < 1"
        ),
        {"mean": Landmark(lambda v: v[0] / (v[0] + v[1]), lambda v, x: ((v[0] + v[1]) * x, (v[0] + v[1]) * (1 - x)))},
    ),
    Family(
        "log_normal",
        (
            Parameter("mu", "<mu>", -10, 10, 0.0),
            Parameter("sigma", "<sigma>", 1e-3, 10, 0.5, logarithmic=True),
        ),
        scipy_families.log_normal,
        Formula(
            r"\begin{aligned} f(<x>) = {} &\frac{1}{\sqrt{2\pi}$times$sigma$times <x>} \\"
            r"&\cdot \exp\left(-\frac{(\ln <x> - $mu)^2}{2$times$sigma^2}\right),\quad <x> > 0 \end{aligned}"
        ),
        {
            "median": Landmark(lambda v: math.exp(v[0]), lambda v, x: (log(x), v[1])),
            "scale": Landmark(lambda v: math.exp(v[0] + v[1]), lambda v, x: (v[0], log(x) - v[0])),
        },
    ),
    Family(
        "mixture",
        (probability("weight", r"\pi_k", 0.5), place("mean", "<mu>_k"), width("standard_deviation", "<sigma>_k")),
        lambda *v: Mixture(v[0::3], v[1::3], v[2::3]),
        Formula(
            r"f(<x>) = \sum_k \pi_k\,\mathcal{N}(<x>;\, <mu>_k, <sigma>_k^2)",
            start="f(<x>) = ",
            term=r"$weight\cdot\mathcal{N}(<x>;\, $bare_mean,\, $standard_deviation^2)",
            joint=" + ",
        ),
        {"location": location(1), "scale": scale(1, 2)},
        rule=shares(0, 3),
        repeats=Repeats(2, 5, (0.4, -1.5, 0.5, 0.6, 1.5, 0.8), (0.0, 2.0, 0.0), share=0),
    ),
)
