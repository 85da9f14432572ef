"""Members and roles in the Wagtail admin."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import BooleanColumn, Column, DateColumn
from wagtail.users.views import groups, users

from ..forms.staff import MemberForm
from ..models import User
from ..permissions import can_change_account
from ..refusals import MemberRefusal
from ..requests import requests_of
from ..services.roles import lock_administrators, refuse_last_administrator


class MemberIndexView(users.IndexView):
    """Members to search by name, address and organisation; nothing is done with many of them at once."""

    page_title = _("Members")
    add_item_label = _("Add a member")
    search_fields = ["name", "email", "profile__organisation__name"]

    @cached_property
    def columns(self) -> list[Column]:
        title = self._get_title_column_class(users.UserColumn)
        return [
            title("name", accessor=str, label=_("Name"), sort_key="name", get_url=self.get_edit_url, classname="name"),
            Column("email", label=_("E-mail address"), sort_key="email"),
            Column(
                "organisation",
                label=_("Organisation"),
                accessor=lambda user: getattr(user.profile, "organisation", None) or "",
            ),
            Column("role", label=_("Role"), accessor=_role),
            BooleanColumn("is_active", label=_("Active"), sort_key="is_active"),
            DateColumn("deletion_due_at", label=_("To be deleted"), sort_key="deletion_due_at"),
            DateColumn("last_login", label=_("Last login"), sort_key="last_login"),
        ]

    def get_base_queryset(self) -> Any:
        return (
            User.objects.filter(erased_at=None)
            .select_related("profile__organisation", "wagtail_userprofile")
            .prefetch_related("groups")
        )

    def order_queryset(self, queryset: Any) -> Any:
        if self.ordering in ("name", "-name"):
            return queryset.order_by(self.ordering, "email")
        return super().order_queryset(queryset)


def _role(user: User) -> str:
    if user.is_superuser:
        return str(_("Administrator"))
    return ", ".join(group.name for group in user.groups.all())


class _KnowsActor:
    """Which fields there are depends on who fills them in."""

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_form_kwargs()
        kwargs.pop("editing_self", None)
        return kwargs | {"actor": self.request.user}


class MemberCreateView(_KnowsActor, users.CreateView):
    page_title = _("Add a member")
    success_message = _("The account of %(object)s is made. They sign in with a code sent to their address.")


class MemberEditView(_KnowsActor, users.EditView):
    success_message = _("%(object)s is changed.")

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        if not can_change_account(request.user, self.object):
            raise PermissionDenied

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"asked": requests_of(self.object)}


class MemberDeleteView(users.DeleteView):
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not can_change_account(request.user, self.get_object()):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            with transaction.atomic():
                if self.object.is_superuser:
                    refuse_last_administrator(self.object, lock_administrators())
                return super().form_valid(form)
        except MemberRefusal as refusal:
            messages.error(self.request, str(refusal))
            return HttpResponseRedirect(reverse("wagtailusers_users:index"))


class MemberViewSet(users.UserViewSet):
    """/admin/users/"""

    menu_label = _("Members")
    index_view_class = MemberIndexView
    add_view_class = MemberCreateView
    edit_view_class = MemberEditView
    delete_view_class = MemberDeleteView
    create_template_name = "wagtailadmin/generic/create.html"
    edit_template_name = "members/admin/edit.html"
    copy_view_enabled = False
    list_per_page = 50

    def get_form_class(self, for_update: bool = False) -> type[MemberForm]:
        return MemberForm


class GroupViewSet(groups.GroupViewSet):
    """/admin/groups/, for administrators (see permission_policies)."""

    menu_label = _("Roles")
