"""Bringing a cancelled event or session back in the Wagtail admin: a page that says what returns, and the POST."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View

from ..models import Session
from ..permissions import can_cancel_event
from ..refusals import Refused
from ..selectors.desk import count_under_way
from ..selectors.events import is_cancelled
from ..services import programme, publishing
from .editors import EditorsOnly


class RestoreForm(forms.Form):
    """Why it takes place after all; everybody concerned reads it."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("One or two sentences. They stand in the letters, and in the history."),
    )


class RestoreView(EditorsOnly, View):
    """What both have in common."""

    template_name = "events/admin/form.html"
    submit_label: Any = ""

    def explanation(self) -> list[str]:
        """What comes back and what does not, line by line."""
        raise NotImplementedError

    def restore(self, reason: str) -> bool:
        """Call the service."""
        raise NotImplementedError

    def done(self) -> HttpResponse:
        """Where to go afterwards."""
        raise NotImplementedError

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.show(RestoreForm())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = RestoreForm(request.POST)
        if not form.is_valid():
            return self.show(form)
        try:
            restored = self.restore(form.cleaned_data["reason"])
        except Refused as refused:
            form.add_error(None, str(refused))
            return self.show(form)
        if restored:
            messages.success(request, _("It takes place after all. Everybody concerned gets a letter."))
        else:
            messages.info(request, _("It is not cancelled."))
        return self.done()

    def show(self, form: RestoreForm) -> HttpResponse:
        return self.render_to_response(
            self.get_context_data(form=form, explanation=self.explanation(), submit_label=str(self.submit_label))
        )


class RestoreEventView(RestoreView):
    """Permission: whoever may publish the event's page, as for calling it off."""

    page_title = gettext_lazy("Restore the event")
    submit_label = gettext_lazy("Restore the event and tell everybody")

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        if not can_cancel_event(request.user, self.event):
            raise PermissionDenied

    def explanation(self) -> list[str]:
        lines = [
            _(
                "What comes back: every registration stands as it did when the event was cancelled, with its place, "
                "its answers and its sessions (now under way: %(count)d). Each of these people gets a letter with your "
                "reason, and the event goes back into their calendars."
            )
            % {"count": count_under_way(event=self.event)},
            _(
                "Places that were offered and not answered are offered anew, with the whole time to answer. The "
                "waiting list and the reminders go on, and registration is open again if its dates say so."
            ),
            _(
                "What does not come back: registrations that people have cancelled since, and reminders whose day has "
                "passed. Sessions that were cancelled one by one stay cancelled."
            ),
        ]
        if not self.event.live:
            lines.append(_("The page is not published. Publish it too, or nobody sees the event."))
        return lines

    def restore(self, reason: str) -> bool:
        return publishing.restore_event(event=self.event, actor=self.request.user, reason=reason)

    def done(self) -> HttpResponse:
        return redirect("wagtailadmin_pages:edit", self.event.pk)


class RestoreSessionView(RestoreView):
    """Permission: whoever may edit the event's page, as for cancelling a session."""

    submit_label = gettext_lazy("Restore the session and tell everybody")
    session: Session

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.session = self.session_or_404(kwargs["session"])

    @property
    def page_title(self) -> str:  # type: ignore[override]
        return _("Restore “%(session)s”") % {"session": self.session.title}

    def explanation(self) -> list[str]:
        lines = [
            _(
                "What comes back: everybody who had chosen the session has it again, with the place or the place on "
                "its waiting list as it was (now %(count)d). Each of them gets a letter with your reason, and the "
                "session goes back into their calendars. Offers are made anew, with the whole time to answer."
            )
            % {"count": count_under_way(session=self.session)},
            _(
                "What does not come back: the choice of people who have cancelled or changed it since, or whose "
                "registration was confirmed while the session was cancelled. Who has meanwhile chosen another session "
                "at the same time has both; the letter asks them to give one up."
            ),
        ]
        if is_cancelled(self.event):
            lines.append(_("The whole event is cancelled: restore that first."))
        return lines

    def restore(self, reason: str) -> bool:
        return programme.restore_session(session=self.session, actor=self.request.user, reason=reason)

    def done(self) -> HttpResponse:
        return redirect(self.address("edit", self.session.pk))
