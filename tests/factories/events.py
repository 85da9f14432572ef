"""Events, their programme, set-up and registrations for tests."""

from datetime import UTC, datetime, timedelta

import factory
from django.utils import timezone
from wagtail.models import Page, Site

from events.choices import EventKind, Mode, SessionType
from events.models import (
    Category,
    EventIndexPage,
    EventPage,
    EventState,
    RegistrationSetup,
    Room,
    Series,
    Session,
    SessionSpeaker,
    Speaker,
    Track,
)
from home.models import HomePage


def home_page() -> HomePage:
    """The one home page, root of the site."""
    home = HomePage.objects.first()
    if home is None:
        root = Page.objects.get(depth=1)
        home = root.add_child(instance=HomePage(title="Home", slug="front"))
        Site.objects.update_or_create(
            is_default_site=True, defaults={"hostname": "localhost", "port": 80, "root_page": home}
        )
        Site.clear_site_root_paths_cache()
    return home


def event_index() -> EventIndexPage:
    """The one list of events, at /events/."""
    return EventIndexPage.objects.first() or home_page().add_child(
        instance=EventIndexPage(title="Events", slug="events", summary="Where the community meets.")
    )


def moment(text: str) -> datetime:
    """A time in UTC: moment("2027-03-16 08:30")."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


class SeriesFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Series

    name = factory.Sequence(lambda n: f"Series {n}")


class EventPageFactory(factory.django.DjangoModelFactory):
    """A published event in 30 days, from 09:00 to 17:00 in Brussels, with its state. `live=False` makes a draft."""

    class Meta:
        model = EventPage

    title = factory.Sequence(lambda n: f"Sample Forum {n}")
    slug = factory.Sequence(lambda n: f"sample-forum-{n}")
    summary = "A day for everybody who writes a strategy."
    kind = EventKind.FORUM
    mode = Mode.IN_PERSON
    city = "Brussels"
    venue = "Sample Congress Centre"
    time_zone = "Europe/Brussels"
    starts_at = factory.LazyFunction(
        lambda: (timezone.now() + timedelta(days=30)).replace(hour=8, minute=0, second=0, microsecond=0)
    )
    ends_at = factory.LazyAttribute(lambda event: event.starts_at + timedelta(hours=8))

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        parent = kwargs.pop("parent", None) or event_index()
        topics = kwargs.pop("topics", ())
        event = model_class(*args, **kwargs)
        parent.add_child(instance=event)
        if topics:
            event.topics.add(*topics)
            event.save()
        EventState.objects.create(event=event)
        return event


class RegistrationSetupFactory(factory.django.DjangoModelFactory):
    """Open since yesterday, until the event starts; give it categories yourself."""

    class Meta:
        model = RegistrationSetup

    event = factory.SubFactory(EventPageFactory)
    opens_at = factory.LazyFunction(lambda: timezone.now() - timedelta(days=1))


class CategoryFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Category

    setup = factory.SubFactory(RegistrationSetupFactory)
    name = "In the room"


class RoomFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Room

    event = factory.SubFactory(EventPageFactory)
    name = factory.Sequence(lambda n: f"Room {n}")
    sort_order = factory.Sequence(lambda n: n)


class TrackFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Track

    event = factory.SubFactory(EventPageFactory)
    name = factory.Sequence(lambda n: f"Track {n}")
    sort_order = factory.Sequence(lambda n: n)


class SpeakerFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Speaker

    name = factory.Sequence(lambda n: f"Speaker {n}")
    role = "Sample organisation"
    is_sample = True


class SessionFactory(factory.django.DjangoModelFactory):
    """A parallel session in the first hour of the event."""

    class Meta:
        model = Session
        skip_postgeneration_save = True

    event = factory.SubFactory(EventPageFactory)
    title = factory.Sequence(lambda n: f"Session {n}")
    slug = factory.Sequence(lambda n: f"session-{n}")
    type = SessionType.PARALLEL
    starts_at = factory.LazyAttribute(lambda session: session.event.starts_at)
    ends_at = factory.LazyAttribute(lambda session: session.starts_at + timedelta(hours=1))

    @factory.post_generation
    def speakers(self, create, extracted, **kwargs):
        for number, speaker in enumerate(extracted or ()):
            SessionSpeaker.objects.create(session=self, speaker=speaker, sort_order=number)
