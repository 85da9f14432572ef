"""Who may see and do what with members."""

from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet

from .choices import ProfileVisibility
from .models import Profile

if TYPE_CHECKING:
    from .models import User

type Viewer = "User | AnonymousUser"


def can_see_profile(user: Viewer, profile: Profile) -> bool:
    """The member, who may see it by the member's choice, and the secretariat. Twin: profiles_visible_to."""
    if not profile.user.is_active:
        return can_manage_members(user)
    if profile.visibility == ProfileVisibility.EVERYBODY or can_manage_members(user):
        return True
    if not user.is_authenticated:
        return False
    return profile.visibility == ProfileVisibility.MEMBERS or profile.user_id == user.pk


def profiles_visible_to(user: Viewer) -> QuerySet[Profile]:
    """Profiles that `user` may read. Twin: can_see_profile."""
    if can_manage_members(user):
        return Profile.objects.all()
    seen = Q(visibility=ProfileVisibility.EVERYBODY)
    if user.is_authenticated:
        seen |= Q(visibility=ProfileVisibility.MEMBERS) | Q(user=user)
    return Profile.objects.filter(seen, user__is_active=True)


def can_manage_members(user: Viewer) -> bool:
    """The secretariat: staff with the right to look at members in the admin."""
    return user.is_authenticated and user.has_perm("members.view_user")


def can_merge_organisations(user: Viewer) -> bool:
    return user.is_authenticated and user.has_perm("members.change_organisation")


def can_enter_admin(user: Viewer) -> bool:
    return user.is_authenticated and user.has_perm("wagtailadmin.access_admin")


def can_change_account(user: Viewer, account: "User") -> bool:
    """Staff change ordinary members; accounts with roles are changed by administrators alone."""
    if not user.is_authenticated or not user.has_perm("members.change_user"):
        return False
    return user.is_superuser or not (account.is_staff or account.is_superuser)
