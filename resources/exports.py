"""What was found in the library as a sheet."""

from collections.abc import Iterable, Iterator, Sequence

from django.utils.translation import gettext as _

from cop.core.sheets import Cell, safe

from .choices import language_name
from .citing import persistent_url
from .models import ResourcePage
from .selectors.resources import day, kind_of, regions_of, topics_of

BETWEEN = "; "


def table(resources: Iterable[ResourcePage]) -> Iterator[Sequence[Cell]]:
    """A line of titles, then one for each resource, which comes with its parts. No cell is a live formula."""
    yield [
        _("Title"),
        _("Kind"),
        _("Date"),
        _("Authors"),
        _("Publisher"),
        _("Summary"),
        _("Languages"),
        _("Topics"),
        _("Fulfilment criteria"),
        _("Countries and regions"),
        _("DOI"),
        _("ISBN"),
        _("Address that stays"),
        _("Sample"),
    ]
    for resource in resources:
        yield [
            safe(cell)
            for cell in (
                resource.title,
                kind_of(resource),
                day(resource),
                BETWEEN.join(str(author) for author in resource.authors.all()),
                resource.publisher,
                resource.summary,
                BETWEEN.join(map(language_name, resource.languages)),
                BETWEEN.join(name for _slug, name in topics_of(resource)),
                BETWEEN.join(map(str, resource.criteria)),
                BETWEEN.join(name for _code, name in regions_of(resource)),
                resource.doi,
                resource.isbn,
                persistent_url(resource),
                _("Sample") if resource.is_sample else "",
            )
        ]
