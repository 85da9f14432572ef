"""Date polls: opened, answered, closed; the best time; one poll makes one meeting; what the page shows and costs."""

import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from tests.factories.groups import MembershipFactory, WorkingGroupFactory
from tests.factories.meetings import make_poll
from tests.factories.members import UserFactory
from tests.letters import deliver_all, kinds, letters
from working_groups.choices import GroupRole
from working_groups.models import DatePoll, Meeting, SlotAnswer
from working_groups.refusals import Reason, Refused
from working_groups.selectors.slots import best_slot
from working_groups.services import date_polls, meeting_clock
from working_groups.services.memberships import end_membership
from working_groups.services.settings import archive

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
HOME = "/working-groups/one/meetings/"


@pytest.fixture
def group():
    return WorkingGroupFactory(page__slug="one", page__title="First circle")


@pytest.fixture
def leader(group):
    return MembershipFactory(group=group, role=GroupRole.LEADER, member__name="Lea Leader").member


@pytest.fixture
def ana(group):
    return MembershipFactory(group=group, member__name="Ana Sample").member


@pytest.fixture
def poll(group, leader, ana):
    return make_poll(group, leader)


def refusal(call, **facts):
    with pytest.raises(Refused) as caught:
        call(**facts)
    return caught.value.reason


def slots_of(poll):
    return list(poll.slots.values_list("pk", flat=True))


def say(poll, member, *choices, now=None):
    """One word for each time, in their order; "" leaves one out."""
    said = {pk: choice for pk, choice in zip(slots_of(poll), choices, strict=False) if choice}
    date_polls.answer_poll(poll_id=poll.pk, group_id=poll.group_id, member=member, choices=said, now=now)


def choose(poll, actor, number=0, **facts):
    return date_polls.choose_slot(
        poll_id=poll.pk, group_id=poll.group_id, actor=actor, slot_id=slots_of(poll)[number], **facts
    )


def withdraw(poll, actor):
    return date_polls.withdraw_poll(poll_id=poll.pk, group_id=poll.group_id, actor=actor)


# Opening


def test_poll_asks_everybody_else_once(group, leader, ana):
    start = timezone.now() + 10 * DAY
    facts = {"title": "When?", "time_zone": "Europe/Brussels", "closes_at": timezone.now() + DAY}
    slots = [(start + n * DAY, start + n * DAY + timedelta(hours=1)) for n in range(2)]
    proposal = date_polls.Proposal(slots=slots, **facts)
    opening = {"group_id": group.pk, "actor": leader, "key": uuid.uuid4(), "proposal": proposal}
    assert date_polls.open_poll(**opening) == date_polls.open_poll(**opening)
    assert [each.member for each in letters(kind="working_groups.date_poll_opened")] == [ana]
    assert deliver_all()[0].subject == "When can you meet? When?"

    new = opening | {"key": uuid.uuid4()}
    assert refusal(date_polls.open_poll, **new | {"actor": ana}) == Reason.NOT_YOURS
    for wrong in (slots[:1], [slots[0], slots[0]], [(start + n * DAY, start + n * DAY + DAY) for n in range(11)]):
        bad = date_polls.Proposal(slots=wrong, **facts)
        assert refusal(date_polls.open_poll, **new | {"proposal": bad}) == Reason.SLOTS
    late = date_polls.Proposal(slots=slots, **facts | {"closes_at": start + timedelta(minutes=1)})
    assert refusal(date_polls.open_poll, **new | {"proposal": late}) == Reason.MEETING_PAST
    archive(group_id=group.pk, actor=leader)
    assert refusal(date_polls.open_poll, **new) == Reason.ARCHIVED
    assert DatePoll.objects.count() == 1


# Answering


def test_answer_counts_once_and_can_be_changed(poll, ana):
    for _twice in range(2):
        say(poll, ana, "yes", "maybe", "no")
    say(poll, ana, "no")
    found = SlotAnswer.objects.order_by("slot__starts_at").values_list("member", "choice")
    assert list(found) == [(ana.pk, "no"), (ana.pk, "maybe"), (ana.pk, "no")]


def test_answer_is_refused(poll, leader, ana):
    other = make_poll()
    facts = {"poll_id": poll.pk, "group_id": poll.group_id, "member": ana}
    first = slots_of(poll)[0]
    for choices in ({}, {slots_of(other)[0]: "yes"}, {first: "perhaps"}, {0: "yes"}):
        assert refusal(date_polls.answer_poll, choices=choices, **facts) == Reason.SLOT_GONE
    yes = {"choices": {first: "yes"}}
    for stranger in (UserFactory(), UserFactory(staff=True)):
        assert refusal(date_polls.answer_poll, **facts | yes | {"member": stranger}) == Reason.NOT_YOURS
    closed = yes | {"now": poll.closes_at}
    assert refusal(date_polls.answer_poll, **facts, **closed) == Reason.POLL_OVER
    say(poll, ana, "yes", now=poll.closes_at - timedelta(minutes=1))
    end_membership(group_id=poll.group_id, member=ana, actor=ana)
    assert refusal(date_polls.answer_poll, **facts | yes) == Reason.NOT_YOURS
    withdraw(poll, leader)
    assert refusal(date_polls.answer_poll, **facts | yes | {"member": leader}) == Reason.POLL_OVER


def test_database_takes_one_answer_a_member_and_time(poll, ana):
    say(poll, ana, "yes")
    facts = {"slot_id": slots_of(poll)[0], "member": ana, "answered_at": timezone.now()}
    with pytest.raises(IntegrityError), transaction.atomic():
        SlotAnswer.objects.create(choice="no", **facts)
    with pytest.raises(IntegrityError), transaction.atomic():
        SlotAnswer.objects.create(choice="hm", **facts | {"slot_id": slots_of(poll)[1]})


@pytest.mark.parametrize(
    ("answers", "best"),
    [
        ([("yes", "no", "no"), ("no", "yes", "no"), ("no", "yes", "no")], 1),  # most yes
        ([("yes", "yes", "no"), ("no", "maybe", "yes")], 1),  # then most if need be
        ([("yes", "yes", "no")], 0),  # then the earliest
        ([("yes", "maybe", "no"), ("no", "maybe", "no")], 0),  # one yes before any if need be
        ([("no", "no", "maybe")], 2),
        ([("no", "no", "no")], None),
        ([], None),
    ],
)
def test_best_time(poll, answers, best):
    for words in answers:
        say(poll, MembershipFactory(group=poll.group).member, *words)
    gone = MembershipFactory(group=poll.group).member
    say(poll, gone, "", "", "yes")
    type(gone).objects.filter(pk=gone.pk).update(is_active=False)
    found = best_slot(poll.pk)
    assert (slots_of(poll).index(found.pk) if found else None) == best


# Choosing


def test_one_poll_makes_one_meeting_and_invites_once(poll, leader, ana):
    second = MembershipFactory(group=poll.group, role=GroupRole.RAPPORTEUR).member
    made = choose(poll, leader, 1)
    assert choose(poll, second, 2) == choose(poll, leader, 1) == made
    assert (made.poll, made.starts_at) == (poll, poll.slots.all()[1].starts_at)
    assert (made.title, made.place, made.agenda) == (poll.title, poll.place, poll.note)
    assert kinds(kind="working_groups.meeting_invited") == ["working_groups.meeting_invited"] * 2
    first = {"choices": {slots_of(poll)[0]: "yes"}, "poll_id": poll.pk, "group_id": poll.group_id, "member": ana}
    assert refusal(date_polls.answer_poll, **first) == Reason.POLL_OVER
    assert refusal(date_polls.withdraw_poll, poll_id=poll.pk, group_id=poll.group_id, actor=leader) == Reason.POLL_OVER


def test_choosing_is_refused(poll, leader, ana):
    facts = {"poll_id": poll.pk, "group_id": poll.group_id}
    first = slots_of(poll)[0]
    assert refusal(date_polls.choose_slot, actor=ana, slot_id=first, **facts) == Reason.NOT_YOURS
    foreign = slots_of(make_poll())[0]
    assert refusal(date_polls.choose_slot, actor=leader, slot_id=foreign, **facts) == Reason.SLOT_GONE
    late = {"slot_id": first, "now": poll.slots.all()[0].starts_at}
    assert refusal(date_polls.choose_slot, actor=leader, **late, **facts) == Reason.MEETING_PAST
    assert withdraw(poll, leader).withdrawn_at == withdraw(poll, leader).withdrawn_at
    assert refusal(date_polls.choose_slot, actor=leader, slot_id=first, **facts) == Reason.POLL_OVER
    assert Meeting.objects.count() == 0


def test_leaders_are_told_once_that_it_has_closed(poll, leader, ana):
    say(poll, ana, "no", "yes", "no")
    before = poll.closes_at - timedelta(minutes=1)
    counts = [meeting_clock.send_meeting_letters(now=now) for now in (before, poll.closes_at, poll.closes_at + DAY)]
    assert counts == [0, 1, 0]
    assert [each.member for each in letters(kind="working_groups.date_poll_closed")] == [leader]
    assert "Best time" in deliver_all()[-1].body


def test_poll_with_a_meeting_or_long_closed_is_no_news(poll, leader):
    choose(poll, leader)
    make_poll(poll.group, leader)
    assert meeting_clock.send_meeting_letters(now=poll.closes_at + 4 * DAY) == 0
    assert kinds(kind="working_groups.date_poll_closed") == []


# Pages


def form_of(**given):
    day = timezone.localdate() + 20 * DAY
    facts = {"title": "Autumn", "time_zone": "Europe/Athens", "place": "Hall", "key": str(uuid.uuid4())}
    facts["closes"] = (day - 5 * DAY).isoformat()
    for number in range(2):
        hours = {"day": (day + number * DAY).isoformat(), "begins": "10:00", "ends": "12:00"}
        facts |= {f"slot-{number}-{name}": value for name, value in hours.items()}
    return facts | given


def test_leader_opens_a_poll_a_member_answers_and_one_click_makes_the_meeting(group, leader, ana, client_for):
    form = form_of()
    for _twice in range(2):
        address = client_for(leader).post(f"{HOME}find-a-date/", form).headers["Location"]
    poll = DatePoll.objects.get()
    first, second = slots_of(poll)
    member = client_for(ana)
    assert "When can you?" in member.get(HOME).text
    assert member.post(address, {f"slot-{first}": "no", f"slot-{second}": "yes"}).status_code == 302
    member.post(address, {"slot-x": "yes", "slot-" + "9" * 40: "yes", f"slot-{first}": "forged"})
    text = member.get(address).text
    assert f'id="slot-{second}-yes" name="slot-{second}" value="yes" checked' in text
    assert "Make this the meeting" not in text
    assert member.post(f"{address}choose/", {"slot": first}).status_code == 403
    assert text.count("Suits best") == 1

    runner = client_for(leader)
    assert "Ana Sample" in runner.get(address).text
    for _twice in range(2):
        made = runner.post(f"{address}choose/", {"slot": second})
    meeting = Meeting.objects.get()
    assert made.headers["Location"] == f"{HOME}{meeting.pk}/"
    assert "The date is found" in member.get(address).text


def test_form_says_once_that_times_may_stay_empty(group, leader, client_for):
    text = client_for(leader).get(f"{HOME}find-a-date/").text

    times = text.partition("<h2>Times</h2>")[2].partition("<h2>The meeting</h2>")[0]
    assert (times.count("<fieldset"), times.count("(optional)"), times.count("are left out")) == (10, 0, 1)


def test_bad_polls_are_sent_back(group, leader, client_for):
    client = client_for(leader)
    for wrong in (
        {"title": ""},
        {"closes": ""},
        {"closes": timezone.localdate().replace(year=2001).isoformat()},
        {"closes": (timezone.localdate() + 30 * DAY).isoformat()},
        {"slot-0-day": ""},
        {"slot-0-begins": "x"},
        {"slot-0-ends": "10:00"},
        {"slot-1-day": "", "slot-1-begins": "", "slot-1-ends": ""},
        {"slot-1-day": form_of()["slot-0-day"]},
        {"time_zone": "Nowhere"},
        {"place": "<b>" * 100},
    ):
        answer = client.post(f"{HOME}find-a-date/", form_of(**wrong))
        assert (answer.status_code, "There" in answer.text) == (200, True), wrong
    assert DatePoll.objects.count() == 0


def test_poll_is_for_those_who_belong(poll, client_for):
    address = f"{HOME}dates/{poll.pk}/"
    group = poll.group
    group.visibility = "public"
    group.save()
    assert client_for(None).get(address).status_code == 302
    assert client_for(UserFactory()).get(address).status_code == 403
    assert poll.title not in client_for(UserFactory()).get(HOME).text
    assert client_for(UserFactory(staff=True)).get(address).status_code == 200


def test_times_are_shown_on_the_clock_of_the_reader_with_the_groups_beside(poll, ana, client_for):
    ana.time_zone = "Europe/Helsinki"
    ana.save()
    text = client_for(ana).get(f"{HOME}dates/{poll.pk}/").text
    assert (text.count("(Helsinki)</h2>"), text.count("(Brussels)</p>")) == (3, 3)


@pytest.mark.parametrize("people", [1, 30])
def test_poll_costs_the_same_with_one_person_and_thirty(
    poll, leader, ana, client_for, django_assert_num_queries, people
):
    for _each in range(people):
        say(poll, MembershipFactory(group=poll.group).member, "yes", "maybe", "no")
    client = client_for(ana)
    client.get(HOME)
    # Session, account, its rights (two), the group with one's own row; the poll, its times, answers, its meeting.
    with django_assert_num_queries(9):
        client.get(f"{HOME}dates/{poll.pk}/")
