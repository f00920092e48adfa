"""What becomes of a run, and of a tab left open, when the server goes and comes back."""

import json
import re
import signal

import pytest
from conftest import free_port, start_server
from core.builders import same_weights
from core.lab.works import expected_weights

from vae_core.config import from_json
from vae_core.lab.experiment import Experiment
from vae_core.lab.worker import CHECKPOINT
from vae_core.training import checkpoints

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SHORT = "images=300&widths=16&batch=10&epochs=30"


@pytest.fixture
def server(tmp_path):
    """Starts servers one after the other, all at one address and with the same runs."""
    port, started = free_port(), []

    def start(**environment):
        log = tmp_path / f"log-{len(started)}"
        started.append(start_server(log, port, VAE_RUNS_DIR=str(tmp_path / "runs"), VAE_POLITENESS="0", **environment))
        return started[-1], f"http://127.0.0.1:{port}"

    yield start
    for each in started:
        each.kill()
        each.wait()


def main_button(visitor, text: str):
    return visitor.page.locator("[data-testid=stBaseButton-primary]").filter(has_text=text)


def line(visitor) -> str:
    """How far the run is."""
    return visitor.page.locator("[data-testid=stMarkdown]").filter(has_text=re.compile("epoch .* · step")).inner_text()


@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGTERM], ids=lambda end: end.name)
def test_a_run_outlives_its_server(visit, server, tmp_path, end):
    process, address = server()
    visitor = visit(f"/training?{SHORT}", ready=False, address=address)
    failed = []
    visitor.page.on("response", lambda response: response.status < 500 or failed.append(response.url))
    # The figure is there before the models run on, for they are quick; and the server ends as soon as they do.
    visitor.page.get_by_test_id("stMain").get_by_role("button", name="One step").first.click()
    visitor.page.wait_for_url("**run=*")
    visitor.figure("curves")
    visitor.page.get_by_text("Paused").first.wait_for()
    (folder,) = (path.parent for path in (tmp_path / "runs").glob("*/experiment.json"))
    events = folder / "events"
    told = len([*events.iterdir()])
    main_button(visitor, "Play").click()
    visitor.until(lambda: len([*events.iterdir()]) > told + 2)
    process.send_signal(end)
    process.wait(timeout=30)
    server()
    # The tab that was left open finds the new server by itself.
    main_button(visitor, "Go on").wait_for(timeout=400_000)
    visitor.until(lambda: "Interrupted" in line(visitor) and "s left" not in line(visitor))
    visitor.page.get_by_text("The server stopped before the run was over").first.wait_for()
    visitor.sees(visitor.page.get_by_role("button", name="Stop").count, 0)
    main_button(visitor, "Go on").click()
    visitor.page.get_by_text("Finished").first.wait_for(timeout=400_000)
    visitor.sees(visitor.page.get_by_text("The server stopped before the run was over").count, 0)
    visitor.turn_to("runs")
    visitor.page.get_by_text("Finished").first.wait_for()
    visitor.sees(visitor.page.get_by_text("The server stopped before the run was over").count, 0)
    assert failed == []
    experiment = from_json(Experiment, json.loads((folder / "experiment.json").read_bytes())["experiment"])
    for name in experiment.members:
        weights = checkpoints.load(folder / name / CHECKPOINT).weights
        assert same_weights(weights, expected_weights(experiment, name))
