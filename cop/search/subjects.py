"""Topics and fulfilment criteria: the pages that gather everything on them, found by their names.

The vocabularies stand below this room and cannot sign up by themselves.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple, cast

from django.core.cache import cache
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from cop.core import page_cache
from cop.taxonomy.choices import Criterion
from cop.taxonomy.gathering import criterion_url, topic_url
from cop.taxonomy.selectors import carried_topics, criterion_title, topics_url

from .query import Query
from .registry import Hit, register_source
from .selectors.fresh_words import fits_folded, folded
from .suggestions import Suggested, register_suggestions

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from cop.members.models import User

SECONDS = 300


class Entry(NamedTuple):
    """One that may be found: by `sought`, its names, or, where no name fits, by `said`, what it is said to be about as
    well; both folded. Without `slug` it is a criterion, without either the list of all."""

    sought: str
    said: str
    name: str
    slug: str = ""
    about: str = ""
    criterion: int | None = None


def register() -> None:
    """Called once, when the apps are ready."""
    register_source(key="subjects", label=gettext_lazy("Topics and criteria"), order=5, find=find_subjects)
    register_suggestions("criteria", label=gettext_lazy("Fulfilment criterion"), collect=_criteria_to_suggest)


def find_subjects(query: Query, user: "User | AnonymousUser", limit: int) -> list[Hit]:
    """Topics that something carries, and all criteria, with every word in their names; where there are none, with every
    word in name or description. The same for everybody: their list is public, and their pages leave out what a viewer
    may not see. No statement where they were read a moment ago and nothing has been published since; else one.
    """
    entries = query.once("subjects", _entries)
    found = [entry for entry in entries if fits_folded(query, entry.sought)]
    found = found or [entry for entry in entries if fits_folded(query, entry.said)]
    return [_hit(entry, entries) for entry in found[:limit]]


def _hit(entry: Entry, entries: list[Entry]) -> Hit:
    gathers = _("Gathers resources, good practices, events, working groups, news and people.")
    number = entry.criterion
    if entry.slug:
        meta = [_("Topic"), *([criterion_title(number)] if number else [])]
        return Hit(entry.name, topic_url(entry.slug), f"{entry.about} {gathers}".strip(), meta)
    if number is None:
        return Hit(entry.name, topics_url(), _("All of them, and what each gathers."))
    below = ", ".join(each.name for each in entries if each.slug and each.criterion == number)
    text = f"{gathers} {_('Topics: %(names)s.') % {'names': below}}" if below else gathers
    return Hit(entry.name, criterion_url(number), text, [_("Fulfilment criterion")], names=_short_names(number))


def _short_names(number: int) -> tuple[str, ...]:
    """How a criterion is called for short."""
    return (
        _("Criterion %(number)d") % {"number": number},
        _("Fulfilment criterion %(number)d") % {"number": number},
        str(Criterion(number).label),
    )


def _entries() -> list[Entry]:
    version = page_cache.version_of("site")
    if version is None:
        return _read()
    found = cache.get_or_set(f"search:subjects:{get_language()}:{version}", _read, timeout=SECONDS)
    return cast("list[Entry]", found)


def _read() -> list[Entry]:
    everything = _("Topics and criteria")
    entries = [Entry(folded(everything), "", everything)]
    for number in Criterion.values:
        sought = folded(" ".join((*_short_names(number)[1:], _("criteria"))))
        entries.append(Entry(sought, "", criterion_title(number), criterion=number))
    for name, slug, about, of in carried_topics().values_list("name", "slug", "description", "criterion"):
        entries.append(Entry(folded(name), folded(f"{name} {about}"), name, slug, about, of))
    return entries


def _criteria_to_suggest() -> Iterator[Suggested]:
    for number in Criterion.values:
        yield Suggested(criterion_title(number), criterion_url(number))
