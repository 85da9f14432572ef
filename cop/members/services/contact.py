"""Writing to a member without knowing their address, and what the receiver can do about it."""

from datetime import datetime, timedelta
from email.utils import parseaddr

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from cop.notifications.services import outbox

from ..models import ContactBlock, MemberLetter, Profile, User
from ..permissions import contact_obstacle
from ..refusals import ContactReason, ContactRefused
from ..selectors_directory import is_blocked

DAY = timedelta(days=1)
# Enough for somebody who looks for partners, too few for a circular.
SENT_A_DAY = 10
RECEIVED_A_DAY = 20
TO_ONE_A_DAY = 3
SALT = "cop.members.contact"


def send_message(
    *, sender: User, profile: Profile, subject: str, text: str, shares_address: bool, now: datetime | None = None
) -> MemberLetter:
    """Write to the member behind `profile`; one letter to them, with the sender's address only if they agreed.

    Refused (ContactRefused): whatever `contact_obstacle` says, and too many letters in 24 hours from this sender, to
    this receiver, or from the one to the other.
    """
    now = now or timezone.now()
    with transaction.atomic():
        # Two windows of the sender, and many senders to one receiver, wait here for each other; in the order of keys.
        list(User.objects.select_for_update().filter(pk__in=[sender.pk, profile.user_id]).order_by("pk"))
        fresh = Profile.objects.select_related("user").get(pk=profile.pk)
        blocked = is_blocked(member_id=fresh.user_id, sender=sender)
        obstacle = contact_obstacle(sender, fresh, blocked=blocked) or _limit(sender, fresh.user, now)
        if obstacle:
            raise ContactRefused(obstacle)
        message = MemberLetter.objects.create(
            sender=sender,
            receiver=fresh.user,
            subject=subject,
            text=text,
            shares_address=shares_address,
            sent_at=now,
        )
        outbox.post(
            kind="members.contact",
            cause=f"members.contact:{message.pk}",
            to=fresh.user,
            params={
                "message": message.pk,
                "from": sender.name,
                "organisation": _organisation(sender),
                "subject": subject,
                "text": text,
                "reply_to": sender.email if shares_address else "",
                "token": token_for(message),
            },
        )
    return message


def token_for(message: MemberLetter) -> str:
    """What the link in the receiver's letter holds: it speaks for the receiver, about this message alone."""
    return signing.dumps(message.pk, salt=SALT)


def message_of(token: str) -> MemberLetter | None:
    """The message that a link is about; None for a forged link, and for a message that is no longer kept."""
    try:
        pk = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    if not isinstance(pk, int):
        return None
    found = MemberLetter.objects.select_related("sender", "receiver__profile").filter(pk=pk).first()
    return found if found is not None and found.receiver is not None and found.receiver.is_active else None


def block_sender(*, message: MemberLetter) -> None:
    """No more letters from this sender to this receiver; whoever holds the letter is the actor. Twice is once."""
    if message.sender_id is None or message.receiver_id is None:
        raise ContactRefused(ContactReason.OVER)
    ContactBlock.objects.bulk_create(
        [ContactBlock(member_id=message.receiver_id, blocked_id=message.sender_id)], ignore_conflicts=True
    )


def unblock(*, member: User, block_id: int) -> None:
    """Letters of that sender come again; a block of somebody else's is not touched."""
    ContactBlock.objects.filter(pk=block_id, member=member).delete()


def switch_contact(*, profile: Profile, on: bool) -> None:
    """Members may write to this one, or may not."""
    Profile.objects.filter(pk=profile.pk).update(accepts_contact=on)


def report_message(*, message: MemberLetter, now: datetime | None = None) -> None:
    """Show the message to the secretariat, which gets a letter; reporting twice is once. Logged."""
    now = now or timezone.now()
    with transaction.atomic():
        if not MemberLetter.objects.filter(pk=message.pk, reported_at=None).update(reported_at=now):
            return
        log(message, "members.contact_report", user=message.receiver)
        outbox.post(
            kind="members.contact_report",
            cause=f"members.contact_report:{message.pk}",
            to=parseaddr(settings.DEFAULT_FROM_EMAIL)[1],
            params={"message": message.pk},
        )


def _limit(sender: User, receiver: User, now: datetime) -> ContactReason | None:
    recent = MemberLetter.objects.filter(sent_at__gt=now - DAY)
    by_sender = list(recent.filter(sender=sender).values_list("receiver_id", flat=True))
    if len(by_sender) >= SENT_A_DAY:
        return ContactReason.TOO_MANY_SENT
    if by_sender.count(receiver.pk) >= TO_ONE_A_DAY:
        return ContactReason.TOO_MANY_TO_ONE
    if recent.filter(receiver=receiver).count() >= RECEIVED_A_DAY:
        return ContactReason.TOO_MANY_RECEIVED
    return None


def _organisation(member: User) -> str:
    organisation = member.profile.organisation
    return organisation.name if organisation else ""
