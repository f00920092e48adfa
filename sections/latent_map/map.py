"""Thousands of codes as a map: the space itself, its principal components, or t-SNE as it forms."""

import streamlit as st

from sections.latent_map import choices, controls, questions, words
from sections.latent_map.choices import Shown
from ui import addresses, charts, clouds, embeddings, lesson, predict, state
from ui.components.map import Panel, Strip, latent_map, selected
from ui.fields.latent_map import CHOSEN, HAND, LASSO, SETTINGS
from ui.fields.own_models import RUN
from ui.i18n import gettext as _
from vae_core.analysis import embedding, neighbours

KEY = "map"


@lesson.section(shares=(RUN, *SETTINGS, LASSO))
def code_map() -> None:
    embeddings.prepare()  # whoever chooses t-SNE does not wait for a process to start
    with st.container(key="map_choices"):
        controls.choose()
    shown = choices.shown()
    chosen = state.get(CHOSEN) if state.get(CHOSEN) < shown.count else -1
    with st.container(key="map_place"):
        _map(shown, chosen)
    held = tuple(point for point in selected(KEY) if point < shown.count)
    # Beside a single map there is room until its neighbours are there.
    with st.container(key="beside_map" if len(shown.charts) == 1 and chosen < 0 else None):
        may_see = predict.first("map", questions.neighbours)
    with st.container(key="map_words"):
        if may_see:
            words.readings(shown, held)
        if shown.is_tsne:
            words.warnings(shown)
        words.formulas(shown)
    _take_away(shown)
    lesson.code(
        *((embedding.form, embedding.frame_steps) if shown.is_tsne else (embedding.principal_directions,)),
        neighbours.trustworthiness,
        neighbours.purity,
    )


def _map(shown: Shown, chosen: int) -> None:
    source = shown.source
    latent_map(
        source.model,
        shown.count,
        [panel(chart, title) for chart, title in zip(shown.charts, shown.titles, strict=True)],
        dimensions=shown.dimensions,
        fields=HAND,
        strips=_strips(shown, chosen) if chosen >= 0 else (),
        is_known=all(chart.points is not None for chart in shown.charts),
        key=KEY,
    )


def panel(chart: charts.Chart, title: str) -> Panel:
    """What the browser needs to know of a map."""
    if chart.tsne is not None:
        return Panel(title, axes(chart), url=addresses.frames(embeddings.order(chart.source, chart.tsne).key))
    is_vae = chart.source.model.kind == "vae"
    prior = chart.is_space and is_vae and chart.dimensions == 2
    return Panel(title, axes(chart), chart.basis, centred=chart.is_space, prior=prior)


def axes(chart: charts.Chart) -> tuple[str, ...]:
    """The titles of a map's axes."""
    numbers = range(1, chart.dimensions + 1)
    if chart.tsne is not None:
        return tuple(f"t-SNE {n}" for n in numbers)
    if chart.is_space:
        return choices.coordinates(chart.dimensions)
    return tuple(_("principal component {n}").format(n=n) for n in numbers)


def _strips(shown: Shown, chosen: int) -> list[Strip]:
    source = shown.source
    label = int(clouds.cloud(source).labels[chosen])
    compared = label if label >= 0 else None
    in_pixels = _("Nearest in pixels") if source.model.shelf.images() is not None else _("Nearest in decoded pixels")
    rows = [
        Strip(_("The point chosen"), (chosen,)),
        Strip(_("Nearest in the latent space"), charts.neighbours_in_codes(source, chosen), compared),
        Strip(in_pixels, charts.neighbours_in_pixels(source, chosen), compared),
    ]
    for chart, title in zip(shown.charts, shown.titles, strict=True):
        nearest = charts.neighbours_on(chart, chosen)
        if nearest:
            rows.append(Strip(_("Nearest on the map: {title}").format(title=title), nearest, compared))
    return rows


def _take_away(shown: Shown) -> None:
    with st.container(horizontal=True):
        for number, (chart, title) in enumerate(zip(shown.charts, shown.titles, strict=True)):
            is_there = chart.points is not None
            st.download_button(
                _("Coordinates as CSV") if len(shown.charts) == 1 else _("CSV: {title}").format(title=title),
                lambda chart=chart: charts.table(chart) or "",
                file_name="map.csv",
                mime="text/csv",
                disabled=not is_there,
                icon=":material/download:",
                key=f"csv:{number}",
                on_click="ignore",
            )
