"""Which groups stand on the page of a topic or criterion: those that the viewer may know of."""

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from cop.core.counted import first_of
from cop.core.facets import with_query
from cop.core.models import live_pages_visible_to
from cop.taxonomy.gathering import Gathered, Subject, Thing, register

from .models import GroupTopic, WorkingGroupPage
from .permissions import groups_known_to

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from cop.members.models import User

    Viewer = User | AnonymousUser


def register_source() -> None:
    """Called once, when the apps are ready."""
    register(
        "groups",
        title=_("Working groups"),
        more_label=_("All these groups"),
        find=find_groups,
        order=40,
        tags=("groups",),
        is_beside=True,
    )


def find_groups(subject: Subject, user: "Viewer", most: int) -> Gathered:
    """Groups by criterion: published ones, hidden ones from inside. One statement."""
    pages = WorkingGroupPage.objects.defer("body", "search_description").order_by("criterion", "title")
    if user.is_authenticated:
        pages = pages.filter(group__in=groups_known_to(user))
    else:
        pages = live_pages_visible_to(pages, user)
    if subject.criterion is not None:
        pages = pages.filter(criterion=subject.criterion)
    else:
        on_it = GroupTopic.objects.filter(content_object=OuterRef("pk"), tag__slug__in=subject.topics)
        pages = pages.filter(Exists(on_it))
    number, found = first_of(pages, most)
    return Gathered(number, [_thing(page) for page in found], _url(subject, found))


def _url(subject: Subject, found: list[WorkingGroupPage]) -> str:
    """The list of groups knows topics only, one at a time."""
    if not found or subject.criterion is not None:
        return ""
    page = found[0]
    return with_query(page.address.removesuffix(f"{page.slug}/"), subject.topic_pairs)


def _thing(page: WorkingGroupPage) -> Thing:
    return Thing(title=page.title, url=page.address, meta=page.criterion_meta, is_sample=page.is_sample)
