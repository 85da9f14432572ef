"""Composing an issue of the newsletter: made, changed, filled, deleted, while it is a draft."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Max
from wagtail.log_actions import log
from wagtail.models import Page

from cop.core.models import live_pages_visible_to

from ..models import Issue, IssueItem
from ..permissions import can_compose, editing_obstacle
from ..refusals import Reason, Refused
from ..selectors.articles import everybody
from ..selectors.newsletter import ordered

if TYPE_CHECKING:
    from cop.members.models import User

PREFIX = "news.issue."


def create_issue(*, subject: str, actor: "User") -> Issue:
    """A new draft. Refused: `NOT_YOURS`."""
    if not can_compose(actor):
        raise Refused(Reason.NOT_YOURS)
    with transaction.atomic():
        issue = Issue.objects.create(subject=subject.strip())
        log(instance=issue, action=f"{PREFIX}create", user=actor)
    return issue


def save_issue(
    *,
    issue_id: int,
    subject: str,
    intro: str,
    actor: "User",
    places: Mapping[int, int] | None = None,
    remove: Iterable[int] = (),
    add: Iterable[int] = (),
) -> Issue:
    """Change a draft: its words, the places of its pages (page number: place), what goes out and what comes in.

    What comes in stands at the end; a page that not everybody may read does not come in. Refused: `NOT_YOURS`,
    `NOT_DRAFT`.
    """
    with transaction.atomic():
        issue = locked_draft(issue_id, actor)
        issue.subject, issue.intro, issue.problem = subject.strip(), intro.strip(), ""
        issue.save(update_fields=["subject", "intro", "problem"])
        issue.items.filter(page__in=list(remove)).delete()
        items = ordered(list(issue.items.all()), dict(places or {}))
        for number, item in enumerate(items, start=1):
            item.position = number
        IssueItem.objects.bulk_update(items, ["position"])
        _add(issue, list(add))
        log(instance=issue, action=f"{PREFIX}edit", user=actor)
    return issue


def delete_issue(*, issue_id: int, actor: "User") -> None:
    """A draft goes for good; what was sent stays. Refused: `NOT_YOURS`, `NOT_DRAFT`."""
    with transaction.atomic():
        issue = locked_draft(issue_id, actor)
        log(instance=issue, action=f"{PREFIX}delete", user=actor, deleted=True)
        issue.delete()


def locked_draft(issue_id: int, actor: "User") -> Issue:
    """The issue for this transaction alone, if `actor` may change it and it is a draft."""
    if not can_compose(actor):
        raise Refused(Reason.NOT_YOURS)
    issue = Issue.objects.select_for_update().get(pk=issue_id)
    if reason := editing_obstacle(issue):
        raise Refused(reason)
    return issue


def _add(issue: Issue, page_ids: list[int]) -> None:
    open_pages = set(
        live_pages_visible_to(Page.objects.filter(pk__in=page_ids), everybody()).values_list("pk", flat=True)
    )
    last = issue.items.aggregate(last=Max("position"))["last"] or 0
    wanted = [pk for pk in dict.fromkeys(page_ids) if pk in open_pages]
    IssueItem.objects.bulk_create(
        [IssueItem(issue=issue, page_id=pk, position=last + nth) for nth, pk in enumerate(wanted, start=1)],
        ignore_conflicts=True,
    )
