"""Reads of a group's documents: the list by folder, the trash, the newest."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import Case, Count, Q, When
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cop.core.extraction import Unit
from cop.core.files.checking import MEGABYTE
from cop.core.stored.words import KIND_OF, place_of
from cop.search import words as search_words
from cop.search.query import Query, parse

from ..choices import DocumentState
from ..models import Document, DocumentTag, DocumentText, Folder
from ..permissions import is_locked_for, sharing_obstacle
from .attachments import document_url
from .document_doors import folder_url
from .document_finding import hits
from .document_words import state_badge
from .doors import Inside
from .people import name_of
from .times import moment

A_PAGE = 50
MOST_LATEST = 5


@dataclass(frozen=True)
class FileRow:
    """One line: what it is, how far it has come, who and when, how large, which version."""

    title: str
    url: str
    kind: str
    extension: str
    badges: list[tuple[str, str]]
    meta: list[str]
    tags: list[str]
    is_sample: bool
    download_url: str = ""
    text: SafeString | str = ""
    number: int = 0


@dataclass(frozen=True)
class FolderRow:
    """A folder in a folder."""

    name: str
    url: str
    meta: str


@dataclass
class DocumentList:
    """A page of the list; statements do not grow with its rows."""

    rows: list[FileRow]
    folders: list[FolderRow]
    page: Page
    words: str
    tag: str
    state: str
    folder: Folder | None
    trail: list[tuple[str, str]]
    tags: list[dict[str, Any]]
    can_share: bool
    must_accept_rules: bool
    can_moderate: bool
    used: str
    quota: str
    used_percent: int
    is_filtered: bool = False

    @property
    def folder_key(self) -> str:
        """The folder's number as text, for addresses."""
        return str(self.folder.pk) if self.folder else ""


def document_list(
    inside: Inside, folder: Folder | None, *, number: str | int = 1, words: str = "", tag: str = "", state: str = ""
) -> DocumentList:
    """What lies in a folder; with words, a tag or a state: what fits of all the group's documents.

    Statements: folders, count, page, its tags, all tags, used space.
    """
    group = inside.group
    folders = list(Folder.objects.filter(group=group).annotate(number=_live_documents()).order_by("name", "pk"))
    wanted = parse(words)
    is_filtered = bool(wanted or tag or state in DocumentState.values)
    documents = Document.objects.filter(group=group, trashed_at=None, current__isnull=False)
    found: dict[int, DocumentText] = {}
    if wanted:
        found = {text.version.document_id: text for text in hits(wanted, group)}
        documents = documents.filter(pk__in=list(found))
    elif not is_filtered:
        documents = documents.filter(folder=folder)
    if tag:
        documents = documents.filter(tags__slug=tag)
    if state in DocumentState.values:
        documents = documents.filter(state=state)
    documents = documents.select_related("current__author").prefetch_related("tags")  # type: ignore[misc]
    by_name = [pk for pk, text in found.items() if not text.number]
    nearness = [Case(When(pk__in=by_name, then=0), default=1)] if by_name else []
    documents = documents.order_by(*nearness, "name", "pk")
    page = Paginator(documents, A_PAGE).get_page(number)
    from ..services.documents import used_bytes

    used = used_bytes(group.pk)
    quota = group.quota_megabytes * MEGABYTE
    slug = inside.page.slug
    by_id = {each.pk: each for each in folders}
    return DocumentList(
        rows=[file_row(inside, each, found.get(each.pk), wanted) for each in page.object_list],
        folders=[] if is_filtered else [_folder_row(slug, each) for each in folders if _is_in(each, folder)],
        page=page,
        words=words,
        tag=tag,
        state=state if state in DocumentState.values else "",
        folder=folder,
        trail=_folder_trail(slug, by_id, folder),
        tags=_tags_of(inside, tag),
        can_share=sharing_obstacle(inside) is None,
        must_accept_rules=inside.must_accept_rules,
        can_moderate=inside.can_moderate,
        used=filesizeformat(used),
        quota=filesizeformat(quota),
        used_percent=min(round(100 * used / quota), 100) if quota else 100,
        is_filtered=is_filtered,
    )


def folder_choices(inside: Inside) -> list[tuple[str, str]]:
    """All folders with those above them in words, for a form. One statement."""
    folders = {each.pk: each for each in Folder.objects.filter(group=inside.group)}

    def words(folder: Folder) -> str:
        parent = folders.get(folder.parent_id or 0)
        return f"{words(parent)} / {folder.name}" if parent else folder.name

    named = sorted((words(each), str(each.pk)) for each in folders.values())
    return [("", _("At the top")), *((pk, name) for name, pk in named)]


def trash_of(inside: Inside) -> list[FileRow]:
    """What was deleted and can come back; ask `Inside.can_moderate` first. Two statements."""
    documents = (
        Document.objects.filter(group=inside.group, trashed_at__isnull=False)
        .select_related("current__author", "trashed_by")
        .prefetch_related("tags")  # type: ignore[misc]
        .order_by("-trashed_at")[:A_PAGE]
    )
    return [file_row(inside, each) for each in documents]


def _live_documents() -> Count:
    return Count("documents", filter=Q(documents__trashed_at=None))


def _is_in(folder: Folder, parent: Folder | None) -> bool:
    return folder.parent_id == (parent.pk if parent else None)


def _folder_row(slug: str, folder: Folder) -> FolderRow:
    number = getattr(folder, "number", 0)
    meta = ngettext("%(n)d document", "%(n)d documents", number) % {"n": number}
    return FolderRow(folder.name, folder_url(slug, folder.pk), meta)


def _folder_trail(slug: str, by_id: Mapping[int, Folder], folder: Folder | None) -> list[tuple[str, str]]:
    """The folders above, the outermost first."""
    found: list[tuple[str, str]] = []
    parent = by_id.get(folder.parent_id or 0) if folder else None
    while parent is not None and len(found) < A_PAGE:
        found.insert(0, (parent.name, folder_url(slug, parent.pk)))
        parent = by_id.get(parent.parent_id or 0)
    return found


def _tags_of(inside: Inside, current: str) -> list[dict[str, Any]]:
    url = reverse("group_documents", args=[inside.page.slug])
    tags = (
        DocumentTag.objects.filter(items__content_object__group=inside.group, items__content_object__trashed_at=None)
        .annotate(number=Count("items"))
        .order_by("-number", "name")[:20]
    )
    return [
        {
            "label": tag.name,
            "url": url if tag.slug == current else f"{url}?{urlencode({'tag': tag.slug})}",
            "current": tag.slug == current,
        }
        for tag in tags
    ]


def file_row(
    inside: Inside,
    document: Document,
    hit: DocumentText | None = None,
    query: Query | None = None,
    *,
    with_tags: bool = True,
) -> FileRow:
    """A document as a line of a list: with its present version and author, and its tags unless told otherwise."""
    version = document.current
    slug = inside.page.slug
    badges = [state_badge(document)]
    if is_locked_for(inside.user, document, timezone.now()):
        badges.append((_("being edited"), "wait"))
    meta = []
    text: SafeString | str = ""
    part = 0
    if version is not None:
        meta = [
            f"{name_of(version.author)}, {moment(version.created_at)}",
            filesizeformat(version.size),
            _("version %(n)d") % {"n": version.number},
        ]
        if hit is not None and hit.number and query:
            part = hit.number if hit.version.unit != Unit.WHOLE else 0
            meta = [place_of(hit), *meta]
            text = search_words.marked(search_words.extract([" ".join(hit.text.split())], query), query)
    return FileRow(
        title=document.name,
        url=document_url(slug, document.pk, part),
        kind=KIND_OF.get(version.extension, "text") if version else "text",
        extension=version.extension if version else "",
        badges=badges,
        meta=[each for each in meta if each],
        tags=[tag.name for tag in document.tags.all()] if with_tags else [],
        is_sample=document.is_sample,
        download_url=reverse("document_file", args=[slug, document.pk, version.number]) if version else "",
        text=text,
        number=document.pk,
    )


def latest_documents(inside: Inside) -> list[FileRow]:
    """The newest of a group for its face, without their tags; nothing for those who may not read it. One statement."""
    if not inside.can_read:
        return []
    documents = (
        Document.objects.filter(group=inside.group, trashed_at=None, current__isnull=False)
        .select_related("current__author")
        .order_by("-changed_at", "-pk")[:MOST_LATEST]
    )
    return [file_row(inside, each, with_tags=False) for each in documents]
