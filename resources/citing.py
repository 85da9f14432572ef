"""Resources as others cite them."""

from collections.abc import Iterable

from django.conf import settings
from django.urls import reverse

from cop.core.authors import Author, person
from cop.core.citations import Form, Work

from .choices import DatePrecision, ResourceKind
from .models import ResourceAuthor, ResourcePage

# Words of the citation stand in English: styles expect them so.
FORMS = {
    ResourceKind.PRESENTATION: Form("misc", "SLIDE", "speech", "Presentation"),
    ResourceKind.PUBLICATION: Form("book", "BOOK", "book"),
    ResourceKind.POLICY_BRIEF: Form("techreport", "RPRT", "report", "Policy brief"),
    ResourceKind.STUDY: Form("techreport", "RPRT", "report", "Study"),
    ResourceKind.GOOD_PRACTICE: Form("misc", "ELEC", "webpage", "Good practice"),
    ResourceKind.TOOL: Form("misc", "GEN", "document", "Tool"),
    ResourceKind.VIDEO: Form("misc", "VIDEO", "motion_picture", "Video"),
    ResourceKind.RECORDING: Form("misc", "VIDEO", "motion_picture", "Recording"),
}


def work_of(resource: ResourcePage, *, events: Iterable[str]) -> Work:
    """The resource with authors and topics read; `events` are titles of what it was shown at, as far as the reader may
    know (`selectors.shown_at`)."""
    precision = DatePrecision(resource.date_precision)
    return Work(
        title=resource.title,
        authors=[citable(author) for author in resource.authors.all()],
        year=resource.date.year,
        month=None if precision == DatePrecision.YEAR else resource.date.month,
        day=resource.date.day if precision == DatePrecision.DAY else None,
        publisher=resource.publisher,
        doi=resource.doi,
        url=persistent_url(resource),
        form=FORMS[ResourceKind(resource.kind)],
        isbn=resource.isbn,
        # They are kept in no order, and formats have room for one.
        language=resource.languages[0] if len(resource.languages) == 1 else "",
        abstract=resource.summary,
        keywords=sorted(item.tag.name for item in resource.topic_items.all()),
        event="; ".join(events),
    )


def citable(author: ResourceAuthor) -> Author:
    """A person by its name; an organisation that stands alone is a body, whatever its name looks like."""
    return person(author.name) if author.name else Author(author.organisation)


def persistent_url(resource: ResourcePage) -> str:
    """The whole address that stays when the resource gets another title or place."""
    return settings.SITE_URL + reverse("resource_by_number", args=[resource.pk])


def citation_name(name: str) -> str:
    """“Sample, Ana” for “Ana Sample”, as a proposal: whoever bears the name knows better."""
    first, _space, family = name.strip().rpartition(" ")
    return f"{family}, {first}" if first and "," not in name else name.strip()
