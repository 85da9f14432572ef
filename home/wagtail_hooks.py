"""What the home room adds to the Wagtail admin."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry

from .choices import MessageState
from .services.contact import LOG_PREFIX
from .viewsets.contact import ContactMessageViewSet


@hooks.register("register_admin_viewset")
def register_messages() -> ContactMessageViewSet:
    return ContactMessageViewSet()


@hooks.register("register_log_actions")
def register_log_actions(actions: LogActionRegistry) -> None:
    for state, label in MessageState.choices:
        actions.register_action(f"{LOG_PREFIX}{state}", label, _("Message marked: %(state)s") % {"state": label})
