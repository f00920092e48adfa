"""Our networks in ONNX: written node by node, for any program that reads it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np
import onnx
from onnx import NodeProto, TensorProto, helper, numpy_helper
from torch import Tensor

import vae_core
from vae_core.models.vae import LOG_VARIANCE_RANGE

OPSET, IR = 17, 8  # of 2022: whatever runs ONNX reads them
BATCH = "batch"


@dataclass
class _Writing:
    """A graph that grows.

    Attributes:
        weights: of the network, by name.
        activation: of its hidden layers.
    """

    weights: Mapping[str, Tensor]
    activation: str
    nodes: list[NodeProto] = field(default_factory=list)
    constants: dict[str, np.ndarray] = field(default_factory=dict)

    def linear(self, name: str, value: str, output: str) -> str:
        """output = W·value + b, with the weights of the layer ``name``."""
        parts = [f"{name}.weight", f"{name}.bias"]
        self.constants |= {part: self.weights[part].float().numpy() for part in parts}
        self.nodes.append(helper.make_node("Gemm", [value, *parts], [output], name=name, transB=1))
        return output

    def trunk(self, prefix: str, value: str) -> str:
        """All layers of an ``nn.Sequential`` with the activation after each."""
        for name in _layers(self.weights, prefix):
            value = self.bent(self.linear(name, value, f"{name}.sum"), f"{name}.output")
        return value

    def bent(self, value: str, output: str) -> str:
        """What the activation makes of ``value``."""
        if self.activation == "silu":  # a · sigmoid(a): an operator of its own only since opset 24
            self.then("Sigmoid", [value], f"{output}.gate")
            return self.then("Mul", [value, f"{output}.gate"], output)
        return self.then({"relu": "Relu", "tanh": "Tanh"}[self.activation], [value], output)

    def then(self, operator: str, values: list[str], output: str) -> str:
        self.nodes.append(helper.make_node(operator, values, [output], name=output))
        return output

    def finished(self, name: str, said: str, inputs: dict[str, int], outputs: dict[str, int]) -> bytes:
        """The model as a file; inputs and outputs with the size of each."""
        initialisers = [numpy_helper.from_array(value, constant) for constant, value in self.constants.items()]
        graph = helper.make_graph(self.nodes, name, _values(inputs), _values(outputs), initialisers, doc_string=said)
        model = helper.make_model(
            graph,
            opset_imports=[helper.make_opsetid("", OPSET)],
            ir_version=IR,
            producer_name="VAE Playground",
            producer_version=vae_core.__version__,
        )
        onnx.checker.check_model(model)
        return model.SerializeToString()


def decoder(network) -> bytes:
    """The half that decodes: ``z`` [batch, latent] -> ``picture`` [batch, pixels], x̂ in [0, 1]."""
    shape = network.config
    writing = _Writing(network.state_dict(), shape.activation)
    logits = writing.linear("decoder.logits", writing.trunk("decoder.trunk", "z"), "logits")
    writing.then("Sigmoid", [logits], "picture")
    said = "A position z in latent space to the picture there, its pixels in [0, 1], row after row."
    return writing.finished("decoder", said, {"z": shape.latent_dim}, {"picture": shape.pixels})


def encoder(network) -> bytes:
    """The half that encodes: ``x`` [batch, pixels] -> ``mean`` and, of a VAE, ``log_variance``, [batch, latent]."""
    shape = network.config
    writing = _Writing(network.state_dict(), shape.activation)
    features = writing.trunk("encoder.trunk", "x")
    writing.linear("encoder.mean", features, "mean")
    outputs = {"mean": shape.latent_dim}
    if shape.model == "vae":
        spread = writing.linear("encoder.log_variance", features, "log_variance.sum")
        bounds = dict(zip(("lowest", "highest"), np.float32(LOG_VARIANCE_RANGE), strict=True))
        writing.constants |= {name: np.asarray(bound) for name, bound in bounds.items()}
        writing.then("Clip", [spread, *bounds], "log_variance")
        outputs["log_variance"] = shape.latent_dim
    said = "A picture x, its pixels in [0, 1], row after row, to the mean of its code and, of a VAE, the log of σ²."
    return writing.finished("encoder", said, {"x": shape.pixels}, outputs)


def _values(sizes: Mapping[str, int]) -> list:
    return [helper.make_tensor_value_info(name, TensorProto.FLOAT, [BATCH, size]) for name, size in sizes.items()]


def _layers(weights: Mapping[str, Tensor], prefix: str) -> Iterator[str]:
    """The names of the layers of a trunk, in order."""
    number = 0
    while f"{prefix}.{number}.weight" in weights:
        yield f"{prefix}.{number}"
        number += 2
