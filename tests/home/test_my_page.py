"""My page: what waits first, what comes, what has been; mine only, and at what cost."""

from datetime import timedelta

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.utils import timezone

from events.choices import RegistrationStatus
from events.models import EventState, Registration
from home.selectors.my_page import greeting, my_page
from tests.factories.events import CategoryFactory, EventPageFactory, RegistrationSetupFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def member(member):
    member.profile.completed_at = timezone.now()
    member.profile.save()
    return member


_number = iter(range(1, 10_000))


def registration(member, status=RegistrationStatus.CONFIRMED, days=30, event=None, category=None, **fields):
    if event is None:
        start = timezone.now() + timedelta(days=days)
        event = EventPageFactory(starts_at=start, ends_at=start + timedelta(hours=8))
    category = category or CategoryFactory(setup=RegistrationSetupFactory(event=event))
    holds = status in ("offered", "confirmed", "attended", "no_show")
    return Registration.objects.create(
        event=event,
        member=member,
        category=category,
        status=status,
        code=f"CODE{next(_number):04d}",
        badge_name=member.name,
        category_number=next(_number) if holds else None,
        **fields,
    )


def test_visitor_is_sent_to_sign_in(client):
    response = client.get("/my/")

    assert (response.status_code, response.url) == (302, "/accounts/login/?next=/my/")


def test_newcomer_finds_what_to_do_first_and_the_next_event(other_member, client_for):
    event = EventPageFactory(title="Coming Forum")

    text = client_for(other_member).get("/my/").text

    assert "Say who you are" in text
    assert "Nothing planned yet" in text
    assert f'href="/events/{event.slug}/"' in text
    assert "Earlier" not in text


def test_without_any_event_the_empty_list_leads_to_all_events(member, client_for):
    text = client_for(member).get("/my/").text

    assert "Nothing planned yet" in text
    assert "See all events" in text


def test_confirmed_registration_has_its_ticket_beside_it(member, client_for):
    mine = registration(member)

    text = client_for(member).get("/my/").text

    assert mine.event.title in text
    assert "Confirmed" in text
    assert f'href="/events/{mine.event.slug}/registration/ticket/"' in text


def test_offer_stands_first_with_its_deadline(member, client_for):
    mine = registration(
        member, RegistrationStatus.OFFERED, offer_expires_at=timezone.now() + timedelta(hours=21, minutes=5)
    )

    text = client_for(member).get("/my/").text

    assert f"A place is free for you: {mine.event.title}" in text
    assert "21 hours left" in text
    assert f'action="/events/{mine.event.slug}/registration/accept/"' in text
    assert text.index("A place is free for you") < text.index("Your next events")


def test_offer_that_is_over_no_longer_asks(member):
    registration(member, RegistrationStatus.OFFERED, offer_expires_at=timezone.now() - timedelta(minutes=1))

    page = my_page(member)

    assert page.matters == []
    assert [row.badge_label for row in page.coming] == ["Offer expired"]


def test_waiting_row_says_how_many_stand_before(member, other_member, staff):
    event = EventPageFactory()
    category = CategoryFactory(setup=RegistrationSetupFactory(event=event))
    now = timezone.now()
    common = {"event": event, "category": category, "status": RegistrationStatus.WAITING}
    registration(other_member, queued_at=now - timedelta(hours=2), **common)
    registration(member, queued_at=now - timedelta(hours=1), **common)
    registration(staff, queued_at=now, **common)

    assert [row.badge_label for row in my_page(member).coming] == ["Waiting list: 2nd"]
    assert [row.badge_label for row in my_page(other_member).coming] == ["Waiting list: 1st"]
    assert [row.badge_label for row in my_page(staff).coming] == ["Waiting list: 3rd"]


def test_priority_comes_before_time_and_other_categories_do_not_count(member, other_member, staff):
    event = EventPageFactory()
    setup = RegistrationSetupFactory(event=event)
    room, online = CategoryFactory(setup=setup), CategoryFactory(setup=setup, name="Online")
    now = timezone.now()
    waiting = {"event": event, "status": RegistrationStatus.WAITING}
    registration(member, category=room, queued_at=now - timedelta(hours=1), **waiting)
    registration(other_member, category=room, queued_at=now, priority=5, priority_reason="Speaker", **waiting)
    registration(staff, category=online, queued_at=now - timedelta(hours=3), **waiting)

    assert [row.badge_label for row in my_page(member).coming] == ["Waiting list: 2nd"]


def test_cancelled_event_says_so_and_past_ones_stand_below(member, client_for):
    called_off = registration(member)
    EventState.objects.filter(event=called_off.event).update(cancelled_at=timezone.now())
    registration(member, RegistrationStatus.ATTENDED, days=-30)
    registration(member, RegistrationStatus.CANCELLED, days=60)

    page = my_page(member)

    assert [(row.badge_label, row.badge_tone) for row in page.coming] == [("Event cancelled", "bad")]
    assert [row.badge_label for row in page.past] == ["Attended"]
    assert client_for(member).get("/my/").status_code == 200


def test_ended_registrations_of_coming_events_are_not_called_earlier(member, client_for):
    states = [RegistrationStatus.CANCELLED, RegistrationStatus.EXPIRED, RegistrationStatus.REJECTED]
    for number, status in enumerate(states):
        registration(member, status, days=60 + number)

    page = my_page(member)
    text = client_for(member).get("/my/").text

    assert [row.badge_label for row in page.ended] == [status.label for status in states]
    assert (page.coming, page.past) == ([], [])
    assert "Ended registrations" in text
    assert "Earlier" not in text


def test_event_of_today_is_coming_until_it_ends(member):
    with time_machine.travel("2027-03-16 08:00:00+00:00", tick=False):
        mine = registration(member, days=0)
    for moment, where in ((mine.event.ends_at - timedelta(minutes=1), "coming"), (mine.event.ends_at, "past")):
        page = my_page(member, now=moment)
        assert [row.event for row in getattr(page, where)] == [mine.event]


def test_other_peoples_registrations_are_not_shown(member, other_member, client_for):
    theirs = registration(other_member)

    assert theirs.event.title in client_for(other_member).get("/my/").text
    page = my_page(member)
    assert (page.coming, page.past) == ([], [])


def test_hidden_event_is_named_but_not_linked(member):
    mine = registration(member)
    mine.event.live = False
    mine.event.save()

    assert [row.url for row in my_page(member).coming] == [""]


def test_unconfirmed_address_is_mentioned(member):
    EmailAddress.objects.create(user=member, email="new@members.example", verified=False)

    matter = my_page(member).matters[0]

    assert matter.title == "Confirm your e-mail address"
    assert "new@members.example" in matter.text


def test_staff_without_second_factor_are_asked_to_set_one_up(staff, settings):
    staff.profile.completed_at = timezone.now()
    settings.STAFF_NEEDS_SECOND_FACTOR = True
    assert [matter.title for matter in my_page(staff).matters] == ["Set up a second factor"]
    settings.STAFF_NEEDS_SECOND_FACTOR = False
    assert my_page(staff).matters == []


@pytest.mark.parametrize(
    ("clock", "words"),
    [
        ("03:59", "Good evening"),
        ("04:00", "Good morning"),
        ("11:59", "Good morning"),
        ("12:00", "Good afternoon"),
        ("18:00", "Good evening"),
    ],
)
def test_greeting_follows_the_members_clock(member, clock, words):
    now = timezone.make_aware(timezone.datetime.fromisoformat(f"2027-03-16T{clock}"))

    assert greeting(member, now) == f"{words}, Ana"
    member.name = "  "
    assert greeting(member, now) == words


def test_my_page_costs_the_same_with_one_and_three_registrations(member, client_for, django_assert_num_queries):
    client = client_for(member)
    registration(member)
    client.get("/my/")
    # Session, account, registrations, addresses, seven of groups, searches, proposed practices, rights (two).
    with django_assert_num_queries(15):
        client.get("/my/")
    registration(member)
    registration(member, RegistrationStatus.WAITING, queued_at=timezone.now())
    # Session, account, registrations, addresses, seven of groups, searches, proposed practices, rights (two).
    with django_assert_num_queries(15):
        client.get("/my/")
