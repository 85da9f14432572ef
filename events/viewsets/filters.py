"""The filters of the lists of registrations."""

from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet

from ..choices import ACTIVE, RegistrationStatus
from ..models import Category, EventPage, Registration, SessionPlace
from ..selectors.desk import sessions_to_filter

CHECKED_IN = [("yes", _("Yes")), ("no", _("No"))]


class RegistrationFilterSet(WagtailFilterSet):
    """Over all events: the event, the state, who has come, and the day of registration."""

    status = django_filters.MultipleChoiceFilter(
        label=_("State"), choices=RegistrationStatus.choices, widget=forms.CheckboxSelectMultiple
    )
    event = django_filters.ModelChoiceFilter(
        label=_("Event"),
        queryset=lambda request: EventPage.objects.defer("body").order_by("-starts_at"),
        empty_label=_("All"),
    )
    checked_in = django_filters.ChoiceFilter(
        label=_("Checked in"),
        choices=CHECKED_IN,
        method="filter_checked_in",
        widget=forms.RadioSelect,
        empty_label=_("All"),
    )
    created_at = django_filters.DateFromToRangeFilter(label=_("Registered"), widget=DateRangePickerWidget)

    class Meta:
        model = Registration
        fields: list[str] = []

    def filter_checked_in(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Has somebody let them in at the door?"""
        return queryset.filter(checked_in_at__isnull=value == "no")


def event_filterset(event: EventPage) -> type[RegistrationFilterSet]:
    """For one event: its categories and its sessions instead of the event."""

    categories = Category.objects.filter(setup__event=event).order_by("sort_order", "pk")
    sessions = sessions_to_filter(event)

    class EventRegistrationFilterSet(RegistrationFilterSet):
        event = None  # the one of all events
        category = django_filters.ModelMultipleChoiceFilter(
            label=_("Category"),
            queryset=categories,
            widget=forms.CheckboxSelectMultiple,
        )
        session = django_filters.ModelChoiceFilter(
            label=_("Session"),
            queryset=sessions,
            method="filter_session",
            empty_label=_("All"),
        )

        class Meta:
            model = Registration
            fields: list[str] = []

        def filter_session(self, queryset: QuerySet, name: str, value: Any) -> QuerySet:
            """Those who hold, or wait for, a place in it."""
            claims = SessionPlace.objects.filter(session=value, status__in=ACTIVE)
            return queryset.filter(pk__in=claims.values("registration"))

    return EventRegistrationFilterSet
