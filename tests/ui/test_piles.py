"""A hundred digits that are compressed: the bills are those of a real coder, near the bound, and come back."""

import numpy as np
import pytest

from ui import digit, piles
from vae_core import pretrained
from vae_core.compression.bits_back import BitsBack
from vae_core.compression.files import start


@pytest.mark.parametrize("kind", piles.MODELS)
def test_what_is_told_is_what_a_coder_does(kind):
    pile = piles.pile(kind, 3)
    checkpoint = pretrained.load_checkpoint(piles.MODELS[kind])
    latent_dim = checkpoint.config.model.latent_dim
    coder = BitsBack(checkpoint.model(), checkpoint.config.objective, start(latent_dim, 3))
    for image in pile.images:
        coder.push(image)
    assert pile.height(100) == pytest.approx(32 * len(coder.words), abs=64)
    assert np.array_equal([coder.pop() for _ in range(100)][::-1], pile.images)
    assert pile.start == 32 * len(start(latent_dim, 3))


@pytest.mark.parametrize(("kind", "size"), [("binary", 98), ("grey", 784)])
def test_it_costs_what_the_bound_says(kind, size):
    pile = piles.pile(kind, 1)
    assert pile.mean("total") == pytest.approx(pile.bound, rel=0.02)  # of a hundred draws of z
    assert pile.kl_in_nats == pytest.approx(pretrained.entry(piles.MODELS[kind])["metrics"]["kl"], rel=0.14)
    assert pile.rivals["as they are"] == 100 * size


def test_where_mnist_is_not_here_digits_are_decoded(monkeypatch):
    monkeypatch.setattr(digit, "is_present", lambda: False)
    piles.pile.cache_clear()
    try:
        pile, grey = piles.pile("binary", 1), piles.pile("grey", 1)
    finally:
        piles.pile.cache_clear()
    assert not pile.are_real
    assert set(np.unique(pile.images)) == {0, 1}
    assert len(np.unique(grey.images)) > 200
    assert pile.mean("total") == pytest.approx(pile.bound, rel=0.03)
