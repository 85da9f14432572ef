"""What this room adds to the Wagtail admin."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry, LogFormatter

from .services.roles import GIVEN, WITHDRAWN
from .viewsets.bulk_actions import NoAssignRole, NoDelete, NoSetActiveState
from .viewsets.contact_messages import ContactMessageViewSet
from .viewsets.organisations import OrganisationViewSet

# After Wagtail's own, whose places they take.
for action in (NoAssignRole, NoDelete, NoSetActiveState):
    hooks.register("register_bulk_action", action, order=1000)


@hooks.register("register_admin_viewset")
def register_organisations() -> OrganisationViewSet:
    return OrganisationViewSet()


@hooks.register("register_admin_viewset")
def register_contact_messages() -> ContactMessageViewSet:
    return ContactMessageViewSet()


@hooks.register("register_log_actions")
def register_actions(actions: LogActionRegistry) -> None:
    actions.register_action("members.merge", _("Merge"), _("Organisations merged"))
    actions.register_action("members.address", _("Change address"), _("E-mail address changed by an administrator"))
    actions.register_action("members.contact_report", _("Report"), _("Letter from a member reported"))
    actions.register_action(GIVEN)(_RoleGiven)
    actions.register_action(WITHDRAWN)(_RoleWithdrawn)


class _RoleGiven(LogFormatter):
    label = _("Appoint to a role")
    words = _("Appointed to the role: %(role)s")

    def format_message(self, log_entry: Any) -> str:
        return str(self.words) % {"role": log_entry.data.get("role", "")}


class _RoleWithdrawn(_RoleGiven):
    label = _("Withdraw a role")
    words = _("Role withdrawn: %(role)s")
