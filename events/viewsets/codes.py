"""The invitation codes of an event in the Wagtail admin: list, making one or many, withdrawing, a sheet."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import FormView, TemplateView, View
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.generic import IndexView, WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import HeaderButton

from cop.core.sheets import send

from .. import exports
from ..forms.setup import CodesForm
from ..models import EventPage, InvitationCode
from ..refusals import Refused
from ..selectors import desk
from ..selectors.dates import moment_words
from ..services.exporting import note_code_export
from ..services.setup import make_codes, withdraw_code
from .access import ManagersOnly, event_or_404


class CodeIndexView(ManagersOnly, IndexView):
    """The invitation codes of one event."""

    model = InvitationCode
    any_permission_required = None
    template_name = "wagtailadmin/generic/index.html"
    header_icon = "key"
    paginate_by = 100
    default_ordering = "-pk"
    search_fields = ["code", "email", "note"]

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.event = event_or_404(kwargs["event"])
        if not hasattr(self.event, "registration_setup"):
            raise Http404

    def get_base_queryset(self) -> Any:
        return desk.codes_of(self.event.registration_setup)

    def get_index_url(self) -> str:
        return reverse("setups:codes", args=[self.event.pk])

    def get_index_results_url(self) -> str:
        return reverse("setups:codes_results", args=[self.event.pk])

    @cached_property
    def columns(self) -> list[Column]:
        return [
            TitleColumn(
                "code",
                label=_("Code"),
                sort_key="code",
                get_url=lambda each: reverse("setups:withdraw_code", args=[self.event.pk, each.pk]),
            ),
            Column("uses", label=_("Used"), accessor=lambda each: f"{each.uses} / {each.max_uses}", sort_key="uses"),
            Column("email", label=_("Only for the address"), sort_key="email"),
            Column("category", label=_("Category"), accessor=lambda each: each.category.name if each.category else ""),
            Column("expires_at", label=_("Valid until"), accessor=self._expires, sort_key="expires_at"),
            Column("note", label=_("Note")),
        ]

    def _expires(self, invitation: InvitationCode) -> str:
        return moment_words(invitation.expires_at, self.event) if invitation.expires_at else ""

    def get_page_title(self) -> str:
        return _("Invitation codes")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return codes_crumbs(self.event, self.breadcrumbs_items)

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        here = [self.event.pk]
        return [
            HeaderButton(_("Make codes"), url=reverse("setups:make_codes", args=here), icon_name="plus", priority=1),
            HeaderButton(_("Export"), url=reverse("setups:export_codes", args=here), icon_name="download", priority=2),
        ]

    header_more_buttons: list[Any] = []

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(*args, **kwargs), "can_add": False}


def codes_crumbs(event: EventPage, start: list[dict[str, Any]], *more: str) -> list[dict[str, Any]]:
    """Set-ups, the event, its codes, and what comes below them."""
    items = [
        *start,
        {"url": reverse("setups:index"), "label": _("Set-ups of registration")},
        {"url": reverse("setups:edit", args=[event.pk]), "label": event.title},
        {"url": reverse("setups:codes", args=[event.pk]) if more else "", "label": _("Invitation codes")},
    ]
    return items + [{"url": "", "label": label} for label in more]


class CodesDoor(ManagersOnly, WagtailAdminTemplateMixin):
    """What the pages below the list of codes have in common: the event and its set-up."""

    header_icon = "key"
    event: EventPage

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.event = event_or_404(kwargs["event"])
        if not hasattr(self.event, "registration_setup"):
            raise Http404
        self.registration_setup = self.event.registration_setup
        self.registration_setup.event = self.event

    def get_page_subtitle(self) -> str:
        return self.event.title

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return codes_crumbs(self.event, self.breadcrumbs_items, self.get_page_title())


class MakeCodesView(CodesDoor, FormView):
    """One code, or many."""

    template_name = "events/admin/form.html"
    form_class = CodesForm

    def get_page_title(self) -> str:
        return _("Make codes")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "setup": self.registration_setup}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(submit_label=_("Make codes"), **kwargs)

    def form_valid(self, form: CodesForm) -> HttpResponse:
        try:
            codes = make_codes(setup=self.registration_setup, actor=self.request.user, **form.cleaned_data)
        except Refused as refused:
            form.add_error("code", str(refused))
            return self.form_invalid(form)
        words = ngettext("%(n)d code has been made.", "%(n)d codes have been made.", len(codes))
        messages.success(self.request, words % {"n": len(codes)})
        return HttpResponseRedirect(reverse("setups:codes", args=[self.event.pk]))


class WithdrawCodeView(CodesDoor, TemplateView):
    """Ask before a code is made useless."""

    template_name = "events/admin/withdraw_code.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.invitation = get_object_or_404(
            InvitationCode.objects.select_related("setup"), pk=kwargs["pk"], setup=self.registration_setup
        )

    def get_page_title(self) -> str:
        return self.invitation.code

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        used_by = desk.listed_registrations(self.request.user, self.event).filter(invitation=self.invitation)
        return super().get_context_data(
            **{**kwargs, "invitation": self.invitation, "used_by": used_by, "event": self.event}
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        withdraw_code(invitation=self.invitation, actor=request.user)
        messages.success(request, _("The code %(code)s no longer works.") % {"code": self.invitation.code})
        return HttpResponseRedirect(reverse("setups:codes", args=[self.event.pk]))


class ExportCodesView(CodesDoor, View):
    """The codes as a sheet."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        codes = list(desk.codes_of(self.registration_setup).order_by("pk"))
        note_code_export(actor=request.user, setup=self.registration_setup, count=len(codes), kind="xlsx")
        name = f"{self.event.slug}-codes-{timezone.localdate():%Y-%m-%d}.xlsx"
        return send(exports.code_rows(codes, self.event), "xlsx", name, _("Invitation codes"))
