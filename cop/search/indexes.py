"""The indexes of rows that rooms keep; each room signs up with a function that finds drift and mends it."""

from collections.abc import Callable

# mend(thorough) -> how many rows were mended; not thorough: only what is missing or should be gone.
Mend = Callable[[bool], int]
_indexes: dict[str, Mend] = {}


def register_index(key: str, mend: Mend) -> None:
    """Called by rooms in ready()."""
    _indexes[key] = mend


def mend_all(*, thorough: bool) -> dict[str, int]:
    """Bring every index in line with its rows; says how many rows were not. Safe to be killed and to be run twice."""
    return {key: mend(thorough) for key, mend in _indexes.items()}
