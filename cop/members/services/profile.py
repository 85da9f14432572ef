"""Changing what the community may know of a member."""

import zoneinfo
from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from cop.core import page_cache
from cop.taxonomy.models import Region, Topic

from ..choices import ProfileVisibility
from ..models import Organisation, Profile, User
from . import organisations


class _Unset:
    """The value of an argument that was not given."""


UNSET = _Unset()


def update_profile(
    *,
    member: User,
    actor: User,
    name: str | _Unset = UNSET,
    organisation: str | Organisation | _Unset | None = UNSET,
    job_title: str | _Unset = UNSET,
    country: Region | _Unset | None = UNSET,
    region: Region | _Unset | None = UNSET,
    stakeholder_type: str | _Unset = UNSET,
    topics: Iterable[Topic] | _Unset = UNSET,
    time_zone: str | _Unset = UNSET,
    visibility: str | _Unset = UNSET,
    accepts_contact: bool | _Unset = UNSET,
) -> Profile:
    """Save what is given and leave the rest; nobody is told.

    `organisation` may be a typed name: the known one of that name is taken, else a new one is added. A region outside
    the country is dropped. `completed_at` is set once, when the first profile with a name is saved.
    """
    with transaction.atomic():
        profile, _created = Profile.objects.select_for_update().get_or_create(user=member)
        _take(profile, "job_title", job_title)
        _take(profile, "country", country)
        _take(profile, "region", region)
        _take(profile, "stakeholder_type", stakeholder_type)
        _take(profile, "accepts_contact", accepts_contact)
        if not isinstance(visibility, _Unset):
            profile.visibility = ProfileVisibility(visibility)
        if profile.region is not None and profile.region.country_code != profile.country_id:
            profile.region = None
        if isinstance(organisation, str):
            text = organisation.strip()
            profile.organisation = (
                organisations.find_or_add(name=text, country=profile.country, actor=actor) if text else None
            )
        else:
            _take(profile, "organisation", organisation)
        _take(member, "name", name)
        if isinstance(time_zone, str) and time_zone in zoneinfo.available_timezones():
            member.time_zone = time_zone
        if profile.completed_at is None and member.name.strip():
            profile.completed_at = timezone.now()
        member.save(update_fields=["name", "time_zone"])
        profile.save()
        if not isinstance(topics, _Unset):
            profile.topics.set(list(topics))
        page_cache.touch("people")
    member.profile = profile
    return profile


def _take(holder: User | Profile, field: str, value: object) -> None:
    if not isinstance(value, _Unset):
        setattr(holder, field, value)
