"""A sweep: VAEs that differ in one setting only, as rate against distortion.

After Alemi, Poole, Fischer, Dillon, Saurous & Murphy, "Fixing a Broken ELBO" (2018).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from vae_core.lab.differences import SCALES, differing
from vae_core.lab.events import OVER
from vae_core.lab.experiment import Experiment
from vae_core.lab.runner import RunSummary

# Doubling steps: β from a code that costs next to nothing to one that is given up, and latent sizes up to what
# small images can use.
SWEEPS = {"beta": (0.1, 0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0), "latent_dim": (1, 2, 4, 8, 16, 32)}

# A rate below this, in nats, is next to nothing: not a seventh of a bit.
NOTHING = 0.1


@dataclass(frozen=True)
class Point:
    """One VAE of a sweep on held-out images, in nats per image.

    Attributes:
        value: of the setting.
        rate: R = KL(q(z|x) ‖ p(z)), what the code costs.
        distortion: D = −E_q[log p(x|z)], what it leaves unsaid.
        is_final: whether the run is over.
    """

    value: float
    rate: float
    distortion: float
    is_final: bool

    @property
    def negative_elbo(self) -> float:
        # −ELBO = D + R   (Alemi et al., section 2.3: models of the same −ELBO lie on a line of slope −1)
        return self.distortion + self.rate


def swept(experiments: Sequence[Experiment]) -> str:
    """The setting of :data:`SWEEPS` in which the experiments differ; β where it cannot be told."""
    return next((name for name in differing(experiments) if name in SWEEPS), "beta")


def scale(experiment: Experiment) -> tuple:
    """Experiments are points of one plane where this is the same: what is measured, and that β weighs its parts."""
    return (*(getattr(experiment, name) for name in SCALES), experiment.is_importance_weighted)


def points(summaries: Sequence[RunSummary], setting: str) -> list[Point]:
    """Those that have been scored, in the order of ``setting``."""
    scored = [(each, each.results.get("vae")) for each in summaries]
    curve = [
        Point(getattr(each.experiment, setting), terms["kl"], terms["reconstruction"], each.state in OVER)
        for each, terms in scored
        if terms
    ]
    return sorted(curve, key=lambda point: point.value)


def best(curve: Sequence[Point]) -> Point:
    """The point of the lowest −ELBO. Raises ValueError where there is none."""
    return min(curve, key=lambda point: point.negative_elbo)
