"""Who may do what with the newsletter. Who may read an article: `selectors.articles`, on the rule of all pages."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from .choices import IssueState
from .models import Issue
from .refusals import Reason

if TYPE_CHECKING:
    from cop.members.models import User

type Viewer = "User | AnonymousUser"

PUBLIC = (IssueState.SENDING, IssueState.SENT)


def can_compose(user: Viewer) -> bool:
    """Editors of the newsletter: the right is `news.change_issue`."""
    return bool(user.is_active and user.has_perm("news.change_issue"))


def can_send(user: Viewer) -> bool:
    """Who may let it go to everybody: the right is `news.send_issue`, beside that of composing."""
    return bool(can_compose(user) and user.has_perm("news.send_issue"))


def can_see_issue(user: Viewer, issue: Issue) -> bool:
    """The archive is for everybody from the first letter on; drafts are for editors. Twin: `issues_visible_to`."""
    return issue.state in PUBLIC or can_compose(user)


def issues_visible_to(user: Viewer) -> QuerySet[Issue]:
    """The twin of `can_see_issue`."""
    return Issue.objects.all() if can_compose(user) else Issue.objects.filter(state__in=PUBLIC)


def editing_obstacle(issue: Issue) -> Reason | None:
    """Why the issue cannot be changed; None if it can."""
    return None if issue.state == IssueState.DRAFT else Reason.NOT_DRAFT


def scheduling_obstacle(due_at: datetime, *, now: datetime) -> Reason | None:
    """Why an issue cannot be sent at that time; None if it can."""
    return Reason.PAST if due_at <= now else None
