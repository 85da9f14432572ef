"""A cancelled place goes to the next on the waiting list."""

import re

import pytest
from playwright.sync_api import Page, expect

from cop.members.models import User
from events.choices import RegistrationStatus as S
from events.models import Registration
from events.services.registering import register
from tests.factories.events import CategoryFactory, EventPageFactory, RegistrationSetupFactory
from tests.letters import links_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def three():
    """An event with one place: Hanna has it, Wim is first in line, Zoe second."""
    event = EventPageFactory(title="Sample workshop", slug="sample-workshop")
    room = CategoryFactory(setup=RegistrationSetupFactory(event=event, total_places=1), name="In the room")
    people = [
        User.objects.create_user(f"{name.lower()}@members.example", name=f"{name} Sample")
        for name in ("Hanna", "Wim", "Zoe")
    ]
    return [register(member=person, event_id=event.pk, category_id=room.pk) for person in people]


def offer_link(messages) -> str:
    """The signed link in the last letter."""
    (link,) = [link for link in links_of(messages[-1]) if "/offers/" in link]
    return link


def status(registration: Registration) -> str:
    return Registration.objects.get(pk=registration.pk).status


def test_cancelled_place_goes_to_the_next_who_accepts_by_letter_without_logging_in(
    new_page, log_in, letters_to, axe, three
):
    holder, first, _second = three
    hanna: Page = new_page()
    log_in(hanna, holder.member)

    # Hanna cannot come: she says so on the page of her registration.
    hanna.goto("/events/sample-workshop/registration/")
    axe(hanna)
    hanna.get_by_role("link", name="Cancel my registration").click()
    axe(hanna)
    hanna.get_by_role("main").get_by_role("button", name=re.compile("Cancel", re.IGNORECASE)).click()
    expect(hanna.get_by_role("main")).to_contain_text("Cancelled")
    axe(hanna)
    assert [status(each) for each in three] == [S.CANCELLED, S.OFFERED, S.WAITING]

    # Wim gets a letter; a mail scanner that opens its link changes nothing.
    messages = letters_to(first.member.email)
    link = offer_link(messages)
    assert messages[-1].subject == "A place is free for you: Sample workshop"
    wim: Page = new_page()
    wim.goto(link)
    axe(wim)
    assert status(first) == S.OFFERED

    # He accepts, not logged in.
    wim.get_by_role("button", name=re.compile("Accept")).click()
    expect(wim.get_by_role("main")).to_contain_text("Sample workshop")
    axe(wim)
    assert [status(each) for each in three] == [S.CANCELLED, S.CONFIRMED, S.WAITING]
    assert letters_to(first.member.email)[-1].subject == "You are registered: Sample workshop"

    # The link is used up; opening it again says so, and Zoe still waits.
    wim.expect_status(410)
    wim.goto(link)
    axe(wim)
    assert [status(each) for each in three] == [S.CANCELLED, S.CONFIRMED, S.WAITING]


def test_declined_offer_goes_on_to_the_second_in_line(new_page, log_in, letters_to, axe, three):
    holder, first, second = three
    hanna: Page = new_page()
    log_in(hanna, holder.member)
    hanna.goto("/events/sample-workshop/registration/cancel/")
    hanna.get_by_role("main").get_by_role("button", name=re.compile("Cancel", re.IGNORECASE)).click()
    hanna.wait_for_url("**/registration/")

    wim: Page = new_page()
    wim.goto(offer_link(letters_to(first.member.email)))
    wim.get_by_role("button", name=re.compile("Decline")).click()
    axe(wim)

    assert [status(each) for each in three] == [S.CANCELLED, S.CANCELLED, S.OFFERED]
    zoe: Page = new_page(dark=True)
    log_in(zoe, second.member)
    zoe.goto("/my/")
    expect(zoe.get_by_role("main")).to_contain_text("Sample workshop")
    axe(zoe)
    zoe.goto("/events/sample-workshop/")
    expect(zoe.get_by_role("main")).to_contain_text("A place is free for you")
    axe(zoe)
