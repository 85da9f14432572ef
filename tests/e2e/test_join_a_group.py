"""A member asks to join a group and is accepted; another is invited; a stranger finds nothing of a hidden group."""

import re

import pytest
from playwright.sync_api import expect

from tests.factories.groups import MembershipFactory, WorkingGroupFactory
from tests.factories.members import UserFactory
from working_groups.choices import GroupRole, Joining, Visibility
from working_groups.models import Membership


@pytest.fixture
def group():
    return WorkingGroupFactory(
        page__slug="first",
        page__title="First group",
        joining=Joining.REQUEST,
        questions=["What do you work on?"],
        rules="Be **kind**, see https://rules.example/a-very-long-address-that-does-not-break-anywhere-by-itself",
        rules_version=1,
        welcome="## Hello\n\nSay *who* you are.",
    )


@pytest.fixture
def leader(group):
    lea = MembershipFactory(group=group, role=GroupRole.LEADER, member__name="Lea Leader", rules_accepted=1).member
    MembershipFactory(group=group, member__name="Mia Member", member__profile={"visibility": "members"})
    return lea


def test_member_asks_is_accepted_and_leaves(new_page, axe, log_in, letters_to, group, leader):
    ana = UserFactory(name="Ana Member", email="ana@members.example")
    page, desk = new_page(), new_page(dark=True)
    log_in(page, ana)
    log_in(desk, leader)

    page.goto("/working-groups/first/")
    axe(page)
    page.get_by_role("link", name="Ask to join").click()
    page.get_by_role("button", name="Send the request").click()
    expect(page.get_by_role("link", name="Answer this question")).to_be_visible()
    axe(page)
    page.get_by_label("What do you work on?").fill("Batteries")
    page.get_by_role("button", name="Send the request").click()
    expect(page.get_by_role("heading", name="You have asked to join")).to_be_visible()
    axe(page)

    assert [letter.subject for letter in letters_to(leader.email)] == ["Ana Member asks to join First group"]
    desk.goto("/working-groups/first/desk/")
    axe(desk)
    desk.get_by_role("link", name="1 request").click()
    axe(desk)
    desk.get_by_role("link", name="Ana Member").click()
    expect(desk.get_by_text("Batteries")).to_be_visible()
    axe(desk)
    desk.get_by_role("button", name="Accept").click()
    expect(desk.get_by_text("Accepted; they get a letter.")).to_be_visible()
    for part in ("invitations/", "settings/", "history/", f"members/{Membership.objects.get(member=ana).pk}/"):
        desk.goto(f"/working-groups/first/desk/{part}")
        axe(desk)

    letter = letters_to(ana.email)[-1]
    assert letter.subject == "Welcome to First group"
    page.goto(re.search(r"https?://\S+/rules/", letter.body).group())
    axe(page)
    page.get_by_role("button", name="I accept the rules").click()
    expect(page.get_by_role("heading", name="Hello")).to_be_visible()
    axe(page)
    page.get_by_role("link", name="Members", exact=True).click()
    expect(page.get_by_role("link", name="Mia Member")).to_be_visible()
    axe(page)
    page.get_by_role("link", name="Overview").click()
    page.get_by_role("link", name="Leave the group").click()
    axe(page)
    page.get_by_role("button", name="Yes, leave the group").click()
    expect(page.get_by_text("You have left First group.")).to_be_visible()


def test_invited_comes_in_by_the_letter_and_a_stranger_finds_nothing(new_page, axe, log_in, letters_to, group, leader):
    group.visibility = Visibility.HIDDEN
    group.save()
    group.page.unpublish()
    ana = UserFactory(name="Ana Member", email="ana@members.example")
    desk, page, stranger = new_page(), new_page(), new_page()
    log_in(desk, leader)
    log_in(page, ana)

    desk.goto("/working-groups/first/desk/invitations/")
    desk.get_by_label("Or a sheet").set_input_files(
        {"name": "people.csv", "mimeType": "text/csv", "buffer": b"Name,Mail\nAna,ana@members.example\n"}
    )
    desk.get_by_role("button", name="Send the invitations").click()
    expect(desk.get_by_text("1 invitation is on its way.")).to_be_visible()
    desk.get_by_role("button", name="Make a link").click()
    expect(desk.get_by_label("Link", exact=True)).to_be_visible()
    axe(desk)

    address = re.search(r"https?://\S+/group-invitation/\S+", letters_to(ana.email)[-1].body).group()
    stranger.goto(address)
    expect(stranger.get_by_role("link", name="Create an account")).to_be_visible()
    axe(stranger)
    page.goto(address)
    axe(page)
    page.get_by_role("button", name="Accept and join").click()
    expect(page.get_by_role("heading", name="Rules of the group")).to_be_visible()
    page.goto(address)
    expect(page.get_by_role("heading", name="You are a member already")).to_be_visible()

    stranger.goto("/working-groups/")
    assert "First group" not in stranger.content()
    page.goto("/working-groups/")
    expect(page.get_by_role("link", name="First group")).to_be_visible()
