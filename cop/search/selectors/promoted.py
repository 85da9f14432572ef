"""What editors recommend for a search, as far as the viewer may read it."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils import timezone
from wagtail.models import Page

from cop.core.addresses import address_of
from cop.core.models import live_pages_visible_to

from ..models import PromotedResult
from ..models.promoted import lines_of
from ..query import Query
from ..registry import Hit

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from cop.members.models import User

# More than this above the results would hide them.
MOST_SHOWN = 3


def promoted_for(query: Query, user: "User | AnonymousUser", *, now: datetime | None = None) -> list[Hit]:
    """At most three, those with the most words first. One statement: editors keep a few hundred at most."""
    now = now or timezone.now()
    seen = Q(page=None) | Q(page__in=live_pages_visible_to(Page.objects.all(), user))
    in_time = (Q(begins=None) | Q(begins__lte=now)) & (Q(ends=None) | Q(ends__gt=now))
    asked = set(query.title)
    fits: list[tuple[int, int, Hit]] = []
    for row in PromotedResult.objects.filter(seen, in_time).select_related("page"):
        held = [len(line) for line in lines_of(row.words) if line <= asked]
        if held:
            title, url = (row.title or row.page.title, address_of(row.page)) if row.page else (row.title, row.address)
            fits.append((-max(held), row.pk, Hit(title=title, url=url, text=row.text)))
    return [hit for _words, _pk, hit in sorted(fits, key=lambda each: each[:2])[:MOST_SHOWN]]
