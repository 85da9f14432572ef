"""The pages about mail: the rhythm of each group, the links in letters, whom an announcement has reached."""

import uuid

import pytest
from django.test import Client
from django.utils import timezone

from cop.notifications.models import Bounce
from tests.factories.discussion import make_thread
from tests.factories.groups import MembershipFactory, WorkingGroupFactory
from tests.letters import deliver_all, letters
from working_groups.choices import FollowLevel, GroupRole, MembershipState, Rhythm
from working_groups.mail.choices import MUTE_THREAD, STOP_DIGESTS, STOP_GROUP, MailChoice, choice_url
from working_groups.models import Membership, ThreadFollow
from working_groups.services import post_mails
from working_groups.services.joining import leave
from working_groups.services.posting import start_thread

pytestmark = pytest.mark.django_db


@pytest.fixture
def group():
    return WorkingGroupFactory(page__title="First group", page__slug="first")


@pytest.fixture
def ana(group):
    return MembershipFactory(group=group, rhythm=Rhythm.DAILY, member__name="Ana Reader").member


def rhythms(member):
    return list(Membership.objects.filter(member=member).order_by("pk").values_list("rhythm", flat=True))


def path(*choice):
    return choice_url(MailChoice(*choice)).removeprefix("http://testserver")


def one_click(address):
    """As a mail program does it: no cookie, no page, with Django's check for forged forms switched on."""
    return Client(enforce_csrf_checks=True).post(address, {"List-Unsubscribe": "One-Click"})


def test_page_changes_ones_own_groups_only(group, ana, client_for):
    second = MembershipFactory(member=ana, group__page__title="Second group", rhythm=Rhythm.DAILY)
    foreign = MembershipFactory(rhythm=Rhythm.DAILY)
    left = MembershipFactory(member=ana, state=MembershipState.LEFT, group__page__title="Left group")
    first = Membership.objects.get(group=group, member=ana)
    client = client_for(ana)
    page = client.get("/group-mail/").text
    assert [name in page for name in ("First group", "Second group", "Left group")] == [True, True, False]

    sent = {f"rhythm-{each.pk}": "weekly" for each in (second, foreign, left)} | {f"rhythm-{first.pk}": "at_once"}
    assert client.post("/group-mail/", sent).status_code == 302
    assert (rhythms(ana)[:2], rhythms(foreign.member)) == (["at_once", "weekly"], ["daily"])
    left.refresh_from_db()
    assert left.rhythm == "daily"
    wrong = client.post("/group-mail/", {f"rhythm-{first.pk}": "hourly", f"rhythm-{second.pk}": "daily"})
    assert (wrong.status_code, rhythms(ana)[:2]) == (200, ["at_once", "weekly"])


def test_page_of_a_group_changes_its_rhythm_for_members_only(group, ana, client_for, other_member):
    address = "/working-groups/first/mail/"
    assert client_for(ana).post(address, {"rhythm": "nothing"}).status_code == 302
    assert rhythms(ana) == ["nothing"]
    client_for(ana).post(address, {"rhythm": "hourly"})
    assert rhythms(ana) == ["nothing"]
    assert client_for(other_member).post(address, {"rhythm": "daily"}).status_code == 403


def test_who_belongs_to_no_group_is_led_to_them(client_for, member):
    assert "You belong to no working group yet" in client_for(member).get("/group-mail/").text


def test_link_stops_a_group_by_one_click_and_takes_it_back(group, ana, client):
    thread = make_thread(group)
    ThreadFollow.objects.create(thread=thread, member=ana, level=FollowLevel.FOLLOW)
    address = path(STOP_GROUP, ana.pk, group.pk)
    for _ in range(2):
        assert "Stop mail of First group?" in client.get(address).text
    assert rhythms(ana) == ["daily"]
    for _ in range(2):
        answer = one_click(address)
        assert (answer.status_code, answer.headers["Content-Type"]) == (200, "text/plain; charset=utf-8")
    assert (rhythms(ana), ThreadFollow.objects.count()) == (["nothing"], 0)
    assert "No more mail of First group" in client.get(address).text
    assert client.post(address, {"action": "again"}).status_code == 302
    assert rhythms(ana) == ["daily"]


def test_link_stops_all_digests_but_not_what_comes_at_once(group, ana, client):
    MembershipFactory(member=ana, rhythm=Rhythm.AT_ONCE)
    MembershipFactory(member=ana, rhythm=Rhythm.WEEKLY)
    client.post(path(STOP_DIGESTS, ana.pk), {"action": "stop"})
    assert rhythms(ana) == ["mentions", "at_once", "mentions"]


def test_link_mutes_a_discussion_and_takes_it_back(group, ana, client):
    thread = make_thread(group)
    address = path(MUTE_THREAD, ana.pk, thread.pk)
    client.post(address, {"action": "stop"})
    assert ThreadFollow.objects.get().level == FollowLevel.MUTE
    client.post(address, {"action": "again"})
    assert ThreadFollow.objects.count() == 0


def test_link_of_who_left_names_nothing_and_changes_nothing(group, ana, client):
    thread = make_thread(group, title="Canary title")
    leave(group_id=group.pk, member=ana)
    for address in (path(STOP_GROUP, ana.pk, group.pk), path(MUTE_THREAD, ana.pk, thread.pk)):
        page = client.get(address).text
        assert ("Nothing to change" in page, "First group" in page, "Canary" in page) == (True, False, False)
        assert one_click(address).status_code == 200
    assert (rhythms(ana), ThreadFollow.objects.count()) == (["daily"], 0)


@pytest.mark.parametrize("token", ["x", "WyJncm91cCIsMSwxXQ:1xW70m:forged"])
def test_forged_link_is_not_found(client, token):
    assert client.get(f"/group-mail/choice/{token}/").status_code == 404
    assert one_click(f"/group-mail/choice/{token}/").status_code == 404


def test_announcement_is_logged_with_what_became_of_its_letters(group, client_for, mailbox):
    names = ("Ada Sent", "Bob Bounced", "Cleo Left")
    members = [MembershipFactory(group=group, member__name=name, rhythm=Rhythm.NOTHING).member for name in names]
    leader = MembershipFactory(group=group, role=GroupRole.LEADER).member
    post = start_thread(
        group_id=group.pk, author=leader, title="To all", text="Words", key=uuid.uuid4(), is_announcement=True
    )
    address = f"/working-groups/first/discussion/{post.thread_id}/told/"
    client = client_for(leader)
    assert "still being written" in client.get(address).text
    post_mails.write_all(until=timezone.now())
    leave(group_id=group.pk, member=members[2])
    deliver_all()
    bounced = next(letter for letter in letters() if letter.member == members[1])
    Bounce.objects.create(letter=bounced, address=bounced.to, kind="hard", event_id="e", at=timezone.now())

    log = client.get(address).context["log"]
    assert [number for _label, number in log.counts] == [1, 0, 1, 1]
    assert [(name, state) for name, state, _moment in log.rows][:2] == [
        ("Ada Sent", "Sent"),
        ("Bob Bounced", "Came back"),
    ]
    assert client_for(members[0]).get(address).status_code == 403
    usual = make_thread(group)
    assert client.get(f"/working-groups/first/discussion/{usual.pk}/told/").status_code == 404
