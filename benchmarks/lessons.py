"""From move to repaint in the lessons: what the browser does alone, and what it asks of the server.

    python -m benchmarks.lessons [--address http://localhost:8501]

Needs a running app and Chromium on PATH. Timings come from the page's own clock: a frame follows
the hand when the handle and what hangs on it are drawn; it is answered when the figure that the
server sent is; figures nearby that depend on the same setting are drawn a little after it.
"""

import argparse
import math
import shutil
import time

from playwright.sync_api import sync_playwright

SECONDS = 4
# Page, step, key of the figure, handle, and pixels to move it by to each side.
DRAGS = (
    ("distributions", "area", "density", "x2", 60),
    ("distributions", "area", "density", "p:scale", 25),
    ("distributions", "standardising", "standardising", "x", 60),
    ("likelihood", "both-ways", "over_theta", "theta", 60),
    ("likelihood", "both-ways", "over_data", "x2", 60),
    ("kl_divergence", "divergence", "divergence", "p:location", 40),
    ("kl_divergence", "fit", "fit", "mix:location 1", 40),
    ("kl_divergence", "standard-normal", "standard_normal", "point", 60),
    ("latent_variables", "ancestral", "ancestral", "x", 60),
    ("latent_variables", "prior", "prior", "x", 40),
    ("autoencoders", "sampling", "sampling", "mu", 40),
    ("autoencoders", "cloud", "cloud", "noise", 40),
    ("elbo", "known", "known", "m", 60),
    ("elbo", "alternating", "alternating", "along", 40),
    ("elbo", "evidence", "evidence", "q", 40),
)
TIMINGS = """node => {
    const spread = (timings) => {
        const sorted = timings.slice().sort((a, b) => a - b);
        return [sorted[sorted.length >> 1] ?? 0, sorted[Math.floor(sorted.length * 0.95)] ?? 0];
    };
    const all = [...document.querySelectorAll('.live-figure')].flatMap((figure) => figure.view.stats.nearbyMs);
    const { roundTripMs, followMs, answers } = node.view.stats;
    return { roundTripMs: spread(roundTripMs), followMs: spread(followMs), nearbyMs: spread(all), answers };
}"""


def drag(browser, address: str, path: str, key: str, handle: str, reach: float) -> dict:
    page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
    page.goto(f"{address}/{path}")
    figure = page.locator(f".st-key-{key} .live-figure[data-ready=true]")
    figure.wait_for()
    figure.scroll_into_view_if_needed()
    page.wait_for_timeout(2000)
    box = figure.locator(f'[data-handle="{handle}"]').first.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    start = time.perf_counter()
    while (now := time.perf_counter() - start) < SECONDS:
        page.mouse.move(x + reach * math.sin(6 * now), y)
        page.wait_for_timeout(1000 / 60)
    page.mouse.up()
    page.wait_for_timeout(500)
    timings = figure.evaluate(TIMINGS)
    page.context.close()
    return timings


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--address", default="http://localhost:8501")
    address = options.parse_args().address
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        titles = ("follows the hand", "answered", "nearby, after")
        print(f"{'lesson':18}{'figure':16}{'handle':16}{''.join(f'{title:>20}' for title in titles)}{'answers/s':>12}")
        for page, step, key, handle, reach in DRAGS:
            measured = drag(browser, address, f"{page}?step={step}", key, handle, reach)
            timings = ("followMs", "roundTripMs", "nearbyMs")
            alone, asked, nearby = ("{:.1f} / {:.1f} ms".format(*measured[name]) for name in timings)
            print(
                f"{page:18}{key:16}{handle:16}{alone:>20}{asked:>20}{nearby:>20}{measured['answers'] / SECONDS:>12.0f}"
            )
        print("(median / 95 % within)")
        browser.close()


if __name__ == "__main__":
    main()
