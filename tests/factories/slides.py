"""An event that collects slides, and what speakers send, for tests."""

import uuid
from datetime import timedelta
from io import BytesIO
from types import SimpleNamespace

from django.utils import timezone

from events.models import SlidesLink, SlidesSetup
from events.selectors.slides import hash_of
from events.services.slides import Facts, send_slides
from events.services.slides_files import checked
from tests.factories.events import EventPageFactory, SessionFactory, SpeakerFactory
from tests.factories.resources import library

PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 160 90]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"
)
TOKEN = "a-secret-of-sixteen-bytes"


def collecting(*, publishing="by_hand", days=7, speakers=1, **event) -> SimpleNamespace:
    """`event` with `session`, `speaker` (of `speakers`) and `setup`; the deadline is in `days`."""
    library()
    event = EventPageFactory(title="Sample Forum", slug="forum", **event)
    setup = SlidesSetup.objects.create(
        event=event, deadline=timezone.now() + timedelta(days=days), publishing=publishing
    )
    people = [
        SpeakerFactory(name=f"Ana Sample{n}", role="Head, Sample Agency", email=f"ana{n}@speaker.example")
        for n in range(speakers)
    ]
    session = SessionFactory(event=event, title="Steel towns", slug="steel", speakers=people)
    return SimpleNamespace(event=event, setup=setup, session=session, speaker=people[0], people=people)


def link_of(forum, token=TOKEN, speaker=None) -> str:
    """The address of a speaker's link."""
    speaker = speaker or forum.speaker
    SlidesLink.objects.create(
        event=forum.event,
        speaker=speaker,
        email=speaker.address,
        token_hash=hash_of(token),
        sent_at=timezone.now() - timedelta(days=2),
    )
    return f"/slides/{token}/"


def good_slides(content=PDF, name="steel.pdf"):
    """Slides that were looked at."""
    return checked(BytesIO(content), name=name, size=len(content))


def send(forum, *, content=PDF, session=None, speaker=None, consent=True, actor=None, **more):
    """Slides of the session, as their speaker sends them."""
    facts = Facts(
        title="Steel towns and skills",
        author_name="Sample, Ana",
        organisation="Sample Agency",
        language="en",
        has_consent=consent,
        licence="cc-by-4.0" if consent else "",
    )
    more = {"form_key": uuid.uuid4(), "file": good_slides(content), **more}
    session, speaker = session or forum.session, speaker or forum.speaker
    return send_slides(session=session, speaker=speaker, facts=facts, actor=actor, **more)
