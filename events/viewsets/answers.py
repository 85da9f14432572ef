"""Changing somebody's answers at the desk: the member's own form, with a reason."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import FormView
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from ..forms.changing import DeskChangeForm
from ..models import Registration
from ..permissions import desk_editing_obstacle
from ..refusals import Refused
from ..selectors import desk
from ..selectors.my_registration import files_of, setup_of_registration
from ..services.changing import change_registration
from ..services.registering import Sheet
from .access import ManagersOnly


class OneRegistrationView(ManagersOnly, WagtailAdminTemplateMixin):
    """What the views share that do something to one registration: the registration, and the way to it."""

    header_icon = "user"
    registration: Registration

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        registration = desk.get_registration_for(request.user, kwargs["pk"])
        if registration is None:
            raise Http404
        self.registration = registration

    @property
    def detail_url(self) -> str:
        return reverse("registrations:detail", args=[self.registration.pk])

    def get_page_subtitle(self) -> str:
        return self.registration.badge_name

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        event = self.registration.event
        return [
            *self.breadcrumbs_items,
            {"url": reverse("registrations:index"), "label": _("Registrations")},
            {"url": reverse("registrations:event", args=[event.pk]), "label": event.title},
            {"url": self.detail_url, "label": self.registration.badge_name},
            {"url": "", "label": self.get_page_title()},
        ]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if reason := desk_editing_obstacle(self.registration):
            messages.error(request, str(reason.label))
            return HttpResponseRedirect(self.detail_url)
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]


class AnswersView(OneRegistrationView, FormView):
    """Answers, sessions, category and badge of one registration. Permission: event managers."""

    template_name = "events/admin/form.html"
    form_class = DeskChangeForm

    def get_page_title(self) -> str:
        return _("Change answers")

    def get_form_kwargs(self) -> dict[str, Any]:
        registration = self.registration
        sent = super().get_form_kwargs()
        return {
            "data": sent.get("data"),
            "files": sent.get("files"),
            "sheet": Sheet(setup_of_registration(registration)),
            "member": registration.member,
            "registration": registration,
            "kept_files": files_of(registration),
            "own_sessions": dict(registration.session_places.active().values_list("session_id", "status")),
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(submit_label=_("Save changes"), **kwargs)

    def form_valid(self, form: DeskChangeForm) -> HttpResponse:
        before = self.registration.serial
        facts = form.facts()
        try:
            changed = change_registration(
                registration=self.registration,
                actor=self.request.user,
                files=form.new_files,
                reason=form.cleaned_data["reason"],
                tell=form.cleaned_data["tell"],
                **facts,
            )
        except Refused as refusal:
            form.refuse(refusal)
            return self.form_invalid(form)
        if changed.serial == before:
            messages.info(self.request, _("Nothing was different, so nothing was changed."))
        elif form.cleaned_data["tell"]:
            messages.success(self.request, _("The changes are saved. The member is told by letter."))
        else:
            messages.success(self.request, _("The changes are saved. The member is not told."))
        return HttpResponseRedirect(self.detail_url)
