"""Remembering since when a page that was closed to some is open to them, so that letters tell of it when it opens.

Wagtail keeps no history of view restrictions. Only restrictions to groups (and those that keep everybody out) are of
interest: whoever gets letters has an account.
"""

from collections import defaultdict
from datetime import datetime, timedelta

from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from ..models import PageOpening
from ..models.openings import ALL, audience_of

# The clock comes every ten minutes: a page that is closed and older, and of which nothing is known, was open before.
# Where that is wrong (the clock stood still), nobody is told twice, and some are not told.
NOTICED_WITHIN = timedelta(hours=1)
REMEMBERED = timedelta(days=90)
AT_ONCE = 500


def note_openings(*, now: datetime | None = None) -> int:
    """Write down what has opened to whom since the last time; returns how many rows. Twice at once writes each once.

    Three statements where nothing has changed, whatever the number of pages: restrictions, pages below them, rows.
    """
    now = now or timezone.now()
    closed, published = _closed()
    known: dict[int, set[str]] = defaultdict(set)
    for page, audience in PageOpening.objects.values_list("page", "audience"):
        known[page].add(audience)
    rows = []
    for page, audience in closed.items():
        if page not in known:
            was_open = published[page] < now - NOTICED_WITHIN
            rows.append(PageOpening(page_id=page, audience=ALL if was_open else audience, moment=published[page]))
        elif not {audience, ALL} & known[page]:
            rows.append(PageOpening(page_id=page, audience=audience, moment=now))
    opened = [page for page, audiences in known.items() if page not in closed and ALL not in audiences]
    if opened:
        live = Page.objects.filter(pk__in=opened, live=True).values_list("pk", flat=True)
        rows += [PageOpening(page_id=page, audience=ALL, moment=now) for page in live]
    PageOpening.objects.bulk_create(rows, ignore_conflicts=True, batch_size=AT_ONCE)
    _forget(now, known, closed)
    return len(rows)


def _closed() -> tuple[dict[int, str], dict[int, datetime]]:
    """Published pages that not every member may read: to whom they are open, and since when they are published."""
    restrictions = PageViewRestriction.objects.exclude(restriction_type=PageViewRestriction.LOGIN)
    groups: dict[str, frozenset[int]] = {}
    for each in restrictions.select_related("page").prefetch_related("groups"):
        mine = frozenset(group.pk for group in each.groups.all())
        allowed = mine if each.restriction_type == PageViewRestriction.GROUPS else frozenset()
        groups[each.page.path] = groups.get(each.page.path, allowed) & allowed
    audiences: dict[int, frozenset[int]] = {}
    published: dict[int, datetime] = {}
    for path, allowed in groups.items():
        below = Page.objects.filter(live=True, path__startswith=path, first_published_at__isnull=False)
        for page, moment in below.values_list("pk", "first_published_at"):
            audiences[page] = audiences.get(page, allowed) & allowed
            published[page] = moment
    return {page: audience_of(allowed) for page, allowed in audiences.items()}, published


def _forget(now: datetime, known: dict[int, set[str]], closed: dict[int, str]) -> None:
    """A page that has been open to all for long is as any other."""
    long_open = PageOpening.objects.filter(audience=ALL, moment__lt=now - REMEMBERED)
    pages = [page for page in long_open.values_list("page", flat=True) if page not in closed]
    if pages:
        PageOpening.objects.filter(page__in=pages).delete()
