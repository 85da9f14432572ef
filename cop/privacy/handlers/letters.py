"""Letters to a member: in their export, and gone with them. (The letters' own room stands below this one.)"""

from datetime import datetime
from typing import TYPE_CHECKING

from allauth.account.models import EmailAddress
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cop.notifications import registry
from cop.notifications.choices import LetterState
from cop.notifications.models import Letter, Unsubscription

from ..personal_data import Collected, Record, declare, eraser, export_chapter
from ..retention import Rule, rule

if TYPE_CHECKING:
    from cop.members.models import User

LEFT = [LetterState.SENT, LetterState.FAILED, LetterState.WITHDRAWN]
FAREWELL = "privacy.deleted"


def letters_to(member: "User") -> QuerySet[Letter]:
    """All letters to the account, and to addresses that it has proved to be its own."""
    proved = EmailAddress.objects.filter(user=member, verified=True).values_list("email", flat=True)
    addresses = {member.email.lower(), *(address.lower() for address in proved)}
    return Letter.objects.filter(Q(member=member) | Q(member=None, to__in=addresses)).order_by("created_at", "pk")


@export_chapter("letters", title=gettext_lazy("Letters that we sent you"), order=60)
def collect(member: "User") -> Collected:
    """Each letter as it went out; of codes without the code, which we do not keep."""
    records = [
        Record(
            letter.subject or registry.title_of(letter.kind),
            [
                ("kind", _("Kind"), registry.title_of(letter.kind)),
                ("to", _("To"), letter.to),
                ("state", _("State"), letter.get_state_display()),
                ("written_at", _("Written"), letter.created_at),
                ("sent_at", _("Sent"), letter.sent_at),
                ("text", _("Text"), letter.text),
            ],
        )
        for letter in letters_to(member).defer("html", "headers", "params").iterator(chunk_size=500)
    ]
    records += [
        Record(
            _("Letters switched off"),
            [("group", _("Letters"), row.group), ("since", _("Since"), row.created_at)],
        )
        for row in Unsubscription.objects.filter(member=member)
    ]
    return Collected(records)


@eraser("letters", order=900)
def erase(member: "User") -> None:
    """All of them, sent and waiting; and what they had switched off."""
    letters_to(member).exclude(kind=FAREWELL).delete()
    Unsubscription.objects.filter(Q(member=member) | Q(member=None, address=member.email)).delete()


def forget_farewells() -> int:
    """Remove last letters once they are out, and with them the last we know of the address; returns how many."""
    return Letter.objects.filter(kind=FAREWELL, state__in=LEFT).delete()[0]


@rule(
    "letters",
    what=gettext_lazy("Letters that we sent, with their text"),
    counted_from=gettext_lazy("the day on which it was written"),
    days=365,
    why=gettext_lazy("So that we can say what we told whom, and when."),
    order=10,
)
def remove_old_letters(now: datetime, kept: Rule) -> int:
    return Letter.objects.filter(state__in=LEFT, created_at__lte=kept.before(now)).delete()[0]


@rule(
    "letters-with-codes",
    what=gettext_lazy("Letters with a code to sign in (the code itself is never kept)"),
    counted_from=gettext_lazy("the day on which it was written"),
    days=30,
    why=gettext_lazy("To find out why somebody could not sign in."),
    order=11,
)
def remove_old_codes(now: datetime, kept: Rule) -> int:
    kinds = [kind.name for kind in registry.known() if kind.is_secret]
    old = Letter.objects.filter(state__in=LEFT, kind__in=kinds, created_at__lte=kept.before(now))
    return old.delete()[0]


declare(Letter, exported="letters", erased="letters")
declare(Unsubscription, exported="letters", erased="letters")
