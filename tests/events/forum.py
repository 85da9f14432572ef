"""A Forum as people meet it: open, with ways to take part, questions of all kinds and parallel sessions."""

from contextlib import contextmanager
from types import SimpleNamespace

from django.db import connection
from django.test.utils import CaptureQueriesContext

from events.choices import CategoryKind, QuestionKind
from events.models import Question
from tests.factories.events import (
    CategoryFactory,
    EventPageFactory,
    RegistrationSetupFactory,
    RoomFactory,
    SessionFactory,
    moment,
)

NOT_COUNTED = ("SAVEPOINT", "RELEASE", "ROLLBACK TO", "BEGIN", "COMMIT")


def open_forum(**setup) -> SimpleNamespace:
    """`forum.room`, `.online`, `.speaker` (only with a code); `.one`, `.two` at the same hour, `.late` afterwards."""
    event = EventPageFactory(
        title="Sample Forum",
        slug="forum",
        starts_at=moment("2027-03-16 08:30"),
        ends_at=moment("2027-03-17 12:00"),
        online_address="https://stream.example/forum",
    )
    setup = RegistrationSetupFactory(event=event, **setup)
    hall = RoomFactory(event=event, name="Hall A")

    def session(title: str, start: str, end: str, **more):
        return SessionFactory(
            event=event,
            title=title,
            slug=title.lower().replace(" ", "-"),
            starts_at=moment(f"2027-03-16 {start}"),
            ends_at=moment(f"2027-03-16 {end}"),
            needs_choice=True,
            room=hall,
            **more,
        )

    return SimpleNamespace(
        event=event,
        setup=setup,
        room=CategoryFactory(setup=setup, name="In the room", sort_order=0, places=300),
        online=CategoryFactory(
            setup=setup, name="Online", sort_order=1, kind=CategoryKind.ONLINE, counts_in_total=False
        ),
        speaker=CategoryFactory(setup=setup, name="Speaker", sort_order=2, is_public=False),
        one=session("Diffusion surveys", "10:30", "11:45", places=90),
        two=session("Roadmaps", "11:00", "12:00", places=5),
        late=session("Monitoring", "13:00", "14:30"),
        register_url="/events/forum/register/",
        mine_url="/events/forum/registration/",
    )


def ask(forum: SimpleNamespace, key: str, kind: str = QuestionKind.SHORT, **more) -> Question:
    """Add a question."""
    number = Question.objects.filter(setup=forum.setup).count()
    return Question.objects.create(
        setup=forum.setup, key=key, kind=kind, sort_order=number, **{"label": f"Question {key}", **more}
    )


def options(**places: int | None) -> list[dict]:
    """`options(tour=20, walk=None)`."""
    return [{"key": key, "label": key.title(), "places": number} for key, number in places.items()]


def answers(forum: SimpleNamespace, **more) -> dict:
    """What a browser sends: the least that is enough, plus `more`."""
    return {"category": forum.room.pk, "badge_name": "Ana Member", "list_consent": "nobody", **more}


@contextmanager
def statements():
    """Collects the statements that are sent to the database; transactions' brackets are left out."""
    found: list[str] = []
    with CaptureQueriesContext(connection) as captured:
        yield found
    found += [query["sql"] for query in captured if not query["sql"].startswith(NOT_COUNTED)]
