"""App configuration of the working groups."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WorkingGroupsConfig(AppConfig):
    name = "working_groups"
    verbose_name = "Working groups"

    def ready(self) -> None:
        from cop.search.registry import register_page

        from .models import WorkingGroupIndexPage, WorkingGroupPage

        label = _("Working groups")
        register_page(WorkingGroupPage, key="groups", label=label, order=20, meta=lambda page: [page.criterion_name])
        register_page(WorkingGroupIndexPage, key="groups", label=label, order=20)
