"""Short ways to write the blocks of a page as they are stored; `{/path/}` stands for the page at that address."""

import re
import uuid
from collections.abc import Sequence
from typing import Any

HEADING = re.compile(r"<h2>(.*?)</h2>", re.DOTALL)

Block = dict[str, Any]


def block(kind: str, value: Any) -> Block:
    """Any block."""
    return {"type": kind, "value": value, "id": str(uuid.uuid4())}


def items(*values: Any) -> list[Block]:
    """The entries of a list."""
    return [block("item", value) for value in values]


def text(html: str) -> list[Block]:
    """Paragraphs and lists; each h2 becomes a heading of the page."""
    found = []
    for number, part in enumerate(HEADING.split(html)):
        if part.strip():
            found.append(heading(part) if number % 2 else block("text", " ".join(part.split())))
    return found


def heading(words: str, anchor: str = "") -> Block:
    return block("heading", {"text": words, "level": "2", "anchor": anchor})


def steps(*pairs: tuple[str, str]) -> Block:
    return block("steps", {"items": items(*({"title": title, "text": words} for title, words in pairs))})


def figures(*pairs: tuple[str, str], title: str = "") -> Block:
    rows = items(*({"value": value, "label": label} for value, label in pairs))
    return block("figures", {"title": title, "items": rows})


def accordion(*pairs: tuple[str, str]) -> Block:
    return block("accordion", {"items": items(*({"title": title, "text": html} for title, html in pairs))})


def card(path: str, title: str, words: str, cover: str = "") -> dict[str, Any]:
    return {"title": title, "text": words, "cover": cover, **_leads_to(path), "image": None}


def cards(*values: dict[str, Any]) -> Block:
    return block("cards", {"items": items(*values)})


def call(title: str, words: str, label: str, path: str) -> Block:
    """A call to action; `path` is a page of the site or an address."""
    return block("call_to_action", {"title": title, "text": words, "button": {"label": label, **_leads_to(path)}})


def table(caption: str, columns: Sequence[str], rows: Sequence[Sequence[str]], kinds: Sequence[str] = ()) -> Block:
    kinds = kinds or ["text"] * len(columns)
    cells = {
        "caption": caption,
        "columns": [{"type": kind, "heading": name} for kind, name in zip(kinds, columns, strict=True)],
        "rows": [{"values": list(row)} for row in rows],
    }
    return block("table", {"table": cells, "row_headings": True})


def sources(*works: dict[str, Any]) -> Block:
    empty = {"title": "", "authors": "", "year": None, "publisher": "", "doi": "", "address": "", "note": ""}
    return block("sources", {"items": items(*({**empty, **work} for work in works))})


def partners(*names: str) -> Block:
    """Filled with the numbers of the rows when the page is made."""
    return block("partners", {"partners": items(*(f"{{partner:{name}}}" for name in names))})


def fragment(key: str) -> Block:
    return block("fragment", key)


def _leads_to(path: str) -> dict[str, Any]:
    return {"page": f"{{{path}}}", "address": ""} if path.startswith("/") else {"page": None, "address": path}


def pages_below() -> Block:
    return block("pages_below", None)
