"""Reads for the directory: who may be found, filters that live in the address, one member's page."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, NamedTuple

from django.core.paginator import Page, Paginator
from django.db.models import CharField, F, OuterRef, Q, QuerySet, StringAgg, Subquery, Value
from django.db.models.functions import Concat
from django.http import Http404, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from cop.taxonomy.choices import StakeholderType
from cop.taxonomy.countries import country_name

from .models import ContactBlock, Profile, ProfileTopic
from .permissions import profiles_to_be_found_by
from .validators import TURNS

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from .models import User

    Viewer = User | AnonymousUser

PER_PAGE = 24
MOST_WORDS = 6
LONGEST_QUERY = 100
# Between topics, and between a topic's address and its name, where the database joins them into one text.
BETWEEN, INSIDE = "\x1e", "\x1f"


# One member ------------------------------------------------------------------------------------------------------


def get_person_for(user: "Viewer", pk: int) -> Profile:
    """Somebody who agreed to be found by `user`, or oneself; 404 if hidden or absent. One statement."""
    may = Q(pk__in=profiles_to_be_found_by(user).values("pk"))
    if user.is_authenticated:
        may |= Q(user=user)
    profile = _with_facts(Profile.objects.filter(may, pk=pk)).first()
    if profile is None:
        raise Http404
    return profile


def topics_of(profile: Profile) -> list[tuple[str, str]]:
    """Address part and name of each topic, by name, of a profile read by this module."""
    joined: str = getattr(profile, "joined_topics", "") or ""
    pairs = [(slug, name) for slug, _inside, name in (each.partition(INSIDE) for each in joined.split(BETWEEN) if each)]
    return sorted(pairs, key=lambda pair: pair[1].casefold())


def place_of(profile: Profile) -> str:
    """Region and country in one line; of small countries the region has the country's name."""
    country = country_name(profile.country_id) if profile.country_id else ""
    region = profile.region.name if profile.region is not None else ""
    return ", ".join(dict.fromkeys(part for part in (region, country) if part))


def is_blocked(*, member_id: int, sender: "Viewer") -> bool:
    """Has the member blocked this sender?"""
    return sender.is_authenticated and ContactBlock.objects.filter(member_id=member_id, blocked=sender).exists()


def blocked_senders(member: "User") -> list[ContactBlock]:
    """Whom the member has blocked, for the page on which one takes it back."""
    return list(ContactBlock.objects.filter(member=member).select_related("blocked").order_by("created_at", "pk"))


def _with_facts(profiles: QuerySet[Profile]) -> QuerySet[Profile]:
    return profiles.select_related("user", "organisation", "region").annotate(joined_topics=Subquery(_joined_topics()))


def _joined_topics() -> QuerySet:
    return (
        ProfileTopic.objects.filter(content_object=OuterRef("pk"))
        .order_by()
        .values("content_object")
        .annotate(
            all=StringAgg(
                Concat("tag__slug", Value(INSIDE), "tag__name", output_field=CharField()), delimiter=Value(BETWEEN)
            )
        )
        .values("all")
    )


# The list --------------------------------------------------------------------------------------------------------


class Fact(NamedTuple):
    """What filtering needs to know of one member."""

    pk: int
    name: str
    type: str
    country: str
    region: str
    region_name: str
    topics: frozenset[str]


@dataclass(frozen=True)
class Filters:
    """What the address asks for. Several values of one name mean "or", several names mean "and"."""

    words: str = ""
    type: frozenset[str] = frozenset()
    topic: frozenset[str] = frozenset()
    country: frozenset[str] = frozenset()
    region: frozenset[str] = frozenset()
    # Names whose values nobody has: they fit nothing.
    unknown: frozenset[str] = frozenset()

    NAMES = ("type", "topic", "country", "region")

    @classmethod
    def read(cls, query: QueryDict) -> "Filters":
        """From an address; whatever it holds."""
        chosen = {name: frozenset(value for value in query.getlist(name) if value) for name in cls.NAMES}
        return cls(words=typed(query.get("q", "")), **chosen)

    def known(self, facts: Iterable[Fact]) -> "Filters":
        """The same without values that nobody has. A name with none but such values fits nothing."""
        possible: dict[str, set[str]] = {name: set() for name in self.NAMES}
        for fact in facts:
            for name in self.NAMES:
                possible[name] |= values(fact, name)
        known = {name: getattr(self, name) & possible[name] for name in self.NAMES}
        unknown = frozenset(name for name in self.NAMES if getattr(self, name) and not known[name])
        return replace(self, unknown=unknown, **known)

    def without(self, name: str) -> "Filters":
        """The same without one name."""
        emptied: dict[str, Any] = {name: frozenset()}
        return replace(self, unknown=self.unknown - {name}, **emptied)

    @property
    def is_empty(self) -> bool:
        """No filter chosen? The typed words do not count."""
        return not self.unknown and not self.count

    @property
    def count(self) -> int:
        """How many values are chosen."""
        return sum(len(getattr(self, name)) for name in self.NAMES)

    def pairs(self) -> list[tuple[str, str]]:
        """The filters as query parameters."""
        return [(name, value) for name in self.NAMES for value in sorted(getattr(self, name))]

    def match(self, fact: Fact) -> bool:
        """Does the member fit?"""
        return not self.unknown and all(
            not getattr(self, name) or getattr(self, name) & values(fact, name) for name in self.NAMES
        )


def values(fact: Fact, name: str) -> frozenset[str]:
    """What a member has to say to a filter."""
    if name == "topic":
        return fact.topics
    value = str(getattr(fact, name))
    return frozenset([value]) if value else frozenset()


@dataclass(frozen=True)
class Listing:
    """One page of the directory as the address asks for it."""

    filters: Filters
    page: Page
    people: list[Profile]
    groups: list[dict[str, Any]] = field(default_factory=list)
    chosen: list[dict[str, str]] = field(default_factory=list)
    anybody: bool = False


def typed(raw: str) -> str:
    """What was typed, as one bounded line without characters that cannot be shown."""
    shown = "".join(char if char.isprintable() and char not in TURNS else " " for char in raw[:LONGEST_QUERY])
    return " ".join(shown.split())


def people_with(words: str, profiles: QuerySet[Profile]) -> QuerySet[Profile]:
    """Those with every word in name, organisation or job title."""
    for word in words.split()[:MOST_WORDS]:
        profiles = profiles.filter(
            Q(user__name__icontains=word) | Q(organisation__name__icontains=word) | Q(job_title__icontains=word)
        )
    return profiles


def listing(user: "Viewer", query: QueryDict) -> Listing:
    """The directory for this viewer: one statement for the facts of all, one for the people of the page."""
    asked = Filters.read(query)
    facts, topic_names = _facts(people_with(asked.words, profiles_to_be_found_by(user)))
    filters = asked.known(facts)
    fitting = sorted((fact for fact in facts if filters.match(fact)), key=lambda fact: (fact.name.casefold(), fact.pk))
    page = Paginator(fitting, PER_PAGE).get_page(query.get("page"))
    ids = [fact.pk for fact in page.object_list]
    # Asked for again with its own rule: between the two statements somebody may have changed their mind.
    rows = _with_facts(profiles_to_be_found_by(user)).in_bulk(ids) if ids else {}
    labels = _labels(facts, topic_names)
    return Listing(
        filters=filters,
        page=page,
        people=[rows[pk] for pk in ids if pk in rows],
        groups=_groups(facts, filters, labels),
        chosen=_chosen(filters, labels),
        anybody=bool(facts),
    )


def _facts(profiles: QuerySet[Profile]) -> tuple[list[Fact], dict[str, str]]:
    names: dict[str, str] = {}
    facts = []
    rows = profiles.annotate(joined_topics=Subquery(_joined_topics()), region_name=F("region__name")).values_list(
        "pk", "user__name", "stakeholder_type", "country_id", "region_id", "region_name", "joined_topics"
    )
    for pk, name, kind, country, region, region_name, joined in rows:
        topics = dict(each.split(INSIDE, 1) for each in (joined or "").split(BETWEEN) if each)
        names |= topics
        facts.append(Fact(pk, name, kind, country or "", region or "", region_name or "", frozenset(topics)))
    return facts, names


type Labels = Mapping[str, Callable[[str], str]]


def _labels(facts: Sequence[Fact], topic_names: Mapping[str, str]) -> Labels:
    regions = {fact.region: f"{fact.region} {fact.region_name}" for fact in facts if fact.region}
    return {
        "type": lambda value: str(StakeholderType(value).label) if value in StakeholderType.values else value,
        "topic": lambda value: topic_names.get(value, value),
        "country": country_name,
        "region": lambda value: regions.get(value, value),
    }


def _titles() -> dict[str, str]:
    return {"type": _("Works for a"), "topic": _("Topic"), "country": _("Country"), "region": _("Region")}


def _groups(facts: Sequence[Fact], filters: Filters, labels: Labels) -> list[dict[str, Any]]:
    """The facets: each value with the number of people that choosing it would show, given the other groups.

    Regions are offered once a country is chosen: all of them together would be a list of two hundred.
    """
    groups = []
    titles = _titles()
    for name in Filters.NAMES:
        chosen = getattr(filters, name)
        if name == "region" and not (filters.country or chosen):
            continue
        others = filters.without(name)
        counts: Counter[str] = Counter()
        for fact in facts:
            if others.match(fact):
                counts.update(values(fact, name))
        options = [
            {"value": value, "label": labels[name](value), "count": counts[value], "checked": value in chosen}
            for value in sorted({*counts, *chosen}, key=lambda value: labels[name](value).casefold())
        ]
        if options:
            groups.append({"name": name, "title": titles[name], "options": options})
    return groups


def _chosen(filters: Filters, labels: Labels) -> list[dict[str, str]]:
    """The chosen values as links that take them back: “or” inside a name, “and” between names."""
    items: list[dict[str, str]] = []
    before = ""
    for name, value in filters.pairs():
        rest = [pair for pair in filters.pairs() if pair != (name, value)]
        joint = "" if not items else _("or") if name == before else _("and")
        items.append({"label": labels[name](value), "url": directory_url(rest, words=filters.words), "joint": joint})
        before = name
    return items


def directory_url(pairs: Iterable[tuple[str, str]] = (), *, words: str = "") -> str:
    """The address of the directory with these filters."""
    query = QueryDict(mutable=True)
    if words:
        query["q"] = words
    for name, value in pairs:
        query.appendlist(name, value)
    address = reverse("people")
    return f"{address}?{query.urlencode()}" if query else address


def line(profile: Profile) -> dict[str, Any]:
    """A member as a line of the list."""
    return {
        "name": profile.user.name,
        "url": reverse("person", args=[profile.pk]),
        "meta": (profile.job_title, profile.organisation.name if profile.organisation else "", place_of(profile)),
        "sample": profile.user.is_sample,
    }
