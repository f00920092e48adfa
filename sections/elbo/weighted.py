"""What a training on L_k makes of q: two networks under one image, and what weighing keeps of the draws of each."""

import streamlit as st

from sections.elbo.subject import inference
from sections.elbo.weighted_question import who_is_higher
from ui import late, lesson, predict, state
from ui.components.figure import live_figure
from ui.fields.elbo import LUCK, OF_DRAWS, PIXELS, SUBJECT
from ui.formulas import coloured
from ui.i18n import gettext as _
from vae_core.data.dataset import binarise
from vae_core.figures import weighted as figures
from vae_core.printing import fixed, nats, with_error

NAMES = ("VAE", "IWAE")
EQUATION = (
    r"L_k \;\le\; \log <p>(<x>) - <kl>\big(<q>_k(<z>)\,\|\,<p>(<z>\mid <x>)\big) \;\le\; \log <p>(<x>), \qquad"
    r" <q>_k(<z>) = \mathbb{E}_{<z>_2, \dots, <z>_k \sim <q>}\Big[ <p>(<x>, <z>) \Big/ \tfrac{1}{k}\sum_{i=1}^{k}"
    r" \tfrac{<p>(<x>, <z>_i)}{<q>(<z>_i\mid <x>)} \Big],\quad <z>_1 = <z>"
)


@lesson.section(shares=(*SUBJECT, LUCK, OF_DRAWS))
def weighted() -> None:
    trained = late.weighted.training()
    st.markdown(
        _(
            "The IWAE here is the VAE, taught on for {epochs} epochs with $L_{{{k}}}$ in place of the ELBO. Over each "
            "one's posterior, to one scale: its $q$, and draws from it of which one of so many is kept, by weight."
        ).format(epochs=trained.epochs, k=trained.samples)
    )
    state.choose(
        OF_DRAWS,
        st.segmented_control,
        _("One draw is kept of"),
        OF_DRAWS.kind.options,
        required=True,
        format_func=lambda k: _("every draw") if k == 1 else _("one of {k}").format(k=k),
        label_visibility="collapsed",
    )
    seen, may_see = _both(), predict.first("weighted", who_is_higher)
    if may_see:
        lesson.reading(_reading(seen))
    live_figure(
        lambda: _figure(seen, may_see),
        key="weighted",
        label=_(
            "The posteriors of a VAE and of a network trained on L_k, each under its q, and how far bounds stay below"
        ),
        wide=True,
    )
    if may_see:
        _table(seen)
        st.latex(coloured(EQUATION))
        st.caption(_caption(seen))
    lesson.code(late.weighted.resampling.resample, late.weighted.resampling.divergence_after_resampling)


def _both():
    x = inference().x
    # The second network knows black and white only.
    x = binarise(x) if state.get(PIXELS) == "grey" else x
    return late.weighted.both(x, state.get(OF_DRAWS), state.get(LUCK))


def _figure(seen, is_told: bool):
    named = zip(NAMES, seen, strict=True)
    sides = [figures.Side(name, each.map, each.q, each.kept, _gaps(each)) for name, each in named]
    return figures.side_by_side(sides, _("nats to log p(x)"), is_told=is_told)


def _gaps(each) -> list[tuple[str, float]]:
    gaps = [("<i>L</i><sub>1</sub>", each.log_evidence - each.elbo)]
    if each.k > 1:
        gaps.append((f"<i>L</i><sub>{each.k}</sub>", each.log_evidence - each.bound.value))
    return gaps


def _reading(seen) -> str:
    return _(
        "Of the VAE's posterior {first} % lie within two standard deviations of its $q$, of the IWAE's {second} %."
    ).format(first=fixed(100 * seen[0].covered, 1), second=fixed(100 * seen[1].covered, 1))


def _table(seen) -> None:
    found, k = late.weighted.compared(state.get(OF_DRAWS)), state.get(OF_DRAWS)
    rows = [
        ("log p(x)", *(nats(each.log_evidence) for each in seen), _more(found.log_evidence)),
        ("$L_1$", *(nats(each.elbo) for each in seen), _more(found.elbo)),
    ]
    if k > 1:
        bounds = (with_error(each.bound.value, each.bound.standard_error) for each in seen)
        rows.append((f"$L_{{{k}}}$", *bounds, _more(found.bound)))
    divergences = (with_error(each.divergence.value, each.divergence.error) for each in seen)
    rows.append((f"KL($q_{{{k}}}$‖p(z∣x))", *divergences, ""))
    more = _("IWAE − VAE, over {count} digits").format(count=found.images)
    lesson.table((_("in nats"), *NAMES, more), rows)


def _more(difference) -> str:
    return with_error(difference.mean, difference.standard_error)


def _caption(seen) -> str:
    found = late.weighted.compared(seen[0].k)
    text = _(
        "The last column is a mean over the first test images, ± its standard error; of their posteriors the IWAE's "
        "$q$ takes in {covered} percentage points more. $q_k$ is the density of the draws that are kept (Cremer, "
        "Morris & Duvenaud 2017), and $L_k$ a bound for it: one good draw in $k$ is enough, so $q$ may be wide."
    ).format(covered=with_error(100 * found.covered.mean, 100 * found.covered.standard_error))
    if state.get(PIXELS) != "grey":
        return text
    return text + " " + _("Both have learned black and white only: the image is taken from middle grey on.")
