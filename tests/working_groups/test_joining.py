"""Ways into a group and out of it: services, letters, and the box that offers them."""

import pytest
from django.contrib.auth.models import AnonymousUser

from tests.factories.groups import MembershipFactory, WorkingGroupFactory
from tests.factories.members import UserFactory
from tests.letters import deliver_all, kinds, letters
from working_groups.choices import GroupRole, Joining, MembershipState, RequestState, Visibility
from working_groups.models import JoinRequest, Membership, WorkingGroup
from working_groups.refusals import Reason, Refused
from working_groups.selectors.doors import get_group_for
from working_groups.selectors.joining import joining_box
from working_groups.services.joining import join, leave
from working_groups.services.requests import accept_request, ask_to_join, refuse_request, withdraw_request
from working_groups.services.rules import accept_rules

pytestmark = pytest.mark.django_db


@pytest.fixture
def group():
    return WorkingGroupFactory(page__slug="first", page__title="First", joining=Joining.OPEN)


@pytest.fixture
def leader(group):
    return MembershipFactory(group=group, role=GroupRole.LEADER, member__name="Lea Leader").member


def refusal(call, **facts):
    with pytest.raises(Refused) as caught:
        call(**facts)
    return caught.value.reason


def told():
    """Kinds of letters and whom they went to, in order."""
    return [(each.kind.removeprefix("working_groups."), each.member_id) for each in letters()]


# Open groups


def test_who_joins_an_open_group_is_told_and_so_are_the_leaders(group, leader, member):
    join(group_id=group.pk, member=member)

    assert Membership.objects.get(member=member).role == GroupRole.MEMBER
    assert told() == [("joined", member.pk), ("member_joined", leader.pk)]
    assert [message.subject for message in deliver_all()] == ["Welcome to First", "Ana Member has joined First"]
    assert refusal(join, group_id=group.pk, member=member) == Reason.ALREADY
    assert len(letters()) == 2


@pytest.mark.parametrize("way", [way for way in Joining if way != Joining.OPEN])
def test_nobody_joins_by_themselves_where_that_is_not_the_way(group, member, way):
    WorkingGroup.objects.update(joining=way)
    assert refusal(join, group_id=group.pk, member=member) == Reason.JOINING_CLOSED


def test_banned_and_archived_are_refused(group, member):
    MembershipFactory(group=group, member=member, state=MembershipState.BANNED)
    assert refusal(join, group_id=group.pk, member=member) == Reason.BANNED
    WorkingGroup.objects.update(archived_at=group.created_at)
    assert refusal(join, group_id=group.pk, member=UserFactory()) == Reason.ARCHIVED


def test_who_leaves_is_out_at_once_and_both_sides_are_told(group, leader, member):
    MembershipFactory(group=group, member=member)

    leave(group_id=group.pk, member=member)

    assert Membership.objects.get(member=member).state == MembershipState.LEFT
    assert told() == [("left", member.pk), ("member_left", leader.pk)]
    assert [message.subject for message in deliver_all()] == ["You have left First", "Ana Member has left First"]
    assert refusal(leave, group_id=group.pk, member=member) == Reason.NOT_A_MEMBER
    assert refusal(leave, group_id=group.pk, member=leader) == Reason.LAST_LEADER


def test_coming_and_going_twice_tells_twice(group, member):
    for _ in range(2):
        join(group_id=group.pk, member=member)
        leave(group_id=group.pk, member=member)
    assert len(letters(member=member)) == 4


def test_letter_that_is_overtaken_is_not_sent(group, leader, member):
    join(group_id=group.pk, member=member)
    leave(group_id=group.pk, member=member)
    Membership.objects.filter(member=leader).update(role=GroupRole.MEMBER)

    assert [(message.subject, message.to) for message in deliver_all()] == [
        ("You have left First", ["Ana Member <ana.member@members.example>"])
    ]


# On request


@pytest.fixture
def asking(group):
    WorkingGroup.objects.update(joining=Joining.REQUEST, questions=["Why?"])
    return group


ANSWERS = [("Why?", "To learn.")]


def test_request_is_answered_by_letters(asking, leader, member):
    request = ask_to_join(group_id=asking.pk, member=member, answers=ANSWERS)
    received, asked = deliver_all()
    assert (received.subject, asked.subject) == ("You have asked to join First", "Ana Member asks to join First")
    assert "To learn." in asked.body
    assert refusal(ask_to_join, group_id=asking.pk, member=member, answers=ANSWERS) == Reason.ALREADY_ASKED

    facts = {"request_id": request.pk, "group_id": asking.pk, "actor": leader}
    accept_request(role=GroupRole.OBSERVER, **facts)

    assert Membership.objects.get(member=member).role == GroupRole.OBSERVER
    request.refresh_from_db()
    assert (request.state, request.decided_by) == (RequestState.ACCEPTED, leader)
    assert [message.subject for message in deliver_all()] == ["Welcome to First"]
    assert refusal(accept_request, role=GroupRole.MEMBER, **facts) == Reason.NO_REQUEST


def test_refusal_reaches_the_person_with_its_reason_and_they_may_ask_again(asking, leader, member):
    request = ask_to_join(group_id=asking.pk, member=member, answers=ANSWERS)
    deliver_all()

    refuse_request(request_id=request.pk, group_id=asking.pk, actor=leader, reason="The group is full.")

    (message,) = deliver_all()
    assert "The group is full." in message.body
    ask_to_join(group_id=asking.pk, member=member, answers=ANSWERS)
    assert JoinRequest.objects.filter(member=member).count() == 2


def test_request_is_taken_back_and_its_letters_with_it(asking, leader, member):
    ask_to_join(group_id=asking.pk, member=member, answers=ANSWERS)
    withdraw_request(group_id=asking.pk, member=member)

    assert [message.subject for message in deliver_all()] == [
        "You have withdrawn your request to join First",
        "Ana Member does not ask to join First any more",
    ]
    assert refusal(withdraw_request, group_id=asking.pk, member=member) == Reason.NO_REQUEST


def test_answers_to_questions_of_yesterday_are_refused(asking, member):
    assert refusal(ask_to_join, group_id=asking.pk, member=member, answers=[("How?", "So.")]) == Reason.QUESTIONS
    assert letters() == []


def test_only_who_leads_this_group_decides(asking, leader, member):
    request = ask_to_join(group_id=asking.pk, member=member, answers=ANSWERS)
    other = MembershipFactory(role=GroupRole.LEADER)
    facts = {"request_id": request.pk, "group_id": asking.pk, "actor": other.member}
    assert refusal(accept_request, role=GroupRole.MEMBER, **facts) == Reason.NOT_YOURS
    assert refusal(refuse_request, reason="No", **facts) == Reason.NOT_YOURS
    facts["group_id"] = other.group_id
    assert refusal(accept_request, role=GroupRole.MEMBER, **facts) == Reason.NO_REQUEST


def test_group_without_leader_sends_requests_to_the_secretariat(asking, member):
    ask_to_join(group_id=asking.pk, member=member, answers=ANSWERS)
    assert kinds(member=None) == ["working_groups.asked"]
    assert len(deliver_all()) == 2


# Rules


def test_rules_are_accepted_once_a_version(group, member):
    WorkingGroup.objects.update(rules="Be kind.", rules_version=2)
    membership = MembershipFactory(group=group, member=member)
    assert get_group_for(member, "first").must_accept_rules

    assert refusal(accept_rules, group_id=group.pk, member=member, version=1) == Reason.RULES
    accept_rules(group_id=group.pk, member=member, version=2)
    membership.refresh_from_db()
    first = membership.rules_accepted_at
    accept_rules(group_id=group.pk, member=member, version=2)

    membership.refresh_from_db()
    assert (membership.rules_accepted, membership.rules_accepted_at) == (2, first)
    assert not get_group_for(member, "first").must_accept_rules
    assert refusal(accept_rules, group_id=group.pk, member=UserFactory(), version=2) == Reason.NOT_A_MEMBER


# The box


def box_of(user):
    return joining_box(get_group_for(user, "first"))


@pytest.mark.parametrize(
    ("way", "visitor", "member"),
    [
        (Joining.OPEN, ("open", ["Sign in to join"]), ("open", ["Join the group"])),
        (Joining.REQUEST, ("request", ["Sign in to ask"]), ("request", ["Ask to join"])),
        (Joining.INVITATION, ("invitation", []), ("invitation", [])),
        (Joining.CALL, ("call", []), ("call", [])),
    ],
)
def test_box_offers_the_way_in(group, way, visitor, member):
    WorkingGroup.objects.update(joining=way)
    found = [box_of(user) for user in (AnonymousUser(), UserFactory())]
    assert [(box.state, [action.label for action in box.actions]) for box in found] == [visitor, member]


def test_box_says_how_one_stands(group, member):
    request = JoinRequest.objects.create(group=group, member=member)
    assert box_of(member).state == "asked"
    request.delete()
    membership = MembershipFactory(group=group, member=member)
    assert box_of(member).state == "member"
    WorkingGroup.objects.update(rules="Be kind.", rules_version=1)
    assert (box_of(member).state, box_of(member).act) == ("rules", True)
    WorkingGroup.objects.update(archived_at=group.created_at)
    assert box_of(member).state == "member"
    assert box_of(AnonymousUser()).state == "archived"
    membership.delete()
    banned = MembershipFactory(group=group, state=MembershipState.BANNED).member
    assert box_of(banned).state == "banned"


# Pages


def test_member_joins_reads_the_rules_and_is_welcomed(group, client_for, member):
    WorkingGroup.objects.update(rules="Be *kind*.", rules_version=1, welcome="Good to **have** you.")
    client = client_for(member)

    answer = client.post("/working-groups/first/join/", follow=True)
    assert answer.redirect_chain == [("/working-groups/first/rules/", 302)]
    assert "Be <em>kind</em>." in answer.text
    answer = client.post("/working-groups/first/rules/", {"version": "1"}, follow=True)
    assert answer.redirect_chain == [("/working-groups/first/welcome/", 302)]
    assert "<strong>have</strong>" in answer.text
    # Once more, by the back button.
    answer = client.post("/working-groups/first/join/", follow=True)
    assert answer.redirect_chain == [("/working-groups/first/", 302)]
    answer = client.post("/working-groups/first/leave/", follow=True)
    assert "You have left First." in answer.text
    assert Membership.objects.filter(member=member, state=MembershipState.ACTIVE).count() == 0


def test_request_form_asks_the_leaders_questions(asking, client_for, member):
    client = client_for(member)
    assert "Answer this question" in client.post("/working-groups/first/ask/", {}).text
    client.post("/working-groups/first/ask/", {"answer_0": "To learn."})
    assert JoinRequest.objects.get().answers == [["Why?", "To learn."]]
    assert "You have asked to join" in client.get("/working-groups/first/").text
    client.post("/working-groups/first/ask/withdraw/")
    assert JoinRequest.objects.get().state == RequestState.WITHDRAWN


def test_who_has_no_name_is_asked_for_it_first(asking, client_for, db):
    newcomer = UserFactory(name="")
    client, address = client_for(newcomer), f"/working-groups/{asking.page.slug}/ask/"
    answers = {"answer_0": "An answer."}
    assert "Your name" in client.get(address).text

    assert "Enter your name." in client.post(address, answers).text
    assert client.post(address, answers | {"name": "\u200b"}).status_code == 200
    assert JoinRequest.objects.count() == 0
    assert client.post(address, answers | {"name": "Nora Newcomer"}).status_code == 302

    newcomer.refresh_from_db()
    assert newcomer.name == "Nora Newcomer"
    assert JoinRequest.objects.get().member == newcomer


def test_last_leader_who_leaves_reads_why_not(group, leader, client_for):
    answer = client_for(leader).post("/working-groups/first/leave/")
    assert (answer.status_code, "A group needs a leader" in answer.text) == (409, True)


def test_hidden_group_has_no_way_in_for_others(client_for, member):
    WorkingGroupFactory(page__slug="closed", joining=Joining.OPEN, visibility=Visibility.HIDDEN, rules="x")
    client = client_for(member)
    for part in ("join/", "ask/", "ask/withdraw/", "leave/", "rules/"):
        assert client.post(f"/working-groups/closed/{part}").status_code == 404
    assert Membership.objects.count() == JoinRequest.objects.count() == 0


def test_members_are_shown_to_those_who_may_see_them_with_links_only_where_wanted(group, client, client_for, member):
    seen = MembershipFactory(group=group, member__name="Vera Visible", member__profile={"visibility": "members"})
    MembershipFactory(group=group, member__name="Nils Nobody", member__profile={"job_title": "Secret work"})
    MembershipFactory(group=group, member__name="Left Long", state=MembershipState.LEFT)
    MembershipFactory(group=group, member__name="Dora Disabled", member__is_active=False)

    assert client.get("/working-groups/first/members/").status_code == 302
    text = client_for(member).get("/working-groups/first/members/").text
    assert f'href="/people/{seen.member.profile.pk}/"' in text
    assert "Nils Nobody" in text
    for hidden in ("Secret work", "Left Long", "Dora Disabled", seen.member.email):
        assert hidden not in text

    WorkingGroup.objects.update(members_visibility="leaders")
    answer = client_for(member).get("/working-groups/first/members/")
    assert (answer.status_code, "Vera Visible" in answer.text) == (403, False)


def test_front_page_shows_leaders_without_their_address(group, leader, client):
    text = client.get("/working-groups/first/").text
    assert "Lea Leader" in text
    assert leader.email not in text
    assert "/people/" not in text.partition('id="leaders"')[2].partition("</section>")[0]


def test_pages_for_members_cost_the_same_with_one_member_and_many(group, client_for, member, django_assert_num_queries):
    MembershipFactory(group=group, member=member)
    client = client_for(member)
    for number in (0, 3):
        for _ in range(number):
            MembershipFactory(group=group, role=GroupRole.LEADER)
        # Session, account, its rights (two); the group with one's own row; other groups, leaders, documents, the next
        # meeting, topics, what it has in the library, the catalogue of what is near (five).
        with django_assert_num_queries(16):
            client.get("/working-groups/first/")
        # Session, account, its rights (two); the group; how many members, the members.
        with django_assert_num_queries(7):
            client.get("/working-groups/first/members/")
