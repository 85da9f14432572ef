"""App configuration of editing."""

from typing import Any

from django.apps import AppConfig


class EditingConfig(AppConfig):
    name = "cop.editing"
    label = "editing"
    verbose_name = "Editing"

    def ready(self) -> None:
        """Roles, letters, and what happens when Wagtail says that a page was submitted or published."""
        from wagtail import permissions
        from wagtail.admin.views.pages import edit
        from wagtail.models import AbstractPage, Page, TaskState, WorkflowState
        from wagtail.signals import (
            page_published,
            task_submitted,
            workflow_approved,
            workflow_rejected,
            workflow_submitted,
        )

        from cop.core import page_care

        from . import emails, personal_data, roles, waiting  # noqa: F401  (the first two register what is theirs)
        from .page_policy import CarefulPagePolicy
        from .picture_form import pictures_are_described
        from .selectors import waiting as sources
        from .services.moderation import comments_changed

        roles.register()
        permissions.register_permission_policy(AbstractPage, CarefulPagePolicy(Page))
        page_care.register_check(pictures_are_described)
        waiting.register(sources.to_moderate, order=0)
        waiting.register(sources.answered_approvals, order=10)
        waiting.register(sources.own_stale_pages, order=20)
        waiting.register(sources.failed_letters, order=900)
        page_published.connect(_published, dispatch_uid="editing.published")
        # Wagtail mails past the outbox. Its receivers come after ours, and a place that is taken stays taken.
        for signal, receiver, sender, place in (
            (task_submitted, _submitted, TaskState, "group_approval_task_submitted_email_notification"),
            (workflow_submitted, _nothing, WorkflowState, "workflow_state_submitted_email_notification"),
            (workflow_approved, _approved, WorkflowState, "workflow_state_approved_email_notification"),
            (workflow_rejected, _rejected, WorkflowState, "workflow_state_rejected_email_notification"),
        ):
            signal.disconnect(sender=sender, dispatch_uid=place)
            signal.connect(receiver, sender=sender, dispatch_uid=place)
        edit.send_notification = comments_changed


def _published(instance: Any, **kwargs: Any) -> None:
    from .services import reviewing

    reviewing.page_published(page=instance)


def _submitted(instance: Any, user: Any = None, **kwargs: Any) -> None:
    from .services import moderation

    moderation.page_submitted(task_state=instance, actor=user)


def _approved(instance: Any, user: Any = None, **kwargs: Any) -> None:
    from .services import moderation

    moderation.page_approved(workflow_state=instance, actor=user)


def _rejected(instance: Any, user: Any = None, **kwargs: Any) -> None:
    from .services import moderation

    moderation.page_rejected(workflow_state=instance, actor=user)


def _nothing(**kwargs: Any) -> None:
    """The moderators have been told by `_submitted`; Wagtail would also tell every administrator."""
