"""The training lab: how soon a worker learns, what two at once are worth, and whether the page stays quick meanwhile.

    python -m benchmarks.training_lab [--visitors 30]

It starts its own runner and its own server of the app; needs Chromium on PATH. MNIST is compared too where VAE_DATA_DIR
or data/ has it. Each ratio compares things measured in turn in one run.
"""

import argparse
import asyncio
import math
import shutil
import statistics
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import torch
import websockets
from playwright.sync_api import sync_playwright
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from benchmarks.serving import serving
from ui import visitor
from vae_core import data
from vae_core.analysis.observation import Observer
from vae_core.lab import limits
from vae_core.lab.events import Record
from vae_core.lab.experiment import Experiment
from vae_core.lab.history import kept_steps
from vae_core.lab.local import LocalRunner
from vae_core.lab.material import load_data
from vae_core.training import TrainingRun

NETWORK = {"hidden": (400,), "latent_dim": 20, "batch_size": 128}
EPOCHS = {"digits": 300, "mnist": 6}  # some ten seconds of each: rates, not beginnings and ends
QUERY = "epochs=1000&widths=512_256&batch=128"
ROUNDS = 3
SECONDS = 5
# A browser hides a tab behind another one. A headless one does not, and would draw the lab on the server's own cores.
HIDDEN = "Object.defineProperty(document, 'hidden', { get: () => window.isHidden ?? false });"
STATES = ("Learning", "Waiting", "Finished")  # what a page says of its run


def until(runner: LocalRunner, run: str, condition: Callable[[Record], bool]) -> float:
    """Seconds until this holds of the run."""
    began = time.perf_counter()
    while not condition(runner.record(run)):
        time.sleep(0.02)
    return time.perf_counter() - began


def has_started(record: Record) -> bool:
    return all(member.total_steps for member in record.members.values())


def starts(runner: LocalRunner) -> list[float]:
    """Seconds from asking for a run to its worker having loaded the data and built the model."""
    waits = []
    for _ in range(4):
        run = runner.start(Experiment(members=("vae",), epochs=1000), "somebody")
        waits.append(until(runner, run, has_started))
        runner.control(run, {"command": "cancel"})
        until(runner, run, lambda record: record.is_over)
    return waits


def side_by_side(runner: LocalRunner, experiment: Experiment) -> float:
    """Images per second of both models together, each in its own process with one thread."""
    run = runner.start(experiment, "somebody")
    until(runner, run, has_started)
    began = time.perf_counter()
    until(runner, run, lambda record: record.is_over)
    return images(experiment) / (time.perf_counter() - began)


def in_turn(experiment: Experiment) -> float:
    """The same two trainings one after the other with all threads, each scored and looked at as often."""
    training, held_out = load_data(experiment, None)
    began = time.perf_counter()
    for member in experiment.members:
        run = TrainingRun(experiment.config(member), training, held_out)
        observer = Observer(held_out, experiment.latent_dim, seed=experiment.seed)
        kept = set(kept_steps(run.total_steps))
        while not run.is_finished:
            run.advance()
            if run.step in kept:
                run.snapshot()
                observer.observe(run.model)
    return images(experiment) / (time.perf_counter() - began)


def images(experiment: Experiment) -> int:
    """How many all members see together."""
    steps = len(data.load(experiment.dataset, download=False)) // experiment.batch_size * experiment.epochs
    return len(experiment.members) * steps * experiment.batch_size


def compare(runner: LocalRunner, experiment: Experiment) -> None:
    """Print what two at once are worth."""
    in_turn(experiment)  # the first is slower than all others
    together, turns = [], []
    for _ in range(ROUNDS):
        together.append(side_by_side(runner, experiment))
        turns.append(in_turn(experiment))
    ratio = statistics.median(a / b for a, b in zip(together, turns, strict=True))
    print(
        f"{experiment.dataset}: side by side {statistics.median(together):.0f} images/s, in turn on "
        f"{torch.get_num_threads()} threads {statistics.median(turns):.0f}: {ratio:.2f}"
    )


def drag(page, seconds: float = SECONDS) -> float:
    """Median milliseconds from move to repaint of a handle on the page of distributions."""
    figure = page.locator(".st-key-density .live-figure[data-ready=true]")
    figure.evaluate("node => { node.view.stats.roundTripMs.length = 0; }")
    box = figure.locator('[data-handle="x2"]').first.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    began = time.perf_counter()
    while (now := time.perf_counter() - began) < seconds:
        page.mouse.move(x + 50 * math.sin(6 * now), y)
        page.wait_for_timeout(1000 / 60)
    page.mouse.up()
    page.wait_for_timeout(500)
    return statistics.median(figure.evaluate("node => node.view.stats.roundTripMs"))


def slider_elsewhere(browser, port: int) -> tuple[list[float], list[float]]:
    """The handle's medians while nothing else goes on, and while both models learn, in turn."""
    page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
    page.goto(f"http://127.0.0.1:{port}/distributions?step=area&ask=False")
    page.locator(".st-key-density .live-figure[data-ready=true]").wait_for()
    page.wait_for_timeout(2000)
    context = browser.new_context()
    context.add_init_script(HIDDEN)
    lab = context.new_page()
    lab.goto(f"http://127.0.0.1:{port}/training?{QUERY}")
    idle, busy = [], []
    for _ in range(ROUNDS):
        page.bring_to_front()
        idle.append(drag(page))
        lab.bring_to_front()
        lab.locator("[data-testid=stBaseButton-primary]").filter(has_text="Play").click()
        lab.get_by_text("Learning", exact=True).first.wait_for()
        lab.evaluate("window.isHidden = true")
        page.bring_to_front()
        busy.append(drag(page))
        lab.evaluate("window.isHidden = false")
        lab.bring_to_front()
        lab.locator("[data-testid=stBaseButton-primary]").filter(has_text="Pause").click()
        lab.get_by_text("Paused", exact=True).first.wait_for()
    lab.get_by_role("button", name="Stop").click()
    lab.wait_for_timeout(1000)
    return idle, busy


async def ask_for_training(port: int, number: int, seconds: float, has_pressed=lambda: None) -> str:
    """A session that presses play and then asks again as a browser does; what the page says of its run in the end."""
    address = f"ws://127.0.0.1:{port}/_stcore/stream"
    cookie = {"cookie": f"{visitor.COOKIE}=benchmark-{number}"}
    options = {"subprotocols": ["streamlit"], "max_size": None, "additional_headers": cookie}
    async with websockets.connect(address, **options) as connection:
        page = await answer_to(connection, {})
        page = await answer_to(connection, {"press": page.buttons["Play"]})
        has_pressed()
        end = time.perf_counter() + seconds
        due = dict.fromkeys(page.repeated, 0.0)
        while time.perf_counter() < end:
            for fragment, interval in page.repeated.items():
                if time.perf_counter() >= due[fragment]:
                    due[fragment] = time.perf_counter() + interval
                    await answer_to(connection, {"fragment": fragment})
            await asyncio.sleep(0.05)
        said = (await answer_to(connection, {})).said
        return next((state for state in STATES if state in said), said)


@dataclass
class Page:
    """What a run of the page has sent: its buttons by label, its words, and what is to be asked again how often."""

    buttons: dict[str, str] = field(default_factory=dict)
    said: str = ""
    repeated: dict[str, float] = field(default_factory=dict)


async def answer_to(connection, request: dict) -> Page:
    """The training page, or a fragment of it, after pressing a button or not."""
    message = BackMsg()
    message.rerun_script.page_name = "training"
    message.rerun_script.query_string = QUERY
    message.rerun_script.fragment_id = request.get("fragment", "")
    if "press" in request:
        message.rerun_script.widget_states.widgets.add(id=request["press"], trigger_value=True)
    await connection.send(message.SerializeToString())
    page = Page()
    fragment = request.get("fragment")
    with suppress(TimeoutError):  # a fragment that has gone is not answered
        async with asyncio.timeout(60 if fragment is None else 1):
            await _read(connection, page, fragment)
    return page


async def _read(connection, page: Page, fragment: str | None) -> None:
    """Fill ``page`` with the next run of the whole page or of a fragment; late answers to the other are passed over."""
    wanted = ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY if fragment else ForwardMsg.FINISHED_SUCCESSFULLY
    while True:
        answer = ForwardMsg.FromString(await connection.recv())
        kind = answer.WhichOneof("type")
        if kind == "script_finished" and answer.script_finished == wanted:
            return
        if kind == "new_session":
            page.said = ""
        element = answer.delta.new_element
        if kind == "delta" and element.WhichOneof("type") == "button":
            page.buttons[element.button.label] = element.button.id
        if kind == "delta" and element.WhichOneof("type") == "markdown":
            page.said += element.markdown.body
        if kind == "auto_rerun":
            page.repeated[answer.auto_rerun.fragment_id] = answer.auto_rerun.interval


def thirty_askers(browser, port: int, visitors: int) -> tuple[float, Counter]:
    """The handle's median while so many sessions ask for training at once, and what became of them."""
    page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
    page.goto(f"http://127.0.0.1:{port}/distributions?step=area&ask=False")
    page.locator(".st-key-density .live-figure[data-ready=true]").wait_for()
    page.wait_for_timeout(2000)
    said, all_pressed = [], threading.Semaphore(0)

    async def ask() -> None:
        sessions = (ask_for_training(port, i, 4 * SECONDS, all_pressed.release) for i in range(visitors))
        said.extend(await asyncio.gather(*sessions))

    asking = threading.Thread(target=asyncio.run, args=(ask(),))
    asking.start()
    for _ in range(visitors):
        all_pressed.acquire()
    median = drag(page, SECONDS)
    asking.join()
    return median, Counter(said)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--visitors", type=int, default=30)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        runner = LocalRunner(Path(folder) / "runs", limits.load())
        first, *others = starts(runner)
        print(f"a worker learns {1000 * first:.0f} ms after the first start, {1000 * max(others):.0f} ms after others")
        for dataset, epochs in EPOCHS.items():
            if data.is_present(dataset):
                compare(runner, Experiment(dataset=dataset, epochs=epochs, **NETWORK))
        runner.close()
        with serving(VAE_RUNS_DIR=str(Path(folder) / "served")) as port, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
            idle, busy = slider_elsewhere(browser, port)
            asked, said = thirty_askers(browser, port, options.visitors)
            browser.close()
        ratio = statistics.median(b / a for a, b in zip(idle, busy, strict=True))
        times = f"{statistics.median(idle):.0f} ms idle, {statistics.median(busy):.0f} ms while both learn"
        print(f"a handle elsewhere: {times}: {ratio:.2f}")
        print(f"while {options.visitors} sessions ask for training: {asked:.0f} ms; their pages say {dict(said)}")


if __name__ == "__main__":
    main()
