"""Letters about messages to the secretariat: the message itself, and the copy for a member."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cop.notifications.models import Letter
from cop.notifications.registry import LetterContent, NoLongerTrue, letter

from .models import ContactMessage

TEMPLATE = "home/contact"


def _message(letter: Letter) -> ContactMessage:
    found = ContactMessage.objects.filter(pk=letter.params["message"]).first()
    if found is None:
        raise NoLongerTrue("The message has been erased.")
    return found


@letter("home.contact_message", title=gettext_lazy("Message to the secretariat"))
def contact_message(letter: Letter) -> LetterContent:
    message = _message(letter)
    return LetterContent(
        subject=_("Message: %(topic)s") % {"topic": message.get_topic_display()},
        template=TEMPLATE,
        context={
            "preheader": _("From %(name)s") % {"name": message.name},
            "title": message.get_topic_display(),
            "facts": [
                (_("From"), message.name),
                (_("E-mail"), message.email),
                (_("Member"), _("yes") if message.member_id else _("no")),
            ],
            "text": message.text,
            "button_label": _("Open it in the admin"),
            "button_url": settings.SITE_URL + reverse("contact:inspect", args=[message.pk]),
            "after": _("Answer to the e-mail address above, and then mark the message as answered."),
            "why": _("You get this letter because this address answers for the community."),
        },
    )


@letter("home.contact_copy", title=gettext_lazy("Copy of a message to the secretariat"))
def contact_copy(letter: Letter) -> LetterContent:
    message = _message(letter)
    return LetterContent(
        subject=_("Your message to the Secretariat"),
        template=TEMPLATE,
        context={
            "preheader": _("A copy, as you asked."),
            "title": _("Your message to the Secretariat"),
            "facts": [(_("About"), message.get_topic_display())],
            "text": message.text,
            "button_label": _("Go to the site"),
            "button_url": settings.SITE_URL + "/",
            "after": "",
            "why": _("You get this letter because you asked for a copy of what you wrote."),
        },
    )
