"""Joining by call: opening one, answering it, scoring, deciding when it is over; each refusal, and the letters."""

import uuid
from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone
from wagtail.models import ModelLogEntry

from tests.factories.groups import MembershipFactory, WorkingGroupFactory
from tests.factories.members import UserFactory
from tests.letters import deliver_all, letters
from working_groups.choices import GroupRole, Joining, MembershipState, Visibility
from working_groups.models import Call, JoinRequest, Membership, RequestScore, WorkingGroup
from working_groups.personal_data import collect, erase
from working_groups.refusals import Reason, Refused
from working_groups.selectors.calls import call_desk
from working_groups.selectors.doors import get_group_for
from working_groups.selectors.joining import joining_box
from working_groups.services.call_clock import REMIND_AFTER, tell_of_closed_calls
from working_groups.services.calls import (
    CallFacts,
    change_call,
    change_interest,
    close_call,
    decline_rest,
    express_interest,
    open_call,
    score_interest,
)
from working_groups.services.requests import accept_request, refuse_request, withdraw_request
from working_groups.services.settings import archive

pytestmark = pytest.mark.django_db

CLOSES = timezone.now().replace(microsecond=0) + timedelta(days=10)
QUESTIONS = ["Why you?"]


@pytest.fixture
def group():
    return WorkingGroupFactory(page__slug="first", page__title="First", joining=Joining.CALL)


@pytest.fixture
def leader(group):
    return MembershipFactory(group=group, role=GroupRole.LEADER, member__name="Lea Leader").member


@pytest.fixture
def second(group):
    return MembershipFactory(group=group, role=GroupRole.LEADER, member__name="Sam Second").member


def facts(**more):
    return CallFacts(
        **{"title": "Members wanted", "text": "**You** know.", "questions": QUESTIONS, "closes_at": CLOSES, **more}
    )


@pytest.fixture
def call(group, leader):
    return open_call(group_id=group.pk, actor=leader, key=uuid.uuid4(), facts=facts())


def answer(call, member=None, words="Because."):
    member = member or UserFactory()
    return express_interest(call_id=call.pk, group_id=call.group_id, member=member, answers=[(QUESTIONS[0], words)])


def over(call):
    Call.objects.filter(pk=call.pk).update(closes_at=timezone.now() - timedelta(minutes=1))


def refusal(act, **given):
    before = list(JoinRequest.objects.order_by("pk").values("pk", "state")), Call.objects.count()
    with pytest.raises(Refused) as caught:
        act(**given)
    assert (list(JoinRequest.objects.order_by("pk").values("pk", "state")), Call.objects.count()) == before
    return caught.value.reason


def told():
    """Kinds of letters and whom they went to, in order."""
    return [(each.kind.removeprefix("working_groups."), each.member_id) for each in letters()]


def history(group):
    entries = ModelLogEntry.objects.for_instance(group).order_by("timestamp", "pk")
    return [entry.action.removeprefix("working_groups.") for entry in entries]


# The call itself


def test_same_form_sent_twice_opens_one_call_and_tells_nobody(group, leader):
    given = {"group_id": group.pk, "actor": leader, "key": uuid.uuid4(), "facts": facts()}
    first = open_call(**given)
    assert open_call(**given) == first
    assert (first.text_html, first.questions) == ("<p><strong>You</strong> know.</p>", QUESTIONS)
    assert (history(group), told()) == (["call.open"], [])


def test_opening_is_refused(group, leader, call, member):
    given = {"group_id": group.pk, "key": uuid.uuid4()}
    rapporteur = MembershipFactory(group=group, role=GroupRole.RAPPORTEUR).member
    assert refusal(open_call, actor=rapporteur, facts=facts(), **given) == Reason.NOT_YOURS
    assert refusal(open_call, actor=leader, facts=facts(), **given) == Reason.CALL_RUNNING
    over(call)
    past = facts(closes_at=timezone.now())
    assert refusal(open_call, actor=leader, facts=past, **given) == Reason.CALL_PAST
    WorkingGroup.objects.update(joining=Joining.REQUEST)
    assert refusal(open_call, actor=leader, facts=facts(), **given) == Reason.JOINING_CLOSED
    archive(group_id=group.pk, actor=leader)
    assert refusal(open_call, actor=leader, facts=facts(), **given) == Reason.ARCHIVED


def test_questions_stay_once_somebody_has_answered_them(group, leader, call):
    given = {"call_id": call.pk, "group_id": group.pk, "actor": leader}
    changed = change_call(facts=facts(title="New title", questions=["How?"]), **given)
    assert (changed.title, changed.questions) == ("New title", ["How?"])
    change_call(facts=facts(), **given)
    answer(call)
    assert change_call(facts=facts(questions=["What?"]), **given).questions == QUESTIONS
    over(call)
    assert refusal(change_call, facts=facts(), **given) == Reason.CALL_OVER


def test_call_closes_once_and_takes_no_more_answers(group, leader, call, member):
    given = {"call_id": call.pk, "group_id": group.pk, "actor": leader}
    close_call(**given)
    close_call(**given)
    assert history(group) == ["call.open", "call.close"]
    assert refusal(answer, call=call, member=member) == Reason.CALL_OVER


# Answering it


def test_who_is_interested_gets_a_letter_and_the_leaders_none(group, leader, call, member):
    request = answer(call, member)
    assert (request.call, request.answers) == (call, [["Why you?", "Because."]])
    assert told() == [("interest_received", member.pk)]
    (message,) = deliver_all()
    assert message.subject == "Your interest in First"
    assert "Because." in message.body
    assert history(group)[-1] == "express"


def test_answering_is_refused(group, leader, call, member):
    answer(call, member)
    assert refusal(answer, call=call, member=member) == Reason.ALREADY_ASKED
    assert refusal(answer, call=call, member=leader) == Reason.ALREADY
    banned = MembershipFactory(group=group, state=MembershipState.BANNED).member
    assert refusal(answer, call=call, member=banned) == Reason.BANNED
    assert refusal(answer, call=call, member=UserFactory(is_active=False)) == Reason.INACTIVE
    other = {"call_id": call.pk, "group_id": group.pk, "member": UserFactory(), "answers": [("Else?", "X")]}
    assert refusal(express_interest, **other) == Reason.QUESTIONS
    foreign = WorkingGroupFactory(joining=Joining.CALL)
    assert refusal(express_interest, **{**other, "group_id": foreign.pk}) == Reason.CALL_OVER


def anew(call, member, words="Therefore.", request=None, **facts):
    request = request or JoinRequest.objects.get(member=member)
    pairs = facts.pop("answers", [(QUESTIONS[0], words)])
    return change_interest(request_id=request.pk, group_id=call.group_id, member=member, answers=pairs, **facts)


def test_answers_are_changed_until_the_call_closes(group, leader, call, member):
    request = answer(call, member)
    assert refusal(anew, call=call, member=member, now=CLOSES) == Reason.CALL_OVER
    moment = CLOSES - timedelta(minutes=1)
    anew(call, member, now=moment)
    anew(call, member)  # the same again changes nothing
    request.refresh_from_db()
    assert (request.answers, request.changed_at, request.call) == ([["Why you?", "Therefore."]], moment, call)
    assert history(group)[-2:] == ["express", "express.change"]
    assert told() == [("interest_received", member.pk), ("interest_changed", member.pk)]


def test_of_several_changes_only_the_last_letter_leaves(group, leader, call, member):
    answer(call, member)
    deliver_all()
    for minutes, words in ((3, "First change"), (2, "Second change")):
        anew(call, member, words, now=CLOSES - timedelta(minutes=minutes))
    (message,) = deliver_all()
    assert message.subject == "You have changed your interest in First"
    assert ("Second change" in message.body, "First change" in message.body) == (True, False)


def test_changing_answers_is_refused(group, leader, call, member):
    request = answer(call, member)
    assert refusal(anew, call=call, member=UserFactory(), request=request) == Reason.NO_REQUEST
    assert refusal(anew, call=call, member=member, answers=[("Else?", "X")]) == Reason.QUESTIONS
    Membership.objects.create(group=group, member=member, state=MembershipState.BANNED, ended_at=timezone.now())
    assert refusal(anew, call=call, member=member) == Reason.BANNED
    Membership.objects.all().delete()
    withdraw_request(group_id=group.pk, member=member)
    assert refusal(anew, call=call, member=member) == Reason.NO_REQUEST


def test_leader_is_told_that_answers_changed_after_the_score(group, leader, second, call, member, client_for):
    request = answer(call, member)
    page = f"/working-groups/first/desk/requests/{request.pk}/"
    for each, score in ((leader, 4), (second, 2)):
        score_interest(request_id=request.pk, group_id=group.pk, actor=each, score=score)
    words = "The answers were changed after your score"
    assert words not in client_for(leader).get(page).text
    anew(call, member)
    score_interest(request_id=request.pk, group_id=group.pk, actor=second, score=3)
    assert [words in client_for(each).get(page).text for each in (leader, second)] == [True, False]
    assert [row.own for row in call_desk(get_group_for(leader, "first")).rows] == ["4 of 5, before a change"]


def test_call_is_open_until_the_minute_it_closes(group, call, member):
    given = {"call_id": call.pk, "group_id": group.pk, "member": member, "answers": [("Why you?", "X")]}
    assert refusal(express_interest, now=CLOSES, **given) == Reason.CALL_OVER
    express_interest(now=CLOSES - timedelta(minutes=1), **given)


def test_withdrawn_interest_can_be_sent_again_and_leaders_hear_of_neither(group, leader, call, member):
    answer(call, member)
    withdraw_request(group_id=group.pk, member=member)
    answer(call, member)
    assert told() == [
        ("interest_received", member.pk), ("request_withdrawn", member.pk), ("interest_received", member.pk),
    ]  # fmt: skip


# Scoring


def test_leader_scores_anew_and_sees_the_others_after_their_own(group, leader, second, call, member, client_for):
    request = answer(call, member)
    given = {"request_id": request.pk, "group_id": group.pk}
    score_interest(actor=second, score=2, note="Far away", **given)
    page = client_for(leader).get(f"/working-groups/first/desk/requests/{request.pk}/").text
    assert "Far away" not in page
    assert "1 other score" in page
    row = call_desk(get_group_for(leader, "first")).rows[0]
    assert (row.own, row.mean) == ("not yet", "after yours")

    score_interest(actor=leader, score=1, **given)
    score_interest(actor=leader, score=5, note="Close by", **given)

    assert RequestScore.objects.count() == 2
    page = client_for(leader).get(f"/working-groups/first/desk/requests/{request.pk}/").text
    assert "Far away" in page
    assert "3.5 (2 scores)" in page
    row = call_desk(get_group_for(leader, "first")).rows[0]
    assert (row.own, row.mean) == ("5 of 5", "3.5 (2 scores)")


def test_best_stand_first(group, leader, call):
    for words, score in (("worst", 1), ("best", 5), ("unscored", 0), ("middle", 3)):
        request = answer(call, UserFactory(name=words))
        if score:
            score_interest(request_id=request.pk, group_id=group.pk, actor=leader, score=score)
    rows = call_desk(get_group_for(leader, "first")).rows
    assert [row.name for row in rows] == ["best", "middle", "worst", "unscored"]


def test_scoring_is_refused(group, leader, call, member):
    request = answer(call, member)
    given = {"request_id": request.pk, "group_id": group.pk, "score": 3}
    assert refusal(score_interest, actor=member, **given) == Reason.NOT_YOURS
    assert refusal(score_interest, actor=leader, **{**given, "score": 6}) == Reason.SCORE
    asked = JoinRequest.objects.create(group=group, member=UserFactory())
    assert refusal(score_interest, actor=leader, **{**given, "request_id": asked.pk}) == Reason.NO_REQUEST
    staff = UserFactory(staff=True)
    own = answer(call, staff)
    assert refusal(score_interest, actor=staff, **{**given, "request_id": own.pk}) == Reason.YOURSELF
    over(call)
    refuse_request(request_id=request.pk, group_id=group.pk, actor=leader, reason="No")
    assert refusal(score_interest, actor=leader, **given) == Reason.NO_REQUEST


# Deciding


def test_nobody_is_accepted_or_declined_before_the_call_is_over(group, leader, call, member, client_for):
    request = answer(call, member)
    given = {"request_id": request.pk, "group_id": group.pk, "actor": leader}
    assert refusal(accept_request, role="member", **given) == Reason.CALL_OPEN
    assert refusal(refuse_request, reason="No", **given) == Reason.CALL_OPEN
    rest = {"call_id": call.pk, "group_id": group.pk, "actor": leader, "reason": "No"}
    assert refusal(decline_rest, **rest) == Reason.CALL_OPEN
    page = client_for(leader).get(f"/working-groups/first/desk/requests/{request.pk}/").text
    assert "You accept or decline when it is over." in page
    assert 'name="accept"' not in page


def test_chosen_are_members_and_the_rest_is_declined_with_letters(group, leader, call):
    chosen, other, third = (answer(call) for _ in range(3))
    over(call)
    accept_request(request_id=chosen.pk, group_id=group.pk, actor=leader, role="observer")
    given = {"call_id": call.pk, "group_id": group.pk, "actor": leader, "reason": "Too many"}
    assert [decline_rest(**given), decline_rest(**given)] == [2, 0]

    assert Membership.objects.get(member=chosen.member).role == GroupRole.OBSERVER
    assert told()[3:] == [
        ("call_accepted", chosen.member_id), ("call_declined", other.member_id), ("call_declined", third.member_id),
    ]  # fmt: skip
    subjects = [message.subject for message in deliver_all()]
    # Of what was received, nobody is told once it is decided.
    assert subjects == ["You are accepted into First", "Your interest in First", "Your interest in First"]


def test_archived_group_ends_its_call_and_answers_everybody(group, leader, call, member):
    answer(call, member)
    archive(group_id=group.pk, actor=leader)
    assert not Call.objects.get().is_open()
    assert JoinRequest.objects.get().state == "refused"


# The clock


def test_leaders_are_told_once_when_it_is_over_and_reminded_once_a_week_later(group, leader, second, call):
    answer(call)
    start = len(told())
    assert tell_of_closed_calls(CLOSES - timedelta(minutes=1)) == 0
    assert [tell_of_closed_calls(CLOSES), tell_of_closed_calls(CLOSES)] == [1, 0]
    later = CLOSES + REMIND_AFTER
    assert tell_of_closed_calls(later - timedelta(minutes=1)) == 0
    assert [tell_of_closed_calls(later), tell_of_closed_calls(later)] == [1, 0]
    assert told()[start:] == [
        ("call_closed", leader.pk), ("call_closed", second.pk),
        ("call_undecided", leader.pk), ("call_undecided", second.pk),
    ]  # fmt: skip
    with time_machine.travel(later):
        messages = deliver_all()
    assert [message.subject for message in messages][-2:] == ["Please answer the call of First"] * 2
    assert "1 person still waits" in messages[-1].body


def test_nobody_is_reminded_when_all_have_their_answer(group, leader, call):
    request = answer(call)
    over(call)
    tell_of_closed_calls()
    refuse_request(request_id=request.pk, group_id=group.pk, actor=leader, reason="No")
    assert tell_of_closed_calls(CLOSES + REMIND_AFTER) == 0
    assert "call_undecided" not in dict(told())


# Pages


def test_box_leads_to_the_call_and_says_how_one_stands(group, leader, call, member):
    def box(user):
        found = joining_box(get_group_for(user, "first"))
        return found.state, [action.label for action in found.actions]

    assert box(AnonymousUser()) == ("call_open", ["Read the call"])
    assert box(member) == ("call_open", ["Read the call and answer"])
    answer(call, member)
    assert box(member) == ("expressed", ["Change your answers", "Withdraw it"])
    over(call)
    assert box(member) == ("expressed", ["Withdraw it"])
    assert box(UserFactory()) == ("call", [])


def test_kept_page_of_a_visitor_ends_with_the_call(group, call, client, settings):
    settings.PAGE_CACHE_SECONDS, settings.PAGE_CACHE_IN_MEMORY = 3600, True
    with time_machine.travel(CLOSES - timedelta(minutes=1)):
        for _ in range(2):
            page = client.get("/working-groups/first/")
            assert "Read the call" in page.text
        assert page["X-Page-Cache"] == "hit"
    with time_machine.travel(CLOSES + timedelta(minutes=1)):
        assert "Read the call" not in client.get("/working-groups/first/").text


def test_call_is_answered_on_its_page(group, call, member, client_for):
    address = "/working-groups/first/interest/"
    visitor = client_for(None).get(address)
    assert "Members wanted" in visitor.text
    assert "Sign in to answer" in visitor.text
    assert client_for(None).post(address, {"answer_0": "X"}).url.startswith("/account")
    client = client_for(member)
    assert "Answer this question" in client.post(address, {"answer_0": ""}).text
    assert client.post(address, {"answer_0": "Because."}).url == "/working-groups/first/"
    assert JoinRequest.objects.get().answers == [["Why you?", "Because."]]
    # From a second tab: nothing is overwritten unasked, and what was typed stays.
    second = client.post(address, {"answer_0": "From another tab."}).text
    assert "You have answered this call already." in second
    assert "From another tab." in second
    assert JoinRequest.objects.get().answers == [["Why you?", "Because."]]
    own = client.get(address).text
    assert "Because." in own
    assert 'name="change"' in own
    assert "Answer this question" in client.post(address, {"answer_0": " ", "change": "1"}).text
    assert client.post(address, {"answer_0": "Therefore.", "change": "1"}).url == "/working-groups/first/"
    assert JoinRequest.objects.get().answers == [["Why you?", "Therefore."]]
    over(call)
    assert client.post(address, {"answer_0": "Late.", "change": "1"}).url == "/working-groups/first/"
    assert JoinRequest.objects.get().answers == [["Why you?", "Therefore."]]
    assert client.get(address).url == "/working-groups/first/"


def test_leaders_open_change_score_decide_at_their_desk(group, leader, member, client_for):
    client = client_for(leader)
    desk = "/working-groups/first/desk/"
    assert "Open a call" in client.get(f"{desk}call/").text
    day = (timezone.localdate() + timedelta(days=5)).isoformat()
    form = {"title": "Members wanted", "text": "", "questions": "Why you?", "last_day": day}
    assert client.post(f"{desk}call/new/", form | {"last_day": "2001-01-01"}).status_code == 200
    assert client.post(f"{desk}call/new/", form).url == f"{desk}call/"
    call = Call.objects.get()
    request = answer(call, member)
    client.post(f"{desk}call/{call.pk}/", form | {"title": "Members sought", "questions": "Else?"})
    call.refresh_from_db()
    assert (call.title, call.questions) == ("Members sought", ["Why you?"])
    page = f"{desk}requests/{request.pk}/"
    assert client.post(page, {"score": "1", "score-score": "4", "score-note": "Good"}).url == page
    assert "4.0 (1 score)" in client.get(f"{desk}call/").text
    assert client.post(f"{desk}call/", {"close": "1"}).url == f"{desk}call/"
    assert client.post(page, {"accept": "1", "yes-role": "member"}).url == f"{desk}call/"
    assert Membership.objects.get(member=member).is_active
    assert client.post(f"{desk}call/", {"rest": "1", "rest-reason": "No"}).url == f"{desk}call/"


def test_call_of_a_hidden_group_is_nowhere_for_others(leader, call, member, client_for):
    WorkingGroup.objects.update(visibility=Visibility.HIDDEN)
    Call.objects.update(title="Canary")
    for user in (None, member):
        for address in ("interest/", "desk/call/", f"desk/call/{call.pk}/"):
            answered = client_for(user).get(f"/working-groups/first/{address}")
            assert (answered.status_code, "Canary" in answered.text) == (404, False)


def test_desk_costs_the_same_with_one_and_with_three(group, leader, second, call, django_assert_num_queries):
    inside = get_group_for(leader, "first")
    for _ in range(3):
        request = answer(call)
        for actor in (leader, second):
            score_interest(request_id=request.pk, group_id=group.pk, actor=actor, score=3)
        # Calls with their numbers; who waits, with what leaders think.
        with django_assert_num_queries(2):
            desk = call_desk(inside)
    assert [row.mean for row in desk.rows] == ["3.0 (2 scores)"] * 3


# Data


def test_person_takes_along_what_leaders_thought_and_a_leader_what_they_gave(group, leader, call, member):
    request = answer(call, member)
    score_interest(request_id=request.pk, group_id=group.pk, actor=leader, score=4, note="Close by")
    assert "4: Close by" in str([record.facts for record in collect(member).records])
    assert "Lea Leader" not in str([record.facts for record in collect(member).records])
    assert "Close by" in str([record.facts for record in collect(leader).records])


def test_erased_leader_leaves_scores_without_a_name(group, leader, call, member):
    request = answer(call, member)
    score_interest(request_id=request.pk, group_id=group.pk, actor=leader, score=4)
    erase(leader)
    assert RequestScore.objects.values_list("author", "score").get() == (None, 4)
    assert Call.objects.get().author is None
    erase(member)
    assert not RequestScore.objects.exists()
