"""Links in letters that change what a member hears, without logging in: sealed, for one member and one group or thread.

They can do nothing but make letters fewer (and take that back), so they do not expire: letters are read years later.
"""

from dataclasses import dataclass

from django.core import signing
from django.urls import reverse

from cop.notifications.links import absolute

SALT = "working_groups.mail.choices"
STOP_GROUP, MUTE_THREAD, STOP_DIGESTS = "group", "thread", "digests"
WHAT = (STOP_GROUP, MUTE_THREAD, STOP_DIGESTS)


@dataclass(frozen=True)
class MailChoice:
    """`what` one of `WHAT`; `about` is the group's or thread's number, 0 for the digests."""

    what: str
    member_id: int
    about: int = 0


def choice_url(choice: MailChoice) -> str:
    """The whole address of the page that asks, and that takes the one click (RFC 8058)."""
    token = signing.dumps([choice.what, choice.member_id, choice.about], salt=SALT)
    return absolute(reverse("group_mail_choice", args=[token]))


def choice_of(token: str) -> MailChoice | None:
    """What the link says; None when it is not one of ours."""
    try:
        what, member_id, about = signing.loads(token, salt=SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    if what in WHAT and isinstance(member_id, int) and isinstance(about, int):
        return MailChoice(what, member_id, about)
    return None
