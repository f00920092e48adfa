"""Adam with decoupled weight decay (Loshchilov & Hutter 2019), and what it remembers from step to step.

The arithmetic is torch's own. Its class ``torch.optim.AdamW`` is not used, for that loads torch's compiler when it is
made: two seconds in each process that trains, and nothing here is compiled.
"""

from collections.abc import Mapping

import torch
from torch import Tensor, nn
from torch.optim.adamw import adamw

# The running mean of a gradient's square forgets at this rate (Kingma & Ba 2015).
BETA_2 = 0.999


class AdamW:
    """AdamW, fused into one kernel; its weight decay leaves biases alone.

    Args:
        model: its parameters are followed.
        weight_decay: by what part of the learning rate a step shrinks the weights.
        momentum: β₁, the rate at which the running mean of the gradient forgets.
        epsilon: added to the root of the running mean of its square.

    Attributes:
        memory: what it remembers about each parameter, under ``"step/name"`` the steps done, under ``"exp_avg/name"``
            and ``"exp_avg_sq/name"`` the running means of its gradient and of its square; not copied.
    """

    def __init__(self, model: nn.Module, weight_decay: float, momentum: float = 0.9, epsilon: float = 1e-8):
        self._momentum, self._epsilon = momentum, epsilon
        named = dict(model.named_parameters())
        self.memory: dict[str, Tensor] = {}
        for name, parameter in named.items():
            self.memory[f"step/{name}"] = torch.zeros(())
            self.memory[f"exp_avg/{name}"] = torch.zeros_like(parameter)
            self.memory[f"exp_avg_sq/{name}"] = torch.zeros_like(parameter)
        self._parameters = named
        self._groups = (
            ([name for name in named if named[name].ndim > 1], weight_decay),
            ([name for name in named if named[name].ndim <= 1], 0.0),
        )

    def forget_gradients(self) -> None:
        """Before the next ones are found: they would be added."""
        for parameter in self._parameters.values():
            parameter.grad = None

    @torch.no_grad()
    def step(self, learning_rate: float) -> None:
        """Move each parameter that has a gradient, along it."""
        for group, weight_decay in self._groups:
            names = [name for name in group if self._parameters[name].grad is not None]
            adamw(
                [self._parameters[name] for name in names],
                [self._parameters[name].grad for name in names],
                [self.memory[f"exp_avg/{name}"] for name in names],
                [self.memory[f"exp_avg_sq/{name}"] for name in names],
                [],
                [self.memory[f"step/{name}"] for name in names],
                fused=True,
                amsgrad=False,
                beta1=self._momentum,
                beta2=BETA_2,
                lr=learning_rate,
                weight_decay=weight_decay,
                eps=self._epsilon,
                maximize=False,
            )

    def restore(self, memory: Mapping[str, Tensor]) -> None:
        """Put back what :attr:`memory` held; more may stand beside it."""
        for name, value in self.memory.items():
            value.copy_(memory[name])
