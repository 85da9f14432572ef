"""Setting registration up for an event in the Wagtail admin."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import messages as admin_messages
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.components import MediaContainer
from wagtail.admin.ui.tables import Column, StatusTagColumn, TitleColumn
from wagtail.admin.views.generic import EditView, IndexView
from wagtail.admin.viewsets.base import ViewSet
from wagtail.admin.widgets.button import HeaderButton

from ..forms.setup import QuestionForm, QuestionFormSet, SetupForm
from ..models import Category, EventPage, Question, RegistrationSetup
from ..permissions import registration_obstacle
from ..refusals import Reason, Refused
from ..selectors import desk
from ..selectors.dates import moment_words
from ..selectors.setup_changes import Saving, savings_since
from ..services.setup import save_setup
from .access import ManagersMenuItem, ManagersOnly, event_or_404
from .codes import CodeIndexView, ExportCodesView, MakeCodesView, WithdrawCodeView


class QuestionsPanel(InlinePanel):
    """Questions with a form of their own (choices as lines, conditions in words)."""

    def get_form_options(self) -> dict[str, Any]:
        options = super().get_form_options()
        options["formsets"][self.relation_name] |= {"form": QuestionForm, "formset": QuestionFormSet}
        return options


PANELS = ObjectList(
    [
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("opens_at"), FieldPanel("closes_at")]),
                FieldRowPanel([FieldPanel("edit_until"), FieldPanel("reminder_days")]),
            ],
            heading=gettext_lazy("When"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("total_places"),
                FieldPanel("has_waiting_list"),
                FieldRowPanel([FieldPanel("offer_hours"), FieldPanel("freeze_hours")]),
                FieldPanel("needs_approval"),
                FieldPanel("needs_code"),
            ],
            heading=gettext_lazy("Places"),
        ),
        InlinePanel(
            "categories",
            [
                FieldRowPanel([FieldPanel("name"), FieldPanel("kind")]),
                FieldPanel("description"),
                FieldRowPanel([FieldPanel("places"), FieldPanel("reserved")]),
                FieldRowPanel([FieldPanel("counts_in_total"), FieldPanel("is_public")]),
            ],
            heading=gettext_lazy("Ways to take part"),
            label=gettext_lazy("category"),
            min_num=1,
        ),
        QuestionsPanel(
            "questions",
            [
                FieldPanel("label"),
                FieldRowPanel([FieldPanel("kind"), FieldPanel("is_required")]),
                FieldPanel("help_text"),
                FieldPanel("choices"),
                FieldRowPanel([FieldPanel("after"), FieldPanel("answered")]),
                FieldRowPanel([FieldPanel("is_sensitive"), FieldPanel("erase_after_days")]),
            ],
            heading=gettext_lazy("Questions"),
            label=gettext_lazy("question"),
        ),
        FieldPanel("introduction"),
    ],
    base_form_class=SetupForm,
)


class SetupIndexView(ManagersOnly, IndexView):
    """All events, with the state of their registration."""

    model = EventPage
    any_permission_required = None
    template_name = "wagtailadmin/generic/index.html"
    header_icon = "cogs"
    page_title = gettext_lazy("Set-ups of registration")
    paginate_by = 50
    default_ordering = "-starts_at"
    search_fields = ["title"]
    search_backend_name = None
    index_url_name = "setups:index"
    index_results_url_name = "setups:index_results"

    def get_base_queryset(self) -> Any:
        return desk.events_with_setups()

    @cached_property
    def columns(self) -> list[Column]:
        now = timezone.now()

        def state(event: EventPage) -> str:
            setup = getattr(event, "registration_setup", None)
            if setup is None:
                return _("Not set up")
            setup.event = event
            obstacle = registration_obstacle(setup, now=now)
            return str(obstacle.label) if obstacle else _("Open")

        return [
            TitleColumn(
                "title",
                label=_("Event"),
                sort_key="title",
                get_url=lambda event: reverse("setups:edit", args=[event.pk]),
            ),
            Column(
                "starts_at",
                label=_("Starts"),
                accessor=lambda event: moment_words(event.starts_at, event),
                sort_key="starts_at",
            ),
            StatusTagColumn(
                "state", label=_("Registration"), accessor=state, primary=lambda event: state(event) == _("Open")
            ),
            Column("confirmed", label=_("Places taken")),
            Column("waiting", label=_("Waiting")),
            Column("pending", label=_("To approve")),
        ]

    def get_page_title(self) -> str:
        return str(self.page_title)

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(*args, **kwargs), "can_add": False}


class SetupEditView(ManagersOnly, EditView):
    """One form for an event: a new set-up comes with what most events need."""

    model = RegistrationSetup
    permission_required = None
    template_name = "events/admin/setup.html"
    header_icon = "cogs"
    panel = PANELS.bind_to_model(RegistrationSetup)
    index_url_name = "setups:index"
    error_message = gettext_lazy("The set-up has not been saved. Look at what is marked below.")

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.event = event_or_404(kwargs["event"])

    def get_form_class(self) -> type[SetupForm]:
        return self.panel.get_form_class()

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_form_kwargs()
        if "data" in kwargs and self.object.pk is not None:
            kwargs["data"] = without_lost_rows(kwargs["data"], self.object)
        return kwargs

    def get_object(self, queryset: Any = None) -> RegistrationSetup:
        return desk.setup_to_edit(self.event)

    def get_edit_url(self) -> str:
        return reverse("setups:edit", args=[self.event.pk])

    def get_page_title(self) -> str:
        return _("Registration")

    def get_page_subtitle(self) -> str:
        return self.event.title

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("setups:index"), "label": _("Set-ups of registration")},
            {"url": "", "label": self.event.title},
        ]

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        page = HeaderButton(
            _("Event page"), url=reverse("wagtailadmin_pages:edit", args=[self.event.pk]), icon_name="edit"
        )
        if self.object.pk is None:
            return [page]
        return [
            HeaderButton(
                _("Registrations"),
                url=reverse("registrations:event", args=[self.event.pk]),
                icon_name="group",
                priority=1,
            ),
            HeaderButton(_("Codes"), url=reverse("setups:codes", args=[self.event.pk]), icon_name="key", priority=2),
            page,
        ]

    header_more_buttons: list[Any] = []
    can_delete = False
    savings: Sequence[Saving] = ()

    def get_side_panels(self) -> Any:
        return MediaContainer([])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        setup = self.form.instance
        return {
            **context,
            "event": self.event,
            "is_new": setup.pk is None,
            "savings": self.savings,
            "question_labels": [form.instance.label for form in self.form.formsets["questions"].initial_forms],
        }

    def form_valid(self, form: SetupForm) -> HttpResponse:
        self.form = form
        try:
            saved = save_setup(
                setup=form.save(commit=False), actor=self.request.user, seen=form.cleaned_data.get("seen")
            )
        except Refused as refused:
            form.add_error(None, str(refused))
            if refused.reason == Reason.CHANGED_MEANWHILE:
                self.show_what_others_changed(form)
            self.produced_error_message = self.get_error_message()
            # What was removed on the screen stands there again, as in the database.
            return self.form_invalid(form)
        admin_messages.success(
            self.request,
            _("Registration for “%(event)s” has been saved.") % {"event": self.event.title},
            buttons=[admin_messages.button(self.event.url, _("See the page"), new_window=True)]
            if self.event.url
            else [],
        )
        if saved.moved:
            words = ngettext(
                "%(n)d person moved up from the waiting list.",
                "%(n)d people moved up from the waiting list.",
                saved.moved,
            )
            messages.info(self.request, words % {"n": saved.moved})
        if saved.notes:
            messages.warning(self.request, " ".join(saved.notes))
        return HttpResponseRedirect(self.get_edit_url())

    def show_what_others_changed(self, form: SetupForm) -> None:
        """Beside what the editor has typed, which stays; sent again it is saved, for by then they have read it."""
        seen = form.cleaned_data["seen"]
        setup = RegistrationSetup.objects.get(event=self.event)
        self.savings = savings_since(setup, seen)
        if seen:
            form.data = form.data.copy()
            form.data[form.add_prefix("seen")] = str(setup.version)


def without_lost_rows(data: QueryDict, setup: RegistrationSetup) -> QueryDict:
    """What was sent, with rows that somebody else has removed meanwhile made new ones: the editor still wants them."""
    found = data.copy()
    for name, model in (("categories", Category), ("questions", Question)):
        there = {str(pk) for pk in model.objects.filter(setup=setup).values_list("pk", flat=True)}
        for key in found:
            prefix, _dash, rest = key.partition("-")
            if prefix == name and rest.endswith("-id") and found[key] not in there:
                found[key] = ""
    return found


class SetupViewSet(ViewSet):
    """/admin/setups/"""

    name = "setups"
    icon = "cogs"
    menu_label = gettext_lazy("Set-ups")
    menu_item_class = ManagersMenuItem

    def get_urlpatterns(self) -> list[URLPattern]:
        index, codes = SetupIndexView.as_view, CodeIndexView.as_view
        return [
            path("", index(), name="index"),
            path("results/", index(results_only=True), name="index_results"),
            path("<int:event>/", SetupEditView.as_view(), name="edit"),
            path("<int:event>/codes/", codes(), name="codes"),
            path("<int:event>/codes/results/", codes(results_only=True), name="codes_results"),
            path("<int:event>/codes/new/", MakeCodesView.as_view(), name="make_codes"),
            path("<int:event>/codes/export/", ExportCodesView.as_view(), name="export_codes"),
            path("<int:event>/codes/<int:pk>/", WithdrawCodeView.as_view(), name="withdraw_code"),
        ]
