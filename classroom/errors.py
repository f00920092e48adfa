"""What goes wrong in a class, said in words that help."""

from vae_core.errors import VaeCoreError


class ClassError(VaeCoreError):
    """Something that a class cannot do, or that somebody has no right to."""


class NoClass(ClassError):
    """There is no class of that code."""
