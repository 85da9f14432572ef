"""Forms of the newsletter: subscribing, and the desk's."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateTimeInput

from ..models import Issue


class SubscribeForm(forms.Form):
    """One address."""

    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "inputmode": "email"}),
        error_messages={"required": _("Enter your e-mail address."), "invalid": _("Enter a whole e-mail address.")},
    )


class IssueForm(forms.ModelForm):
    """Subject and introduction of a draft."""

    class Meta:
        model = Issue
        fields = ["subject", "intro"]
        widgets = {"intro": forms.Textarea(attrs={"rows": 6})}
        help_texts = {
            "subject": _("What readers see in their mailbox."),
            "intro": _("Plain text. An empty line begins a new paragraph; addresses become links."),
        }


class TestForm(forms.Form):
    """Where a test goes."""

    addresses = forms.CharField(
        label=_("Send a test to"), max_length=1000, help_text=_("One to five e-mail addresses, with commas between.")
    )

    def clean_addresses(self) -> list[str]:
        """The addresses one by one; the service judges them."""
        return self.cleaned_data["addresses"].replace(";", ",").split(",")


class ScheduleForm(forms.Form):
    """When it goes, on the site's own clock."""

    due_at = forms.DateTimeField(
        label=_("Send at"),
        widget=AdminDateTimeInput,
        help_text=_("On the clock in %(zone)s.") % {"zone": settings.TIME_ZONE.rpartition("/")[2]},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone = ZoneInfo(settings.TIME_ZONE)

    def clean(self) -> dict[str, Any]:
        """Read on the site's clock, wherever the editor sits."""
        cleaned = super().clean() or {}
        due_at = cleaned.get("due_at")
        if isinstance(due_at, datetime):
            wall = timezone.make_naive(due_at, timezone.get_current_timezone()) if due_at.tzinfo else due_at
            cleaned["due_at"] = wall.replace(tzinfo=self.zone)
        return cleaned
