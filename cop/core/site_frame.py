"""What every page's frame shows of the site settings, as plain data in the shared cache.

A page that is kept costs nothing; another one asks the cache once. The database is asked after a change only: by one
statement for the settings, and one for the pages that they lead to.
"""

import secrets
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial

from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from wagtail.models import Page

from . import page_cache
from .addresses import address_of
from .models import SiteSettings, live_pages_visible_to

# The data carry the version they were read under. A reader that began before a change keeps what nobody looks at.
VERSION, DATA = "site-frame:version", "site-frame:data"


@dataclass(frozen=True)
class Announcement:
    """One sentence for everybody, for a time."""

    text: str
    tone: str = ""
    link_label: str = ""
    link_url: str = ""
    begins: datetime | None = None
    ends: datetime | None = None

    def is_shown(self, now: datetime) -> bool:
        """From the first moment until just before the last."""
        return (self.begins is None or self.begins <= now) and (self.ends is None or now < self.ends)


@dataclass(frozen=True)
class Frame:
    """All of it; links are (words, address)."""

    contact_name: str = ""
    contact_email: str = ""
    contact_address: str = ""
    footer_text: str = ""
    security_contact: str = ""
    social: list[tuple[str, str]] = field(default_factory=list)
    footer_links: list[tuple[str, str]] = field(default_factory=list)
    legal: list[tuple[str, str]] = field(default_factory=list)
    announcement: Announcement | None = None
    # Of what else was made from these settings and kept: other settings, other version.
    version: int = 0


def frame() -> Frame:
    """The settings as they are now."""
    known = cache.get_many([VERSION, DATA])
    version, found = known.get(VERSION), known.get(DATA)
    if version is not None and found is not None and found[0] == version:
        return found[1]
    if version is None:
        version = cache.get_or_set(VERSION, _new_version, timeout=None)
    made = replace(read(), version=version)
    cache.set(DATA, (version, made), timeout=None)
    return made


def forget() -> None:
    """After the commit, the next page reads the settings anew, in every process."""
    transaction.on_commit(partial(_bump), robust=True)


def _bump() -> None:
    cache.set(VERSION, _new_version(), timeout=None)


def _new_version() -> int:
    return secrets.randbits(62)


def announcement_for(request: HttpRequest, *, now: datetime | None = None) -> Announcement | None:
    """What stands above this page now; a kept page ends when it begins or ends."""
    announcement = frame().announcement
    if announcement is None:
        return None
    now = now or timezone.now()
    for moment in (announcement.begins, announcement.ends):
        if moment is not None and moment > now:
            page_cache.expires(request, moment)
    return announcement if announcement.is_shown(now) else None


def read() -> Frame:
    """From the database; only pages that everybody may read are linked."""
    row = SiteSettings.objects.first()
    if row is None:
        return Frame()
    links = {name: [each["value"] for each in getattr(row, name).raw_data] for name in ("footer_links", "legal")}
    wanted = {link.get("page") for each in links.values() for link in each} | {row.announcement_page_id}
    wanted.discard(None)
    pages = live_pages_visible_to(Page.objects.filter(pk__in=wanted), AnonymousUser()) if wanted else ()
    addresses = {page.pk: address_of(page) for page in pages}

    def resolved(name: str) -> list[tuple[str, str]]:
        found = ((link["label"], addresses.get(link.get("page")) or link.get("address") or "") for link in links[name])
        return [(label, url) for label, url in found if url]

    announcement = None
    if row.announcement:
        announcement = Announcement(
            text=row.announcement,
            tone=row.announcement_tone,
            link_label=row.announcement_link_label,
            link_url=addresses.get(row.announcement_page_id, ""),
            begins=row.announcement_from,
            ends=row.announcement_until,
        )
    return Frame(
        contact_name=row.contact_name,
        contact_email=row.contact_email,
        contact_address=row.contact_address,
        footer_text=row.footer_text,
        security_contact=row.security_contact,
        social=[(each["value"]["label"], each["value"]["address"]) for each in row.social.raw_data],
        footer_links=resolved("footer_links"),
        legal=resolved("legal"),
        announcement=announcement,
    )
