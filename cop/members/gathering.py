"""Which members stand on the page of a topic or criterion: those who agreed to be found by the viewer."""

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from cop.core.counted import first_of
from cop.taxonomy.gathering import NOTHING, Gathered, Subject, Thing, register

from .models import Profile, ProfileTopic
from .permissions import profiles_to_be_found_by
from .selectors_directory import directory_url, line

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from .models import User

    Viewer = User | AnonymousUser


def register_source() -> None:
    """Called once, when the apps are ready."""
    register(
        "people",
        title=_("People"),
        more_label=_("All these people"),
        find=find_people,
        order=60,
        tags=("people",),
        closed=_("Members who work on this may be found by other members: sign in to see them."),
    )


def find_people(subject: Subject, user: "Viewer", most: int) -> Gathered:
    """Members by name. One statement."""
    if not subject.topics:
        return NOTHING
    on_it = ProfileTopic.objects.filter(content_object=OuterRef("pk"), tag__slug__in=subject.topics)
    profiles = (
        profiles_to_be_found_by(user)
        .filter(Exists(on_it))
        .select_related("user", "organisation", "region")
        .order_by(Lower("user__name"), "pk")
    )
    number, found = first_of(profiles, most)
    return Gathered(number, [_thing(profile) for profile in found], directory_url(subject.topic_pairs))


def _thing(profile: Profile) -> Thing:
    shown = line(profile)
    return Thing(
        title=shown["name"],
        url=shown["url"],
        meta=[part for part in shown["meta"] if part],
        is_sample=shown["sample"],
        person=shown["name"],
    )
