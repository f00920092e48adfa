"""What a visitor feels: the wait for the first digit, and the frames while dragging.

    python -m benchmarks.drag [--address http://localhost:8501]

Needs a running app and Chromium on PATH.
"""

import argparse
import shutil
import statistics

from playwright.sync_api import sync_playwright

VISITS = 5
# The pointer moves once per animation frame for three seconds; timings come from the page's own clock.
DRAG = """async (node) => {
    const pad = node.querySelector('.pad'), box = pad.getBoundingClientRect(), stats = node.view.stats;
    const first = stats.frames, start = performance.now(), renders = [];
    for (let i = 0; performance.now() - start < 3000; i++) {
        const clientX = box.left + box.width * (0.5 + 0.3 * Math.cos(i / 20));
        const clientY = box.top + box.height * (0.5 + 0.3 * Math.sin(i / 20));
        pad.dispatchEvent(new PointerEvent('pointermove', { clientX, clientY }));
        await new Promise(requestAnimationFrame);
    }
    const rate = (stats.frames - first) / (performance.now() - start) * 1000;
    for (let i = 0; i < 200; i++) {
        const begin = performance.now();
        node.view.render();
        renders.push(performance.now() - begin);
    }
    const median = (values) => values.slice().sort((a, b) => a - b)[values.length >> 1];
    return { rate, decode: median(stats.decodeMs), frame: median(renders) };
}"""


def first_digit(browser, address: str) -> float:
    """Seconds from asking for the home page to a decoded digit on it, as a new visitor."""
    page = browser.new_context(viewport={"width": 1280, "height": 720}).new_page()
    page.goto(address)
    page.locator(".decoder[data-ready=true]").wait_for()
    milliseconds = page.evaluate("performance.now()")
    page.context.close()
    return milliseconds / 1000


def drag(browser, address: str, latent_dim: int) -> dict[str, float]:
    page = browser.new_context(viewport={"width": 1280, "height": 720}).new_page()
    page.goto(f"{address}/latent_space?dim={latent_dim}")
    decoder = page.locator(".decoder[data-ready=true]")
    decoder.wait_for()
    page.wait_for_timeout(1000)
    box = page.locator(".pad").bounding_box()
    page.mouse.move(box["x"] + 50, box["y"] + 50)
    page.mouse.down()
    return decoder.evaluate(DRAG)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--address", default="http://localhost:8501")
    address = options.parse_args().address
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        waits = [first_digit(browser, address) for _ in range(VISITS)]
        print(f"first digit on screen: {statistics.median(waits):.2f} s (median of {VISITS} new visitors)")
        for latent_dim in (2, 8):
            speed = drag(browser, address, latent_dim)
            print(
                f"{latent_dim} dimensions, two models: {speed['rate']:.0f} frames/s; "
                f"one decode {speed['decode']:.2f} ms, a whole frame {speed['frame']:.2f} ms"
            )
        browser.close()


if __name__ == "__main__":
    main()
