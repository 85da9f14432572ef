"""Which pages should be reviewed, and whose they are."""

from collections.abc import Iterable
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, Substr
from wagtail.models import Page

from cop.core.addresses import HOME_DEPTH
from cop.core.models import BasePage

from ..page_policy import CarefulPagePolicy
from ..permissions import pages_editable_by

if TYPE_CHECKING:
    from cop.members.models import User

STEP = Page.steplen


@cache
def reviewed_kinds() -> dict[str, type[BasePage]]:
    """Page types that are reviewed, by the name of their row beside the row of `Page`."""
    return {
        relation.name: relation.related_model
        for relation in Page._meta.related_objects
        if relation.one_to_one
        and getattr(relation.field.remote_field, "parent_link", False)
        and issubclass(relation.related_model, BasePage)
        and relation.related_model.review_months
    }


def with_review_day(pages: QuerySet[Page]) -> QuerySet[Page]:
    """The same pages with `review_day`, and `section`: the title of the page below the home page that they are in."""
    days = [F(f"{name}__review_by") for name in reviewed_kinds()]
    return pages.annotate(
        review_day=Coalesce(*days) if len(days) > 1 else days[0],
        section=Subquery(
            Page.objects.filter(path=Substr(OuterRef("path"), 1, STEP * (HOME_DEPTH + 1))).values("title")[:1]
        ),
    )


def reviewable_pages() -> QuerySet[Page]:
    """Published pages of the kinds that are reviewed."""
    kinds = Q(pk__in=[])
    for name in reviewed_kinds():
        kinds |= Q(**{f"{name}__isnull": False})
    return with_review_day(Page.objects.filter(kinds, live=True)).select_related("owner")


def stale_pages(*, today: date) -> QuerySet[Page]:
    """Published pages whose day has come."""
    return reviewable_pages().filter(review_day__lte=today)


def stale_pages_of(user: "User", *, today: date) -> QuerySet[Page]:
    """Those that `user` looks after."""
    return stale_pages(today=today).filter(owner=user)


def reviewable_pages_for(user: "User") -> QuerySet[Page]:
    """Those that `user` may edit, for the report."""
    return reviewable_pages().filter(pk__in=pages_editable_by(user).values("pk"))


def due_pages_among(ids: Iterable[int], *, today: date) -> list[tuple[Page, date]]:
    """Which of these pages are due, the longest waiting first."""
    found = stale_pages(today=today).filter(pk__in=list(ids)).order_by("review_day", "pk")
    return [(page, page.review_day) for page in found]


def sections_for(user: "User") -> QuerySet[Page]:
    """The pages right below the home page, as far as this person sees them in the admin: titles of drafts are news."""
    return CarefulPagePolicy(Page).explorable_instances(user).filter(depth=HOME_DEPTH + 1).order_by("title")
