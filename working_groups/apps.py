"""App configuration of the working groups."""

from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WorkingGroupsConfig(AppConfig):
    name = "working_groups"
    verbose_name = "Working groups"

    def ready(self) -> None:
        """Pages sign up with the search, a published page gets its row."""
        from wagtail.signals import page_published

        from cop.search.registry import register_page

        from .models import WorkingGroupIndexPage, WorkingGroupPage

        label = _("Working groups")
        register_page(WorkingGroupPage, key="groups", label=label, order=20, meta=lambda page: [page.criterion_name])
        register_page(WorkingGroupIndexPage, key="groups", label=label, order=20)
        page_published.connect(_published, sender=WorkingGroupPage, dispatch_uid="working_groups.published")


def _published(instance: Any, **kwargs: Any) -> None:
    from .services.groups import ensure_group

    ensure_group(instance)
