"""The slides of an event in the Wagtail admin: who has sent what, letters to who has not, publication."""

from collections import Counter
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView, View

from cop.core.files.serving import serve

from ..choices import SlidesState
from ..forms.slides import DeskSlidesForm, SlidesSetupForm
from ..models import SessionSpeaker, Slides
from ..permissions import can_publish_slides
from ..refusals import Refused
from ..selectors import dates
from ..selectors.slides import lines_of, ready, setup_or_none, to_be_written_to
from ..services import slides as services
from ..services import slides_publishing
from .editors import EditorsOnly


class SlidesView(EditorsOnly, TemplateView):
    """Every speaker of every session, and how it stands with their slides."""

    template_name = "events/admin/slides.html"
    page_title = gettext_lazy("Slides")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now = timezone.now()
        setup = setup_or_none(self.event)
        lines = lines_of(self.event)
        counts = Counter(line.state for line in lines)
        may_change_speakers = self.request.user.has_perm("events.change_speaker")
        return {
            **super().get_context_data(**kwargs),
            "event": self.event,
            "collection": setup,
            "until": dates.moment_words(setup.deadline, self.event) if setup else "",
            "zone": dates.zone_name(self.event),
            "is_over": bool(setup and now >= setup.deadline),
            "counts": [(str(state.label), counts[state]) for state in SlidesState if counts[state]],
            "lines": [
                {
                    "line": line,
                    "label": str(line.state.label),
                    "when": dates.moment_words(line.slides.sent_at, self.event) if line.slides.sent_at else "",
                    "letter": dates.moment_words(line.last_letter, self.event) if line.last_letter else "",
                    "can_publish": line.state in (SlidesState.READY, SlidesState.NEWER),
                    "speaker_url": reverse("speakers:edit", args=[line.speaker.pk])
                    if may_change_speakers and line.state == SlidesState.NO_ADDRESS
                    else "",
                }
                for line in lines
            ],
            "to_write": len(to_be_written_to(lines, now=now)),
            "missing": counts[SlidesState.MISSING],
            "ready": len(ready(lines)),
            "may_publish": can_publish_slides(self.request.user, self.event),
        }


class SlidesSetupView(EditorsOnly, View):
    """Until when slides are sent, and when they are published. Permission: whoever may edit the event's page."""

    template_name = "events/admin/form.html"
    page_title = gettext_lazy("Deadline and publication of slides")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        setup = setup_or_none(self.event)
        initial = (
            {"deadline": setup.deadline, "publishing": setup.publishing}
            if setup
            else {"deadline": self.event.starts_at, "publishing": "by_hand"}
        )
        return self.show(SlidesSetupForm(event=self.event, initial=initial))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = SlidesSetupForm(request.POST, event=self.event)
        if not form.is_valid():
            return self.show(form)
        services.configure(event=self.event, actor=request.user, **form.cleaned_data)
        messages.success(request, _("Deadline and publication have been saved."))
        return redirect(self.address("slides"))

    def show(self, form: SlidesSetupForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form, submit_label=_("Save")))


class SlidesActView(EditorsOnly, View):
    """One press of a button on the list: writing to who is missing, publishing all that are ready. Permission: whoever
    may edit the event's page; to publish, whoever may publish it."""

    act = ""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return redirect(self.address("slides"))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            self.write(request) if self.act == "write" else self.publish(request)
        except Refused as refused:
            messages.error(request, str(refused))
        return redirect(self.address("slides"))

    def write(self, request: HttpRequest) -> None:
        sent = services.write_to_missing(event=self.event, actor=request.user)
        if sent:
            words = ngettext("%d letter is on its way.", "%d letters are on their way.", sent)
            messages.success(request, words % sent)
        else:
            messages.info(request, _("Nobody is to be written to: nothing is missing, or they had a letter today."))

    def publish(self, request: HttpRequest) -> None:
        done, problems = slides_publishing.publish_ready(event=self.event, actor=request.user)
        for words in problems:
            messages.error(request, words)
        if done:
            words = ngettext("%d presentation is in the library.", "%d presentations are in the library.", done)
            messages.success(request, words % done)
        elif not problems:
            messages.info(request, _("There is nothing to publish."))


class OfOneSpeaker(EditorsOnly):
    """What the views of one speaker in one session share. Permission: whoever may edit the event's page."""

    part: SessionSpeaker
    slides: Slides

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.part = get_object_or_404(
            SessionSpeaker.objects.select_related("session", "speaker__member"),
            session__event=self.event,
            session=kwargs["session"],
            speaker=kwargs["speaker"],
        )
        session, speaker = self.part.session, self.part.speaker
        session.event = self.event
        found = Slides.objects.select_related("resource").filter(session=session, speaker=speaker).first()
        self.slides = found or Slides(session=session, speaker=speaker, size=0)
        self.slides.session, self.slides.speaker = session, speaker

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        items = super().get_breadcrumbs_items()
        return [*items[:-1], {"url": self.address("slides"), "label": _("Slides")}, items[-1]]


class SendSlidesView(OfOneSpeaker, View):
    """Sending slides in a speaker's stead, or changing what is said of them; after the deadline, too."""

    template_name = "events/admin/form.html"

    @cached_property
    def page_title(self) -> str:  # type: ignore[override]
        return _("Slides of %(name)s") % {"name": self.part.speaker.name}

    def get_page_subtitle(self) -> str:
        return self.part.session.title

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.show(DeskSlidesForm(slides=self.slides))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = DeskSlidesForm(request.POST, request.FILES, slides=self.slides)
        if not form.is_valid():
            return self.show(form)
        try:
            services.send_slides(
                session=self.part.session,
                speaker=self.part.speaker,
                facts=form.facts,
                file=form.good,
                form_key=form.cleaned_data["key"],
                actor=request.user,
            )
        except Refused as refused:
            form.add_error(None, str(refused))
            return self.show(form)
        messages.success(request, _("The slides of %(name)s have been saved.") % {"name": self.part.speaker.name})
        return redirect(self.address("slides"))

    def show(self, form: forms.Form) -> HttpResponse:
        explanation = (
            [_("They are in the library: title, authors, language and licence are changed on their page there.")]
            if self.slides.resource_id
            else []
        )
        return self.render_to_response(
            self.get_context_data(form=form, submit_label=_("Save"), explanation=explanation)
        )


class OneActView(OfOneSpeaker, View):
    """One press of a button beside a speaker: publishing, expecting none, expecting some after all."""

    act = ""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return redirect(self.address("slides"))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            if self.act == "publish":
                if self.slides.pk is None:
                    raise Http404
                slides_publishing.publish_slides(slides_id=self.slides.pk, actor=request.user)
                messages.success(request, _("The presentation is in the library."))
            else:
                services.set_expected(
                    session=self.part.session,
                    speaker=self.part.speaker,
                    actor=request.user,
                    is_expected=self.act == "expect",
                )
        except Refused as refused:
            messages.error(request, str(refused))
        return redirect(self.address("slides"))


class SlidesFileView(OfOneSpeaker, View):
    """What was sent, as a file."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.slides.has_file:
            raise Http404
        slides = self.slides
        return serve(
            request,
            path=slides.path,
            name=slides.name,
            content_type=slides.content_type,
            etag=f"{slides.pk}-{slides.number}",
        )


ROUTES: list[URLPattern] = [
    path("<int:event>/slides/", SlidesView.as_view(), name="slides"),
    path("<int:event>/slides/setup/", SlidesSetupView.as_view(), name="slides_setup"),
    path("<int:event>/slides/write/", SlidesActView.as_view(act="write"), name="slides_write"),
    path("<int:event>/slides/publish/", SlidesActView.as_view(act="publish"), name="slides_publish"),
    path("<int:event>/slides/<int:session>/<int:speaker>/", SendSlidesView.as_view(), name="slides_send"),
    path("<int:event>/slides/<int:session>/<int:speaker>/file/", SlidesFileView.as_view(), name="slides_file"),
    *(
        path(
            f"<int:event>/slides/<int:session>/<int:speaker>/{act}/",
            OneActView.as_view(act=act),
            name=f"slides_{act}_one",
        )
        for act in ("publish", "waive", "expect")
    ),
]
