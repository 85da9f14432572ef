"""Forms about slides: sending them (a speaker by their link, the desk for a speaker), how they are collected."""

import uuid
from dataclasses import fields
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.widgets import AdminDateTimeInput

from cop.core.files.checking import GoodFile
from cop.members.validators import plain_line
from resources.choices import LANGUAGES, Licence
from resources.citing import citation_name

from ..choices import SlidesPublishing
from ..models import EventPage, Slides
from ..refusals import Reason, Refused
from ..selectors.slides import language_of, organisation_of
from ..services.slides import Facts
from ..services.slides_files import ACCEPT, checked
from .pages import EventTimeField

LONGEST_WAIT = timedelta(days=366)


class SlidesForm(forms.Form):
    """What a speaker shows in a session. Sent twice, it is one file."""

    use_required_attribute = False

    key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    file = forms.FileField(
        label=gettext_lazy("Your slides"),
        help_text=gettext_lazy(
            "PDF, PowerPoint (.pptx) or OpenDocument (.odp); up to 100 MB. If they are published, notes of the speaker "
            "and comments are taken out of PowerPoint and OpenDocument files; hidden slides stay."
        ),
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
        allow_empty_file=True,
        error_messages={"required": gettext_lazy("Choose a file.")},
    )
    title = forms.CharField(
        label=gettext_lazy("Title"),
        validators=[plain_line, MaxLengthValidator(200)],
        error_messages={
            "required": gettext_lazy("Give your slides a title."),
        },
    )
    author_name = forms.CharField(
        label=gettext_lazy("Author"),
        help_text=gettext_lazy("As it stands in citations: family name, first name."),
        validators=[plain_line, MaxLengthValidator(150)],
        error_messages={"required": gettext_lazy("Say whose slides they are.")},
    )
    organisation = forms.CharField(
        label=gettext_lazy("Organisation"), required=False, validators=[plain_line, MaxLengthValidator(150)]
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language of the slides"),
        choices=LANGUAGES,
        error_messages={"required": gettext_lazy("Say in which language they are.")},
    )
    has_consent = forms.BooleanField(
        label=gettext_lazy("My slides may be published in the library"),
        help_text=gettext_lazy(
            "Everybody can then find, read and download them. They are mine to publish, pictures in them included. "
            "Without this they are for the organisers only."
        ),
        required=False,
    )
    licence = forms.ChoiceField(
        label=gettext_lazy("Licence"),
        help_text=gettext_lazy("Under what others may use them, if they are published."),
        choices=Licence.choices,
        widget=forms.RadioSelect,
        required=False,
    )

    def __init__(self, *args: Any, slides: Slides, **kwargs: Any) -> None:
        super().__init__(*args, initial=self.initial_of(slides), **kwargs)
        self.slides = slides
        if slides.has_file:
            self.fields["file"].required = False
            self.fields["file"].label = _("Other slides in their place")
        if slides.resource_id is not None:
            # The page in the library is the editors' now; under its licence others may have used them already.
            for name in ("title", "author_name", "organisation", "language", "licence"):
                del self.fields[name]

    @staticmethod
    def initial_of(slides: Slides) -> dict[str, Any]:
        """What was said before; the first time, what can be guessed."""
        speaker = slides.speaker
        return {
            "key": uuid.uuid4(),
            "title": slides.title or slides.session.title,
            "author_name": slides.author_name or citation_name(speaker.name),
            "organisation": slides.organisation or organisation_of(speaker.role),
            "language": slides.language or language_of(slides.session.event.languages),
            "has_consent": slides.has_consent,
            "licence": slides.licence or Licence.CC_BY,
        }

    def clean(self) -> dict[str, Any]:
        """The file is judged here, so that what is wrong with it stands beside the field."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("has_consent") and "licence" in self.fields and not cleaned.get("licence"):
            self.add_error("licence", str(Reason.SLIDES_NO_LICENCE.label))
        if cleaned.get("file"):
            try:
                cleaned["good"] = checked(
                    cleaned["file"], name=str(cleaned["file"].name or ""), size=cleaned["file"].size
                )
            except Refused as refusal:
                self.add_error("file", str(refusal))
        return cleaned

    @property
    def good(self) -> GoodFile | None:
        """The file that came, judged; None where none did."""
        return self.cleaned_data.get("good")

    @property
    def facts(self) -> Facts:
        """What was said of it."""
        data = self.cleaned_data
        return Facts(**{each.name: data[each.name] for each in fields(Facts) if each.name in data})


class DeskSlidesForm(SlidesForm):
    """The same, filled in by the desk."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.slides.has_file:
            self.fields["file"].label = _("Slides")
        self.fields["has_consent"].label = _("The speaker agrees that they are published in the library")
        self.fields["has_consent"].help_text = _(
            "Only if you have it in writing. They must be theirs to publish, pictures in them included."
        )


class SlidesSetupForm(forms.Form):
    """Until when slides are sent, and when they are published."""

    deadline = EventTimeField(
        label=gettext_lazy("Deadline"),
        help_text=gettext_lazy("Until then speakers send and replace their slides. On the clock at the event."),
        widget=AdminDateTimeInput,
    )
    publishing = forms.ChoiceField(
        label=gettext_lazy("Publish slides that may be published"),
        choices=SlidesPublishing.choices,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, event: EventPage, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.event = event
        self.fields["deadline"].clock = event.tz  # type: ignore[attr-defined]

    def clean_deadline(self) -> datetime:
        deadline: datetime = self.cleaned_data["deadline"]
        if deadline > max(self.event.ends_at, timezone.now()) + LONGEST_WAIT:
            raise ValidationError(_("This is more than a year after the event."))
        return deadline
