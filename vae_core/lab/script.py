"""What a person takes away from a run in words: a script that repeats it, and a table of its numbers."""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import fields

from vae_core.data import own
from vae_core.lab.events import Record
from vae_core.lab.experiment import OWN, Experiment
from vae_core.lab.material import HELD_OUT, SPLIT_SEED
from vae_core.training import Change

DATA = """\
training = data.load({dataset!r})
held_out = data.load({dataset!r}, split="test")"""
OWN_DATA = """\
upload = Path({file_name!r})  # the file that was uploaded
options = own.{options!r}
training, held_out = own.read(upload.name, upload.read_bytes(), options=options).parts(seed={seed})"""
SCRIPT = '''\
"""Trains the models of one experiment again, to the same held-out loss."""

{imports}

torch.set_num_threads(1)  # as in the lab: with more, sums are rounded otherwise

experiment = Experiment(
{settings}
)
# What was changed on the way, and the step at which the run ended.
changes = {changes}
last_step = {last_step}

{data}
training, held_out = training.take({images}), held_out.take({held_out})
for member in experiment.members:
    run = train(
        experiment.config(member), training, held_out, changes=changes[member], snapshot_every=last_step[member]
    )
    end = next(snapshot for snapshot in run if snapshot.step == last_step[member])
    print(member, end.held_out["loss"])
'''


def reproduction_script(
    experiment: Experiment,
    changes: Mapping[str, Sequence[Change]],
    last_step: Mapping[str, int],
    images: own.OwnData | None = None,
) -> str:
    """A Python script that trains the members again and prints the held-out loss of each, in nats per image.

    Args:
        experiment: what was asked for.
        changes: of each member, made on the way.
        last_step: of each member; a run that was stopped is repeated up to there.
        images: what the run has learned from, where that is a person's own.
    """
    is_own = experiment.dataset == OWN
    file_name, options = (images.file_name, images.options) if images else ("", own.AS_FOUND)
    upload = OWN_DATA.format(seed=SPLIT_SEED, file_name=file_name or "my-images.zip", options=options)
    imports = ["from pathlib import Path\n"] if is_own else []
    imports += ["import torch\n", "from vae_core.data import own" if is_own else "from vae_core import data"]
    imports += ["from vae_core.lab.experiment import Experiment", "from vae_core.training import Change, train"]
    return SCRIPT.format(
        imports="\n".join(imports),
        settings="\n".join(f"    {f.name}={getattr(experiment, f.name)!r}," for f in fields(experiment)),
        changes=repr({member: list(changes.get(member, ())) for member in experiment.members}),
        last_step=repr({member: last_step[member] for member in experiment.members}),
        data=upload if is_own else DATA.format(dataset=experiment.dataset),
        images=experiment.images or "len(training)",
        held_out=HELD_OUT,
    )


def metrics_csv(record: Record) -> str:
    """All kept moments as a table: a row for each model and step; terms in nats per image, times in seconds."""
    rows = [
        {
            "model": name,
            **{key: value for key, value in moment.record().items() if key not in ("train", "held_out", "is_kept")},
            **{f"train_{term}": value for term, value in moment.train.items()},
            **{f"held_out_{term}": value for term, value in moment.held_out.items()},
        }
        for name, member in record.members.items()
        for moment in member.moments
    ]
    table = io.StringIO()
    columns = list(dict.fromkeys(column for row in rows for column in row))
    writer = csv.DictWriter(table, columns, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return table.getvalue()
