"""One document as a page: versions, comments, preview, and what may be done."""

from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from cop.core.extraction import READABLE, Unit
from cop.core.markdown import to_html
from cop.core.stored.reading import note_of
from cop.core.stored.words import IMAGES, UNIT_WORDS

from ..choices import DocumentState, PublicationState
from ..models import (
    CommentMention,
    Document,
    DocumentComment,
    DocumentText,
    DocumentVersion,
    PublicationRequest,
)
from ..permissions import (
    breaking_obstacle,
    comment_removal_obstacle,
    commenting_obstacle,
    is_locked_for,
    managing_obstacle,
    publishing_obstacle,
    version_obstacle,
)
from ..refusals import Reason
from .document_words import state_badge
from .doors import Inside
from .papers import MeetingOf, meetings_with
from .people import name_of
from .times import moment

MOST_COMMENTS = 200
# Preview: more is read in the program that made it.
MOST_TEXT = 60_000


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
    library_url: str
    can_publish: bool
    more_parts: int = 0
    # A comment mentions the viewer, who has not seen it yet.
    calls_viewer: bool = False
    meetings: list[MeetingOf] = field(default_factory=list)


def document_page(inside: Inside, document: Document) -> DocumentPage:
    """Statements: versions, comments, texts, tags, the last request to publish, its meetings."""
    now = timezone.now()
    slug, current = inside.page.slug, document.current
    versions = list(document.versions.select_related("author").order_by("-number"))
    called = CommentMention.objects.filter(comment=OuterRef("pk"), member=inside.user.pk, read_at=None)
    comments = list(
        document.comments.select_related("author")
        .annotate(calls=Exists(called))
        .order_by("created_at", "pk")[:MOST_COMMENTS]
    )
    requests = document.publication_requests.select_related("version", "resource")
    publication = requests.order_by("-asked_at", "-pk").first()
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
        note=note_of(current),
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
        comment_obstacle=_why_no_comment(inside, commenting),
        can_reopen=document.state == DocumentState.FINAL and inside.can_moderate,
        publication=publication,
        publication_words=_publication_words(publication) if inside.can_moderate else "",
        library_url=_library_url(publication),
        can_publish=publishing_obstacle(inside, document) is None
        and (publication is None or publication.state != PublicationState.OPEN),
        more_parts=more,
        calls_viewer=any(each.calls for each in comments),
        meetings=meetings_with(inside, document),
    )  # fmt: skip


def _why_no_comment(inside: Inside, obstacle: Reason | None) -> str:
    if obstacle is None or not inside.is_member:
        return ""
    # Of members only observers have no right to write: "you may not" would sound like a reproach.
    return _("As an observer you read here; members comment.") if obstacle == Reason.NOT_YOURS else str(obstacle.label)


def _document_meta(document: Document, current: DocumentVersion | None) -> list[str]:
    meta = [_("Shared by %(name)s, %(when)s") % {"name": name_of(document.author), "when": moment(document.created_at)}]
    if current:
        meta += [filesizeformat(current.size), _("version %(n)d") % {"n": current.number}]
    return meta


def _version_row(slug: str, document: Document, version: DocumentVersion, can_add: bool) -> VersionRow:
    overtook = ""
    if version.has_overtaken:
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


def _library_url(request: PublicationRequest | None) -> str:
    """Where it is in the library, while it is there."""
    resource = request.resource if request is not None else None
    return resource.get_absolute_url() if resource is not None and resource.live else ""


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
