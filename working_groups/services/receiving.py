"""Mail that comes in: the one service behind the provider's webhook and the mail server's pipe.

Whatever comes is written down once (`IncomingMail.key`), in the transaction of the post that it makes or of the letter
that says why it makes none. A database that is away raises, so that whoever hands the mail over tries again.
"""

import logging
import uuid
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.db.utils import DatabaseError
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from cop.notifications.services import outbox

from .. import attachments
from ..choices import MailOutcome
from ..mail.addresses import ReplyTo, ToGroup, hide_tokens, is_sealed, target_of
from ..mail.incoming import Incoming, MailFile, read
from ..models import IncomingMail, Membership, Post, Thread
from ..permissions import can_know
from ..refusals import Refused
from ..selectors.addresses import groups_at
from ..selectors.mail import sender_member
from .posting import reply, start_thread
from .standing import inside_now

if TYPE_CHECKING:
    from cop.members.models import User

logger = logging.getLogger(__name__)
SPACE = uuid.UUID("5b0a6b1e-5d0e-4c38-8f52-8b3a7b2f0c11")
MOST_FILES = 20
# How many letters say "not posted": to one address in a day, known or not, and to unknown addresses in an hour, since
# these may be somebody else's.
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
MOST_TOLD, MOST_TOLD_STRANGERS, MOST_STRANGERS = 10, 1, 60
LONGEST_TITLE = 150


class Closed(Exception):
    """Nobody reads mails here: REPLY_DOMAIN is not set."""


class NotPosted(Exception):
    """Why a mail makes no post. `is_silent`: nobody is told."""

    def __init__(self, why: str, *, is_silent: bool = False) -> None:
        super().__init__(why)
        self.why = why
        self.is_silent = is_silent


def receive(
    raw: bytes, *, recipient: str = "", sender: str | None = None, is_spam: bool = False, now: datetime | None = None
) -> IncomingMail:
    """Take one mail as it came; returns what became of it. The same mail again changes nothing.

    `recipient` and `sender` are the envelope's, as far as they are known; `sender` "" is a bounce. A post is told of as
    any other. Who sent a mail that is not posted gets a letter with the reason, unless a machine wrote it, or too many
    went there already. Raises `Closed`, and the database's and the storage's own errors: then nothing has happened.
    """
    if not settings.REPLY_DOMAIN:
        raise Closed
    now = now or timezone.now()
    is_too_large = len(raw) > settings.INBOUND_MAX_BYTES
    head = raw[: raw.find(b"\n\n") + 1 or 100_000][:100_000] if is_too_large else raw
    try:
        mail = read(head, recipient=recipient, sender=sender)
    except ValueError:
        mail = Incoming((), (), "", "", "unreadable", "", False, uuid.uuid5(SPACE, repr(head[:2000])).hex)
    target = target_of(mail.recipients)
    key = uuid.uuid5(SPACE, f"{mail.fingerprint}\n{mail.sender}\n{_words_of(target)}")
    if found := IncomingMail.objects.filter(key=key).first():
        _keep_files(found, mail)
        return found
    kept = IncomingMail(
        key=key,
        outcome=MailOutcome.SILENT,
        sender=mail.sender,
        subject=mail.subject,
        size=len(raw),
        received_at=now,
    )
    try:
        with transaction.atomic():
            # The unique key decides which of two at the same moment goes on.
            kept.save()
            with translation.override(settings.LANGUAGE_CODE):
                _decide(kept, mail, target, is_spam=is_spam, is_too_large=is_too_large, now=now)
            kept.raw.save(f"{key}.eml", ContentFile(head), save=False)
            kept.save()
    except IntegrityError:
        _forget_file(kept)
        if found := IncomingMail.objects.filter(key=key).first():
            return found
        raise
    except Exception:
        _forget_file(kept)
        raise
    _keep_files(kept, mail)
    return kept


def _decide(
    kept: IncomingMail,
    mail: Incoming,
    target: ReplyTo | ToGroup | None,
    *,
    is_spam: bool,
    is_too_large: bool,
    now: datetime,
) -> None:
    """Post it, or note and say why not."""
    member: User | None = None
    try:
        _check_writer(mail, is_spam=is_spam)
        member = _member(mail)
        kept.member = member
        if is_too_large:
            raise NotPosted(_("It is too large."))
        with transaction.atomic():
            post = _post(kept, mail, target, member, now)
    except NotPosted as refusal:
        kept.reason = refusal.why[:300]
        if not refusal.is_silent and _may_tell(mail.sender, member, now):
            kept.outcome = MailOutcome.REFUSED
            _tell_why(kept, mail, member, refusal.why)
        return
    kept.outcome, kept.post, kept.group_id = MailOutcome.POSTED, post, post.thread.group_id


def _check_writer(mail: Incoming, *, is_spam: bool) -> None:
    """Did a person write it, from their own address? Else nobody is told: it might be a machine, or a victim."""
    if mail.automatic:
        raise NotPosted(_("Written by a machine (%(mark)s).") % {"mark": mail.automatic}, is_silent=True)
    if is_spam:
        raise NotPosted(_("The mail provider takes it for spam."), is_silent=True)
    if not mail.sender:
        raise NotPosted(_("It names no sender, or several."), is_silent=True)
    if not mail.is_proven:
        raise NotPosted(_("The mail server did not confirm that it is from this address."), is_silent=True)


def _member(mail: Incoming) -> "User":
    member = sender_member(mail.sender)
    if member is None or not member.is_active:
        raise NotPosted(_("No active account has the address that you wrote from. Write from the address of yours."))
    return member


def _post(kept: IncomingMail, mail: Incoming, target: ReplyTo | ToGroup | None, member: "User", now: datetime) -> Post:
    if isinstance(target, ReplyTo):
        thread = _thread(target, member, now)
        group_id = thread.group_id
    else:
        thread, group_id = None, _group(target, member)
    # From here on the moderators of the group see it.
    kept.group_id = group_id
    if not mail.text:
        raise NotPosted(_("There are no words of your own in it."))
    try:
        if thread is not None:
            return reply(thread=thread, author=member, text=mail.text, key=kept.key, now=now)
        title = mail.title[:LONGEST_TITLE]
        if not title:
            raise NotPosted(_("A discussion needs a title: write a subject."))
        return start_thread(group_id=group_id, author=member, title=title, text=mail.text, key=kept.key, now=now)
    except Refused as refusal:
        raise NotPosted(str(refusal)) from refusal


def _thread(target: ReplyTo, member: "User", now: datetime) -> Thread:
    """The discussion that a personal address is for: one answer for all that is not right with it."""
    over = NotPosted(_("This address is not, or no longer, one of yours. Answer on the site, or to a newer letter."))
    # One that was merged takes answers where its posts stand now.
    wanted = Thread.objects.filter(Q(pk=target.thread_id) | Q(traces__number=target.thread_id))
    thread = wanted.order_by("pk").distinct().first()
    if thread is None or target.member_id != member.pk or target.is_over(now):
        raise over
    membership = Membership.objects.active().filter(group=thread.group_id, member=member).first()
    if membership is None or not is_sealed(target, membership.joined_at):
        raise over
    return thread


def _group(target: ToGroup | None, member: "User") -> int:
    """The group to whose address they wrote, the present or an older one: one answer for those that they may not know
    of and those that are not."""
    nobody = NotPosted(_("There is no group with this address to which you may write."))
    if target is None:
        raise nobody
    groups = [group for group in groups_at(target.slug) if _may_write_to(group, member)]
    if not groups:
        raise nobody
    if len(groups) > 1:
        # Better none than the wrong one.
        raise NotPosted(_("Several groups go by this name. Write to the address that stands at its discussions."))
    return groups[0]


def _may_write_to(group: int, member: "User") -> bool:
    inside = inside_now(group, member)
    return can_know(inside.group, inside.standing) and (inside.is_member or inside.can_post)


def _keep_files(kept: IncomingMail, mail: Incoming) -> None:
    """Keep what came with a post, after it: looking at files takes long, and nobody is to wait for it in the thread.

    Killed meanwhile, it goes on when the mail server hands the mail over again, and keeps and tells nothing twice.
    """
    if not mail.files or kept.attachments or kept.post is None or kept.member is None:
        return
    post, member = kept.post, kept.member
    with translation.override(settings.LANGUAGE_CODE):
        made = [_kept(post, file) for file in mail.files[:MOST_FILES]]
        too_many = _("More than %(n)d files in one mail.") % {"n": MOST_FILES}
        made += [{"name": file.name, "size": len(file.content), "why": too_many} for file in mail.files[MOST_FILES:]]
    left = [[each["name"], each["why"]] for each in made if each["why"]]
    with transaction.atomic():
        IncomingMail.objects.filter(pk=kept.pk).update(attachments=made)
        kept.attachments = made
        if left:
            outbox.post(
                kind="working_groups.mail_attachments",
                cause=f"mail attachments {kept.key}",
                to=member,
                params={
                    "subject": post.thread.title,
                    "files": left,
                    "url": reverse("group_post", args=[post.thread.group.page.slug, post.pk]),
                    "message_id": mail.message_id,
                },
            )


def _kept(post: Post, file: MailFile) -> dict[str, Any]:
    """The words are posted, whatever is wrong with a file."""
    try:
        why = attachments.keep(post, file.name, file.content)
    except DatabaseError:
        raise
    except Exception:
        logger.exception("A file of a mail could not be kept (post %s).", post.pk)
        why = _("It could not be kept.")
    return {"name": file.name, "size": len(file.content), "why": why or ""}


def _may_tell(sender: str, member: "User | None", now: datetime) -> bool:
    told = IncomingMail.objects.filter(outcome=MailOutcome.REFUSED)
    here = told.filter(sender=sender, received_at__gt=now - DAY).count()
    if member is not None:
        return here < MOST_TOLD
    strangers = told.filter(member=None, received_at__gt=now - HOUR).count()
    return here < MOST_TOLD_STRANGERS and strangers < MOST_STRANGERS


def _tell_why(kept: IncomingMail, mail: Incoming, member: "User | None", why: str) -> None:
    ours = next((each for each in mail.recipients if each.endswith(f"@{settings.REPLY_DOMAIN}")), "")
    try:
        outbox.post(
            kind="working_groups.mail_refused",
            cause=f"mail refused {kept.key}",
            # To the address that wrote, which need not be the first one of the account.
            to=member if member is not None and member.email.lower() == mail.sender else mail.sender,
            params={
                # A stranger's words are not sent on: the address may be somebody else's.
                "subject": mail.title[:100] if member is not None else "",
                "to": hide_tokens(ours),
                "why": why,
                "message_id": mail.message_id,
            },
        )
    except ValueError:
        # No address that a letter could go to.
        kept.outcome = MailOutcome.SILENT


def _words_of(target: ReplyTo | ToGroup | None) -> str:
    if isinstance(target, ReplyTo):
        return f"thread {target.thread_id} {target.member_id}"
    return f"group {target.slug}" if target is not None else ""


def _forget_file(kept: IncomingMail) -> None:
    """The row was rolled back: its file goes, too."""
    if kept.raw:
        kept.raw.delete(save=False)
