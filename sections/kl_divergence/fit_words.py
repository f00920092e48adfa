"""What the two fits do, named."""

import streamlit as st

from ui import lesson
from ui.formulas import coloured
from ui.i18n import gettext as _
from ui.i18n import mark
from vae_core.printing import readable
from vae_core.probability.families import Member
from vae_core.probability.fit_landscape import at_step
from vae_core.probability.gaussian_fit import Fit, Optimum
from vae_core.probability.notation import factor, number, shortened

FORWARD = {
    "covering": mark(
        "$\\mathrm{{KL}}(p\\|q)$ is **mode-covering**: its $q$ lies over all {count} modes, and over the valley too."
    ),
    "single": mark("$p$ has one mode, and $\\mathrm{{KL}}(p\\|q)$ takes over its mean and variance."),
    "": mark(
        "$\\mathrm{{KL}}(p\\|q)$ takes over $p$'s mean and variance; its $q$ takes in {carried} of the {count} modes."
    ),
}
REVERSE = {
    "seeking": mark(
        "$\\mathrm{{KL}}(q\\|p)$ is **mode-seeking**: its $q$ has settled on the one at {mean}, away from places where "
        "$p$ is small."
    ),
    "covering": mark(
        "$\\mathrm{{KL}}(q\\|p)$ covers all modes as well: between them $p$ is never so small that $q$ must avoid it."
    ),
    "single": mark("$\\mathrm{{KL}}(q\\|p)$ settles on that mode too, at {mean}."),
    "": mark("$\\mathrm{{KL}}(q\\|p)$ has settled at {mean} and takes in {carried} of the {count} modes."),
}
STYLES = {
    "covering": mark("covers all modes"),
    "seeking": mark("seeks one mode"),
    "between": mark("takes in {carried} of {count} modes"),
    "single": mark("p has one mode"),
}
FEW = 3  # components whose terms are written out


def reading(fits: Fit, step: int) -> None:
    """What is to be seen at this step."""
    if step < fits.steps:
        forward, reverse = (divergence_at(path, step) for path in (fits.forward, fits.reverse))
        text = _("Step {step} of {last}: $\\mathrm{{KL}}(p\\|q)$ is {forward}, $\\mathrm{{KL}}(q\\|p)$ is {reverse}.")
        if step == 0:
            text = _(
                "Both copies of $q$ are one: $\\mathrm{{KL}}(p\\|q)$ is {forward}, $\\mathrm{{KL}}(q\\|p)$ {reverse}."
            )
        numbers = {"step": step, "last": fits.steps, "forward": readable(forward, 3), "reverse": readable(reverse, 3)}
        lesson.reading(text.format(**numbers))
        return
    sentences = [_named(FORWARD, fits.forward_optimum, fits)]
    if fits.reached is None:
        sentences.append(_("$\\mathrm{KL}(q\\|p)$ has not come to rest yet."))
    else:
        sentences.append(_named(REVERSE, fits.reverse_optima[fits.reached], fits))
    if len(fits.reverse_optima) > 1:
        sentences.append(
            _("It has {count} local optima: another start leads to another of them.").format(
                count=len(fits.reverse_optima)
            )
        )
    lesson.reading(" ".join(sentences))


def _named(sentences: dict[str, str], optimum: Optimum, fits: Fit) -> str:
    return _(sentences.get(optimum.style, sentences[""])).format(
        count=len(fits.modes), carried=optimum.carried, mean=readable(optimum.mean, 3)
    )


def divergence_at(path, step: int) -> float:
    """What the path has come down to."""
    return float(path.divergences[min(step, len(path.divergences) - 1)])


def both(fits: Fit, step: int) -> None:
    """The two copies of q at this step."""
    rows = (("KL(p‖q)", fits.forward), ("KL(q‖p)", fits.reverse))
    lesson.table(
        (_("step {step}").format(step=step), "$\\mu$", "$\\sigma$", _("divergence")),
        [
            (
                name,
                *(readable(value, 3, unit=1.0) for value in at_step(path, step)),
                readable(divergence_at(path, step)),
            )
            for name, path in rows
        ],
    )


def optima(fits: Fit) -> None:
    """All places where a fit can come to rest."""
    listed = [("KL(p‖q)", fits.forward_optimum)]
    listed += [("KL(q‖p)", optimum) for optimum in fits.reverse_optima]
    lesson.table(
        (_("optima"), "$\\mu$", "$\\sigma$", _("divergence"), ""),
        [
            (
                name,
                readable(optimum.mean, 3, unit=1.0),
                readable(optimum.standard_deviation, 3),
                readable(optimum.divergence, unit=1.0),
                _(STYLES[optimum.style]).format(carried=optimum.carried, count=len(fits.modes)),
            )
            for name, optimum in listed
        ],
    )


def formulas(p: Member, fits: Fit, step: int) -> None:
    """What both copies of q pay now, and where the forward fit must end."""
    best = fits.forward_optimum
    mean = shortened([rf"{number(weight)} \cdot {factor(mean)}" for weight, mean, _deviation in p.blocks], FEW)
    forward, reverse = (number(divergence_at(path, step)) for path in (fits.forward, fits.reverse))
    st.latex(
        coloured(
            rf"\begin{{aligned}} \mathrm{{KL}}(p\|q) &= \mathrm{{E}}_{{<p>}}[\log <p> - \log <q>] = {forward} \\"
            rf"\mathrm{{KL}}(q\|p) &= \mathrm{{E}}_{{<q>}}[\log <q> - \log <p>] = {reverse} \end{{aligned}}"
        )
    )
    st.caption(_("The first is lowest where $q$ has the mean and the variance of $p$:"))
    st.latex(
        coloured(
            rf"\begin{{aligned}} <mu> &= \mathrm{{E}}_{{<p>}}[x] = {mean} = {number(best.mean)} \\"
            rf"<sigma>^2 &= \mathrm{{Var}}_{{<p>}}[x] = {number(best.standard_deviation**2)} \end{{aligned}}"
        )
    )
