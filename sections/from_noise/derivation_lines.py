"""The lines of the bound's derivation in LaTeX: formula, value, and why it equals the line before."""

from ui.formulas import lines, tinted
from ui.i18n import gettext as _
from vae_core.diffusion.derivation import Chains, Mean, Terms
from vae_core.printing import fixed
from vae_core.probability.notation import amount

MODEL, FORTH = r"<p>(<x>_{t-1}\mid <x>_t)", r"<q>(<x>_t\mid <x>_{t-1})"
BACK, FIRST = r"<q>(<x>_{t-1}\mid <x>_t, <x>_0)", r"<p>(<x>_0\mid <x>_1)"
GUESS, NOISE = r"\hat{<x>}_0", r"\hat{<epsilon>}"


def to_the_ratios(of: Chains) -> str:
    """Lines (1) to (4): one ratio for each step."""
    path = r"\mathrm{E}_{<q>}\Big[\log\frac{<p>(<x>_{0:T})}{<q>(<x>_{1:T}\mid <x>_0)}\Big]"
    turned = rf"\frac{{{MODEL}}}{{{BACK}}}\cdot\frac{{<q>(<x>_{{t-1}}\mid <x>_0)}}{{<q>(<x>_t\mid <x>_0)}}"
    first = rf"\log\frac{{{FIRST}}}{{<q>(<x>_1\mid <x>_0)}}"
    return lines(
        ("(1)", r"\log <p>(<x>_0) \ge " + path, _mean(Mean.of(of.of_paths)), _("Jensen")),
        (
            "(2)",
            rf"\mathrm{{E}}\Big[\log <p>(<x>_T) + \sum_{{t\ge 1}}\log\frac{{{MODEL}}}{{{FORTH}}}\Big]",
            _mean(Mean.of(of.of_factors)),
            _("chains: products"),
        ),
        (
            "(3)",
            rf"\mathrm{{E}}\Big[\log <p>(<x>_T) + \sum_{{t\ge 2}}\log\Big[{turned}\Big] + {first}\Big]",
            _mean(Mean.of(of.by_bayes)),
            _("Bayes, given x₀"),
        ),
        (
            "(4)",
            r"\mathrm{E}\Big[\log\frac{<p>(<x>_T)}{<q>(<x>_T\mid <x>_0)}\Big]"
            rf" + \sum_{{t\ge 2}}\mathrm{{E}}\Big[\log\frac{{{MODEL}}}{{{BACK}}}\Big] + \mathrm{{E}}[\log {FIRST}]",
            _mean(of.ratios.value),
            _("neighbours cancel"),
        ),
    )


def to_three_kinds(of: Chains) -> str:
    """Line (5), part by part, each beside its part of line (4)."""

    def part(formula: str, now: Mean, drawn: Mean) -> tuple[str, str, str, str]:
        return (
            "",
            formula,
            _mean(now, "kl"),
            _("(4) had {value}").format(value=f"{fixed(drawn.value)} ± {fixed(drawn.error)}"),
        )

    rows = [
        part(
            r"-L_T = -<kl>\big(<q>(<x>_T\mid <x>_0)\,\|\,<p>(<x>_T)\big)",
            Mean.of(of.divergences.last),
            Mean.of(of.ratios.last),
        ),
        part(
            r"-\sum_{t\ge 2} L_{t-1}" + rf" = -\sum_{{t\ge 2}}\mathrm{{E}}\,<kl>\big({BACK}\,\|\,{MODEL}\big)",
            of.divergences.of_steps,
            of.ratios.of_steps,
        ),
        part(rf"-L_0 = \mathrm{{E}}[\log {FIRST}]", Mean.of(of.divergences.first), Mean.of(of.ratios.first)),
    ]
    whole = "(5)", r"-L_T - \sum_{t\ge 2} L_{t-1} - L_0", _mean(of.divergences.value), _("a mean log ratio is a KL")
    return lines(*rows, whole)


def to_the_noise(of: Chains) -> str:
    """Lines (6) to (8): the KLs of the steps in three other ways."""
    half = r"\sum_{t\ge 2}\mathrm{E}\,\tfrac12"
    return lines(
        ("", r"\sum_{t\ge 2} L_{t-1}", _steps(of.divergences), ""),
        (
            "(6)",
            half + r"\,\|\tilde{<mu>} - <mu>\|^2 / \tilde{<sigma>}_t^2",
            _steps(of.means),
            _("bells of one width"),
        ),
        (
            "(7)",
            half + rf"\,\big(\mathrm{{SNR}}(t-1) - \mathrm{{SNR}}(t)\big)\,\|<x>_0 - {GUESS}\|^2",
            _steps(of.guesses),
            _("means mix in x̂₀"),
        ),
        (
            "(8)",
            half + rf"\,\Big(\frac{{\mathrm{{SNR}}(t-1)}}{{\mathrm{{SNR}}(t)}} - 1\Big)\,\|<epsilon> - {NOISE}\|^2",
            _steps(of.noises),
            _("ε told by x₀"),
        ),
    )


def to_the_loss(of: Chains, looked: Mean) -> str:
    """Lines (9) and (10): what is learned by."""
    return lines(
        (
            "(9)",
            r"(T-1)\,\mathrm{E}_{t,<epsilon>}\big[-L_{t-1}\big] - L_T - L_0",
            _mean(looked),
            _("one t for each chain"),
        ),
        (
            "(10)",
            rf"\mathrm{{E}}_{{t,<epsilon>}}\,\|<epsilon> - {NOISE}\|^2",
            _mean(Mean.of(of.errors.mean(0)), "epsilon"),
            _("all weights 1: no bound"),
        ),
    )


def _mean(mean: Mean, symbol: str = "q") -> str:
    return tinted(symbol, rf"{amount(mean.value)} \pm {fixed(mean.error)}")


def _steps(terms: Terms) -> str:
    mean = terms.of_steps
    return _mean(Mean(-mean.value, mean.error), "kl")
