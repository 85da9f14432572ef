"""What programs may read of the library."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db.models import Prefetch
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cop.core.api import Collection, Field, Found, Parameter, register
from cop.core.api import schema as s
from cop.taxonomy.choices import Criterion
from cop.taxonomy.countries import NAMES as COUNTRIES

from ..choices import LANGUAGE_CODES, LICENCE_ADDRESSES, DatePrecision, Licence, ResourceKind, Sorting
from ..citing import persistent_url, work_of
from ..models import ResourceFile, ResourcePage
from ..selectors.feed import changed_at, published_at
from ..selectors.listing import listing
from ..selectors.resources import everybody, regions_of, resources_visible_to, topics_of, with_parts
from ..selectors.shown_at import events_of
from ..selectors.viewer import can_be_read_here, viewer_url
from ..selectors.withdrawn import words_of_withdrawal

FILE = s.thing(
    title=s.TEXT,
    name=s.TEXT,
    language=s.one_of(["", *LANGUAGE_CODES]),
    media_type=s.TEXT,
    size=s.NUMBER,
    version=s.NUMBER,
    added=s.TIME,
    download=s.URL,
    viewer=s.or_null(s.URL),
)


def _files(row: ResourcePage) -> list[dict[str, Any]]:
    """With their present versions, which alone readers get."""
    told = []
    for file in row.files.all():
        version = file.current
        if version is None:
            continue
        told.append(
            {
                "title": file.title,
                "name": version.name,
                "language": file.language,
                "media_type": version.content_type,
                "size": version.size,
                "version": version.number,
                "added": version.created_at.isoformat(),
                "download": settings.SITE_URL + reverse("resource_file", args=[row.slug, file.pk]),
                "viewer": settings.SITE_URL + viewer_url(file, row.slug) if can_be_read_here(version) else None,
            }
        )
    return told


FIELDS = (
    Field("number", s.NUMBER, lambda row: row.pk, _("Its number, which stays.")),
    Field("address", s.URL, persistent_url, _("The address that stays, to cite and to store.")),
    Field("url", s.URL, lambda row: settings.SITE_URL + row.get_absolute_url(), _("Where its page is now.")),
    Field("title", s.TEXT, lambda row: row.title, _("Its title.")),
    Field("summary", s.TEXT, lambda row: row.summary, _("One or two sentences.")),
    Field("abstract", s.TEXT, lambda row: row.abstract, _("A few paragraphs, an empty line between them.")),
    Field("kind", s.one_of(ResourceKind.values), lambda row: row.kind, _("What it is.")),
    Field("date", s.DAY, lambda row: row.date.isoformat(), _("When it was published or shown first.")),
    Field(
        "date_precision",
        s.one_of(DatePrecision.values),
        lambda row: row.date_precision,
        _("What is known of the date; the rest says nothing."),
    ),
    Field(
        "authors",
        s.many(s.thing(name=s.TEXT, organisation=s.TEXT)),
        lambda row: [{"name": each.name, "organisation": each.organisation} for each in row.authors.all()],
        _("Who made it: people as “Family, First”, or a body."),
    ),
    Field("publisher", s.TEXT, lambda row: row.publisher, _("Who published it.")),
    Field("languages", s.many(s.one_of(LANGUAGE_CODES)), lambda row: row.languages, _("Codes of its languages.")),
    Field(
        "topics",
        s.TOPICS,
        lambda row: [{"slug": slug, "name": name} for slug, name in topics_of(row)],
        _("What it is about."),
    ),
    Field(
        "criteria",
        s.CRITERIA,
        lambda row: row.criteria,
        _("Fulfilment criteria of enabling condition 1.1."),
    ),
    Field(
        "regions",
        s.many(s.REGION),
        lambda row: [{"code": code, "name": name} for code, name in regions_of(row)],
        _("Countries and regions, by NUTS 2024."),
    ),
    Field("licence", s.one_of(["", *Licence.values]), lambda row: row.licence, _("Empty: nothing is known.")),
    Field(
        "licence_address",
        s.or_null(s.URL),
        lambda row: LICENCE_ADDRESSES.get(row.licence),
        _("Where the licence can be read."),
    ),
    Field("doi", s.TEXT, lambda row: row.doi, _("Its DOI, without address.")),
    Field("isbn", s.TEXT, lambda row: row.isbn, _("Its ISBN.")),
    Field(
        "links",
        s.many(s.thing(label=s.TEXT, url=s.TEXT)),
        lambda row: [{"label": link.label, "url": link.url} for link in row.links.all()],
        _("Where it, or a part of it, is to be found elsewhere."),
    ),
    Field(
        "files",
        s.many(FILE),
        _files,
        _("Its files in order: sizes in bytes, where to fetch them, and where they can be read page by page."),
    ),
    Field("citation", s.TEXT, lambda row: work_of(row, events=row.events).apa, _("To cite it (APA).")),
    Field("is_sample", s.YES_OR_NO, lambda row: row.is_sample, _("Invented, to show how the site works?")),
    Field("published", s.TIME, lambda row: published_at(row).isoformat(), _("When it came into the library.")),
    Field("changed", s.TIME, lambda row: changed_at(row).isoformat(), _("When its page last changed.")),
)

PARAMETERS = (
    Parameter("q", {"type": "string", "maxLength": 200}, _("Words, as in the search box."), example="diffusion"),
    Parameter("kind", s.one_of(ResourceKind.values), _("What it is."), many=True, example="study"),
    Parameter("topic", s.SLUG, _("Address part of a topic."), many=True, example="governance"),
    Parameter("criterion", s.one_of(Criterion.values), _("Fulfilment criterion."), many=True, example="4"),
    Parameter("country", s.one_of(COUNTRIES), _("Country (code of NUTS)."), many=True, example="ES"),
    Parameter(
        "region",
        {"type": "string", "pattern": "^[A-Z]{2}[A-Z0-9]{1,3}$"},
        _("Region (code of NUTS 2024)."),
        many=True,
        example="ES61",
    ),
    Parameter("year", s.YEAR, _("Year of its date."), many=True, example="2025"),
    Parameter("language", s.one_of(LANGUAGE_CODES), _("Language (code)."), many=True, example="en"),
    Parameter("event", s.SLUG, _("Address part of an event where it was shown."), many=True, example="s3-forum-2023"),
    Parameter(
        "group",
        s.SLUG,
        _("Address part of a working group from which it comes."),
        many=True,
        example="innovation-diffusion",
    ),
    Parameter(
        "sort",
        s.one_of(Sorting.values),
        _("Order: the best match where there are words, else the newest first."),
        example="title",
    ),
)


def find(query: QueryDict) -> Found:
    """As the library lists it for visitors; statements: those of `listing`."""
    return Found(listing(everybody(), query).fitting)


def load(ids: Iterable[int]) -> list[Any]:
    """Statements: resources, authors, topics, regions, links, files with their versions, events at which they were
    shown."""
    wanted = list(ids)
    files = Prefetch("files", ResourceFile.objects.filter(current__isnull=False).select_related("current"))
    rows = resources_visible_to(everybody()).defer("body", "search_description").prefetch_related("links", files)
    found: dict[int, Any] = with_parts(rows).in_bulk(wanted)
    events = events_of(found.values(), everybody())
    for pk, row in found.items():
        row.events = events.get(pk, ())
    return [found[pk] for pk in wanted if pk in found]


def register_collection() -> None:
    """Called once, when the apps are ready."""
    register(
        Collection(
            key="resources",
            title=_("Resources of the library"),
            text=_("Presentations, publications and good practices, the newest first; filters as in the library."),
            page="/library/",
            fields=FIELDS,
            parameters=PARAMETERS,
            find=find,
            load=load,
            tags=("library",),
            gone=lambda number: words_of_withdrawal(everybody(), number),
        )
    )
