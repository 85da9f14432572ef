"""Smaller sample events, one for each state: full with a waiting list, online, attended, cancelled."""

from datetime import date, datetime, timedelta

from django.utils import timezone

from cop.members.models import User
from cop.taxonomy.models import Region, Topic
from events.choices import CategoryKind, EventKind, Mode, QuestionKind, RegistrationStatus, SessionType
from events.models import (
    Category,
    EventIndexPage,
    EventPage,
    EventState,
    Question,
    RegistrationSetup,
    Room,
    Session,
    SessionSpeaker,
    Speaker,
)
from events.services.letters import tell
from events.services.publishing import event_published

from . import accounts, pictures
from .calendar import THURSDAY, TUESDAY, at, next_weekday, today
from .pages import add
from .places import Desk

WORKSHOP_PLACES, WAITING = 24, 5
OFFER_HOURS_LEFT = 21


def make_small_events(crowd: list[User]) -> None:
    """Each is made once."""
    # From the end of the crowd, so that hardly anybody is at everything.
    people = list(reversed(crowd))
    for slug, make in (
        ("sample-diffusion-workshop", _workshop),
        ("sample-priorities-webinar", _webinar),
        ("sample-roadmaps-webinar", _attended),
        ("sample-peer-review-meeting", _cancelled),
    ):
        if not EventPage.objects.filter(slug=slug).exists():
            make(slug, people)


def _member(email: str) -> User:
    return User.objects.select_related("profile__organisation").get(email=email)


def _event(
    slug: str, title: str, summary: str, body: str, start: datetime, end: datetime, *, topic: str, **fields
) -> EventPage:
    event = EventPage(
        title=title,
        slug=slug,
        summary=summary,
        body=f"<p>{body}</p><p>This event is a sample: place, people and content are invented.</p>",
        is_sample=True,
        starts_at=start,
        ends_at=end,
        **fields,
    )
    event.topics.add(Topic.objects.get_or_create(name=topic)[0])
    add(EventIndexPage.objects.get(), event)
    event_published(event=event)
    return event


def _setup(event: EventPage, opens: datetime, **fields) -> RegistrationSetup:
    setup = RegistrationSetup.objects.create(event=event, opens_at=opens, **fields)
    Question.objects.bulk_create(
        [
            Question(setup=setup, sort_order=0, key="dietary", kind=QuestionKind.SHORT,
                     label="Food that you cannot or do not eat", is_sensitive=True),
            Question(setup=setup, sort_order=1, key="access", kind=QuestionKind.LONG,
                     label="What you need in order to take part well", is_sensitive=True),
        ]
    )  # fmt: skip
    return setup


def _one_session(event: EventPage, title: str, slug: str, room: str, speaker: str) -> None:
    where = Room.objects.create(event=event, name=room)
    session = Session.objects.create(
        event=event, title=title, slug=slug, type=SessionType.WORKSHOP, starts_at=event.starts_at,
        ends_at=event.ends_at, room=where,
    )  # fmt: skip
    found = Speaker.objects.filter(name=speaker, is_sample=True).first()
    if found:
        SessionSpeaker.objects.create(session=session, speaker=found)


def _workshop(slug: str, people: list[User]) -> None:
    day = next_weekday(16, THURSDAY)
    event = _event(
        slug,
        "Workshop: a diffusion survey from question to answer",
        "One day, 24 places: write a survey among small companies that gets answered.",
        "Twenty-four people bring a draft each and leave with a questionnaire that has been tried on others. The room "
        "is full; the waiting list moves when somebody cancels.",
        at(day, "09:30"),
        at(day, "16:00"),
        topic="Innovation diffusion",
        kind=EventKind.WORKSHOP,
        mode=Mode.IN_PERSON,
        venue="Sample Innovation Agency",
        address="7 Sample Street\n1000 Brussels",
        city="Brussels",
        country=Region.objects.get(code="BE"),
        languages="English",
        picture=pictures.cover("plain", 1, sample=True),
    )
    _one_session(event, "From question to answer", "from-question-to-answer", "Workshop room", "Ana Sample")
    now = timezone.now()
    setup = _setup(event, now - timedelta(days=40), total_places=WORKSHOP_PLACES, offer_hours=48)
    room = Category.objects.create(
        setup=setup, kind=CategoryKind.IN_PERSON, name="In the room", places=WORKSHOP_PLACES, sort_order=0
    )
    desk = Desk(event, seed=24)
    for number in range(WORKSHOP_PLACES - 1):
        desk.register(people[number], room, at=now - timedelta(days=39 - number))
    offered = desk.register(
        _member(accounts.OFFERED), room, RegistrationStatus.OFFERED, at=now - timedelta(days=12),
        queued_at=now - timedelta(days=12), offer_expires_at=now + timedelta(hours=OFFER_HOURS_LEFT, minutes=10),
    )  # fmt: skip
    for number in range(WAITING):
        moment = now - timedelta(days=11, hours=-9 * number)
        desk.register(people[WORKSHOP_PLACES + number], room, RegistrationStatus.WAITING, at=moment, queued_at=moment)
    desk.save()
    tell(offered, "offer")


def _webinar(slug: str, people: list[User]) -> None:
    day = next_weekday(52, THURSDAY)
    event = _event(
        slug,
        "Webinar: priorities that people can act on",
        "Ninety minutes online about the length and the wording of a priority.",
        "What is the difference between a field and a priority? Two regions show the sentence that they began with and "
        "the one that they ended with.",
        at(day, "10:00"),
        at(day, "11:30"),
        topic="Entrepreneurial discovery",
        kind=EventKind.WEBINAR,
        mode=Mode.ONLINE,
        languages="English",
        online_address="https://stream.example/priorities",
        picture=pictures.cover("plain", 3, sample=True),
    )
    _one_session(event, "Priorities that people can act on", "priorities", "Online", "Greta Exempel")
    now = timezone.now()
    setup = _setup(event, now - timedelta(days=9))
    online = Category.objects.create(
        setup=setup, kind=CategoryKind.ONLINE, name="Online", counts_in_total=False, sort_order=0
    )
    desk = Desk(event, seed=38)
    desk.register(_member(accounts.PRACTITIONER), online, at=now - timedelta(days=3))
    for number in range(47):
        desk.register(people[number + 20], online, at=now - timedelta(days=8, hours=-3 * number))
    desk.save()


def _attended(slug: str, people: list[User]) -> None:
    day = today() - timedelta(days=33)
    event = _event(
        slug,
        "Webinar: roadmaps for industrial transition",
        "A look at three roadmaps, with the people who had to follow them.",
        "Which page of a roadmap is opened again after it has been printed? Three regions answered honestly.",
        at(day, "14:00"),
        at(day, "15:30"),
        topic="Industrial transition",
        kind=EventKind.WEBINAR,
        mode=Mode.ONLINE,
        languages="English",
        picture=pictures.cover("warm", 6, sample=True),
    )
    _one_session(event, "Roadmaps for industrial transition", "roadmaps", "Online", "Bruno Muster")
    opened = at(day - timedelta(days=30), "09:00")
    setup = _setup(event, opened, closes_at=event.starts_at)
    online = Category.objects.create(
        setup=setup, kind=CategoryKind.ONLINE, name="Online", counts_in_total=False, sort_order=0
    )
    desk = Desk(event, seed=33)
    attended = {"status": RegistrationStatus.ATTENDED, "checked_in_at": event.starts_at}
    desk.register(_member(accounts.PRACTITIONER), online, at=opened, **attended)
    desk.register(_member(accounts.OFFERED), online, at=opened, **attended)
    for number in range(40):
        state = attended if number % 6 else {"status": RegistrationStatus.NO_SHOW}
        desk.register(people[number + 60], online, at=opened + timedelta(hours=5 * number), **state)
    desk.save()


def _cancelled(slug: str, people: list[User]) -> None:
    day: date = next_weekday(60, TUESDAY)
    event = _event(
        slug,
        "Peer review visit in two regions",
        "Two days of critical friendship; called off, and so shows what that looks like.",
        "Two regions would have presented a challenge each.",
        at(day, "09:00"),
        at(day + timedelta(days=1), "13:00"),
        topic="Peer review",
        kind=EventKind.MEETING,
        mode=Mode.IN_PERSON,
        city="Vienna",
        country=Region.objects.get(code="AT"),
        languages="English",
        picture=pictures.cover("plain", 4, sample=True),
    )
    now = timezone.now()
    EventState.objects.filter(event=event).update(
        cancelled_at=now - timedelta(days=2), cancel_reason="The host region has to move the visit.", sequence=1
    )
    setup = _setup(event, now - timedelta(days=20), total_places=16)
    room = Category.objects.create(
        setup=setup, kind=CategoryKind.IN_PERSON, name="In the room", places=16, sort_order=0
    )
    desk = Desk(event, seed=60)
    for number in range(9):
        desk.register(people[number + 40], room, RegistrationStatus.CANCELLED, at=now - timedelta(days=15 - number))
    desk.save()
