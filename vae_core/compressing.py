"""What the command line does with compressed images; see :mod:`vae_core.commands`."""

import gzip
import math
import struct
import sys
from argparse import Namespace
from pathlib import Path

import numpy as np
import torch
from jaxtyping import UInt8
from tqdm import tqdm

from vae_core import data, pretrained
from vae_core.compression import files, rivals
from vae_core.compression.bill import Bill
from vae_core.compression.bits_back import is_binary
from vae_core.data import Dataset, as_bytes
from vae_core.data.idx import UNSIGNED_BYTE, read_bytes
from vae_core.errors import CheckpointError, DatasetError
from vae_core.training.checkpoints import Checkpoint
from vae_core.writing import write_file

Images = UInt8[np.ndarray, "n pixels"]


def compress(options: Namespace) -> None:
    """Write images as one file, and say what they cost, beside what they cost others."""
    torch.set_num_threads(1)  # as whoever reads the file will have it
    checkpoint = _find(options.model)
    images = _as_coded(_images(options), checkpoint, options.seed)
    bills: list[Bill] = []
    with tqdm(total=len(images), unit="image", dynamic_ncols=True) as bar:
        content = files.compress(options.model, checkpoint, images, lambda bill: (bills.append(bill), bar.update()))
    write_file(options.out, content)
    _report(bills, len(content), rivals.sizes(images, is_binary=is_binary(checkpoint.config.objective)))


def decompress(options: Namespace) -> None:
    """Write the images of such a file as IDX."""
    torch.set_num_threads(1)
    with tqdm(unit="image", dynamic_ncols=True) as bar:
        images = files.decompress(read_bytes(options.file), _find, lambda done: bar.update(done - bar.n))
    side = math.isqrt(images.shape[1])
    levels = images if images.max(initial=0) > 1 else 255 * images
    content = bytes((0, 0, UNSIGNED_BYTE, 3)) + struct.pack(">3I", len(images), side, side) + levels.tobytes()
    write_file(options.out, gzip.compress(content, mtime=0) if options.out.suffix == ".gz" else content)


def _find(name: str) -> Checkpoint:
    if name not in pretrained.available():
        raise CheckpointError(f"There is no model {name}: pretrained are {', '.join(pretrained.autoencoders())}.")
    return pretrained.load_checkpoint(name)


def _images(options: Namespace) -> Dataset:
    if options.images not in data.NAMES and not Path(options.images).exists():
        names = ", ".join(data.NAMES)
        raise DatasetError(f"{options.images} is neither a file nor a data set: those are {names}.")
    is_named = options.images in data.NAMES
    found = data.load(options.images, split=options.split if is_named else None, data_dir=options.data_dir)
    return found.take(options.limit) if options.limit else found


def _as_coded(dataset: Dataset, checkpoint: Checkpoint, seed: int) -> Images:
    """Levels as the model codes them."""
    if not is_binary(checkpoint.config.objective):
        return as_bytes(dataset.images)
    is_black_and_white = bool(np.isin(dataset.images, (0.0, 1.0)).all())
    if not is_black_and_white:
        print(
            f"The model codes black and white: each pixel is drawn from its grey (--seed {seed}); the file holds that.",
            file=sys.stderr,
        )
    return (dataset if is_black_and_white else dataset.binarised(seed)).images.astype(np.uint8)


def _report(bills: list[Bill], size: int, others: dict[str, int]) -> None:
    n = max(1, len(bills))
    back, image, code = (sum(getattr(bill, part) for bill in bills) / n for part in ("back", "image", "code"))
    print(f"{len(bills)} images in {size} bytes, {size / n:.2f} each. In bits an image:")
    print(f"  for x given z   {image:9.2f}\n  for z           {code:9.2f}\n  back from q     {-back:9.2f}")
    bits = image + code - back
    print(f"  together        {bits:9.2f}  ({bits * math.log(2):.2f} nats, {bits / 8:.2f} bytes)")
    print("In bytes an image, by others: " + ", ".join(f"{name} {total / n:.2f}" for name, total in others.items()))
