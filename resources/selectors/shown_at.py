"""At which events resources were shown, for citing them: one rule for pages, downloads and interfaces."""

from collections.abc import Iterable

from wagtail.models import Page

from cop.core.citations import Work
from cop.core.models import live_pages_visible_to

from .. import contexts
from ..citing import work_of
from ..models import ResourceContext, ResourcePage
from .resources import Viewer

EVENT = "event"


def events_of(resources: Iterable[ResourcePage], user: Viewer) -> dict[int, list[str]]:
    """Titles of the events of each, in the editors' order, as far as `user` may read their pages. One statement."""
    events = [model for model, context in contexts.registered() if context.name == EVENT]
    rows = ResourceContext.objects.filter(
        resource__in=[resource.pk for resource in resources],
        page__in=live_pages_visible_to(Page.objects.type(*events), user),
    )
    found: dict[int, list[str]] = {}
    for pk, title in rows.order_by("sort_order", "pk").values_list("resource", "page__title"):
        found.setdefault(pk, []).append(title)
    return found


def works_of(resources: Iterable[ResourcePage], user: Viewer) -> list[Work]:
    """All of them as this viewer may cite them; they come with authors and topics. One statement."""
    resources = list(resources)
    events = events_of(resources, user)
    return [work_of(resource, events=events.get(resource.pk, ())) for resource in resources]
