"""Reads about working groups."""

from typing import TYPE_CHECKING

from cop.core.models import live_pages_visible_to

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from cop.members.models import User
    from working_groups.models import WorkingGroupPage


def groups_visible_to(user: "User | AnonymousUser") -> "list[WorkingGroupPage]":
    """The groups that `user` may read about, by criterion. One statement."""
    from working_groups.models import WorkingGroupPage

    return list(live_pages_visible_to(WorkingGroupPage.objects.order_by("criterion", "title"), user))
