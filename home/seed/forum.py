"""The sample Forum of the coming year: open for registration, more than half full."""

import random
from datetime import timedelta

from django.utils import timezone

from cop.members.models import User
from cop.taxonomy.choices import Criterion
from cop.taxonomy.models import Region, Topic
from events.choices import CategoryKind, EventKind, Mode, QuestionKind
from events.models import (
    Category,
    EventIndexPage,
    EventPage,
    InvitationCode,
    Question,
    RegistrationSetup,
    Series,
    Session,
)
from events.services.letters import tell
from events.services.publishing import event_published

from . import accounts, pictures
from .calendar import TUESDAY, at, next_weekday
from .pages import add
from .past_events import SERIES
from .places import Desk
from .programme import make_programme

DAYS_AHEAD = 112
ROOM, TAKEN = 300, 188
SPEAKERS, ORGANISERS, ONLINE = 8, 4, 64
TOPICS = (
    "Entrepreneurial discovery",
    "Monitoring and evaluation",
    "Industrial transition",
    "Interregional cooperation",
)
# Small sessions fill first, so that a visitor sees each state of a session.
POPULAR = {"partners-abroad": 4, "peer-review": 3, "tile-map-walk": 1, "observatory-clinic": 2}
BODY = """
<p>The Forum is where the community meets once in a while as a whole. In Barcelona in 2023, over 340 people
came: a policy
update, news from the community, parallel sessions on the fulfilment criteria, lessons from the Interregional Innovation
Investments instrument, and much time in between.</p>
<p>This sample edition keeps the pattern: plenaries are streamed, parallel sessions have their own places, and the
Steering Committee of the thematic platforms meets on the second day. Place, people and programme are invented.</p>
"""


def make_forum(crowd: list[User]) -> EventPage:
    """Page, programme, registration with its questions, and those who have registered. Made once."""
    found = EventPage.objects.filter(is_sample=True, kind=EventKind.FORUM).first()
    if found:
        return found
    first_day = next_weekday(DAYS_AHEAD, TUESDAY)
    event = _page(first_day)
    sessions = make_programme(event, first_day)
    setup, categories = _setup(event)
    questions = _questions(setup)
    _codes(setup, categories)
    _registrations(event, categories, questions, sessions, crowd)
    return event


def _page(first_day) -> EventPage:
    event = EventPage(
        title=f"S3 Forum {first_day.year}",
        slug=f"s3-forum-{first_day.year}",
        is_sample=True,
        summary="Two days for all who write, run or study a smart specialisation strategy: policy news, peers, "
        "and time to talk.",
        body=BODY.strip(),
        series=Series.objects.get(name=SERIES),
        kind=EventKind.FORUM,
        mode=Mode.HYBRID,
        starts_at=at(first_day, "08:45"),
        ends_at=at(first_day + timedelta(days=1), "14:00"),
        venue="Sample Congress Centre",
        address="1 Sample Square\n1000 Brussels",
        city="Brussels",
        country=Region.objects.get(code="BE"),
        languages="English, with French and Spanish in plenaries",
        online_address="https://stream.example/forum",
        picture=pictures.cover("deep", 5, sample=True),
    )
    event.topics.add(*(Topic.objects.get_or_create(name=name)[0] for name in TOPICS))
    add(EventIndexPage.objects.get(), event)
    event_published(event=event)
    return event


def _setup(event: EventPage) -> tuple[RegistrationSetup, dict[str, Category]]:
    closes = event.local_start.date() - timedelta(days=14)
    setup = RegistrationSetup.objects.create(
        event=event,
        opens_at=timezone.now() - timedelta(days=21),
        closes_at=at(closes, "18:00"),
        total_places=ROOM + 40,
        edit_until=at(closes, "18:00"),
        introduction="Takes about four minutes. Taking part is free.",
    )
    rows = (
        Category(kind=CategoryKind.IN_PERSON, name="In the room", description="Both days in Brussels", places=ROOM),
        Category(kind=CategoryKind.ONLINE, name="Online", description="Plenaries and streamed sessions",
                 counts_in_total=False),
        Category(kind=CategoryKind.SPEAKER, name="Speaker", description="With the code from your invitation",
                 places=30, reserved=30, is_public=False),
        Category(kind=CategoryKind.ORGANISER, name="Organiser", description="With a code from the Secretariat",
                 places=10, reserved=10, is_public=False),
    )  # fmt: skip
    for number, row in enumerate(rows):
        row.setup, row.sort_order = setup, number
    return setup, {row.kind: row for row in Category.objects.bulk_create(rows)}


def _questions(setup: RegistrationSetup) -> dict[str, Question]:
    rows = (
        Question(key="criteria", kind=QuestionKind.MANY, label="Which fulfilment criteria do you work on?",
                 options=[{"key": f"c{number}", "label": str(label), "places": None}
                          for number, label in Criterion.choices]),
        Question(key="visit", kind=QuestionKind.ONE, label="Will you join a visit after the Forum?",
                 help_text="On the second day, 14:30 to 17:00. Sample visits with few places.",
                 options=[{"key": "none", "label": "No visit", "places": None},
                          {"key": "port", "label": "Sample port: logistics laboratory", "places": 25},
                          {"key": "campus", "label": "Sample campus: materials for buildings", "places": 20}]),
        Question(key="first", kind=QuestionKind.YES_NO, label="Is this your first Forum?"),
        Question(key="wish", kind=QuestionKind.LONG, label="What would make your first Forum worth the journey?",
                 help_text="The organisers of the breakfast for newcomers read this.",
                 depends_on="first", depends_values=["yes"]),
        Question(key="dietary", kind=QuestionKind.SHORT, label="Food that you cannot or do not eat",
                 is_sensitive=True, erase_after_days=30),
        Question(key="access", kind=QuestionKind.LONG, label="What you need in order to take part well",
                 help_text="For example step-free access, a place near the front, or sign language.",
                 is_sensitive=True, erase_after_days=30),
    )  # fmt: skip
    for number, row in enumerate(rows):
        row.setup, row.sort_order = setup, number
    return {row.key: row for row in Question.objects.bulk_create(rows)}


def _codes(setup: RegistrationSetup, categories: dict[str, Category]) -> None:
    InvitationCode.objects.bulk_create(
        [
            InvitationCode(setup=setup, code="SPEAKER-SAMPLE", max_uses=30, category=categories[CategoryKind.SPEAKER],
                           uses=SPEAKERS, note="Sent to all speakers"),
            InvitationCode(setup=setup, code="TEAM-SAMPLE", max_uses=10, category=categories[CategoryKind.ORGANISER],
                           uses=ORGANISERS, note="The team on site"),
            InvitationCode(setup=setup, code="ONCE-SAMPLE", max_uses=1, category=categories[CategoryKind.SPEAKER],
                           note="For one late speaker"),
        ]
    )  # fmt: skip


def _registrations(
    event: EventPage,
    categories: dict[str, Category],
    questions: dict[str, Question],
    sessions: list[Session],
    crowd: list[User],
) -> None:
    desk = Desk(event, seed=event.local_start.year)
    practitioner = User.objects.select_related("profile__organisation").get(email=accounts.PRACTITIONER)
    people = iter(crowd)
    opened = timezone.now() - timedelta(days=21)

    def arrive(number: int):
        return opened + timedelta(minutes=61 * number)

    chosen = [session for session in sessions if session.slug in ("diffusion-surveys", "i3-lessons", "evaluation")]
    mine = desk.register(
        practitioner,
        categories[CategoryKind.IN_PERSON],
        at=arrive(0),
        sessions=chosen,
        answers={"criteria": ["c1", "c6"], "visit": "port"},
        limited=(questions["visit"], "port"),
    )
    for number in range(1, TAKEN):
        answers, limited = _answers(desk.dice, questions)
        desk.register(next(people), categories[CategoryKind.IN_PERSON], at=arrive(number), answers=answers,
                      limited=limited, sessions=_choice(desk, sessions))  # fmt: skip
    for number in range(ONLINE):
        desk.register(next(people), categories[CategoryKind.ONLINE], at=arrive(3 * number))
    for kind, count in ((CategoryKind.SPEAKER, SPEAKERS), (CategoryKind.ORGANISER, ORGANISERS)):
        code = InvitationCode.objects.filter(category=categories[kind], uses__gt=0).first()
        for number in range(count):
            desk.register(next(people), categories[kind], at=arrive(number), invitation=code)
    desk.save()
    tell(mine, "register")


def _answers(dice: random.Random, questions: dict[str, Question]) -> tuple[dict, tuple[Question, str] | None]:
    answers: dict = {"criteria": sorted(dice.sample([f"c{n}" for n in Criterion.values], dice.randint(1, 3)))}
    visit = dice.choices(("none", "port", "campus", ""), (50, 9, 10, 31))[0]
    if visit:
        answers["visit"] = visit
    limited = (questions["visit"], visit) if visit in ("port", "campus") else None
    return answers, limited


def _choice(desk: Desk, sessions: list[Session]) -> list[Session]:
    """For most hours one session, the popular ones more often; for a full one three people wait."""
    hours: dict = {}
    for session in sessions:
        if session.needs_choice:
            hours.setdefault(session.starts_at, []).append(session)
    chosen: list[Session] = []
    for each in hours.values():
        if desk.dice.random() < 0.25:
            continue
        session = desk.dice.choices(each, [POPULAR.get(one.slug, 2) for one in each])[0]
        waiting = sum(1 for claim in desk.claims if claim.session_id == session.pk and claim.number is None)
        full = desk.taken(session) >= (session.places or 10_000)
        nearly = session.slug != "partners-abroad" and desk.taken(session) >= (session.places or 10_000) - 3
        clash = any(session.overlaps(other) for other in chosen)
        if clash or (full and waiting >= 3) or nearly:
            continue
        chosen.append(session)
    return chosen
