"""scikit-learn's handwritten digits: inside the package, so always there."""

import numpy as np
from scipy import ndimage

from vae_core.data.dataset import PIXELS, SIDE, Dataset

# The last 297 of the 1797 digits are held out. The file is in writer order, so
# most of these hands were never seen in training.
TRAINING_COUNT = 1500
FULL_INK = 16.0


def load_digits(split: str) -> Dataset:
    """The 8x8 digits of scikit-learn, enlarged to 28x28 by linear interpolation."""
    # Imported here because scikit-learn takes a second that the other data sets need not pay.
    from sklearn.datasets import load_digits as load_embedded

    embedded = load_embedded()
    part = slice(None, TRAINING_COUNT) if split == "train" else slice(TRAINING_COUNT, None)
    scale = SIDE / embedded.images.shape[1]
    enlarged = ndimage.zoom(
        embedded.images[part] / FULL_INK, (1, scale, scale), order=1, grid_mode=True, mode="nearest"
    )
    images = np.clip(enlarged, 0, 1).astype(np.float32).reshape(-1, PIXELS)
    return Dataset("digits", split, images, embedded.target[part].astype(np.int64))
