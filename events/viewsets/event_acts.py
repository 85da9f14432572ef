"""What an editor does to a whole event in the Wagtail admin: moving its programme, calling it off."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import View

from ..forms.programme import CancelEventForm, RearrangeForm, ShiftForm
from ..permissions import can_cancel_event
from ..refusals import Refused
from ..selectors.programme import first_start, sessions_that_may_move
from ..services import programme, publishing
from .editors import EditorsOnly


class ShiftView(EditorsOnly, View):
    """Moving all sessions by some days. Permission: whoever may edit the event's page."""

    template_name = "events/admin/form.html"
    page_title = gettext_lazy("Move all sessions")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        first = first_start(self.event)
        if first is None:
            messages.info(request, _("This programme has no sessions yet."))
            return redirect(self.address("event"))
        # As far as the event has gone away from its first session.
        days = (self.event.local_start.date() - first.astimezone(self.event.tz).date()).days
        return self.show(ShiftForm(initial={"days": days or None, "first": first.isoformat()}))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = ShiftForm(request.POST)
        if not form.is_valid():
            return self.show(form)
        moved = programme.shift_programme(event=self.event, actor=request.user, **form.cleaned_data)
        if moved:
            words = ngettext("%d session has been moved.", "%d sessions have been moved.", moved)
            messages.success(request, words % moved)
        else:
            messages.error(request, _("The programme has been changed meanwhile. Nothing was moved."))
        return redirect(self.address("event"))

    def show(self, form: ShiftForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form, submit_label=_("Move all sessions")))


class RearrangeView(EditorsOnly, View):
    """Letting sessions change places. Permission: whoever may edit the event's page."""

    template_name = "events/admin/rearrange.html"
    page_title = gettext_lazy("Rearrange sessions")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        sessions = sessions_that_may_move(self.event)
        if len(sessions) < 2:
            messages.info(request, _("There are not two sessions that could change places."))
            return redirect(self.address("event"))
        return self.show(RearrangeForm(sessions=sessions))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = RearrangeForm(request.POST, sessions=sessions_that_may_move(self.event))
        if not form.is_valid():
            return self.show(form)
        order, seen = form.order(), form.seen()
        moved = programme.rearrange_sessions(event=self.event, order=order, seen=seen, actor=request.user)
        if moved:
            words = ngettext("%d session has been moved.", "%d sessions have been moved.", moved)
            messages.success(request, words % moved)
        elif order == seen:
            messages.info(request, _("Every session is where it was."))
        else:
            messages.error(request, _("The programme has been changed meanwhile. Nothing was moved."))
        return redirect(self.address("event"))

    def show(self, form: RearrangeForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form))


class CancelEventView(EditorsOnly, View):
    """Calling the event off, with a reason. Permission: whoever may publish its page."""

    template_name = "events/admin/form.html"
    page_title = gettext_lazy("Cancel the event")

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        if not can_cancel_event(request.user, self.event):
            raise PermissionDenied

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.show(CancelEventForm())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = CancelEventForm(request.POST)
        if not form.is_valid():
            return self.show(form)
        try:
            done = publishing.cancel_event(event=self.event, actor=request.user, reason=form.cleaned_data["reason"])
        except Refused as refused:
            form.add_error(None, str(refused))
            return self.show(form)
        if done:
            messages.success(request, _("The event is cancelled. Everybody registered gets a letter."))
        else:
            messages.info(request, _("The event had been cancelled already."))
        return redirect("wagtailadmin_pages:edit", self.event.pk)

    def show(self, form: CancelEventForm) -> HttpResponse:
        return self.render_to_response(
            self.get_context_data(form=form, submit_label=_("Cancel the event and tell everybody"))
        )
