"""Opening, confirming, changing and closing accounts."""

import uuid

from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from cop.core import page_cache
from cop.notifications.services import outbox
from cop.privacy.services import terms

from ..models import Profile, User
from ..permissions import can_change_account
from ..refusals import MemberRefusal
from .roles import Roles, give_roles, lock_administrators, refuse_last_administrator


def open_account(*, email: str, name: str = "") -> User:
    """Make an account for an address whose owner has just proved to read its mail; without a password.

    Two windows at the same moment end in one account: the second call returns the first one's.
    """
    email = email.strip().lower()
    try:
        with transaction.atomic():
            user = User.objects.create_user(email, name=name)
            confirm_address(user=user, email=email)
            terms.ask_newcomer(member=user)
            return user
    except IntegrityError:
        return User.objects.get(email=email)


def confirm_address(*, user: User, email: str) -> EmailAddress:
    """Note that `user` reads mail at `email`: a code sent there came back. Their first address becomes the main one."""
    email = email.strip().lower()
    address, created = EmailAddress.objects.get_or_create(
        user=user, email=email, defaults={"verified": True, "primary": user.email == email}
    )
    if not created and not address.verified:
        address.verified = True
        address.primary = address.primary or user.email == email
        address.save(update_fields=["verified", "primary"])
    return address


def ensure_profile(*, user: User) -> Profile:
    """Accounts made by an identity provider or by staff get their empty profile here."""
    profile, _created = Profile.objects.get_or_create(user=user)
    terms.ask_newcomer(member=user)
    return profile


def open_account_for(*, email: str, name: str, actor: User, roles: Roles | None = None) -> User:
    """Staff make an account; its owner logs in with a code to that address, which confirms it. Logged by the view.

    Refused: an address that has an account, and roles given by anybody but an administrator.
    """
    email = email.strip().lower()
    with transaction.atomic():
        if address_is_taken(email):
            raise MemberRefusal(_("There is already an account with this address."))
        user = User.objects.create_user(email, name=name)
        terms.ask_newcomer(member=user)
        if roles is not None:
            give_roles(member=user, actor=actor, roles=roles)
    return user


def change_account(
    *,
    member: User,
    actor: User,
    name: str,
    is_active: bool | None = None,
    email: str | None = None,
    roles: Roles | None = None,
) -> User:
    """Staff correct a name, close or reopen an account; administrators also change address and roles.

    A closed account's sessions end with their next request. The old address is told of a new one. Refused: touching
    an account with roles, an address or roles without being an administrator (who reads an account's mail owns the
    account), closing one's own, and closing the last administrator's.
    """
    with transaction.atomic():
        if not can_change_account(actor, member):
            raise MemberRefusal(_("Only administrators may change the accounts of staff."))
        if (email is not None or roles is not None) and not actor.is_superuser:
            raise MemberRefusal(_("Only administrators may change addresses and roles."))
        if is_active is False and member.pk == actor.pk:
            raise MemberRefusal(_("You cannot close your own account."))
        if is_active is False and member.is_superuser:
            refuse_last_administrator(member, lock_administrators())
        member.name = name
        if is_active is not None:
            member.is_active = is_active
        member.save(update_fields=["name", "is_active"])
        if email is not None:
            _change_address(member=member, actor=actor, email=email.strip().lower())
        if roles is not None:
            give_roles(member=member, actor=actor, roles=roles)
        page_cache.touch("people")
    return member


def address_is_taken(email: str, *, by_other_than: User | None = None) -> bool:
    """Does an account have this address, or has another one proved that it is its own?"""
    accounts = User.objects.filter(email=email)
    proved = EmailAddress.objects.filter(email=email, verified=True)
    if by_other_than is not None:
        accounts, proved = accounts.exclude(pk=by_other_than.pk), proved.exclude(user=by_other_than)
    return accounts.exists() or proved.exists()


def _change_address(*, member: User, actor: User, email: str) -> None:
    before = member.email
    if email == before:
        return
    if address_is_taken(email, by_other_than=member):
        raise MemberRefusal(_("There is already an account with this address."))
    EmailAddress.objects.filter(user=member).delete()
    member.email = email
    member.save(update_fields=["email"])
    log(member, "members.address", user=actor)
    outbox.post(
        kind="members.email_changed",
        cause=f"members.email_changed:{uuid.uuid4()}",
        to=before,
        params={"to_email": email, "at": timezone.now()},
    )
