"""What vae_core computes, for the scripts of ``web/`` to be held against.

Each module has ``make(folder) -> dict``: JSON values for ``reference("<module>")`` in a test; files go into ``folder``.
"""
