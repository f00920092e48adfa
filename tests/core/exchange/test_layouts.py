"""A state_dict of somebody's own is recognised by names and shapes, and decodes as its own network does."""

from contextlib import suppress
from itertools import pairwise

import pytest
import torch
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from safetensors.torch import save
from torch import nn

from core.exchange.models import Example, Sequential, named
from vae_core.errors import CheckpointError
from vae_core.exchange import layouts
from vae_core.exchange.foreign import DecoderAlone
from vae_core.exchange.opening import open_file

X = torch.rand(5, 784, generator=torch.Generator().manual_seed(1))


def opened(network: nn.Module, **metadata: str):
    return layouts.read(save(network.state_dict(), metadata=metadata or None), "mine")


@torch.no_grad()
def assert_same(foreign, network) -> None:
    """Pictures to 1e-5, and codes."""
    model = foreign.model()
    z = torch.randn(6, foreign.shape.latent_dim, generator=torch.Generator().manual_seed(2))
    torch.testing.assert_close(model.decode(z).sigmoid(), network.decode(z), atol=1e-5, rtol=0)
    mean, log_variance = network.encode(X)
    q = model.encode(X)
    torch.testing.assert_close(q.mean, mean, atol=1e-5, rtol=0)
    torch.testing.assert_close(q.log_variance, log_variance, atol=1e-5, rtol=0)


@given(st.integers(1, 500), st.integers(1, 64))
def test_the_example_of_pytorch_opens_with_any_sizes(hidden, latent):
    assume(hidden != latent)  # else nothing but names tells heads from other layers
    network = Example(hidden, latent)
    foreign = opened(network)
    assert foreign.shape.latent_dim == latent
    assert foreign.shape.hidden == (hidden,)
    assert_same(foreign, network)
    assert "ReLU" in foreign.assumed[0]
    assert str(foreign.assumed[1]) == "fc21 gives μ, fc22 gives log σ²."


NAMES = "fc_mu fc_var, mu logvar, mean_layer log_var_layer, zMean zLogVar, FC_mean FC_var"
HEADS = [(), *(tuple(pair.split()) for pair in NAMES.split(", "))]


@pytest.mark.parametrize("heads", HEADS)
@pytest.mark.parametrize(("inner", "outer"), [((300, 100), (100, 300)), ((64,), (32, 64, 128)), ((50, 50, 50), ())])
def test_two_sequentials_open_whatever_their_depth(heads, inner, outer):
    network = Sequential(inner, outer, 3, heads)
    foreign = opened(network)
    assert foreign.shape.hidden == tuple(reversed(outer))
    assert_same(foreign, network)


BENDS = {
    "silu": nn.SiLU,
    "Tanh": nn.Tanh,
    "swish": nn.SiLU,
    "ReLU()": nn.ReLU,
    "leaky_relu": nn.LeakyReLU,
    "LeakyReLU(0.2)": lambda: nn.LeakyReLU(0.2),
    "LeakyReLU(negative_slope=1e-3)": lambda: nn.LeakyReLU(1e-3),
    "Sigmoid": nn.Sigmoid,
}


@pytest.mark.parametrize(("name", "bend"), BENDS.items(), ids=BENDS)
def test_a_description_names_the_activation(name, bend):
    network = Sequential(bend=bend)
    foreign = opened(network, activation=name, latent_dim="3", input_shape="(1, 28, 28)")
    assert_same(foreign, network)
    assert not any("ReLU" in sentence for sentence in foreign.assumed)


@pytest.mark.parametrize("prefix", ["module.", "_orig_mod.module.", "vae."])
def test_what_wraps_a_whole_model_does_not_matter(prefix):
    network = Example()
    content = save({f"{prefix}{name}": value for name, value in network.state_dict().items()})
    assert_same(layouts.read(content, "mine"), network)


@pytest.mark.parametrize("dtype", [torch.float16, torch.bfloat16, torch.float64])
def test_other_precisions_open_too(dtype):
    network = Example().to(dtype)
    assert_same(opened(network), network.float())


def test_layers_without_a_bias_and_counters_do_not_matter():
    network = Sequential(heads=("mu", "log_var"))
    network.decoder[0] = nn.Linear(3, 100, bias=False)
    content = save(network.state_dict() | {"log_scale": torch.zeros(1), "steps": torch.tensor(7)})
    assert_same(layouts.read(content, "mine"), network)


def test_a_head_for_log_sigma_is_doubled():
    network = Sequential(heads=("mu", "log_sigma"))
    log_variance = layouts.read(save(network.state_dict()), "mine").model().encode(X).log_variance
    torch.testing.assert_close(log_variance, 2 * network.encode(X)[1])


def test_an_autoencoder_is_split_where_it_is_narrowest():
    network = nn.Sequential(*(nn.Linear(a, b) for a, b in [(784, 90), (90, 4), (4, 90), (90, 784)]))
    foreign = opened(network)
    assert foreign.shape.model == "ae"
    assert foreign.shape.latent_dim == 4
    code = network[1](network[0](X).relu())
    torch.testing.assert_close(foreign.model().encode(X), code, atol=1e-5, rtol=0)
    torch.testing.assert_close(foreign.model().decode(code), network[3](network[2](code).relu()), atol=1e-5, rtol=0)


def test_a_decoder_alone_opens_and_says_what_it_is_taken_for():
    network = Sequential().decoder
    foreign = opened(network)
    model = foreign.model()
    assert isinstance(model, DecoderAlone)
    z = torch.randn(4, 3)
    torch.testing.assert_close(model.decode(z).sigmoid(), network(z), atol=1e-5, rtol=0)
    assert "a VAE's" in " ".join(foreign.assumed)


@torch.no_grad()
def test_a_batch_norm_after_a_layer_is_merged_into_it():
    norm = nn.BatchNorm1d(30)
    for value in (norm.weight, norm.bias, norm.running_mean, norm.running_var):
        value.uniform_(0.5, 2)
    decoder = nn.Sequential(nn.Linear(2, 30), norm, nn.ReLU(), nn.Linear(30, 784), nn.Sigmoid()).eval()
    z = torch.randn(5, 2)
    foreign = opened(decoder)
    torch.testing.assert_close(foreign.model().decode(z).sigmoid(), decoder(z), atol=1e-5, rtol=0)
    assert "Batch norms have ε = 1e-05." in foreign.assumed


def test_names_that_sort_in_another_order_are_put_in_theirs():
    content = named(img_2_hid=(784, 60), hid_2_mu=(60, 2), hid_2_logvar=(60, 2), z_2_hid=(2, 60), hid_2_img=(60, 784))
    with pytest.raises(CheckpointError, match="z_2_hid takes 2 numbers, and img_2_hid before it gives 60"):
        layouts.read(content, "mine")  # which of them decode, no name says
    fits = named(enc__out=(60, 20), enc__into=(784, 60), enc__mu=(20, 2), dec__into=(2, 60), dec__final=(60, 784))
    assert layouts.read(fits, "mine").shape.latent_dim == 2


EXAMPLE = {"fc1": (784, 9), "fc21": (9, 2), "fc22": (9, 2), "fc3": (2, 9), "fc4": (9, 784)}
SMALL = {name: tuple(64 if size == 784 else size for size in sizes) for name, sizes in EXAMPLE.items()}
ENDS = {"fc": (784, 9), "mu": (9, 2), "decoder": (2, 784)}
NORM = nn.Sequential(nn.Linear(784, 3), nn.ReLU(), nn.BatchNorm1d(3))
REFUSED = {
    "a convolution": (save({"c.weight": torch.zeros(8, 1, 3, 3)}), r"c is a convolution \(weights \[8, 1, 3, 3\]\)"),
    "a batch norm": (
        save(NORM.state_dict()),
        r"2 is a batch norm, and not the next in an nn.Sequential after a layer of its size \(0\)",
    ),
    "another picture": (named(**SMALL), r"28 × 28.*fc1 64→9"),
    "a gap": (
        named(encoder__0=(784, 90), encoder__1=(80, 4), decoder__0=(2, 784)),
        "encoder.1 takes 80 numbers, and encoder.0 before it gives 90",
    ),
    "a head too many": (named(**ENDS, mean=(9, 2)), "mean, mu seems to give μ"),
    "a head of σ": (named(**ENDS, sigma=(9, 2)), "sigma seems to give σ itself"),
    "unequal heads": (named(**ENDS, logvar=(9, 3)), "should be as many"),
    "an encoder alone": (named(fc1=(784, 9), fc21=(9, 2), fc22=(9, 2)), "No way leads through"),
    "a strange tensor": (save({"position": torch.zeros(3, 4)}), "position belongs to no fully connected layer"),
    "not a number": (save({"decoder.0.weight": torch.full((784, 2), torch.nan)}), "not finite"),
    "too wide": (named(decoder__0=(2, 5000), decoder__1=(5000, 784)), "wider than 4096"),
    "too many dimensions": (named(decoder__0=(70, 784)), "latent_dim must be a whole number from 1 to 64"),
}


@pytest.mark.parametrize(("content", "reason"), REFUSED.values(), ids=REFUSED)
def test_what_does_not_fit_is_named_and_what_would_is_said(content, reason):
    with pytest.raises(CheckpointError, match=f"^mine: .*{reason}"):
        open_file(content, "mine")


@pytest.mark.parametrize(
    ("metadata", "reason"),
    [
        ({"activation": "gelu"}, r"activation = gelu; known here are relu, silu, tanh, leaky-relu\(0.2\), sigmoid"),
        ({"latent_dim": "8"}, "latent_dim = 8, and its layers say 20"),
        ({"latent_dim": "9" * 5000}, "latent_dim = 999"),
        ({"input_shape": "[1, 32, 32]"}, r"input_shape = \[1, 32, 32\], and its layers say 784"),
    ],
)
def test_a_description_that_its_layers_contradict_is_refused(metadata, reason):
    with pytest.raises(CheckpointError, match=reason):
        opened(Example(), **metadata)


def test_equal_weights_have_one_digest_and_others_another():
    torch.manual_seed(0)
    network = Example(30, 2)
    first = opened(network)
    assert first.digest == opened(network).digest
    assert first.digest != opened(network, activation="tanh").digest
    assert first.digest != opened(Example(30, 2)).digest


@given(st.lists(st.sampled_from([784, 5, 6, 7]), min_size=2, max_size=19), st.randoms(use_true_random=False))
def test_a_heap_of_layers_is_told_apart_or_refused_at_once(widths, random):
    sizes = list(pairwise(widths))
    random.shuffle(sizes)
    with suppress(CheckpointError):
        layouts.read(named(**{f"layer{number}": size for number, size in enumerate(sizes)}), "mine")


SMALL_FILE = named(decoder__0=(2, 3), decoder__1=(3, 4))


@settings(max_examples=200)
@given(st.lists(st.tuples(st.integers(0, len(SMALL_FILE) - 1), st.integers(0, 255)), min_size=1, max_size=4))
def test_a_damaged_file_is_refused_in_a_sentence(changes):
    damaged = bytearray(SMALL_FILE)
    for place, value in changes:
        damaged[place] = value
    with pytest.raises(CheckpointError):  # whatever it is by now: it draws no 784 pixels
        open_file(bytes(damaged), "mine")


@pytest.mark.parametrize(
    "weights",
    [
        {"fc1.weight": torch.tensor(1.0)},
        {"fc1.weight": torch.ones(2, 784), "fc1.bias": torch.tensor(1.0)},
        {"fc1.weight": torch.ones(2, 784, dtype=torch.complex64)},
        {"9" * 5000 + ".weight": torch.ones(2, 784)},
    ],
)
def test_what_is_no_layer_is_refused_in_a_sentence(weights):
    with pytest.raises(CheckpointError, match=r"^mine: .{20,600}$"):
        layouts.read(save(weights), "mine")
