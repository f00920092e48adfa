"""What to predict about the way from noise to a digit."""

from sections.from_noise.models import models
from ui import late, state
from ui.fields.from_noise import CHAINS_SEED, COUNT, DRAWS_SEED, IMAGE, MODEL, NOISED
from ui.i18n import gettext as _
from ui.predict import Question
from vae_core.diffusion.length import half_way, length_of_noise
from vae_core.diffusion.sampling import Sampler
from vae_core.diffusion.schedule import Schedule
from vae_core.printing import readable

EVENLY = 5  # percent, between the shares of noise for which it is counted
PIXELS = 784


def where_the_digit_begins(schedules: dict[str, Schedule]) -> Question:
    """At which stop signal and noise are as strong."""
    schedule, count = schedules[state.get(MODEL)], state.get(COUNT)
    times = Sampler(steps=count).times(schedule)
    stop = next(number for number, t in enumerate(times) if schedule.log_snr[t] > 0)
    share = stop / (len(times) - 1)
    t = int(times[stop])
    return Question(
        _("The way has {count} steps. When is there more digit than noise in $x_t$ for the first time?").format(
            count=len(times) - 1
        ),
        (_("in the first third"), _("in the middle third"), _("in the last third")),
        sum(share > end for end in (1 / 3, 2 / 3)),
        _("After step {stop}: there $\\alpha_t$ is {signal} and $\\sigma_t$ is {noise}.").format(
            stop=stop, signal=readable(float(schedule.signal[t]), 3), noise=readable(float(schedule.noise[t]), 3)
        ),
    )


def how_many_digits() -> Question:
    """How many draws of the prior come out as digits."""
    share = late.draws.compared(state.get(DRAWS_SEED))["prior"].share
    return Question(
        _("Draw $z$ from $N(0, I)$ in eight dimensions and decode it. How often is the classifier sure of a digit?"),
        (_("in fewer than a third"), _("in a third to two thirds"), _("in more than two thirds")),
        sum(share > end for end in (1 / 3, 2 / 3)),
        _("In {share} % of the draws. Codes do not fill the prior; between them the decoder was never trained.").format(
            share=readable(100 * share, 3)
        ),
    )


def how_many_codes_in_holes() -> Question:
    """How many codes of real images lie in holes among those of others."""
    share = late.draws.landed(late.draws.OF_A_PLANE, state.get(DRAWS_SEED))["real"].share
    return Question(
        _(
            "A draw lies in a hole where its nearest code is farther away than 95 % of the codes have theirs. Put the "
            "codes of 1000 other real images among them: how many of those lie in holes?"
        ),
        (_("hardly any, below 2 %"), _("2 to 8 %"), _("8 to 20 %"), _("more than 20 %")),
        sum(share > end for end in (0.02, 0.08, 0.2)),
        _("{share} %: they are distributed as the codes are, so about one in twenty is farther away.").format(
            share=readable(100 * share, 2)
        ),
    )


def how_far_one_look_is_off() -> Question:
    """How much the bound differs where one step speaks for all."""
    found = late.chains.chains(state.get(IMAGE), state.get(CHAINS_SEED))
    spread = found.spread_of_looks
    return Question(
        _(
            "The steps cost {cost} nats together. Training looks at one step, drawn evenly, and counts it {all} times. "
            "By how many nats is such a look off, as a standard deviation?"
        ).format(cost=readable(-found.noises.of_steps.value, 3), all=len(found.noises.steps)),
        (_("less than 3"), _("3 to 30"), _("30 to 300"), _("more than 300")),
        sum(spread > end for end in (3, 30, 300)),
        _("By {spread}: few steps cost most, and are seldom drawn. The simple loss weighs all alike.").format(
            spread=readable(spread, 2)
        ),
    )


def how_often_the_same() -> Question:
    """How often few steps with chance end at the digit where many do."""
    chance, without = (late.returns.few_and_many(kind) for kind in ("ancestral", "ddim"))
    return Question(
        _(
            "Take 100 noises, and tell no digit. How often do {few} steps with chance and {many} steps with chance end "
            "at the same digit?"
        ).format(few=late.returns.FEW, many=late.returns.MANY),
        (_("hardly more often than by luck"), _("about half of the time"), _("nearly always")),
        sum(chance.share > end for end in (0.25, 0.75)),
        _("For {chance} % of them, where luck alone makes it one in ten; without chance for {without} %.").format(
            chance=f"{100 * chance.share:.0f}", without=f"{100 * without.share:.0f}"
        ),
    )


def noised_share() -> tuple[int, float]:
    """Up to which step of the codes' schedule the drawing is noised, about, and which share of the way that is."""
    schedule = models()["codes"].schedule
    share = max(1, round(100 * state.get(NOISED["noised"]) / EVENLY)) * EVENLY / 100
    return round(schedule.steps * share), share


def how_many_come_back() -> Question:
    """How many codes keep their digit when they are noised as far as the drawing is, and brought back."""
    t, share = noised_share()
    found, other = late.returns.there_and_back(t).share, round(0.75 * models()["codes"].schedule.steps)
    return Question(
        _(
            "Take the codes of 500 test images, noise each to {noised} % of the way, and come back with chance. How "
            "many still show their digit?"
        ).format(noised=f"{100 * share:.0f}"),
        (_("fewer than a third"), _("a third to two thirds"), _("more than two thirds")),
        sum(found > end for end in (1 / 3, 2 / 3)),
        _("{share} % of them do; three quarters of the way out, {other} %.").format(
            share=f"{100 * found:.0f}", other=f"{100 * late.returns.there_and_back(other).share:.0f}"
        ),
    )


def how_far_off_the_shell() -> Question:
    """How far the middle of a straight line between two noises lies below the length of noise."""
    (usual, spread), half = length_of_noise(PIXELS), half_way(PIXELS)
    off = (usual - half) / spread
    return Question(
        _(
            "Noise for an image of 784 pixels is {usual} long, with a standard deviation of {spread}. By how many of "
            "those is the middle of a straight line between two noises shorter?"
        ).format(usual=readable(usual, 3), spread=readable(spread, 2)),
        (_("about one"), _("about three"), _("more than ten")),
        sum(off > end for end in (2, 10)),
        _("It is {half} long on average, {off} standard deviations less: no noise is ever that short.").format(
            half=readable(half, 3), off=readable(off, 3)
        ),
    )
