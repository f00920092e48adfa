"""The models of runs, for a browser to decode with."""

from collections.abc import Mapping
from functools import lru_cache

from ui import lab, server
from ui.models import Model
from vae_core.errors import CheckpointError
from vae_core.lab import opening
from vae_core.pretrained import DECODER, ENCODINGS

DIGITS = ("digits", "mnist")
KEPT = 16  # models whose files stay in memory: some MB each


def trained_model(run: str, member: str) -> Model:
    """A model of a run as last saved.

    Raises :class:`~vae_core.lab.runner.RunError` where there is none, :class:`~vae_core.errors.VaeCoreError` where
    it cannot be shown.
    """
    checkpoint = lab.runner().result(run, member)
    version = opening.version(checkpoint)
    _files(run, member, version)  # what goes wrong does so here, where it can be told
    shape = checkpoint.config.model
    urls = (server.run_url(run, member, version, file) for file in (DECODER, ENCODINGS))
    return Model(member, shape.latent_dim, shape.activation, *urls, has_digits=lab.experiment(run).dataset in DIGITS)


def file(run: str, member: str, version: str, name: str) -> bytes:
    """A file of a model. Raises :class:`~vae_core.errors.VaeCoreError` where it is not there any more."""
    return _files(run, member, version)[name]


@lru_cache(maxsize=KEPT)
def _files(run: str, member: str, version: str) -> Mapping[str, bytes]:
    checkpoint = lab.runner().result(run, member)
    if opening.version(checkpoint) != version:
        raise CheckpointError("The model has learned on since; the page shows where the new one is.")
    return opening.browser_files(checkpoint, lab.held_out(run))
