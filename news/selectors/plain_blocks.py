"""The blocks of articles as plain HTML for feed readers: no styles, no scripts, nothing that unfolds.

Links to pages stay as editors' texts keep them (`linktype="page"`), so that those of a whole feed are looked up in one
go. What the blocks show of other rows is read for all articles at once.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from wagtail.documents import get_document_model
from wagtail.documents.models import AbstractDocument
from wagtail.images import get_image_model
from wagtail.images.models import AbstractImage
from wagtail.models import CollectionViewRestriction

from cop.core import pictures
from cop.core.blocks.sources import SourceValue
from cop.core.models import Partner, Person

type Raw = Mapping[str, Any]
NOTHING = SafeString("")
# What feed readers show at its width; the page has it too.
PICTURE = pictures.Shape(("width-960|format-webp",))


@dataclass
class Things:
    """The rows that blocks point to, by number."""

    people: Mapping[int, Person] = field(default_factory=dict)
    partners: Mapping[int, Partner] = field(default_factory=dict)
    pictures: Mapping[int, AbstractImage] = field(default_factory=dict)
    documents: Mapping[int, AbstractDocument] = field(default_factory=dict)


def things_in(bodies: Iterable[Iterable[Raw]]) -> Things:
    """One statement for each kind of row, two for pictures and for documents; none for what does not occur."""
    blocks = [block for body in bodies for block in body]

    def ids(kind: str, find: Callable[[Raw], Iterable[Any]]) -> set[int]:
        return {pk for block in blocks if block["type"] == kind for pk in find(block["value"]) if pk}

    people = ids("people", lambda value: _items(value.get("people")))
    partners = ids("partners", lambda value: _items(value.get("partners")))
    wanted = ids("picture", lambda value: [(value.get("image") or {}).get("image")])
    documents = ids("documents", lambda value: [item.get("document") for item in _items(value.get("items"))])
    images = get_image_model().objects.in_bulk(wanted) if wanted else {}
    pictures.fetch((image, PICTURE) for image in images.values())
    return Things(
        people=Person.objects.in_bulk(people) if people else {},
        partners=Partner.objects.in_bulk(partners) if partners else {},
        pictures=images,
        documents=_open_documents(documents) if documents else {},
    )


def _open_documents(ids: set[int]) -> dict[int, AbstractDocument]:
    """Feeds are passed on: only documents that everybody may have."""
    closed = tuple(CollectionViewRestriction.objects.values_list("collection__path", flat=True))
    found = get_document_model().objects.select_related("collection").in_bulk(ids)
    return {pk: each for pk, each in found.items() if not closed or not each.collection.path.startswith(closed)}


def html_of(body: Iterable[Raw], things: Things) -> str:
    """The text of one article."""
    parts = (MAKERS[block["type"]](block["value"], things) for block in body if block["type"] in MAKERS)
    return "\n".join(part for part in parts if part)


def _items(values: Any) -> Iterator[Any]:
    """The entries of a list, in the form of today or as Wagtail once kept them."""
    for each in values or ():
        yield each["value"] if isinstance(each, dict) and "value" in each and "type" in each else each


def _link(value: Raw, words: str) -> SafeString:
    if value.get("page"):
        return format_html('<a linktype="page" id="{}">{}</a>', value["page"], words)
    address = value.get("address") or ""
    return format_html('<a href="{}">{}</a>', address, words) if address else format_html("{}", words)


def _paragraph(words: str | None) -> SafeString:
    return format_html("<p>{}</p>", words) if words else NOTHING


def _list(tag: str, rows: Iterable[tuple[str]]) -> SafeString:
    lines = format_html_join("", "<li>{}</li>", rows)
    return format_html("<{0}>{1}</{0}>", mark_safe(tag), lines) if lines else NOTHING


def _named(title: str, words: str | None) -> SafeString:
    return format_html("<b>{}</b>: {}", title, words) if words else format_html("<b>{}</b>", title)


def _text(value: Any, things: Things) -> str:
    return str(value)


def _heading(value: Raw, things: Things) -> SafeString:
    return format_html("<h{0}>{1}</h{0}>", 3 if value.get("level") == "3" else 2, value["text"])


def _quote(value: Raw, things: Things) -> SafeString:
    who = ", ".join(part for part in (value["who"], value.get("role")) if part)
    return format_html("<blockquote><p>{}</p><p>{}</p></blockquote>", value["text"], who)


def _picture(value: Raw, things: Things) -> SafeString:
    chosen = value.get("image") or {}
    image = things.pictures.get(chosen.get("image") or 0)
    if image is None:
        return NOTHING
    alt = "" if chosen.get("decorative") else chosen.get("alt_text") or image.description
    shown = pictures.html(image, PICTURE, alt=alt, first=True)
    credit = _("Picture: %(who)s") % {"who": value["credit"]} if value.get("credit") else ""
    words = " ".join(part for part in (value.get("caption"), credit) if part)
    caption = format_html("<figcaption>{}</figcaption>", words) if words else NOTHING
    return format_html("<figure>{}{}</figure>", shown, caption) if shown else NOTHING


def _embed(value: Raw, things: Things) -> SafeString:
    return format_html("<p>{}</p>{}", _link(value, value["title"]), _paragraph(value.get("text")))


def _accordion(value: Raw, things: Things) -> SafeString:
    rows = ((item["title"], mark_safe(item["text"])) for item in _items(value.get("items")))
    return format_html_join("\n", "<h3>{}</h3>{}", rows)


def _table(value: Raw, things: Things) -> SafeString:
    table = value.get("table") or {}
    columns = table.get("columns") or []
    cells = []
    for row in table.get("rows") or []:
        pairs = zip(columns, row.get("values") or [], strict=False)
        rich = ((mark_safe(cell or "") if column["type"] == "rich" else cell or "",) for column, cell in pairs)
        cells.append((format_html_join("", "<td>{}</td>", rich),))
    caption = format_html("<caption>{}</caption>", table["caption"]) if table.get("caption") else NOTHING
    head = format_html_join("", "<th>{}</th>", ((column.get("heading") or "",) for column in columns))
    rows = format_html_join("", "<tr>{}</tr>", cells)
    return format_html("<table>{}<thead><tr>{}</tr></thead><tbody>{}</tbody></table>", caption, head, rows)


def _presented(found: Mapping[int, Person] | Mapping[int, Partner], chosen: Any) -> SafeString:
    rows = [found[pk] for pk in _items(chosen) if pk in found]
    names = ((f"{_('Sample')}: {row.name}" if row.is_sample else row.name, row) for row in rows)
    return _list(
        "ul", ((_named(name, ". ".join(part for part in (row.role, row.text) if part)),) for name, row in names)
    )


def _people(value: Raw, things: Things) -> SafeString:
    return _presented(things.people, value.get("people"))


def _partners(value: Raw, things: Things) -> SafeString:
    return _presented(things.partners, value.get("partners"))


def _steps(value: Raw, things: Things) -> SafeString:
    return _list("ol", ((_named(item["title"], item.get("text")),) for item in _items(value.get("items"))))


def _figures(value: Raw, things: Things) -> SafeString:
    rows = ((format_html("<b>{}</b> {}", item["value"], item["label"]),) for item in _items(value.get("items")))
    return format_html("{}{}", _paragraph(value.get("title")), _list("ul", rows))


def _documents(value: Raw, things: Things) -> SafeString:
    rows = []
    for item in _items(value.get("items")):
        document = things.documents.get(item.get("document"))
        if document is not None:
            rows.append((format_html('<a href="{}">{}</a>', document.url, item.get("title") or document.title),))
    return _list("ul", rows)


def _sources(value: Raw, things: Things) -> SafeString:
    works = (SourceValue(None, item.items()).work for item in _items(value.get("items")))
    rows = (
        (format_html('<a href="{}">{}</a>', work.address, work.line) if work.address else work.line,) for work in works
    )
    return _list("ul", rows)


def _call_to_action(value: Raw, things: Things) -> SafeString:
    button = value.get("button") or {}
    onward = _link(button, button["label"]) if button.get("label") else NOTHING
    return format_html("<p><b>{}</b> {} {}</p>", value["title"], value.get("text") or "", onward)


def _cards(value: Raw, things: Things) -> SafeString:
    rows = []
    for item in _items(value.get("items")):
        words = format_html(" {}", item["text"]) if item.get("text") else NOTHING
        rows.append((format_html("{}{}", _link(item, item["title"]), words),))
    return _list("ul", rows)


# By the names that blocks have in cop.core.blocks.PageBlocks; a test holds that none is forgotten.
MAKERS: Mapping[str, Callable[[Any, Things], str]] = {
    "text": _text,
    "heading": _heading,
    "quote": _quote,
    "picture": _picture,
    "embed": _embed,
    "accordion": _accordion,
    "table": _table,
    "people": _people,
    "partners": _partners,
    "steps": _steps,
    "figures": _figures,
    "documents": _documents,
    "sources": _sources,
    "call_to_action": _call_to_action,
    "cards": _cards,
}
