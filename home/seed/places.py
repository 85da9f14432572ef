"""Places for sample registrations, written in bulk, without letters; numbers run as the service gives them."""

import random
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from cop.members.models import User
from events.choices import HOLDING, ListConsent, RegistrationStatus
from events.models import Category, EventPage, OptionPlace, Question, Registration, Session, SessionPlace
from events.services.codes import new_ticket_code


class Desk:
    """Registers sample members for one event; `save` writes everything in four statements."""

    def __init__(self, event: EventPage, *, seed: int) -> None:
        self.event = event
        self.dice = random.Random(seed)  # noqa: S311 - the same answers every time
        self.registrations: list[Registration] = []
        self.claims: list[SessionPlace] = []
        self.options: list[OptionPlace] = []
        self.in_total = 0
        self.numbers: dict[tuple, int] = defaultdict(int)

    def _next(self, *key: object) -> int:
        self.numbers[key] += 1
        return self.numbers[key]

    def register(
        self,
        member: User,
        category: Category,
        status: str = RegistrationStatus.CONFIRMED,
        *,
        at: datetime,
        sessions: Iterable[Session] = (),
        answers: dict | None = None,
        limited: tuple[Question, str] | None = None,
        **fields: object,
    ) -> Registration:
        """One registration made at `at`. `limited` is a choice with places, taken from the question's own numbers."""
        holds = status in HOLDING
        if holds and category.counts_in_total:
            self.in_total += 1
        profile = member.profile
        registration = Registration(
            event=self.event,
            member=member,
            category=category,
            status=status,
            code=new_ticket_code(),
            badge_name=member.name or member.email,
            badge_organisation=profile.organisation.name if profile.organisation else "",
            list_consent=self.dice.choice(ListConsent.values),
            answers=answers or {},
            category_number=self._next("category", category.pk) if holds else None,
            place_number=self.in_total if holds and category.counts_in_total else None,
            created_at=at,
            **fields,
        )
        self.registrations.append(registration)
        if status == RegistrationStatus.CONFIRMED:
            for session in sessions:
                self._claim(registration, session, at)
        if limited and holds:
            question, option = limited
            number = self._next("option", question.pk, option)
            self.options.append(OptionPlace(registration=registration, question=question, option=option, number=number))
        return registration

    def _claim(self, registration: Registration, session: Session, at: datetime) -> None:
        full = session.places is not None and self.taken(session) >= session.places
        self.claims.append(
            SessionPlace(
                registration=registration,
                session=session,
                status=RegistrationStatus.WAITING if full else RegistrationStatus.CONFIRMED,
                number=None if full else self._next("session", session.pk),
                queued_at=at if full else None,
                created_at=at,
            )
        )

    def taken(self, session: Session) -> int:
        """How many places of a session are gone so far."""
        return self.numbers["session", session.pk]

    def save(self) -> None:
        """Write registrations, session places and limited choices."""
        Registration.objects.bulk_create(self.registrations)
        SessionPlace.objects.bulk_create(self.claims)
        OptionPlace.objects.bulk_create(self.options)
