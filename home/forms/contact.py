"""The form that writes to the secretariat."""

import uuid
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from cop.members.validators import plain_line

from ..choices import MessageTopic

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from cop.members.models import User

LONGEST = 4000
SHORTEN = _("Please shorten this to %(limit_value)d characters; it has %(show_value)d.")


class ContactForm(forms.Form):
    """Name, address, what it is about, the message; members may ask for a copy."""

    key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    topic = forms.ChoiceField(
        label=_("What is it about?"),
        choices=[("", _("Choose one")), *MessageTopic.choices],
        error_messages={"required": _("Choose what it is about.")},
    )
    text = forms.CharField(
        label=_("Your message"),
        widget=forms.Textarea(attrs={"rows": 8}),
        validators=[MaxLengthValidator(LONGEST, SHORTEN)],
        error_messages={"required": _("Write your message.")},
    )
    name = forms.CharField(
        label=_("Your name"),
        validators=[plain_line, MaxLengthValidator(150, SHORTEN)],
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Enter your name.")},
    )
    email = forms.EmailField(
        label=_("Your e-mail address"),
        max_length=254,
        help_text=_("The answer goes there, and nothing else."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"required": _("Enter your e-mail address.")},
    )
    # People do not see it; machines that fill in every field give themselves away.
    website = forms.CharField(required=False, max_length=200)
    wants_copy = forms.BooleanField(label=_("Send me a copy, to the address of my account"), required=False)

    use_required_attribute = False

    def __init__(self, data: Any = None, *, viewer: "User | AnonymousUser") -> None:
        initial: dict[str, Any] = {"key": uuid.uuid4()}
        if viewer.is_authenticated:
            initial |= {"name": viewer.name, "email": viewer.email}  # type: ignore[union-attr]
        super().__init__(data, initial=initial)
        if not viewer.is_authenticated:
            del self.fields["wants_copy"]

    @property
    def is_machine(self) -> bool:
        """Was the field filled in that people do not see?"""
        return bool(self.cleaned_data.get("website"))

    def clean_key(self) -> uuid.UUID:
        return self.cleaned_data.get("key") or uuid.uuid4()
