"""Messages to the secretariat in the Wagtail admin: a list, each message, and where it is on its way."""

from typing import Any

import django_filters
from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseRedirect
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

from ..choices import CLOSED, MessageState, MessageTopic
from ..models import ContactMessage
from ..services.contact import set_state


class MessageFilterSet(WagtailFilterSet):
    """State, topic, and the day on which it was written."""

    state = django_filters.MultipleChoiceFilter(
        label=gettext_lazy("State"), choices=MessageState.choices, widget=forms.CheckboxSelectMultiple
    )
    topic = django_filters.ChoiceFilter(
        label=gettext_lazy("About"), choices=MessageTopic.choices, empty_label=gettext_lazy("All")
    )
    created_at = django_filters.DateFromToRangeFilter(label=gettext_lazy("Written"), widget=DateRangePickerWidget)

    class Meta:
        model = ContactMessage
        fields = ["state", "topic", "created_at"]


class MessageIndexView(generic.IndexView):
    """All messages, newest first."""

    any_permission_required = ["view"]

    def get_base_queryset(self) -> QuerySet[ContactMessage]:
        return ContactMessage.objects.select_related("handled_by")

    @cached_property
    def columns(self) -> list[Column]:
        return [
            TitleColumn(
                "name",
                label=_("From"),
                sort_key="name",
                get_url=lambda message: reverse(self.inspect_url_name, args=[message.pk]),
            ),
            Column("topic", label=_("About"), accessor=lambda message: message.get_topic_display(), sort_key="topic"),
            StatusTagColumn(
                "state",
                label=_("State"),
                accessor=lambda message: message.get_state_display(),
                primary=lambda message: message.state not in CLOSED,
                sort_key="state",
            ),
            Column("handled_by", label=_("Taken by"), accessor=lambda message: message.handled_by or ""),
            DateColumn("created_at", label=_("Written"), sort_key="created_at"),
        ]


class MessageInspectView(generic.InspectView):
    """One message, and the buttons that say where it is."""

    any_permission_required = ["view"]
    page_title = gettext_lazy("Message")
    template_name = "home/admin/message.html"

    def get_page_subtitle(self) -> str:
        return str(self.object)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        message = self.object
        states = [(state, label) for state, label in MessageState.choices if state not in (message.state, "new")]
        return super().get_context_data(
            message=message,
            states=states if self.user_has_permission("change") else [],
            state_url=reverse("contact:state", args=[message.pk]),
            **kwargs,
        )

    def get_fields_context(self) -> list[dict[str, Any]]:
        return []  # The template lays them out.


class MessageStateView(PermissionCheckedMixin, BaseObjectMixin, View):
    """POST only."""

    model = ContactMessage
    permission_required = "change"

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        state = request.POST.get("state", "")
        if state not in MessageState:
            return HttpResponseBadRequest()
        set_state(message=self.object, state=MessageState(state), actor=request.user)
        messages.success(request, _("The message is now: %(state)s") % {"state": MessageState(state).label})
        return HttpResponseRedirect(reverse("contact:inspect", args=[pk]))


class ContactMessageViewSet(ReadOnlyViewSet):
    """/admin/messages/: nobody writes or removes messages by hand."""

    model = ContactMessage
    name = "contact"
    url_prefix = "messages"
    icon = "mail"
    menu_label = gettext_lazy("Messages")
    menu_order = 690
    add_to_admin_menu = True
    index_view_class = MessageIndexView
    inspect_view_class = MessageInspectView
    inspect_view_enabled = True
    filterset_class = MessageFilterSet
    search_fields = ["name", "email", "text"]
    ordering = ["-created_at", "-pk"]

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            *super().get_urlpatterns(),
            path("<int:pk>/state/", self.construct_view(MessageStateView), name="state"),
        ]
