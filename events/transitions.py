"""The table of states: which change is allowed, by whom, and which letter it sends.

`docs/registration-states.md` is rendered from it (`manage.py render_docs`), and a test holds the two together.
"""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .choices import RegistrationStatus as S


class Who(StrEnum):
    """Who may cause a change."""

    MEMBER = "member"
    SECRETARIAT = "secretariat"
    SYSTEM = "system"


@dataclass(frozen=True)
class Transition:
    """One allowed change. Without `sources` a claim comes into being; `letter` names the kind for registrations."""

    name: str
    title: str | Promise
    sources: tuple[S, ...]
    targets: tuple[S, ...]
    who: tuple[Who, ...]
    letter: str = ""
    needs_reason: bool = False


# A registration moves only along these lines; session places use the same names (their letters: `SESSION_LETTERS`).
TRANSITIONS: dict[str, Transition] = {
    each.name: each
    for each in (
        Transition("register", _("Registered"), (), (S.CONFIRMED,), (Who.MEMBER, Who.SECRETARIAT), "events.confirmed"),
        Transition("apply", _("Asked for approval"), (), (S.PENDING,), (Who.MEMBER,), "events.received"),
        Transition("queue", _("Joined the waiting list"), (), (S.WAITING,), (Who.MEMBER, Who.SECRETARIAT),
                   "events.waiting"),
        Transition("approve", _("Approved"), (S.PENDING,), (S.CONFIRMED,), (Who.SECRETARIAT,), "events.confirmed"),
        Transition("approve_waiting", _("Approved, waits for a place"), (S.PENDING,), (S.WAITING,), (Who.SECRETARIAT,),
                   "events.waiting"),
        Transition("reject", _("Not accepted"), (S.PENDING, S.WAITING), (S.REJECTED,), (Who.SECRETARIAT,),
                   "events.rejected", needs_reason=True),
        Transition("offer", _("Place offered"), (S.WAITING,), (S.OFFERED,), (Who.SYSTEM,), "events.offer"),
        Transition("advance", _("Moved up from the waiting list"), (S.WAITING,), (S.CONFIRMED,), (Who.SYSTEM,),
                   "events.confirmed"),
        Transition("promote", _("Moved up by hand"), (S.WAITING,), (S.CONFIRMED,), (Who.SECRETARIAT,),
                   "events.confirmed",
                   needs_reason=True),
        Transition("accept", _("Offer accepted"), (S.OFFERED,), (S.CONFIRMED,), (Who.MEMBER, Who.SECRETARIAT),
                   "events.confirmed"),
        Transition("decline", _("Offer declined"), (S.OFFERED,), (S.CANCELLED,), (Who.MEMBER, Who.SECRETARIAT),
                   "events.cancelled"),
        Transition("expire", _("Offer expired"), (S.OFFERED,), (S.EXPIRED,), (Who.SYSTEM,), "events.offer_expired"),
        Transition("cancel", _("Cancelled"), (S.PENDING, S.WAITING, S.OFFERED, S.CONFIRMED), (S.CANCELLED,),
                   (Who.MEMBER, Who.SECRETARIAT), "events.cancelled"),
        Transition("attend", _("Attended"), (S.CONFIRMED, S.NO_SHOW), (S.ATTENDED,), (Who.SECRETARIAT,)),
        Transition("miss", _("Did not come"), (S.CONFIRMED, S.ATTENDED), (S.NO_SHOW,), (Who.SECRETARIAT,)),
        Transition("reopen", _("Attendance taken back"), (S.ATTENDED, S.NO_SHOW), (S.CONFIRMED,), (Who.SECRETARIAT,)),
    )
}  # fmt: skip

# Sessions: a change that comes with the registration itself is told in its letter, not in one of its own.
SESSION_LETTERS: dict[str, str] = {
    "offer": "events.session_offer",
    "advance": "events.session_confirmed",
    "promote": "events.session_confirmed",
    "accept": "events.session_confirmed",
    "expire": "events.session_offer_expired",
}


def allowed_from(status: str, *, who: Who) -> list[Transition]:
    """The changes that `who` may cause from this state, in the order of the table."""
    return [each for each in TRANSITIONS.values() if status in each.sources and who in each.who]
