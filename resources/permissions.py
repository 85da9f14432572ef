"""Who may do what with resources beyond reading them (who reads: `selectors.resources.resources_visible_to`)."""

from typing import TYPE_CHECKING

from wagtail.models import PagePermissionTester
from wagtail.permission_policies.pages import PagePermissionPolicy

from .models import GoodPracticePage, LibraryPage, ResourcePage
from .refusals import Reason
from .validation import steps_open_to, unsent_pages, validated_at

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django.db.models import QuerySet

    from cop.members.models import User

    type Viewer = User | AnonymousUser


def can_edit(user: "Viewer", resource: ResourcePage) -> bool:
    """Whoever may edit the page in the admin sees its files there, published or not; what the author of a practice has
    not sent is for nobody else."""
    if not (user.is_active and user.is_authenticated):
        return False
    # Asked here too: it may have been read as what all resources are, which knows nothing of proposals.
    if not (resource.live or user.is_superuser) and unsent_pages().filter(page=resource.pk).exists():
        return False
    return bool(resource.permissions_for_user(user).can_edit())


def files_obstacle(user: "Viewer", resource: ResourcePage) -> Reason | None:
    """Why this person may not change the files of a resource; None if they may.

    Files are no part of a draft: what is changed is seen at once. So those of a published page are for who may publish.
    """
    if not can_edit(user, resource):
        return Reason.NOT_YOURS
    tester = resource.permissions_for_user(user)
    if tester.page_locked():
        return Reason.LOCKED
    return Reason.PUBLISHED if resource.live and not tester.can_publish() else None


def withdrawing_obstacle(user: "Viewer", resource: ResourcePage) -> Reason | None:
    """Why this person may not withdraw a resource; None if they may: whoever may take the page off the site."""
    if not can_edit(user, resource) or not resource.permissions_for_user(user).can_unpublish():
        # A page that is not live cannot be unpublished by anybody.
        return Reason.NOT_PUBLISHED if can_edit(user, resource) and not resource.live else Reason.NOT_YOURS
    return Reason.LOCKED if resource.permissions_for_user(user).page_locked() else None


def may_import_somewhere(user: "Viewer") -> bool:
    """Whether the menu names the import: who publishes in no part of the site does not import. No statement beyond the
    rights that Wagtail has read for its own menu."""
    return PagePermissionPolicy(LibraryPage).user_has_any_permission(user, {"publish"})


def can_import(user: "Viewer") -> bool:
    """Whoever may add pages to the library and publish them takes in old material."""
    if not (user.is_active and user.is_authenticated):
        return False
    library = LibraryPage.objects.first()
    if library is None:
        return False
    tester = library.permissions_for_user(user)
    return bool(tester.can_add_subpage() and tester.can_publish_subpage())


# Good practices -------------------------------------------------------------------------------------------------


def first_publication_obstacle(practice: GoodPracticePage) -> Reason | None:
    """Why a good practice cannot be published, by anybody: it has not been on the site, and two people have not yet
    looked at it. None if it can. What was published before is changed like every page."""
    if practice.was_published or (practice.pk and validated_at(practice.pk)):
        return None
    return Reason.NOT_VALIDATED


class PracticePermissionTester(PagePermissionTester):
    """Rights on the page of a good practice in the admin."""

    def __init__(self, user: "User", page: GoodPracticePage) -> None:
        super().__init__(user, page)
        is_limited = user.is_active and not user.is_superuser and page.pk and not page.was_published
        if is_limited and unsent_pages().filter(page=page.pk).exists():
            self.permissions: set[str] = set()

    def can_publish(self) -> bool:
        """Wagtail asks this before each way of publishing at once or on a day; the end of the workflow asks it too,
        when the last step has been taken."""
        return bool(super().can_publish()) and first_publication_obstacle(self.page) is None


def may_take_step(page_id: int, user: "Viewer") -> bool:
    """Whether this person may take the step of the validation at which the practice is. One statement."""
    return steps_open_to(user).filter(workflow_state__object_id=str(page_id)).exists()


def declining_obstacle(user: "Viewer", page_id: int) -> Reason | None:
    """Why this person may not decline a proposal; None if they may: who may take its step, or could have, while the
    author changes it."""
    open_states = steps_open_to(user, while_changing=True).filter(workflow_state__object_id=str(page_id))
    return None if open_states.exists() else Reason.NOT_YOURS_TO_DECIDE


def secret_drafts(user: "Viewer") -> "QuerySet | None":
    """Numbers of the pages that only their authors know of; None for whom the admin keeps nothing secret, or does not
    open at all."""
    if user.is_superuser or not getattr(user, "is_staff", False):
        return None
    return unsent_pages().values_list("page", flat=True)
