"""The images that an experiment learns from, and those that it is scored on."""

from vae_core import data
from vae_core.data import Dataset, own
from vae_core.errors import DatasetError
from vae_core.lab.experiment import OWN, Experiment
from vae_core.storage import AnyPath

# Enough for a mean to be steady, few enough to be scored many times in a run.
HELD_OUT = 2000
# One split for all runs on a person's own data, whatever their seeds, so that they can be compared.
SPLIT_SEED = 0


def load_data(experiment: Experiment, own_data: AnyPath | None) -> tuple[Dataset, Dataset]:
    """The training set and the held-out set of ``experiment``.

    Raises :class:`DatasetError` where the data set is not there or damaged.
    """
    if experiment.dataset == OWN:
        try:
            content = own_data.read_bytes()
        except OSError as error:
            raise DatasetError(
                "The run's own data could not be read: {error}.", error=error.strerror or error
            ) from error
        training, held_out = own.from_packed(content).parts(SPLIT_SEED)
    else:
        wanted = {"train": experiment.images, "test": HELD_OUT}
        training, held_out = (data.load(experiment.dataset, split=s, download=False, most=wanted[s]) for s in wanted)
    return training.take(experiment.images), held_out.take(HELD_OUT)
