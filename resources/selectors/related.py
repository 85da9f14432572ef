"""Which resources are near to something: they come from the same event or group, share topics, criteria or regions."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, TextField
from django.db.models.functions import Cast

from ..models import ResourceContext, ResourcePage, ResourceRegion, ResourceTopic
from .resources import NEWEST_FIRST, TEXTS, Viewer, day, kind_of, resources_visible_to

MOST = 4


@dataclass(frozen=True)
class Kin:
    """What something has to say about itself: numbers of pages that it comes from (or its own), address parts of
    topics, numbers of criteria, codes of regions."""

    pages: Collection[int] | QuerySet[Any, Any] = ()
    topics: Collection[str] = ()
    criteria: Collection[int] = ()
    regions: Collection[str] = ()


def nearest(kin: Kin, user: Viewer, *, alike_only: bool) -> QuerySet[ResourcePage]:
    """Resources that `user` may read: from the same event or group first, then on the same topic, criterion, region,
    and the newest first among equals. `alike_only`: none that shares nothing. One statement, without long texts."""
    resources = resources_visible_to(user).defer(*TEXTS)
    shares: dict[str, Any] = {}
    if not isinstance(kin.pages, tuple | list) or kin.pages:
        shares["shares_page"] = Exists(
            ResourceContext.objects.filter(resource=OuterRef("pk"), page__in=kin.pages).order_by()
        )
    if kin.topics:
        on_topics = ResourceTopic.objects.filter(content_object=OuterRef("pk"), tag__slug__in=kin.topics)
        shares["shares_topic"] = Exists(on_topics)
    if kin.criteria:
        # Numbers of one digit in a list: see cop.taxonomy.criteria.
        resources = resources.annotate(criteria_in_text=Cast("criteria", TextField()))
        on_criteria = Q()
        for number in kin.criteria:
            on_criteria |= Q(criteria_in_text__contains=str(number))
        shares["shares_criterion"] = on_criteria
    if kin.regions:
        shares["shares_region"] = Exists(
            ResourceRegion.objects.filter(resource=OuterRef("pk"), region__in=kin.regions).order_by()
        )
    resources = resources.alias(**shares)
    if alike_only:
        alike = Q()
        for name in shares:
            alike |= Q(**{name: True})
        resources = resources.filter(alike) if shares else resources.none()
    return resources.order_by(*(f"-{name}" for name in shares), *NEWEST_FIRST)


def rows_beside(kin: Kin, user: Viewer, *, not_from: int | None = None) -> list[dict[str, Any]]:
    """What of the library is near to a page of another room, as the component “row” takes it. `not_from`: what comes
    from the page with this number stands there already. One statement; none where the page says nothing about itself.
    """
    resources = nearest(kin, user, alike_only=True)
    if not_from is not None:
        resources = resources.exclude(Exists(ResourceContext.objects.filter(resource=OuterRef("pk"), page=not_from)))
    return [
        {
            "title": resource.title,
            "url": resource.get_absolute_url(),
            "meta": [kind_of(resource), day(resource)],
            "sample": resource.is_sample,
        }
        for resource in resources[:MOST]
    ]
