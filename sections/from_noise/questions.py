"""What to predict about the way from noise to a digit."""

from ui import late, state
from ui.fields.from_noise import CHAINS_SEED, COUNT, DRAWS_SEED, IMAGE, MODEL
from ui.i18n import gettext as _
from ui.predict import Question
from vae_core.diffusion.sampling import Sampler
from vae_core.diffusion.schedule import Schedule
from vae_core.printing import readable


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
