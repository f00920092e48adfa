"""The order in which a run sees its training set."""

import torch
from jaxtyping import Float, Int64, UInt8
from torch import Tensor


class Batches:
    """A training set, batch by batch, in an order drawn anew for each epoch.

    An incomplete last batch of an epoch is left out; a batch larger than the set is the set.

    Args:
        images: all of them.
        labels: theirs.
        size: images in a batch.
        generator: of the orders.

    Attributes:
        size: images in a batch.
        per_epoch: batches in an epoch.
    """

    def __init__(
        self, images: Float[Tensor, "n pixels"], labels: Int64[Tensor, " n"], size: int, generator: torch.Generator
    ):
        self.images, self.labels = images, labels
        self.size = min(size, len(images))
        self.per_epoch = len(images) // self.size
        self._generator = generator

    def at(self, step: int) -> tuple[Float[Tensor, "batch pixels"], Int64[Tensor, " batch"]]:
        """The batch of ``step``, counted from 0, and its labels; they are asked for one after the other."""
        position = step % self.per_epoch
        if position == 0:
            self._begin_epoch()
        chosen = self._order[position * self.size : (position + 1) * self.size]
        return self.images[chosen], self.labels[chosen]

    def _begin_epoch(self) -> None:
        self._at_start = self._generator.get_state()
        self._order = torch.randperm(len(self.images), generator=self._generator)

    def state(self, step: int) -> UInt8[Tensor, " bytes"]:
        """What :meth:`restore` needs to go on with the batch of ``step``."""
        # The generator as the running epoch found it: from it the order can be drawn again, and is much smaller.
        return self._generator.get_state() if step % self.per_epoch == 0 else self._at_start.clone()

    def restore(self, state: UInt8[Tensor, " bytes"], step: int) -> None:
        """Go on with the batch of ``step``, as if those before it had been asked for."""
        self._generator.set_state(state)
        if step % self.per_epoch:
            self._begin_epoch()
