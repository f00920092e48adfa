"""Take the pictures of the documentation anew, of an app that runs: `python docs/take_pictures.py http://localhost:8501`.

Let it run without MNIST (`VAE_DATA_DIR` an empty folder), so that no image of the data is kept in the project.
"""

import io
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from PIL import Image
from playwright.sync_api import Page, sync_playwright

FOLDER = Path(__file__).resolve().parent / "pictures"
SIZE = {"width": 1280, "height": 800}
QUALITY = 78  # of WebP: numbers stay sharp, and no picture has more than 100 kB
DRAWN = 5000  # milliseconds until a step stands still
CHROMIUMS = ("chromium-headless-shell", "chromium", "google-chrome")


def train(page: Page) -> None:
    """Press Play, and wait for the end of the run."""
    page.get_by_test_id("stMain").get_by_role("button", name="Play").first.click()
    page.get_by_text("Finished").first.wait_for(timeout=300_000)


def learn(page: Page) -> None:
    """Press Learn, and wait for the last step."""
    page.get_by_role("button", name="Learn").first.click()
    page.get_by_text("10000 steps").first.wait_for(timeout=300_000)


class Picture(NamedTuple):
    """Of a step: its address, in which theme, and what is done before it is taken."""

    address: str
    theme: str = "light"
    act: Callable[[Page], None] = lambda page: None


PICTURES = {
    "area_is_probability": Picture("distributions?step=area&p=normal-0_0.25&x1=-0.3&x2=0.2"),
    "through_both": Picture("autoencoders?step=flow"),
    "a_point_under_your_hand": Picture("latent_space?step=space&z=0.2_0.62"),
    "exact_evidence": Picture("elbo?step=evidence&q=-1.6_-1.08_0.03_0.07"),
    "both_learn": Picture("training?step=learn&epochs=40", act=train),
    "a_network_learns_the_field": Picture("diffusion?step=learn", "dark", learn),
    "your_drawing_noised_and_back": Picture("from_noise?step=drawing", "dark"),
}


def main(address: str) -> None:
    """Take all of them of the app at ``address``."""
    executable = next(filter(None, map(shutil.which, CHROMIUMS)))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=["--no-sandbox"])
        for name, picture in PICTURES.items():
            page = browser.new_page(color_scheme=picture.theme, viewport=SIZE, reduced_motion="reduce")
            page.goto(f"{address}/{picture.address}&ask=False")
            page.wait_for_timeout(DRAWN)
            picture.act(page)
            page.mouse.move(SIZE["width"] - 5, SIZE["height"] - 5)
            page.wait_for_timeout(DRAWN)
            seen = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
            seen.save(FOLDER / f"{name}.webp", quality=QUALITY, method=6)
            page.close()


if __name__ == "__main__":
    main(sys.argv[1])
