"""What jaxtyping's import hook puts around every function of ``vae_core`` while tests run."""

from collections.abc import Callable

from beartype import BeartypeConf, beartype

check = beartype(conf=BeartypeConf(is_pep484_tower=True))  # a whole number is a number


def check_types(function: Callable) -> Callable:
    """Check arguments and results, but leave configurations to their own checks: those are under test."""
    return function if function.__qualname__.endswith(("Config.__init__", "Change.__init__")) else check(function)
