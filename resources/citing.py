"""Resources as others cite them."""

from collections.abc import Iterable

from django.conf import settings
from django.urls import reverse

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


def work_of(resource: ResourcePage, *, events: Iterable[str] = ()) -> Work:
    """The resource with authors and topics read; `events` are titles of what it was shown at."""
    precision = DatePrecision(resource.date_precision)
    return Work(
        title=resource.title,
        authors="; ".join(map(citable_name, resource.authors.all())),
        year=resource.date.year,
        month=None if precision == DatePrecision.YEAR else resource.date.month,
        day=resource.date.day if precision == DatePrecision.DAY else None,
        publisher=resource.publisher,
        doi=resource.doi,
        url=persistent_url(resource),
        form=FORMS[ResourceKind(resource.kind)],
        isbn=resource.isbn,
        language=", ".join(resource.languages),
        abstract=resource.summary,
        keywords=sorted(item.tag.name for item in resource.topic_items.all()),
        event="; ".join(events),
    )


def citable_name(author: ResourceAuthor) -> str:
    """“Sample, Ana”; of a body its name. Semicolons separate authors, so a name can hold none."""
    return (author.name or author.organisation).replace(";", ",")


def persistent_url(resource: ResourcePage) -> str:
    """The whole address that stays when the resource gets another title or place."""
    return settings.SITE_URL + reverse("resource_by_number", args=[resource.pk])


def citation_name(name: str) -> str:
    """“Sample, Ana” for “Ana Sample”, as a proposal: whoever bears the name knows better."""
    first, _space, family = name.strip().rpartition(" ")
    return f"{family}, {first}" if first and "," not in name else name.strip()
