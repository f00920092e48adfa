"""A model as the latent-space lesson takes it: its network's halves, and its codes of held-out images."""

import torch
from safetensors.torch import save as pack_weights

from vae_core.analysis.encodings import pack_encodings, pack_no_encodings
from vae_core.analysis.whitening import whiten
from vae_core.data import Dataset
from vae_core.errors import VaeCoreError
from vae_core.exchange.foreign import DecoderAlone
from vae_core.exchange.opening import Opened
from vae_core.models import VAE, AutoEncoder
from vae_core.pretrained import DECODER, ENCODER, ENCODINGS

Shown = AutoEncoder | VAE | DecoderAlone


def network(opened: Opened, held_out: Dataset) -> Shown:
    """The network that the lesson shows.

    An autoencoder's codes are given mean 0 and covariance I over ``held_out``, which changes no reconstruction:
    on the same map as a VAE's, only their shape and their holes remain to be seen.

    Raises :class:`VaeCoreError` where that cannot be done, and for a model that has no codes.
    """
    model = opened.model()
    if not isinstance(model, Shown):
        raise VaeCoreError("The file holds no autoencoder: there is no encoder and no decoder to be shown here.")
    if isinstance(model, AutoEncoder):
        try:
            whiten(model, torch.from_numpy(held_out.images))
        except torch.linalg.LinAlgError as error:
            raise VaeCoreError(
                "The autoencoder's codes fill fewer dimensions than its latent space has: "
                "they cannot be given the prior's covariance."
            ) from error
    return model


def browser_files(model: Shown, held_out: Dataset | None) -> dict[str, bytes]:
    """The weights of decoder and encoder and the codes of ``held_out``, as safetensors files by name.

    Without images, or of a decoder alone, there are no codes: the file has no rows.
    """
    halves = {DECODER: _part(model, "decoder.")}
    if isinstance(model, DecoderAlone):
        return halves | {ENCODINGS: pack_no_encodings(model.config.latent_dim)}
    encodings = pack_encodings(model, held_out) if held_out else pack_no_encodings(model.config.latent_dim)
    return halves | {ENCODER: _part(model, "encoder."), ENCODINGS: encodings}


def _part(model: Shown, prefix: str) -> bytes:
    return pack_weights({name: value for name, value in model.state_dict().items() if name.startswith(prefix)})
