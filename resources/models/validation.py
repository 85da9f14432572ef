"""How a good practice comes into the library: what a member proposes, and a step of its validation."""

import uuid
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import AbstractGroupApprovalTask, TaskState

from ..choices import Licence

if TYPE_CHECKING:
    from datetime import datetime

    from cop.members.models import User


class ValidationTask(AbstractGroupApprovalTask):
    """A step that somebody of its groups takes who neither wrote the page nor has taken an earlier step of it.

    Administrators are no exception: two people look at a practice, and none of them is its author.
    """

    class Meta:
        verbose_name = _("approval by another person")
        verbose_name_plural = _("approvals by another person")

    @classmethod
    def get_description(cls) -> Any:
        """Where administrators choose what kind of step they add."""
        return _("Members of the chosen groups, but not the author and not who has approved an earlier step")

    def may_act(self, obj: Any, user: "User") -> bool:
        """Whether this person may take this step for this page."""
        from ..permissions import may_take_step

        return may_take_step(obj.pk, user)

    def user_can_access_editor(self, obj: Any, user: "User") -> bool:
        return self.may_act(obj, user)

    def locked_for_user(self, obj: Any, user: "User") -> bool:
        return not self.may_act(obj, user)

    def user_can_lock(self, obj: Any, user: "User") -> bool:
        return self.may_act(obj, user)

    def get_actions(self, obj: Any, user: "User") -> list[tuple[str, Any, bool]]:
        return list(super().get_actions(obj, user)) if self.may_act(obj, user) else []

    def get_form_for_action(self, action: str) -> Any:
        from ..forms.validation import AskForChangesForm

        return AskForChangesForm if action == "reject" else super().get_form_for_action(action)

    def get_task_states_user_can_moderate(self, user: "User", **kwargs: Any) -> models.QuerySet[TaskState]:
        from ..validation import steps_open_to

        return steps_open_to(user).filter(task=self)

    def on_action(self, task_state: TaskState, user: "User", action_name: str, **kwargs: Any) -> Any:
        """Raises `PermissionDenied` for whoever may not, and where the step was taken or taken back meanwhile."""
        from ..services.validating import take_step

        return take_step(self, task_state, user, action_name, super().on_action, **kwargs)


class PracticeProposal(models.Model):
    """A good practice that a member proposes: whose it is, and what only they decide.

    The text is the draft of the page; how far it is, is read from the page and its workflow
    (`selectors.proposals.standing_of`) and written nowhere else.
    """

    # Of the form that was opened: the same one sent twice makes one proposal.
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    page = models.OneToOneField(
        "resources.GoodPracticePage", null=True, blank=True, on_delete=models.SET_NULL, related_name="proposal"
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="practice_proposals"
    )
    # As the author last called it: names it to them when the page has been deleted.
    title = models.CharField(_("title"), max_length=255)
    created_at: "models.DateTimeField[datetime]" = models.DateTimeField(_("begun"))
    changed_at: "models.DateTimeField[datetime]" = models.DateTimeField(_("last saved by the author"))
    consented_at: "models.DateTimeField[datetime | None]" = models.DateTimeField(
        _("consent to publication"), null=True, blank=True
    )
    licence = models.CharField(_("licence consented to"), max_length=16, choices=Licence, blank=True)
    declined_at: "models.DateTimeField[datetime | None]" = models.DateTimeField(_("declined"), null=True, blank=True)
    decline_words = models.TextField(_("why it was declined"), blank=True)

    class Meta:
        verbose_name = _("proposed good practice")
        verbose_name_plural = _("proposed good practices")

    def __str__(self) -> str:
        return self.title
