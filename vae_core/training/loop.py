"""The training loop: a generator of immutable snapshots over a run.

It never prints, draws or sleeps. Whoever iterates decides what to do with a snapshot; closing the
generator, or a true ``should_stop``, ends the run with what there is.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence

from torch import Tensor

from vae_core.data import Dataset
from vae_core.training.config import Change, TrainingConfig
from vae_core.training.run import TrainingRun
from vae_core.training.snapshot import Snapshot


def train(
    config: TrainingConfig,
    dataset: Dataset,
    held_out: Dataset | None = None,
    *,
    weights: Mapping[str, Tensor] | None = None,
    changes: Sequence[Change] = (),
    snapshot_every: int | None = None,
    should_stop: Callable[[], bool] = lambda: False,
) -> Iterator[Snapshot]:
    """Train the model that ``config`` describes.

    The same config, data and changes give the same weights, bit for bit, on one machine with one
    number of threads.

    Args:
        config: the run.
        dataset: the training set.
        held_out: scored at each snapshot, never learned from.
        weights: of a network like the run's, to begin with in place of weights drawn from its seed.
        changes: of settings in mid-run, each made when its ``step`` is reached.
        snapshot_every: steps between snapshots; an epoch by default.
        should_stop: asked after each step; when true, one last snapshot follows.

    Yields:
        A snapshot before the first step, one after every ``snapshot_every`` steps, and one at the end.

    Raises:
        ConfigError: there are no images, or not of the model's number of pixels, or with NaN; or
            patience has no held-out set to look at.
        TrainingDiverged: the loss is NaN, infinite or has exploded; it carries the last good snapshot.

    Examples:
        >>> from vae_core import data
        >>> from vae_core.models import ModelConfig
        >>> config = TrainingConfig(ModelConfig("vae", latent_dim=2, hidden=(32,)), epochs=2, batch_size=50)
        >>> digits = data.load("digits")
        >>> losses = {seen.epoch: seen.train["loss"] for seen in train(config, digits.take(500))}
        >>> losses[0] > losses[1] > losses[2]
        True
    """
    run = TrainingRun(config, dataset, held_out)
    if weights is not None:
        run.model.load_state_dict(weights)
    yield run.snapshot()
    every = snapshot_every or run.steps_per_epoch
    stopping = False
    while not (run.is_finished or stopping):
        for change in changes:
            if change.step == run.step:
                run.change(learning_rate=change.learning_rate, beta=change.beta)
        run.advance()
        stopping = should_stop()
        if run.step % every == 0 or run.is_finished or stopping:
            yield run.snapshot()
