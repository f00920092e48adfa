"""KL(q‖p(z)) of each latent dimension: by its formula, and from draws."""

from sections.elbo.evidence import yours
from ui import lesson, state
from ui.fields.elbo import LUCK, SUBJECT, Q
from ui.i18n import gettext as _
from vae_core import objectives
from vae_core.analysis import derivation as core
from vae_core.printing import adding_up, nats, short, with_error

DRAWS = 1000


@lesson.section(shares=(*SUBJECT, Q, LUCK))
def dimensions() -> None:
    q = yours()
    divergences = core.kl_by_draws(q, DRAWS, state.get(LUCK))
    dearer, total = int(divergences.closed.argmax()), float(divergences.closed.sum())
    closed = adding_up(total, divergences.closed.tolist())
    rows = [
        (
            f"$z_{number + 1}$",
            short(float(q.mean[number])),
            short(float(q.standard_deviation[number])),
            nats(closed[number]),
            with_error(float(divergences.estimate[number]), float(divergences.standard_error[number])),
        )
        for number in range(2)
    ]
    header = ("", "μ", "σ", _("KL, closed form"), _("KL from {count} draws").format(count=DRAWS))
    lesson.table(header, rows)
    lesson.reading(
        _("$z_{number}$ tells more about this image: {kl} of the {total} nats that $q$ pays.").format(
            number=dearer + 1, kl=nats(closed[dearer]), total=nats(total)
        )
    )
    lesson.code(objectives.kl_to_standard_normal, core.kl_by_draws)
