"""Films that the browser writes, read by Pillow."""

import json
import subprocess
import sys
from io import BytesIO

import numpy as np
import pytest
from PIL import Image


def film_of(frames: np.ndarray, root, seconds: float) -> Image.Image:
    """The GIF that ``web/pictures/gif.js`` makes of ``frames``, greys ``[n, height, width]``."""
    _n, height, width = frames.shape
    given = {"frames": [frame.ravel().tolist() for frame in frames], "width": width, "height": height}
    command = [sys.executable, "-m", "deno", "run", "--quiet", "tests/web/pictures/film.js"]
    text = json.dumps({**given, "seconds": seconds}).encode()
    result = subprocess.run(command, cwd=root, input=text, capture_output=True)
    assert result.returncode == 0, result.stderr.decode()
    return Image.open(BytesIO(result.stdout))


FRAMES = {
    "noise": np.random.default_rng(0).integers(0, 256, (2, 90, 131)),
    "flat": np.full((1, 90, 131), 7),
    "steps": np.tile(np.arange(131) % 256, (1, 90, 1)),
    "one pixel": np.array([[[255]], [[0]], [[128]]]),
    # More and more codes, one by one past where they get a bit longer.
    "longer codes": np.random.default_rng(1).integers(0, 256, 300) * np.tri(300, dtype=int)[:, None, :],
}


@pytest.mark.parametrize("content", FRAMES)
def test_any_frame_survives_the_gif(root, content):
    frames = FRAMES[content]
    film = film_of(frames, root, 0.1)
    assert film.format == "GIF"
    assert (film.n_frames, film.size[::-1]) == (len(frames), frames.shape[1:])
    for number, frame in enumerate(frames):
        film.seek(number)
        np.testing.assert_array_equal(np.array(film.convert("L")), frame)


def test_a_film_repeats_and_shows_each_frame_as_long_as_was_asked(root):
    film = film_of(FRAMES["noise"], root, 0.06)
    assert film.info["loop"] == 0
    for number in range(film.n_frames):
        film.seek(number)
        assert film.info["duration"] == 60  # milliseconds
