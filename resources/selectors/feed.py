"""What is new in the library as feed readers take it, with the words and filters of the list."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import QueryDict
from django.utils.html import escape
from django.utils.translation import gettext as _

from cop.core.feeds import NEVER, Atom

from ..models import ResourcePage
from .facets import library_url
from .listing import listing
from .resources import everybody, in_order, kind_of, names_of

NEWEST = 30


def feed(query: QueryDict, path: str) -> tuple[bytes, datetime]:
    """The newest that everybody may read and that fit, and when something among them last changed. Statements: those of
    the listing, resources, authors, topics, regions."""
    user = everybody()
    shown = listing(user, query)
    address = settings.SITE_URL + library_url(shown.choice())
    made = Atom(
        title=f"{settings.WAGTAIL_SITE_NAME}: {_('Library')}",
        link=address,
        description=_("Presentations, publications and good practices of the community."),
        language=settings.LANGUAGE_CODE,
        feed_url=settings.SITE_URL + path + (f"?{address.partition('?')[2]}" if "?" in address else ""),
        feed_guid=address,
    )
    ids = sorted(shown.fitting, key=shown.catalogue.index.ids.index)[:NEWEST] if shown.text else shown.fitting[:NEWEST]
    resources = in_order(user, ids)
    for resource in resources:
        made.add_item(
            title=f"{_('Sample')}: {resource.title}" if resource.is_sample else resource.title,
            link=settings.SITE_URL + resource.get_absolute_url(),
            # Readers take it for HTML.
            description=escape(resource.summary),
            # Stays the same when the resource moves or the site gets another name.
            unique_id=f"urn:uuid:{resource.translation_key}",
            unique_id_is_permalink=False,
            author_name=names_of(resource.authors.all()) or None,
            categories=[kind_of(resource), *(item.tag.name for item in resource.topic_items.all())],
            pubdate=published_at(resource),
            updateddate=changed_at(resource),
        )
    return made.writeString("utf-8").encode(), max(map(changed_at, resources), default=NEVER)


def published_at(resource: ResourcePage) -> datetime:
    """When it came into the library; noon of its date where that is not known."""
    return resource.first_published_at or datetime.combine(resource.date, time(12), ZoneInfo(settings.TIME_ZONE))


def changed_at(resource: ResourcePage) -> datetime:
    """When it was last published."""
    return resource.last_published_at or published_at(resource)
