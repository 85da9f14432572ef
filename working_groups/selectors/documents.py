"""Reads of a group's documents: the list by folder, one document, the doors to both and to their files."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import Count, F, Q, QuerySet
from django.http import Http404
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cop.core.extraction import READABLE, Problem, Unit
from cop.core.files.checking import MEGABYTE
from cop.core.markdown import to_html
from cop.search import words as search_words

from ..choices import DocumentState, Licence, PublicationState, ReadingState
from ..models import (
    Document,
    DocumentComment,
    DocumentTag,
    DocumentText,
    DocumentVersion,
    Folder,
    FolderArchive,
    Membership,
    PublicationRequest,
    WorkingGroup,
)
from ..permissions import (
    breaking_obstacle,
    comment_removal_obstacle,
    commenting_obstacle,
    is_locked_for,
    managing_obstacle,
    publishing_obstacle,
    sharing_obstacle,
    version_obstacle,
)
from .attachments import document_url
from .discussion import moment, name_of
from .doors import Inside

if TYPE_CHECKING:
    from cop.members.models import User

A_PAGE = 50
LARGEST = 2**62
MOST_COMMENTS = 200
MOST_LATEST = 5
# Preview: more is read in the program that made it.
MOST_TEXT = 60_000
MOST_COMPARED = 400_000
MOST_LINES = 4_000
AROUND = 3

STATE_TONE = {DocumentState.DRAFT: "", DocumentState.COMMENT: "blue", DocumentState.FINAL: "good"}
KIND_OF = {
    "pdf": "pdf",
    **dict.fromkeys(("docx", "odt", "txt", "md"), "text"),
    **dict.fromkeys(("xlsx", "ods", "csv"), "sheet"),
    **dict.fromkeys(("pptx", "odp"), "slides"),
    **dict.fromkeys(("png", "jpg", "webp"), "picture"),
}
IMAGES = frozenset({"png", "jpg", "webp"})
UNIT_WORDS = {
    Unit.PAGE: gettext_lazy("page %(n)d"),
    Unit.SLIDE: gettext_lazy("slide %(n)d"),
    Unit.SHEET: gettext_lazy("sheet %(n)d"),
}


# Doors -----------------------------------------------------------------------------------------------------------


def get_document_for(inside: Inside, pk: int) -> Document:
    """A document of this group; one that was deleted for moderators only. One statement.

    Documents of other groups are 404, whoever asks: each is reached through the door of its own group.
    """
    document = (
        Document.objects.filter(group=inside.group, pk=min(pk, LARGEST))
        .select_related("current__author", "author", "folder", "locked_by")
        .first()
    )
    if document is None or (document.is_trashed and not inside.can_moderate):
        raise Http404
    document.group = inside.group
    return document


def get_version_for(inside: Inside, pk: int, number: int) -> DocumentVersion:
    """One version of a document, by the same door. One statement."""
    version = (
        DocumentVersion.objects.filter(
            document__group=inside.group, document=min(pk, LARGEST), number=min(number, LARGEST)
        )
        .select_related("document", "author")
        .first()
    )
    if version is None or (version.document.is_trashed and not inside.can_moderate):
        raise Http404
    version.document.group = inside.group
    return version


def get_folder_for(inside: Inside, pk: int | None) -> Folder | None:
    """A folder of this group; None for the top."""
    if not pk:
        return None
    folder = Folder.objects.filter(group=inside.group, pk=min(pk, LARGEST)).select_related("parent__parent").first()
    if folder is None:
        raise Http404
    return folder


def get_archive_for(inside: Inside, key: Any) -> FolderArchive:
    """The member's own ZIP file of this group; nobody else's."""
    made = FolderArchive.objects.filter(group=inside.group, key=key, member=inside.user.pk).first()
    if made is None:
        raise Http404
    return made


def get_request_for(inside: Inside, pk: int) -> PublicationRequest:
    """A request to publish a document of this group; for its moderators."""
    found = (
        PublicationRequest.objects.filter(document__group=inside.group, pk=min(pk, LARGEST))
        .select_related("document__group__page", "asked_by")
        .first()
    )
    if found is None or not inside.can_moderate:
        raise Http404
    return found


# Addresses -------------------------------------------------------------------------------------------------------


def folder_url(slug: str, folder_id: int | None) -> str:
    """The list of what lies in a folder, or at the top."""
    return reverse("document_folder", args=[slug, folder_id]) if folder_id else reverse("group_documents", args=[slug])


# The list --------------------------------------------------------------------------------------------------------


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
    wanted = search_words.words_in(words)
    is_filtered = bool(wanted or tag or state in DocumentState.values)
    documents = Document.objects.filter(group=group, trashed_at=None, current__isnull=False)
    found: dict[int, DocumentText] = {}
    if wanted:
        found = {text.version.document_id: text for text in _hits(texts_with(wanted), group)}
        documents = documents.filter(pk__in=list(found))
    elif not is_filtered:
        documents = documents.filter(folder=folder)
    if tag:
        documents = documents.filter(tags__slug=tag)
    if state in DocumentState.values:
        documents = documents.filter(state=state)
    documents = documents.select_related("current__author").prefetch_related("tags").order_by("name", "pk")  # type: ignore[misc]
    page = Paginator(documents, A_PAGE).get_page(number)
    from ..services.documents import used_bytes

    used = used_bytes(group.pk)
    quota = group.quota_megabytes * MEGABYTE
    slug = inside.page.slug
    by_id = {each.pk: each for each in folders}
    return DocumentList(
        rows=[_row(inside, each, found.get(each.pk), wanted) for each in page.object_list],
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
    return [_row(inside, each) for each in documents]


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


def _row(
    inside: Inside,
    document: Document,
    hit: DocumentText | None = None,
    words: Sequence[str] = (),
    *,
    with_tags: bool = True,
) -> FileRow:
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
        if hit is not None and hit.number:
            part = hit.number if hit.version.unit != Unit.WHOLE else 0
            meta = [place_of(hit), *meta]
            text = search_words.marked(search_words.extract([" ".join(hit.text.split())], list(words)), list(words))
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


def state_badge(document: Document) -> tuple[str, str]:
    """How far it has come: words and tone."""
    state = DocumentState(document.state)
    if state == DocumentState.COMMENT and document.comment_until:
        if document.comment_until < timezone.localdate():
            return _("comments are over"), "wait"
        return _("for comment until %(day)s") % {"day": date_format(document.comment_until, "j F")}, STATE_TONE[state]
    return str(state.label), STATE_TONE[state]


def place_of(text: DocumentText) -> str:
    """Slide 4; nothing where parts are not counted."""
    words = UNIT_WORDS.get(Unit(text.version.unit))
    return str(words) % {"n": text.number} if words and text.number else ""


# Finding ---------------------------------------------------------------------------------------------------------


def texts_with(words: Sequence[str]) -> Q:
    """One page that holds every word, or a document whose name does."""
    in_text, in_name = Q(), Q(number=0)
    for word in words:
        in_text &= Q(text__icontains=word)
        in_name &= Q(version__document__name__icontains=word)
    return in_text | in_name


def find_texts(fits: Q) -> QuerySet[DocumentText]:
    """Texts of the present versions of documents that are there, the newest first; the caller says of which groups."""
    return (
        DocumentText.objects.filter(
            fits, version__document__current=F("version"), version__document__trashed_at__isnull=True
        )
        .select_related("version__document")
        .order_by("-version__document__changed_at", "version", "number")
    )


def _hits(fits: Q, group: WorkingGroup) -> list[DocumentText]:
    """Of each document the page that is shown: the first with the words, else its name. One statement."""
    found: dict[int, DocumentText] = {}
    for text in find_texts(fits).filter(version__document__group=group)[:500]:
        known = found.get(text.version_id)
        if known is None or known.number == 0:
            found[text.version_id] = text
    return list(found.values())


# One document ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class VersionRow:
    """One version, newest first."""

    number: int
    what_changed: str
    meta: list[str]
    download_url: str
    compare_url: str
    is_current: bool
    overtook: str
    can_restore: bool


@dataclass(frozen=True)
class CommentView:
    """A comment as this viewer sees it."""

    pk: int
    name: str
    when: str
    iso: str
    version: str
    html: SafeString
    can_remove: bool


@dataclass(frozen=True)
class Part:
    """One page, slide or sheet of the preview."""

    number: int
    label: str
    picture_url: str
    text: str


@dataclass
class DocumentPage:
    """Everything that stands on the page of one document."""

    document: Document
    badge: tuple[str, str]
    meta: list[str]
    tags: list[dict[str, str]]
    versions: list[VersionRow]
    comments: list[CommentView]
    parts: list[Part]
    picture_url: str
    html: SafeString | str
    note: str
    download_url: str
    locked: str
    is_mine_locked: bool
    can_break_lock: bool
    can_add: bool
    add_obstacle: str
    can_manage: bool
    can_comment: bool
    comment_obstacle: str
    can_reopen: bool
    publication: PublicationRequest | None
    publication_words: str
    can_publish: bool
    more_parts: int = 0


def document_page(inside: Inside, document: Document) -> DocumentPage:
    """Statements: versions, comments, texts, tags, the last request to publish."""
    now = timezone.now()
    slug, current = inside.page.slug, document.current
    versions = list(document.versions.select_related("author").order_by("-number"))
    comments = list(document.comments.select_related("author").order_by("created_at", "pk")[:MOST_COMMENTS])
    publication = document.publication_requests.order_by("-asked_at", "-pk").first()
    adding = version_obstacle(inside, document, now=now)
    commenting = commenting_obstacle(inside, document)
    locked = ""
    if is_locked_for(inside.user, document, now) and document.locked_until is not None:
        locked = _("%(name)s is editing this document until %(time)s.") % {
            "name": name_of(document.locked_by),
            "time": date_format(timezone.localtime(document.locked_until), "H:i"),
        }
    parts, html, more = _preview(slug, document, current) if current else ([], "", 0)
    picture = ""
    if current and current.extension in IMAGES:
        picture = f"{reverse('document_file', args=[slug, document.pk, current.number])}?view=picture"
    list_url = reverse("group_documents", args=[slug])
    return DocumentPage(
        document=document,
        badge=state_badge(document),
        meta=_document_meta(document, current),
        tags=[
            {"label": tag.name, "url": f"{list_url}?{urlencode({'tag': tag.slug})}"} for tag in document.tags.all()
        ],
        versions=[_version_row(slug, document, each, adding is None) for each in versions],
        comments=[_comment(inside, document, each) for each in comments],
        parts=parts,
        picture_url=picture,
        html=html,
        note=_reading_note(current),
        download_url=reverse("document_file", args=[slug, document.pk, current.number]) if current else "",
        locked=locked,
        is_mine_locked=document.locked_by_id == inside.user.pk and bool(
            document.locked_until and document.locked_until > now
        ),
        can_break_lock=bool(locked) and breaking_obstacle(inside) is None,
        can_add=adding is None,
        add_obstacle=str(adding.label) if adding and inside.is_member else "",
        can_manage=managing_obstacle(inside, document) is None,
        can_comment=commenting is None,
        comment_obstacle=str(commenting.label) if commenting and inside.is_member else "",
        can_reopen=document.state == DocumentState.FINAL and inside.can_moderate,
        publication=publication,
        publication_words=_publication_words(publication) if inside.can_moderate else "",
        can_publish=publishing_obstacle(inside, document) is None
        and (publication is None or publication.state != PublicationState.OPEN),
        more_parts=more,
    )  # fmt: skip


def _document_meta(document: Document, current: DocumentVersion | None) -> list[str]:
    meta = [_("Shared by %(name)s, %(when)s") % {"name": name_of(document.author), "when": moment(document.created_at)}]
    if current:
        meta += [filesizeformat(current.size), _("version %(n)d") % {"n": current.number}]
    return meta


def _version_row(slug: str, document: Document, version: DocumentVersion, can_add: bool) -> VersionRow:
    overtook = ""
    if 0 < version.based_on < version.number - 1:
        overtook = _("Made from version %(n)d, while version %(m)d came in.") % {
            "n": version.based_on,
            "m": version.number - 1,
        }
    is_current = version.number == document.last_number
    numbers = urlencode({"a": version.number - 1, "b": version.number})
    compare = f"{reverse('compare_versions', args=[slug, document.pk])}?{numbers}"
    return VersionRow(
        number=version.number,
        what_changed=version.what_changed,
        meta=[f"{name_of(version.author)}, {moment(version.created_at)}", filesizeformat(version.size)],
        download_url=reverse("document_file", args=[slug, document.pk, version.number]),
        compare_url=compare if version.number > 1 and version.extension in READABLE else "",
        is_current=is_current,
        overtook=overtook,
        can_restore=can_add and not is_current,
    )


def _comment(inside: Inside, document: Document, comment: DocumentComment) -> CommentView:
    older = comment.version != document.last_number
    return CommentView(
        pk=comment.pk,
        name=name_of(comment.author),
        when=moment(comment.created_at),
        iso=comment.created_at.isoformat(timespec="minutes"),
        version=_("on version %(n)d") % {"n": comment.version} if older else "",
        html=mark_safe(comment.html),
        can_remove=comment_removal_obstacle(inside, comment) is None,
    )


def _preview(slug: str, document: Document, version: DocumentVersion) -> tuple[list[Part], SafeString | str, int]:
    """Pages with picture and text; for Markdown its HTML."""
    texts = list(DocumentText.objects.filter(version=version, number__gt=0).order_by("number")[:200])
    if version.extension == "md" and texts:
        return [], to_html(texts[0].text), 0
    numbers = sorted({text.number for text in texts} | set(range(1, version.pictures + 1)))
    by_number = {text.number: text.text for text in texts}
    words = UNIT_WORDS.get(Unit(version.unit))
    parts, left = [], MOST_TEXT
    for number in numbers:
        text = by_number.get(number, "")[: max(left, 0)]
        left -= len(text)
        picture = number <= version.pictures
        if not text and not picture:
            continue
        url = reverse("document_picture", args=[slug, document.pk, version.number, number]) if picture else ""
        parts.append(Part(number, str(words).capitalize() % {"n": number} if words else "", url, text))
    return parts, "", max(len(numbers) - len(parts), 0)


def _reading_note(version: DocumentVersion | None) -> str:
    if version is None or version.extension not in READABLE:
        return ""
    if version.reading in (ReadingState.WAITING, ReadingState.READING):
        return _("This file is being read. Its preview will stand here in a minute.")
    return str(Problem(version.problem).label) if version.problem else ""


def _publication_words(request: PublicationRequest | None) -> str:
    if request is None:
        return ""
    if request.state == PublicationState.OPEN:
        return _("Asked for %(when)s; the secretariat has not answered yet.") % {"when": moment(request.asked_at)}
    if request.state == PublicationState.APPROVED:
        return _("The secretariat has approved version %(n)d for the library.") % {"n": request.version.number}
    if request.state == PublicationState.REFUSED:
        return _("The secretariat has not approved it: %(why)s") % {"why": request.reason}
    return ""


# Comparing -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Line:
    """A line of a comparison: "same", "gone", "new", or "gap" for unchanged ones that are left out."""

    kind: str
    text: str


def compare(first: DocumentVersion, second: DocumentVersion) -> tuple[list[Line], str]:
    """What went and came from one version to the other, by lines of text; or why not, in words. Two statements."""
    if first.extension not in READABLE or second.extension not in READABLE:
        return [], _("Only documents with text can be compared.")
    texts = []
    for version in (first, second):
        parts = DocumentText.objects.filter(version=version, number__gt=0).order_by("number")
        texts.append("\n".join(parts.values_list("text", flat=True)))
    if not all(texts):
        return [], _("The text of one of these versions could not be read, or not yet.")
    if max(map(len, texts)) > MOST_COMPARED:
        return [], _("These versions are too long to be compared here.")
    old, new = (text.splitlines()[:MOST_LINES] for text in texts)
    lines: list[Line] = []
    for group in SequenceMatcher(None, old, new, autojunk=True).get_grouped_opcodes(AROUND):
        if lines or group[0][1] > 0:
            lines.append(Line("gap", ""))
        for kind, a, b, c, d in group:
            if kind == "equal":
                lines += [Line("same", text) for text in old[a:b]]
                continue
            lines += [Line("gone", text) for text in old[a:b]]
            lines += [Line("new", text) for text in new[c:d]]
    return lines, "" if lines else _("The text of both versions is the same.")


# For other pages -------------------------------------------------------------------------------------------------


def latest_documents(inside: Inside) -> list[FileRow]:
    """The newest of a group for its face, without their tags; nothing for those who may not read it. One statement."""
    if not inside.can_read:
        return []
    documents = (
        Document.objects.filter(group=inside.group, trashed_at=None, current__isnull=False)
        .select_related("current__author")
        .order_by("-changed_at", "-pk")[:MOST_LATEST]
    )
    return [_row(inside, each, with_tags=False) for each in documents]


@dataclass(frozen=True)
class ForComment:
    """A document that waits for a member's comment."""

    title: str
    url: str
    meta: list[str]
    badge: str
    is_sample: bool


def documents_for_comment(member: "User") -> list[ForComment]:
    """In the groups to which the member belongs, what is open for comment, the first to end first. One statement."""
    today = timezone.localdate()
    mine = Membership.objects.active().filter(member=member).values("group")
    documents = (
        Document.objects.filter(
            group__in=mine,
            state=DocumentState.COMMENT,
            comment_until__gte=today,
            trashed_at=None,
            current__isnull=False,
        )
        .select_related("group__page")
        .defer("group__page__body")
        .annotate(number=Count("comments"))
        .order_by("comment_until", "pk")[:10]
    )
    return [
        ForComment(
            title=each.name,
            url=document_url(each.group.page.slug, each.pk),
            meta=[
                each.group.page.title,
                ngettext("%(n)d comment", "%(n)d comments", each.number) % {"n": each.number},
            ],
            badge=_("until %(day)s") % {"day": date_format(each.comment_until or today, "j F")},
            is_sample=each.is_sample,
        )
        for each in documents
    ]


@dataclass(frozen=True)
class NewVersion:
    """What a digest says of a document."""

    title: str
    url: str
    who: str
    when: datetime
    number: int
    what_changed: str


def documents_since(
    group: WorkingGroup, since: datetime, member: "User", until: datetime | None = None
) -> list[NewVersion]:
    """For digests: what others shared in the group since then and not quietly, the oldest first. One statement.

    The digest asks before whether `member` may read the group.
    """
    versions = (
        DocumentVersion.objects.filter(
            document__group=group, document__trashed_at=None, created_at__gt=since, is_quiet=False
        )
        .exclude(author=member)
        .select_related("document", "author")
        .order_by("created_at", "pk")
    )
    if until is not None:
        versions = versions.filter(created_at__lte=until)
    slug = group.page.slug
    return [
        NewVersion(
            title=each.document.name,
            url=document_url(slug, each.document_id),
            who=name_of(each.author),
            when=each.created_at,
            number=each.number,
            what_changed=each.what_changed,
        )
        for each in versions
    ]


def open_requests() -> list[dict[str, Any]]:
    """What groups would like to publish, the oldest first; ask `can_oversee_groups` before. One statement."""
    waiting = (
        PublicationRequest.objects.filter(state=PublicationState.OPEN)
        .select_related("document__group__page", "version", "asked_by")
        .order_by("asked_at", "pk")[:A_PAGE]
    )
    return [
        {
            "pk": each.pk,
            "title": each.document.name,
            "url": document_url(each.document.group.page.slug, each.document_id),
            "group": each.document.group.page.title,
            "who": name_of(each.asked_by),
            "when": moment(each.asked_at),
            "note": each.note,
            "licence": Licence(each.licence).label,
            "version": each.version.number,
        }
        for each in waiting
    ]
