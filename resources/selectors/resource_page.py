"""All that the page of a resource shows: one function for visitors, members and the editors' preview."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.models import Page

from cop.core import pictures, structured
from cop.core.body import page_body
from cop.core.citations import FORMATS, Work
from cop.core.dois import doi_address
from cop.core.models import live_pages_visible_to
from cop.core.serving import own as own_page
from cop.core.serving import with_own_fields
from cop.core.teasers import Teaser, teaser_of, teasers_for
from cop.taxonomy import gathering
from cop.taxonomy.choices import Criterion
from cop.taxonomy.gathering import criterion_url, topic_url

from .. import contexts
from ..choices import LICENCE_ADDRESSES, Licence, ResourceKind, language_name
from ..citing import work_of
from ..models import GoodPracticePage, ResourcePage
from ..validation import validated_at
from .collections import collections_with
from .facets import library_url
from .files import files_of
from .listing import Row, rows_of
from .related import Kin, nearest
from .resources import (
    Viewer,
    cover_of,
    day,
    in_order,
    kind_of,
    regions_of,
    topics_of,
    years,
)
from .shown_at import EVENT
from .slide_pictures import cover_html, first_picture
from .use import use_of
from .viewer import FileRow, file_rows

PICTURE = pictures.shape(480, 800, 1200, sizes="(width >= 62rem) 34rem, calc(100vw - 2rem)")
MORE = 3
SCHEMA_TYPES = {
    ResourceKind.PRESENTATION: "PresentationDigitalDocument",
    ResourceKind.PUBLICATION: "Book",
    ResourceKind.POLICY_BRIEF: "Report",
    ResourceKind.STUDY: "Report",
    ResourceKind.GOOD_PRACTICE: "Article",
    ResourceKind.TOOL: "CreativeWork",
    ResourceKind.VIDEO: "VideoObject",
    ResourceKind.RECORDING: "VideoObject",
}


def resource_context(resource: ResourcePage, user: Viewer) -> dict[str, Any]:
    """The template's context. Statements beyond the resource itself: files, use, links, sizes of the picture, what it
    comes from (three), collections, related pages (two), events, groups and news on its topics (three), more like it
    (four and its pictures); for a good practice also whether it was validated."""
    topics = topics_of(resource)
    pages = [item.page_id for item in resource.context_items.all()]
    pinned = [item.page_id for item in resource.related_items.all()]
    origins = origins_of(pages, user)
    work = work_of(resource, events=[teaser.title for name, teaser in origins if name == EVENT])
    address = f"{settings.SITE_URL}{resource.get_absolute_url()}"
    authors = list(resource.authors.all())
    files = files_of(resource)
    rows = file_rows(resource, files)
    # The first page stands for a resource without a cover of its own.
    page_picture = None if resource.picture_id else first_picture(files)
    shared = page_picture.shared if page_picture else pictures.shared(resource.picture)
    return {
        "resource": resource,
        "body": page_body(resource.body, user),
        "kind": kind_of(resource),
        "kind_url": library_url([("kind", resource.kind)]),
        "day": day(resource),
        "trail": [(_("Home"), "/"), (_("Library"), reverse("library"))],
        "authors": authors,
        "paragraphs": paragraphs(resource.abstract),
        "practice": practice_parts(resource),
        "contact": resource.contact if isinstance(resource, GoodPracticePage) and user.is_authenticated else "",
        "validated": validated_at(resource.pk) if isinstance(resource, GoodPracticePage) and resource.pk else None,
        "has_contact": isinstance(resource, GoodPracticePage) and bool(resource.contact),
        "picture": pictures.html(resource.picture, PICTURE, alt="", first=True)
        or cover_html(page_picture, sizes=PICTURE.sizes, first=True),
        "shared": shared,
        "cover": cover_of(resource),
        "address": address,
        "links": [
            {"label": link.label or link.url.partition("://")[2].rstrip("/"), "url": link.url}
            for link in resource.links.all()
        ],
        "files": rows,
        "facts": facts_of(resource, work),
        "topics": [(name, topic_url(slug)) for slug, name in topics],
        "criteria": [
            (number, str(Criterion(number).label), criterion_url(number))
            for number in resource.criteria
            if number in Criterion.values
        ],
        "regions": [
            (name, library_url([("region" if len(code) > 2 else "country", code)]))
            for code, name in regions_of(resource)
        ],
        "collections": collections_with(resource, user),
        "origins": [*(row_of_teaser(teaser) for _name, teaser in origins), *details_of_origins(resource, origins)],
        "related": [row_of_teaser(teaser) for teaser in teasers_for(user, pinned)],
        "beside": beside(topics, user),
        "more": more_like(resource, pages, user, without=pinned),
        "work": work,
        "citations": [
            {"label": label, "url": reverse("resource_citation", args=[resource.slug, name])}
            for name, label in zip(FORMATS, ("BibTeX", "RIS", "CSL-JSON"), strict=True)
            if resource.pk
        ],
        "structured": structured.as_script(
            resource_data(resource, work, topics, address=address, picture=shared.url if shared else "")
        ),
        "citation_tags": citation_tags(work, address, rows) if resource.pk and resource.live else [],
    }


def citation_tags(work: Work, address: str, files: Sequence[FileRow]) -> list[tuple[str, str]]:
    """What programs that keep references read from the head of the page, with the first file that they can keep."""
    tags = [*work.tags, ("citation_abstract_html_url", address)]
    pdf = next((row.url for row in files if row.version.extension == "pdf"), "")
    return [*tags, ("citation_pdf_url", f"{settings.SITE_URL}{pdf}")] if pdf else tags


def paragraphs(text: str) -> list[str]:
    """A plain text of several paragraphs, an empty line between them."""
    return [" ".join(part.split()) for part in text.replace("\r", "").split("\n\n") if part.strip()]


def practice_parts(resource: ResourcePage) -> list[dict[str, Any]]:
    """The parts of a good practice that were filled in, as headings and paragraphs; none for other resources."""
    if not isinstance(resource, GoodPracticePage):
        return []
    titles = {
        "challenge": _("The challenge"),
        "what_was_done": _("What was done"),
        "evidence": _("Evidence of results"),
        "cost": _("What it cost"),
        "transferability": _("Where else it may work"),
        "lessons": _("Lessons"),
    }
    parts = ((name, title, paragraphs(getattr(resource, name))) for name, title in titles.items())
    return [{"id": name.replace("_", "-"), "title": title, "paragraphs": text} for name, title, text in parts if text]


def facts_of(resource: ResourcePage, work: Work) -> list[dict[str, str]]:
    """What one wants to know before one uses it: term, words, address."""
    licence = Licence(resource.licence) if resource.licence else None
    practice = resource if isinstance(resource, GoodPracticePage) else None
    facts = [
        {"term": _("When"), "text": years(practice.began, practice.ended) if practice else ""},
        {"term": _("Publisher"), "text": resource.publisher},
        {"term": _("Language"), "text": ", ".join(map(language_name, resource.languages))},
        {
            "term": _("Licence"),
            "text": str(licence.label) if licence else "",
            "url": LICENCE_ADDRESSES.get(licence, "") if licence else "",
        },
        {"term": "DOI", "text": resource.doi, "url": doi_address(resource.doi)},
        {"term": "ISBN", "text": resource.isbn},
        {"term": _("Use"), "text": use_of(resource)},
        {"term": _("Address that stays"), "text": work.url, "url": work.url},
    ]
    return [fact for fact in facts if fact["text"] and (resource.pk or fact["term"] != _("Address that stays"))]


def origins_of(ids: Sequence[int], user: Viewer) -> list[tuple[str, Teaser]]:
    """The pages that a resource comes from, as far as this viewer may read them: name of the filter, and page."""
    if not ids:
        return []
    pages = map(own_page, with_own_fields(live_pages_visible_to(Page.objects.filter(pk__in=ids), user)))
    found = []
    for page in pages:
        context = contexts.context_of(type(page))
        if page is not None:
            found.append((context.name if context else "", teaser_of(page)))
    return sorted(found, key=lambda pair: ids.index(pair[1].page_id))


def details_of_origins(resource: ResourcePage, origins: Sequence[tuple[str, Teaser]]) -> list[dict[str, Any]]:
    """The session at which it was shown, and the like. One statement for each kind of page that tells more."""
    readable: dict[str, list[int]] = {}
    for name, teaser in origins:
        readable.setdefault(name, []).append(teaser.page_id)
    return [
        row
        for name, page_ids in readable.items()
        if name and resource.pk
        for row in contexts.details_of(name, resource.pk, page_ids)
    ]


def row_of_teaser(teaser: Teaser) -> dict[str, Any]:
    """As the component “row” takes it."""
    return {
        "title": teaser.title,
        "url": teaser.url,
        "meta": [part for part in (teaser.kind, teaser.date) if part],
        "sample": teaser.is_sample,
    }


def more_like(resource: ResourcePage, pages: Sequence[int], user: Viewer, *, without: Sequence[int]) -> Sequence[Row]:
    """Three others to read on: from the same event or group (`pages`) first, then what shares a topic, a criterion or a
    region, then the newest; `without` those that an editor has put beside it. The resource comes with its parts."""
    kin = Kin(
        pages=pages,
        topics=[slug for slug, _name in topics_of(resource)],
        criteria=resource.criteria,
        regions=[code for code, _name in regions_of(resource)],
    )
    left_out = [*without, *([resource.pk] if resource.pk else [])]
    return rows_of(in_order(user, nearest(kin, user, MORE, alike_only=False, without=left_out)))


def beside(topics: Sequence[tuple[str, str]], user: Viewer) -> list[dict[str, Any]]:
    """What other rooms have on the same topics, as the component “row” takes it. One statement for each room; none
    without topics."""
    slugs = tuple(slug for slug, _name in topics)
    things = gathering.beside(gathering.Subject(title="", topics=slugs), user) if slugs else []
    return [{"title": thing.title, "url": thing.url, "meta": thing.meta, "sample": thing.is_sample} for thing in things]


def resource_data(
    resource: ResourcePage, work: Work, topics: Sequence[tuple[str, str]], *, address: str, picture: str
) -> dict[str, Any]:
    """The resource as schema.org describes works, for search engines."""
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": SCHEMA_TYPES[ResourceKind(resource.kind)],
        "name": resource.title,
        "headline": resource.title,
        "description": resource.description,
        "url": address,
        "identifier": [part for part in (work.url, doi_address(work.doi)) if part],
        "isbn": resource.isbn,
        "datePublished": "-".join(
            f"{part:02}" for part in (work.year, work.month, work.day if work.month else None) if part
        ),
        "inLanguage": resource.languages,
        "keywords": [name for _slug, name in topics],
        "license": LICENCE_ADDRESSES.get(Licence(resource.licence), "") if resource.licence else "",
        "author": [
            {
                "@type": "Person" if author.name else "Organization",
                "name": author.shown_name,
                **(
                    {"affiliation": {"@type": "Organization", "name": author.organisation}}
                    if author.name and author.organisation
                    else {}
                ),
            }
            for author in resource.authors.all()
        ],
        "publisher": {"@type": "Organization", "name": resource.publisher} if resource.publisher else None,
        "spatialCoverage": [name for _code, name in regions_of(resource)],
        "image": [pictures.absolute(picture)] if picture else None,
        "isAccessibleForFree": True,
    }
    return {name: value for name, value in data.items() if value}
