"""Lists of registrations in the Wagtail admin: search, filters, numbers, and changing many at once."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import View
from wagtail.admin.ui.tables import BulkActionsCheckboxColumn, Column, DateColumn, StatusTagColumn, TitleColumn
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.admin.views.generic import IndexView, WagtailAdminTemplateMixin
from wagtail.admin.viewsets.base import ViewSet
from wagtail.admin.widgets.button import Button, HeaderButton

from ..choices import HOLDING
from ..models import EventPage, Registration
from ..refusals import Refused
from ..selectors import desk
from .access import ManagersMenuItem, ManagersOnly, event_or_404
from .actions import ACTIONS, ReasonForm
from .filters import RegistrationFilterSet, event_filterset

PER_PAGE = 50
# Columns that a phone leaves out; all of them stand on the page of the registration.
WIDE = "desk-wide"
AT_ONCE = 1000


def filterset_for(event: EventPage | None) -> type[RegistrationFilterSet]:
    """The filters of the list of one event, or of all."""
    return event_filterset(event) if event is not None else RegistrationFilterSet


def filtered(request: HttpRequest, event: EventPage | None, query: QueryDict) -> QuerySet[Registration]:
    """The registrations that a list with these parameters shows, on all its pages."""
    queryset = desk.listed_registrations(request.user, event)
    filterset = filterset_for(event)(query, queryset, request=request)
    # A filter that makes no sense must not turn "all of this list" into everybody.
    queryset = filterset.filter_queryset(queryset) if filterset.is_valid() else queryset.none()
    return desk.search(queryset, query.get("q", ""))


class RegistrationIndexView(ManagersOnly, IndexView):
    """Registrations of one event, or of all."""

    model = Registration
    any_permission_required = None
    template_name = "events/admin/registrations.html"
    header_icon = "group"
    paginate_by = PER_PAGE
    default_ordering = ("-created_at", "-pk")
    search_fields = ["badge_name"]  # switches the search field on; `search_queryset` says what it searches
    event: EventPage | None = None

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        if "event" in kwargs:
            self.event = event_or_404(kwargs["event"])

    @cached_property
    def filterset_class(self) -> type[RegistrationFilterSet]:
        return filterset_for(self.event)

    def get_base_queryset(self) -> QuerySet[Registration]:
        return desk.listed_registrations(self.request.user, self.event)

    def search_queryset(self, queryset: QuerySet[Registration]) -> QuerySet[Registration]:
        return desk.search(queryset, self.search_query)

    def get_index_url(self) -> str:
        return reverse("registrations:event", args=[self.event.pk]) if self.event else reverse("registrations:index")

    def get_index_results_url(self) -> str:
        if self.event:
            return reverse("registrations:event_results", args=[self.event.pk])
        return reverse("registrations:index_results")

    @cached_property
    def columns(self) -> list[Column]:
        columns = [
            BulkActionsCheckboxColumn("bulk_actions", obj_type="registration"),
            TitleColumn(
                "badge_name",
                label=_("Name"),
                sort_key="badge_name",
                get_url=lambda each: reverse("registrations:detail", args=[each.pk]),
                get_title_id=lambda each: f"registration_{each.pk}_title",
            ),
            StatusTagColumn(
                "status",
                label=_("State"),
                accessor=lambda each: each.get_status_display(),
                primary=lambda each: each.status in HOLDING,
                sort_key="status",
            ),
            Column(
                "category", label=_("Category"), accessor="category.name", sort_key="category__name", classname=WIDE
            ),
            Column("badge_organisation", label=_("Organisation"), sort_key="badge_organisation", classname=WIDE),
            Column("email", label=_("E-mail"), accessor="member.email", sort_key="member__email", classname=WIDE),
            Column("code", label=_("Code"), sort_key="code", classname=WIDE),
            DateColumn("created_at", label=_("Registered"), sort_key="created_at", classname=WIDE),
        ]
        if self.event is None:
            columns.insert(3, Column("event", label=_("Event"), accessor="event.title", sort_key="event__title"))
        return columns

    def get_page_title(self) -> str:
        return self.event.title if self.event else _("Registrations")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        items = [*self.breadcrumbs_items, {"url": reverse("registrations:index"), "label": _("Registrations")}]
        return [*items, {"url": "", "label": self.event.title}] if self.event else items

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        if self.event is None or not hasattr(self.event, "registration_setup"):
            return []
        add = reverse("registrations:add", args=[self.event.pk])
        return [HeaderButton(_("Register somebody"), url=add, icon_name="plus")]

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        query = self.request.GET.copy()
        query.pop("p", None)
        query.pop("_w_filter_fragment", None)
        export = (
            reverse("registrations:export_event", args=[self.event.pk])
            if self.event
            else reverse("registrations:export")
        )
        buttons = [Button(_("Export"), url=f"{export}?{query.urlencode()}", icon_name="download", priority=10)]
        if self.event:
            buttons += [
                Button(_("Set-up"), url=reverse("setups:edit", args=[self.event.pk]), icon_name="cogs", priority=20),
                Button(
                    _("Invitation codes"),
                    url=reverse("setups:codes", args=[self.event.pk]),
                    icon_name="key",
                    priority=30,
                ),
                Button(
                    _("Event page"),
                    url=reverse("wagtailadmin_pages:edit", args=[self.event.pk]),
                    icon_name="doc-empty-inverse",
                    priority=40,
                ),
            ]
        return buttons

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(*args, **kwargs)
        setup = getattr(self.event, "registration_setup", None)
        context["event"] = self.event
        context["can_add"] = False
        if not self.results_only:
            context["numbers"] = desk.numbers(self.event, total_places=setup.total_places if setup else None)
            context["bulk_actions"] = [
                (action, self._bulk_url(action.name)) for action in ACTIONS.values() if action.bulk
            ]
        return context

    def _bulk_url(self, action: str) -> str:
        if self.event:
            return reverse("registrations:change_event", args=[self.event.pk, action])
        return reverse("registrations:change", args=[action])


class ChangeView(ManagersOnly, WagtailAdminTemplateMixin, View):
    """Do one thing to one or many registrations, after asking for the reason."""

    template_name = "events/admin/change.html"
    header_icon = "group"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        try:
            self.action = ACTIONS[kwargs["action"]]
        except KeyError:
            raise Http404 from None
        self.event = event_or_404(kwargs["event"]) if "event" in kwargs else None
        self.next_url = get_valid_next_url_from_request(request) or reverse("registrations:index")

    def get_page_title(self) -> str:
        return str(self.action.label)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("registrations:index"), "label": _("Registrations")},
            {"url": "", "label": self.get_page_title()},
        ]

    def chosen(self, ids: list[str]) -> list[Registration]:
        if "all" in ids:
            found = filtered(self.request, self.event, self.request.GET)
        else:
            wanted = [int(each) for each in ids[:AT_ONCE] if each.isascii() and each.isdigit() and len(each) < 18]
            found = desk.listed_registrations(self.request.user, self.event).filter(pk__in=wanted)
        # In the order of arrival: who came first gets what is scarce first.
        return list(found.order_by("created_at", "pk")[:AT_ONCE])

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.ask(self.chosen(request.GET.getlist("id")), ReasonForm(action=self.action))

    def ask(self, registrations: list[Registration], form: ReasonForm) -> HttpResponse:
        return self.render_to_response(
            self.get_context_data(
                action=self.action,
                form=form,
                possible=[each for each in registrations if self.action.is_open(each)],
                impossible=[each for each in registrations if not self.action.is_open(each)],
                next=self.next_url,
            )
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        registrations = self.chosen([each for each in request.POST.getlist("id") if each != "all"])
        form = ReasonForm(request.POST, action=self.action)
        if not form.is_valid():
            return self.ask(registrations, form)
        done = 0
        for registration in registrations:
            try:
                self.action.run(
                    registration=registration,
                    actor=request.user,
                    **{"reason": "", **form.cleaned_data},
                )
                done += 1
            except Refused as refused:
                messages.error(request, f"{registration.badge_name} ({registration.code}): {refused}")
        if done:
            words = ngettext(
                "“%(action)s”: done for %(n)d registration.", "“%(action)s”: done for %(n)d registrations.", done
            )
            messages.success(request, words % {"action": self.action.label, "n": done})
        return HttpResponseRedirect(self.next_url)


class RegistrationViewSet(ViewSet):
    """/admin/registrations/"""

    name = "registrations"
    icon = "group"
    menu_label = gettext_lazy("Registrations")
    menu_item_class = ManagersMenuItem

    def get_urlpatterns(self) -> list[URLPattern]:
        from .answers import AnswersView
        from .by_hand import RegisterByHandView
        from .detail import DetailView
        from .export import ExportView
        from .sessions import AddSessionView, CancelSessionPlaceView, PromoteSessionPlaceView

        index = RegistrationIndexView.as_view
        return [
            path("", index(), name="index"),
            path("results/", index(results_only=True), name="index_results"),
            path("<int:pk>/", DetailView.as_view(), name="detail"),
            path("<int:pk>/answers/", AnswersView.as_view(), name="answers"),
            path("<int:pk>/sessions/add/", AddSessionView.as_view(), name="add_session"),
            path("<int:pk>/sessions/<int:claim>/out/", CancelSessionPlaceView.as_view(), name="cancel_session"),
            path("<int:pk>/sessions/<int:claim>/up/", PromoteSessionPlaceView.as_view(), name="promote_session"),
            path("change/<slug:action>/", ChangeView.as_view(), name="change"),
            path("export/", ExportView.as_view(), name="export"),
            path("event/<int:event>/", index(), name="event"),
            path("event/<int:event>/results/", index(results_only=True), name="event_results"),
            path("event/<int:event>/change/<slug:action>/", ChangeView.as_view(), name="change_event"),
            path("event/<int:event>/export/", ExportView.as_view(), name="export_event"),
            path("event/<int:event>/add/", RegisterByHandView.as_view(), name="add"),
        ]
