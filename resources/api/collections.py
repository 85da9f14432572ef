"""What programs may read of the collections in the library."""

from typing import Any

from django.conf import settings
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cop.core.api import Collection, Field, Found, register
from cop.core.api import schema as s

from ..selectors.collections import Told, collections_visible_to, told
from ..selectors.resources import everybody


def _zip(row: Told) -> dict[str, Any] | None:
    if not row.files:
        return None
    return {
        "page": settings.SITE_URL + reverse("collection_zip", args=[row.collection.slug]),
        "files": row.files,
        "size": row.size,
    }


def _resources(row: Told) -> list[dict[str, Any]]:
    return [
        {
            "number": number,
            "title": title,
            "address": settings.SITE_URL + reverse("resource_by_number", args=[number]),
            "data": settings.SITE_URL + reverse("api_item", args=["resources", number]),
        }
        for number, title in row.resources
    ]


FIELDS = (
    Field("number", s.NUMBER, lambda row: row.collection.pk, _("Its number, which stays.")),
    Field("url", s.URL, lambda row: settings.SITE_URL + row.collection.get_absolute_url(), _("Where its page is now.")),
    Field("title", s.TEXT, lambda row: row.collection.title, _("Its title.")),
    Field("summary", s.TEXT, lambda row: row.collection.summary, _("One or two sentences.")),
    Field("cover", s.or_null(s.URL), lambda row: row.cover or None, _("A picture that stands for it.")),
    Field(
        "resources",
        s.many(s.thing(number=s.NUMBER, title=s.TEXT, address=s.URL, data=s.URL)),
        _resources,
        _("What is in it, in the editors’ order: the address that stays, and where this interface says all about it."),
    ),
    Field(
        "zip",
        s.or_null(s.thing(page=s.URL, files=s.NUMBER, size=s.NUMBER)),
        _zip,
        _("All its files as one: the page where they are asked for and fetched, how many, and their size in bytes."),
    ),
    Field("is_sample", s.YES_OR_NO, lambda row: row.collection.is_sample, _("Invented, to show how the site works?")),
)


def find(_query: QueryDict) -> Found:
    """As their list shows them. One statement."""
    return Found(list(collections_visible_to(everybody()).order_by("path").values_list("pk", flat=True)))


def register_collection() -> None:
    """Called once, when the apps are ready."""
    register(
        Collection(
            key="collections",
            title=_("Collections of the library"),
            text=_("Resources that editors have put together, as their list shows them."),
            page="/library/collections/",
            fields=FIELDS,
            parameters=(),
            find=find,
            load=told,
            tags=("library",),
        )
    )
