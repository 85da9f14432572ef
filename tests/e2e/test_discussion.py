"""A member begins a discussion, another one finds what is new, quotes, answers, and asks for a vote; with and without
scripts. What was written and not posted is still there after a reload."""

import re

import pytest
from playwright.sync_api import expect

from tests.factories.groups import MembershipFactory, WorkingGroupFactory
from working_groups.choices import GroupRole, Rhythm
from working_groups.models import Post

HOME = "/working-groups/circle/discussion/"


@pytest.fixture
def people(server):
    group = WorkingGroupFactory(page__slug="circle", page__title="First circle")
    ana = MembershipFactory(group=group, member__name="Ana Sample", role=GroupRole.LEADER).member
    bela = MembershipFactory(group=group, member__name="Bela Muster", rhythm=Rhythm.AT_ONCE).member
    return ana, bela


@pytest.mark.parametrize("javascript", [True, False], ids=["scripts", "no scripts"])
def test_members_discuss(new_page, axe, log_in, people, javascript):
    ana, bela = people
    page = new_page(javascript=javascript)
    log_in(page, ana)
    page.goto(HOME)
    page.get_by_role("link", name="New discussion").click()
    page.get_by_label("Title").fill("Which indicators?")
    page.get_by_label("Your post").fill("Which **three** do you follow, @Bela Muster?")
    page.get_by_role("button", name="Preview").click()
    expect(page.locator(".preview strong")).to_have_text("three")
    expect(page.get_by_text("1 member now by mail")).to_be_visible()
    if javascript:
        axe(page)
    page.get_by_role("button", name="Post", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Which indicators?")

    other = new_page(javascript=javascript)
    log_in(other, bela)
    other.goto("/my/")
    expect(other.get_by_text("1 mention")).to_be_visible()
    other.goto(HOME)
    other.get_by_role("link", name="Which indicators?").click()
    other.get_by_role("link", name=re.compile("^Quote")).click()
    box = other.get_by_label("Your answer")
    expect(box).to_have_value(re.compile(r"> \*\*Ana Sample\*\*"))
    box.press_sequentially("These: ")
    box.fill(box.input_value() + "\n\nThese three.")
    other.get_by_text("Ask for a vote").click()
    other.get_by_label("Question (optional)").fill("Which first?")
    other.get_by_label("Options (optional)").fill("Red\nGreen")
    other.get_by_role("button", name="Post answer").click()
    expect(other.locator("#post-2 blockquote")).to_contain_text("Which three do you follow")
    other.get_by_text("Green", exact=True).click()
    other.get_by_role("button", name=re.compile("^Vote")).click()
    expect(other.get_by_text("(your vote)")).to_be_visible()
    if javascript:
        axe(other)

    page.goto(HOME)
    expect(page.get_by_text("1 unread")).to_be_visible()
    page.get_by_role("link", name="Which indicators?").click()
    expect(page.locator("#new")).to_contain_text("1 new post since your visit")
    page.get_by_role("button", name=re.compile("^Mark as answer")).click()
    expect(page.locator("#post-2").get_by_text("Answer", exact=True)).to_be_visible()
    assert Post.objects.count() == 2


@pytest.mark.parametrize("width", ["wide"], indirect=True)
def test_draft_stays_until_it_is_posted(new_page, log_in, people):
    ana, bela = people
    page = new_page()
    log_in(page, ana)
    page.goto(f"{HOME}new/")
    page.get_by_label("Title").fill("Kept title")
    page.get_by_label("Your post").fill("Kept words")
    page.get_by_role("button", name="Bold").click()
    page.keyboard.type("loud")
    page.reload()
    expect(page.get_by_label("Title")).to_have_value("Kept title")
    expect(page.get_by_label("Your post")).to_have_value("Kept words**loud**")
    page.get_by_role("button", name="Post", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Kept title")
    page.goto(f"{HOME}new/")
    expect(page.get_by_label("Your post")).to_have_value("")

    # Somebody else at the same browser does not find it.
    page.get_by_label("Your post").fill("Secret draft")
    page.context.clear_cookies()
    log_in(page, bela)
    page.goto(f"{HOME}new/")
    expect(page.get_by_label("Your post")).to_have_value("")
    page.wait_for_function("Object.keys(localStorage).length === 0")
