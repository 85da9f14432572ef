"""A practitioner answers a call and changes the answer; leaders score; the clock closes it; letters say who is in."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.factories.groups import MembershipFactory, WorkingGroupFactory
from tests.factories.members import UserFactory
from working_groups.choices import GroupRole, Joining
from working_groups.models import Call, JoinRequest, Membership
from working_groups.services.call_clock import tell_of_closed_calls

GROUP = "/working-groups/first/"
QUESTION = "What would you bring into the group?"


@pytest.fixture
def group():
    return WorkingGroupFactory(page__slug="first", page__title="First group", joining=Joining.CALL)


@pytest.fixture
def leaders(group):
    names = ("Lea Leader", "Sam Second")
    return [MembershipFactory(group=group, role=GroupRole.LEADER, member__name=name).member for name in names]


def open_the_call(page: Page, axe) -> None:
    page.goto(f"{GROUP}desk/call/")
    axe(page)
    page.get_by_role("link", name="Open a call").click()
    axe(page)
    page.get_by_role("button", name="Open the call").click()
    expect(page.get_by_role("link", name="Enter a title.")).to_be_visible()
    axe(page)
    page.get_by_label("Title").fill("Members wanted")
    page.get_by_label("Whom you look for").fill("People who **know** small companies.")
    page.get_by_label("Questions").fill(QUESTION)
    page.get_by_label("Last day").fill((timezone.localdate() + timedelta(days=5)).isoformat())
    page.get_by_role("button", name="Open the call").click()
    expect(page.get_by_text("The call is open. It stands on the page of the group.")).to_be_visible()
    axe(page)


def express_interest(page: Page, axe, words: str) -> None:
    page.goto(GROUP)
    page.get_by_role("link", name="Read the call and answer").click()
    page.get_by_label(QUESTION).fill(words)
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("heading", name="You have expressed your interest")).to_be_visible()


def score(page: Page, axe, name: str, label: str, *, hidden: int) -> None:
    page.goto(f"{GROUP}desk/call/")
    axe(page)
    page.get_by_role("link", name=name).click()
    expect(page.get_by_text("You accept or decline when it is over.")).to_be_visible()
    if hidden:
        expect(page.get_by_text("You see it once you have given yours.")).to_be_visible()
    axe(page)
    page.get_by_text(label, exact=True).click()
    page.get_by_role("button", name="Save your score").click()
    expect(page.get_by_text("Your score is saved.")).to_be_visible()
    axe(page)


def test_call_is_answered_changed_scored_closed_and_decided(new_page, axe, log_in, letters_to, group, leaders):
    ana = UserFactory(name="Ana Member", email="ana@members.example")
    ben = UserFactory(name="Ben Other", email="ben@members.example")
    page, other, first, second = new_page(), new_page(), new_page(dark=True), new_page()
    for window, person in ((page, ana), (other, ben), (first, leaders[0]), (second, leaders[1])):
        log_in(window, person)
    open_the_call(first, axe)

    # An answer with an error first, then a change of it, by the way of "My page".
    page.goto(GROUP)
    expect(page.get_by_text("Call open")).to_be_visible()
    axe(page)
    page.get_by_role("link", name="Read the call and answer").click()
    axe(page)
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("link", name="Answer this question")).to_be_visible()
    axe(page)
    page.get_by_label(QUESTION).fill("A case of my region")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("heading", name="You have expressed your interest")).to_be_visible()
    axe(page)
    page.goto("/my/")
    axe(page)
    page.get_by_role("link", name="Change my answers").click()
    expect(page.get_by_label(QUESTION)).to_have_value("A case of my region")
    axe(page)
    page.get_by_label(QUESTION).fill("Two cases of my region")
    page.get_by_role("button", name="Save the changes").click()
    expect(page.get_by_text("Your changes are saved.")).to_be_visible()
    express_interest(other, axe, "Nothing yet")
    subjects = [letter.subject for letter in letters_to(ana.email)]
    assert subjects == ["Your interest in First group", "You have changed your interest in First group"]
    assert letters_to(leaders[0].email) == []

    # The second leader sees the first one's score only after their own.
    score(first, axe, "Ana Member", "5 – fits very well", hidden=0)
    score(second, axe, "Ana Member", "4 – fits well", hidden=1)
    expect(second.get_by_text("Two cases of my region")).to_be_visible()
    expect(second.get_by_text("Lea Leader: 5 of 5")).to_be_visible()
    expect(second.get_by_text("4.5 (2 scores)")).to_be_visible()

    # The closing date comes.
    Call.objects.update(closes_at=timezone.now() - timedelta(minutes=1))
    tell_of_closed_calls()
    for leader in leaders:
        assert [letter.subject for letter in letters_to(leader.email)] == ["The call of First group is over"]
    page.goto(GROUP)
    expect(page.get_by_role("link", name="Change your answers")).to_have_count(0)
    letter = letters_to(leaders[0].email)[-1]
    first.goto(re.search(r"https?://\S+/desk/call/", letter.body).group())
    axe(first)
    first.get_by_role("link", name="Ana Member").click()
    axe(first)
    first.get_by_role("button", name="Accept").click()
    expect(first.get_by_text("Accepted; they get a letter.")).to_be_visible()
    first.get_by_role("button", name="Decline them").click()
    axe(first)
    first.get_by_label("Reason").fill("This time we looked for cases.")
    first.get_by_role("button", name="Decline them").click()
    expect(first.get_by_text("1 person gets a letter.")).to_be_visible()
    axe(first)

    # Acceptance and regret; the accepted one is in the group.
    assert letters_to(ana.email)[-1].subject == "You are accepted into First group"
    regret = letters_to(ben.email)[-1]
    assert "This time the leaders have chosen others." in regret.body
    assert "This time we looked for cases." in regret.body
    assert not JoinRequest.objects.filter(state="open").exists()
    assert Membership.objects.active().filter(group=group, member=ana).exists()
    page.goto(GROUP)
    expect(page.get_by_role("heading", name="Your membership")).to_be_visible()
    axe(page)
    other.goto("/my/")
    expect(other.get_by_text("Declined")).to_be_visible()
    axe(other)
    first.goto(f"{GROUP}desk/history/")
    expect(first.get_by_text("Expression of interest changed")).to_be_visible()
    axe(first)
    # On a phone the desk's own tab lies at the end of the strip: it is brought into view, and the page stays on top.
    expect(first.get_by_role("link", name="Leaders' desk", exact=True)).to_be_in_viewport(ratio=0.95)
    assert first.evaluate("scrollY") == 0
