"""Parts of letters, once for HTML and once for text: facts in rows, the one button, whole addresses."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import Any

from django import template

from cop.notifications import links

register = template.Library()

LABEL_WIDTH = 16
TEXT_WIDTH = 76


@dataclass(frozen=True)
class Fact:
    """One row: a label and one or more lines, perhaps a softer note below them."""

    label: str
    lines: tuple[str, ...]
    note: str = ""


def as_facts(rows: Iterable[Sequence[Any]]) -> list[Fact]:
    """(label, value) or (label, value, note); a value with line breaks, or a list, has several lines."""
    facts = []
    for label, value, *rest in rows:
        lines = [str(line) for line in value] if isinstance(value, list | tuple) else str(value).splitlines()
        if lines:
            facts.append(Fact(str(label), tuple(lines), str(rest[0]) if rest else ""))
    return facts


@register.inclusion_tag("emails/components/facts.html")
def facts(rows: Iterable[Sequence[Any]]) -> dict[str, object]:
    """{% facts rows %} in a letter's HTML: rows are (label, value) or (label, value, note)."""
    return {"facts": as_facts(rows)}


@register.simple_tag
def facts_text(rows: Iterable[Sequence[Any]]) -> str:
    """{% facts_text rows %} in a letter's text: labels in one column, values in the other."""
    found = as_facts(rows)
    width = min(max((len(fact.label) for fact in found), default=0), LABEL_WIDTH)
    return "\n".join(line for fact in found for line in _text_lines(fact, width))


def _text_lines(fact: Fact, width: int) -> Iterable[str]:
    label = fact.label
    if len(label) > width:
        yield label
        label = ""
    for paragraph in (*fact.lines, *([fact.note] if fact.note else [])):
        # Addresses stay in one piece: a broken one cannot be clicked.
        parts = wrap(paragraph, TEXT_WIDTH - width - 2, break_long_words=False, break_on_hyphens=False) or [""]
        for part in parts:
            yield f"{label:<{width}}  {part}"
            label = ""


@register.inclusion_tag("emails/components/button.html")
def button(url: str, label: str) -> dict[str, str]:
    """{% button url label %}: the one thing to do next; a path becomes a whole address."""
    return {"url": links.absolute(str(url)), "label": str(label)}


@register.simple_tag
def button_text(url: str, label: str) -> str:
    """{% button_text url label %}: the words, and the address on a line of its own."""
    return f"{label}:\n{links.absolute(str(url))}"


@register.filter
def absolute(path: str) -> str:
    """The whole address of a path of ours: {{ path|absolute }}."""
    return links.absolute(str(path))
