"""What this room adds to the Wagtail admin."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry

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
    actions.register_action("members.contact_report", _("Report"), _("Letter from a member reported"))
