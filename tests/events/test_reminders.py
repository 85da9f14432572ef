"""Reminders: at the hour of the event on its clock, once, to those who have a place."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from cop.notifications.models import Letter
from events.choices import RegistrationStatus
from events.models import Registration
from events.services.cancelling import cancel_registration
from events.services.registering import register
from events.services.reminding import send_reminders
from tests.factories.events import CategoryFactory, EventPageFactory, moment
from tests.factories.members import UserFactory

pytestmark = pytest.mark.django_db

# The clocks of Brussels change on 28 March 2027: the event starts at 09:00 summer time, 07:00 UTC.
START = moment("2027-04-01 07:00")
WEEK_BEFORE = moment("2027-03-25 08:00")  # 09:00 winter time
DAY_BEFORE = moment("2027-03-31 07:00")
MINUTE = timedelta(minutes=1)


@pytest.fixture
def category(db):
    """An event of 1 April 2027, with reminders 7 days and 1 day before; open since January."""
    event = EventPageFactory(starts_at=START, ends_at=START + timedelta(hours=8))
    return CategoryFactory(
        places=2, setup__event=event, setup__opens_at=moment("2027-01-01 00:00"), setup__reminder_days="7,1"
    )


def add(category, at: datetime = WEEK_BEFORE - timedelta(days=20)) -> Registration:
    with time_machine.travel(at, tick=False):
        return register(member=UserFactory(), event_id=category.setup.event_id, category_id=category.pk)


def reminders() -> list[tuple[str, str]]:
    return list(Letter.objects.filter(kind="events.reminder").order_by("pk").values_list("cause", "to"))


def clock(at: datetime) -> int:
    """What the clock does at this moment."""
    with time_machine.travel(at, tick=False):
        return send_reminders()


def test_each_reminder_is_sent_once_at_its_moment(category):
    one, two = add(category), add(category)
    for at, sent in (
        (WEEK_BEFORE - MINUTE, 0),
        (WEEK_BEFORE, 2),
        (WEEK_BEFORE, 0),
        (WEEK_BEFORE + MINUTE, 0),
        (DAY_BEFORE - MINUTE, 0),
        (DAY_BEFORE, 2),
        (DAY_BEFORE + MINUTE, 0),
        (START - MINUTE, 0),
        (START, 0),
    ):
        assert clock(at) == sent, at
    assert reminders() == [
        (f"registration/{each.pk}/reminder/{days}/2027-04-01", each.member.email)
        for days in (7, 1)
        for each in (one, two)
    ]


def test_a_clock_that_stood_still_for_a_day_sends_late(category):
    one = add(category)
    assert clock(WEEK_BEFORE + timedelta(days=1)) == 1
    assert reminders() == [(f"registration/{one.pk}/reminder/7/2027-04-01", one.member.email)]


def test_never_two_at_once(category):
    category.setup.reminder_days = "2,1"
    category.setup.save()
    one = add(category)
    assert clock(DAY_BEFORE + timedelta(hours=3)) == 1
    assert clock(DAY_BEFORE + timedelta(hours=4)) == 0
    assert reminders() == [(f"registration/{one.pk}/reminder/1/2027-04-01", one.member.email)]


def test_late_reminder_is_not_sent_once_the_event_has_started(category):
    add(category)
    assert clock(START - MINUTE) == 1
    Letter.objects.all().delete()
    assert clock(START) == 0
    assert clock(START + timedelta(hours=1)) == 0


def test_reminder_long_past_is_not_sent_when_an_editor_adds_it(category):
    add(category)
    category.setup.reminder_days = "20,1"
    category.setup.save()
    assert clock(WEEK_BEFORE) == 0
    assert clock(DAY_BEFORE) == 1


def test_not_for_those_who_registered_after_its_moment(category):
    before = add(category, WEEK_BEFORE)
    after = add(category, WEEK_BEFORE + MINUTE)
    assert clock(WEEK_BEFORE + 2 * MINUTE) == 1
    assert clock(DAY_BEFORE) == 2
    assert [cause for cause, _to in reminders()] == [
        f"registration/{before.pk}/reminder/7/2027-04-01",
        f"registration/{before.pk}/reminder/1/2027-04-01",
        f"registration/{after.pk}/reminder/1/2027-04-01",
    ]


def test_not_for_those_who_get_their_place_after_it(category):
    one, _two, waiting = add(category), add(category), add(category)
    category.setup.offer_hours = 0
    category.setup.save()
    assert clock(WEEK_BEFORE) == 2
    with time_machine.travel(WEEK_BEFORE + timedelta(days=1), tick=False):
        cancel_registration(registration=one, actor=one.member)
    waiting.refresh_from_db()
    assert waiting.status == RegistrationStatus.CONFIRMED
    assert clock(WEEK_BEFORE + timedelta(days=1, hours=1)) == 0
    assert clock(DAY_BEFORE) == 2


def test_only_for_confirmed_people_with_an_active_account(category):
    one, two, three = add(category), add(category), add(category)
    assert three.status == RegistrationStatus.WAITING
    two.member.is_active = False
    two.member.save()
    assert clock(WEEK_BEFORE) == 1
    assert [to for _cause, to in reminders()] == [one.member.email]


@pytest.mark.parametrize("obstacle", ["no days", "cancelled", "unpublished"])
def test_no_reminders(category, obstacle):
    add(category)
    setup, event = category.setup, category.setup.event
    if obstacle == "no days":
        setup.reminder_days = ""
        setup.save()
    elif obstacle == "cancelled":
        event.state.cancelled_at = timezone.now()
        event.state.save()
    else:
        event.live = False
        event.save()
    assert clock(WEEK_BEFORE) == 0


def move(category, days: int, hours: int = 0) -> None:
    event = category.setup.event
    event.starts_at = START + timedelta(days=days, hours=hours)
    event.ends_at = event.starts_at + timedelta(hours=8)
    event.save()


def test_moved_event_reminds_again_by_its_new_date(category):
    one = add(category)
    assert clock(WEEK_BEFORE) == 1
    move(category, 7)
    assert clock(DAY_BEFORE) == 0
    assert clock(START) == 1
    assert clock(START + MINUTE) == 0
    assert clock(DAY_BEFORE + timedelta(days=7)) == 1
    assert [cause for cause, _to in reminders()] == [
        f"registration/{one.pk}/reminder/7/2027-04-01",
        f"registration/{one.pk}/reminder/7/2027-04-08",
        f"registration/{one.pk}/reminder/1/2027-04-08",
    ]


def test_no_second_reminder_for_the_same_date(category):
    add(category)
    assert clock(WEEK_BEFORE) == 1
    move(category, 0, hours=3)
    assert clock(WEEK_BEFORE + timedelta(hours=4)) == 0
    move(category, 7)
    move(category, 0)
    assert clock(WEEK_BEFORE + timedelta(hours=5)) == 0


def test_statements_do_not_grow_with_people(category, django_assert_num_queries):
    category.places = None
    category.save()
    add(category)
    with time_machine.travel(WEEK_BEFORE, tick=False), django_assert_num_queries(10):
        assert send_reminders() == 1
    for _each in range(3):
        add(category)
    with time_machine.travel(DAY_BEFORE, tick=False), django_assert_num_queries(10):
        assert send_reminders() == 4
