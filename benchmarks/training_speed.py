"""How fast the training loop is: against an ordinary script, and against the arithmetic it cannot avoid.

    python -m benchmarks.training_speed --data-dir FOLDER

A VAE of 784-400-20, batch 128, Adam, Bernoulli likelihood, in four forms, taken in turn several times:

- ordinary: the script of most tutorials: a DataLoader whose data set turns each image from PIL into a tensor, as
  torchvision's MNIST with ToTensor does; sigmoid output, cross-entropy on probabilities, Adam as it comes;
- ordinary, tensors: the same with all images as one tensor in a TensorDataset;
- loop: ``vae_core.training.train``;
- products: only the matrix products of the forward and the backward pass, with nothing between them.

Then one step of the loop, part by part. Ratios come from one run; the machine's mood cancels out.
"""

import argparse
import statistics
import time

import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image
from torch import nn
from torch.utils.data import DataLoader, Dataset, TensorDataset

from vae_core import data
from vae_core.models import ModelConfig
from vae_core.training import TrainingConfig, train
from vae_core.training.learner import Learner

PIXELS, HIDDEN, LATENT, BATCH = 784, 400, 20, 128
ROUNDS = 5
STEPS = 468
CONFIG = TrainingConfig(ModelConfig("vae", LATENT, (HIDDEN,), "relu"), epochs=1, batch_size=BATCH)


class TutorialVAE(nn.Module):
    """The VAE of countless tutorials."""

    def __init__(self):
        super().__init__()
        self.fc1 = nn.Linear(PIXELS, HIDDEN)
        self.fc21, self.fc22 = nn.Linear(HIDDEN, LATENT), nn.Linear(HIDDEN, LATENT)
        self.fc3, self.fc4 = nn.Linear(LATENT, HIDDEN), nn.Linear(HIDDEN, PIXELS)

    def forward(self, x):
        hidden = F.relu(self.fc1(x))
        mean, log_variance = self.fc21(hidden), self.fc22(hidden)
        z = mean + torch.exp(0.5 * log_variance) * torch.randn_like(mean)
        return torch.sigmoid(self.fc4(F.relu(self.fc3(z)))), mean, log_variance


class PictureDataset(Dataset):
    """What torchvision's MNIST with ToTensor does for one image."""

    def __init__(self, dataset: data.Dataset):
        self.pixels = (dataset.images.reshape(-1, 28, 28) * 255).round().astype(np.uint8)
        self.labels = dataset.labels

    def __len__(self) -> int:
        return len(self.pixels)

    def __getitem__(self, index: int):
        picture = Image.fromarray(self.pixels[index])
        tensor = torch.from_numpy(np.array(picture, np.uint8, copy=True)).view(28, 28, 1)
        return tensor.permute(2, 0, 1).contiguous().to(torch.get_default_dtype()).div(255), int(self.labels[index])


def ordinary(dataset: data.Dataset) -> float:
    """Seconds for one epoch of the tutorial script."""
    return tutorial(PictureDataset(dataset))


def ordinary_tensors(dataset: data.Dataset) -> float:
    """The same on tensors that are ready in memory."""
    return tutorial(TensorDataset(torch.from_numpy(dataset.images), torch.from_numpy(dataset.labels)))


def tutorial(pairs: Dataset) -> float:
    model = TutorialVAE()
    optimiser = torch.optim.Adam(model.parameters(), lr=1e-3)
    start = time.perf_counter()
    total = 0.0
    for images, _ in DataLoader(pairs, batch_size=BATCH, shuffle=True, drop_last=True):
        optimiser.zero_grad()
        images = images.view(-1, PIXELS)
        output, mean, log_variance = model(images)
        loss = F.binary_cross_entropy(output, images, reduction="sum")
        loss = loss - 0.5 * torch.sum(1 + log_variance - mean.pow(2) - log_variance.exp())
        loss.backward()
        total += loss.item()
        optimiser.step()
    return time.perf_counter() - start


def loop(dataset: data.Dataset) -> float:
    """Seconds for one epoch of ours."""
    *_, last = train(CONFIG, dataset)
    return STEPS * BATCH / last.images_per_second


def products(_dataset: data.Dataset) -> float:
    """Seconds for the matrix products of one epoch alone."""
    layers = [(PIXELS, HIDDEN), (HIDDEN, LATENT), (HIDDEN, LATENT), (LATENT, HIDDEN), (HIDDEN, PIXELS)]
    parts = []
    for position, (inputs, outputs) in enumerate(layers):
        x, w, g = torch.randn(BATCH, inputs), torch.randn(outputs, inputs), torch.randn(BATCH, outputs)
        parts.append((x, w.t(), torch.empty(BATCH, outputs)))  # forward
        parts.append((g.t(), x, torch.empty(outputs, inputs)))  # gradient of the weights
        if position:  # the images need no gradient
            parts.append((g, w, torch.empty(BATCH, inputs)))
    start = time.perf_counter()
    for _ in range(STEPS):
        for left, right, out in parts:
            torch.mm(left, right, out=out)
    return time.perf_counter() - start


def step_by_parts(dataset: data.Dataset, steps: int = 300) -> dict[str, float]:
    """Milliseconds of each part of one step of the loop, median over ``steps``."""
    learner = Learner(CONFIG, torch.from_numpy(dataset.images), torch.from_numpy(dataset.labels))
    names = ("batch", "forward and loss", "backward", "optimiser", "reading the terms")
    times = {name: [] for name in names}
    for _ in range(steps):
        marks = [time.perf_counter()]
        images, inputs = learner.next_batch()
        marks.append(time.perf_counter())
        result = learner.terms(images, inputs, learner.noise)
        loss = result.loss
        marks.append(time.perf_counter())
        learner.optimiser.forget_gradients()
        loss.backward()
        marks.append(time.perf_counter())
        learner.update_weights()
        marks.append(time.perf_counter())
        result.means()
        marks.append(time.perf_counter())
        for name, begin, end in zip(names, marks, marks[1:], strict=False):
            times[name].append(1000 * (end - begin))
    return {name: statistics.median(values) for name, values in times.items()}


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--data-dir")
    options.add_argument("--threads", type=int, default=torch.get_num_threads())
    options = options.parse_args()
    torch.set_num_threads(options.threads)
    dataset = data.load("mnist", data_dir=options.data_dir)
    forms = {"ordinary": ordinary, "ordinary, tensors": ordinary_tensors, "loop": loop, "products": products}
    seconds = {name: [] for name in forms}
    for _ in range(ROUNDS):
        for name, form in forms.items():
            seconds[name].append(form(dataset))
    print(f"{options.threads} thread(s), {ROUNDS} epochs of each, in turn; images/s, median:")
    for name, values in seconds.items():
        print(f"  {name:<20}{STEPS * BATCH / statistics.median(values):10.0f}")
    for name in (name for name in forms if name != "loop"):
        ratios = [other / ours for other, ours in zip(seconds[name], seconds["loop"], strict=True)]
        print(f"  loop / {name}: {statistics.median(ratios):.2f} (from {min(ratios):.2f} to {max(ratios):.2f})")
    print("one step of the loop, ms:")
    for name, value in step_by_parts(dataset).items():
        print(f"  {name:<20}{value:.3f}")
    print(f"  {'(products alone)':<20}{1000 * statistics.median(seconds['products']) / STEPS:.3f}")


if __name__ == "__main__":
    main()
