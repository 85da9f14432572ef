"""Erasing a member: asked for, or announced where nobody signed in for years; undone within the days of grace, or
carried out step by step."""

import logging
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from allauth.usersessions.models import UserSession
from django.contrib.auth import get_user_model
from django.core import signing
from django.db import IntegrityError, transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from wagtail.log_actions import log

from cop.core import page_cache
from cop.notifications.services import outbox

from .. import personal_data
from ..models import Erasure, ErasureState
from ..models.erasure import UNDER_WAY
from ..refusals import PrivacyRefused, Reason

if TYPE_CHECKING:
    from cop.members.models import User

logger = logging.getLogger(__name__)

GRACE = timedelta(days=14)
# For those who were not asked for three years: they may be on leave, and read the letter late.
DORMANT_GRACE = timedelta(days=60)
CLAIM = timedelta(minutes=10)
SALT = "cop.privacy.keep-account"
# The steps from this order on take away the account itself; they happen in one transaction with the last letter, which
# needs the address for the last time.
ACCOUNT_ORDER = 1000


def ask_for_erasure(*, member: "User", session_key: str = "", now: datetime | None = None) -> Erasure:
    """The account is to be deleted in two weeks; a letter says so and holds the link to undo it.

    Sessions other than `session_key` end at once, and the member is no longer found in the directory. Asking again
    changes nothing. Refused (PrivacyRefused): the last administrator.
    """
    now = now or timezone.now()
    try:
        with transaction.atomic():
            _refuse_last_administrator(member)
            erasure = Erasure.objects.create(member=member, asked_at=now, due_at=now + GRACE)
            _note_on_account(member, erasure.due_at)
            end_sessions(member, but=session_key)
            log(member, "privacy.deletion_asked", user=member)
            outbox.post(
                kind="privacy.deletion_asked",
                cause=f"privacy.deletion_asked:{erasure.pk}",
                to=member,
                params={"due_at": erasure.due_at, "token": token_for(erasure)},
            )
    except IntegrityError:
        return Erasure.objects.get(member=member, state__in=UNDER_WAY)
    return erasure


def announce_dormant(*, before: datetime, now: datetime | None = None) -> int:
    """Accounts that nobody signed in to since `before` are to be deleted in two months; each gets a letter with the
    link to keep it, and signing in offers the same. Returns how many were announced. A second call announces none.

    Left out: the secretariat, samples, accounts in use by a session, and those that were kept since `before`.
    """
    now = now or timezone.now()
    used = UserSession.objects.filter(user=OuterRef("pk"), last_seen_at__gt=before)
    kept = Erasure.objects.filter(member=OuterRef("pk")).filter(Q(state__in=UNDER_WAY) | Q(undone_at__gt=before))
    dormant = get_user_model()._default_manager.filter(
        Q(last_login__lte=before) | Q(last_login=None, date_joined__lte=before),
        ~Exists(used),
        ~Exists(kept),
        is_active=True,
        is_staff=False,
        is_superuser=False,
        is_sample=False,
        erased_at=None,
    )
    return sum(_announce(pk, before, now) for pk in list(dormant.values_list("pk", flat=True)))


def _announce(member_id: int, before: datetime, now: datetime) -> bool:
    with transaction.atomic():
        # Locked and asked again: they may be signing in at this moment.
        member = get_user_model()._default_manager.select_for_update().get(pk=member_id)
        if member.last_login is not None and member.last_login > before:
            return False
        erasure = Erasure.objects.create(member=member, asked_at=now, due_at=now + DORMANT_GRACE, is_dormant=True)
        _note_on_account(member, erasure.due_at)
        log(member, "privacy.dormant_announced")
        outbox.post(
            kind="privacy.dormant",
            cause=f"privacy.dormant:{erasure.pk}",
            to=member,
            params={"due_at": erasure.due_at, "token": token_for(erasure)},
        )
    return True


def undo(*, erasure: Erasure, now: datetime | None = None) -> Erasure:
    """The account stays after all; a letter confirms it. Undoing twice is once.

    The member and whoever holds the letter's link may. Refused: once the deletion has begun.
    """
    now = now or timezone.now()
    with transaction.atomic():
        undone = Erasure.objects.filter(pk=erasure.pk, state=ErasureState.ASKED).update(
            state=ErasureState.UNDONE, undone_at=now
        )
        fresh = Erasure.objects.select_related("member").get(pk=erasure.pk)
        if not undone:
            if fresh.state == ErasureState.UNDONE:
                return fresh
            raise PrivacyRefused(Reason.TOO_LATE)
        _note_on_account(fresh.member, None)
        log(fresh.member, "privacy.deletion_undone", user=fresh.member)
        outbox.post(
            kind="privacy.deletion_undone", cause=f"privacy.deletion_undone:{fresh.pk}", to=fresh.member, params={}
        )
    return fresh


def token_for(erasure: Erasure) -> str:
    """What the letter's link holds; all it can do is keep the account."""
    return signing.dumps(erasure.pk, salt=SALT)


def erasure_of(token: str) -> Erasure | None:
    """The deletion that a link is about; None for a forged one."""
    try:
        pk = signing.loads(token, salt=SALT, max_age=DORMANT_GRACE + timedelta(days=7))
    except signing.BadSignature:
        return None
    return Erasure.objects.select_related("member").filter(pk=pk).first() if isinstance(pk, int) else None


def erase_due(*, now: datetime | None = None) -> int:
    """Carry out what is due, and go on with what a killed worker left; returns how many accounts are gone."""
    now = now or timezone.now()
    Erasure.objects.filter(state=ErasureState.RUNNING, claimed_until__lt=now).update(claimed_until=None)
    due = Erasure.objects.filter(state__in=UNDER_WAY, due_at__lte=now, claimed_until=None).order_by("due_at")
    return sum(carry_out(pk, now=now) for pk in list(due.values_list("pk", flat=True)))


def carry_out(erasure_id: int, *, now: datetime | None = None) -> bool:
    """Erase one member whose time has come; True when the account is gone.

    Each step has a transaction of its own and is noted in it, so that a kill at any moment leaves whole steps. Whatever
    goes wrong ends in the row; the next run goes on there.
    """
    now = now or timezone.now()
    erasure = _claim(erasure_id, now)
    if erasure is None:
        return False
    try:
        for step in personal_data.erasers():
            if step.order < ACCOUNT_ORDER and step.key not in erasure.steps:
                with transaction.atomic():
                    step.erase(erasure.member)
                    _note_step(erasure, step.key)
        with transaction.atomic():
            _say_farewell(erasure)
            for step in personal_data.erasers():
                if step.order >= ACCOUNT_ORDER:
                    step.erase(erasure.member)
            Erasure.objects.filter(pk=erasure.pk).update(
                state=ErasureState.DONE, done_at=now, claimed_until=None, error=""
            )
            page_cache.touch("people")
    except Exception as error:
        logger.exception("Erasure %s stopped.", erasure.pk)
        Erasure.objects.filter(pk=erasure.pk).update(claimed_until=None, error=f"{type(error).__name__}"[:300])
        return False
    return True


def is_last_administrator(member: "User") -> bool:
    """Would the site be without an administrator who stays?"""
    if not member.is_superuser:
        return False
    others = get_user_model()._default_manager.filter(is_superuser=True, is_active=True, deletion_due_at=None)
    return not others.exclude(pk=member.pk).exists()


def end_sessions(member: "User", *, but: str = "") -> None:
    """End the member's sessions, all but this one."""
    for session in UserSession.objects.filter(user=member).exclude(session_key=but):
        session.end()


def _claim(erasure_id: int, now: datetime) -> Erasure | None:
    with transaction.atomic():
        erasure = Erasure.objects.select_for_update(of=("self",)).select_related("member").get(pk=erasure_id)
        if erasure.state not in UNDER_WAY or erasure.due_at > now or erasure.claimed_until:
            return None
        if erasure.is_dormant and erasure.state == ErasureState.ASKED and _came_back(erasure):
            undo(erasure=erasure, now=now)
            return None
        if erasure.state == ErasureState.ASKED and is_last_administrator(erasure.member):
            # The others have left since: it waits until there is somebody again.
            Erasure.objects.filter(pk=erasure.pk).update(error=str(Reason.LAST_ADMINISTRATOR.value))
            return None
        erasure.state, erasure.claimed_until = ErasureState.RUNNING, now + CLAIM
        Erasure.objects.filter(pk=erasure.pk).update(
            state=erasure.state, claimed_until=erasure.claimed_until, attempts=F("attempts") + 1, error=""
        )
        # From here on nobody logs in, and nothing new comes in while the old is taken away.
        _users(erasure.member).update(is_active=False)
        erasure.member.is_active = False
        end_sessions(erasure.member)
    return erasure


def _note_step(erasure: Erasure, key: str) -> None:
    erasure.steps = [*erasure.steps, key]
    Erasure.objects.filter(pk=erasure.pk).update(steps=erasure.steps)


def _came_back(erasure: Erasure) -> bool:
    """Has the member used the account since it was announced? Who came, but pressed nothing, keeps it all the same."""
    last_login = erasure.member.last_login
    if last_login is not None and last_login > erasure.asked_at:
        return True
    return UserSession.objects.filter(user=erasure.member_id, last_seen_at__gt=erasure.asked_at).exists()


def _say_farewell(erasure: Erasure) -> None:
    """The last letter, to the address and not to the account, which knows none from now on."""
    outbox.post(kind="privacy.deleted", cause=f"privacy.deleted:{erasure.pk}", to=erasure.member.email, params={})


def _refuse_last_administrator(member: "User") -> None:
    if not member.is_superuser:
        return
    # Two administrators who leave at the same moment wait here for each other.
    administrators = get_user_model()._default_manager.filter(is_superuser=True).order_by("pk")
    list(administrators.select_for_update().values_list("pk", flat=True))
    if is_last_administrator(member):
        raise PrivacyRefused(Reason.LAST_ADMINISTRATOR)


def _note_on_account(member: "User", due_at: datetime | None) -> None:
    # On the account, which every request reads anyway.
    _users(member).update(deletion_due_at=due_at)
    member.deletion_due_at = due_at
    page_cache.touch("people")


def _users(member: "User") -> Any:
    return get_user_model()._default_manager.filter(pk=member.pk)
