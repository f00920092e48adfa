"""Noise to digit in the browser, frames meanwhile; and what a chain of latents costs the server.

    python -m benchmarks.denoising [--address http://localhost:8501]

Needs a running app and Chromium on PATH.
"""

import argparse
import shutil
import statistics
import time

from playwright.sync_api import sync_playwright

from vae_core.diffusion.account import Account
from vae_core.diffusion.examples import LINES
from vae_core.diffusion.schedule import Schedule

RUNS = 5
# Other noise, and from the order to the last stop; frames of the page meanwhile.
RUN = """async (node) => {
    const { view } = node;
    const frames = [];
    view.set({ seed: view.place.seed + 1 }, false);
    let last = performance.now();
    while (node.dataset.ready === undefined) {
        await new Promise(requestAnimationFrame);
        const now = performance.now();
        frames.push(now - last);
        last = now;
    }
    return { took: view.runs.took, frames };
}"""


def runs(browser, address: str, query: str) -> tuple[list[float], list[float]]:
    """Milliseconds of each run, and between frames of the page in all of them."""
    page = browser.new_context(viewport={"width": 1280, "height": 720}).new_page()
    page.goto(f"{address}/from_noise?{query}")
    node = page.locator(".denoise[data-ready=true]")
    node.wait_for()
    page.wait_for_timeout(1000)
    handle = node.element_handle()
    found = [handle.evaluate(RUN) for _ in range(RUNS)]
    page.context.close()
    return [run["took"] for run in found], [frame for run in found for frame in run["frames"]]


def account(steps: int) -> tuple[float, float]:
    """Seconds for all that is said of one x_0, at first and while x_0 moves."""

    def seconds(x_0: float) -> float:
        start = time.perf_counter()
        found = Account(LINES["two"], Schedule("log-snr", steps), "best", x_0)
        _ = found.bound, found.log_evidence, found.gaps, found.error
        return time.perf_counter() - start

    return seconds(1.2), statistics.median(seconds(x_0) for x_0 in (0.3, 0.5, 0.7))


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--address", default="http://localhost:8501")
    address = options.parse_args().address
    executable = shutil.which("chromium") or shutil.which("chromium-headless-shell")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=["--no-sandbox"])
        for name, query in (
            ("code, 100 steps", "steps=100&guidance=0"),
            ("code, 100 steps, guided", "steps=100"),
            ("image, 50 steps", "model=pixels&steps=50&guidance=0"),
            ("image, 50 steps, guided", "model=pixels&steps=50"),
        ):
            took, frames = runs(browser, address, query)
            rate = 1000 / statistics.mean(frames)
            print(
                f"{name}: {statistics.median(took):.0f} ms (median of {RUNS}), "
                f"{rate:.0f} frames/s, the longest {max(frames):.0f} ms"
            )
        browser.close()
    for steps in (1, 5, 20, 100, 1000):
        first, moved = account(steps)
        print(f"evidence, bound and gap, T = {steps}: {1000 * first:.0f} ms at first, {1000 * moved:.0f} ms as x moves")


if __name__ == "__main__":
    main()
