"""Pages about mail: the rhythm of each group, links in letters, whom an announcement reached, mails that came in."""

import re
import uuid

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from cop.notifications.choices import BounceKind, LetterState
from cop.notifications.models import Bounce, Letter
from tests.factories.discussion import make_thread
from tests.factories.groups import MembershipFactory, WorkingGroupFactory
from tests.letters import deliver_all
from working_groups.choices import FollowLevel, GroupRole, MailOutcome, MembershipState, Rhythm
from working_groups.mail.choices import MUTE_THREAD, STOP_DIGESTS, STOP_GROUP, MailChoice, choice_of, choice_url
from working_groups.models import IncomingMail, Membership, ThreadFollow
from working_groups.services import post_mails

pytestmark = pytest.mark.django_db
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
def membership():
    return MembershipFactory(group__page__slug="first", group__page__title="First group", rhythm=Rhythm.DAILY)


def rhythm_of(membership):
    return Membership.objects.get(pk=membership.pk).rhythm


def path_of(choice):
    return re.sub(r"^https?://[^/]+", "", choice_url(choice))


# The member's own choice


def test_one_page_changes_all_groups_of_a_member_and_nobody_elses(client, membership):
    second = MembershipFactory(member=membership.member, rhythm=Rhythm.AT_ONCE)
    left = MembershipFactory(member=membership.member, state=MembershipState.LEFT)
    foreign = MembershipFactory(rhythm=Rhythm.DAILY)
    client.force_login(membership.member)
    page = client.get(reverse("group_mail")).content.decode()
    assert [f'name="rhythm-{each.pk}"' in page for each in (membership, second, left, foreign)] == [
        True,
        True,
        False,
        False,
    ]

    facts = {f"rhythm-{each.pk}": Rhythm.WEEKLY for each in (membership, left, foreign)}
    answer = client.post(reverse("group_mail"), {**facts, f"rhythm-{second.pk}": Rhythm.AT_ONCE})

    assert answer.status_code == 302
    assert [rhythm_of(each) for each in (membership, second, left, foreign)] == [
        Rhythm.WEEKLY,
        Rhythm.AT_ONCE,
        Rhythm.DAILY,
        Rhythm.DAILY,
    ]


def test_rhythm_that_does_not_exist_changes_nothing(client, membership):
    client.force_login(membership.member)
    answer = client.post(reverse("group_mail"), {f"rhythm-{membership.pk}": "hourly"})
    assert (answer.status_code, rhythm_of(membership)) == (200, Rhythm.DAILY)
    client.post(reverse("group_rhythm", args=["first"]), {"rhythm": "hourly"})
    assert rhythm_of(membership) == Rhythm.DAILY


def test_groups_page_offers_the_rhythm_to_its_members_only(client, membership):
    stranger = MembershipFactory().member
    address = reverse("group_rhythm", args=["first"])
    client.force_login(membership.member)
    assert f'action="{address}"' in client.get("/working-groups/first/").content.decode()
    assert client.post(address, {"rhythm": Rhythm.MENTIONS}).status_code == 302
    assert rhythm_of(membership) == Rhythm.MENTIONS
    client.force_login(stranger)
    assert f'action="{address}"' not in client.get("/working-groups/first/").content.decode()
    assert client.post(address, {"rhythm": Rhythm.AT_ONCE}).status_code == 403


def test_rhythms_cost_the_same_for_one_group_and_for_three(client, membership, django_assert_num_queries):
    client.force_login(membership.member)
    client.get(reverse("group_mail"))
    for _ in range(2):
        # Session, account, memberships with groups and pages.
        with django_assert_num_queries(3):
            assert client.get(reverse("group_mail")).status_code == 200
        MembershipFactory.create_batch(2, member=membership.member)


# Links in letters


def test_one_click_stops_a_group_and_looking_changes_nothing(client, membership):
    thread = make_thread(membership.group)
    ThreadFollow.objects.create(member=membership.member, thread=thread, level=FollowLevel.FOLLOW)
    other = MembershipFactory(member=membership.member, rhythm=Rhythm.AT_ONCE)
    path = path_of(MailChoice(STOP_GROUP, membership.member_id, membership.group_id))

    # Mail scanners open every link.
    assert "Stop mail of First group?" in client.get(path).content.decode()
    assert client.head(path).status_code == 200
    assert rhythm_of(membership) == Rhythm.DAILY

    for _ in range(2):
        answer = client.post(path, ONE_CLICK)
        assert (answer.status_code, answer.headers["Content-Type"]) == (200, "text/plain; charset=utf-8")
    assert (rhythm_of(membership), rhythm_of(other)) == (Rhythm.NOTHING, Rhythm.AT_ONCE)
    assert not ThreadFollow.objects.exists()
    assert "No more mail of First group" in client.get(path).content.decode()


def test_one_click_needs_no_cookie_and_no_csrf_token(membership):
    from django.test import Client

    path = path_of(MailChoice(STOP_GROUP, membership.member_id, membership.group_id))
    answer = Client(enforce_csrf_checks=True).post(path, ONE_CLICK)
    assert (answer.status_code, rhythm_of(membership)) == (200, Rhythm.NOTHING)
    assert dict(answer.cookies) == {}


def test_stopped_group_can_be_taken_back(client, membership):
    path = path_of(MailChoice(STOP_GROUP, membership.member_id, membership.group_id))
    client.post(path, {"action": "stop"})
    assert client.post(path, {"action": "again"}).headers["Location"] == path
    assert rhythm_of(membership) == Rhythm.DAILY


def test_stopped_digests_leave_other_rhythms_alone(client, membership):
    at_once = MembershipFactory(member=membership.member, rhythm=Rhythm.AT_ONCE)
    weekly = MembershipFactory(member=membership.member, rhythm=Rhythm.WEEKLY)
    client.post(path_of(MailChoice(STOP_DIGESTS, membership.member_id)), ONE_CLICK)
    assert [rhythm_of(each) for each in (membership, weekly, at_once)] == [
        Rhythm.MENTIONS,
        Rhythm.MENTIONS,
        Rhythm.AT_ONCE,
    ]


def test_thread_is_muted_and_unmuted_by_its_link(client, membership):
    thread = make_thread(membership.group)
    path = path_of(MailChoice(MUTE_THREAD, membership.member_id, thread.pk))
    client.get(path)
    assert not ThreadFollow.objects.exists()
    client.post(path, {"action": "stop"})
    assert ThreadFollow.objects.values_list("member", "level").get() == (membership.member_id, FollowLevel.MUTE)
    client.post(path, {"action": "again"})
    assert not ThreadFollow.objects.exists()


def test_link_of_somebody_who_left_tells_nothing_of_the_group(client, membership):
    canary = make_thread(membership.group, title="Canary title")
    Membership.objects.filter(pk=membership.pk).delete()
    for choice in (
        MailChoice(STOP_GROUP, membership.member_id, membership.group_id),
        MailChoice(MUTE_THREAD, membership.member_id, canary.pk),
    ):
        page = client.get(path_of(choice)).content.decode()
        assert ("Nothing to change" in page, "Canary" in page, "First group" in page) == (True, False, False)
        # A mail program must not be told that it failed: it would ask again.
        assert client.post(path_of(choice), ONE_CLICK).status_code == 200
    assert not ThreadFollow.objects.exists()


@pytest.mark.parametrize("token", ["forged", "", "WyJncm91cCIsMSwxXQ:1abc:forged", "é"])
def test_link_that_is_not_ours_is_unknown(client, token):
    assert choice_of(token) is None
    if token:
        assert client.post(reverse("group_mail_choice", args=[token]), ONE_CLICK).status_code == 404


# Whom an announcement reached


def test_leaders_see_how_far_an_announcement_has_come(client, mailbox):
    group = WorkingGroupFactory(page__slug="first")
    leader = MembershipFactory(group=group, role=GroupRole.LEADER).member
    reader, silent, lost = (
        MembershipFactory(group=group, rhythm=rhythm, member__name=name).member
        for name, rhythm in (("Rea Reader", Rhythm.DAILY), ("Sil Silent", Rhythm.NOTHING), ("Los Lost", Rhythm.WEEKLY))
    )
    thread = make_thread(group, leader, title="Call", is_announcement=True)
    address = reverse("announcement_log", args=["first", thread.pk])
    client.force_login(leader)
    assert "still being written" in client.get(address).content.decode()

    post_mails.write_batch(post_id=thread.posts.get().pk)
    late = Letter.objects.get(kind="working_groups.post", member=silent)
    Letter.objects.filter(pk=late.pk).update(state=LetterState.WITHDRAWN)
    deliver_all()
    letter = Letter.objects.get(kind="working_groups.post", member=lost)
    Bounce.objects.create(address=lost.email, kind=BounceKind.HARD, letter=letter, event_id="1")

    found = client.get(address)
    log = found.context["log"]
    assert log.counts == [("Sent", 1), ("Waiting", 0), ("Came back", 1), ("Not sent any more", 1)]
    assert [row[:2] for row in log.rows] == [
        ["Los Lost", "Came back"],
        ["Rea Reader", "Sent"],
        ["Sil Silent", "Withdrawn"],
    ]
    # Not the addresses: the list of members does not show them either.
    assert reader.email not in found.content.decode()


@pytest.mark.parametrize("role", [GroupRole.MEMBER, GroupRole.RAPPORTEUR, GroupRole.OBSERVER])
def test_log_of_an_announcement_is_for_leaders(client, role):
    group = WorkingGroupFactory(page__slug="first")
    leader = MembershipFactory(group=group, role=GroupRole.LEADER).member
    plain = make_thread(group, leader)
    announced = make_thread(group, leader, is_announcement=True)
    client.force_login(leader)
    statuses = [client.get(reverse("announcement_log", args=["first", t.pk])).status_code for t in (announced, plain)]
    client.force_login(MembershipFactory(group=group, role=role).member)
    statuses.append(client.get(reverse("announcement_log", args=["first", announced.pk])).status_code)
    assert statuses == [200, 404, 403]


# Mails that came in


def kept(group, text=b"From: eve@elsewhere.example\r\n\r\n<script>alert(1)</script>", **facts):
    made = IncomingMail(
        key=uuid.uuid4(), outcome=MailOutcome.REFUSED, group=group, sender="eve@elsewhere.example", **facts
    )
    made.raw.save("x.eml", ContentFile(text), save=False)
    made.save()
    return made


def test_original_is_shown_as_text_without_tokens(client):
    group = WorkingGroupFactory(page__slug="first")
    token = "reply+1-2-3-abcdefghijklmnopqrstuvwxyz"
    mail = kept(group, f"To: {token}@reply.example\r\n\r\n<script>alert(1)</script> \x1b[31m\u202e".encode())
    client.force_login(MembershipFactory(group=group, role=GroupRole.RAPPORTEUR).member)
    page = client.get(reverse("group_mail_original", args=["first", mail.pk])).content.decode()
    assert "&lt;script&gt;alert(1)" in page
    assert not any(sign in page for sign in ("<script>alert", "abcdefghijklm", "\x1b", "\u202e"))


def test_originals_are_for_moderators_of_the_group_alone(client):
    group, other = WorkingGroupFactory(page__slug="first"), WorkingGroupFactory(page__slug="second")
    mine, foreign, nobodys = kept(group), kept(other, subject="Canary"), kept(None, subject="Canary")
    client.force_login(MembershipFactory(group=group, role=GroupRole.RAPPORTEUR).member)
    listed = client.get(reverse("group_incoming", args=["first"]))
    assert (listed.status_code, "Canary" in listed.content.decode()) == (200, False)
    assert [
        client.get(reverse("group_mail_original", args=["first", each.pk])).status_code
        for each in (mine, foreign, nobodys)
    ] == [200, 404, 404]
    assert client.get(reverse("incoming")).status_code == 404
    assert client.get(reverse("incoming_original", args=[mine.pk])).status_code == 404
    client.force_login(MembershipFactory(group=group).member)
    assert client.get(reverse("group_incoming", args=["first"])).status_code == 403


def test_original_that_is_gone_says_so(client):
    group = WorkingGroupFactory(page__slug="first")
    mail = kept(group)
    mail.raw.storage.delete(mail.raw.name)
    client.force_login(MembershipFactory(group=group, role=GroupRole.LEADER).member)
    page = client.get(reverse("group_mail_original", args=["first", mail.pk])).content.decode()
    assert "The original is no longer kept." in page
