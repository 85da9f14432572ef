"""Days of review: moved on by publishing and by marking as reviewed; reminders once a week."""

from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import Page

from cop.core.models import BasePage
from cop.core.page_care import months_later, next_review, note_care
from cop.core.roles import Role
from cop.notifications.services import outbox

from ..permissions import can_edit
from ..refusals import EditingRefused, Reason
from ..selectors.care import reviewed_kinds, stale_pages

if TYPE_CHECKING:
    from cop.members.models import User

REVIEWED = "editing.reviewed"


def page_published(*, page: Page, today: date | None = None) -> None:
    """Who publishes a page has looked at it: a day that is missing, or has come, moves on. A later one stays."""
    day = today or timezone.localdate()
    if isinstance(page, BasePage) and page.review_months and (page.review_by is None or page.review_by <= day):
        page.review_by = next_review(page, today=day)
        note_care(page=page, review_by=page.review_by, owner_id=page.owner_id)


def mark_reviewed(*, page: Page, actor: "User") -> date | None:
    """Somebody has looked, and the page is still true; returns the next day. Logged in the page's history.

    Refused: who may not edit the page. Twice on one day changes nothing but the history.
    """
    with transaction.atomic():
        if not can_edit(actor, page):
            raise EditingRefused(Reason.NOT_YOURS)
        own = page.specific
        day = next_review(own) if isinstance(own, BasePage) else None
        if day is not None:
            note_care(page=own, review_by=day, owner_id=own.owner_id)
            log(instance=own, action=REVIEWED, user=actor, data={"until": day.isoformat()})
    return day


def give_missing_days() -> int:
    """Published pages without a day (made by the seed or an import) get theirs, counted from their last publication."""
    given = 0
    for kind in reviewed_kinds().values():
        for page in kind._default_manager.filter(live=True, review_by=None):
            since = page.last_published_at or page.first_published_at or timezone.now()
            day = months_later(timezone.localdate(since), page.review_months)
            given += kind._default_manager.filter(pk=page.pk, review_by=None).update(review_by=day)
    return given


def remind(*, today: date | None = None) -> int:
    """Letters to those who look after pages that are due; of pages without an owner, to the moderators.

    One letter a person and a week of the calendar, however often this runs; returns how many are new. An owner who
    has left the secretariat counts as none.
    """
    day = today or timezone.localdate()
    year, week, _weekday = day.isocalendar()
    pages: dict[User, list[int]] = defaultdict(list)
    orphans = []
    for page in stale_pages(today=day).order_by("review_day", "pk"):
        if page.owner is not None and page.owner.is_active and page.owner.is_staff:
            pages[page.owner].append(page.pk)
        else:
            orphans.append(page.pk)
    own = [_draft(owner, found, f"{year}-{week}", own=True) for owner, found in pages.items()]
    theirs = [_draft(person, orphans, f"{year}-{week}", own=False) for person in moderators()] if orphans else []
    return len(outbox.post_many(kind="editing.review_due", drafts=[*own, *theirs]))


def moderators() -> list["User"]:
    """The active moderators; the administrators where there are none."""
    people = get_user_model()._default_manager.filter(is_active=True).order_by("pk")
    found = list(people.filter(groups__name=Role.MODERATOR.value).distinct())
    return found or list(people.filter(is_superuser=True))


def _draft(person: "User", pages: list[int], week: str, *, own: bool) -> outbox.Draft:
    cause = f"editing.review/{'own' if own else 'orphans'}/{person.pk}/{week}"
    return outbox.Draft(cause=cause, to=person, params={"pages": pages, "own": own})
