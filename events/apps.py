"""App configuration of the events."""

from typing import Any

from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate


class EventsConfig(AppConfig):
    name = "events"
    verbose_name = "Events"

    def ready(self) -> None:
        """Letters sign up with the outbox, the desk with the admin."""
        from wagtail.signals import page_published

        from cop.core import rendered_docs

        from . import docs, log_actions, personal_data, search  # noqa: F401
        from .emails import event_news, registration  # noqa: F401
        from .forms.pages import EventPageForm
        from .models import EventPage
        from .viewsets import hooks  # noqa: F401

        rendered_docs.register("registration-states.md", docs.registration_states)
        # Forms stand above models, so the page cannot name its own.
        EventPage.base_form_class = EventPageForm
        search.register()
        page_published.connect(_published, sender=EventPage, dispatch_uid="events.published")
        # The rights of this room's models exist once auth, which comes after us, has had its turn.
        post_migrate.connect(make_roles, sender=apps.get_app_config("auth"), dispatch_uid="events.make_roles")


def make_roles(**kwargs: Any) -> None:
    """After migrating: the group of event managers."""
    from .services.roles import ensure_event_managers

    ensure_event_managers()


def _published(instance: Any, revision: Any = None, **kwargs: Any) -> None:
    from .services.publishing import event_published

    event_published(event=instance, actor=revision.user if revision else None)
