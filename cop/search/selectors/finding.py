"""Finding: live pages that the viewer may read, and whatever rooms add, by kind; one page of it as the address asks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.core.paginator import Page as PageOfList
from django.core.paginator import Paginator
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from wagtail.models import Page

from .. import registry
from ..query import LONGEST_QUERY, MOST_TERMS, Query, parse
from .pages import Match, matching_pages, nearness, read
from .promoted import promoted_for
from .showing import Result, hit_of, shown
from .spelling import did_you_mean

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from cop.members.models import User

    Viewer = User | AnonymousUser

# So many of a source are asked for; of pages, see `pages.MOST_PAGES`.
MOST = 100
# How many of a kind are shown before "all", and on a page of one kind.
FIRST, PER_PAGE = 5, 20

# What a source found, read or not.
type Hit = registry.Hit | registry.Trace
# A source and a number in its room.
type Key = tuple[str, int]


@dataclass
class Group:
    """What was found of one kind; `more_url` leads to all of them."""

    key: str
    label: str | Promise
    order: int
    found: list[Match | Hit] = field(default_factory=list)
    results: list[Result] = field(default_factory=list)
    is_cut: bool = False
    has_exact: bool = False
    more_url: str = ""

    @property
    def total(self) -> int:
        """How many were found; at least so many where `is_cut`."""
        return len(self.found)

    @property
    def number(self) -> str:
        """The total in words that are true: 100+ where not all were looked through."""
        return f"{self.total}+" if self.is_cut else str(self.total)


@dataclass
class Looked:
    """What was found, before anything is read. `below`: by page, what a source found of it, which is then no hit of its
    own. `is_cut`: somewhere more fits than was looked through, whether anything of it is shown or not."""

    groups: dict[str, Group] = field(default_factory=dict)
    below: dict[int, Key] = field(default_factory=dict)
    is_cut: bool = False

    def group(self, of: registry.Kind | registry.Source) -> Group:
        """Theirs; made with the first thing that is found."""
        return self.groups.setdefault(of.key, Group(of.key, of.label, of.order))


@dataclass(frozen=True)
class Found:
    """The answer to one search: groups as they are shown, the kinds to choose from, what was odd about the query."""

    query: Query
    groups: list[Group] = field(default_factory=list)
    total: int = 0
    is_cut: bool = False
    only: str = ""
    kinds: list[dict[str, object]] = field(default_factory=list)
    page: PageOfList | None = None
    notes: list[str] = field(default_factory=list)
    # What editors recommend for it, above everything else.
    promoted: list[Result] = field(default_factory=list)
    # Where nothing was found: how it may have been meant, and the address that looks for that.
    meant: str = ""
    meant_url: str = ""


def find(raw: str, user: "Viewer", *, only: str = "", page: str = "", url: str = "") -> Found:
    """Search for what was typed.

    Statements: one for pages (two when no whole word matched), one to read those that are shown, those of the sources
    (one more for each whose traces are shown, below pages or by themselves), one for what is recommended. Where nothing
    is found: those of `did_you_mean`, which searches once more.
    """
    query = parse(raw)
    if not query:
        return Found(query, notes=_notes(raw, query))
    looked = _look(query, user)
    groups = looked.groups
    promoted = [shown(hit, query) for hit in promoted_for(query, user)]
    notes = [*_notes(raw, query), *_notes_on_kind(only, groups)]
    if not groups:
        meant = did_you_mean(query, _finds_anything)
        meant_url = _address(url, parse(meant)) if meant else ""
        return Found(query, notes=notes, promoted=promoted, meant=meant, meant_url=meant_url)
    if only not in groups:
        only = ""
    total = sum(group.total for group in groups.values())
    in_order = sorted(groups.values(), key=lambda group: (not group.has_exact, group.order))
    asked = [group for group in in_order if only in ("", group.key)]
    # However many: a page that is too far is the last one.
    listed = Paginator(groups[only].found, PER_PAGE).get_page(page) if only else None
    parts = {group.key: list(listed) if listed else group.found[:FIRST] for group in asked}
    pages = read(match.pk for part in parts.values() for match in part if isinstance(match, Match))
    hits = _read(parts, looked, query, user)
    for group in asked:
        results = (_result(each, group.key, looked, pages, hits, query) for each in parts[group.key])
        group.results = [result for result in results if result is not None]
        if not only and group.total > FIRST:
            group.more_url = _address(url, query, group.key)
    everything = Group("", _("All"), 0, is_cut=looked.is_cut)
    kinds = _kinds(groups, query, only, url, everything) if len(groups) > 1 or only else []
    return Found(query, asked, total, looked.is_cut, only, kinds, listed, notes, promoted)


def _kinds(groups: dict[str, Group], query: Query, only: str, url: str, everything: Group) -> list[dict[str, object]]:
    """For the component “tabs”: all, and each kind with its number."""
    everything.found = [each for group in groups.values() for each in group.found]
    return [
        {
            "label": group.label,
            "url": _address(url, query, group.key),
            "count": group.number,
            "count_label": _("results"),
            "current": group.key == only,
        }
        for group in (everything, *sorted(groups.values(), key=lambda group: group.order))
    ]


def _look(query: Query, user: "Viewer") -> Looked:
    looked = Looked()
    matches, more_pages = matching_pages(query, user)
    for match in matches:
        group = looked.group(match.kind)
        group.found.append(match)
        group.is_cut = more_pages
        group.has_exact |= not match.nearness
    looked.is_cut = more_pages
    pages = {match.pk for match in matches}
    for source in registry.sources():
        # One more than is shown, to know whether there are more.
        hits = source.find(query, user, MOST + 1)
        is_cut = len(hits) > MOST or (isinstance(hits, registry.Traces) and hits.is_cut)
        looked.is_cut |= is_cut
        own: list[tuple[int, Hit]] = []
        for hit in hits:
            if isinstance(hit, registry.Trace) and hit.page in pages:
                looked.below.setdefault(hit.page, (source.key, hit.pk))
            else:
                names = hit.names if isinstance(hit, registry.Hit) else ()
                own.append((min(nearness(name, query) for name in (hit.title, *names)), hit))
        if own:
            group = looked.group(source)
            # The nearest titles first; the room's own order stays within.
            group.found.extend(hit for _near, hit in sorted(own[:MOST], key=lambda each: each[0]))
            group.is_cut |= is_cut
            group.has_exact |= any(not near for near, _hit in own)
    return looked


def _read(
    parts: Mapping[str, Sequence[Match | Hit]], looked: Looked, query: Query, user: "Viewer"
) -> dict[Key, registry.Hit]:
    """The hits that stand for traces in these parts of groups, and for what stands below pages in them. One statement
    for each source that has any."""
    wanted: dict[str, list[int]] = {}
    for kind, part in parts.items():
        for each in part:
            if isinstance(each, registry.Trace):
                wanted.setdefault(kind, []).append(each.pk)
            elif isinstance(each, Match) and each.pk in looked.below:
                source, number = looked.below[each.pk]
                wanted.setdefault(source, []).append(number)
    return {
        (source.key, number): hit
        for source in registry.sources()
        if source.read and source.key in wanted
        for number, hit in source.read(query, user, wanted[source.key]).items()
    }


def _finds_anything(query: Query, viewer: "Viewer") -> bool:
    return bool(matching_pages(query, viewer)[0]) or any(source.find(query, viewer, 1) for source in registry.sources())


def _notes(raw: str, query: Query) -> list[str]:
    """What was odd about what was typed, in sentences."""
    notes = []
    if len(" ".join(raw.split())) > LONGEST_QUERY:
        notes.append(_("That was long: only the first %(n)d characters were looked for.") % {"n": LONGEST_QUERY})
    if query.left_out:
        notes.append(_("Only the first %(n)d words were looked for.") % {"n": MOST_TERMS})
    if query.excluded and not query:
        notes.append(_("Say a word that should be there, too: a minus only leaves things out."))
    if query.is_open:
        notes.append(_("A quotation mark is missing: the words after the last one were taken as one phrase."))
    return notes


def _notes_on_kind(only: str, groups: dict[str, Group]) -> list[str]:
    if not only or only in groups or not groups:
        return []
    labels = registry.labels()
    if only in labels:
        return [_("Nothing found under “%(kind)s”: these are the other results.") % {"kind": labels[only]}]
    return [_("There is no such kind of result: all are shown.")]


def _address(url: str, query: Query, only: str = "") -> str:
    return f"{url}?{urlencode({'q': query.text} | ({'only': only} if only else {}))}"


def _result(
    found: Match | Hit,
    kind: str,
    looked: Looked,
    pages: Mapping[int, Page],
    hits: Mapping[Key, registry.Hit],
    query: Query,
) -> Result | None:
    """As it is shown; None if it has gone since it was found."""
    if isinstance(found, Match):
        page, below = pages.get(found.pk), looked.below.get(found.pk)
        hit = hit_of(page, found.kind, query) if page is not None else None
        return shown(hit, query, hits.get(below) if below else None) if hit is not None else None
    hit = hits.get((kind, found.pk)) if isinstance(found, registry.Trace) else found
    return shown(hit, query) if hit is not None else None
