"""The pages of topics and criteria for search engines."""

from collections.abc import Iterator

from django.db.models import Exists, OuterRef, Q
from taggit.models import ItemBase

from cop.core.sitemap import Entry, register

from .choices import Criterion
from .gathering import criterion_url, topic_url
from .models import Topic
from .selectors import topics_url


def subjects() -> Iterator[Entry]:
    """The list of all, each criterion, each topic that something carries. One statement."""
    yield Entry(topics_url())
    for number in Criterion.values:
        yield Entry(criterion_url(number))
    for slug in Topic.objects.filter(_is_carried()).values_list("slug", flat=True):
        yield Entry(topic_url(slug))


def _is_carried() -> Q:
    """By whatever of the rooms above: the page of a topic without anything is kept from search engines."""
    carried = Q()
    for relation in Topic._meta.related_objects:
        if issubclass(relation.related_model, ItemBase):
            carried |= Q(Exists(relation.related_model.objects.filter(tag=OuterRef("pk"))))
    return carried


register("subjects", subjects)
