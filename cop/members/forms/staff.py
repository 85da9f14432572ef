"""Forms of the staff: accounts and organisations in the Wagtail admin."""

from typing import Any

from django import forms
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cop.taxonomy.models import Region

from ..models import Organisation, User
from ..models.organisation import name_key
from ..selectors import country_choices
from ..services import accounts
from ..services.roles import Roles
from ..validators import plain_line


class MemberForm(forms.ModelForm):
    """An account. Administrators see address and roles; others do not, and whatever they send of it is not read."""

    name = forms.CharField(label=_("Name"), max_length=150, required=False, validators=[plain_line])
    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        help_text=_("The member signs in with a code sent there. The old address is told when it changes."),
    )
    is_active = forms.BooleanField(
        label=_("Active"),
        required=False,
        help_text=_("Without the tick the account is closed: its sessions end at once."),
    )
    is_superuser = forms.BooleanField(
        label=_("Administrator"), required=False, help_text=_("May do everything. Give it to very few.")
    )
    groups = forms.ModelMultipleChoiceField(
        label=_("Roles"),
        queryset=Group.objects.order_by("name"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = User
        fields = ["email", "name", "is_active", "is_superuser", "groups"]

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        self.actor = actor
        super().__init__(*args, **kwargs)
        new = self.instance.pk is None
        if new:
            del self.fields["is_active"]
        elif self.instance.pk == actor.pk:
            del self.fields["is_active"]
            del self.fields["is_superuser"]
        if not actor.is_superuser:
            for name in ("is_superuser", "groups", *([] if new else ["email"])):
                self.fields.pop(name, None)

    def clean_email(self) -> str:
        email = self.cleaned_data["email"].lower()
        if accounts.address_is_taken(email, by_other_than=self.instance if self.instance.pk else None):
            raise ValidationError(_("There is already an account with this address."))
        return email

    def _get_validation_exclusions(self) -> set[str]:
        # Addresses were compared by clean_email in every case of letters.
        return super()._get_validation_exclusions() | {"email"}

    def _roles(self) -> Roles | None:
        if "groups" not in self.cleaned_data:
            return None
        return Roles(
            administrator=self.cleaned_data.get("is_superuser", self.instance.is_superuser),
            groups=list(self.cleaned_data["groups"]),
        )

    def save(self, commit: bool = True) -> User:
        values = self.cleaned_data
        if self.instance.pk is None:
            self.instance = accounts.open_account_for(
                email=values["email"], name=values["name"], actor=self.actor, roles=self._roles()
            )
            return self.instance
        return accounts.change_account(
            member=User.objects.get(pk=self.instance.pk),
            actor=self.actor,
            name=values["name"],
            is_active=values.get("is_active"),
            email=values.get("email"),
            roles=self._roles(),
        )


class OrganisationForm(forms.ModelForm):
    """An organisation's name, country and web site."""

    name = forms.CharField(label=_("Name"), max_length=200, validators=[plain_line])
    country = forms.ChoiceField(label=_("Country"), required=False)

    class Meta:
        model = Organisation
        fields = ["name", "country", "website"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["country"].choices = [("", "–"), *country_choices()]

    def clean_name(self) -> str:
        return " ".join(self.cleaned_data["name"].split())

    def clean_country(self) -> Region | None:
        code = self.cleaned_data["country"]
        return Region.objects.get(pk=code) if code else None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if "name" in cleaned and "country" in cleaned:
            twin = (
                Organisation.objects.filter(name_key=name_key(cleaned["name"]), country=cleaned["country"])
                .exclude(pk=self.instance.pk)
                .first()
            )
            if twin is not None:
                self.add_error("name", _("There is already one of this name in this country; merge the two instead."))
        return cleaned
