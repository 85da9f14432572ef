"""Slides of sample events: those of the past one are published, of the coming Forum some are missing."""

from datetime import timedelta
from io import BytesIO

from django.utils import timezone
from django.utils.text import slugify

from cop.members.models import User
from events.choices import EventKind, SlidesPublishing
from events.models import EventPage, Session, SessionSpeaker, Slides, SlidesSetup, Speaker
from events.services.slides import Facts, remove_files_of, send_slides, set_expected
from events.services.slides_files import checked
from events.services.slides_publishing import publish_slides
from resources.choices import Licence

from . import deck_files
from .accounts import ADMINISTRATOR
from .deck_texts import slides_of

PAST = "sample-roadmaps-webinar"
# Speaker, title, the deck that it borrows, whether it may be published.
SHOWN = (
    ("Bruno Muster", "Which page of a roadmap is opened again", "sample-roadmaps-for-industrial-transition", True),
    ("Ewa Przykład", "A roadmap with five indicators", "sample-steel-towns-and-skills", True),
    ("Dag Prøve", "Forty companies and one roadmap", "sample-joint-calls-without-tears", False),
)
# Session, speaker, title, the deck, whether it may be published.
SENT = (
    ("diffusion-surveys", "Ana Sample", "Asking small companies", "sample-steel-towns-and-skills", True),
    ("transition-roadmaps", "Bruno Muster", "Three roadmaps", "sample-roadmaps-for-industrial-transition", False),
    ("monitoring", "Ewa Przykład", "Five indicators", "sample-joint-calls-without-tears", True),
)
NO_SLIDES = ("closing", "Farid Exemple")
NO_ADDRESS = "Dag Prøve"
DAYS_BEFORE = 5


def make_slides() -> None:
    """Each event collects slides once; an event that is not there has none."""
    actor = User.objects.get(email=ADMINISTRATOR)
    past = EventPage.objects.filter(slug=PAST, slides_setup=None).first()
    if past:
        _past(past, actor)
    # After the past one: with an address, its speakers would get a letter about what they have never sent.
    for speaker in Speaker.objects.filter(is_sample=True, email="").exclude(name=NO_ADDRESS):
        speaker.email = f"{slugify(speaker.name)}@sample-speakers.example"
        speaker.save(update_fields=["email"])
    coming = EventPage.objects.filter(is_sample=True, kind=EventKind.FORUM, slides_setup=None).first()
    if coming:
        _coming(coming, actor)


def remove_slides() -> None:
    """The files of sample events; the rows go with their events."""
    remove_files_of(list(Slides.objects.filter(session__event__is_sample=True).values_list("pk", flat=True)))


def _past(event: EventPage, actor: User) -> None:
    SlidesSetup.objects.create(
        event=event, deadline=event.starts_at - timedelta(days=1), publishing=SlidesPublishing.BY_HAND
    )
    session = event.sessions.get()
    for number, (name, title, deck, may_be_published) in enumerate(SHOWN):
        speaker = Speaker.objects.get(name=name, is_sample=True)
        SessionSpeaker.objects.get_or_create(session=session, speaker=speaker, defaults={"sort_order": number})
        slides = _send(session, speaker, title, deck, may_be_published, actor)
        if may_be_published:
            publish_slides(slides_id=slides.pk, actor=actor)


def _coming(event: EventPage, actor: User) -> None:
    deadline = max(event.starts_at - timedelta(days=DAYS_BEFORE), timezone.now() + timedelta(days=1))
    SlidesSetup.objects.create(
        event=event, deadline=deadline.replace(minute=0, second=0, microsecond=0), publishing=SlidesPublishing.AFTER_DAY
    )
    for slug, name, title, deck, may_be_published in SENT:
        session = event.sessions.get(slug=slug)
        _send(session, session.speakers.get(name=name), title, deck, may_be_published, actor)
    slug, name = NO_SLIDES
    closing = event.sessions.get(slug=slug)
    set_expected(session=closing, speaker=closing.speakers.get(name=name), actor=actor, is_expected=False)


def _send(session: Session, speaker: Speaker, title: str, deck: str, may_be_published: bool, actor: User) -> Slides:
    content = deck_files.pdf(deck_files.whole(title, speaker.name, slides_of(deck)))
    family = speaker.name.split()[-1]
    return send_slides(
        session=session,
        speaker=speaker,
        facts=Facts(
            title=title,
            author_name=f"{family}, {speaker.name.removesuffix(family).strip()}",
            organisation=speaker.role.partition(",")[0],
            language="en",
            has_consent=may_be_published,
            licence=Licence.CC_BY if may_be_published else "",
        ),
        file=checked(BytesIO(content), name=f"{slugify(title)}.pdf", size=len(content)),
        actor=actor,
    )
