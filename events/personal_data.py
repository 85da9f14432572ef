"""What of this room a member takes along, what goes with them, and how long it is kept otherwise."""

from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cop.core.files.serving import private_storage
from cop.privacy.personal_data import Collected, File, Record, declare, declare_all, eraser, export_chapter
from cop.privacy.retention import Rule, rule

from .choices import ACTIVE, ListConsent
from .models import (
    AnswerFile,
    CalendarFeed,
    InvitationCode,
    OptionPlace,
    Question,
    Registration,
    SessionPlace,
    SessionSpeaker,
    Slides,
    SlidesLink,
    Speaker,
)
from .services import erasing
from .services.cancelling import cancel_registration
from .services.slides import remove_addresses, remove_files_of

if TYPE_CHECKING:
    from cop.members.models import User

AT_ONCE = 500


@export_chapter("registrations", title=gettext_lazy("Events that you registered for"), order=30)
def collect(member: "User") -> Collected:
    """Registrations with answers, sessions and files; the personal calendar without its secret address."""
    registrations = list(
        Registration.objects.filter(member=member)
        .select_related("event", "category", "invitation")
        .prefetch_related("session_places__session", "files__question")
        .order_by("created_at", "pk")
    )
    labels = _questions([each.event_id for each in registrations])
    records = [_registration(each, labels) for each in registrations]
    records += [
        Record(_("Personal calendar"), [("made_at", _("Made"), feed.created_at)])
        for feed in CalendarFeed.objects.filter(member=member)
    ]
    records += [
        Record(
            _("Speaker"),
            [
                ("name", _("Name"), speaker.name),
                ("role", _("Position and organisation"), speaker.role),
                ("biography", _("Biography"), speaker.biography),
                ("email", _("E-mail address"), speaker.email),
            ],
        )
        for speaker in Speaker.objects.filter(member=member)
    ]
    files = [File(file.name, partial(file.file.open, "rb")) for each in registrations for file in each.files.all()]
    sent = list(Slides.objects.filter(speaker__member=member).select_related("session__event", "resource"))
    records += [_slides(each) for each in sent]
    files += [File(each.name, partial(private_storage().open, each.path, "rb")) for each in sent if each.has_file]
    return Collected(records, files)


def _slides(slides: Slides) -> Record:
    return Record(
        _("Slides: %(session)s") % {"session": slides.session.title},
        [
            ("event", _("Event"), slides.session.event.title),
            ("title", _("Title"), slides.title),
            ("author", _("Author"), slides.author_name),
            ("organisation", _("Organisation"), slides.organisation),
            ("file", _("File"), slides.name),
            ("sent_at", _("Sent"), slides.sent_at),
            ("may_be_published", _("May be published"), slides.has_consent),
            ("agreed_at", _("Agreed"), slides.consented_at),
            ("licence", _("Licence"), slides.get_licence_display() if slides.licence else ""),
            ("published_at", _("Published in the library"), slides.published_at),
        ],
    )


def _registration(registration: Registration, labels: dict[tuple[int, str], str]) -> Record:
    names = {str(file.pk): file.name for file in registration.files.all()}
    answers = [
        (
            f"answer.{key}",
            labels.get((registration.event_id, key), key),
            names.get(str(value), value),
        )
        for key, value in registration.answers.items()
    ]
    return Record(
        registration.event.title,
        [
            ("event", _("Event"), registration.event.title),
            ("starts_at", _("Begins"), registration.event.starts_at),
            ("state", _("State"), registration.get_status_display()),
            ("category", _("Category"), registration.category.name),
            ("ticket", _("Ticket code"), registration.code),
            ("name", _("Name on the badge"), registration.badge_name),
            ("organisation", _("Organisation on the badge"), registration.badge_organisation),
            ("listed", _("On the participant list"), registration.get_list_consent_display()),
            ("made_at", _("Registered"), registration.created_at),
            ("checked_in_at", _("Checked in"), registration.checked_in_at),
            ("invitation", _("Invitation code"), registration.invitation.code if registration.invitation else ""),
            (
                "sessions",
                _("Sessions"),
                [
                    f"{place.session.title} ({place.get_status_display()})"
                    for place in registration.session_places.all()
                ],
            ),
            *answers,
        ],
    )


def _questions(event_ids: list[int]) -> dict[tuple[int, str], str]:
    rows = Question.objects.filter(setup__event_id__in=event_ids).values_list("setup__event_id", "key", "label")
    return {(event_id, key): label for event_id, key, label in rows}


@eraser("coming-registrations", order=10)
def cancel_coming(member: "User") -> None:
    """Registrations for events to come are cancelled as anybody's are: the places go to those who wait."""
    now = timezone.now()
    coming = Registration.objects.filter(member=member, status__in=ACTIVE, event__ends_at__gt=now)
    for registration in coming.select_related("event").order_by("event_id", "pk"):
        cancel_registration(registration=registration, actor=member, now=now)


@eraser("registrations", order=20)
def erase(member: "User") -> None:
    """Registrations stay for the counts, without name, answers or files; who spoke stays named in the programme."""
    ids = list(Registration.objects.filter(member=member).values_list("pk", flat=True))
    mine = Registration.objects.filter(pk__in=ids)
    _remove_answers(ids)
    mine.update(
        member=None,
        badge_name=str(_("Former member")),
        badge_organisation="",
        list_consent=ListConsent.NOBODY,
        priority_reason="",
        answers={},
    )
    SessionPlace.objects.filter(registration__in=ids).update(priority_reason="")
    CalendarFeed.objects.filter(member=member).delete()
    spoke = list(Speaker.objects.filter(Q(member=member) | Q(email__iexact=member.email)).values_list("pk", flat=True))
    remove_addresses(spoke)
    # What is in the library stays: it was published under their name, with their consent.
    remove_files_of(list(Slides.objects.filter(speaker__in=spoke).values_list("pk", flat=True)))
    Speaker.objects.filter(member=member).update(member=None)
    Slides.objects.filter(sent_by=member).update(sent_by=None)
    InvitationCode.objects.filter(email__iexact=member.email).update(email="")
    Registration.objects.filter(checked_in_by=member).update(checked_in_by=None)
    SessionPlace.objects.filter(checked_in_by=member).update(checked_in_by=None)


def _remove_answers(ids: list[int]) -> None:
    """Files and chosen options of these registrations."""
    files = AnswerFile.objects.filter(registration__in=ids)
    for each in files:
        # After the commit: a row without its file could not be explained.
        transaction.on_commit(partial(each.file.delete, save=False))
    files.delete()
    OptionPlace.objects.filter(registration__in=ids).delete()


@rule(
    "sensitive-answers",
    what=gettext_lazy("Answers to questions marked as sensitive (food, access needs), with their files"),
    counted_from=gettext_lazy("the end of the event"),
    kept=gettext_lazy("30 days, or as the form says beside the question"),
    why=gettext_lazy("Needed to prepare the event, by nobody afterwards."),
    order=50,
)
def remove_sensitive_answers(now: datetime, kept: Rule) -> int:
    return erasing.erase_due_answers(now=now)


@rule(
    "answers",
    what=gettext_lazy("Other answers on registration forms, with their files"),
    counted_from=gettext_lazy("the end of the event"),
    days=365,
    why=gettext_lazy("For reports about the event. Who took part stays, for the member's own page and for the counts."),
    order=51,
)
def remove_old_answers(now: datetime, kept: Rule) -> int:
    over = Registration.objects.filter(event__ends_at__lte=kept.before(now))
    ids = list(over.filter(~Q(answers={}) | Q(files__isnull=False)).distinct().values_list("pk", flat=True))
    for start in range(0, len(ids), AT_ONCE):
        portion = ids[start : start + AT_ONCE]
        _remove_answers(portion)
        Registration.objects.filter(pk__in=portion).update(answers={})
    return len(ids)


@rule(
    "slides",
    what=gettext_lazy("Slides that speakers sent, with the links by which they came"),
    counted_from=gettext_lazy("the end of the event"),
    days=180,
    why=gettext_lazy("For the organisers. What its speaker let be published is in the library, and stays there."),
    order=52,
)
def remove_old_slides(now: datetime, kept: Rule) -> int:
    over = kept.before(now)
    SlidesLink.objects.filter(event__ends_at__lte=over).delete()
    ids = Slides.objects.filter(session__event__ends_at__lte=over).exclude(path="").values_list("pk", flat=True)
    return remove_files_of(list(ids))


@rule(
    "speaker-addresses",
    what=gettext_lazy("E-mail addresses of speakers"),
    counted_from=gettext_lazy("the end of the last event at which they spoke"),
    days=365,
    why=gettext_lazy("To ask them for their slides, and to write to them about what they showed."),
    order=53,
)
def remove_old_addresses(now: datetime, kept: Rule) -> int:
    later = SessionSpeaker.objects.filter(speaker=OuterRef("pk"), session__event__ends_at__gt=kept.before(now))
    spoke = SessionSpeaker.objects.filter(speaker=OuterRef("pk"))
    old = Speaker.objects.exclude(email="").filter(Exists(spoke), ~Exists(later))
    return remove_addresses(list(old.values_list("pk", flat=True)))


declare(Registration, exported="registrations", erased="registrations")
declare(SessionPlace, exported="registrations", erased="registrations")
declare(AnswerFile, exported="registrations", erased="registrations")
declare(CalendarFeed, exported="registrations", erased="registrations")
declare(Speaker, exported="registrations", erased="registrations")
declare(Slides, exported="registrations", erased="registrations")
declare(SlidesLink, erased="registrations", reason="The address of a speaker, who is exported; its link is a secret.")
declare(InvitationCode, exported="registrations", erased="registrations")
declare_all(
    "Names and addresses of events and their parts, not of people.",
    "events.Category",
    "events.EventPage",
    "events.Room",
    "events.Series",
    "events.Track",
)
