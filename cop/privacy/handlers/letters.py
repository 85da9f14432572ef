"""Letters to a member: in their export, and gone with them. (The letters' own room stands below this one.)"""

from datetime import datetime
from typing import TYPE_CHECKING

from allauth.account.models import EmailAddress
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cop.notifications import registry
from cop.notifications.choices import LetterState
from cop.notifications.models import Bounce, Letter, StoppedAddress, Unsubscription

from ..personal_data import Collected, Record, declare, eraser, export_chapter
from ..retention import Rule, note, rule

if TYPE_CHECKING:
    from cop.members.models import User

LEFT = [LetterState.SENT, LetterState.FAILED, LetterState.WITHDRAWN]
FAREWELL = "privacy.deleted"


def letters_to(member: "User") -> QuerySet[Letter]:
    """All letters to the account, and to addresses that it has proved to be its own."""
    mine = Q(member=member) | Q(member=None, to__in=addresses_of(member))
    return Letter.objects.filter(mine).order_by("created_at", "pk")


def addresses_of(member: "User") -> set[str]:
    """The account's address, and those that it has proved to be its own."""
    proved = EmailAddress.objects.filter(user=member, verified=True).values_list("email", flat=True)
    return {member.email.lower(), *(address.lower() for address in proved)}


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
    records += [
        Record(
            _("A letter that did not arrive"),
            [
                ("address", _("Address"), row.address),
                ("at", _("When"), row.at),
                ("kind", _("What happened"), row.get_kind_display()),
                ("reason", _("In the provider's words"), row.reason),
            ],
        )
        for row in Bounce.objects.filter(address__in=addresses_of(member)).order_by("at", "pk")
    ]
    records += [
        Record(_("No circulars any more"), [("address", _("Address"), row.address), ("since", _("Since"), row.since)])
        for row in StoppedAddress.objects.filter(address__in=addresses_of(member))
    ]
    return Collected(records)


@eraser("letters", order=900)
def erase(member: "User") -> None:
    """All of them, sent and waiting; what they had switched off, and what did not arrive."""
    letters_to(member).exclude(kind=FAREWELL).delete()
    Unsubscription.objects.filter(Q(member=member) | Q(member=None, address__in=addresses_of(member))).delete()
    for model in (Bounce, StoppedAddress):
        model.objects.filter(address__in=addresses_of(member)).delete()


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


@rule(
    "bounces",
    what=gettext_lazy("Reports that a letter did not arrive"),
    counted_from=gettext_lazy("the report"),
    days=180,
    why=gettext_lazy("To find out what is wrong with an address."),
    order=13,
)
def remove_old_bounces(now: datetime, kept: Rule) -> int:
    return Bounce.objects.filter(at__lte=kept.before(now)).delete()[0]


note(
    "stopped-addresses",
    what=gettext_lazy("Addresses that circulars no longer go to, because they did not arrive"),
    counted_from=gettext_lazy("the report"),
    kept=gettext_lazy("until the address is allowed again, or its account deleted"),
    why=gettext_lazy("So that nobody writes there again."),
    order=14,
)

declare(Bounce, exported="letters", erased="letters")
declare(StoppedAddress, exported="letters", erased="letters")
declare(Letter, exported="letters", erased="letters")
declare(Unsubscription, exported="letters", erased="letters")
