"""Which moment of the run is shown: the newest, or one that was gone back to."""

from dataclasses import dataclass

from sections.training import asked
from ui import lab, state
from ui.components.figure import Player
from ui.fields.training import MOMENT, NEWEST, RUN
from ui.i18n import gettext as _
from vae_core.lab.events import Record
from vae_core.lab.history import Moment

LIVE = 0.35  # seconds between two looks at a run that goes on
QUEUED = 1.0


@dataclass(frozen=True)
class Shown:
    """A run at one moment.

    Attributes:
        record: all that is known of the run.
        steps: at which moments are kept.
        index: of the one that is shown among ``steps``.
        moments: of each member that has any, by name.
    """

    record: Record
    steps: tuple[int, ...]
    index: int
    moments: dict[str, Moment]

    @property
    def epoch(self) -> float:
        """Passes over the training set at this moment, with fractions."""
        step = max(moment.step for moment in self.moments.values())
        return step / next(iter(self.record.members.values())).steps_per_epoch

    @property
    def coded(self) -> dict[str, Moment]:
        """The moments of the models that have codes: of all but a diffusion model."""
        return {name: moment for name, moment in self.moments.items() if moment.is_coded}

    def scored(self, member: str) -> Moment | None:
        """The last moment until now whose held-out images were scored: between two of them only pictures move."""
        until = self.moments[member].step
        scored = [moment for moment in self.record.members[member].moments if moment.step <= until and moment.held_out]
        return scored[-1] if scored else None

    @property
    def is_likelihood(self) -> bool:
        """Whether the reconstruction term is −log p(x|z), so that its sum with the KL is −ELBO, in nats."""
        return lab.experiment(state.get(RUN)).reconstruction != "squared-error"

    @property
    def draws(self) -> int:
        """How many z of each image the VAE's loss is made of."""
        return lab.experiment(state.get(RUN)).samples

    @property
    def is_positive(self) -> bool:
        """Whether all losses are above 0, as a density's need not be: they have a logarithm."""
        return all(moment.train.get("loss", 1.0) > 0 for moment in self.moments.values())

    @property
    def unit(self) -> str:
        """Of the losses."""
        return _("nats per image") if self.is_likelihood else _("per image")

    @property
    def sum(self) -> str:
        """What reconstruction + KL is called."""
        return "−ELBO" if self.is_likelihood else _("sum of both")

    @property
    def is_newest(self) -> bool:
        return state.get(MOMENT) == NEWEST

    @property
    def refresh(self) -> float | None:
        """After how many seconds there may be something new to see."""
        return {"running": LIVE, "waiting": QUEUED}.get(self.record.state)


def shown() -> Shown | None:
    """The moment on screen; ``None`` where there is nothing to see yet."""
    record = asked.record()
    if record is None or not any(member.moments for member in record.members.values()):
        return None
    steps = tuple(sorted({moment.step for member in record.members.values() for moment in member.moments}))
    index = state.get(MOMENT)
    if index == NEWEST or index >= len(steps):
        return Shown(record, steps, len(steps) - 1, record.abreast())
    until = steps[index]
    past = {
        name: [moment for moment in member.moments if moment.step <= until] for name, member in record.members.items()
    }
    return Shown(record, steps, index, {name: moments[-1] for name, moments in past.items() if moments})


def film(here: Shown) -> Player:
    """The history as a film; its end is the newest moment."""
    last = len(here.steps) - 1

    def go_to(index: int) -> None:
        state.put(MOMENT, NEWEST if index >= last else index)

    return Player("moment", _("Moment"), here.index, last, go_to, pause=0.12, play=_("Replay"))
