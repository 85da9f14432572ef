"""What of this room a member takes along, what goes with them, and how long it is kept otherwise."""

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import ModelLogEntry

from cop.members.requests import Asked
from cop.notifications.models import Letter
from cop.privacy.personal_data import Collected, Record, declare, eraser, export_chapter
from cop.privacy.retention import Rule, rule

from .models import ContactMessage
from .services import contact

if TYPE_CHECKING:
    from cop.members.models import User


def messages_of(member: "User") -> QuerySet[ContactMessage]:
    """Written while signed in, or with the account's address."""
    return ContactMessage.objects.filter(Q(member=member) | Q(email__iexact=member.email)).order_by("created_at", "pk")


@export_chapter("messages", title=gettext_lazy("What you wrote to the Secretariat"), order=52)
def collect(member: "User") -> Collected:
    """Messages of the contact form."""
    return Collected(
        [
            Record(
                row.get_topic_display(),
                [
                    ("topic", _("About"), row.get_topic_display()),
                    ("name", _("Name"), row.name),
                    ("email", _("E-mail address"), row.email),
                    ("written_at", _("Written"), row.created_at),
                    ("state", _("State"), row.get_state_display()),
                    ("text", _("Text"), row.text),
                ],
            )
            for row in messages_of(member)
        ]
    )


@eraser("messages", order=120)
def erase(member: "User") -> None:
    """The messages, the letters in which the secretariat got them, and the name in the history of each."""
    ids = list(messages_of(member).values_list("pk", flat=True))
    Letter.objects.filter(cause__in=[f"home.contact_message:{pk}" for pk in ids]).delete()
    kind = ContentType.objects.get_for_model(ContactMessage)
    lines = ModelLogEntry.objects.filter(content_type=kind, object_id__in=[str(pk) for pk in ids])
    lines.update(label=str(_("Former member")))
    ContactMessage.objects.filter(pk__in=ids).delete()


@rule(
    "closed-messages",
    what=gettext_lazy("Messages to the secretariat that are answered"),
    counted_from=gettext_lazy("the day on which they were closed"),
    days=365,
    why=gettext_lazy("So that a second question can be understood."),
    order=34,
)
def remove_closed_messages(now: datetime, kept: Rule) -> int:
    return contact.forget_closed(before=kept.before(now))


@rule(
    "spam-messages",
    what=gettext_lazy("Messages to the secretariat that are spam"),
    counted_from=gettext_lazy("the day on which they were marked"),
    days=30,
    why=gettext_lazy("So that a mistake can be put right."),
    order=35,
)
def remove_spam_messages(now: datetime, kept: Rule) -> int:
    return contact.forget_spam(before=kept.before(now))


def asked_by(member: "User") -> Iterator[Asked]:
    """Their messages, for the secretariat's page of them; one statement."""
    for row in messages_of(member):
        what = _("Message: %(topic)s") % {"topic": row.get_topic_display()}
        yield Asked(what, row.created_at, row.get_state_display(), reverse("contact:inspect", args=[row.pk]))


declare(ContactMessage, exported="messages", erased="messages")
