"""What of the library stands on the page of a topic or criterion: resources, and good practices by themselves."""

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from cop.core.counted import first_of
from cop.core.facets import Pairs
from cop.taxonomy.criteria import with_criterion
from cop.taxonomy.gathering import Gathered, Subject, Thing, register

from .choices import ResourceKind
from .models import ResourcePage, ResourceTopic
from .selectors.facets import library_url
from .selectors.feed import changed_at, published_at
from .selectors.resources import NEWEST_FIRST, TEXTS, day, kind_of, resources_visible_to

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from cop.members.models import User

    Viewer = User | AnonymousUser

PRACTICE = ResourceKind.GOOD_PRACTICE


def register_sources() -> None:
    """Called once, when the apps are ready."""
    register(
        "resources",
        title=_("From the library"),
        more_label=_("Everything on it in the library"),
        find=find_resources,
        order=10,
        tags=("library",),
    )
    register(
        "practices",
        title=_("Good practices"),
        more_label=_("All these good practices"),
        find=find_practices,
        order=20,
        tags=("library",),
    )


def find_resources(subject: Subject, user: "Viewer", most: int) -> Gathered:
    """Everything but good practices, the newest first. One statement."""
    # The way to all of them leads to good practices too: naming each kind in the address would make as many lists for
    # search engines as there are choices of kinds.
    return _find(subject, user, most, ~Q(kind=PRACTICE), [])


def find_practices(subject: Subject, user: "Viewer", most: int) -> Gathered:
    """Good practices, the newest first. One statement."""
    return _find(subject, user, most, Q(kind=PRACTICE), [("kind", PRACTICE.value)])


def _find(subject: Subject, user: "Viewer", most: int, of_kind: Q, pairs: Pairs) -> Gathered:
    found = resources_visible_to(user).filter(of_kind).defer(*TEXTS)
    if subject.criterion is not None:
        found = with_criterion(found, subject.criterion)
    else:
        on_it = ResourceTopic.objects.filter(content_object=OuterRef("pk"), tag__slug__in=subject.topics)
        found = found.filter(Exists(on_it))
    number, rows = first_of(found.order_by(*NEWEST_FIRST), most)
    return Gathered(number, list(map(_thing, rows)), library_url([*subject.pairs, *pairs]))


def _thing(resource: ResourcePage) -> Thing:
    return Thing(
        title=resource.title,
        url=resource.get_absolute_url(),
        meta=[kind_of(resource), day(resource)],
        text=resource.summary,
        is_sample=resource.is_sample,
        kind=kind_of(resource),
        uid=f"urn:uuid:{resource.translation_key}",
        published=published_at(resource),
        changed=changed_at(resource),
    )
