"""At the same moment: one mail handed over many times, one batch of letters, one digest; on many connections."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories.discussion import make_thread
from tests.factories.groups import MembershipFactory, WorkingGroupFactory
from tests.letters import letters
from tests.working_groups.mails import REPLY, mail
from working_groups.choices import Rhythm
from working_groups.models import IncomingMail, Membership, Post
from working_groups.services import digests, post_mails
from working_groups.services.receiving import receive

pytestmark = pytest.mark.race


def test_one_mail_handed_over_many_times_makes_one_post(race, settings):
    settings.REPLY_DOMAIN = REPLY
    group = WorkingGroupFactory(page__slug="first")
    MembershipFactory(group=group, member__email="ana@members.example")
    raw = mail(f"first@{REPLY}", files=[("a.pdf", b"x")])
    assert len({kept.pk for kept in race([lambda: receive(raw)] * 6)}) == 1
    assert (Post.objects.count(), IncomingMail.objects.count()) == (1, 1)
    assert len(letters(kind="working_groups.mail_attachments")) == 1
    strange = mail(f"first@{REPLY}", "eve@elsewhere.example")
    race([lambda: receive(strange)] * 6)
    assert len(letters(kind="working_groups.mail_refused")) == 1


def test_letters_of_one_post_written_many_times_are_written_once(race):
    group = WorkingGroupFactory()
    for _ in range(3):
        MembershipFactory(group=group, rhythm=Rhythm.AT_ONCE)
    post = make_thread(group).posts.get()
    assert sorted(race([lambda: post_mails.write_batch(post_id=post.pk)] * 4)) == [0, 0, 0, 3]


def test_digest_written_many_times_is_written_once(race):
    group = WorkingGroupFactory()
    now = timezone.now()
    for _ in range(3):
        MembershipFactory(group=group, rhythm=Rhythm.DAILY, digest_mark=now - timedelta(days=3))
    Membership.objects.update(joined_at=now - timedelta(days=3))
    make_thread(group, now=now - timedelta(days=2))
    post_mails.write_all(until=now)
    assert sorted(race([lambda: digests.write_due(now=now)] * 4)) == [0, 0, 0, 3]
    assert len(letters(kind=digests.KIND)) == 3
