"""App configuration of the events."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_save
from django.utils.translation import gettext_lazy as _


class EventsConfig(AppConfig):
    name = "events"
    verbose_name = "Events"

    def ready(self) -> None:
        """Letters sign up with the outbox, the desk with the admin."""
        from wagtail.images import get_image_model
        from wagtail.signals import page_published

        from cop.core import rendered_docs
        from cop.editing import waiting
        from cop.privacy import terms_doors
        from resources import contexts

        from . import (  # noqa: F401
            api,
            docs,
            gathering,
            kept_files,
            log_actions,
            personal_data,
            roles,
            search,
            sitemap,
            watches,
        )
        from .emails import event_news, registration, slides  # noqa: F401
        from .forms.pages import EventPageForm
        from .models import EventPage
        from .selectors.slides import sessions_of_resource
        from .selectors.waiting import pending_registrations
        from .viewsets import hooks  # noqa: F401

        watches.register()
        terms_doors.ask_at("event_register", "change_registration")
        rendered_docs.register("registration-states.md", docs.registration_states)
        # Forms stand above models, so the page cannot name its own.
        EventPage.base_form_class = EventPageForm
        search.register()
        gathering.register_source()
        api.register_collection()
        roles.register()
        waiting.register(pending_registrations, order=100)
        contexts.register(EventPage, name="event", label=_("Event"), order=10, details=sessions_of_resource)
        page_published.connect(_published, sender=EventPage, dispatch_uid="events.published")
        post_save.connect(_picture_saved, sender=get_image_model(), dispatch_uid="events.picture_saved")


def _published(instance: Any, revision: Any = None, **kwargs: Any) -> None:
    from .services.publishing import event_published

    event_published(event=instance, actor=revision.user if revision else None)


def _picture_saved(instance: Any, created: bool, raw: bool = False, **kwargs: Any) -> None:
    from .services.pictures import ask_after_change

    # Nobody shows a new one yet.
    if not created and not raw:
        ask_after_change(instance)
