"""The form on which one member writes to another."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ..validators import TURNS, plain_line

LONGEST_TEXT = 4_000


class ContactForm(forms.Form):
    """Subject, text, and whether the receiver may see one's address."""

    subject = forms.CharField(
        label=_("What is it about?"),
        max_length=120,
        validators=[plain_line],
        error_messages={"required": _("Say in a few words what it is about.")},
    )
    text = forms.CharField(
        label=_("Your letter"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("Plain text. We deliver it to their mailbox; you do not see their address."),
        error_messages={"required": _("Write what you would like to say.")},
    )
    shares_address = forms.BooleanField(
        label=_("Show my e-mail address, so that they can answer me directly"),
        required=False,
        help_text=_("Without it they see your name and find you here in the directory."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("subject", "text"):
            # The browser would cut a pasted text silently.
            self.fields[name].widget.attrs.pop("maxlength", None)

    def clean_subject(self) -> str:
        return " ".join(self.cleaned_data["subject"].split())

    def clean_text(self) -> str:
        text = self.cleaned_data["text"].replace("\r\n", "\n").replace("\r", "\n")
        kept = "".join(char for char in text if (char.isprintable() or char in "\n\t") and char not in TURNS)
        return kept.strip()
