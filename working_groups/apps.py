"""App configuration of the working groups."""

from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WorkingGroupsConfig(AppConfig):
    name = "working_groups"
    verbose_name = "Working groups"

    def ready(self) -> None:
        """Pages sign up with the search, letters with the outbox; a published page gets its row."""
        from anymail.signals import inbound as mail_came_in
        from wagtail.signals import page_published

        from cop.editing import page_policy, waiting
        from cop.members import requests
        from cop.privacy import terms_doors
        from cop.search.indexes import register_index
        from cop.search.registry import register_page
        from events import calendar_sources
        from resources import contexts

        from . import (  # noqa: F401
            discussion_data,
            discussion_log,
            document_data,
            document_log,
            document_tasks,
            drafts,
            gathering,
            inbound,
            kept_files,
            log_actions,
            meeting_data,
            meeting_log,
            personal_data,
            roles,
            search,
            search_meetings,
            search_news,
        )
        from .emails import (  # noqa: F401
            calls,
            digest,
            discussion,
            documents,
            groups,
            joining,
            meetings,
            membership,
        )
        from .models import WorkingGroupIndexPage, WorkingGroupPage
        from .permissions import secret_pages
        from .selectors import meeting_calendars
        from .selectors.publications import publications_waiting
        from .services import indexing, into_library, publishing
        from .viewsets import hooks  # noqa: F401

        calendar_sources.register(
            "meetings", calendar_sources.Source(meeting_calendars.personal, meeting_calendars.public)
        )
        search.register()
        gathering.register_source()
        register_index("posts", indexing.mend_posts)
        register_index("documents", indexing.mend_documents)
        search_meetings.register()
        search_news.register()
        label = _("Working groups")
        register_page(WorkingGroupPage, key="groups", label=label, order=20, meta=lambda page: [page.criterion_name])
        register_page(WorkingGroupIndexPage, key="groups", label=label, order=20)
        contexts.register(WorkingGroupPage, name="group", label=_("Working group"), order=20)
        roles.register()
        page_policy.keep_secret(secret_pages)
        requests.register(personal_data.requests_to_join)
        terms_doors.ask_at("group_join", "group_ask", "group_interest", "new_call", "group_invitation", "new_thread")
        terms_doors.ask_at("new_meeting", "new_date_poll")
        terms_doors.ask_at("upload_documents", "upload_papers", "new_version")
        waiting.register(publications_waiting, order=110)
        publishing.on_approval(into_library.prepared)
        mail_came_in.connect(inbound.take, dispatch_uid="working_groups.incoming")
        page_published.connect(_published, sender=WorkingGroupPage, dispatch_uid="working_groups.published")


def _published(instance: Any, revision: Any = None, **kwargs: Any) -> None:
    from .services.groups import group_published
    from .services.pictures import ask_for_pictures

    group_published(instance, actor=revision.user if revision else None)
    ask_for_pictures(instance)
