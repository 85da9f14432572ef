"""What a member finds on "my page": what waits for them first, then what comes and what has been."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, cast

from allauth.account.models import EmailAddress
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cop.search.selectors.saved import SavedRow, saved_of
from events.choices import ACTIVE, RegistrationStatus
from events.models import EventPage, Registration
from events.selectors import dates
from events.selectors.events import is_cancelled, last_day
from events.selectors.registration import Action, badge, left, moment, ordinal
from resources.selectors.proposals import ProposalRow, proposals_of
from working_groups.selectors.document_notices import ForComment, documents_for_comment
from working_groups.selectors.mentions import Called, unread_mentions
from working_groups.selectors.my_meetings import MeetingRow, actions_of, next_meetings_of
from working_groups.selectors.my_requests import RequestRow, requests_of
from working_groups.selectors.unread import GroupRow, groups_of

from .home_page import NextEvent, next_event_for

if TYPE_CHECKING:
    from cop.members.models import User

    class Mine(Registration):
        """A registration with what `_registrations` adds to it."""

        place_in_line: int
        chosen: int

        class Meta:
            abstract = True


MOST_PAST = 12

# The newest mentions that one has not looked at; the discussion shows the others.
MENTIONS = 5


@dataclass(frozen=True)
class Row:
    """One of my events: when, where, how it stands, and the one next step."""

    event: EventPage
    badge_label: str
    badge_tone: str
    action: Action | None
    meta: list[str]
    url: str

    @property
    def start(self) -> datetime:
        return self.event.local_start

    @property
    def end(self) -> datetime:
        return last_day(self.event)


@dataclass(frozen=True)
class Matter:
    """Something that waits for the member; the first action is the one to take."""

    title: str
    text: str
    tone: str
    actions: list[Action]


@dataclass
class MyPage:
    """All of it."""

    greeting: str
    matters: list[Matter] = field(default_factory=list)
    coming: list[Row] = field(default_factory=list)
    ended: list[Row] = field(default_factory=list)
    past: list[Row] = field(default_factory=list)
    suggestion: NextEvent | None = None
    groups: list[GroupRow] = field(default_factory=list)
    for_comment: list[ForComment] = field(default_factory=list)
    meetings: list[MeetingRow] = field(default_factory=list)
    actions: list[dict[str, Any]] = field(default_factory=list)
    mentions: list[Called] = field(default_factory=list)
    requests: list[RequestRow] = field(default_factory=list)
    searches: list[SavedRow] = field(default_factory=list)
    proposals: list[ProposalRow] = field(default_factory=list)


def my_page(member: "User", *, now: datetime | None = None) -> MyPage:
    """Statements: registrations, addresses, groups, documents for comment, next meetings, what the member has to do,
    mentions, requests to join, saved searches, proposed good practices (and their reviews, where there are some).

    For staff also the second factor, and the next event for those who have none to come.
    """
    now = now or timezone.now()
    mine = list(_registrations(member))
    coming = [each for each in mine if each.event.ends_at > now and each.is_active]
    ended = [each for each in mine if each.event.ends_at > now and not each.is_active]
    past = [each for each in mine if each.event.ends_at <= now]
    coming.sort(key=lambda each: (each.event.starts_at, each.pk))
    ended.sort(key=lambda each: (each.event.starts_at, each.pk))
    past.sort(key=lambda each: (each.event.starts_at, each.pk), reverse=True)
    return MyPage(
        greeting=greeting(member, now),
        matters=[*_offers(coming, now), *_account_matters(member)],
        coming=[_row(each, now) for each in coming],
        ended=[_row(each, now) for each in ended[:MOST_PAST]],
        past=[_row(each, now) for each in past[:MOST_PAST]],
        suggestion=None if coming else next_event_for(member, now=now),
        groups=groups_of(member),
        for_comment=documents_for_comment(member),
        meetings=next_meetings_of(member, now=now),
        actions=actions_of(member),
        mentions=unread_mentions(member)[:MENTIONS],
        requests=requests_of(member, now=now),
        searches=saved_of(member),
        proposals=proposals_of(member),
    )


def greeting(member: "User", now: datetime) -> str:
    """Good morning, Ana: by the clock that the member has chosen, which is the current one."""
    hour = timezone.localtime(now).hour
    words = _("Good morning") if 4 <= hour < 12 else _("Good afternoon") if 12 <= hour < 18 else _("Good evening")
    name = member.name.split()[0] if member.name.strip() else ""
    return _("%(greeting)s, %(name)s") % {"greeting": words, "name": name} if name else words


def _registrations(member: "User") -> "QuerySet[Mine]":
    """Mine with event, state and category; for those who wait, how many stand before them. One statement."""
    before = Q(priority__gt=OuterRef("priority")) | Q(
        Q(queued_at__lt=OuterRef("queued_at")) | Q(queued_at=OuterRef("queued_at"), pk__lt=OuterRef("pk")),
        priority=OuterRef("priority"),
    )
    ahead = (
        Registration.objects.filter(
            before, event=OuterRef("event"), category=OuterRef("category"), status=RegistrationStatus.WAITING
        )
        .order_by()
        .annotate(one=Value(1))
        .values("one")
        .annotate(number=Count("pk"))
        .values("number")
    )
    mine = (
        Registration.objects.filter(member=member)
        .select_related("event__state", "event__country", "category")
        .defer("event__body", "event__address", "answers")
        .annotate(
            place_in_line=Coalesce(Subquery(ahead), 0) + 1,
            chosen=Count("session_places", filter=Q(session_places__status__in=ACTIVE)),
        )
        .order_by(F("created_at").desc())
    )
    return cast("QuerySet[Mine]", mine)


def _offers(coming: "list[Mine]", now: datetime) -> list[Matter]:
    matters = []
    for each in coming:
        if each.status != RegistrationStatus.OFFERED or is_cancelled(each.event) or each.offer_expires_at is None:
            continue
        if each.offer_expires_at <= now:
            continue
        slug = each.event.slug
        matters.append(
            Matter(
                title=_("A place is free for you: %(title)s") % {"title": each.event.title},
                text=_("Accept by %(when)s. %(left)s.")
                % {
                    "when": moment(each.event, each.offer_expires_at),
                    "left": left(each.event, each.offer_expires_at, now=now),
                },
                tone="wait",
                actions=[
                    Action(_("Accept the place"), reverse("accept_my_offer", args=[slug]), post=True),
                    Action(_("Look at it, or decline"), reverse("my_registration", args=[slug]), kind="plain"),
                ],
            )
        )
    return matters


def _account_matters(member: "User") -> list[Matter]:
    matters = []
    if member.deletion_due_at:
        matters.append(
            Matter(
                title=_("Your account is going to be deleted"),
                text=_("On %(day)s, as you asked. Until then you can keep it.")
                % {"day": date_format(timezone.localtime(member.deletion_due_at), "DATE_FORMAT")},
                tone="bad",
                actions=[
                    Action(_("Keep my account"), reverse("account_deletion"), post=True),
                    Action(_("Look at it"), reverse("account_deletion"), kind="plain"),
                ],
            )
        )
    unconfirmed = EmailAddress.objects.filter(user=member, verified=False).values_list("email", flat=True).first()
    if unconfirmed:
        matters.append(
            Matter(
                title=_("Confirm your e-mail address"),
                text=_("We wrote to %(email)s. Until it is confirmed, letters go to your old address.")
                % {"email": unconfirmed},
                tone="wait",
                actions=[Action(_("Enter the code"), reverse("account_email"))],
            )
        )
    if member.is_staff and settings.STAFF_NEEDS_SECOND_FACTOR and not is_mfa_enabled(member):
        matters.append(
            Matter(
                title=_("Set up a second factor"),
                text=_("As staff you need one to enter the admin: a passkey, or codes from an app."),
                tone="wait",
                actions=[Action(_("Set it up"), reverse("second_factor"))],
            )
        )
    if member.profile.completed_at is None:
        matters.append(
            Matter(
                title=_("Say who you are"),
                text=_("Two minutes: your name and organisation. Then registering for an event is one short form."),
                tone="",
                actions=[Action(_("Fill in my profile"), reverse("profile"))],
            )
        )
    return matters


def _row(registration: "Mine", now: datetime) -> Row:
    event = registration.event
    label, tone = badge(registration.status)
    page = Action(_("See my registration"), reverse("my_registration", args=[event.slug]), kind="plain")
    action: Action | None = page
    if registration.is_active and is_cancelled(event):
        label, tone = _("Event cancelled"), "bad"
    elif registration.status == RegistrationStatus.OFFERED and registration.offer_expires_at:
        label = (
            _("Offer: %(left)s") % {"left": left(event, registration.offer_expires_at, now=now)}
            if registration.offer_expires_at > now
            else _("Offer expired")
        )
        action = Action(_("Answer"), page.url, kind="plain")
    elif registration.status == RegistrationStatus.WAITING:
        label = _("Waiting list: %(nth)s") % {"nth": ordinal(registration.place_in_line)}
        action = Action(_("Change or leave"), page.url, kind="quiet")
    elif registration.status == RegistrationStatus.CONFIRMED and event.ends_at > now:
        action = Action(_("Ticket"), reverse("ticket", args=[event.slug]), kind="plain", icon="ticket")
    elif not registration.is_active or event.ends_at <= now:
        action = None
    return Row(
        event=event,
        badge_label=label,
        badge_tone=tone,
        action=action,
        meta=_meta(registration),
        url=reverse("event_page", args=[event.slug]) if event.live else "",
    )


def _meta(registration: "Mine") -> list[str]:
    event = registration.event
    if event.local_start.date() == last_day(event).date():
        when = f"{dates.day_name(event.local_start)}, {dates.hours(event.local_start, event.local_end)}"
    else:
        when = dates.days(event.local_start, event.local_end)
    words = [when, event.place, registration.category.name]
    if registration.chosen:
        words.append(
            ngettext("%(n)d session chosen", "%(n)d sessions chosen", registration.chosen) % {"n": registration.chosen}
        )
    return [word for word in dict.fromkeys(words) if word]
