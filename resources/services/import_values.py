"""What the cells of a row mean: words of people into values of a resource, or a sentence where they mean nothing."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from cop.editing.permissions import choosable_pages
from cop.taxonomy.choices import Criterion
from cop.taxonomy.models import Region, Topic

from .. import contexts
from ..choices import LANGUAGES, Licence, ResourceKind
from .import_dates import read_date
from .import_sheets import PRACTICE_COLUMNS, Row, folded, heading_of

if TYPE_CHECKING:
    from cop.members.models import User

# What people write beside the codes and the own names of countries, which NUTS has.
COUNTRY_ALIASES = {
    "austria": "AT", "belgium": "BE", "bulgaria": "BG", "croatia": "HR", "cyprus": "CY", "czechia": "CZ",
    "czech republic": "CZ", "denmark": "DK", "estonia": "EE", "finland": "FI", "france": "FR", "germany": "DE",
    "gr": "EL", "greece": "EL", "hungary": "HU", "ireland": "IE", "italy": "IT", "latvia": "LV", "lithuania": "LT",
    "luxembourg": "LU", "malta": "MT", "netherlands": "NL", "the netherlands": "NL", "poland": "PL", "portugal": "PT",
    "romania": "RO", "slovakia": "SK", "slovenia": "SI", "spain": "ES", "sweden": "SE",
}  # fmt: skip
YES = {"yes", "y", "true", "1", "x"}
NO = {"", "no", "n", "false", "0"}
CONTEXTS = ("event", "group")
_licences = {
    "ccby": Licence.CC_BY, "ccby4.0": Licence.CC_BY, "ccbysa": Licence.CC_BY_SA, "ccbysa4.0": Licence.CC_BY_SA,
    "cc0": Licence.CC0, "cc01.0": Licence.CC0, "own": Licence.OWN,
}  # fmt: skip


@dataclass(frozen=True)
class Known:
    """What rows may name, read once for a whole sheet."""

    topics: Mapping[str, Topic]
    regions: Mapping[str, str]
    # Of each context: numbers of pages by the last part of their addresses, and by their titles.
    pages: Mapping[str, Mapping[str, list[int]]]
    titles: Mapping[str, Mapping[str, list[int]]]


def known_to(actor: "User") -> Known:
    """Topics, regions, and the events and groups that this person could choose in a form."""
    regions: dict[str, str] = dict(COUNTRY_ALIASES)
    for code, level, name in Region.objects.values_list("code", "level", "name"):
        regions[code.casefold()] = code
        if level == 0:
            regions[folded(name)] = code
    pages: dict[str, dict[str, list[int]]] = {name: defaultdict(list) for name in CONTEXTS}
    titles: dict[str, dict[str, list[int]]] = {name: defaultdict(list) for name in CONTEXTS}
    choosable = choosable_pages(actor).values("pk")
    for model, context in contexts.registered():
        if context.name in pages:
            rows = model._default_manager.filter(pk__in=choosable).values_list("slug", "title", "pk")
            for slug, title, pk in rows:
                pages[context.name][slug].append(pk)
                titles[context.name][folded(title)].append(pk)
    return Known({folded(topic.name): topic for topic in Topic.objects.all()}, regions, pages, titles)


@dataclass
class Values:
    """A row understood: fields for the form, and the parts of the resource. None: the sheet has no such column."""

    fields: dict[str, Any] = field(default_factory=dict)
    authors: list[tuple[str, str]] | None = None
    topics: list[Topic] | None = None
    regions: list[str] | None = None
    pages: list[int] | None = None
    links: list[str] | None = None
    publish: bool = False
    bring_back: bool = False
    problems: list[tuple[str, str]] = field(default_factory=list)


def values_of(row: Row, known: Known) -> Values:
    """What a row says; what cannot be understood stands in `problems` as (name of the column, sentence)."""
    values = Values()
    for name in ("title", "summary", "abstract", "publisher", "doi", "isbn"):
        if name in row.cells:
            values.fields[name] = row.text(name)
    if not row.text("summary") and row.text("abstract"):
        first = row.text("abstract").partition("\n")[0]
        values.fields["summary"] = Truncator(first).chars(300)
    _kind(row, values)
    _date(row, values)
    _licence(row, values)
    _practice(row, values)
    values.publish = _yes(row, "publish", values)
    values.bring_back = _yes(row, "bring_back", values)
    if "languages" in row.cells:
        values.fields["languages"] = _listed(
            row, "languages", _language, _("“%(value)s” is no language of the list."), values
        )
    if "criteria" in row.cells:
        values.fields["criteria"] = _listed(
            row, "criteria", _criterion, _("“%(value)s” is no criterion: 1 to 7."), values
        )
    if "topics" in row.cells:
        words = _("“%(value)s” is no topic of this site.")
        values.topics = _listed(row, "topics", lambda text: known.topics.get(folded(text)), words, values)
    if "regions" in row.cells:
        words = _("“%(value)s” is neither a NUTS code nor a country.")
        values.regions = _listed(row, "regions", lambda text: known.regions.get(folded(text)), words, values)
    if "authors" in row.cells:
        values.authors = _authors(row, values)
    if "link" in row.cells:
        values.links = list(dict.fromkeys(row.text("link").split()))
    if any(name in row.cells for name in CONTEXTS):
        values.pages = [pk for name in CONTEXTS for pk in _pages(row, name, known, values)]
    return values


def _parts(text: str, between: str) -> list[str]:
    return [part.strip() for part in re.split(f"[{between}\n]", text) if part.strip()]


def _listed(row: Row, name: str, find: Callable[[str], Any], words: str, values: Values) -> list[Any]:
    found: list[Any] = []
    for part in _parts(row.text(name), ";,"):
        value = find(part)
        if value is None:
            values.problems.append((name, words % {"value": part[:80]}))
        elif value not in found:
            found.append(value)
    return found


_languages = {folded(each): code for code, name in LANGUAGES for each in (code, str(name))}


def _language(text: str) -> str | None:
    return _languages.get(folded(text))


def _criterion(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 3 and int(text) in Criterion.values else None


def _kind(row: Row, values: Values) -> None:
    kinds = {folded(each): kind.value for kind in ResourceKind for each in (kind.value, str(kind.label))}
    kind = kinds.get(folded(row.text("kind")))
    if kind is None:
        possible = ", ".join(str(each.label) for each in ResourceKind)
        values.problems.append(("kind", _("Write one of these: %(kinds)s.") % {"kinds": possible}))
    else:
        values.fields["kind"] = kind


def _date(row: Row, values: Values) -> None:
    try:
        found, precision = read_date(row.text("date"))
    except ValidationError as problem:
        values.problems.append(("date", " ".join(problem.messages)))
        return
    values.fields |= {"date": found.isoformat(), "date_precision": precision.value}


def _licence(row: Row, values: Values) -> None:
    if "licence" not in row.cells:
        return
    text = row.text("licence")
    by_name = {folded(each): one.value for one in Licence for each in (one.value, str(one.label))}
    short = re.sub(r"[\s_-]", "", text.casefold())
    found = "" if not text else by_name.get(folded(text)) or _licences.get(short)
    if found is None:
        values.problems.append(("licence", _("Write CC BY 4.0, CC BY-SA 4.0, CC0 or own, or leave it empty.")))
    else:
        values.fields["licence"] = str(found)


def _practice(row: Row, values: Values) -> None:
    """What a good practice tells beyond other resources; a filled cell in the row of another kind is a mistake."""
    is_practice = values.fields.get("kind") == ResourceKind.GOOD_PRACTICE
    for name in PRACTICE_COLUMNS:
        if is_practice and name in row.cells:
            values.fields[name] = row.text(name)
        elif row.text(name) and "kind" in values.fields:
            words = _("Only a good practice has this. Empty the cell, or write “%(kind)s” under “%(column)s”.")
            words %= {"kind": ResourceKind.GOOD_PRACTICE.label, "column": heading_of("kind")}
            values.problems.append((name, words))


def _yes(row: Row, name: str, values: Values) -> bool:
    text = row.text(name).casefold()
    if text not in YES | NO:
        values.problems.append((name, _("Write yes or no.")))
    return text in YES


def _authors(row: Row, values: Values) -> list[tuple[str, str]]:
    found = [_author(part) for part in _parts(row.text("authors"), ";")]
    for name, _organisation in found:
        if name.count(",") > 1:
            words = _("“%(name)s” looks like several. Write semicolons between them: “Family, First; Family, First”.")
            values.problems.append(("authors", words % {"name": name[:80]}))
    return found


def _author(text: str) -> tuple[str, str]:
    """Name and organisation of “Family, First (Organisation)”."""
    match = re.fullmatch(r"(?P<name>[^()]*)\((?P<organisation>.*)\)", text, re.DOTALL)
    return (match["name"].strip(), match["organisation"].strip()) if match else (text, "")


def _pages(row: Row, name: str, known: Known, values: Values) -> Iterable[int]:
    for part in _parts(row.text(name), ";"):
        slug = part.partition("?")[0].strip("/").rpartition("/")[2]
        found = known.pages[name].get(slug) or known.titles[name].get(folded(part), [])
        if len(found) == 1:
            yield found[0]
        elif name == "event":
            words = _("There is no one event with the address or title “%(name)s”.")
            values.problems.append((name, words % {"name": part[:80]}))
        else:
            words = _("There is no one working group with the address or title “%(name)s”.")
            values.problems.append((name, words % {"name": part[:80]}))
