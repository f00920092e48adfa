"""ONNX in and out: any program computes what ours does, and what is written opens again."""

from itertools import pairwise

import numpy as np
import onnx
import onnxruntime
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from onnx import TensorProto, helper, numpy_helper

from core.exchange.models import Example, Sequential
from vae_core import pretrained
from vae_core.errors import CheckpointError
from vae_core.exchange import onnx_writing
from vae_core.exchange.foreign import DecoderAlone
from vae_core.exchange.opening import open_files
from vae_core.models import ModelConfig, build

CLOSE = {"atol": 1e-5, "rtol": 0}
X = np.random.default_rng(0).random((4, 784), np.float32)
LAST = torch.nn.Linear(9, 784)
NETWORKS = [
    ModelConfig(kind, 3, hidden, activation)
    for kind, hidden, activation in [("vae", (40, 20), "silu"), ("ae", (30,), "relu"), ("vae", (), "tanh")]
]


def answers(content: bytes, **given: np.ndarray) -> dict[str, np.ndarray]:
    session = onnxruntime.InferenceSession(content, providers=["CPUExecutionProvider"])
    names = [output.name for output in session.get_outputs()]
    return dict(zip(names, session.run(names, given), strict=True))


@torch.no_grad()
def assert_written(network) -> None:
    z = np.random.default_rng(1).standard_normal((5, network.config.latent_dim)).astype(np.float32)
    decoded = answers(onnx_writing.decoder(network), z=z)
    np.testing.assert_allclose(decoded["picture"], network.decode(z).sigmoid(), **CLOSE)
    encoded, q = answers(onnx_writing.encoder(network), x=X), network.encode(X)
    if network.config.model == "ae":
        assert encoded.keys() == {"mean"}
        np.testing.assert_allclose(encoded["mean"], q, **CLOSE)
    else:
        np.testing.assert_allclose(encoded["mean"], q.mean, **CLOSE)
        np.testing.assert_allclose(encoded["log_variance"], q.log_variance, **CLOSE)


@pytest.mark.parametrize("config", NETWORKS)
def test_another_program_computes_the_same(config):
    assert_written(build(config, seed=3).eval())


@pytest.mark.parametrize("name", ["mnist-vae-2d", "mnist-ae-8d"])
def test_another_program_computes_what_the_pretrained_models_do(name):
    assert_written(pretrained.load(name))


def test_what_is_written_says_what_it_is():
    model = onnx.load_model_from_string(onnx_writing.decoder(build(NETWORKS[0])))
    assert [(each.domain, each.version) for each in model.opset_import] == [("", 17)]
    assert "z in latent space" in model.graph.doc_string
    onnx.checker.check_model(model, full_check=True)


@pytest.mark.parametrize("config", NETWORKS)
@torch.no_grad()
def test_what_is_written_opens_again(config):
    network = build(config, seed=5).eval()
    halves = {"d.onnx": onnx_writing.decoder(network), "e.onnx": onnx_writing.encoder(network)}
    (foreign,) = open_files(halves).values()
    assert (foreign.shape.model, foreign.shape.latent_dim) == (config.model, 3)
    model, z = foreign.model(), torch.randn(5, 3)
    torch.testing.assert_close(model.decode(z), network.decode(z), **CLOSE)
    for part in ("mean", "log_variance") if config.model == "vae" else ("clone",):
        again, before = (getattr(each.encode(X), part) for each in (model, network))
        if part == "clone":
            again, before = again(), before()
        torch.testing.assert_close(again, before, **CLOSE)


def test_a_decoder_opens_without_its_encoder():
    network = build(NETWORKS[0]).eval()
    (foreign,) = open_files({"d.onnx": onnx_writing.decoder(network)}).values()
    assert isinstance(foreign.model(), DecoderAlone)
    assert any("a VAE's" in sentence for sentence in foreign.assumed)


class Graph:
    """A graph that a test writes node by node."""

    def __init__(self, size: int, value: str = "in"):
        self.inputs, self.value = {value: size}, value
        self.nodes, self.constants, self.outputs = [], {}, {}

    def then(self, operator: str, *constants, output: str = "", **settings) -> "Graph":
        names = [f"c{len(self.constants) + number}" for number in range(len(constants))]
        self.constants |= dict(zip(names, constants, strict=True))
        output = output or f"v{len(self.nodes)}"
        self.nodes.append(helper.make_node(operator, [self.value, *names], [output], **settings))
        self.value = output
        return self

    def dense(self, layer, **settings) -> "Graph":
        return self.then("Gemm", layer.weight.detach().numpy(), layer.bias.detach().numpy(), transB=1, **settings)

    def bytes(self, *outputs: str) -> bytes:
        def values(names):
            return [helper.make_tensor_value_info(name, TensorProto.FLOAT, ["batch", "size"]) for name in names]

        constants = [numpy_helper.from_array(np.asarray(value), name) for name, value in self.constants.items()]
        graph = helper.make_graph(self.nodes, "g", values(self.inputs), values(outputs or [self.value]), constants)
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
        return model.SerializeToString()


def decoder_of(network: Example) -> bytes:
    """As tools write a decoder that gives images with a side: MatMul and Add, and a new shape at the end."""
    graph = Graph(20)
    graph.then("MatMul", network.fc3.weight.detach().numpy().T).then("Add", network.fc3.bias.detach().numpy())
    graph.then("Relu").then("Dropout").dense(network.fc4).then("Sigmoid")
    return graph.then("Reshape", np.array([-1, 1, 28, 28])).bytes()


def encoder_of(network: Example, *names: str) -> bytes:
    graph = Graph(784).then("Flatten").dense(network.fc1).then("Relu")
    features = graph.value
    for name, layer in zip(names, (network.fc21, network.fc22), strict=False):
        graph.value = features
        graph.dense(layer, output=name)
    return graph.bytes(*names)


@pytest.mark.parametrize("names", [("a", "b"), ("log_var", "mu")])
@torch.no_grad()
def test_what_other_tools_write_opens(names):
    network = Example()
    (foreign,) = open_files({"d.onnx": decoder_of(network), "e.onnx": encoder_of(network, *names)}).values()
    z, model = torch.randn(5, 20), foreign.model()
    torch.testing.assert_close(model.decode(z).sigmoid(), network.decode(z), **CLOSE)
    first, second = network.encode(torch.from_numpy(X))
    mean, log_variance = (first, second) if names == ("a", "b") else (second, first)
    torch.testing.assert_close(model.encode(X).mean, mean, **CLOSE)
    torch.testing.assert_close(model.encode(X).log_variance, log_variance, **CLOSE)
    assert any("a gives μ, b gives log σ²" in each for each in foreign.assumed) == (names == ("a", "b"))


@torch.no_grad()
def test_a_draw_beside_the_parameters_is_left_out_and_a_double_head_is_halved():
    network, both = Example(), torch.nn.Linear(400, 40)
    graph = Graph(784).dense(network.fc1).then("Relu").dense(both, output="parameters")
    graph.then("RandomNormalLike", output="noise")
    content = graph.bytes("parameters", "noise")
    (foreign,) = open_files({"d.onnx": decoder_of(network), "e.onnx": content}).values()
    mean, log_variance = both(network.fc1(torch.from_numpy(X)).relu()).chunk(2, -1)
    torch.testing.assert_close(foreign.model().encode(X).mean, mean, **CLOSE)
    torch.testing.assert_close(foreign.model().encode(X).log_variance, log_variance, **CLOSE)


@torch.no_grad()
def test_layers_with_nothing_between_them_are_one():
    widths = [torch.nn.Linear(a, b) for a, b in pairwise([3, 9, 30, 784])]
    content = Graph(3).dense(widths[0]).then("Tanh").dense(widths[1]).dense(widths[2]).bytes()
    (foreign,) = open_files({"d.onnx": content}).values()
    z = torch.randn(5, 3)
    expected = widths[2](widths[1](widths[0](z).tanh()))
    torch.testing.assert_close(foreign.model().decode(z), expected, **CLOSE)
    assert any("logits" in sentence for sentence in foreign.assumed)


@torch.no_grad()
def test_numbers_on_the_way_and_batch_norms_are_merged():
    first, second, norm = torch.nn.Linear(784, 9), torch.nn.Linear(9, 3), torch.nn.BatchNorm1d(9).eval()
    learned = [value.uniform_(0.5, 2) for value in (norm.weight, norm.bias, norm.running_mean, norm.running_var)]
    graph = Graph(784).then("Sub", np.float32(0.1307)).then("Div", np.float32([0.3081])).dense(first)
    graph.then("BatchNormalization", *(value.numpy() for value in learned)).then("Tanh")
    graph.then("Mul", np.linspace(0, 2, 9, dtype=np.float32)).dense(second)
    decoder = Graph(3).dense(torch.nn.Linear(3, 9)).then("Tanh").dense(LAST).then("Sigmoid").bytes()
    (foreign,) = open_files({"d.onnx": decoder, "e.onnx": graph.bytes()}).values()
    h = norm(first((torch.from_numpy(X) - 0.1307) / 0.3081)).tanh() * torch.linspace(0, 2, 9)
    torch.testing.assert_close(foreign.model().encode(X), second(h), **CLOSE)


def small(**changes) -> Graph:
    return Graph(3).dense(torch.nn.Linear(3, 9)).then("Relu", **changes)


REFUSED = {
    "a convolution": (Graph(3).then("Conv", np.zeros((4, 1, 3, 3), np.float32)).bytes(), "The operator Conv cannot"),
    "an unknown bend": (Graph(3).dense(torch.nn.Linear(3, 9)).then("Elu").dense(LAST).bytes(), "The operator Elu"),
    "two bends": (small().then("Tanh").dense(LAST).bytes(), "should be one activation"),
    "two kinds of bends": (
        small().dense(torch.nn.Linear(9, 9)).then("Tanh").dense(LAST).bytes(),
        r"The operator relu \+ tanh",
    ),
    "pixels from −1 to 1": (small().dense(LAST).then("Tanh").bytes(), "it ends in tanh; pictures in"),
    "numbers by chance": (small().dense(LAST).then("RandomNormalLike").bytes(), "RandomNormalLike"),
    "another picture": (small().dense(torch.nn.Linear(9, 64)).bytes(), "takes 3 and gives 64"),
    "an encoder alone": (onnx_writing.encoder(build(NETWORKS[0])), "here are 0 and 1"),
    "cut off": (small().dense(LAST).bytes()[:900], "expected a model in ONNX"),
    "prose": (b"Two roads diverged in a yellow wood", "expected a model in ONNX"),
    "nothing": (b"", "expected a model in ONNX"),
}


@pytest.mark.parametrize(("content", "reason"), REFUSED.values(), ids=REFUSED)
def test_what_does_not_fit_is_named(content, reason):
    with pytest.raises(CheckpointError, match=rf"m\.onnx.*{reason}|{reason}"):
        open_files({"m.onnx": content})


def test_a_whole_model_of_one_kind_each():
    network, other = (build(config) for config in NETWORKS[:2])
    with pytest.raises(CheckpointError, match="different activations"):
        open_files({"d.onnx": onnx_writing.decoder(network), "e.onnx": onnx_writing.encoder(other)})
    wider = build(ModelConfig("vae", 4, (40, 20), "silu"))
    with pytest.raises(CheckpointError, match="as many as the decoder takes"):
        open_files({"d.onnx": onnx_writing.decoder(network), "e.onnx": onnx_writing.encoder(wider)})
    with pytest.raises(CheckpointError, match="here are 2 and 0"):
        open_files({name: onnx_writing.decoder(network) for name in ("a.onnx", "b.onnx")})


def test_no_other_file_is_looked_at(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "secret").write_bytes(bytes(4 * 9 * 784))
    model = onnx.load_model_from_string(small().dense(LAST).bytes())
    tensor = model.graph.initializer[2]
    tensor.ClearField("raw_data")
    tensor.data_location = TensorProto.EXTERNAL
    tensor.external_data.add(key="location", value="secret")
    with pytest.raises(CheckpointError, match="in another file"):
        open_files({"m.onnx": model.SerializeToString()})


def test_no_graph_within_the_graph_is_opened():
    model = onnx.load_model_from_string(small().dense(LAST).bytes())
    model.graph.node[0].attribute.append(helper.make_attribute("then_branch", model.graph))
    with pytest.raises(CheckpointError, match="graphs within the graph"):
        open_files({"m.onnx": model.SerializeToString()})


@pytest.mark.parametrize(
    ("bend", "operator", "settings"),
    [
        (torch.nn.Tanh, "Tanh", {}),
        (torch.nn.LeakyReLU, "LeakyRelu", {}),
        (lambda: torch.nn.LeakyReLU(0.3), "LeakyRelu", {"alpha": 0.3}),
        (torch.nn.Sigmoid, "Sigmoid", {}),
    ],
)
@torch.no_grad()
def test_other_activations_open_too(bend, operator, settings):
    network = Sequential(bend=bend)
    first, second, third = (network.decoder[at] for at in (0, 2, 4))
    graph = Graph(3).dense(first).then(operator, **settings).dense(second).then(operator, **settings)
    (foreign,) = open_files({"d.onnx": graph.dense(third).then("Sigmoid").bytes()}).values()
    z = torch.randn(5, 3)
    torch.testing.assert_close(foreign.model().decode(z).sigmoid(), network.decode(z), **CLOSE)


def test_outputs_that_nothing_tells_apart_are_refused():
    network = Example()
    content = encoder_of(network, "a", "b")
    again = onnx.load_model_from_string(content)
    again.graph.node.append(helper.make_node("Identity", ["a"], ["c"]))
    again.graph.output.append(helper.make_tensor_value_info("c", TensorProto.FLOAT, ["batch", "size"]))
    for encoder in (again.SerializeToString(), encoder_of(network, "mean", "std")):
        with pytest.raises(CheckpointError, match="should give μ and log σ²"):
            open_files({"d.onnx": decoder_of(network), "e.onnx": encoder})


NORM = [np.float32([1, 2, 3])] * 4
TINY = Graph(2).dense(torch.nn.Linear(2, 3)).then("BatchNormalization", *NORM).then("Relu").then("Mul", NORM[0])
TINY = TINY.dense(torch.nn.Linear(3, 4)).then("Sigmoid").bytes()


@settings(max_examples=200)
@given(st.lists(st.tuples(st.integers(0, len(TINY) - 1), st.integers(0, 255)), min_size=1, max_size=4))
def test_a_damaged_file_is_refused_in_a_sentence(changes):
    damaged = bytearray(TINY)
    for place, value in changes:
        damaged[place] = value
    with pytest.raises(CheckpointError):  # whatever it is by now: it draws no 784 pixels
        open_files({"m.onnx": bytes(damaged)})
