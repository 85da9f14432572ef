"""5,000 members, 2,000 articles, 200 events, groups of up to 100,000 posts; prints what to visit."""

import argparse
import json
from datetime import timedelta
from importlib import import_module

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.utils import timezone

from cop.members.models import Profile, User
from cop.taxonomy.models import Region, Topic
from events.choices import CategoryKind, QuestionKind, SessionType
from events.models import Category, EventState, Question, RegistrationSetup, Session, SessionSpeaker, Speaker
from news.choices import ArticleKind
from news.models import ArticlePage, ArticleTopic
from tests.bench.groups import make_groups
from tests.factories.events import EventPageFactory, RoomFactory, TrackFactory, event_index
from tests.factories.news import news_index

MEMBERS, EVENTS, SESSIONS, RUSH_PLACES, ARTICLES = 5000, 200, 60, 50, 2000


def seed(logged_in: int, *, groups: bool = True) -> dict:
    """Everything at once, or all but the groups; an empty, migrated database is expected."""
    call_command("seed_demo", no_samples=True, verbosity=0)
    people = make_members()
    parent = event_index()
    now = timezone.now().replace(minute=0, second=0, microsecond=0)
    events = [
        EventPageFactory(
            parent=parent,
            title=f"Sample event {number}",
            slug=f"sample-event-{number}",
            starts_at=now + timedelta(days=number - 100, hours=2),
        )
        for number in range(EVENTS - 3)
    ]
    big = make_open_event(parent, "bench-forum", places=5000, days=40)
    make_programme(big)
    make_articles()
    rush = make_open_event(parent, "bench-rush", places=RUSH_PLACES, days=50)
    flow = make_open_event(parent, "bench-flow", places=5000, days=60)
    return {
        "events": {"big": big.slug, "flow": flow.slug, "rush": rush.slug, "quiet": events[150].slug},
        "rush_id": rush.pk,
        "flow_id": flow.pk,
        "groups": make_groups(people[:logged_in]) if groups else {},
        "sessions": make_sessions(people[:logged_in]),
    }


def make_members() -> list[User]:
    users = User.objects.bulk_create(
        [
            User(email=f"bench{number}@members.example", name=f"Sample Member {number}", password="!")
            for number in range(MEMBERS)
        ]
    )
    belgium = Region.objects.get(code="BE")
    Profile.objects.bulk_create(
        [Profile(user=user, country=belgium, job_title="Sample", stakeholder_type="government") for user in users]
    )
    EmailAddress.objects.bulk_create(
        [EmailAddress(user=user, email=user.email, verified=True, primary=True) for user in users]
    )
    return users


def make_sessions(users: list[User]) -> list[str]:
    """Cookies of people who are logged in already: log-in is not what is measured."""
    store = import_module(settings.SESSION_ENGINE).SessionStore
    keys = []
    for user in users:
        session = store()
        session[SESSION_KEY] = str(user.pk)
        session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
        session[HASH_SESSION_KEY] = user.get_session_auth_hash()
        session.create()
        keys.append(session.session_key)
    return keys


def make_open_event(parent, slug: str, *, places: int, days: int):
    event = EventPageFactory(
        parent=parent,
        title=f"Sample {slug}",
        slug=slug,
        starts_at=(timezone.now() + timedelta(days=days)).replace(hour=8, minute=0, second=0, microsecond=0),
    )
    setup = RegistrationSetup.objects.create(
        event=event,
        opens_at=timezone.now() - timedelta(days=1),
        closes_at=event.starts_at - timedelta(days=2),
        total_places=places,
    )
    Category.objects.create(setup=setup, name="In the room", kind=CategoryKind.IN_PERSON, places=places)
    Question.objects.create(setup=setup, key="wish", kind=QuestionKind.SHORT, label="What do you wish for?")
    Question.objects.create(
        setup=setup, key="dietary", kind=QuestionKind.SHORT, label="Food that you do not eat", is_sensitive=True,
        erase_after_days=30, sort_order=1,
    )  # fmt: skip
    EventState.objects.update_or_create(event=event)
    return event


def make_programme(event) -> None:
    rooms = [RoomFactory(event=event) for _ in range(4)]
    tracks = [TrackFactory(event=event) for _ in range(4)]
    speakers = Speaker.objects.bulk_create([Speaker(name=f"Sample Speaker {n}", role="Sample") for n in range(30)])
    sessions = Session.objects.bulk_create(
        [
            Session(
                event=event,
                title=f"Sample session {number}",
                slug=f"sample-session-{number}",
                type=SessionType.PARALLEL,
                abstract="What regions learned about entrepreneurial discovery. " * 4,
                room=rooms[number % 4],
                track=tracks[number % 4],
                starts_at=event.starts_at + timedelta(minutes=30 * (number // 4)),
                ends_at=event.starts_at + timedelta(minutes=30 * (number // 4) + 25),
            )
            for number in range(SESSIONS)
        ]
    )
    SessionSpeaker.objects.bulk_create(
        [
            SessionSpeaker(session=session, speaker=speakers[(number + nth) % 30], sort_order=nth)
            for number, session in enumerate(sessions)
            for nth in range(2)
        ]
    )


def make_articles() -> None:
    """News of six years with one or two topics each, written straight into the tables as Wagtail would."""
    index = news_index()
    topics = [Topic.objects.get_or_create(name=f"Sample topic {number}")[0] for number in range(12)]
    types = ContentType.objects.get_for_model(ArticlePage)
    now = timezone.now()
    first = index.numchild
    articles = [
        ArticlePage(
            title=f"Sample article {number}",
            draft_title=f"Sample article {number}",
            slug=f"bench-article-{number}",
            path=ArticlePage._get_path(index.path, index.depth + 1, first + number + 1),
            depth=index.depth + 1,
            url_path=f"{index.url_path}bench-article-{number}/",
            content_type=types,
            locale=index.locale,
            live=True,
            first_published_at=now,
            last_published_at=now,
            summary="What happened, in one sentence that is about as long as such sentences are.",
            kind=ArticleKind.values[number % 5 == 0],
            date=(now - timedelta(days=number)).date(),
            body=[{"type": "text", "value": "<p>What happened, in full.</p>" * 20}],
        )
        for number in range(ARTICLES)
    ]
    for article in articles:
        # Multi-table rows cannot be inserted many at once.
        article.save_base(force_insert=True)
    index.numchild += ARTICLES
    index.save(update_fields=["numchild"])
    ArticleTopic.objects.bulk_create(
        [
            ArticleTopic(content_object=article, tag=topics[(number + nth) % 12])
            for number, article in enumerate(articles)
            for nth in range(1 + number % 2)
        ]
    )


def statements(plan: dict) -> dict[str, int]:
    """How many statements each page takes when it comes from no cache; the second visit of a process counts."""
    from django.db import connection
    from django.test import Client, override_settings
    from django.test.utils import CaptureQueriesContext

    stranger, member = Client(), Client()
    member.cookies[settings.SESSION_COOKIE_NAME] = plan["sessions"][-1]
    found = {}
    with override_settings(PAGE_CACHE_SECONDS=0, ALLOWED_HOSTS=["testserver"]):
        for name, (path, client) in {
            "home": ("/", stranger),
            "event index": ("/events/", stranger),
            "event page": (f"/events/{plan['events']['big']}/", stranger),
            "news index, 2,000 articles": ("/news/", stranger),
            "article page": ("/news/bench-article-1000/", stranger),
            "programme, 60 sessions": (f"/events/{plan['events']['big']}/programme/", stranger),
            "registration form": (f"/events/{plan['events']['flow']}/register/", member),
            **{name: (path, member) for name, path in plan["groups"].items()},
        }.items():
            client.get(path)
            with CaptureQueriesContext(
                connection,
            ) as caught:
                response = client.get(path)
            assert response.status_code == 200, (path, response.status_code)
            found[name] = len(caught)
    return found


def outcome(event_id: int) -> dict[str, int]:
    """Registrations by status."""
    from django.db.models import Count

    from events.models import Registration

    rows = Registration.objects.filter(event_id=event_id).values("status").annotate(number=Count("pk"))
    return {row["status"]: row["number"] for row in rows}


def main(*arguments: str) -> None:
    """Called in `manage.py shell`; prints one line of JSON."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--logged-in", type=int, default=500)
    parser.add_argument("--without-groups", action="store_true")
    parser.add_argument("--outcome", type=int)
    options = parser.parse_args(arguments)
    if options.outcome:
        print(json.dumps(outcome(options.outcome)))
        return
    plan = seed(options.logged_in, groups=not options.without_groups)
    plan["statements"] = statements(plan)
    print(json.dumps(plan))
