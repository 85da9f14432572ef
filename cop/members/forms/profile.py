"""Forms of the profile: the short first one and the whole."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from cop.core.widgets import ToldRadioSelect
from cop.privacy.forms.rights import acceptance_label
from cop.privacy.models import TermsVersion
from cop.taxonomy.choices import StakeholderType
from cop.taxonomy.models import Region, Topic

from ..choices import ProfileVisibility
from ..models import Profile, User
from ..selectors import country_choices, place_choices
from ..time_zones import time_zone_choices
from ..validators import plain_line


def _line(length: int, *, label: Any, required: bool = False, autocomplete: str = "", **kwargs: Any) -> forms.CharField:
    """One line of text. The limit is checked here and not by the browser, which would cut a pasted text silently."""
    field = forms.CharField(
        label=label,
        required=required,
        validators=[
            plain_line,
            MaxLengthValidator(length, _("Please shorten this to %(limit_value)d characters; it has %(show_value)d.")),
        ],
        **kwargs,
    )
    if autocomplete:
        field.widget.attrs["autocomplete"] = autocomplete
    return field


class _Places:
    """Country and region come as codes of choices that the page has loaded anyway; saved as rows."""

    def clean_country(self) -> Region | None:
        return self._region(self.cleaned_data["country"])

    def _region(self, code: str) -> Region | None:
        return Region.objects.get(pk=code) if code else None


class WelcomeForm(_Places, forms.Form):
    """What the community needs to know of somebody new, in half a minute."""

    name = _line(
        150,
        label=_("Your name"),
        required=True,
        autocomplete="name",
        help_text=_("As it should stand on your ticket and badge."),
        error_messages={"required": _("Enter your name.")},
    )
    organisation = _line(
        200,
        label=_("Organisation"),
        autocomplete="organization",
        help_text=_("Type the first letters and choose yours. If it is not there, just type its name."),
    )
    country = forms.ChoiceField(label=_("Country"), required=False)
    # Filled by the browser (time-zone.js); without scripts it stays empty and Brussels is meant.
    time_zone = forms.CharField(required=False, max_length=50, widget=forms.HiddenInput(attrs={"data-time-zone": ""}))

    accepted = forms.BooleanField(error_messages={"required": _("Tick the box to go on.")})

    def __init__(self, *args: Any, member: User, versions: Sequence[TermsVersion] = (), **kwargs: Any) -> None:
        self.versions = list(versions)
        profile = member.profile
        kwargs["initial"] = {
            "name": member.name,
            "organisation": profile.organisation.name if profile.organisation else "",
            "country": profile.country_id or "",
        } | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        self.fields["country"].choices = [("", _("Choose, or leave empty")), *country_choices()]
        self.fields["organisation"].widget.attrs |= SUGGEST
        if self.versions:
            self.fields["accepted"].label = acceptance_label(self.versions)
        else:
            del self.fields["accepted"]


SUGGEST = {
    "list": "known-organisations",
    "data-suggest": reverse_lazy("organisation_suggestions"),
    "data-suggest-with": "country",
}


class ProfileForm(_Places, forms.Form):
    """All that a member may say about themselves."""

    name = _line(
        150,
        label=_("Name"),
        required=True,
        autocomplete="name",
        error_messages={"required": _("Enter your name.")},
    )
    organisation = _line(
        200,
        label=_("Organisation"),
        autocomplete="organization",
        help_text=_("Type the first letters and choose yours. If it is not there, just type its name."),
    )
    job_title = _line(150, label=_("Job title"), autocomplete="organization-title")
    stakeholder_type = forms.ChoiceField(label=_("I work for a"), required=False)
    country = forms.ChoiceField(label=_("Country"), required=False)
    region = forms.ChoiceField(
        label=_("Region"), required=False, help_text=_("The region that your work is about (NUTS level 1 or 2).")
    )
    topics = forms.ModelMultipleChoiceField(
        label=_("Topics"),
        queryset=Topic.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("What you work on, or would like to hear about."),
    )
    time_zone = forms.ChoiceField(
        label=_("Time zone"), help_text=_("We show times of online sessions on this clock, beside the event's own.")
    )
    visibility = forms.ChoiceField(
        label=_("Who may see your profile?"),
        choices=[
            (ProfileVisibility.NOBODY, _("Nobody")),
            (ProfileVisibility.MEMBERS, _("Members")),
            (ProfileVisibility.EVERYBODY, _("Everybody")),
        ],
        widget=ToldRadioSelect(
            hints={
                ProfileVisibility.NOBODY: _("Only you and the secretariat. You can still register for everything."),
                ProfileVisibility.MEMBERS: _("People with an account here, when they are signed in."),
                ProfileVisibility.EVERYBODY: _("Anybody on the internet. We ask search engines not to list you."),
            }
        ),
        help_text=_(
            "Shown are: name, organisation, job title, country, region and topics. "
            "Never shown: your e-mail address and what you registered for."
        ),
    )
    accepts_contact = forms.BooleanField(
        label=_("Members who see my profile may write to me"),
        required=False,
        help_text=_("We deliver their letters; nobody sees your address."),
    )

    def __init__(self, *args: Any, profile: Profile, topics: list[Topic], **kwargs: Any) -> None:
        kwargs["initial"] = {
            "name": profile.user.name,
            "organisation": profile.organisation.name if profile.organisation else "",
            "job_title": profile.job_title,
            "stakeholder_type": profile.stakeholder_type,
            "country": profile.country_id or "",
            "region": profile.region_id or "",
            "topics": topics,
            "time_zone": profile.user.time_zone,
            "visibility": profile.visibility,
            "accepts_contact": profile.accepts_contact,
        }
        super().__init__(*args, **kwargs)
        countries, regions = place_choices()
        self.fields["country"].choices = [("", _("Choose, or leave empty")), *countries]
        self.fields["region"].choices = [("", _("Choose, or leave empty")), *regions]
        self.fields["region"].widget.attrs["data-regions-of"] = "country"
        self.fields["stakeholder_type"].choices = [("", _("Choose, or leave empty")), *StakeholderType.choices]
        self.fields["topics"].queryset = Topic.objects.order_by("name")
        # Listed once; the field would read them anew each time that somebody looks at its choices.
        self.fields["topics"].choices = [(topic.pk, topic.name) for topic in self.fields["topics"].queryset]
        self.fields["time_zone"].choices = _with(time_zone_choices(), profile.user.time_zone)
        self.fields["organisation"].widget.attrs |= SUGGEST

    def clean_region(self) -> Region | None:
        return self._region(self.cleaned_data["region"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        region, country = cleaned.get("region"), cleaned.get("country")
        if region and country and region.country_code != country.pk:
            self.add_error("region", _("This region lies in another country than the one chosen above."))
        elif region and not country and "country" not in self.errors:
            cleaned["country"] = Region.objects.get(pk=region.country_code)
        return cleaned


def _with(choices: list, chosen: str) -> list:
    # An old or unusual zone must not be lost by opening the page.
    known = any(value == chosen for _part, group in choices for value, _label in group)
    return choices if known or not chosen else [*choices, (chosen, [(chosen, chosen)])]
