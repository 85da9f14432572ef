"""Who may see what of privacy's staff pages."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from cop.members.models import User

type Viewer = "User | AnonymousUser"


def can_see_retention_report(user: Viewer) -> bool:
    """Staff with the right to see runs of the rules."""
    return user.is_authenticated and user.has_perm("privacy.view_retentionrun")


def can_read_audit_log(user: Viewer) -> bool:
    """Administrators alone: the log says who looked at whom."""
    return user.is_authenticated and user.is_active and user.is_superuser
