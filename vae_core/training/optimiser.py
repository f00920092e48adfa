"""Adam with decoupled weight decay, and what it remembers from step to step."""

from collections.abc import Mapping

import torch
from torch import Tensor, nn

# What AdamW keeps for each parameter: the steps done, and running means of its gradient and of its square.
MEMORY = ("step", "exp_avg", "exp_avg_sq")


def adamw(model: nn.Module, learning_rate: float, weight_decay: float) -> torch.optim.AdamW:
    """AdamW, fused into one kernel; its weight decay leaves biases alone."""
    matrices = [parameter for parameter in model.parameters() if parameter.ndim > 1]
    others = [parameter for parameter in model.parameters() if parameter.ndim <= 1]
    groups = [{"params": matrices, "weight_decay": weight_decay}, {"params": others, "weight_decay": 0.0}]
    optimiser = torch.optim.AdamW(groups, lr=learning_rate, fused=True)
    # It would do this itself in its first step; so its memory has the same form from the start.
    for parameter in model.parameters():
        zeros = (torch.zeros(()), torch.zeros_like(parameter), torch.zeros_like(parameter))
        optimiser.state[parameter] = dict(zip(MEMORY, zeros, strict=True))
    return optimiser


def memory(model: nn.Module, optimiser: torch.optim.AdamW) -> dict[str, Tensor]:
    """What ``optimiser`` remembers about each parameter of ``model``, under ``"step/name"`` and so on; not copied."""
    parameters = model.named_parameters()
    return {f"{kind}/{name}": optimiser.state[parameter][kind] for name, parameter in parameters for kind in MEMORY}


def remember(model: nn.Module, optimiser: torch.optim.AdamW, remembered: Mapping[str, Tensor]) -> None:
    """Put back what :func:`memory` gave."""
    for name, value in memory(model, optimiser).items():
        value.copy_(remembered[name])
