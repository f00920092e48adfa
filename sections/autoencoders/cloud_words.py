"""What is measured around both codes: in a sentence, in a table, and as a formula with numbers."""

import math

import streamlit as st

from sections.autoencoders import measured
from sections.autoencoders.measured import Picture
from ui import lesson
from ui.formulas import coloured
from ui.i18n import gettext as _
from ui.i18n import mark
from vae_core.analysis.neighbourhood import VOTERS, Neighbours, Profile
from vae_core.printing import readable, short
from vae_core.probability.notation import number

# Changes nearer than this share of the larger one count as equal: so few pictures tell no finer.
ALIKE = 0.1
CHANGE = {
    "ae": mark("Noise {scale} changes the autoencoder's pictures {ratio} times as much as the VAE's."),
    "vae": mark("On this digit, noise {scale} changes the VAE's pictures {ratio} times as much as the autoencoder's."),
    "": mark("Noise {scale} changes the pictures of both about as much."),
}


def titles() -> dict[str, str]:
    """What the models are called."""
    return {"ae": _("Autoencoder"), "vae": _("VAE")}


def scale_of_cloud(shown: Picture) -> float:
    """σ of q(z|x), the root of the mean square over the dimensions, in units of the codes' spread."""
    deviations = measured.of_encoder(shown).deviation
    return math.sqrt(sum(deviation**2 for deviation in deviations) / len(deviations)) / measured.reader("vae").spread


def explain(shown: Picture, scale: float, near: dict, profiles: dict, own: Neighbours) -> None:
    """The words below the figure."""
    _reading(scale, near, own)
    st.latex(coloured(_formula(scale, near)))
    _table(shown, scale, near, profiles, own)
    _how_measured()


def _reading(scale: float, near: dict[str, Neighbours], own: Neighbours) -> None:
    ae, vae = near["ae"].change, near["vae"].change
    more = "ae" if ae > vae else "vae"
    ratio = max(ae, vae) / max(min(ae, vae), 1e-12)
    sentences = [
        _(CHANGE[more if ratio > 1 + ALIKE else ""]).format(scale=short(scale), ratio=readable(ratio, 2)),
        _(
            "Of {count} pictures {vae} around the VAE's code are still the same digit, {ae} around the autoencoder's, "
            "and {own} in $q(z|x)$ itself."
        ).format(count=len(own.same), vae=near["vae"].same.sum(), ae=near["ae"].same.sum(), own=own.same.sum()),
    ]
    lesson.reading(" ".join(sentences))


def _table(shown: Picture, scale: float, near: dict, profiles: dict, own: Neighbours) -> None:
    names = titles()
    rows = [("$q(z \\mid x)$", readable(scale_of_cloud(shown), 2), own, None)]
    rows += [(names[kind], short(scale), near[kind], profiles[kind]) for kind in ("vae", "ae")]
    lesson.table(
        ("", _("noise"), _("change"), _("same digit"), _("half are lost at noise")),
        [
            (name, noise, readable(neighbours.change, 3), f"{round(100 * neighbours.share)} %", _half(profile))
            for name, noise, neighbours, profile in rows
        ],
    )


def _half(profile: Profile | None) -> str:
    return "—" if profile is None else readable(profile.half_life, 2)


def _formula(scale: float, near: dict[str, Neighbours]) -> str:
    spreads = {kind: number(measured.reader(kind).spread) for kind in measured.MODELS}
    pixels = near["ae"].centre.shape[0]
    mean = rf"\mathbb{{E}}\, \tfrac{{1}}{{{pixels}}} \lVert <x_hat>(<z>) - <x_hat>(<z>_0) \rVert^2"
    return (
        r"\begin{aligned} <z> &= <z>_0 + s\,\tau\,<epsilon>, \quad <epsilon> \sim N(0, I),"
        rf" \quad s = {number(scale)} \\"
        rf"\text{{VAE: }} & <z>_0 = <mu>, \; \tau = {spreads['vae']}, \; {mean} \approx {number(near['vae'].change)} \\"
        rf"\text{{AE: }} & <z>_0 = \mathrm{{encode}}(<x>), \; \tau = {spreads['ae']}, \; {mean}"
        rf" \approx {number(near['ae'].change)} \end{{aligned}}"
    )


def _how_measured() -> None:
    st.caption(
        _(
            "$\\tau$ is the spread of each model's codes over the test set: a code has no unit of its own (the "
            "autoencoder's were whitened after training, which changes none of its pictures). The same digit: both "
            "encoders put the picture among known codes of the digit that they see in $x$, by the {voters} nearest of "
            "10 000. The numbers are of the pictures shown, the curves of {draws} draws at each of their places. One "
            "digit is no proof: look at others."
        ).format(voters=VOTERS, draws=measured.AROUND)
    )
