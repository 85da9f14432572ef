"""What is new on a subject in all rooms, as Atom: for feed readers, and for partner sites that follow one topic."""

from datetime import datetime

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.utils.html import escape
from django.utils.translation import gettext as _

from cop.core.feeds import NEVER, Atom, writable

from . import gathering
from .gathering import Subject, Thing

NEWEST = 30


def feed(subject: Subject) -> tuple[bytes, datetime]:
    """The newest that everybody may read, and when something among it last changed; nothing private for anybody,
    because feeds are passed on. One statement for each source."""
    found: list[tuple[datetime, Thing]] = []
    for _key, source in gathering.sources():
        things = source.find(subject, AnonymousUser(), NEWEST).things
        found += [(thing.published, thing) for thing in things if thing.published and thing.uid]
    found.sort(key=lambda pair: pair[0], reverse=True)
    made = Atom(
        title=f"{settings.WAGTAIL_SITE_NAME}: {subject.title}",
        link=settings.SITE_URL + subject.url,
        description=subject.text or _("What the community has on it."),
        language=settings.LANGUAGE_CODE,
        feed_url=settings.SITE_URL + subject.feed_url,
        feed_guid=settings.SITE_URL + subject.url,
    )
    newest = found[:NEWEST]
    for published, thing in newest:
        made.add_item(
            title=writable(f"{_('Sample')}: {thing.title}" if thing.is_sample else thing.title),
            link=settings.SITE_URL + thing.url,
            # Readers take it for HTML.
            description=escape(writable(thing.text)),
            unique_id=thing.uid,
            unique_id_is_permalink=False,
            categories=[thing.kind] if thing.kind else [],
            pubdate=published,
            updateddate=thing.changed or published,
        )
    changed_at = max((thing.changed or published for published, thing in newest), default=NEVER)
    return made.writeString("utf-8").encode(), changed_at
