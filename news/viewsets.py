"""The desk of the newsletter in the Wagtail admin: list, composing, preview, test, schedule, sending."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import View
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, StatusTagColumn, TitleColumn
from wagtail.admin.views.generic import IndexView
from wagtail.admin.viewsets.base import ViewSet
from wagtail.admin.widgets.button import HeaderButton

from cop.notifications import registry
from cop.notifications.models import Letter
from cop.notifications.rendering import Rendered
from cop.notifications.rendering import render as render_letter
from cop.notifications.views.letter_html import SANDBOX, framed

from .choices import IssueState
from .forms.newsletter import IssueForm, ScheduleForm, TestForm
from .models import Issue
from .permissions import can_compose, can_send, issues_visible_to
from .refusals import Refused
from .selectors import newsletter
from .selectors.subscribers import active_subscribers
from .services import composing, sending


class EditorsOnly:
    """Asked before anything is read."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        # Not in dispatch: some of Wagtail's views read their object in setup already.
        if not can_compose(request.user):
            raise PermissionDenied
        super().setup(request, *args, **kwargs)  # type: ignore[misc]


class NewsletterMenuItem(MenuItem):
    """Shown to those who may compose it."""

    def is_shown(self, request: HttpRequest) -> bool:
        return can_compose(request.user)


class IssueIndexView(EditorsOnly, IndexView):
    """All issues, drafts first."""

    model = Issue
    any_permission_required = None
    template_name = "wagtailadmin/generic/index.html"
    header_icon = "mail"
    page_title = gettext_lazy("Newsletter")
    paginate_by = 50
    default_ordering = "-created_at"
    search_fields = ["subject"]
    search_backend_name = None
    index_url_name = "newsletter_desk:index"
    index_results_url_name = "newsletter_desk:index_results"

    def get_base_queryset(self) -> Any:
        return issues_visible_to(self.request.user).defer("intro", "content")

    @cached_property
    def columns(self) -> list[Column]:
        def moment(issue: Issue) -> str:
            shown = issue.started_at or issue.due_at
            return timezone.localtime(shown).strftime("%Y-%m-%d %H:%M") if shown else ""

        return [
            TitleColumn(
                "subject",
                label=_("Subject"),
                sort_key="subject",
                width="45%",
                get_url=lambda issue: reverse("newsletter_desk:issue", args=[issue.pk]),
            ),
            StatusTagColumn(
                "state",
                label=_("State"),
                accessor=lambda issue: issue.get_state_display(),
                primary=lambda issue: issue.state in (IssueState.SENT, IssueState.SENDING),
            ),
            Column("number", label=_("Number"), sort_key="number"),
            Column("moment", label=_("Sent, or to be sent"), accessor=moment),
            Column("recipients", label=_("Letters"), sort_key="recipients"),
        ]

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        return [HeaderButton(_("New issue"), url=reverse("newsletter_desk:new"), icon_name="plus")]

    def get_page_title(self) -> str:
        return str(self.page_title)

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(*args, **kwargs), "can_add": False}


class NewIssueView(EditorsOnly, View):
    """A subject is enough to begin."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.show(request, IssueForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = IssueForm(request.POST)
        if not form.is_valid():
            return self.show(request, form)
        issue = composing.create_issue(subject=form.cleaned_data["subject"], actor=request.user)
        return HttpResponseRedirect(reverse("newsletter_desk:issue", args=[issue.pk]))

    @staticmethod
    def show(request: HttpRequest, form: IssueForm) -> HttpResponse:
        form.fields.pop("intro", None)
        context = {
            "form": form,
            "page_title": _("New issue"),
            "header_title": _("New issue"),
            "header_icon": "mail",
            "submit_label": _("Begin"),
        }
        return render(request, "news/admin/new.html", context)


class IssueView(EditorsOnly, View):
    """One issue. A draft is composed here; later it shows where it is on its way."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        issue = issues_visible_to(request.user).filter(pk=kwargs["pk"]).first()
        if issue is None:
            raise Http404
        self.issue: Issue = issue

    def here(self) -> HttpResponseRedirect:
        return HttpResponseRedirect(reverse("newsletter_desk:issue", args=[self.issue.pk]))

    def refuse(self, refused: Refused) -> HttpResponseRedirect:
        messages.error(self.request, str(refused))
        return self.here()

    def context(self, **more: Any) -> dict[str, Any]:
        return {
            "issue": self.issue,
            "page_title": _("Newsletter"),
            "page_subtitle": self.issue.subject,
            "header_title": f"{_('Newsletter')}: {self.issue.subject}",
            "header_icon": "mail",
            "breadcrumbs_items": [
                {"url": reverse("wagtailadmin_home"), "label": _("Home")},
                {"url": reverse("newsletter_desk:index"), "label": _("Newsletter")},
                {"url": "", "label": self.issue.subject},
            ],
            **more,
        }


class ComposeView(IssueView):
    """Words and pages of a draft; every button saves what is on the screen first."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.show(IssueForm(instance=self.issue))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        form = IssueForm(request.POST, instance=self.issue)
        if not form.is_valid():
            return self.show(form)
        try:
            composing.save_issue(
                issue_id=pk,
                subject=form.cleaned_data["subject"],
                intro=form.cleaned_data["intro"],
                actor=request.user,
                places=places_of(request.POST),
                remove=numbers(request.POST.getlist("remove")),
                add=numbers(request.POST.getlist("add")),
            )
        except Refused as refused:
            return self.refuse(refused)
        then = request.POST.get("then", "")
        if then in ("preview", "schedule", "send"):
            return HttpResponseRedirect(reverse(f"newsletter_desk:{then}", args=[pk]))
        if then != "search":
            messages.success(request, _("The issue has been saved."))
            return self.here()
        found = urlencode({name: request.POST.get(name, "")[:100] for name in ("q", "kind")})
        return HttpResponseRedirect(f"{reverse('newsletter_desk:issue', args=[pk])}?{found}#choose")

    def show(self, form: IssueForm) -> HttpResponse:
        if self.issue.state != IssueState.DRAFT:
            return self.show_progress()
        words, kind = self.request.GET.get("q", "")[:100], self.request.GET.get("kind", "")[:60]
        context = self.context(
            form=form,
            items=newsletter.items_of(self.issue),
            candidates=newsletter.candidates(self.issue, words=words, kind=kind),
            kinds=newsletter.kinds_to_choose(),
            words=words,
            kind=kind,
            obstacle=newsletter.sending_obstacle(self.issue),
            test_form=TestForm(initial={"addresses": self.request.user.email}),
            may_send=can_send(self.request.user),
        )
        return render(self.request, "news/admin/compose.html", context)

    def show_progress(self) -> HttpResponse:
        context = self.context(
            progress=newsletter.progress_of(self.issue),
            items=newsletter.content_of(self.issue),
            may_send=can_send(self.request.user),
            expected=active_subscribers().count() if self.issue.state == IssueState.SCHEDULED else 0,
        )
        return render(self.request, "news/admin/progress.html", context)


class ProgressView(IssueView):
    """The progress bar alone, asked for every few seconds."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        context = {"issue": self.issue, "progress": newsletter.progress_of(self.issue)}
        response = render(request, "news/admin/partials/progress.html", context)
        response["Cache-Control"] = "no-store"
        return response


class PreviewView(IssueView):
    """As a mail program shows it, and as text."""

    def rendered(self) -> Rendered:
        letter = Letter(
            kind=newsletter.LETTER,
            to=self.request.user.email,
            params={"issue": self.issue.pk},
            created_at=timezone.now(),
        )
        return render_letter(letter, registry.find(newsletter.LETTER))

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        context = self.context(
            content=self.rendered(), sandbox=SANDBOX, html_url=reverse("newsletter_desk:html", args=[pk])
        )
        return render(request, "news/admin/preview.html", context)


class HtmlView(PreviewView):
    """The HTML alone, for the sandboxed frame."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return framed(self.rendered().html)


class SendTestView(IssueView):
    """POST only: a test to a few addresses."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        form = TestForm(request.POST)
        addresses = form.cleaned_data["addresses"] if form.is_valid() else []
        try:
            number = sending.send_test(issue_id=pk, addresses=addresses, actor=request.user)
        except Refused as refused:
            return self.refuse(refused)
        words = ngettext("A test is on its way to %(n)d address.", "A test is on its way to %(n)d addresses.", number)
        messages.success(request, words % {"n": number})
        return self.here()


class ScheduleView(IssueView):
    """When the clock shall start it."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.show(ScheduleForm())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        form = ScheduleForm(request.POST)
        if form.is_valid():
            try:
                sending.schedule(issue_id=pk, due_at=form.cleaned_data["due_at"], actor=request.user)
            except Refused as refused:
                form.add_error("due_at", str(refused))
            else:
                messages.success(request, _("The issue is scheduled."))
                return self.here()
        return self.show(form)

    def show(self, form: ScheduleForm) -> HttpResponse:
        context = self.context(form=form, submit_label=_("Schedule"), media=form.media)
        return render(self.request, "news/admin/schedule.html", context)


class SendView(IssueView):
    """Asks, then starts."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        context = self.context(
            number=active_subscribers().count(),
            obstacle=newsletter.sending_obstacle(self.issue),
            may_send=can_send(request.user),
        )
        return render(request, "news/admin/send.html", context)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        try:
            sending.start(issue_id=pk, actor=request.user)
        except Refused as refused:
            return self.refuse(refused)
        messages.success(request, _("The issue is on its way."))
        return self.here()


class ActView(IssueView):
    """POST only: take it out of the schedule, stop it, delete it."""

    http_method_names = ["post"]
    act = ""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        try:
            if self.act == "unschedule":
                sending.unschedule(issue_id=pk, actor=request.user)
                messages.success(request, _("The issue is a draft again."))
            elif self.act == "stop":
                held = sending.stop(issue_id=pk, actor=request.user)
                words = ngettext("Stopped; %(n)d letter was held back.", "Stopped; %(n)d letters were held back.", held)
                messages.success(request, words % {"n": held})
            else:
                composing.delete_issue(issue_id=pk, actor=request.user)
                messages.success(request, _("The issue has been deleted."))
                return HttpResponseRedirect(reverse("newsletter_desk:index"))
        except Refused as refused:
            return self.refuse(refused)
        return self.here()


def numbers(values: list[str]) -> list[int]:
    """The page numbers among what a form sent."""
    return [int(value) for value in values if value.isascii() and value.isdecimal() and len(value) < 10]


def places_of(data: Any) -> dict[int, int]:
    """Page number and place, from the fields “place-12”."""
    found = {}
    for name in data:
        page = numbers([name.removeprefix("place-")]) if name.startswith("place-") else []
        place = numbers([data.get(name, "")])
        if page and place:
            found[page[0]] = place[0]
    return found


class NewsletterViewSet(ViewSet):
    """/admin/newsletter/"""

    name = "newsletter_desk"
    url_prefix = "newsletter"
    icon = "mail"
    menu_label = gettext_lazy("Newsletter")
    menu_order = 260
    menu_item_class = NewsletterMenuItem
    add_to_admin_menu = True

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", IssueIndexView.as_view(), name="index"),
            path("results/", IssueIndexView.as_view(results_only=True), name="index_results"),
            path("new/", NewIssueView.as_view(), name="new"),
            path("<int:pk>/", ComposeView.as_view(), name="issue"),
            path("<int:pk>/progress/", ProgressView.as_view(), name="progress"),
            path("<int:pk>/preview/", PreviewView.as_view(), name="preview"),
            path("<int:pk>/html/", HtmlView.as_view(), name="html"),
            path("<int:pk>/test/", SendTestView.as_view(), name="test"),
            path("<int:pk>/schedule/", ScheduleView.as_view(), name="schedule"),
            path("<int:pk>/send/", SendView.as_view(), name="send"),
            path("<int:pk>/unschedule/", ActView.as_view(act="unschedule"), name="unschedule"),
            path("<int:pk>/stop/", ActView.as_view(act="stop"), name="stop"),
            path("<int:pk>/delete/", ActView.as_view(act="delete"), name="delete"),
        ]
