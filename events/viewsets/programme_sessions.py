"""One session in the Wagtail admin: writing it, cancelling, deleting, copying it."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from ..forms.programme import SessionForm, parts_of, people_formset
from ..models import Session
from ..refusals import Refused
from ..selectors.clashes import clashes_of
from ..services import programme
from .editors import EditorsOnly
from .speakers import speaker_chooser


class SessionFormView(EditorsOnly, TemplateView):
    """Adding a session, or changing one."""

    template_name = "events/admin/session.html"

    @cached_property
    def session(self) -> Session:
        if "session" in self.kwargs:
            return self.session_or_404(self.kwargs["session"])
        return Session(event=self.event, starts_at=self.event.starts_at, ends_at=self.event.ends_at)

    @property
    def page_title(self) -> str:  # type: ignore[override]
        return self.session.title or _("New session")

    def session_forms(self, data: Any = None) -> tuple[SessionForm, forms.BaseInlineFormSet]:
        form = SessionForm(data, instance=self.session, event=self.event)
        if self.session.pk is None and data is None:
            for name in ("starts_at", "ends_at"):
                form.initial[name] = None
            form.initial["starts_at"] = self.event.starts_at
        people = people_formset(speaker_chooser.widget_class())(data, instance=self.session, prefix="people")
        return form, people

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.show(*self.session_forms())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form, people = self.session_forms(request.POST)
        if not (form.is_valid() and people.is_valid()):
            return self.show(form, people)
        session = programme.save_session(session=form.save(commit=False), parts=parts_of(people), actor=request.user)
        messages.success(request, _("“%(title)s” has been saved.") % {"title": session.title})
        for words in clashes_of(self.event).get(session.pk, ()):
            messages.warning(request, words)
        return redirect(self.address("event"))

    def show(self, form: SessionForm, people: forms.BaseInlineFormSet) -> HttpResponse:
        return self.render_to_response(
            self.get_context_data(
                form=form,
                people=people,
                session=self.session,
                clashes=clashes_of(self.event).get(self.session.pk, ()) if self.session.pk else (),
                event=self.event,
                media=form.media + people.media,
                cancel_url=self.address("cancel", self.session.pk) if self.session.pk else "",
                restore_url=self.address("restore", self.session.pk) if self.session.pk else "",
                delete_url=self.address("delete", self.session.pk) if self.session.pk else "",
                duplicate_url=self.address("duplicate", self.session.pk) if self.session.pk else "",
            )
        )


class SessionActView(EditorsOnly, TemplateView):
    """Cancelling, deleting, duplicating a session: a page that asks, and the POST."""

    template_name = "events/admin/confirm.html"
    act = ""
    words: dict[str, Any] = {}

    @cached_property
    def session(self) -> Session:
        return self.session_or_404(self.kwargs["session"])

    @property
    def page_title(self) -> str:  # type: ignore[override]
        return self.session.title

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context_data(**kwargs),
            "back_url": self.address("edit", self.session.pk),
            **{name: str(text) for name, text in self.words.items()},
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            if self.act == "cancel":
                programme.cancel_session(session=self.session, actor=request.user)
            elif self.act == "delete":
                programme.delete_session(session=self.session, actor=request.user)
            else:
                copy = programme.duplicate_session(session=self.session, actor=request.user)
                return redirect(self.address("edit", copy.pk))
        except Refused as refused:
            messages.error(request, str(refused))
            return redirect(self.address("edit", self.session.pk))
        messages.success(request, str(self.words["done"]))
        return redirect(self.address("event"))
