"""Frozen configurations that check themselves and travel as JSON."""

import dataclasses
import types
import typing

from vae_core.errors import ConfigError


def require(condition: bool, template: str, /, **values: object) -> None:
    """Raise :class:`ConfigError` with ``template`` and ``values`` unless ``condition`` holds."""
    if not condition:
        raise ConfigError(template, **values)


def is_whole(value, low: int, high: int) -> bool:
    """Whether ``value`` is an integer (a bool is not one) from ``low`` to ``high``."""
    return isinstance(value, int) and not isinstance(value, bool) and low <= value <= high


def is_number(value, low: int | float, high: int | float) -> bool:
    """Whether ``value`` is a real number from ``low`` to ``high``; NaN lies nowhere."""
    return isinstance(value, int | float) and not isinstance(value, bool) and low <= value <= high


def to_json(config) -> dict:
    """A configuration as plain JSON values; :func:`from_json` is its inverse."""
    return dataclasses.asdict(config)


def from_json(kind: type, values):
    """Build the frozen dataclass ``kind`` from JSON ``values``.

    Raises :class:`ConfigError` on unknown or missing names and on values that the
    configuration's own checks refuse.
    """
    require(isinstance(values, dict), f"{kind.__name__} must be a JSON object, not {values!r:.60}")
    hints = typing.get_type_hints(kind)
    unknown = sorted(map(str, values.keys() - hints.keys()))
    require(not unknown, f"{kind.__name__} does not know {', '.join(unknown)}")
    try:
        return kind(**{name: _coerce(hints[name], value) for name, value in values.items()})
    except TypeError as error:
        raise ConfigError(f"{kind.__name__}: {error}") from error


def _coerce(hint, value):
    """Undo what JSON does to a value: objects become dataclasses, arrays tuples."""
    if isinstance(hint, types.UnionType):
        kinds = typing.get_args(hint)
        if value is None and types.NoneType in kinds:
            return None
        hint = _meant([kind for kind in kinds if kind is not types.NoneType], value)
    if dataclasses.is_dataclass(hint):
        return from_json(hint, value)
    return tuple(value) if isinstance(value, list) else value


def _meant(kinds: list[type], value) -> type:
    """Of several configurations, the one that has all of the names in ``value``; the first, where none does."""
    names = value.keys() if isinstance(value, dict) else ()
    return next((kind for kind in kinds if set(names) <= typing.get_type_hints(kind).keys()), kinds[0])
