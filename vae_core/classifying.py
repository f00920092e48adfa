"""What a classifier learns: to give the class that is right a high probability."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import torch.nn.functional as F
from jaxtyping import Bool, Float, Int64
from torch import Tensor

from vae_core.config import is_number, require
from vae_core.models import Classifier

OfEach = Float[Tensor, " n"]


@dataclass(frozen=True)
class ClassifyingConfig:
    """What is minimised: −log p(class|x).

    Attributes:
        label_smoothing: how much of the target is spread over all classes (Szegedy et al. 2016, section 7).
    """

    label_smoothing: float = 0.0

    def __post_init__(self):
        require(is_number(self.label_smoothing, 0, 1), f"label_smoothing must be 0 to 1, not {self.label_smoothing!r}")


@dataclass(frozen=True, eq=False)
class ClassifyingTerms:
    """The objective on a batch.

    Attributes:
        of_each: −log p(class|x) in nats, ``[n]``; 0 where the class is not known.
        is_right: whether the class that is right has the highest probability, ``[n]``.
    """

    of_each: OfEach
    is_right: Bool[Tensor, " n"]

    @cached_property
    def loss(self) -> Float[Tensor, ""]:
        """Mean of :attr:`of_each` over the batch: what the optimiser is given."""
        return self.of_each.mean()

    def means(self) -> Mapping[str, float]:
        """The named terms, averaged over the examples."""
        return {"accuracy": self.is_right.float().mean().item(), "loss": self.loss.item()}


def classifying_terms(
    config: ClassifyingConfig, model: Classifier, x: Float[Tensor, "n pixels"], labels: Int64[Tensor, " n"]
) -> ClassifyingTerms:
    """The objective of ``model`` on a batch; a label of −1 is none."""
    logits = model(x)
    smoothing = config.label_smoothing
    of_each = F.cross_entropy(logits, labels, reduction="none", ignore_index=-1, label_smoothing=smoothing)
    return ClassifyingTerms(of_each, logits.argmax(-1) == labels)
