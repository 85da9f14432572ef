"""Letters about submitted pages and comments, in the place of Wagtail's own mails."""

import uuid
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.utils.translation import gettext as _
from wagtail.models import Page, TaskState, WorkflowState

from cop.notifications.services import outbox

from ..tellers import has_told
from .reviewing import moderators

if TYPE_CHECKING:
    from cop.members.models import User


def page_submitted(*, task_state: TaskState, actor: "User | None") -> None:
    """Tell those who may approve it; not the one who submits, even if they are a moderator too."""
    page = task_state.workflow_state.content_object
    groups = getattr(task_state.task.specific, "groups", None)
    if not isinstance(page, Page) or groups is None:
        return
    if has_told("submitted", task_state.workflow_state, task_state, actor):
        return
    people = list(wanting("submitted", get_user_model()._default_manager.filter(groups__in=groups.all()).distinct()))
    for person in people or moderators():
        if actor is None or person.pk != actor.pk:
            outbox.post(
                kind="editing.submitted",
                cause=f"editing.submitted/{task_state.pk}/{person.pk}",
                to=person,
                params={"page": page.pk, "task_state": task_state.pk, "who": _name(actor)},
            )


def page_approved(*, workflow_state: WorkflowState, actor: "User | None") -> None:
    """Tell who submitted it that it is published, or will be on a day."""
    task_state = workflow_state.current_task_state
    if task_state is not None and has_told("approved", workflow_state, task_state, actor):
        return
    page, author = _page_and_author(workflow_state, actor, "approved")
    if page is None or author is None:
        return
    revision = task_state.revision if task_state else None
    if revision is not None:
        revision.refresh_from_db(fields=["approved_go_live_at"])
    go_live_at = revision.approved_go_live_at if revision else None
    outbox.post(
        kind="editing.approved",
        cause=f"editing.approved/{workflow_state.pk}",
        to=author,
        params={
            "page": page.pk,
            "who": _name(actor),
            "comment": task_state.get_comment() if task_state else "",
            "go_live_at": format_date(timezone.localtime(go_live_at), "j F Y, H:i") if go_live_at else "",
        },
    )


def page_rejected(*, workflow_state: WorkflowState, actor: "User | None") -> None:
    """Tell who submitted it, with the comment."""
    task_state = workflow_state.current_task_state
    if task_state is not None and has_told("rejected", workflow_state, task_state, actor):
        return
    page, author = _page_and_author(workflow_state, actor, "rejected")
    if page is None or author is None:
        return
    outbox.post(
        kind="editing.rejected",
        cause=f"editing.rejected/{task_state.pk}",
        to=author,
        params={"page": page.pk, "who": _name(actor), "comment": task_state.get_comment()},
    )


def comments_changed(people: Iterable["User"], notification: str, context: dict[str, Any]) -> bool:
    """Takes the place of Wagtail's `send_notification` where comments of a page change; same arguments."""
    lines = [
        *((_("Comment"), comment.text) for comment in context["new_comments"]),
        *((_("Answer"), reply.text) for each in context["replied_comments"] for reply in each["replies"]),
        *((_("Resolved"), comment.text) for comment in context["resolved_comments"]),
        *((_("Deleted"), comment.text) for comment in context["deleted_comments"]),
    ]
    ids = [person.pk for person in people]
    for person in wanting("updated_comments", get_user_model()._default_manager.filter(pk__in=ids)):
        outbox.post(
            kind="editing.commented",
            cause=f"editing.commented/{uuid.uuid4()}",
            to=person,
            params={"page": context["page"].pk, "who": _name(context["editor"]), "lines": lines},
        )
    return True


def _page_and_author(
    workflow_state: WorkflowState, actor: "User | None", notification: str
) -> tuple[Page | None, "User | None"]:
    page, author = workflow_state.content_object, workflow_state.requested_by
    if not isinstance(page, Page) or author is None or (actor is not None and author.pk == actor.pk):
        return None, None
    people = get_user_model()._default_manager.filter(pk=author.pk)
    return page, wanting(notification, people).first()


def wanting(notification: str, people: QuerySet["User"]) -> QuerySet["User"]:
    """Active people who have not switched these letters off in their settings of the admin."""
    silent = Q(**{f"wagtail_userprofile__{notification}_notifications": False})
    return people.filter(is_active=True).exclude(silent).order_by("pk")


def _name(person: "User | None") -> str:
    return person.get_short_name() if person is not None else ""
