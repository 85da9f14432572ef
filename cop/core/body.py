"""Makes the blocks of a page ready to be shown: everything that they need is read here, at once, for this viewer.

However many people, pictures, links and documents a page has, each kind costs one statement. Templates ask nothing.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html import unescape
from typing import TYPE_CHECKING, Any

from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify
from wagtail.blocks import Block, CharBlock, ListBlock, RichTextBlock, StreamValue, StructBlock, StructValue, TextBlock
from wagtail.blocks.list_block import ListValue
from wagtail.contrib.typed_table_block.blocks import TypedTable
from wagtail.documents.models import AbstractDocument
from wagtail.models import CollectionViewRestriction, Page
from wagtail.rich_text import RichText, expand_db_html

from . import pictures
from .addresses import address_of
from .blocks.base import Section, TargetValue
from .blocks.texts import Heading
from .blocks.ways import Cards
from .models import live_pages_visible_to

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from cop.members.models import User

    Viewer = User | AnonymousUser

# What stands between two texts while the links of all are looked up together; no editor can write it.
BETWEEN = "\x00"
HEADING = re.compile(r"<h([2-4])([^>]*)>(.*?)</h\1>", re.DOTALL)
# Ids that the frame of every page has already.
TAKEN = {"account", "content", "find", "nav", "nav-search", "find-label"}
# A list of fewer headings than this is no help.
ENOUGH = 3


@dataclass(frozen=True)
class Entry:
    """One line of a table of contents."""

    text: str
    anchor: str


@dataclass
class Body:
    """The blocks of a page, ready for the template, and its table of contents."""

    blocks: list[Any] = field(default_factory=list)
    headings: list[Entry] = field(default_factory=list)

    @property
    def contents(self) -> list[Entry]:
        """The parts of the page, where there are enough of them for a list."""
        return self.headings if len(self.headings) >= ENOUGH else []

    @property
    def share_picture(self) -> Any:
        """The first picture of the page, for those who share it."""
        return next((block.value["image"] for block in self.blocks if block.block_type == "picture"), None)


def page_body(stream: StreamValue, user: "Viewer") -> Body:
    """A page's blocks for this viewer. Statements: one for each kind of thing that stands in them."""
    found = list(stream)
    headings = prepare([(each.block, each.value) for each in found], user)
    return Body(found, headings)


def prepare(parts: Iterable[tuple[Block, Any]], user: "Viewer") -> list[Entry]:
    """Read all that these blocks need and put it into their values; returns the headings of the first level."""
    parts = list(parts)
    everything = [pair for block, value in parts for pair in walk(block, value)]
    _expand([value for _block, value in everything if isinstance(value, RichText)])
    _find_targets([value for _block, value in everything if isinstance(value, TargetValue)], user)
    _show_pictures(everything)
    _hide_documents([value for _block, value in everything if isinstance(value, StructValue)], user)
    return _anchors(parts)


def walk(block: Block, value: Any) -> Iterator[tuple[Block, Any]]:
    """A block and all blocks inside it, with their values."""
    yield block, value
    if isinstance(value, StructValue) and isinstance(block, StructBlock):
        for name, child in block.child_blocks.items():
            yield from walk(child, value.get(name))
    elif isinstance(value, ListValue) and isinstance(block, ListBlock):
        for item in value:
            yield from walk(block.child_block, item)
    elif isinstance(value, StreamValue):
        for bound in value:
            yield from walk(bound.block, bound.value)
    elif isinstance(value, TypedTable):
        for row in value.row_data:
            for column, cell in zip(value.columns, row["values"], strict=True):
                yield from walk(column["block"], cell)


def _expand(texts: list[RichText]) -> None:
    """Turn links as editors' texts keep them into addresses; one statement for pages, one for documents."""
    if not texts:
        return
    joined = BETWEEN.join(text.source.replace(BETWEEN, "") for text in texts)
    for text, html in zip(texts, expand_db_html(joined).split(BETWEEN), strict=True):
        text.html = mark_safe(html)


def _find_targets(targets: list[TargetValue], user: "Viewer") -> None:
    """Only pages that this viewer may read get an address."""
    wanted = {target["page"].pk for target in targets if target.get("page")}
    if not wanted:
        return
    visible = {
        page.pk: address_of(page)
        for page in live_pages_visible_to(Page.objects.filter(pk__in=wanted), user).only("pk", "url_path")
    }
    for target in targets:
        if target.get("page"):
            target.shown_url = visible.get(target["page"].pk, "")


def _show_pictures(everything: list[tuple[Block, Any]]) -> None:
    wanted = [
        (image, block.shape)
        for block, value in everything
        if isinstance(block, Section) and block.shape and isinstance(value, StructValue)
        for image in block.images(value)
    ]
    # Those of the page itself may also stand for it where it is shared.
    pictures.fetch([*wanted, *((image, pictures.SHARE) for image, shape in wanted if shape is pictures.WIDE)])
    for image, shape in wanted:
        image.shown = pictures.html(image, shape)


def _hide_documents(values: list[StructValue], user: "Viewer") -> None:
    """Documents of collections that are not open to this viewer are left out: their titles may tell, too."""
    items = [value for value in values if isinstance(value.get("document"), AbstractDocument)]
    if not items or (user.is_authenticated and user.is_superuser):
        return
    restrictions = CollectionViewRestriction.objects.all()
    if user.is_authenticated and user.is_active:
        restrictions = restrictions.exclude(restriction_type=CollectionViewRestriction.LOGIN).exclude(
            restriction_type=CollectionViewRestriction.GROUPS, groups__in=user.groups.all()
        )
    closed = tuple(restrictions.values_list("collection__path", flat=True))
    if not closed:
        return
    for item in items:
        if item["document"].collection.path.startswith(closed):
            item["document"] = None


def _anchors(parts: list[tuple[Block, Any]]) -> list[Entry]:
    """Give every heading an id of its own, and list those of the first level."""
    taken, found = set(TAKEN), []

    def anchor(text: str, wanted: str = "") -> str:
        base = slugify(wanted or text)[:60].strip("-") or "part"
        name, number = base, 2
        while name in taken:
            name, number = f"{base}-{number}", number + 1
        taken.add(name)
        return name

    def rich(match: re.Match) -> str:
        level, attrs, inner = match.groups()
        text = strip_tags(inner)
        name = anchor(text)
        if level == "2":
            found.append(Entry(text, name))
        return f'<h{level}{attrs} id="{name}">{inner}</h{level}>'

    for block, value in parts:
        if isinstance(block, Cards):
            # Titles of cards hang below a heading, where there is one.
            value.level = 3 if found else 2
        if isinstance(value, RichText):
            value.html = SafeString(HEADING.sub(rich, getattr(value, "html", "")))
        elif isinstance(block, Heading):
            value.id = anchor(value["text"], value.get("anchor") or "")
            if value.get("level") != "3":
                found.append(Entry(value["text"], value.id))
    return found


def plain_text(stream: StreamValue) -> str:
    """The words of a page on one line, for extracts; reads nothing but the page's own row."""
    return " ".join(unescape(" ".join(_words(dict(stream.stream_block.child_blocks), stream.raw_data))).split())


def _words(kinds: dict[str, Block], items: Iterable[Any]) -> Iterator[str]:
    for item in items:
        if isinstance(item, dict) and item.get("type") in kinds:
            yield from _words_of(kinds[item["type"]], item.get("value"))


def _words_of(block: Block, value: Any) -> Iterator[str]:
    if isinstance(block, RichTextBlock) and isinstance(value, str):
        yield strip_tags(re.sub(r"<(/p|/li|/h\d|br ?/?)>", " ", value))
    elif isinstance(block, CharBlock | TextBlock) and isinstance(value, str):
        yield value
    elif isinstance(block, StructBlock) and isinstance(value, dict):
        for name, child in block.child_blocks.items():
            yield from _words_of(child, value.get(name))
    elif isinstance(block, ListBlock) and isinstance(value, list):
        for item in value:
            yield from _words_of(
                block.child_block, item["value"] if isinstance(item, dict) and "value" in item else item
            )
