"""Reads about working groups."""

from typing import TYPE_CHECKING

from cop.core.models import live_pages_visible_to

from ..permissions import groups_known_to

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from cop.members.models import User
    from working_groups.models import WorkingGroupPage


def groups_visible_to(user: "User | AnonymousUser") -> "list[WorkingGroupPage]":
    """The groups that `user` may know of, by criterion: published ones, and hidden ones from inside. One statement."""
    from working_groups.models import WorkingGroupPage

    pages = WorkingGroupPage.objects.order_by("criterion", "title")
    if not user.is_authenticated:
        return list(live_pages_visible_to(pages, user))
    return list(pages.filter(group__in=groups_known_to(user)))
