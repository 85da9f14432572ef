"""Collecting slides: until when, letters to speakers, what they send, what becomes of it afterwards."""

import secrets
import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass, fields, replace
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from cop.core.files.checking import GoodFile
from cop.core.files.serving import private_storage
from cop.core.stored import keeping
from cop.notifications.links import secretariat
from cop.notifications.services import outbox

from ..models import EventPage, Session, SessionSpeaker, Slides, SlidesLink, SlidesSetup, Speaker
from ..permissions import can_edit_programme, publishing_obstacle, sending_obstacle
from ..refusals import Reason, Refused
from ..selectors.events import is_cancelled
from ..selectors.slides import due_to_publish, hash_of, lines_of, to_be_written_to
from .slides_files import is_same

if TYPE_CHECKING:
    from cop.members.models import User

PREFIX = "events.slides."
FOLDER = "events/slides"
TOKEN_BYTES = 16  # 128 bits


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What is said of slides by whoever sends them. Without consent the licence means nothing; once they are in the
    library, only consent can still be changed here, and the page there by editors."""

    title: str = ""
    author_name: str = ""
    organisation: str = ""
    language: str = ""
    has_consent: bool = False
    licence: str = ""


@transaction.atomic
def configure(*, event: EventPage, actor: "User", deadline: datetime, publishing: str) -> SlidesSetup:
    """Collect slides for an event, or change until when and how. Links hold as long as the new deadline says.

    Raises `Refused` (NOT_YOURS).
    """
    if not can_edit_programme(actor, event):
        raise Refused(Reason.NOT_YOURS)
    setup, _new = SlidesSetup.objects.update_or_create(
        event=event, defaults={"deadline": deadline, "publishing": publishing}
    )
    _note(event, "setup", actor, deadline=deadline.isoformat(), publishing=publishing)
    return setup


@transaction.atomic
def write_to_missing(*, event: EventPage, actor: "User", now: datetime | None = None) -> int:
    """Write to those of whom slides are missing, each with a link of their own: the first letter asks, later ones
    remind. Nobody gets one who has sent all, or has had one within a day. Returns how many letters.

    Raises `Refused` (NOT_YOURS; EVENT_CANCELLED; SLIDES_CLOSED without a deadline, or once it is over).
    """
    now = now or timezone.now()
    if not can_edit_programme(actor, event):
        raise Refused(Reason.NOT_YOURS)
    setup = _locked(event.pk)
    if is_cancelled(setup.event):
        raise Refused(Reason.EVENT_CANCELLED)
    if now >= setup.deadline:
        raise Refused(Reason.SLIDES_CLOSED)
    lines = lines_of(event)
    asked = {line.speaker.pk for line in lines if line.last_letter is not None}
    people = to_be_written_to(lines, now=now)
    for speaker in people:
        token = secrets.token_urlsafe(TOKEN_BYTES)
        link = SlidesLink.objects.create(
            event=event, speaker=speaker, email=speaker.address, token_hash=hash_of(token), sent_at=now
        )
        outbox.post(
            kind="events.slides_reminder" if speaker.pk in asked else "events.slides_asked",
            cause=f"slides-link/{link.pk}",
            to=addressee(speaker),
            params={"link": link.pk, "token": token},
        )
    if people:
        _note(event, "asked", actor, count=len(people))
    return len(people)


def addressee(speaker: Speaker) -> "User | str":
    """The member, where the speaker is one and has no other address; else the address."""
    member = speaker.member
    if member is not None and member.is_active and member.email.lower() == speaker.address.lower():
        return member
    return speaker.address


def send_slides(
    *,
    session: Session,
    speaker: Speaker,
    facts: Facts,
    file: GoodFile | None,
    form_key: uuid.UUID | None = None,
    actor: "User | None",
    now: datetime | None = None,
) -> Slides:
    """Keep what a speaker shows in a session, in place of what was there; without a file only what is said of it.

    `actor` is somebody of the desk who does it in the speaker's stead, at any time; None is the speaker, by their link.
    The same form with the same file and facts twice is one (`form_key`); with others it is what is newer. Where the
    event publishes at once, it is published in a moment. What was said of slides that are in the library stays, the
    licence too; consent that is taken back then is told to the secretariat.

    Raises `Refused` (NOT_YOURS; what `sending_obstacle` says; SLIDES_NOT_THEIRS; SLIDES_MISSING; SLIDES_NO_LICENCE).
    """
    now = now or timezone.now()
    if file is None:
        return _send(session, speaker, facts, None, "", form_key, actor, now)
    # Stored before anything is locked.
    with keeping.stored(f"{FOLDER}/{session.event_id}", file, Slides) as path:
        return _send(session, speaker, facts, file, path, form_key, actor, now)


@transaction.atomic
def _send(
    session: Session,
    speaker: Speaker,
    facts: Facts,
    file: GoodFile | None,
    path: str,
    form_key: uuid.UUID | None,
    actor: "User | None",
    now: datetime,
) -> Slides:
    setup = _locked(session.event_id)
    _refuse(setup, session, speaker, actor, now)
    slides = _row(session, speaker)
    facts = _that_count(facts, slides)
    if form_key is not None and slides.form_key == form_key and _is_known(slides, facts, file):
        return slides
    if file is None and not slides.has_file:
        raise Refused(Reason.SLIDES_MISSING)
    if facts.has_consent and not facts.licence:
        raise Refused(Reason.SLIDES_NO_LICENCE)
    took_back = slides.has_consent and not facts.has_consent and slides.resource_id is not None
    if file is not None:
        _remove_files([slides.path])
        slides.take_file(
            name=file.name, path=path, size=file.size, content_type=file.content_type, extension=file.extension
        )
        slides.sent_at, slides.sent_by = now, actor
    slides.form_key = form_key
    if not slides.has_consent and facts.has_consent:
        slides.consented_at = now
    for name, value in vars(facts).items():
        setattr(slides, name, value)
    slides.save()
    _note(setup.event, "sent" if file else "changed", actor, what=session.title, who=speaker.name)
    if took_back:
        outbox.post(
            kind="events.slides_consent_back",
            cause=f"slides/{slides.pk}/consent-back/{now.isoformat()}",
            to=secretariat(),
            params={"slides": slides.pk},
        )
    if publishing_obstacle(slides) is None and slides.pk in due_to_publish(now=now, event_id=session.event_id):
        from ..tasks import publish_slides

        publish_slides.enqueue(slides.pk)
    return slides


@transaction.atomic
def set_expected(*, session: Session, speaker: Speaker, actor: "User", is_expected: bool) -> None:
    """Say that somebody shows no slides in a session, or that they do after all; nobody is reminded of none.

    Raises `Refused` (NOT_YOURS, SLIDES_CLOSED without a set-up, SLIDES_NOT_THEIRS).
    """
    setup = _locked(session.event_id)
    _refuse(setup, session, speaker, actor, timezone.now())
    slides = _row(session, speaker)
    if slides.is_expected != is_expected:
        slides.is_expected = is_expected
        slides.save(update_fields=["is_expected"])
        what = "expected" if is_expected else "not_expected"
        _note(setup.event, what, actor, what=session.title, who=speaker.name)


def remove_addresses(speakers: Iterable[int]) -> int:
    """Forget the addresses of speakers, with the letters' links; returns of how many."""
    ids = list(speakers)
    SlidesLink.objects.filter(speaker__in=ids).delete()
    return Speaker.objects.filter(pk__in=ids).exclude(email="").update(email="")


@transaction.atomic
def remove_files_of(ids: Collection[int]) -> int:
    """Remove what was sent, from the disk after the commit; what is in the library stays. Returns how many."""
    rows = Slides.objects.filter(pk__in=ids).exclude(path="")
    _remove_files(list(rows.values_list("path", flat=True)))
    return rows.update(path="", name="", size=0, content_type="", extension="")


def _refuse(setup: SlidesSetup, session: Session, speaker: Speaker, actor: "User | None", now: datetime) -> None:
    if actor is not None and not can_edit_programme(actor, setup.event):
        raise Refused(Reason.NOT_YOURS)
    # Read anew: it may have been cancelled, moved or given to somebody else while the page was open.
    present = Session.objects.filter(pk=session.pk).first()
    if present is None or not SessionSpeaker.objects.filter(session=present, speaker=speaker).exists():
        raise Refused(Reason.SLIDES_NOT_THEIRS)
    obstacle = sending_obstacle(setup, present, cancelled=is_cancelled(setup.event), now=now)
    if actor is None and obstacle:
        raise Refused(obstacle)


def _locked(event_id: int) -> SlidesSetup:
    """The set-up, locked until the end of the transaction: letters and files of one event come one after the other."""
    rows = SlidesSetup.objects.select_for_update(of=("self",)).select_related("event__state")
    setup = rows.filter(event=event_id).first()
    if setup is None:
        raise Refused(Reason.SLIDES_CLOSED)
    return setup


def _row(session: Session, speaker: Speaker) -> Slides:
    slides, _new = Slides.objects.select_related("resource").get_or_create(
        session=session, speaker=speaker, defaults={"size": 0}
    )
    return slides


def _said_of(slides: Slides) -> Facts:
    return Facts(**{field.name: getattr(slides, field.name) for field in fields(Facts)})


def _that_count(facts: Facts, slides: Slides) -> Facts:
    """What of this is written down."""
    if slides.resource_id is not None:
        return replace(_said_of(slides), has_consent=facts.has_consent)
    return facts if facts.has_consent else replace(facts, licence="")


def _is_known(slides: Slides, facts: Facts, file: GoodFile | None) -> bool:
    """Is there nothing in it that is not there already?"""
    if facts != _said_of(slides):
        return False
    return file is None or is_same(slides, file)


def _remove_files(paths: Iterable[str]) -> None:
    for path in paths:
        if path:
            transaction.on_commit(partial(private_storage().delete, path))


def _note(event: EventPage, action: str, actor: "User | None", **facts: Any) -> None:
    log(instance=event, action=f"{PREFIX}{action}", user=actor, data=facts)
