"""Widgets whose choices carry words of their own: a hint, a note (“full”), a clash; shown by the component “choice”."""

from collections.abc import Collection, Mapping
from typing import Any

from django import forms


class _Told:
    """Adds hints, notes and clashes by value, and closes single choices; a closed choice that is chosen stays open."""

    def __init__(
        self,
        *args: Any,
        hints: Mapping[Any, str] | None = None,
        notes: Mapping[Any, str] | None = None,
        clashes: Mapping[Any, str] | None = None,
        closed: Collection[Any] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.hints = _by_text(hints)
        self.notes = _by_text(notes)
        self.clashes = _by_text(clashes)
        self.closed = {str(value) for value in closed}

    def create_option(self, name: str, value: Any, label: Any, selected: bool, *args: Any, **kwargs: Any) -> dict:
        option = super().create_option(name, value, label, selected, *args, **kwargs)  # type: ignore[misc]
        key = str(value)
        option["hint"] = self.hints.get(key, "")
        option["note"] = self.notes.get(key, "")
        option["clash"] = self.clashes.get(key, "")
        if key in self.closed and not selected:
            option["attrs"]["disabled"] = True
        return option


def _by_text(words: Mapping[Any, str] | None) -> dict[str, str]:
    return {str(value): text for value, text in (words or {}).items()}


class ToldRadioSelect(_Told, forms.RadioSelect):
    """Radio buttons with hints, notes and closed choices."""


class ToldCheckboxSelectMultiple(_Told, forms.CheckboxSelectMultiple):
    """Check boxes with hints, notes and closed choices."""
