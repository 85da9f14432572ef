"""Resources in the fifteen words of Dublin Core."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from cop.core.dois import doi_address
from cop.taxonomy.choices import Criterion

from .choices import LICENCE_ADDRESSES, DatePrecision, Licence
from .citing import persistent_url
from .models import ResourcePage
from .selectors.resources import kind_of, regions_of, topics_of


def dublin_core(resource: ResourcePage) -> Iterator[tuple[str, str]]:
    """Word and value, as often as there are values; the resource comes with its parts."""
    yield "title", f"{_('Sample')}: {resource.title}" if resource.is_sample else resource.title
    for author in resource.authors.all():
        yield "creator", str(author)
    for _slug, name in topics_of(resource):
        yield "subject", name
    for number in resource.criteria:
        if number in Criterion.values:
            yield "subject", str(Criterion(number).label)
    if text := resource.abstract or resource.summary:
        yield "description", text
    if resource.publisher:
        yield "publisher", resource.publisher
    yield "date", _date(resource)
    yield "type", kind_of(resource)
    yield "identifier", persistent_url(resource)
    if resource.doi:
        yield "identifier", doi_address(resource.doi)
    if resource.isbn:
        yield "identifier", f"urn:isbn:{resource.isbn}"
    for language in resource.languages:
        yield "language", language
    for _code, name in regions_of(resource):
        yield "coverage", name
    for link in resource.links.all():
        yield "relation", link.url
    if resource.licence:
        licence = Licence(resource.licence)
        yield "rights", LICENCE_ADDRESSES.get(licence) or str(licence.label)


def _date(resource: ResourcePage) -> str:
    """2026-11-03, 2026-11, or 2026: what is known."""
    length = {DatePrecision.DAY: 10, DatePrecision.MONTH: 7, DatePrecision.YEAR: 4}
    return resource.date.isoformat()[: length[DatePrecision(resource.date_precision)]]
