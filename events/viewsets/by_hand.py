"""Registering somebody by hand in the Wagtail admin."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from ..models import Category, EventPage, Session
from ..refusals import Refused
from ..selectors.desk import sessions_to_filter
from ..services.by_hand import register_by_hand
from .access import ManagersOnly, event_or_404


class ByHandForm(forms.Form):
    """Who, and for what."""

    email = forms.EmailField(
        label=gettext_lazy("E-mail address of the member"),
        help_text=gettext_lazy("They need an account. They are told by letter."),
    )
    category = forms.ModelChoiceField(label=gettext_lazy("Category"), queryset=Category.objects.none())
    badge_name = forms.CharField(
        label=gettext_lazy("Name on the badge"),
        required=False,
        max_length=150,
        help_text=gettext_lazy("Empty: the name of the account."),
    )
    badge_organisation = forms.CharField(
        label=gettext_lazy("Organisation on the badge"), required=False, max_length=200
    )
    sessions = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Sessions"),
        queryset=Session.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("It is kept in the history."),
    )

    def __init__(self, *args: Any, event: EventPage, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["category"].queryset = Category.objects.filter(setup__event=event).order_by("sort_order")  # type: ignore[attr-defined]
        sessions = sessions_to_filter(event).filter(is_cancelled=False)
        self.fields["sessions"].queryset = sessions  # type: ignore[attr-defined]
        if not sessions:
            del self.fields["sessions"]

    def clean_email(self) -> str:
        """There must be such an account; staff may know who has one."""
        email = self.cleaned_data["email"].strip().lower()
        self.member = get_user_model().objects.filter(email=email).first()
        if self.member is None:
            raise ValidationError(_("There is no account with this address. Ask the person to create one first."))
        return email


class RegisterByHandView(ManagersOnly, WagtailAdminTemplateMixin, FormView):
    """A form for one member; the service takes free places only."""

    template_name = "events/admin/form.html"
    form_class = ByHandForm
    header_icon = "plus"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.event = event_or_404(kwargs["event"])
        if not hasattr(self.event, "registration_setup"):
            raise Http404

    def get_page_title(self) -> str:
        return _("Register somebody")

    def get_page_subtitle(self) -> str:
        return self.event.title

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("registrations:index"), "label": _("Registrations")},
            {"url": reverse("registrations:event", args=[self.event.pk]), "label": self.event.title},
            {"url": "", "label": self.get_page_title()},
        ]

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "event": self.event}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(submit_label=_("Register"), **kwargs)

    def form_valid(self, form: ByHandForm) -> HttpResponse:
        data = form.cleaned_data
        try:
            registration = register_by_hand(
                member=form.member,
                event_id=self.event.pk,
                category_id=data["category"].pk,
                actor=self.request.user,
                badge_name=data["badge_name"],
                badge_organisation=data["badge_organisation"],
                session_ids=[session.pk for session in data.get("sessions") or []],
                reason=data["reason"],
            )
        except Refused as refused:
            form.add_error(None, str(refused))
            return self.form_invalid(form)
        messages.success(self.request, _("%(name)s is registered.") % {"name": registration.badge_name})
        return HttpResponseRedirect(reverse("registrations:detail", args=[registration.pk]))
