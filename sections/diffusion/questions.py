"""What to predict about noise, step by step."""

from itertools import pairwise

from sections.diffusion.choices import plane, schedule
from ui import latent_particles, state
from ui.fields.diffusion import CHAIN, COUNT, LEVEL, LINE, PLACE, SAMPLER, SCHEDULE, SEED, VALUE, WIDTH
from ui.i18n import gettext as _
from ui.predict import Question
from vae_core.diffusion import particles
from vae_core.diffusion.account import Account
from vae_core.diffusion.classes import half_of
from vae_core.diffusion.examples import LINES
from vae_core.diffusion.forward import known
from vae_core.diffusion.names import three_names
from vae_core.diffusion.schedule import Schedule
from vae_core.diffusion.weights import least_losses, step_weights
from vae_core.printing import readable, short


def what_is_left() -> Question:
    """When signal and noise are as strong."""
    noise = schedule()
    data, x_0 = LINES[state.get(LINE)], state.get(VALUE)
    even = min(range(1, noise.steps + 1), key=lambda t: abs(float(noise.log_snr[t])))
    left = known(data, noise, x_0, even)
    ends = (0.01, 0.1, 1.0)
    return Question(
        _(
            "At step {t} of 100 signal and noise are as strong. How many nats does $x_t$ still tell of $x_0 = {x}$, as "
            "KL from the prior?"
        ).format(t=even, x=short(x_0)),
        (
            _("less than {n}").format(n="0.01"),
            _("{low} to {high}").format(low="0.01", high="0.1"),
            _("{low} to {high}").format(low="0.1", high="1"),
            _("more than {n}").format(n="1"),
        ),
        sum(left.rate > end for end in ends),
        _("It is {rate}: the mean has come to {mean}, the variance to {variance}.").format(
            rate=readable(left.rate, 3), mean=readable(left.signal * x_0, 3), variance=readable(left.noise**2, 3)
        ),
    )


def what_more_steps_do() -> Question:
    """What four times as many latents do to the gap."""
    steps = state.get(CHAIN)
    more = min(4 * steps, 200) if steps < 200 else steps // 4
    data, width, x_0 = LINES[state.get(LINE)], state.get(WIDTH), state.get(VALUE)
    now, then = (
        float(Account(data, Schedule(state.get(SCHEDULE), count), width, x_0).gaps.sum()) for count in (steps, more)
    )
    ratio = then / max(now, 1e-9)
    return Question(
        _("With T = {steps} latents the gap at $x_0 = {x}$ is {gap} nats. With T = {more} it is:").format(
            steps=steps, x=short(x_0), gap=readable(now, 3), more=more
        ),
        (
            _("less than a fifth of that"),
            _("between a fifth and all of it"),
            _("larger, but not five times as large"),
            _("more than five times as large"),
        ),
        sum(ratio > end for end in (0.2, 1.0, 5.0)),
        _("It is {gap} nats. More latents are more that a bell must fit, but each step is smaller.").format(
            gap=readable(then, 3)
        ),
    )


def where_the_guess_lies() -> Question:
    """Whether the best guess for x_0 is a place where data are."""
    data = plane()
    found = three_names(data, particles.SCHEDULE, state.get(LEVEL), state.get(PLACE))
    peak = float(data.log_density(data.means).max())
    depth = peak - float(data.log_density(found.denoised)[0])
    return Question(
        _("The best guess for $x_0$, in squared error, is $E[x_0∣x_t]$. Seen from $x_t$ on screen, where does it lie?"),
        (
            _("where data are dense"),
            _("where they are rarer"),
            _("where there are hardly any"),
        ),
        sum(depth > end for end in (2.0, 6.0)),
        _("The density there is e to the −{depth} of the densest. A mean need not look like any of the data.").format(
            depth=readable(max(0.0, depth), 2)
        ),
    )


def who_needs_more_steps() -> Question:
    """Which way ends nearer the data with the steps on screen."""
    data = plane()
    ways = particles.both(data, state.get(SAMPLER), state.get(COUNT), state.get(SEED))
    chance, without = ways.distances
    answer = 0 if chance < 0.87 * without else 1 if without < 0.87 * chance else 2
    return Question(
        _("With {count} steps, which thousand ends nearer the data?").format(count=ways.count),
        (_("with chance"), _("without"), _("both alike, within 15 %")),
        answer,
        _("The distances are {chance} and {without}.").format(chance=readable(chance, 2), without=readable(without, 2)),
    )


def who_settles_earlier() -> Question:
    """On which way half of the particles sooner have the lead for good of the digit that they end as."""
    chance, without = (half_of(of) for of in latent_particles.settled(state.get(SEED)).values())
    return Question(
        _(
            "At each step there is a likeliest digit for each particle, seen from where it is. On which way does the "
            "digit that it ends as take the lead for good earlier, for half of the particles?"
        ),
        (_("with chance"), _("without"), _("on both alike, within two steps")),
        2 if abs(chance - without) <= 2 else int(without < chance),
        _("With chance by step {chance} of {steps}, without by step {without}.").format(
            chance=chance, steps=latent_particles.STEPS, without=without
        ),
    )


def where_the_bound_looks() -> Question:
    """Which share of what the bound charges, at the least, the steps up to the one on screen have."""
    t = state.get(LEVEL)
    least = least_losses(plane(), particles.SCHEDULE)
    cost = step_weights(particles.SCHEDULE)[1:] * least
    alike, weighed = (float(each[:t].sum() / each.sum()) for each in (least, cost))
    ends = (25, 50, 75, 90)
    return Question(
        _(
            "Also a perfect network has a loss. Steps 1 to {t} make up {share} % of it where all steps count alike. "
            "Which share do they have in the bound?"
        ).format(t=t, share=readable(100 * alike, 2)),
        (
            _("less than {n} %").format(n=ends[0]),
            *(_("{low} to {high} %").format(low=low, high=high) for low, high in pairwise(ends)),
            _("more than {n} %").format(n=ends[-1]),
        ),
        sum(100 * weighed > end for end in ends),
        _("It is {share} %: an error at step 2 costs {ratio} times what it costs at step 50.").format(
            share=readable(100 * weighed, 2), ratio=readable(_weight(2) / _weight(50), 2)
        ),
    )


def _weight(t: int) -> float:
    return float(step_weights(particles.SCHEDULE)[t])
