"""What of the library waits for somebody of the secretariat (see `cop.editing.waiting`)."""

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import ngettext

from cop.editing.waiting import Waiting

from ..validation import steps_open_to

if TYPE_CHECKING:
    from cop.members.models import User


def practices_to_review(user: "User") -> Waiting:
    """Good practices whose step this person may take. One statement."""
    count = steps_open_to(user).count()
    # Wagtail's own list of them stands below on the same page.
    url = f"{reverse('wagtailadmin_home')}#workflow-objects-to-moderate"
    return Waiting(count, ngettext("good practice to review", "good practices to review", count), url)
