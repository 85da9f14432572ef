"""Choosing regions in the Wagtail admin: 490 are too many for one list to scroll through."""

import unicodedata
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import chooser
from wagtail.admin.viewsets.chooser import ChooserViewSet

from .countries import NAMES, country_name
from .models import Region


def folded(text: str) -> str:
    """Without accents and case, as people type: "ile de france" finds "Île-de-France"."""
    plain = "".join(char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char))
    return " ".join("".join(char if char.isalnum() else " " for char in plain).casefold().split())


class RegionFilterForm(BaseFilterForm):
    """Words of the name (English or local) or the code, and the country."""

    q = forms.CharField(
        label=gettext_lazy("Name or code"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"placeholder": gettext_lazy("For example: Andalucía, or ES61")}),
    )
    country = forms.ChoiceField(label=gettext_lazy("Country"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        countries = sorted(((code, str(name)) for code, name in NAMES.items()), key=lambda pair: pair[1])
        self.fields["country"].choices = [("", gettext_lazy("All countries")), *countries]

    def filter(self, objects: QuerySet[Region]) -> QuerySet[Region]:
        """What both say. The database knows no accents; the table is small and never grows."""
        if country := self.cleaned_data["country"]:
            objects = objects.filter(country_code=country)
        if words := folded(self.cleaned_data["q"]).split():
            self.is_searching, self.search_query = True, self.cleaned_data["q"]
            rows = objects.values_list("code", "name", "name_local", "country_code")
            found = [
                code
                for code, name, local, land in rows
                if all(word in folded(f"{code} {name} {local} {country_name(land)}") for word in words)
            ]
            objects = objects.filter(pk__in=found)
        return objects


class Columns:
    """Beside code and name: the country, and how large it is."""

    filter_form_class = RegionFilterForm

    @property
    def columns(self) -> list[Column]:
        first = super().columns  # type: ignore[misc]
        return [
            *first,
            Column("country", label=gettext_lazy("Country"), accessor=lambda region: country_name(region.country_code)),
            Column("level", label=gettext_lazy("Level"), accessor=lambda region: f"NUTS {region.level}"),
        ]


class RegionChooseView(Columns, chooser.ChooseView):
    """The dialog. Permission: whoever may enter the admin; regions are public."""


class RegionResultsView(Columns, chooser.ChooseResultsView):
    """Its list. Permission: as the dialog."""


class RegionChooserViewSet(ChooserViewSet):
    """Choosing regions by name, code and country. Not for every field that points to a region: countries keep their
    short list."""

    model = Region
    icon = "globe"
    register_widget = False
    choose_one_text = gettext_lazy("Choose a region")
    choose_another_text = gettext_lazy("Choose another region")
    choose_view_class = RegionChooseView
    choose_results_view_class = RegionResultsView
    per_page = 20


region_chooser = RegionChooserViewSet("region_chooser")
