"""What of this room a member takes along, what goes with them, and how long messages are kept."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cop.core.models import Partner, Person
from cop.privacy.personal_data import Collected, Record, declare, eraser, export_chapter
from cop.privacy.retention import Rule, rule

from .models import ContactMessage
from .services.contact import forget_closed, forget_spam

if TYPE_CHECKING:
    from cop.members.models import User


@export_chapter("messages", title=gettext_lazy("Messages to the secretariat"), order=55)
def collect_messages(member: "User") -> Collected:
    """What the member wrote while signed in. Without an account nobody knows whose a message is."""
    return Collected(
        [
            Record(
                message.get_topic_display(),
                [
                    ("written_at", _("Written"), message.created_at),
                    ("name", _("Name"), message.name),
                    ("email", _("E-mail address"), message.email),
                    ("text", _("Message"), message.text),
                    ("state", _("State"), message.get_state_display()),
                ],
            )
            for message in ContactMessage.objects.filter(member=member).order_by("created_at", "pk")
        ]
    )


@eraser("messages", order=200)
def erase_messages(member: "User") -> None:
    """Nobody answers to an address that is gone."""
    ContactMessage.objects.filter(member=member).delete()
    ContactMessage.objects.filter(handled_by=member).update(handled_by=None)


@rule(
    "closed-messages",
    what=gettext_lazy("Messages to the secretariat that are answered"),
    counted_from=gettext_lazy("the day on which they were closed"),
    days=365,
    why=gettext_lazy("So that a second question can be understood."),
    order=34,
)
def remove_closed_messages(now: datetime, kept: Rule) -> int:
    return forget_closed(before=kept.before(now))


@rule(
    "spam-messages",
    what=gettext_lazy("Messages to the secretariat that are spam"),
    counted_from=gettext_lazy("the day on which they were marked"),
    days=30,
    why=gettext_lazy("So that a mistake can be put right."),
    order=35,
)
def remove_spam_messages(now: datetime, kept: Rule) -> int:
    return forget_spam(before=kept.before(now))


declare(ContactMessage, exported="messages", erased="messages")
declare(Person, reason="Whom the secretariat presents on public pages, with their consent; editors remove them.")
declare(Partner, reason="Organisations.")
declare("core.SiteSettings", reason="How the secretariat itself is reached.")
