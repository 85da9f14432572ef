"""A leader finds a date, holds the meeting, actions are reminded; with and without scripts."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.factories.documents import make_document
from tests.factories.groups import MembershipFactory, WorkingGroupFactory
from tests.factories.members import UserFactory
from tests.letters import kinds
from working_groups.choices import GroupRole
from working_groups.models import Meeting, MeetingAction
from working_groups.services.meeting_clock import send_meeting_letters

HOME = "/working-groups/circle/meetings/"


@pytest.fixture
def people(server):
    group = WorkingGroupFactory(page__slug="circle", page__title="First circle")
    lea = MembershipFactory(group=group, member__name="Lea Leader", role=GroupRole.LEADER).member
    ana = MembershipFactory(group=group, member__name="Ana Sample", member__time_zone="Europe/Helsinki").member
    make_document(group, lea, name="Indicators.txt")
    return lea, ana


@pytest.mark.parametrize("javascript", [True, False], ids=["scripts", "no scripts"])
def test_leader_finds_a_date_holds_the_meeting_and_actions_are_reminded(new_page, axe, log_in, people, javascript):
    lea, ana = people
    look = axe if javascript else lambda page: None
    page = new_page(javascript=javascript)
    log_in(page, lea)
    page.goto(HOME)
    look(page)
    page.get_by_role("link", name="Find a date").first.click()
    day = timezone.localdate() + timedelta(days=20)
    page.get_by_label("Title").fill("Autumn meeting")
    page.get_by_label("Time zone").select_option("Europe/Brussels")
    page.get_by_label("Answers until the end of").fill((day - timedelta(days=5)).isoformat())
    for number in range(2):
        part = page.get_by_role("group", name=f"Time {number + 1}")
        part.get_by_label("Day").fill((day + timedelta(days=number)).isoformat())
        part.get_by_label("Starts at").fill("10:00")
        part.get_by_label("Ends at").fill("12:00")
    page.get_by_role("button", name="Ask the group").click()
    # A place or a link may come later; what is missing is said beside the field.
    expect(page.get_by_role("heading", level=1)).to_have_text("Autumn meeting")
    address = page.url

    other = new_page(javascript=javascript)
    log_in(other, ana)
    other.goto(HOME)
    other.get_by_role("link", name="Autumn meeting").click()
    expect(other.get_by_text("11:00–13:00 (Helsinki)").first).to_be_visible()
    cards = other.locator(".slot")
    cards.nth(0).get_by_text("no", exact=True).first.click()
    cards.nth(1).get_by_text("yes", exact=True).first.click()
    look(other)
    other.get_by_role("button", name="Send my answers").click()
    expect(other.locator(".slot--best")).to_have_count(1)

    page.goto(address)
    look(page)
    page.get_by_role("button", name=re.compile("^Make this the meeting")).nth(1).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Autumn meeting")
    look(page)
    other.goto("/my/")
    other.get_by_role("link", name="Autumn meeting").click()
    other.get_by_role("button", name="I come", exact=True).click()
    expect(other.get_by_text("You have said that you come.")).to_be_visible()

    # It gets a paper, which the other one reads.
    page.get_by_role("link", name="Add documents").click()
    look(page)
    page.locator("label", has_text="Indicators.txt").click()
    page.get_by_role("button", name="Add to the meeting", exact=True).click()
    expect(page.locator("#papers").get_by_role("link", name="Indicators.txt", exact=True)).to_be_visible()
    look(page)
    other.reload()
    other.locator("#papers").get_by_role("link", name="Indicators.txt", exact=True).click()
    expect(other.get_by_role("link", name="Autumn meeting")).to_be_visible()

    # The day comes.
    begun = timezone.now() - timedelta(hours=3)
    Meeting.objects.update(starts_at=begun, ends_at=begun + timedelta(hours=2))
    page.reload()
    page.get_by_role("link", name="Who was there").click()
    look(page)
    expect(page.get_by_label("Ana Sample")).to_be_checked()
    page.get_by_role("button", name="Record").click()
    page.get_by_role("link", name="Write the minutes").click()
    page.get_by_label("Minutes").fill("We agreed on **three** indicators.")
    look(page)
    page.get_by_role("button", name="Publish to the group").click()
    expect(page.locator("#minutes strong")).to_have_text("three")
    page.get_by_text("Enter an action").click()
    page.get_by_label("What").fill("Write the paper")
    page.get_by_label("Who", exact=True).select_option("Ana Sample")
    page.get_by_label("Until").fill((timezone.localdate() + timedelta(days=10)).isoformat())
    page.get_by_role("button", name="Enter", exact=True).click()
    expect(page.locator("#actions").get_by_text("Write the paper").first).to_be_visible()
    look(page)

    for days in (7, 7, 11, 11, 12):
        send_meeting_letters(now=(timezone.now() + timedelta(days=days)).replace(hour=10))
    assert kinds(to=ana.email)[-3:] == [
        "working_groups.action_given",
        "working_groups.action_soon",
        "working_groups.action_late",
    ]
    other.goto("/my/")
    other.get_by_role("link", name="First circle").first.click()
    expect(other.get_by_role("heading", level=1)).to_have_text("Actions")
    look(other)
    other.get_by_label("State").select_option("open")
    other.get_by_role("button", name="Show").click()
    other.get_by_role("button", name=re.compile("^Done")).click()
    expect(other.get_by_role("heading", name="No such action")).to_be_visible()
    look(other)
    other.get_by_role("link", name="See all actions").click()
    other.get_by_role("link", name="Write the paper").click()
    expect(other.locator("#actions").get_by_text("Done", exact=True)).to_be_visible()
    assert MeetingAction.objects.get().done_at is not None


def test_member_subscribes_to_the_calendar_of_a_group(new_page, axe, log_in, people):
    page = new_page()
    log_in(page, people[1])
    page.goto(HOME)
    page.get_by_role("link", name="a secret address for you").click()
    axe(page)
    page.get_by_role("button", name="Make my address").click()
    axe(page)
    address = page.get_by_label("Your secret address").input_value()
    assert page.request.get(address).headers["content-type"].startswith("text/calendar")
    page.get_by_role("button", name="Switch it off").click()
    expect(page.get_by_role("button", name="Make my address")).to_be_visible()
    assert page.request.get(address).status == 404


def test_leaders_and_the_secretariat_read_numbers(new_page, axe, log_in, people):
    lea, _ana = people
    page = new_page()
    log_in(page, lea)
    page.goto("/working-groups/circle/desk/")
    page.get_by_role("link", name="Statistics").click()
    expect(page.get_by_role("region", name="Month by month")).to_be_visible()
    axe(page)
    other = new_page()
    log_in(other, UserFactory(staff=True))
    other.goto("/groups-overview/")
    expect(other.locator(".badge").get_by_text("Quiet", exact=True)).to_be_visible()
    axe(other)
