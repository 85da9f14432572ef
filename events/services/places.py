"""Counting and numbering places. Everything here is read after the event's set-up has been locked.

A place is a number that exists once (see `events.models.registration`). Free is: the limit of the category, and, for
categories that count in the total, the total less what is kept for others.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Protocol, TypedDict

from django.db.models import Count, Max, Q, QuerySet

from cop.core.models import live_pages_visible_to
from cop.core.prepared import prepared

from ..choices import ACTIVE, HOLDING, RegistrationStatus
from ..models import (
    Category,
    EventPage,
    OptionPlace,
    Question,
    Registration,
    RegistrationSetup,
    Session,
    SessionPlace,
)
from ..models.registration import Claim
from ..refusals import Reason, Refused

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django_stubs_ext import WithAnnotations

    from cop.members.models import User

    class Counts(TypedDict):
        """How many hold a place in a session, how many wait, and the highest number given."""

        taken: int
        waiting: int
        highest: int | None

    CountedSession = WithAnnotations[Session, Counts]

_HOLDING = Q(registrations__status__in=HOLDING)
_WAITING = Q(registrations__status=RegistrationStatus.WAITING)


def lock_setup(event_id: int) -> RegistrationSetup:
    """The set-up of an event, locked until the end of the transaction: only its holder gives or takes places."""
    return (
        RegistrationSetup.objects.select_for_update(of=("self",)).select_related("event__state").get(event_id=event_id)
    )


def setup_for(user: "User | AnonymousUser", slug: str, *, lock: bool = False) -> RegistrationSetup | None:
    """The set-up of the event at this address if `user` may see the event, else None; locked if asked for."""
    return next(iter(_setups_at(user, slug, lock)), None)


@prepared
def _setups_at(user: "User | AnonymousUser", slug: str, lock: bool) -> QuerySet[RegistrationSetup]:
    visible = live_pages_visible_to(EventPage.objects.filter(slug=slug), user)
    setups = RegistrationSetup.objects.select_related("event__state").filter(event__in=visible)
    return setups.select_for_update(of=("self",)) if lock else setups


def _lowest_free(numbers: Iterable[int | None]) -> int:
    taken = set(numbers)
    number = 1
    while number in taken:
        number += 1
    return number


class Places[C: Claim](Protocol):
    """What the waiting list needs to know of any kind of place."""

    @property
    def anybody_waits(self) -> bool:
        """Is there a queue at all?"""

    def queue(self) -> Iterable[C]:
        """Who waits, in order."""

    def may_take(self, claim: C, /) -> bool:
        """Is there a place for this one?"""

    def take(self, claim: C, /) -> None:
        """Give it the next number (not saved here)."""


def counted_categories(*, member_id: int | None = None) -> QuerySet[Category]:
    """Categories with how many hold a place, how many wait, and the highest numbers given."""
    nobody = Q(pk__isnull=True)
    of_member = Q(registrations__member=member_id) if member_id else nobody
    mine = Q(of_member, registrations__status__in=ACTIVE)
    return Category.objects.annotate(
        taken=Count("registrations", filter=_HOLDING),
        waiting=Count("registrations", filter=_WAITING),
        mine=Count("registrations", filter=mine),
        last_of_member=Max("registrations", filter=of_member),
        last_turned_down=Max("registrations", filter=of_member & Q(registrations__status=RegistrationStatus.REJECTED)),
        highest=Max("registrations__category_number"),
        in_total=Count("registrations__place_number"),
        highest_in_total=Max("registrations__place_number"),
    ).order_by("sort_order", "pk")


@prepared
def _counted_of(setup_id: int, member_id: int | None) -> QuerySet[Category]:
    return counted_categories(member_id=member_id).filter(setup=setup_id)


def places_of(setups: Iterable[RegistrationSetup]) -> "dict[int, EventPlaces]":
    """The places of several events by the id of their set-up, in one statement; for lists."""
    setups = list(setups)
    counted: dict[int, list[Category]] = {setup.pk: [] for setup in setups}
    for category in counted_categories().filter(setup__in=setups) if setups else ():
        counted[category.setup_id].append(category)
    return {setup.pk: EventPlaces(setup, counted=counted[setup.pk]) for setup in setups}


class EventPlaces:
    """The places of one event: by category, and in total. One statement; kept true while numbers are handed out."""

    def __init__(
        self,
        setup: RegistrationSetup,
        *,
        member: "User | None" = None,
        counted: Iterable[Category] | None = None,
    ) -> None:
        self.setup = setup
        if counted is None:
            counted = _counted_of(setup.pk, member.pk if member else None)
        self.categories: dict[int, Category] = {category.pk: category for category in counted}

    @property
    def mine(self) -> int:
        """How many active registrations the member has: 0 or 1."""
        return sum(category.mine for category in self.categories.values())

    @property
    def turned_down(self) -> bool:
        """Is the last registration of this member one that the secretariat did not accept?"""
        last = max((each.last_of_member or 0 for each in self.categories.values()), default=0)
        return any(last and each.last_turned_down == last for each in self.categories.values())

    @property
    def anybody_waits(self) -> bool:
        """Is there a queue at all?"""
        return any(category.waiting for category in self.categories.values())

    def _counting(self) -> list[Category]:
        return [category for category in self.categories.values() if category.counts_in_total]

    @property
    def taken_in_total(self) -> int:
        """How many places of the total are held."""
        return sum(category.taken for category in self._counting())

    def free(self, category_id: int) -> int | None:
        """Free places for one more person in this category; None: no limit. Below zero after a limit was lowered."""
        category = self.categories[category_id]
        limits = []
        if category.places is not None:
            limits.append(category.places - category.taken)
        if category.counts_in_total and self.setup.total_places is not None:
            kept = sum(max(0, other.reserved - other.taken) for other in self._counting() if other.pk != category_id)
            limits.append(self.setup.total_places - self.taken_in_total - kept)
        return min(limits) if limits else None

    def is_free(self, category_id: int) -> bool:
        """Is there a place for one more?"""
        free = self.free(category_id)
        return free is None or free > 0

    def somebody_waits_for(self, category_id: int) -> bool:
        """Would a newcomer who gets a place now overtake somebody on the waiting list?"""
        category = self.categories[category_id]
        if category.waiting:
            return True
        if not category.counts_in_total or self.setup.total_places is None:
            return False
        return any(other.waiting and self.is_free(other.pk) for other in self._counting() if other.pk != category_id)

    def take(self, registration: Registration) -> None:
        """Give `registration` the next numbers (not saved here). The caller has asked `is_free`."""
        category = self.categories[registration.category_id]
        registration.category_number = self._next_in_category(category)
        if category.counts_in_total:
            registration.place_number = self._next_in_total(category)
        category.taken += 1

    def move(self, registration: Registration, category: Category) -> None:
        """Exchange the place for one in `category` (not saved here). Raises `Refused(FULL)`.

        The old place is given back first: within the total it may be the very place that is wanted now, and then its
        number is kept.
        """
        old = self.categories[registration.category_id]
        old.taken -= 1
        if not self.is_free(category.pk):
            old.taken += 1
            raise Refused(Reason.FULL)
        registration.category_number = self._next_in_category(category)
        if not category.counts_in_total:
            registration.place_number = None
        elif registration.place_number is None:
            registration.place_number = self._next_in_total(category)
        category.taken += 1
        registration.category = category

    def _next_in_category(self, category: Category) -> int:
        highest = category.highest or 0
        if highest <= category.taken:
            number = highest + 1
        else:
            number = _lowest_free(
                Registration.objects.filter(category_id=category.pk, category_number__isnull=False).values_list(
                    "category_number", flat=True
                )
            )
        category.highest = max(highest, number)
        return number

    def _next_in_total(self, category: Category) -> int:
        held = sum(each.in_total for each in self.categories.values())
        highest = max((each.highest_in_total or 0 for each in self.categories.values()), default=0)
        if highest <= held:
            number = highest + 1
        else:
            number = _lowest_free(
                Registration.objects.filter(event_id=self.setup.event_id, place_number__isnull=False).values_list(
                    "place_number", flat=True
                )
            )
        category.in_total += 1
        category.highest_in_total = max(category.highest_in_total or 0, number)
        return number

    def queue(self) -> QuerySet[Registration]:
        """Who waits, in order."""
        return (
            Registration.objects.filter(event_id=self.setup.event_id)
            .waiting_in_order()
            .select_related(*Registration.told_with)
        )

    def may_take(self, registration: Registration) -> bool:
        """Is there a place for this one?"""
        return self.is_free(registration.category_id)


def counted_sessions() -> "QuerySet[CountedSession]":
    """Sessions that people choose, with how many hold a place, how many wait, and the highest number given."""
    return (
        Session.objects.filter(needs_choice=True, is_cancelled=False)
        .select_related("room", "track")
        .annotate(
            taken=Count("session_places", filter=Q(session_places__status__in=HOLDING)),
            waiting=Count("session_places", filter=Q(session_places__status=RegistrationStatus.WAITING)),
            highest=Max("session_places__number"),
        )
        .order_by("starts_at", "pk")
    )


@prepared
def _counted_sessions(event_id: int) -> "QuerySet[CountedSession]":
    return counted_sessions().filter(event_id=event_id)


class SessionPlaces:
    """The places of an event's sessions that people choose. One statement; kept true while numbers are handed out."""

    def __init__(self, event_id: int, *, session_ids: Iterable[int] | None = None) -> None:
        if session_ids is None:
            sessions: Iterable[CountedSession] = _counted_sessions(event_id)
        else:
            sessions = counted_sessions().filter(event_id=event_id, pk__in=session_ids)
        self.sessions: dict[int, CountedSession] = {session.pk: session for session in sessions}

    @property
    def anybody_waits(self) -> bool:
        """Is there a queue at all?"""
        return any(session.waiting for session in self.sessions.values())

    def free(self, session_id: int) -> int | None:
        """Free places in this session; None: no limit."""
        session = self.sessions[session_id]
        return None if session.places is None else session.places - session.taken

    def is_free(self, session_id: int) -> bool:
        """Is there a place for one more, without overtaking anybody who waits?"""
        free = self.free(session_id)
        return free is None or free > 0

    def somebody_waits_for(self, session_id: int) -> bool:
        """Would a newcomer overtake somebody?"""
        return bool(self.sessions[session_id].waiting)

    def take(self, claim: SessionPlace) -> None:
        """Give `claim` the next number (not saved here)."""
        session = self.sessions[claim.session_id]
        highest = session.highest or 0
        if highest > session.taken:
            claim.number = _lowest_free(
                SessionPlace.objects.filter(session_id=session.pk, number__isnull=False).values_list(
                    "number", flat=True
                )
            )
        else:
            claim.number = highest + 1
        session.taken += 1
        session.highest = max(highest, claim.number)

    def queue(self) -> QuerySet[SessionPlace]:
        """Who waits for one of these sessions, in order; only people whose registration itself is confirmed."""
        return (
            SessionPlace.objects.filter(session_id__in=self.sessions, registration__status=RegistrationStatus.CONFIRMED)
            .waiting_in_order()
            .select_related(*SessionPlace.told_with)
        )

    def may_take(self, claim: SessionPlace) -> bool:
        """Is there a place for this one? Never in a session that was cancelled."""
        return claim.session_id in self.sessions and self.is_free(claim.session_id)


QUESTION_FIELDS = [field.attname for field in Question._meta.concrete_fields]


@prepared
def _questions_with_options(setup_id: int) -> QuerySet[Question, dict[str, Any]]:
    return (
        Question.objects.filter(setup=setup_id)
        .values(*QUESTION_FIELDS, "option_places__option")
        .annotate(taken=Count("option_places"), highest=Max("option_places__number"))
        .order_by("sort_order", "pk")
    )


class QuestionOptions:
    """The questions of a form, with how many places of each limited choice are taken. One statement."""

    def __init__(self, setup: RegistrationSetup) -> None:
        self.questions: dict[str, Question] = {}
        self._taken: dict[tuple[str, str], int] = defaultdict(int)
        self._highest: dict[tuple[str, str], int] = defaultdict(int)
        for row in _questions_with_options(setup.pk):
            question = self.questions.get(row["key"])
            if question is None:
                question = Question(**{name: row[name] for name in QUESTION_FIELDS})
                self.questions[question.key] = question
            if row["option_places__option"] is not None:
                spot = (question.key, row["option_places__option"])
                self._taken[spot] = row["taken"]
                self._highest[spot] = row["highest"]

    def limit(self, key: str, option: str) -> int | None:
        """The limit of a choice; None: no limit (or no such choice)."""
        for each in self.questions[key].options:
            if each["key"] == option:
                return each.get("places")
        return None

    def free(self, key: str, option: str) -> int | None:
        """Free places of a choice; None: no limit."""
        limit = self.limit(key, option)
        return None if limit is None else limit - self._taken[key, option]

    def next_number(self, key: str, option: str) -> int:
        """The next number of a limited choice."""
        spot = (key, option)
        if self._highest[spot] > self._taken[spot]:
            question = self.questions[key]
            number = _lowest_free(
                OptionPlace.objects.filter(question=question, option=option).values_list("number", flat=True)
            )
        else:
            number = self._highest[spot] + 1
        self._taken[spot] += 1
        self._highest[spot] = max(self._highest[spot], number)
        return number
