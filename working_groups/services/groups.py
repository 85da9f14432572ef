"""A group beside its page."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import transaction
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.models import Page

from ..choices import Visibility
from ..models import Membership, WorkingGroup, WorkingGroupPage

if TYPE_CHECKING:
    from cop.members.models import User


def ensure_group(page: WorkingGroupPage) -> WorkingGroup:
    """The row beside a page; made when an editor makes the page. Called again it changes nothing."""
    group, _created = WorkingGroup.objects.get_or_create(page=page)
    return group


def group_published(page: WorkingGroupPage, *, actor: "User | None" = None) -> WorkingGroup:
    """Called whenever a page went live: it gets its row; a hidden group's page is taken back.

    The admin refuses that with words before (`viewsets.hooks`); a date set earlier, a workflow or a command come here.
    """
    group = ensure_group(page)
    if group.visibility == Visibility.HIDDEN:
        take_offline(page, actor=actor)
    return group


def take_offline(page: WorkingGroupPage, *, actor: "User | None") -> None:
    """Unpublish the page of a group that hides: its leaders decide that, who need no rights in the admin."""
    UnpublishPageAction(page, user=actor).execute(skip_permission_checks=True)


def groups_at_or_below(pages: Iterable[Page]) -> list[WorkingGroup]:
    """The groups whose pages these are, or stand below them."""
    found = WorkingGroupPage.objects.none()
    for page in pages:
        found = found | WorkingGroupPage.objects.descendant_of(page, inclusive=True)
    return list(WorkingGroup.objects.filter(page__in=found.values("pk")).select_related("page"))


def groups_with_members(groups: Iterable[WorkingGroup]) -> list[WorkingGroup]:
    """Those that somebody belongs to."""
    taken = set(
        Membership.objects.active().filter(group__in=[group.pk for group in groups]).values_list("group", flat=True)
    )
    return [group for group in groups if group.pk in taken]


@transaction.atomic
def remove_empty_groups(pages: Iterable[Page]) -> None:
    """Before these pages are deleted: the rows beside them go. Nobody may belong to them any more."""
    groups = groups_at_or_below(pages)
    if groups_with_members(groups):
        raise ValueError("Somebody belongs to one of these groups.")
    WorkingGroup.objects.filter(pk__in=[group.pk for group in groups]).delete()
