"""What of the library stands on the page of a topic or criterion: resources, and good practices by themselves."""

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cop.core.facets import Pairs, with_query
from cop.taxonomy.gathering import Gathered, Invitation, Subject, Thing, register

from .choices import ResourceKind
from .models import ResourcePage
from .selectors.catalogue import catalogue
from .selectors.facets import library_url
from .selectors.feed import changed_at, published_at
from .selectors.resources import day, in_order, kind_of

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
        as_cards=True,
        invitation=Invitation(
            _("Has your region or organisation tried something on it? Others learn from that, and from what failed."),
            _("Propose a good practice"),
            propose_url,
        ),
    )


def propose_url(subject: Subject) -> str:
    """The form for a good practice on it, which begins with its topic or criterion."""
    return with_query(reverse("propose_practice"), subject.pairs)


def find_resources(subject: Subject, user: "Viewer", most: int) -> Gathered:
    """Everything but good practices, the newest first. One statement."""
    # The way to all of them leads to good practices too: naming each kind in the address would make as many lists for
    # search engines as there are choices of kinds.
    return _find(subject, user, most, [])


def find_practices(subject: Subject, user: "Viewer", most: int) -> Gathered:
    """Good practices, the newest first. One statement."""
    return _find(subject, user, most, [("kind", PRACTICE.value)])


def _find(subject: Subject, user: "Viewer", most: int, kind: Pairs) -> Gathered:
    """By the catalogue, which counts without the database; one statement to read the first of them."""
    known = catalogue()
    practices = known.index.any_of("kind", [PRACTICE.value])
    if subject.criterion is not None:
        on_it = known.index.any_of("criterion", [str(subject.criterion)])
    else:
        on_it = known.index.any_of("topic", subject.topics)
    found = known.visible_to(user) & on_it & (practices if kind else ~practices)
    rows = in_order(user, known.index.first(found, most), parts=False)
    return Gathered(found.bit_count(), list(map(_thing, rows)), library_url([*subject.pairs, *kind]))


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
