"""App configuration of the library."""

from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


def _published(instance: Any, **kwargs: Any) -> None:
    """What is in its files is found from now on; if it was withdrawn, it is no more."""
    from .services.indexing import index_resources
    from .services.withdrawing import came_back

    came_back(instance.pk)
    index_resources([instance.pk])


def _practice_published(instance: Any, **kwargs: Any) -> None:
    """Its author hears of it; Wagtail also says so of what it will publish on a later day."""
    from .services.proposing import practice_published

    if instance.live:
        practice_published(instance.pk)


def _unpublished(instance: Any, **kwargs: Any) -> None:
    """What is in its files is not found any more."""
    from .services.indexing import index_resources

    index_resources([instance.pk])


def _review_ended(instance: Any, user: Any = None, **kwargs: Any) -> None:
    """Taken back, declined, or given back to its author without a word."""
    from .services.practice_letters import tell_given_back

    tell_given_back(instance, user)


class ResourcesConfig(AppConfig):
    name = "resources"
    verbose_name = "Library"

    def ready(self) -> None:
        """Pages sign up with search, menus and the rooms that point to them."""
        from wagtail.models import WorkflowState
        from wagtail.signals import page_published, page_unpublished, workflow_cancelled

        from cop.core import navigation, page_care, roles
        from cop.editing import tellers, waiting
        from cop.editing.page_policy import keep_secret
        from cop.members import requests
        from cop.privacy import terms_doors
        from cop.search.indexes import register_index

        from . import (  # noqa: F401
            api,
            emails,
            gathering,
            kept_files,
            personal_data,
            practice_data,
            saved,
            search,
            search_texts,
        )
        from .forms.pages import ResourcePageForm, validated_first
        from .models import GoodPracticePage, ResourcePage
        from .permissions import secret_drafts
        from .selectors import proposals
        from .selectors.waiting import practices_to_review
        from .services import indexing, practice_letters, validation_setup

        # Forms stand above models, so the page cannot name its own; good practices inherit it.
        ResourcePage.base_form_class = ResourcePageForm
        search.register()
        search_texts.register()
        register_index("library files", indexing.mend_files)
        for model in (ResourcePage, GoodPracticePage):
            page_published.connect(_published, sender=model, dispatch_uid="resources.published")
            page_unpublished.connect(_unpublished, sender=model, dispatch_uid="resources.unpublished")
        page_published.connect(
            _practice_published, sender=GoodPracticePage, dispatch_uid="resources.practice_published"
        )
        workflow_cancelled.connect(_review_ended, sender=WorkflowState, dispatch_uid="resources.review_ended")
        roles.set_up_with(validation_setup.set_up)
        tellers.register(practice_letters.tell)
        page_care.register_check(validated_first)
        keep_secret(secret_drafts)
        waiting.register(practices_to_review, order=5)
        requests.register(proposals.asked_by)
        terms_doors.ask_at("propose_practice", "change_proposal")
        saved.register()
        gathering.register_sources()
        api.register_collections()
        navigation.register(label=_("Library"), url_name="library", order=30)
        navigation.register(menu=_("Knowledge"), label=_("Library"), url_name="library", order=21)
