"""Model cards: what a reader should know of a pretrained model, as Markdown."""

import re
from collections.abc import Mapping

from vae_core.analysis.estimate import Estimate
from vae_core.analysis.gap_results import Gaps
from vae_core.analysis.plane_bounds import IMAGES
from vae_core.models import DenoiserConfig, ModelConfig
from vae_core.training import TrainingConfig
from vae_core.training.checkpoints import Checkpoint

# Enough for a Monte Carlo error well under the spread between images.
IMPORTANCE_SAMPLES = 1000
IMPORTANCE_IMAGES = 1000

METRIC_NAMES = {
    "reconstruction": "reconstruction",
    "kl": "KL(q(z\\|x) ‖ p(z))",
    "negative_elbo": "−ELBO",
    "importance_weighted_nll": f"NLL by importance weights ({IMPORTANCE_SAMPLES}, first {IMPORTANCE_IMAGES} images)",
    "steps": "KL(q(x_{t−1}\\|x_t, x_0) ‖ p(x_{t−1}\\|x_t)), all steps together",
    "last": "KL(q(x_T\\|x_0) ‖ p(x_T))",
    "negative_bound": "−bound",
    "cross_entropy": "−log p(class\\|x), in nats",
    "accuracy": "accuracy",
}
LIMITS = {
    "binary vae": """\
- The images are binary: each pixel of a batch was drawn anew with its grey level as the probability, and the test
  set was drawn once in the same way. So these numbers are log probabilities, comparable with others on binarised
  MNIST of this kind; on grey levels the same formula would only be a score.
- A small fully connected network with a latent plane: its digits are blurred where two classes meet.
- It has seen MNIST's centred, upright digits and nothing else.""",
    "vae of levels": """\
- Each pixel's 256 levels of grey have a probability (beta-binomial, one concentration for all pixels, learned), given z
  independent of its neighbours: divided by 784 log 2, the numbers above are bits a pixel.
- A small fully connected network: a convolutional one, or pixels that know of each other, would need fewer bits.
- It has seen MNIST's centred, upright digits and nothing else.""",
    "vae": """\
- The images are grey, so the Bernoulli formula is a score here, not a normalised likelihood: compare these
  numbers only with others computed on grey levels.
- A small fully connected network: its digits are blurred where two classes meet.
- It has seen MNIST's centred, upright digits and nothing else.""",
    "ae": """\
- Nothing in its training asks the space between codes to mean anything: decoded there, it gives what it gives.
- The codes were whitened after training (mean 0, covariance I over the training set) by moving an affine map
  from the encoder's last layer into the decoder's first. No reconstruction changes; but a sample of N(0, I) now
  has the codes' own mean and spread, so that what is wrong with it is their shape and their holes alone.
- It has seen MNIST's centred, upright digits and nothing else.""",
    "classifier": """\
- Made to count which pictures it takes for a digit, and how surely; what is no digit it has never seen, and it may be
  sure of it all the same.
- It has seen MNIST's centred, upright digits and nothing else.""",
    "denoiser of codes": """\
- What it draws are codes: pictures of them are as sharp or blurred as the autoencoder's decoder makes them.
- It fits where the autoencoder puts MNIST's digits, holes and all, and knows nothing of other images.
- Told a class with guidance it draws what is most typical of the class, and less that is rare.""",
    "denoiser of images": """\
- A small network: among its draws are strokes that are no digit.
- The bound is that of the chain of all steps, with each step's variance fixed; draws of fewer steps have none.
- It has seen MNIST's centred, upright digits and nothing else.""",
}

# Headings of a card.
LIMITED, HOW_FAR = "## Known limits", "## How far the bound is from log p(x)"


def model_card(name: str, checkpoint: Checkpoint, results: Mapping[str, Estimate], command: str) -> str:
    """The card of ``name``, trained by ``command``, with ``results`` on the test set."""
    config = checkpoint.config
    what = {"diffusion": _denoiser, "classifier": _classifier}.get(config.model.model, _autoencoder)(checkpoint)
    rows = "\n".join(
        f"| {METRIC_NAMES[key]} | {value.mean:.2f} ± {value.standard_error:.2f} |" for key, value in results.items()
    )
    return f"""\
# {name}

{what}

Trained on the {checkpoint.dataset["examples"]} {_examples(config)} of {checkpoint.dataset["name"]} for \
{checkpoint.epochs} epochs, seed {config.seed}:

```
{command}
```

On the official test set ({_unit(config)}; ± is the standard error over the images):

| | |
|---|---|
{rows}
{_encodings(config)}
{LIMITED}

{LIMITS[_kind(config)]}
"""


def with_gaps(card: str, of: Mapping[str, Gaps], command: str) -> str:
    """A card that says what ``command`` has found of the gaps ``of`` each split, in place of what it said of them."""
    bare = re.sub(rf"{re.escape(HOW_FAR)}.*?(?={LIMITED})", "", card, flags=re.S)
    rows = "\n".join(
        f"| {split} | {gaps.mean:.2f} ± {gaps.standard_error:.2f} | {gaps.median:.2f} | {gaps.total.max():.1f} "
        f"| {gaps.parts.approximation.mean():.3f} | {gaps.full_approximation.mean():.3f} |"
        for split, gaps in of.items()
    )
    count, error = len(next(iter(of.values()))), max(gaps.worst_error for gaps in of.values())
    return bare.replace(
        LIMITED,
        f"""\
{HOW_FAR}

`gaps.safetensors` holds log p(x) by quadrature, the encoder's bound, the best bound of a Gaussian with independent
coordinates and that of any Gaussian, for {count} images of each split, drawn by seed from all and taken in order
(`number`); the pixels of the image in place i are black or white by chance, with i as the seed. In nats, right to
{error:.3f} at most, as far as the integrals tell:

| split | mean of log p(x) − ELBO | median | largest | mean approximation gap | of any Gaussian |
|---|---|---|---|---|---|
{rows}

```
{command}
```

{LIMITED}""",
    )


def _autoencoder(checkpoint: Checkpoint) -> str:
    model, objective = checkpoint.config.model, checkpoint.config.objective
    widths = " - ".join(map(str, (model.pixels, *model.hidden, model.latent_dim)))
    kind = "A variational autoencoder" if model.model == "vae" else "An autoencoder"
    if objective.is_importance_weighted:
        kind = f"An importance-weighted autoencoder, k = {objective.samples},"
    return f"""\
{kind} with {model.latent_dim} latent \
dimensions, {widths} and back, {model.activation} activations, weights in half precision."""


def _classifier(checkpoint: Checkpoint) -> str:
    model = checkpoint.config.model
    widths = " - ".join(map(str, (model.pixels, *model.hidden, model.classes)))
    return f"A plain classifier, {widths}, {model.activation} activations, weights in half precision."


def _denoiser(checkpoint: Checkpoint) -> str:
    model, schedule = checkpoint.config.model, checkpoint.config.objective.schedule
    shape = (
        f"{model.depth} residual blocks of {model.width} units"
        if model.form == "vector"
        else f"a U-Net of {model.depth} residual blocks at each stage, of {model.width} and {2 * model.width} channels"
    )
    of = f"codes of `{model.codes_of}`" if model.codes_of else "images"
    return f"""\
A diffusion model of {of}: {shape}, a {schedule.kind} schedule of {schedule.steps} steps, weights in half precision. \
It can be told one of {model.classes} classes, or none."""


def _kind(config: TrainingConfig) -> str:
    if isinstance(config.model, DenoiserConfig):
        return "denoiser of codes" if config.model.codes_of else "denoiser of images"
    if config.model.model == "vae" and config.objective.reconstruction == "beta-binomial":
        return "vae of levels"
    return "binary vae" if config.binarise and config.model.model == "vae" else config.model.model


def _examples(config: TrainingConfig) -> str:
    is_of_codes = _kind(config) == "denoiser of codes"
    return "codes, drawn from the posteriors of the training images" if is_of_codes else "training images"


def has_plane_bounds(config: TrainingConfig) -> bool:
    """Whether log p(x) is a probability's and can be found by quadrature."""
    return config.binarise and config.model.model == "vae" and config.model.latent_dim == 2


def _unit(config: TrainingConfig) -> str:
    if _kind(config) == "classifier":
        return "means over the images"
    if _kind(config) == "denoiser of codes":
        return "nats per code, as a density, without a class"
    if _kind(config) == "denoiser of images":
        return "nats per image, as a probability of its 256 levels of grey, without a class"
    return "nats per image" if config.objective.is_likelihood else "summed squared error per image"


def _encodings(config: TrainingConfig) -> str:
    if not isinstance(config.model, ModelConfig):
        return ""
    drawn = " as drawn" * config.binarise
    kept = f"`encodings.safetensors` holds where it puts each of the 10 000 test images{drawn} (float16)."
    if has_plane_bounds(config):
        kept += (
            f"\n`bounds.safetensors` holds log p(x) of the first {IMAGES} of them by quadrature, and bounds L_k on it."
        )
    return f"\n{kept}\n"
