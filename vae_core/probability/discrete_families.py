"""The families of discrete distributions, in the order in which they are taught.

Formulas: Bishop, "Pattern Recognition and Machine Learning" (2006), appendix B, and, where he has none,
the documentation of ``scipy.stats``.
"""

from vae_core.probability import scipy_families
from vae_core.probability.categorical import Categorical
from vae_core.probability.notation import Formula
from vae_core.probability.parameters import (
    Family,
    Landmark,
    Parameter,
    Repeats,
    location,
    place,
    probability,
    ratio,
    shares,
)

DISCRETE = (
    Family(
        "bernoulli",
        (probability("p", "<p>", 0.3),),
        scipy_families.bernoulli,
        Formula(r"P(X = <x>) = $p^{<x>}\,(1 - $p)^{1 - <x>},\quad <x> \in \{0, 1\}"),
        {"mean": location()},
    ),
    Family(
        "binomial",
        (Parameter("n", "n", 1, 1000, 10, whole=True), probability("p", "<p>", 0.4)),
        scipy_families.binomial,
        Formula(r"P(X = <x>) = \binom{$n}{<x>}\,$p^{<x>}\,(1 - $p)^{$n - <x>}"),
        {"mean": Landmark(lambda v: v[0] * v[1], lambda v, x: (v[0], x / v[0]))},
    ),
    Family(
        "geometric",
        (probability("p", "<p>", 0.3, low=1e-3),),
        scipy_families.geometric,
        Formula(r"\begin{aligned} P(X = <x>) = {} &(1 - $p)^{<x> - 1}$times$p, \\ &<x> = 1, 2, \dots \end{aligned}"),
        {"mean": Landmark(lambda v: 1 / v[0], lambda v, x: (ratio(1, x),))},
    ),
    Family(
        "poisson",
        (Parameter("rate", r"\lambda", 1e-3, 1e3, 3.0, logarithmic=True),),
        scipy_families.poisson,
        Formula(r"P(X = <x>) = \frac{$rate^{<x>}}{<x>!}\,e^{-$rate}"),
        {"mean": location()},
    ),
    Family(
        "categorical",
        (place("value", "<x>_i", 1.0), probability("probability", "<p>_i", 0.25)),
        lambda *v: Categorical(v[0::2], v[1::2]),
        Formula(
            r"P(X = <x>_i) = <p>_i,\quad \sum_i <p>_i = 1",
            term=r"P(X = $bare_value) = $probability",
            joint=r",\quad ",
            in_line=2,
        ),
        rule=shares(1, 2),
        repeats=Repeats(2, 8, (1.0, 0.1, 2.0, 0.2, 3.0, 0.3, 4.0, 0.4), (1.0, 0.0), share=1),
    ),
)
