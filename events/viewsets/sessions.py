"""One session of one registration at the desk: put somebody in, take them out, move them up its waiting list."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView

from ..choices import RegistrationStatus
from ..forms.sessions import session_line
from ..models import SessionPlace
from ..permissions import desk_editing_obstacle
from ..refusals import Reason, Refused
from ..selectors.desk import may_do
from ..services import waiting_list
from ..services.changing import change_session
from ..services.places import SessionPlaces
from .actions import IN_THE_HISTORY
from .answers import OneRegistrationView

# What has become of somebody who was put into a session.
PUT_IN = {
    RegistrationStatus.CONFIRMED: gettext_lazy("They have a place in “%(session)s”."),
    RegistrationStatus.WAITING: gettext_lazy("“%(session)s” is full or others wait: they are on its waiting list."),
    RegistrationStatus.PENDING: gettext_lazy(
        "They get “%(session)s”, or a place on its waiting list, once their registration is confirmed."
    ),
}


def line_actions(claim: SessionPlace) -> list[tuple[str, str]]:
    """What the desk can do with this place in a session: labels and addresses."""
    if desk_editing_obstacle(claim.registration) or claim.session.is_cancelled or not claim.session.needs_choice:
        return []
    allowed = may_do(claim.status)
    names = [("promote", _("Move up")), ("cancel", _("Take out"))]
    return [
        (label, reverse(f"registrations:{name}_session", args=[claim.registration_id, claim.pk]))
        for name, label in names
        if name in allowed
    ]


class SessionReasonForm(forms.Form):
    """Why; and whether the member is told."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": Reason.REASON_MISSING.label},
        help_text=gettext_lazy("It is kept in the history, and the member reads it in the letter."),
    )
    tell = forms.BooleanField(label=gettext_lazy("Tell the member by letter"), required=False, initial=True)


class PromoteForm(SessionReasonForm):
    """A place that was waited for is always told."""

    tell = None  # type: ignore[assignment]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = str(IN_THE_HISTORY)


class AddSessionForm(SessionReasonForm):
    """Which session: those that one chooses and has not yet."""

    # Not a list that opens: the lines are longer than a phone is wide.
    session = forms.TypedChoiceField(label=gettext_lazy("Session"), coerce=int, widget=forms.RadioSelect)
    field_order = ("session", "reason", "tell")

    def __init__(self, *args: Any, choices: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["session"].choices = choices  # type: ignore[attr-defined]


class AddSessionView(OneRegistrationView, FormView):
    """Put somebody into a session, or onto its waiting list. Permission: event managers."""

    template_name = "events/admin/form.html"
    form_class = AddSessionForm

    def get_page_title(self) -> str:
        return _("Put into a session")

    def get_form_kwargs(self) -> dict[str, Any]:
        event = self.registration.event
        places = SessionPlaces(event.pk)
        taken = set(self.registration.session_places.active().values_list("session_id", flat=True))
        for session in places.sessions.values():
            session.event = event
        choices = [
            (pk, session_line(places, session, chosen=False))
            for pk, session in places.sessions.items()
            if pk not in taken
        ]
        return {**super().get_form_kwargs(), "choices": choices}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(submit_label=_("Put into the session"), **kwargs)

    def form_valid(self, form: AddSessionForm) -> HttpResponse:
        data = form.cleaned_data
        try:
            change_session(
                registration=self.registration,
                session_id=data["session"],
                wanted=True,
                actor=self.request.user,
                reason=data["reason"],
                tell=data["tell"],
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        claim = self.registration.session_places.active().select_related("session").get(session=data["session"])
        messages.success(self.request, str(PUT_IN[RegistrationStatus(claim.status)]) % {"session": claim.session.title})
        return HttpResponseRedirect(self.detail_url)


class SessionPlaceView(OneRegistrationView, FormView):
    """Do something to a place in a session that somebody has or waits for. Permission: event managers."""

    template_name = "events/admin/form.html"

    @cached_property
    def claim(self) -> SessionPlace:
        claim = self.registration.session_places.select_related("session").filter(pk=self.kwargs["claim"]).first()
        if claim is None:
            raise Http404
        return claim

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.claim.registration = self.registration
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        return f"{self.registration.badge_name}: {self.claim.session.title}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(submit_label=self.get_page_title(), **kwargs)

    def act(self, data: dict[str, Any]) -> str:
        """Do it; what to say afterwards."""
        raise NotImplementedError

    def form_valid(self, form: SessionReasonForm) -> HttpResponse:
        try:
            words = self.act(form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        messages.success(self.request, words % {"session": self.claim.session.title})
        return HttpResponseRedirect(self.detail_url)


class CancelSessionPlaceView(SessionPlaceView):
    """Take somebody out of a session; the place goes to who waits for it."""

    form_class = SessionReasonForm

    def get_page_title(self) -> str:
        return _("Take out of the session")

    def act(self, data: dict[str, Any]) -> str:
        change_session(
            registration=self.registration,
            session_id=self.claim.session_id,
            wanted=False,
            actor=self.request.user,
            reason=data["reason"],
            tell=data["tell"],
        )
        return _("They are no longer in “%(session)s”.")


class PromoteSessionPlaceView(SessionPlaceView):
    """Give somebody who waits for a session a free place in it, past the others who wait."""

    form_class = PromoteForm

    def get_page_title(self) -> str:
        return _("Move up in the session")

    def act(self, data: dict[str, Any]) -> str:
        waiting_list.promote(claim=self.claim, actor=self.request.user, reason=data["reason"])
        return _("They have a place in “%(session)s” and are told by letter.")
