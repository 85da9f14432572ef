"""The pages of topics and criteria for search engines."""

from collections.abc import Iterator

from cop.core.sitemap import Entry, register

from .choices import Criterion
from .gathering import criterion_url, topic_url
from .selectors import carried_topics, topics_url


def subjects() -> Iterator[Entry]:
    """The list of all, each criterion, each topic that something carries. One statement."""
    yield Entry(topics_url())
    for number in Criterion.values:
        yield Entry(criterion_url(number))
    for slug in carried_topics().values_list("slug", flat=True):
        yield Entry(topic_url(slug))


register("subjects", subjects)
