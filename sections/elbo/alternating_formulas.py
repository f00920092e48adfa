"""The formulas of both steps with today's numbers in them."""

from ui.formulas import coloured
from vae_core.printing import what_is_left
from vae_core.probability.alternating import Alternation, Family, regression_sums
from vae_core.probability.linear_gaussian import posterior
from vae_core.probability.notation import amount, factor, number


def equation(film: Alternation, step: int) -> str:
    """Σ log p(x) = Σ L_b + Σ KL."""
    evidence, bound, gap = (float(values[step]) for values in (film.evidences, film.bounds, film.gaps))
    sums = evidence, bound, what_is_left(evidence, bound, gap)
    evidence, bound, gap = (amount(value) for value in sums)
    return coloured(
        r"\begin{aligned} \textstyle\sum_i \log <p>(<x>_i) &= \textstyle\sum_i L_b"
        r" + \textstyle\sum_i <kl>\big(<q>_i(<z>)\|<p>(<z>\mid <x>_i)\big) \\"
        rf"{evidence} &= {bound} + {gap} \end{{aligned}}"
    )


def e_step(film: Alternation, step: int, family: Family, datum: int) -> str:
    """q of one datum, from the model that is held."""
    model, q = film.models[step], film.qs[step]
    product = float(model.residuals(film.x)[datum] @ model.weights)
    below = rf"{number(model.length)}^2 + {number(model.noise)}^2"
    lines = [
        rf"\mu_i &= \frac{{w \cdot (<x>_i - b)}}{{\|w\|^2 + s^2}} = \frac{{{number(product)}}}{{{below}}}"
        rf" = {number(float(posterior(model, film.x).means[datum]))}",
        rf"V &= \frac{{s^2}}{{\|w\|^2 + s^2}} = {number(posterior(model, film.x).standard_deviation)}^2",
    ]
    mean, width = number(float(q.means[datum])), number(q.standard_deviation)
    chosen = {
        "free": r"\mathcal{N}(\mu_i, V) = <p>(<z>\mid <x>_i)",
        "fixed": rf"\mathcal{{N}}(\mu_i, {width}^2)",
        "shared": r"\mathcal{N}\big(\tfrac1n \textstyle\sum_j \mu_j,\; V\big)",
    }[family.name]
    lines.append(rf"<q>_i &= {chosen} = \mathcal{{N}}({mean},\; {width}^2)")
    return coloured(r"\begin{aligned}" + r" \\[4pt] ".join(lines) + r"\end{aligned}")


def m_step(film: Alternation, step: int) -> str:
    """The model from the q that are held: a regression of x on z."""
    model, q = film.models[step], film.qs[step]
    together, spread, _blur = regression_sums(film.x, q)
    upper, w, b = (_vector(values) for values in (together.tolist(), model.weights, model.offset))
    return coloured(
        r"\begin{aligned} w &= \frac{\sum_i (m_i - \bar m)(<x>_i - \bar{<x>})}{\sum_i (m_i - \bar m)^2 + n v} \\"
        rf"&= \frac{{{upper}}}{{{number(spread)} + {len(film.x)} \cdot {factor(q.variance)}}} = {w} \\[4pt]"
        rf"b &= \bar{{<x>}} - w \bar m = {b} \\[4pt]"
        r"s^2 &= \tfrac{1}{2n} \textstyle\sum_i \big(\|<x>_i - w m_i - b\|^2 + v \|w\|^2\big)"
        rf" = {number(model.noise)}^2 \end{{aligned}}"
    )


def _vector(values) -> str:
    return rf"\binom{{{number(values[0])}}}{{{number(values[1])}}}"
