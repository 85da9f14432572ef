"""Reads about mail: a member's choices, the log of an announcement, mails that came in."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.core.paginator import Page, Paginator
from django.db.models import Count, Exists, OuterRef, QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from cop.notifications.choices import LetterState
from cop.notifications.models import Bounce, Letter

from ..choices import MailOutcome, MembershipState, Rhythm
from ..mail.addresses import hide_tokens
from ..mail.choices import MUTE_THREAD, STOP_DIGESTS, STOP_GROUP, MailChoice
from ..models import IncomingMail, Membership, Post, PostMail, Thread, ThreadFollow
from ..permissions import can_oversee_groups
from .doors import LARGEST, Inside
from .times import moment

if TYPE_CHECKING:
    from cop.members.models import User

LETTERS_A_PAGE = 50
MAILS_A_PAGE = 50
SHOWN_OF_ORIGINAL = 200_000


def memberships_of(member: "User") -> QuerySet[Membership]:
    """Where the member belongs, by name. One statement."""
    mine = Membership.objects.filter(member=member, state=MembershipState.ACTIVE)
    return mine.select_related("group__page").defer("group__page__body").order_by("group__page__title", "pk")


# Links in letters ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ChoiceView:
    """What a link in a letter is about, in words, and whether it is done already."""

    title: str
    done_title: str
    text: str
    is_done: bool


def choice_view(choice: MailChoice) -> ChoiceView | None:
    """None where there is nothing to change: the account, the group or the discussion is gone, or one has left."""
    mine = Membership.objects.filter(member=choice.member_id, state=MembershipState.ACTIVE, member__is_active=True)
    if choice.what == STOP_GROUP:
        membership = mine.filter(group=choice.about).select_related("group__page").first()
        if membership is None:
            return None
        names = {"group": membership.group}
        return ChoiceView(
            _("Stop mail of %(group)s?") % names,
            _("No more mail of %(group)s") % names,
            _("Announcements of the leaders go to every member all the same."),
            membership.rhythm == Rhythm.NOTHING,
        )
    if choice.what == STOP_DIGESTS:
        if not mine.exists():
            return None
        return ChoiceView(
            _("Stop all digests?"),
            _("No more digests"),
            _("Mentions of you and announcements of the leaders come all the same."),
            not mine.filter(rhythm__in=(Rhythm.DAILY, Rhythm.WEEKLY)).exists(),
        )
    thread = Thread.objects.filter(pk=choice.about).first()
    if thread is None or not mine.filter(group=thread.group_id).exists():
        return None
    muted = ThreadFollow.objects.filter(thread=thread, member=choice.member_id, level="mute").exists()
    return ChoiceView(
        _("Mute this discussion?"),
        _("This discussion is muted"),
        _("You hear of “%(title)s” only when somebody mentions you.") % {"title": thread.title},
        choice.what == MUTE_THREAD and muted,
    )


# The log of an announcement --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class DeliveryLog:
    """Who was told of an announcement at once, and how far the letters have come."""

    counts: list[tuple[str, int]]
    rows: list[list[str]]
    page: Page
    is_writing: bool


def get_announcement_for(inside: Inside, pk: int) -> Post:
    """The first post of an announcement of this group; 404 for all else."""
    found = Post.objects.filter(
        thread=min(pk, LARGEST), thread__group=inside.group, thread__is_announcement=True, number=1
    )
    post = found.select_related("thread").defer("html").first()
    if post is None:
        raise Http404
    return post


def delivery_log(post: Post, number: str | int) -> DeliveryLog:
    """Statements: what is still to write, counts by state, bounced ones, one page of letters."""
    letters = Letter.objects.filter(cause__startswith=f"group post {post.pk} to ")
    by_state = dict(letters.order_by().values_list("state").annotate(number=Count("pk")))
    bounced = Bounce.objects.filter(letter=OuterRef("pk"))
    came_back = letters.filter(Exists(bounced)).count()
    labels = {
        _("Sent"): by_state.get(LetterState.SENT, 0) - came_back,
        _("Waiting"): by_state.get(LetterState.QUEUED, 0) + by_state.get(LetterState.SENDING, 0),
        _("Came back"): came_back + by_state.get(LetterState.FAILED, 0),
        _("Not sent any more"): by_state.get(LetterState.WITHDRAWN, 0),
    }
    shown = letters.select_related("member").annotate(bounced=Exists(bounced)).order_by("member__name", "pk")
    page = Paginator(shown.defer("text", "html", "headers", "params"), LETTERS_A_PAGE).get_page(number)
    return DeliveryLog(
        counts=list(labels.items()),
        rows=[_delivery(each) for each in page],
        page=page,
        is_writing=PostMail.objects.filter(post=post, done_at=None).exists(),
    )


def _delivery(letter: Letter) -> list[str]:
    state = str(LetterState(letter.state).label)
    if letter.bounced or letter.state == LetterState.FAILED:  # type: ignore[attr-defined]
        state = _("Came back")
    name = letter.member.name if letter.member else _("former member")
    return [name or _("A member without a name"), state, moment(letter.sent_at) if letter.sent_at else ""]


# Mails that came in ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class IncomingRow:
    """One mail in the list: `url` leads to the original while it is kept."""

    title: str
    url: str
    meta: list[str]
    badge: tuple[str, str]


TONES = {MailOutcome.POSTED: "good", MailOutcome.REFUSED: "wait", MailOutcome.SILENT: ""}


def incoming_page(mails: QuerySet[IncomingMail], number: str | int) -> tuple[Page, list[IncomingRow]]:
    """One page of mails, the newest first."""
    page = Paginator(mails.select_related("group__page").order_by("-received_at", "-pk"), MAILS_A_PAGE).get_page(number)
    return page, [_row(each) for each in page]


def mails_of_group(inside: Inside) -> QuerySet[IncomingMail]:
    """Mails for this group; ask `can_moderate` before."""
    return IncomingMail.objects.filter(group=inside.group)


def get_incoming_for(user: Any, pk: int) -> IncomingMail:
    """Any mail, for the secretariat; 404 for others."""
    found = IncomingMail.objects.filter(pk=min(pk, LARGEST)).first() if can_oversee_groups(user) else None
    if found is None:
        raise Http404
    return found


def get_incoming_of(inside: Inside, pk: int) -> IncomingMail:
    """A mail for this group."""
    found = mails_of_group(inside).filter(pk=min(pk, LARGEST)).first()
    if found is None:
        raise Http404
    return found


def original_of(mail: IncomingMail) -> str:
    """The original as text, without tokens, up to `SHOWN_OF_ORIGINAL` characters; "" when it is no longer kept."""
    if not mail.raw:
        return ""
    try:
        with mail.raw.open("rb") as file:
            raw = file.read(SHOWN_OF_ORIGINAL)
    except OSError:
        return ""
    # Control characters could not be seen, and would turn round what stands after them.
    text = raw.decode("utf-8", errors="replace").replace("\r\n", "\n")
    return hide_tokens("".join(sign if sign in "\n\t" or sign.isprintable() else "�" for sign in text))


def _row(mail: IncomingMail) -> IncomingRow:
    meta = [moment(mail.received_at), mail.sender]
    if mail.reason:
        meta.append(mail.reason)
    refused = [each["name"] for each in mail.attachments if each.get("why")]
    if refused:
        meta.append(_("Attachments not kept: %(names)s") % {"names": ", ".join(refused[:5])})
    if mail.group is not None and mail.raw:
        url = reverse("group_mail_original", args=[mail.group.page.slug, mail.pk])
    else:
        url = reverse("incoming_original", args=[mail.pk]) if mail.raw else ""
    outcome = MailOutcome(mail.outcome)
    return IncomingRow(mail.subject or _("(no subject)"), url, meta, (str(outcome.label), TONES[outcome]))


def sender_member(address: str) -> "User | None":
    """The account that an address belongs to: its own, or another that its owner has confirmed."""
    from allauth.account.models import EmailAddress

    users = get_user_model().objects
    found = users.filter(email=address).first()
    if found is not None:
        return found
    other = EmailAddress.objects.filter(email__iexact=address, verified=True).select_related("user").first()
    return other.user if other is not None else None
