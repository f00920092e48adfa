"""A new digit among those that are there: where it lands in the latent space, and in a finished map of t-SNE."""

import streamlit as st

from sections.latent_map import choices
from sections.latent_map.map import panel
from ui import charts, clouds, digit, digit_controls, lesson, state
from ui.charts import Chart
from ui.clouds import Source
from ui.components.drawing import channel
from ui.components.map import Drop, Strip, latent_map
from ui.digit import Digit
from ui.fields.latent_map import HAS_TSNE, PLACED
from ui.formulas import coloured
from ui.i18n import gettext as _
from vae_core.analysis import embedding

KEY = "placed"


@lesson.section(shares=PLACED.all)
def placing() -> None:
    digit_controls.choose_source(PLACED)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(_("**Where does your handwriting belong?** Draw a digit: the encoder answers while you draw."))
        state.switch(HAS_TSNE, _("In t-SNE, too"), help=_("With the settings of the large map"))
    shown, source = digit.NOTHING if digit.is_blank(PLACED) else digit.current(PLACED), choices.source()
    if digit_controls.is_drawn(PLACED):
        words, place = st.columns((2, 5))
    else:
        place, words = st.container(), st.container()
    with words:
        _read(source, shown)
        digit_controls.draw(PLACED, stands_in=False)
    with place, st.container(key="placing_place"):
        _map(source, shown)
    _explain()
    lesson.code(embedding.placer)


def _map(source: Source, shown: Digit) -> None:
    maps = [_linear(source)]
    if state.get(HAS_TSNE):
        maps.append(Chart(source, 2, choices.tsne_configs(_count(source), dimensions=2)[0]))
    titles = [_("The latent space") if maps[0].is_space else _("The latent space, by PCA"), _("t-SNE")]
    latent_map(
        source.model,
        _count(source),
        [panel(chart, title) for chart, title in zip(maps, titles, strict=False)],
        dimensions=2,
        strips=_strips(source, shown),
        drop=Drop(shown, channel(PLACED) if digit_controls.is_drawn(PLACED) else None),
        key=KEY,
    )


def _linear(source: Source) -> Chart:
    """The space itself where it is a plane, else the plane in which the codes vary most."""
    return Chart(source, 2, is_space=source.model.latent_dim == 2)


def _count(source: Source) -> int:
    return len(clouds.cloud(source).codes)


def _strips(source: Source, shown: Digit) -> list[Strip]:
    if not shown.image.any():
        return []
    code = clouds.encode(source.model, shown.image.tobytes())
    return [Strip(_("Nearest in the latent space"), charts.nearest_to(source, code), shown.label)]


def _read(source: Source, shown: Digit) -> None:
    if not shown.image.any():
        lesson.reading(_("Nothing is drawn yet."))
    else:
        code = clouds.encode(source.model, shown.image.tobytes())
        counts = charts.counts(source, charts.nearest_to(source, code))
        each = ", ".join(f"**{label}** × {n}" for label, n in counts.items())
        lesson.reading(_("The ten nearest codes of {digit} belong to: {each}.").format(digit=shown.name, each=each))


def _explain() -> None:
    st.markdown(
        _(
            "The point is $\\mu$; around it lies the ellipse of two standard deviations of $q(z|x)$, seen as the map "
            "sees it. An autoencoder has no ellipse."
        )
    )
    st.markdown(
        _(
            "PCA is a formula: a new code goes to $B^\\top z$. t-SNE has none, it has only moved points about. So the "
            "new point $y$ starts at the median of its nearest neighbours and goes downhill on its own part of the "
            "KL, with the map held still:"
        )
    )
    st.latex(coloured(r"y = \arg\min_y \sum_j p_{j|<z>} \log \frac{p_{j|<z>}}{q_{j|y}}"))
