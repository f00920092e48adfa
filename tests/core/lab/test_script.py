"""What a person takes away repeats the run exactly."""

import csv
import os
import subprocess
import sys
from pathlib import Path

from core.data.own_files import drawings, npz
from core.lab.works import quick
from vae_core.data import own
from vae_core.lab.experiment import Experiment
from vae_core.lab.script import metrics_csv, reproduction_script


def test_the_script_and_the_table_tell_the_runs_losses(runner, watch, root, tmp_path):
    experiment = quick(epochs=5)
    page = watch(runner, runner.start(experiment, "ada", paused=True))
    page.control("advance", steps=7)
    page.until(lambda record: record.state == "paused" and {m.step for m in record.members.values()} == {7})
    page.control("change", beta=4.0)
    page.control("advance", steps=6)
    page.until(lambda record: record.state == "paused" and {m.step for m in record.members.values()} == {13})
    page.control("cancel")
    members = page.until_over().members
    losses = {name: member.results["loss"] for name, member in members.items()}

    changes = {name: member.changes for name, member in members.items()}
    script = reproduction_script(experiment, changes, {name: member.step for name, member in members.items()})
    (tmp_path / "again.py").write_text(script, "utf-8")
    environment = {**os.environ, "PYTHONPATH": str(root)}
    again = subprocess.run(
        [sys.executable, tmp_path / "again.py"], capture_output=True, text=True, check=True, env=environment
    )
    assert again.stdout.splitlines() == [f"{name} {loss!r}" for name, loss in losses.items()]

    rows = list(csv.DictReader(metrics_csv(page.record).splitlines()))
    assert [(row["model"], int(row["step"])) for row in rows] == [(m, s) for m in ("ae", "vae") for s in range(14)]
    assert float(rows[-1]["held_out_loss"]) == losses["vae"]
    assert [row["beta"] for row in rows[14:][6:9]] == ["1.0", "1.0", "4.0"]
    assert rows[0]["train_kl"] == ""


def test_a_script_for_own_data_reads_the_file_as_it_was_read(tmp_path, monkeypatch):
    content = npz(x_train=drawings(), x_test=drawings(80)[60:])
    read = own.read("my images.npz", content, options=own.Options(turn="over"))
    script = reproduction_script(Experiment("own", members=("ae",)), {}, {"ae": 10}, read)
    compile(script, "again.py", "exec")
    assert "the file that was uploaded" in script
    monkeypatch.chdir(tmp_path)
    (tmp_path / "my images.npz").write_bytes(content)
    lines = script[script.index("upload =") : script.index("training, held_out = training.take")]
    found = {"own": own, "Path": Path}
    exec(lines, found)
    for mine, theirs in zip((found["training"], found["held_out"]), read.parts(), strict=True):
        assert mine.sha256 == theirs.sha256
