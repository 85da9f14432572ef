"""Forms of the leaders' desk."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from ..choices import GroupRole, Joining, MembersVisibility, Visibility
from ..services.invitations import MOST_DAYS, MOST_USES
from .addresses import addresses_in, text_of

LONGEST_TEXT = 20_000
MOST_QUESTIONS = 5
LONGEST_QUESTION = 200
INVITED_ROLES = [(role.value, role.label) for role in GroupRole if role != GroupRole.LEADER]


def _role(choices: Any = GroupRole.choices) -> forms.ChoiceField:
    return forms.ChoiceField(label=_("Role"), choices=choices, initial=GroupRole.MEMBER, widget=forms.Select)


class RoleForm(forms.Form):
    """What somebody is in the group."""

    role = _role()


class AcceptForm(forms.Form):
    """Accepting a request."""

    role = _role(INVITED_ROLES)


class ReasonForm(forms.Form):
    """What the person is told."""

    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("The person reads it in the letter."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write a reason: the person reads it in the letter")},
    )


class InviteForm(forms.Form):
    """Addresses, pasted or from a sheet."""

    addresses = forms.CharField(
        label=_("E-mail addresses"),
        help_text=_("One or many, as you have them: with commas, spaces or line breaks between."),
        required=False,
        max_length=100_000,
        widget=forms.Textarea(attrs={"rows": 4, "autocomplete": "off", "spellcheck": "false"}),
    )
    sheet = forms.FileField(
        label=_("Or a sheet"),
        help_text=_("XLSX or CSV up to 1 MB; all addresses in it are taken."),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt"}),
    )
    role = _role(INVITED_ROLES)

    def clean(self) -> dict[str, Any]:
        """Adds `emails`: all addresses of both fields."""
        cleaned = super().clean() or {}
        text = cleaned.get("addresses") or ""
        if cleaned.get("sheet"):
            try:
                text += "\n" + text_of(cleaned["sheet"])
            except forms.ValidationError as error:
                self.add_error("sheet", error)
        emails, bad = addresses_in(text)
        if bad:
            words = _now("These are not whole addresses: %(words)s") % {"words": ", ".join(bad[:5])}
            self.add_error("addresses", words)
        elif not emails and not self.errors:
            self.add_error("addresses", _now("Enter at least one e-mail address"))
        cleaned["emails"] = emails
        return cleaned


class LinkForm(forms.Form):
    """A link for several people."""

    max_uses = forms.IntegerField(label=_("For how many people"), min_value=1, max_value=MOST_USES, initial=20)
    days = forms.IntegerField(label=_("Valid for how many days"), min_value=1, max_value=MOST_DAYS, initial=14)
    role = _role(INVITED_ROLES)


class AppointForm(forms.Form):
    """The secretariat appoints."""

    email = forms.EmailField(
        label=_("E-mail address of the account"), error_messages={"required": _("Enter the address of an account")}
    )
    role = forms.ChoiceField(label=_("Role"), choices=GroupRole.choices, initial=GroupRole.LEADER)


class SettingsForm(forms.Form):
    """Who sees what, how one joins, what one reads and agrees to."""

    visibility = forms.ChoiceField(
        label=_("Who may read what the group makes"), choices=Visibility.choices, widget=forms.RadioSelect
    )
    members_visibility = forms.ChoiceField(
        label=_("Who may see the list of members"), choices=MembersVisibility.choices, widget=forms.RadioSelect
    )
    joining = forms.ChoiceField(label=_("How one joins"), choices=Joining.choices, widget=forms.RadioSelect)
    questions = forms.CharField(
        label=_("Questions to those who ask to join"),
        help_text=_("One a line, up to five. Everybody who asks must answer them."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    welcome = forms.CharField(
        label=_("Welcome"),
        help_text=_("What new members read first. Markdown."),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    rules = forms.CharField(
        label=_("Rules"),
        help_text=_("What members accept before they write. Markdown. If you change them, everybody is asked again."),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 8}),
    )

    def clean_questions(self) -> list[str]:
        """The lines that are not empty."""
        lines = [" ".join(line.split()) for line in self.cleaned_data["questions"].splitlines()]
        questions = list(dict.fromkeys(line for line in lines if line))
        if len(questions) > MOST_QUESTIONS:
            raise forms.ValidationError(_("Ask five questions at most"))
        if any(len(question) > LONGEST_QUESTION for question in questions):
            raise forms.ValidationError(_("Keep each question below 200 characters"))
        return questions

    def clean_welcome(self) -> str:
        """As it is stored: browsers send other line ends."""
        return self.cleaned_data["welcome"].replace("\r\n", "\n")

    def clean_rules(self) -> str:
        """The same, so that saving unchanged rules asks nobody again."""
        return self.cleaned_data["rules"].replace("\r\n", "\n")
