"""Who hears of a post: one table of what members chose, for answers, follows, mutes, mentions and announcements."""

import pytest

from tests.factories.discussion import make_thread
from tests.factories.groups import MembershipFactory, WorkingGroupFactory
from working_groups.choices import FollowLevel, MembershipState, Rhythm, Way
from working_groups.models import ThreadFollow
from working_groups.selectors.telling import Told, hearers, will_be_told

pytestmark = pytest.mark.django_db

# rhythm: (an answer; followed; muted; mentioned; muted and mentioned; an announcement)
TABLE = {
    Rhythm.AT_ONCE: (Way.AT_ONCE, Way.AT_ONCE, Way.NOT, Way.AT_ONCE, Way.AT_ONCE, Way.AT_ONCE),
    Rhythm.DAILY: (Way.DAILY, Way.AT_ONCE, Way.NOT, Way.AT_ONCE, Way.AT_ONCE, Way.AT_ONCE),
    Rhythm.WEEKLY: (Way.WEEKLY, Way.AT_ONCE, Way.NOT, Way.AT_ONCE, Way.AT_ONCE, Way.AT_ONCE),
    Rhythm.MENTIONS: (Way.NOT, Way.AT_ONCE, Way.NOT, Way.AT_ONCE, Way.AT_ONCE, Way.AT_ONCE),
    Rhythm.NOTHING: (Way.NOT, Way.AT_ONCE, Way.NOT, Way.NOT, Way.NOT, Way.AT_ONCE),
}


def test_everybody_hears_as_the_table_says():
    thread = make_thread()
    other = make_thread(thread.group, thread.author)
    found = {}
    for rhythm in Rhythm:
        member = MembershipFactory(group=thread.group, rhythm=rhythm).member
        # What they chose for another thread counts there only.
        ThreadFollow.objects.create(thread=other, member=member, level=FollowLevel.MUTE)

        def way(member=member, **facts):
            return hearers(thread.group, thread, thread.author, **facts).get(member=member).way

        found[rhythm] = [way()]
        row = ThreadFollow.objects.create(thread=thread, member=member, level=FollowLevel.FOLLOW)
        found[rhythm].append(way())
        row.level = FollowLevel.MUTE
        row.save()
        found[rhythm].append(way())
        muted_and_mentioned = way(mentioned=[member.pk])
        row.delete()
        found[rhythm] += [way(mentioned=[member.pk]), muted_and_mentioned, way(is_announcement=True)]

    assert {rhythm: tuple(ways) for rhythm, ways in found.items()} == TABLE


def test_composer_counts_others_who_belong_now(django_assert_num_queries):
    group = WorkingGroupFactory()
    author = MembershipFactory(group=group, rhythm=Rhythm.AT_ONCE).member
    for rhythm, number in ((Rhythm.AT_ONCE, 3), (Rhythm.DAILY, 2), (Rhythm.WEEKLY, 1), (Rhythm.NOTHING, 1)):
        MembershipFactory.create_batch(number, group=group, rhythm=rhythm)
    MembershipFactory(group=group, rhythm=Rhythm.AT_ONCE, state=MembershipState.LEFT)
    MembershipFactory(group=group, rhythm=Rhythm.AT_ONCE, member__is_active=False)
    MembershipFactory(rhythm=Rhythm.AT_ONCE)

    with django_assert_num_queries(1):
        told = will_be_told(group, None, author)

    assert told == Told(3, 2, 1, 1)
    assert told.total == 6
    assert told.words == (
        "3 members now by mail, 2 in tonight’s digest, 1 in the weekly digest, 1 reads it on the site only"
    )
    assert will_be_told(group, None, author, is_announcement=True) == Told(7, 0, 0, 0)
    assert Told().words == "nobody, you are alone here"
