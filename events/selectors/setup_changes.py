"""What two editors of one set-up need to know of each other: what it says in words, and what a later saving changed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail.log_actions import registry as log_registry

from ..models import EventPage, RegistrationSetup
from .dates import moment_words

SETUP_FIELDS = (
    "opens_at",
    "closes_at",
    "edit_until",
    "reminder_days",
    "total_places",
    "has_waiting_list",
    "offer_hours",
    "freeze_hours",
    "needs_approval",
    "needs_code",
    "introduction",
)
CATEGORY_FIELDS = ("name", "kind", "description", "places", "reserved", "counts_in_total", "is_public")
QUESTION_FIELDS = (
    "label",
    "kind",
    "is_required",
    "help_text",
    "options",
    "depends_on",
    "depends_values",
    "is_sensitive",
    "erase_after_days",
)
NOTHING = "–"

# A field or a row in words: what it is, what it was, what it is now.
Change = tuple[str, str, str]


@dataclass(frozen=True)
class Part:
    """The set-up's own fields, a category or a question: its name, and its fields as label and words."""

    title: str
    fields: dict[str, tuple[str, str]]


def snapshot(setup: RegistrationSetup) -> dict[str, Part]:
    """All that an editor can change, in words, by the row that it belongs to."""
    event = setup.event
    parts = {"setup": Part("", _fields(setup, SETUP_FIELDS, event))}
    for index, category in enumerate(setup.categories.all()):
        title = _("Category “%(name)s”") % {"name": category.name}
        parts[f"category/{category.pk or f'new-{index}'}"] = Part(title, _fields(category, CATEGORY_FIELDS, event))
    for index, question in enumerate(setup.questions.all()):
        title = _("Question “%(label)s”") % {"label": question.label}
        parts[f"question/{question.pk or f'new-{index}'}"] = Part(title, _fields(question, QUESTION_FIELDS, event))
    return parts


def changes(before: dict[str, Part], after: dict[str, Part]) -> list[Change]:
    """What differs, in the order of the form; a row that came or went is one line."""
    found: list[Change] = []
    for key, part in after.items():
        old = before.get(key)
        if old is None:
            found.append((part.title, "", _("added")))
            continue
        for name, (label, words) in part.fields.items():
            if old.fields[name][1] != words:
                # Under the name that the other editor knows.
                found.append((": ".join(filter(None, (old.title, label))), old.fields[name][1], words))
    found += [(part.title, "", _("removed")) for key, part in before.items() if key not in after]
    return found


def _fields(row: models.Model, names: Iterable[str], event: EventPage) -> dict[str, tuple[str, str]]:
    return {
        name: (capfirst(str(row._meta.get_field(name).verbose_name)), _words(row, name, event))  # type: ignore[union-attr]
        for name in names
    }


def _words(row: models.Model, name: str, event: EventPage) -> str:
    value: Any = getattr(row, name)
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if value in (None, "", []):
        return NOTHING
    if isinstance(value, datetime):
        return moment_words(value, event)
    if name == "options":
        return "; ".join(
            each["label"] if each.get("places") is None else f"{each['label']} | {each['places']}" for each in value
        )
    if isinstance(value, list):
        return ", ".join(map(str, value))
    display = getattr(row, f"get_{name}_display", None)
    return str(display() if display else value)


@dataclass(frozen=True)
class Saving:
    """One saving by somebody else."""

    who: str
    when: datetime
    changes: Sequence[Change]


def savings_since(setup: RegistrationSetup, version: int) -> list[Saving]:
    """Who saved the set-up after this version of it, and what they changed; the first one first."""
    entries = log_registry.get_logs_for_instance(setup).select_related("user").order_by("timestamp", "pk")
    return [
        Saving(entry.user_display_name, entry.timestamp, entry.data.get("changes", []))
        for entry in entries
        if entry.data.get("version", 0) > version and entry.data.get("changes")
    ]
