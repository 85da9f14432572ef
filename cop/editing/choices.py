"""Fixed words of this room."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Answer(TextChoices):
    """What somebody says about a draft that they were asked to approve."""

    APPROVED = "approved", _("Approved")
    CHANGES = "changes", _("Changes asked for")


class ApprovalState(TextChoices):
    """What has become of a request for approval."""

    OPEN = "open", _("Waiting for an answer")
    APPROVED = "approved", _("Approved")
    CHANGES = "changes", _("Changes asked for")
    REVOKED = "revoked", _("Withdrawn")
    EXPIRED = "expired", _("Expired without an answer")
    GONE = "gone", _("The version no longer exists")
