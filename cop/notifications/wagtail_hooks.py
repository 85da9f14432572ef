"""What the letters add to the Wagtail admin."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.log_actions import LogActionRegistry

from .services.bouncing import ALLOW
from .services.resending import ACTION
from .viewsets import LetterViewSet
from .viewsets_bounces import BounceViewSet, StoppedAddressViewSet


@hooks.register("register_admin_viewset")
def register_letters() -> list[ModelViewSet]:
    return [LetterViewSet(), BounceViewSet(), StoppedAddressViewSet()]


@hooks.register("register_log_actions")
def register_log_actions(actions: LogActionRegistry) -> None:
    actions.register_action(ACTION, _("Send letter again"), _("Had the letter sent again"))
    actions.register_action(ALLOW, _("Write to the address again"), _("Allowed letters to the address again"))
