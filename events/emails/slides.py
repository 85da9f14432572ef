"""Letters about slides: to speakers, and to the secretariat when consent is taken back."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cop.notifications.models import Letter
from cop.notifications.registry import LetterContent, NoLongerTrue, letter

from ..models import Slides, SlidesLink
from ..selectors import dates
from ..selectors.events import is_cancelled
from ..selectors.slides import Talk, talks_of

TEMPLATE = "events/registration"


def _asking(letter: Letter, subject: str, first: str) -> LetterContent:
    link = (
        SlidesLink.objects.select_related("event__state", "event__slides_setup", "speaker")
        .filter(pk=letter.params["link"])
        .first()
    )
    if link is None:
        raise NoLongerTrue("The link is gone.")
    event = link.event
    if is_cancelled(event):
        raise NoLongerTrue("The event has been cancelled since.")
    missing = [talk for talk in talks_of(event, link.speaker) if talk.is_missing]
    if not missing:
        raise NoLongerTrue("Nothing is missing any more.")
    until = dates.moment_words(event.slides_setup.deadline, event)
    return LetterContent(
        subject=subject % {"event": event.title},
        template=TEMPLATE,
        context={
            "preheader": _("Until %(until)s, by a link of your own; no account is needed.") % {"until": until},
            "title": subject % {"event": event.title},
            "name": link.speaker.name,
            "is_sample": event.is_sample,
            "paragraphs": [
                first % {"event": event.title},
                _(
                    "Please send them as PDF, PowerPoint or OpenDocument. You decide whether they are published in the "
                    "library, and under which licence. Until the deadline you can replace them as often as you like."
                ),
            ],
            "facts": [
                *((_("Session"), f"{talk.session.title}, {_when(talk)}") for talk in missing),
                (_("Until"), f"{until} ({dates.zone_name(event)})"),
            ],
            "button_label": _("Send my slides"),
            "button_url": f"{settings.SITE_URL}{reverse('speaker_slides', args=[letter.params['token']])}",
            "after": _("The link is yours alone: whoever has it can send slides in your name. Do not pass it on."),
            "why": _("You get this letter because you speak at %(event)s.") % {"event": event.title},
        },
    )


def _when(talk: Talk) -> str:
    start, end = talk.session.local_start, talk.session.local_end
    return f"{dates.day_name(start.date())}, {dates.hours(start, end)}"


@letter("events.slides_asked", title=gettext_lazy("Speaker asked for slides"), secret=("token",))
def slides_asked(letter: Letter) -> LetterContent:
    """The first letter to a speaker, with their link."""
    return _asking(
        letter, _("Your slides for %(event)s"), _("You speak at %(event)s. We would like to have your slides.")
    )


@letter("events.slides_reminder", title=gettext_lazy("Speaker reminded of slides"), secret=("token",))
def slides_reminder(letter: Letter) -> LetterContent:
    """To those whose slides are still missing, with a new link; the earlier one holds as well."""
    return _asking(
        letter,
        _("Reminder: your slides for %(event)s"),
        _("Your slides for %(event)s have not reached us yet. If you show none, please answer this letter."),
    )


def _slides(letter: Letter) -> Slides:
    rows = Slides.objects.select_related("session__event", "speaker", "resource")
    slides = rows.filter(pk=letter.params["slides"]).first()
    if slides is None or slides.resource is None or not slides.resource.live:
        raise NoLongerTrue("They are not in the library any more.")
    return slides


@letter("events.slides_published", title=gettext_lazy("Slides published in the library"))
def slides_published(letter: Letter) -> LetterContent:
    """To the speaker: where their slides are."""
    slides = _slides(letter)
    event, resource = slides.session.event, slides.resource
    subject = _("Your slides are in the library: %(event)s") % {"event": event.title}
    return LetterContent(
        subject=subject,
        template=TEMPLATE,
        context={
            "preheader": _("Everybody can find, read and cite them now."),
            "title": subject,
            "name": slides.speaker.name,
            "is_sample": event.is_sample,
            "paragraphs": [
                _("Your slides are published in the library. Thank you: everybody can find, read and cite them now.")
            ],
            "facts": [
                (_("Title"), resource.title),
                (_("Session"), slides.session.title),
                (_("Licence"), slides.get_licence_display()),
            ],
            "button_label": _("See them in the library"),
            "button_url": f"{settings.SITE_URL}{resource.get_absolute_url()}",
            "after": _("Is something wrong with them? Please answer this letter."),
            "why": _("You get this letter because you agreed that your slides are published."),
        },
    )


@letter("events.slides_consent_back", title=gettext_lazy("Speaker has taken consent to publication back"))
def slides_consent_back(letter: Letter) -> LetterContent:
    """To the secretariat: slides that are published, and no longer with their speaker's consent."""
    slides = _slides(letter)
    if slides.has_consent:
        raise NoLongerTrue("They agreed again.")
    event, resource = slides.session.event, slides.resource
    subject = _("Consent taken back: %(title)s") % {"title": resource.title}
    return LetterContent(
        subject=subject,
        template=TEMPLATE,
        context={
            "preheader": _("Slides in the library are to be withdrawn."),
            "title": subject,
            "is_sample": event.is_sample,
            "paragraphs": [
                _(
                    "%(who)s no longer agrees that slides shown at %(event)s are published. They are in the library "
                    "still: please withdraw them there."
                )
                % {"who": slides.speaker.name, "event": event.title}
            ],
            "facts": [(_("Session"), slides.session.title), (_("In the library"), resource.title)],
            "button_label": _("See it in the admin"),
            "button_url": f"{settings.SITE_URL}{reverse('wagtailadmin_pages:edit', args=[resource.pk])}",
            "after": "",
            "why": _("You get this letter because the secretariat looks after the library."),
        },
    )
