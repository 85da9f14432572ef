"""Who may do what with resources beyond reading them (who reads: `selectors.resources.resources_visible_to`)."""

from typing import TYPE_CHECKING

from wagtail.permission_policies.pages import PagePermissionPolicy

from .models import LibraryPage, ResourcePage
from .refusals import Reason

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from cop.members.models import User

    type Viewer = User | AnonymousUser


def can_edit(user: "Viewer", resource: ResourcePage) -> bool:
    """Whoever may edit the page in the admin sees its files there, published or not."""
    return bool(user.is_active and user.is_authenticated and resource.permissions_for_user(user).can_edit())


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
