"""How members hear of their groups: the rhythm of each, and the links in letters that make them fewer."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone

from ..choices import FollowLevel, MembershipState, Rhythm
from ..mail.choices import MUTE_THREAD, STOP_DIGESTS, STOP_GROUP, MailChoice
from ..models import Membership, Thread, ThreadFollow
from ..refusals import Reason, Refused
from . import digests, post_mails

if TYPE_CHECKING:
    from cop.members.models import User


def change_rhythm(*, group_id: int, member: "User", rhythm: str, now: datetime | None = None) -> Membership:
    """Hear of this group so from now on; the same again changes nothing. Nobody is told.

    Whoever changes from a digest to "at once" gets what was collected so far as a digest now, so that nothing is lost;
    who starts with digests gets what comes from now on. Raises `Refused` (NOT_A_MEMBER).
    """
    now = now or timezone.now()
    if rhythm not in Rhythm.values:
        raise ValueError("There is no such rhythm.")
    if rhythm == Rhythm.AT_ONCE:
        # Before the change: who hears at once of what has just been written is not yet to be this member.
        post_mails.write_all(until=now, group_id=group_id)
    with transaction.atomic():
        membership = (
            Membership.objects.select_for_update()
            .filter(group=group_id, member=member, state=MembershipState.ACTIVE)
            .first()
        )
        if membership is None:
            raise Refused(Reason.NOT_A_MEMBER)
        before = membership.rhythm
        if before == rhythm:
            return membership
        if before in digests.OF_DIGESTS and rhythm == Rhythm.AT_ONCE:
            digests.write_now(membership, now=now)
        if before not in digests.OF_DIGESTS:
            membership.digest_mark = now
        membership.rhythm = rhythm
        membership.save(update_fields=["rhythm", "digest_mark"])
    return membership


def apply_choice(*, choice: MailChoice, now: datetime | None = None) -> None:
    """What a link in a letter asks for; whoever holds the link is the actor. Twice changes nothing.

    A group: nothing more of it, also of its threads that are followed (announcements come all the same). The digests:
    only mentions and announcements, of all groups. A thread: muted. Who belongs no more has nothing to change.
    """
    now = now or timezone.now()
    member = get_user_model().objects.filter(pk=choice.member_id).first()
    if member is None:
        return
    mine = Membership.objects.filter(member=member, state=MembershipState.ACTIVE)
    with transaction.atomic():
        if choice.what == STOP_GROUP:
            for membership in mine.filter(group=choice.about):
                change_rhythm(group_id=membership.group_id, member=member, rhythm=Rhythm.NOTHING, now=now)
                ThreadFollow.objects.filter(
                    member=member, thread__group=membership.group_id, level=FollowLevel.FOLLOW
                ).delete()
        elif choice.what == STOP_DIGESTS:
            for membership in mine.filter(rhythm__in=digests.OF_DIGESTS):
                change_rhythm(group_id=membership.group_id, member=member, rhythm=Rhythm.MENTIONS, now=now)
        elif choice.what == MUTE_THREAD:
            thread = Thread.objects.filter(pk=choice.about).first()
            if thread is not None and mine.filter(group=thread.group_id).exists():
                ThreadFollow.objects.update_or_create(
                    thread=thread, member=member, defaults={"level": FollowLevel.MUTE}
                )


def take_choice_back(*, choice: MailChoice, now: datetime | None = None) -> None:
    """Undo it: the group, or the digests, once a day; the thread as the group."""
    now = now or timezone.now()
    member = get_user_model().objects.filter(pk=choice.member_id).first()
    if member is None:
        return
    if choice.what == MUTE_THREAD:
        ThreadFollow.objects.filter(member=member, thread=choice.about, level=FollowLevel.MUTE).delete()
        return
    mine = Membership.objects.filter(member=member, state=MembershipState.ACTIVE)
    stopped = (
        mine.filter(group=choice.about, rhythm=Rhythm.NOTHING)
        if choice.what == STOP_GROUP
        else mine.filter(rhythm=Rhythm.MENTIONS)
    )
    for membership in stopped:
        change_rhythm(group_id=membership.group_id, member=member, rhythm=Rhythm.DAILY, now=now)
