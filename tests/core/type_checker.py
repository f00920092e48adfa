"""While tests run, each call of ``vae_core`` has its types checked, and the shapes of its arrays."""

import functools
import inspect
from collections.abc import Callable

import jaxtyping
from beartype import BeartypeConf, beartype

check = beartype(conf=BeartypeConf(is_pep484_tower=True, violation_type=TypeError))  # a whole number is a number
UNTOUCHED = ("Config.__init__", "Change.__init__")  # configurations have checks of their own, which are under test
_thorough = jaxtyping.jaxtyped
_local: dict[tuple[str, str, str], Callable] = {}


def install() -> None:
    """Have every function of ``vae_core`` that is imported from here on check its calls."""
    jaxtyping.jaxtyped = _checking  # which the hook puts above every function and class
    jaxtyping.install_import_hook("vae_core", None)


def _checking(*, typechecker: object) -> Callable:
    return _checked


def _checked(function):
    """As jaxtyping would, save that arguments are checked once, not twice: that was half the time of the core's tests.

    Classes, properties and the like, generators, and functions that are made anew at each call are left to it.
    """
    is_plain = inspect.isfunction(function) and "<locals>" not in function.__qualname__
    if not is_plain or inspect.isgeneratorfunction(function):
        return _thorough(function, typechecker=_check_signature)
    checked = functools.cache(functools.partial(check, function))  # most are never called by the tests of one process

    @functools.wraps(function)
    def call(*args, **kwargs):
        __tracebackhide__ = True
        with _thorough("context"):  # in which an axis has one length
            return checked()(*args, **kwargs)

    return call


def _check_signature(function: Callable) -> Callable:
    """What checks calls of an empty function with the signature of the real one.

    A local function mostly has the same signature as the last time, and making its checks takes longer than most calls.
    """
    if function.__qualname__.endswith(UNTOUCHED):
        return function
    if "<locals>" not in function.__qualname__:
        return check(function)
    signature = function.__module__, function.__qualname__, repr(function.__annotations__)
    if signature not in _local:
        _local[signature] = check(function)
    return _local[signature]
