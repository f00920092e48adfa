"""The models, data, objectives and training behind VAE Playground.

Works from a notebook or a terminal with no Streamlit at all::

    from vae_core import data, pretrained

    test = data.load("mnist", split="test")
    vae = pretrained.load("mnist-vae-8d")
    posterior = vae.encode(test.images)

Data, pretrained models' encodings and their cards are read without torch; only
:func:`vae_core.pretrained.load` and training need it.
"""

__version__ = "0.1.0"
