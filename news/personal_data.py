"""What of this room a member takes along, and what goes with them."""

from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cop.privacy.personal_data import Collected, Record, declare, eraser, export_chapter
from cop.privacy.retention import note

from .models import Subscriber
from .services import subscribing

if TYPE_CHECKING:
    from cop.members.models import User


@export_chapter("newsletter", title=gettext_lazy("Newsletter"), order=55)
def collect(member: "User") -> Collected:
    """Whether and since when, by account or by address. The issues stand among the letters."""
    rows = Subscriber.objects.filter(Q(member=member) | Q(address=member.email.lower()))
    return Collected(
        [
            Record(
                _("Subscription"),
                [("address", _("To"), row.address or member.email), ("since", _("Since"), row.since)],
            )
            for row in rows.order_by("since", "pk")
        ]
    )


@eraser("newsletter", order=110)
def erase(member: "User") -> None:
    """No row names the member or the address any more."""
    subscribing.forget(member=member)


note(
    "subscriptions",
    what=gettext_lazy("Who gets the newsletter"),
    counted_from=gettext_lazy("the second yes"),
    kept=gettext_lazy("until it is stopped, or the account deleted"),
    why=gettext_lazy("To send it."),
    order=60,
)

declare(Subscriber, exported="newsletter", erased="newsletter")
