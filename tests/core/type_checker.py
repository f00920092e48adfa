"""What jaxtyping's import hook puts around every function of ``vae_core`` while tests run."""

from collections.abc import Callable

from beartype import BeartypeConf, beartype

check = beartype(conf=BeartypeConf(is_pep484_tower=True))  # a whole number is a number
_local: dict[tuple[str, str, str], Callable] = {}


def check_types(function: Callable) -> Callable:
    """Check arguments and results, but leave configurations to their own checks: those are under test.

    What comes here is an empty function with the signature of the real one. A local function is made anew at each
    call of what it stands in, mostly with the same signature: making its checks took longer than most calls.
    """
    if function.__qualname__.endswith(("Config.__init__", "Change.__init__")):
        return function
    if "<locals>" not in function.__qualname__:
        return check(function)
    signature = function.__module__, function.__qualname__, repr(function.__annotations__)
    if signature not in _local:
        _local[signature] = check(function)
    return _local[signature]
