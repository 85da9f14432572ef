"""The staff's pages about letters in the Wagtail admin: a list to search, and each letter as it went out."""

from typing import Any

import django_filters
from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, StatusTagColumn, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.views.generic.base import BaseObjectMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from cop.core.read_only_viewset import ReadOnlyViewSet

from . import registry, selectors
from .choices import LetterState
from .links import HIDDEN
from .models import Letter
from .refusals import LetterRefused
from .services.resending import send_again
from .views.letter_html import SANDBOX, html_response


def _kinds() -> list[tuple[str, str]]:
    return [(kind.name, str(kind.title)) for kind in registry.known()]


class LetterFilterSet(WagtailFilterSet):
    """State, kind, and the day on which the letter was written."""

    state = django_filters.MultipleChoiceFilter(
        label=gettext_lazy("State"), choices=LetterState.choices, widget=forms.CheckboxSelectMultiple
    )
    kind = django_filters.ChoiceFilter(label=gettext_lazy("Kind"), choices=_kinds, empty_label=gettext_lazy("All"))
    created_at = django_filters.DateFromToRangeFilter(label=gettext_lazy("Written"), widget=DateRangePickerWidget)

    class Meta:
        model = Letter
        fields = ["state", "kind", "created_at"]


class LetterIndexView(generic.IndexView):
    """Every letter, newest first, without its body."""

    any_permission_required = ["view"]

    def get_base_queryset(self):
        return selectors.listed_letters()

    @cached_property
    def columns(self) -> list[Column]:
        # IndexView's own list would add a checkbox for actions on many; there are none.
        return [
            TitleColumn(
                "to",
                label=_("To"),
                sort_key="to",
                width="26%",
                get_url=lambda letter: reverse(self.inspect_url_name, args=[letter.pk]),
            ),
            Column("kind", label=_("Kind"), accessor=lambda letter: registry.title_of(letter.kind), sort_key="kind"),
            StatusTagColumn(
                "state",
                label=_("State"),
                accessor=lambda letter: letter.get_state_display(),
                primary=lambda letter: letter.state == LetterState.SENT,
                sort_key="state",
            ),
            DateColumn("created_at", label=_("Written"), sort_key="created_at"),
            DateColumn("sent_at", label=_("Sent"), sort_key="sent_at"),
            Column("attempts", label=_("Attempts"), sort_key="attempts"),
            Column("error", label=_("Last error")),
        ]


class LetterInspectView(generic.InspectView):
    """One letter: where it is on its way, its headers, and its text and HTML as sent, but for personal links."""

    any_permission_required = ["view"]
    page_title = gettext_lazy("Letter")
    template_name = "notifications/admin/letter.html"

    def get_object(self, queryset=None) -> Letter:
        return get_object_or_404(Letter.objects.select_related("member"), pk=self.kwargs["pk"])

    def get_page_subtitle(self) -> str:
        return self.object.subject or registry.title_of(self.object.kind)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        letter = self.object
        content = selectors.shown_to_staff(letter)
        can_change = self.user_has_permission("change")
        obstacle = selectors.resend_obstacle(letter)
        return super().get_context_data(
            letter=letter,
            kind_title=registry.title_of(letter.kind),
            content=content,
            has_hidden=content is not None and f"/{HIDDEN}" in content.text,
            headers=selectors.headers_for_staff(letter),
            was_sent=letter.sent_at is not None,
            sandbox=SANDBOX,
            html_url=reverse("letters:html", args=[letter.pk]),
            send_again_url=reverse("letters:send_again", args=[letter.pk]) if can_change and not obstacle else "",
            obstacle=obstacle.label if obstacle and letter.state == LetterState.FAILED else "",
            **kwargs,
        )

    def get_fields_context(self) -> list[dict[str, Any]]:
        return []  # The template lays them out.


class LetterHtmlView(PermissionCheckedMixin, BaseObjectMixin, View):
    """The HTML alone, for the sandboxed frame."""

    model = Letter
    any_permission_required = ["view"]

    def get_base_object_queryset(self):
        return Letter.objects.select_related("member")

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return html_response(selectors.shown_to_staff(self.object))


class SendAgainView(PermissionCheckedMixin, BaseObjectMixin, View):
    """POST only: queue a failed letter anew."""

    model = Letter
    permission_required = "change"

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        try:
            send_again(letter=self.object, actor=request.user)
            messages.success(request, _("The letter will be sent again."))
        except LetterRefused as refusal:
            messages.error(request, str(refusal))
        return HttpResponseRedirect(reverse("letters:inspect", args=[pk]))


class LetterViewSet(ReadOnlyViewSet):
    """/admin/letters/: a list, one page a letter; nobody writes, edits or deletes letters by hand."""

    model = Letter
    name = "letters"
    icon = "mail"
    menu_label = gettext_lazy("Letters")
    menu_order = 700
    add_to_admin_menu = True
    index_view_class = LetterIndexView
    inspect_view_class = LetterInspectView
    inspect_view_enabled = True
    filterset_class = LetterFilterSet
    search_fields = ["to", "kind", "subject"]
    ordering = ["-created_at", "-pk"]

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            *super().get_urlpatterns(),
            path("<int:pk>/html/", self.construct_view(LetterHtmlView), name="html"),
            path("<int:pk>/send-again/", self.construct_view(SendAgainView), name="send_again"),
        ]
