"""Who may see and do what with members."""

from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet

from .choices import ProfileVisibility
from .models import Profile
from .refusals import ContactReason

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


def can_find_member(user: Viewer, profile: Profile) -> bool:
    """Has the member agreed to be found by this viewer? No rights of the secretariat count here; it has the admin.

    Twin: profiles_to_be_found_by. Closed and erased accounts, those about to be deleted, and
    those without a name are never found.
    """
    if not (profile.user.is_active and profile.user.name) or profile.user.deletion_due_at:
        return False
    if profile.visibility == ProfileVisibility.EVERYBODY:
        return True
    return profile.visibility == ProfileVisibility.MEMBERS and user.is_authenticated and user.is_active


def profiles_to_be_found_by(user: Viewer) -> QuerySet[Profile]:
    """Profiles whose members have agreed to be found by `user`. Twin: can_find_member."""
    known = user.is_authenticated and user.is_active
    agreed = [ProfileVisibility.EVERYBODY, *([ProfileVisibility.MEMBERS] if known else [])]
    return Profile.objects.filter(visibility__in=agreed, user__is_active=True, user__deletion_due_at=None).exclude(
        user__name=""
    )


def contact_obstacle(user: Viewer, profile: Profile, *, blocked: bool) -> ContactReason | None:
    """Why `user` cannot write to this member; None if they can. `blocked` is asked by the caller (selectors).

    Whoever was blocked hears what everybody hears of a member who wants no letters.
    """
    if not user.is_authenticated:
        return ContactReason.SIGN_IN
    if user.pk == profile.user_id:
        return ContactReason.YOURSELF
    if not user.name.strip():
        return ContactReason.NAMELESS
    if not profile.accepts_contact or blocked or not can_find_member(user, profile):
        return ContactReason.NOT_WANTED
    return None


def can_manage_members(user: Viewer) -> bool:
    """The secretariat: staff with the right to look at members in the admin."""
    return user.is_authenticated and user.has_perm("members.view_user")


def can_merge_organisations(user: Viewer) -> bool:
    return user.is_authenticated and user.has_perm("members.change_organisation")


def can_enter_admin(user: Viewer) -> bool:
    return user.is_authenticated and user.has_perm("wagtailadmin.access_admin")


def can_change_account(user: Viewer, account: "User") -> bool:
    """Staff change ordinary members; accounts with roles are changed by administrators alone, erased ones
    by nobody."""
    if not user.is_authenticated or not user.has_perm("members.change_user") or account.erased_at:
        return False
    return user.is_superuser or not (account.is_staff or account.is_superuser)
