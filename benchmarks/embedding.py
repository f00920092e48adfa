"""Embeddings by t-SNE: how fast beside scikit-learn, how good, how soon the first picture, and what others notice.

    python -m benchmarks.embedding [--rounds 3]

It makes its own maps and starts its own server of the app; needs Chromium on PATH. Each ratio compares things measured
in turn in one run, on one thread.
"""

import argparse
import os
import shutil
import statistics
import tempfile
import time

os.environ.setdefault("OMP_NUM_THREADS", "1")

from playwright.sync_api import sync_playwright
from sklearn.manifold import TSNE, trustworthiness

from benchmarks.serving import serving
from benchmarks.training_lab import drag
from vae_core import pretrained
from vae_core.analysis.embedding import TSNEConfig, form, key_of
from vae_core.lab import local
from vae_core.lab.embeddings import OVER, Embeddings

COUNT, NEIGHBOURS = 2000, 12
CONFIG = TSNEConfig()


def compare(codes, rounds: int) -> None:
    """Print our time and scikit-learn's, and what the maps are worth."""
    *_, last = form(codes[:100], TSNEConfig(perplexity=5, late_steps=50))  # the first pays for the imports
    ours, theirs = [], []
    for seed in range(rounds):
        began = time.perf_counter()
        *_, last = form(codes, TSNEConfig(seed=seed))
        middle = time.perf_counter()
        reference = TSNE(2, perplexity=CONFIG.perplexity, init="pca", random_state=seed, n_jobs=1).fit_transform(codes)
        ours.append(middle - began)
        theirs.append(time.perf_counter() - middle)
        scores = [trustworthiness(codes, points, n_neighbors=NEIGHBOURS) for points in (last.points, reference)]
        print(
            f"seed {seed}: {ours[-1]:.1f} s, scikit-learn {theirs[-1]:.1f} s, trustworthiness {scores[0]:.4f} and "
            f"{scores[1]:.4f}"
        )
    speed = statistics.median(b / a for a, b in zip(ours, theirs, strict=True))
    print(f"{len(codes)} codes with all frames: {speed:.2f}x scikit-learn's speed")


def first_frames(codes, rounds: int) -> None:
    """Print how soon a map that nobody has asked for shows its start, its first step and its end."""
    local.warm_up()
    maker = Embeddings()
    time.sleep(10)  # the server of forks imports what workers need
    for seed in range(100, 100 + rounds):
        config, began, seen, times = TSNEConfig(seed=seed), time.perf_counter(), 0, {}
        stage = "waiting"
        while stage not in OVER:
            glimpse = maker.watch(codes, config, "benchmark", seen)
            seen, stage = seen + len(glimpse.frames), glimpse.stage
            for frame in glimpse.frames:
                times.setdefault(min(frame.step, 1), time.perf_counter() - began)
            time.sleep(0.02)
        print(
            f"start on screen after {times[0]:.2f} s, first step after {times[1]:.2f} s, all {seen} frames after "
            f"{time.perf_counter() - began:.1f} s"
        )
        assert maker.finished(key_of(codes, config)) is not None
    maker.close()


def others(rounds: int) -> None:
    """Print how a handle on another page moves alone, and while two people have maps made."""
    with tempfile.TemporaryDirectory() as runs, serving(VAE_RUNS_DIR=runs) as port, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
        page.goto(f"http://127.0.0.1:{port}/distributions?step=area&ask=False")
        page.locator(".st-key-density .live-figure[data-ready=true]").wait_for()
        page.wait_for_timeout(2000)
        idle, busy = [], []
        for number in range(rounds):
            idle.append(drag(page))
            mappers = [_mapper(browser, port, 2 * number + each) for each in range(2)]
            page.bring_to_front()
            busy.append(drag(page))
            for mapper in mappers:
                mapper.context.close()
            page.wait_for_timeout(2000)
        browser.close()
    print(
        f"a handle elsewhere: {statistics.median(idle):.0f} ms idle, {statistics.median(busy):.0f} ms while "
        "two people have maps of 5000 codes made"
    )


def _mapper(browser, port: int, seed: int):
    page = browser.new_context().new_page()
    page.goto(f"http://127.0.0.1:{port}/latent_map?proj=tsne&pts=5000&mapseed={seed}")
    page.locator(".st-key-map_place .cloud[data-stage=forming]").wait_for(timeout=60_000)
    return page


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    codes = pretrained.encodings("mnist-vae-8d").mean[:: 10_000 // COUNT]
    compare(codes, options.rounds)
    first_frames(codes, options.rounds)
    others(options.rounds)


if __name__ == "__main__":
    main()
