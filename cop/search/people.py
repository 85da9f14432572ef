"""People, for those who may find them.

The members' room stands below this one and cannot sign up by itself.
"""

from typing import TYPE_CHECKING

from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cop.members.permissions import profiles_to_be_found_by
from cop.members.selectors_directory import place_of

from .query import Query
from .registry import Hit, register_source

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from cop.members.models import User


def register() -> None:
    """Called once, when the apps are ready."""
    register_source(key="people", label=_("People"), order=40, find=find_people)


def find_people(query: Query, user: "User | AnonymousUser", limit: int) -> list[Hit]:
    """Members whom `user` may find, with every word in name, organisation or job title. One statement."""
    profiles = (
        profiles_to_be_found_by(user)
        .filter(query.sought_in("user__name", "organisation__name", "job_title"))
        .select_related("user", "organisation", "region")
        .order_by(Lower("user__name"), "pk")[:limit]
    )
    return [
        Hit(
            title=profile.user.name,
            url=reverse("person", args=[profile.pk]),
            text=", ".join(
                part for part in (profile.job_title, profile.organisation.name if profile.organisation else "") if part
            ),
            meta=[place_of(profile)] if place_of(profile) else [],
            is_sample=profile.user.is_sample,
        )
        for profile in profiles
    ]
