"""What the map shows: whose codes, how many, and how they are brought into two or three dimensions."""

from dataclasses import dataclass

from ui import charts, clouds, library, state
from ui.charts import Chart
from ui.clouds import Source
from ui.fields import latent_map as fields
from ui.fields.own_models import RUN
from ui.i18n import gettext as _
from ui.library import Shelf
from vae_core.analysis.embedding import TSNEConfig


@dataclass(frozen=True)
class Shown:
    """What is on screen.

    Attributes:
        source: of the codes.
        charts: one map or two.
        titles: of each.
    """

    source: Source
    charts: tuple[Chart, ...]
    titles: tuple[str, ...]

    @property
    def count(self) -> int:
        """Of points."""
        return len(clouds.cloud(self.source).codes)

    @property
    def dimensions(self) -> int:
        return self.charts[0].dimensions

    @property
    def is_tsne(self) -> bool:
        return self.charts[0].tsne is not None


def shown() -> Shown:
    """What the settings ask for."""
    selected_source = source()
    latent = clouds.cloud(selected_source).codes.shape[1]
    projection, dimensions = state.get(fields.PROJECTION), state.get(fields.MAP_DIMENSIONS)
    if projection == "tsne":
        configs = tsne_configs(len(clouds.cloud(selected_source).codes))
        return Shown(
            selected_source,
            tuple(Chart(selected_source, dimensions, config) for config in configs),
            tuple(map(_title, configs)),
        )
    dimensions = min(dimensions, max(2, latent))
    is_space = projection == "space"
    title = (
        ", ".join(coordinates(dimensions))
        if is_space
        else _("The {n} directions in which the codes vary most").format(n=dimensions)
    )
    return Shown(selected_source, (Chart(selected_source, dimensions, is_space=is_space),), (title,))


def coordinates(dimensions: int) -> tuple[str, ...]:
    """Names of the first axes of the latent space."""
    return tuple(f"z{number}" for number in "₁₂₃"[:dimensions])


def source() -> Source:
    """Whose codes: of a model on the shelf in the address, else of a pretrained one."""
    shelf = library.shelf(state.get(RUN))
    return Source(shelf.find(member(shelf)), state.get(fields.COUNT))


def member(shelf: Shelf) -> str:
    """The model that is asked for, or the one that there is."""
    members, name = shelf.members(), state.get(fields.SHOWN_MODEL)
    return next((each for each in (f"mnist-{name}", kind(name)) if each in members), members[0])


def kind(name: str) -> str:
    return name.split("-")[0]


def tsne_configs(count: int, dimensions: int | None = None) -> list[TSNEConfig]:
    """One map, or two that differ in one thing. A perplexity that so few points cannot have is lowered.

    ``dimensions`` takes the place of those that are set.
    """
    dimensions = dimensions or state.get(fields.MAP_DIMENSIONS)
    most = (count - 1) // 3
    perplexity, seed, start = state.get(fields.PERPLEXITY), state.get(fields.MAP_SEED), state.get(fields.START)
    first = (min(perplexity, most), state.get(fields.EXAGGERATION), dimensions, start, seed)
    beside = state.get(fields.BESIDE)
    if beside == "perplexity":
        return [TSNEConfig(*first), TSNEConfig(min(state.get(fields.SECOND_PERPLEXITY), most), *first[1:])]
    if beside == "seed":
        return [TSNEConfig(*first), TSNEConfig(*first[:-1], (seed + 1) % (fields.MAP_SEED.kind.high + 1))]
    return [TSNEConfig(*first)]


def _title(config: TSNEConfig) -> str:
    return _("Perplexity {perplexity}, seed {seed}").format(perplexity=f"{config.perplexity:g}", seed=config.seed)


def measured(shown_now: Shown, points: charts.Ids = ()) -> list[charts.Measured | None]:
    """What each map has made of neighbours."""
    return [charts.measure(chart, points) for chart in shown_now.charts]
