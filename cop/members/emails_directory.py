"""Letters of the directory: from one member to another, and to the secretariat when one is reported."""

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cop.notifications.links import absolute
from cop.notifications.models import Letter
from cop.notifications.registry import LetterContent, letter


# What members write to each other is theirs: the outbox forgets all of it, names too, once the letter is sent.
@letter("members.contact", title=gettext_lazy("Letter from a member"), secret=True)
def contact(row: Letter) -> LetterContent:
    facts = row.params
    return LetterContent(
        subject=_("%(name)s writes to you: %(subject)s") % {"name": facts["from"], "subject": facts["subject"]},
        template="members/contact",
        context={
            "sender": facts["from"],
            "organisation": facts["organisation"],
            "text": facts["text"],
            "subject_given": facts["subject"],
            "reply_to": facts["reply_to"],
            "link": absolute(reverse("contact_link", args=[facts["token"]])),
        },
        reply_to=facts["reply_to"],
    )


@letter("members.contact_report", title=gettext_lazy("A letter between members was reported"))
def contact_report(row: Letter) -> LetterContent:
    try:
        address = reverse("contact_messages:inspect", args=[row.params["message"]])
    except NoReverseMatch:
        address = "/admin/"
    return LetterContent(
        subject=_("A letter between members was reported"),
        template="members/contact_report",
        context={"address": absolute(address)},
    )
