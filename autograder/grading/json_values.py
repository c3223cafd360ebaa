"""Values read from JSON, each of the kind it should be."""

from typing import Any

__all__ = ["flag", "number", "text", "text_values", "texts"]


def text(value: object) -> str:
    """Return `value` if it is text; raise TypeError otherwise."""
    if not isinstance(value, str):
        raise TypeError(f"{value!r} should be text")
    return value


def texts(values: object) -> tuple[str, ...]:
    """Return the texts of a list; raise TypeError if it is something else."""
    if not isinstance(values, list):
        raise TypeError(f"{values!r} should be a list")
    return tuple(text(value) for value in values)


def text_values(entry: dict[str, Any]) -> dict[str, str]:
    """Return `entry` if all its values are texts; raise TypeError otherwise."""
    return {key: text(value) for key, value in entry.items()}


def number(value: object) -> float:
    """Return `value` if it is a number; raise TypeError otherwise."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise TypeError(f"{value!r} should be a number")
    return value


def flag(value: object) -> bool:
    """Return `value` if it is true or false; raise TypeError otherwise."""
    if not isinstance(value, bool):
        raise TypeError(f"{value!r} should be true or false")
    return value
