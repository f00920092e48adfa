"""The way through an ONNX graph to one of its outputs: fully connected layers, and what bends their outputs."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import torch
from onnx import GraphProto, NodeProto, TensorProto, helper, numpy_helper
from torch import Tensor

from vae_core.errors import CheckpointError
from vae_core.exchange.activations import USUAL_SLOPE, leaky
from vae_core.exchange.foreign import Linear
from vae_core.exchange.merging import Elementwise, Step, batch_norm, merged
from vae_core.models.vae import LOG_VARIANCE_RANGE

STANDARD = ("", "ai.onnx")  # the domains of ONNX's own operators
PASSING = ("Identity", "Flatten", "Reshape", "Squeeze", "Unsqueeze", "Dropout", "Cast")  # they keep numbers and order
FLOATS = (TensorProto.FLOAT, TensorProto.FLOAT16, TensorProto.DOUBLE, TensorProto.BFLOAT16)
BENDING = {"Relu": "relu", "Tanh": "tanh", "Sigmoid": "sigmoid", "Swish": "silu"}
# What an operator does with a constant c: scale and shift.
ARITHMETIC = {"Add": lambda c: (1, c), "Sub": lambda c: (1, -c), "Mul": lambda c: (c, 0), "Div": lambda c: (1 / c, 0)}


@dataclass(frozen=True, eq=False)
class Path:
    """A way from the input to an output.

    Attributes:
        layers: in order; their names are those of their weights.
        activation: after each layer but the last; ``None`` where there is but one layer.
        ending: after the last, ``""`` where nothing is.
    """

    layers: list[Linear]
    activation: str | None
    ending: str

    @property
    def names(self) -> list[str]:
        """Of all layers: two ways with the same names share them."""
        return [layer.name for layer in self.layers]


@np.errstate(all="ignore")  # what is not finite is refused
def way(graph: GraphProto, output: str) -> Path:
    """The way to ``output``.

    Raises:
        CheckpointError: an operator on it is none that is known here.
    """
    steps = merged(list(_Graph(graph).back(output))[::-1])
    *inner, ending = steps if steps and isinstance(steps[-1], str) else [*steps, ""]
    layers, bends = inner[0::2], inner[1::2]
    if not layers or {Linear} != {*map(type, layers)} or {*map(type, bends)} - {str}:
        raise CheckpointError("Between two fully connected layers there should be one activation.")
    bends = {*bends}
    if len(bends) > 1:
        raise _unknown(" + ".join(sorted(bends)))
    for before, after in pairwise(layers):
        if before.outputs != after.inputs:
            raise CheckpointError("{name} takes another number of values than it is given.", name=after.name)
    return Path(layers, next(iter(bends), None), ending)


def is_drawn(graph: GraphProto, output: str) -> bool:
    """Whether chance has a part in ``output``, as in a draw of z."""
    waiting, known = [output], {output}
    producers = {name: node for node in graph.node for name in node.output}
    while waiting:
        node = producers.get(waiting.pop())
        if node is not None and node.op_type.startswith("Random"):
            return True
        before = [name for name in node.input if name not in known] if node is not None else []
        known.update(before)
        waiting += before
    return False


class _Graph:
    def __init__(self, graph: GraphProto):
        self.constants = {tensor.name: numpy_helper.to_array(tensor) for tensor in graph.initializer}
        self.inputs = {value.name for value in graph.input} - self.constants.keys()
        self.producers: dict[str, NodeProto] = {}
        for node in graph.node:
            self._place(node)

    def _place(self, node: NodeProto) -> None:
        """Remember who makes what; what is made of constants alone is one."""
        settings = {each.name: helper.get_attribute_value(each) for each in node.attribute}
        known = [self.constants[name] for name in node.input if name in self.constants]
        if node.op_type == "Constant" and isinstance(settings.get("value"), TensorProto):
            self.constants[node.output[0]] = numpy_helper.to_array(settings["value"])
        elif node.op_type == "Transpose" and known:
            self.constants[node.output[0]] = known[0].transpose(settings.get("perm"))
        elif node.op_type in ("Identity", "Cast") and known:
            self.constants[node.output[0]] = known[0]
        else:
            self.producers.update(dict.fromkeys(node.output, node))

    def back(self, value: str) -> Iterator[Step]:
        """What makes ``value``, the last first."""
        while value not in self.inputs:
            node = self.producers.get(value)
            if node is None or node.domain not in STANDARD:
                raise _unknown(node.op_type if node else "Constant")
            step, value = self._step(node)
            if step is not None:
                yield step

    def _step(self, node: NodeProto) -> tuple[Step | None, str]:
        """What ``node`` does, and to which value."""
        kind = node.op_type
        settings = {each.name: helper.get_attribute_value(each) for each in node.attribute}
        if kind in PASSING and settings.get("to", TensorProto.FLOAT) in FLOATS:
            return None, node.input[0]
        if kind in BENDING and settings.get("alpha", 1) == 1:
            return BENDING[kind], node.input[0]
        if kind == "LeakyRelu":
            return leaky(settings.get("alpha", USUAL_SLOPE)), node.input[0]
        if kind == "Mul" and (bent := self._silu(node)):
            return "silu", bent
        if kind == "Clip" and self._is_wide(node):
            return None, node.input[0]
        if kind in ("Gemm", "MatMul") and node.input[1] in self.constants:
            return self._layer(node, settings), node.input[0]
        if kind == "BatchNormalization" and {*node.input[1:]} <= self.constants.keys():
            learned = [_numbers(self.constants[name]) for name in node.input[1:]]
            if len(learned) != 4 or len({value.shape for value in learned}) != 1:
                raise _unknown(kind)
            return batch_norm(*learned, settings.get("epsilon", 1e-5)), node.input[0]
        return self._arithmetic(node)

    def _arithmetic(self, node: NodeProto) -> tuple[Step, str]:
        """What is added or multiplied: a constant, which comes second where that matters."""
        given, constant = node.input if node.op_type in ARITHMETIC else ("", "")
        if given in self.constants and node.op_type in ("Add", "Mul"):
            given, constant = constant, given
        if constant not in self.constants or given in self.constants:
            raise _unknown(node.op_type)
        scale, shift = ARITHMETIC[node.op_type](np.asarray(self.constants[constant], np.float64))
        return Elementwise(_numbers(scale), _numbers(shift)), given

    def _layer(self, node: NodeProto, settings: dict) -> Linear:
        weight = self.constants[node.input[1]]
        if weight.ndim != 2 or settings.get("transA"):
            raise _unknown(node.op_type)
        weight = settings.get("alpha", 1.0) * (weight if settings.get("transB") else weight.T)
        bias = 0.0
        if len(node.input) > 2 and node.input[2]:
            if node.input[2] not in self.constants:
                raise _unknown(node.op_type)
            bias = settings.get("beta", 1.0) * np.ravel(self.constants[node.input[2]])
        return _linear(node.input[1], weight, np.broadcast_to(bias, len(weight)))

    def _silu(self, node: NodeProto) -> str | None:
        """a, where ``node`` is a · sigmoid(a)."""
        for a, other in (node.input, reversed(node.input)):
            made = self.producers.get(other)
            if made is not None and made.op_type == "Sigmoid" and list(made.input) == [a]:
                return a
        return None

    def _is_wide(self, node: NodeProto) -> bool:
        """Whether a Clip leaves all that is left of log σ² here anyway."""
        low, high = (self.constants.get(name) for name in [*node.input[1:], "", ""][:2])
        lowest, highest = LOG_VARIANCE_RANGE
        return bool((low is None or low <= lowest) and (high is None or high >= highest))


def _numbers(values: np.ndarray | float) -> Tensor:
    return torch.from_numpy(np.ravel(np.asarray(values, np.float64)))


def _linear(name: str, weight: np.ndarray, bias: np.ndarray) -> Linear:
    return Linear(name, torch.from_numpy(np.array(weight, np.float32)), torch.from_numpy(np.array(bias, np.float32)))


def _unknown(operator: str) -> CheckpointError:
    return CheckpointError(
        "The operator {operator} cannot be opened here. What can: fully connected layers (Gemm, or MatMul and Add), "
        "with Relu, LeakyRelu, Tanh, Sigmoid or SiLU between them, and a Sigmoid at the end of a decoder.",
        operator=operator,
    )
