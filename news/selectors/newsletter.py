"""Reads of the newsletter's issues: the archive, what an issue holds, what could be put into it, how far sending is."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models import Count
from django.http import Http404
from django.urls import reverse
from django.utils import dateformat, timezone
from django.utils.translation import gettext as _
from wagtail.models import Page

from cop.core import teasers
from cop.core.models import live_pages_visible_to
from cop.core.serving import own, with_own_fields
from cop.core.sitemap import Entry
from cop.notifications.choices import LetterState
from cop.notifications.models import Letter

from ..models import Issue, IssueItem
from ..permissions import PUBLIC, Viewer, issues_visible_to
from ..refusals import Reason
from .articles import everybody

LETTER = "news.newsletter"
CANDIDATES = 30


# The archive ----------------------------------------------------------------------------------------------------


def archive() -> list[dict[str, Any]]:
    """All issues that went out, newest first, as the component “row” takes them; one statement."""
    issues = Issue.objects.filter(state__in=PUBLIC).order_by("-number").defer("intro")
    return [
        {
            "title": issue.subject,
            "url": issue.get_absolute_url(),
            "meta": [_("Issue %(number)d") % {"number": issue.number}, day(issue)],
            "sample": issue.is_sample,
        }
        for issue in issues
    ]


def addresses() -> Iterator[Entry]:
    """The archive and its issues, for the map of the site; one statement."""
    yield Entry(reverse("newsletter"))
    for number, finished_at in (
        Issue.objects.filter(state__in=PUBLIC).order_by("number").values_list("number", "finished_at")
    ):
        yield Entry(reverse("newsletter_issue", args=[number]), finished_at)


def get_issue_for(user: Viewer, number: int) -> Issue:
    """The issue of this number if it went out; 404 if hidden or absent."""
    issue = issues_visible_to(user).filter(number=number, state__in=PUBLIC).first()
    if issue is None:
        raise Http404
    return issue


def day(issue: Issue) -> str:
    """The day on which it went out."""
    return dateformat.format(timezone.localtime(issue.started_at), "j F Y") if issue.started_at else ""


def content_today(issue: Issue) -> list[dict[str, Any]]:
    """What a sent issue holds, without what has been hidden since; one statement."""
    ids = [item["page"] for item in issue.content]
    open_now = set(live_pages_visible_to(Page.objects.filter(pk__in=ids), everybody()).values_list("pk", flat=True))
    return [item for item in issue.content if item["page"] in open_now]


# What an issue holds --------------------------------------------------------------------------------------------


def items_of(issue: Issue) -> list[IssueItem]:
    """The chosen pages in their order."""
    return list(issue.items.select_related("page"))


def content_of(issue: Issue) -> list[dict[str, Any]]:
    """What its letter holds: as it was sent, or as it would be sent now."""
    if issue.started_at:
        return issue.content
    ids = list(issue.items.values_list("page_id", flat=True))
    return [as_content(teaser) for teaser in teasers.teasers_for(everybody(), ids)]


def as_content(teaser: teasers.Teaser) -> dict[str, Any]:
    """A page in a few words, as an issue keeps it."""
    words = asdict(teaser)
    return {"page": words.pop("page_id"), "sample": words.pop("is_sample"), **words}


def paragraphs(text: str) -> list[str]:
    """The introduction in paragraphs: an empty line parts them."""
    return [part.strip() for part in text.replace("\r\n", "\n").split("\n\n") if part.strip()]


def sending_obstacle(issue: Issue) -> tuple[Reason, str] | None:
    """Why it cannot be sent as it is, and what about; None if it can. The one rule behind button, clock and service."""
    if not issue.subject.strip():
        return Reason.NO_SUBJECT, ""
    items = items_of(issue)
    if not items and not issue.intro.strip():
        return Reason.EMPTY, ""
    shown = {teaser.page_id for teaser in teasers.teasers_for(everybody(), [item.page_id for item in items])}
    hidden = [item.page.title for item in items if item.page_id not in shown]
    return (Reason.HIDDEN_ITEM, ", ".join(hidden)) if hidden else None


@dataclass(frozen=True)
class Candidate:
    """A page that could be chosen."""

    page_id: int
    kind: str
    title: str
    date: str
    sample: bool


def candidates(issue: Issue, *, words: str = "", kind: str = "") -> list[Candidate]:
    """Pages that everybody may read and that are not chosen yet, the last published first. Two statements."""
    models = [model for model, _kind in teasers.registered() if not kind or model._meta.label_lower == kind]
    types = ContentType.objects.get_for_models(*models).values()
    pages = live_pages_visible_to(Page.objects.filter(content_type__in=[each.pk for each in types]), everybody())
    pages = pages.exclude(pk__in=issue.items.values("page"))
    for word in words.replace("\0", "").split()[:8]:
        pages = pages.filter(title__icontains=word)
    found = with_own_fields(pages.order_by("-last_published_at", "-pk"))[:CANDIDATES]
    shown = [teasers.teaser_of(page) for page in map(own, found) if page is not None]
    return [Candidate(teaser.page_id, teaser.kind, teaser.title, teaser.date, teaser.is_sample) for teaser in shown]


def kinds_to_choose() -> list[tuple[str, str]]:
    """Types of page that can be chosen, for a select."""
    return [(model._meta.label_lower, str(kind.plural)) for model, kind in teasers.registered()]


# Sending --------------------------------------------------------------------------------------------------------


def cause_prefix(issue: Issue) -> str:
    """How the causes of an issue's letters begin."""
    return f"newsletter {issue.pk} to "


@dataclass(frozen=True)
class Progress:
    """How far sending is, in letters."""

    written: int
    waiting: int
    sent: int
    failed: int
    withdrawn: int

    @property
    def done(self) -> int:
        """Letters about which nothing more will happen."""
        return self.written - self.waiting

    @property
    def percent(self) -> int:
        """Of the letters written."""
        return 100 * self.done // self.written if self.written else 0


def progress_of(issue: Issue) -> Progress:
    """Counted from the letters themselves; one statement."""
    counts = dict(
        Letter.objects.filter(kind=LETTER, cause__startswith=cause_prefix(issue))
        .order_by()
        .values_list("state")
        .annotate(Count("pk"))
    )
    waiting = counts.get(LetterState.QUEUED, 0) + counts.get(LetterState.SENDING, 0)
    return Progress(
        written=sum(counts.values()),
        waiting=waiting,
        sent=counts.get(LetterState.SENT, 0),
        failed=counts.get(LetterState.FAILED, 0),
        withdrawn=counts.get(LetterState.WITHDRAWN, 0),
    )


def issue_url(issue: Issue) -> str:
    """The whole address of a started issue in the archive."""
    return f"{settings.SITE_URL}{issue.get_absolute_url()}" if issue.number else ""


def ordered(items: Sequence[IssueItem], places: dict[int, int]) -> list[IssueItem]:
    """The items by the places given for their pages; equal places keep their order."""
    return sorted(items, key=lambda item: places.get(item.page_id, item.position))
