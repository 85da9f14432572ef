"""Somebody new registers for the Forum and has it in the calendar; by mouse, by keyboard, and without scripts."""

import re

import pytest
from playwright.sync_api import Page, expect

from events.choices import QuestionKind
from events.choices import RegistrationStatus as S
from events.models import Registration
from tests.events.forum import ask, open_forum, options
from tests.factories.members import UserFactory

pytestmark = pytest.mark.django_db(transaction=True)

NEW = "nia.new@members.example"


@pytest.fixture
def forum():
    forum = open_forum(total_places=300)
    ask(forum, "first", QuestionKind.YES_NO, label="Is this your first Forum?", is_required=True)
    ask(forum, "dinner", QuestionKind.ONE, label="Will you join the dinner?", options=options(yes=50, no=None))
    ask(forum, "guests", QuestionKind.NUMBER, label="How many guests?", depends_on="dinner", depends_values=["yes"],
        is_required=True)  # fmt: skip
    ask(forum, "needs", QuestionKind.LONG, label="Access needs or food", is_sensitive=True)
    return forum


def code_in(messages: list) -> str:
    return re.search(r"\b\d{4}-\d{4}\b", messages[-1].body)[0]


def settled(page: Page) -> None:
    # axe reads the style sheets anew; answers to that must not meet the change of session that a log-in is.
    page.wait_for_load_state("networkidle")


def choose(page: Page, words: str) -> None:
    """Press the box whose label begins with these words, as a person does."""
    page.locator("label", has_text=re.compile(f"^{re.escape(words)}")).first.click()


def come_in(page: Page, letters_to) -> None:
    """From the sign-in page, with the code from the letter, through the short profile."""
    page.get_by_label("E-mail address").fill(NEW)
    page.get_by_role("button", name="Send me a code").click()
    page.get_by_role("textbox", name="Code").fill(code_in(letters_to(NEW)))
    page.get_by_role("button", name="Sign in", exact=True).last.click()
    page.get_by_label("Your name").fill("Nia New")
    page.get_by_role("button", name="Continue").click()


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no-script"])
def test_somebody_new_registers_for_the_forum_and_has_it_in_the_calendar(new_page, axe, letters_to, forum, javascript):
    page = new_page(javascript=javascript)
    check = axe if javascript else (lambda page: None)

    page.goto("/events/forum/")
    page.get_by_role("main").get_by_role("link", name="Register", exact=True).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Register for Sample Forum")
    check(page)
    settled(page)
    page.get_by_role("link", name="Continue with your e-mail address").click()
    come_in(page, letters_to)

    # Back at the form by herself, with her name filled in.
    expect(page).to_have_url(re.compile(r"/events/forum/register/$"))
    expect(page.get_by_label("Name", exact=True)).to_have_value("Nia New")
    check(page)
    guests = page.get_by_label("How many guests?")
    expect(guests).to_be_visible(visible=not javascript)
    choose(page, "Diffusion surveys")
    choose(page, "Roadmaps")
    choose(page, "Yes")
    page.get_by_label("Organisation").fill("Sample Agency")
    if javascript:
        expect(page.get_by_text("Same time as “Roadmaps”")).to_be_visible()
        expect(page.get_by_role("complementary", name="Summary")).to_contain_text("Nia New")
        check(page)
    settled(page)
    page.get_by_role("button", name="Send registration").click()

    # What is missing is said; what was typed is still there.
    expect(page.get_by_role("alert")).to_contain_text("Choose how you take part")
    expect(page.get_by_role("alert")).to_contain_text("take place at the same time: choose one.")
    expect(page).to_have_title(re.compile("^Error: "))
    expect(page.get_by_label("Organisation")).to_have_value("Sample Agency")
    expect(page.get_by_role("checkbox", name="Roadmaps")).to_be_checked()
    check(page)
    settled(page)
    if javascript:
        page.get_by_role("link", name="take place at the same time").click()
        expect(page.get_by_role("checkbox", name="Roadmaps")).to_be_focused()
    choose(page, "Roadmaps")
    choose(page, "In the room")
    page.get_by_label("Access needs or food").fill("Vegetarian, please")
    page.get_by_role("button", name="Send registration").click()

    expect(page).to_have_url(re.compile(r"/events/forum/registration/$"))
    expect(page.get_by_role("heading", name="You are registered")).to_be_visible()
    expect(page.get_by_text("You are registered. A letter is on its way to you.")).to_be_visible()
    check(page)
    registration = Registration.objects.get(member__email=NEW)
    assert (registration.status, registration.badge_name) == (S.CONFIRMED, "Nia New")
    assert registration.answers == {"first": True, "needs": "Vegetarian, please"}
    assert [place.session.title for place in registration.session_places.all()] == ["Diffusion surveys"]

    # In the calendar: by the file of the page, and by the one that came with the letter.
    with page.expect_download() as download:
        page.get_by_role("link", name="Calendar file").click()
    assert "SUMMARY:Sample Forum" in download.value.path().read_text()
    message = letters_to(NEW)[-1]
    assert message.subject == "You are registered: Sample Forum"
    assert [attachment.filename for attachment in message.attachments] == ["forum.ics"]

    page.get_by_role("link", name="Show my ticket").click()
    expect(page.get_by_role("img", name=re.compile("^QR code"))).to_be_visible()
    expect(page.get_by_text(f"{registration.code[:4]}-{registration.code[4:]}")).to_be_visible()
    check(page)
    with page.expect_download() as sheet:
        page.get_by_role("link", name="Download as PDF").click()
    assert sheet.value.path().read_bytes().startswith(b"%PDF-")


def test_registration_is_filled_in_and_sent_by_keyboard_alone(page, log_in, forum):
    member = UserFactory(name="Kay Board")
    log_in(page, member)
    page.goto("/events/forum/register/")

    def tab_to(name: str, role: str = "") -> None:
        """Press Tab until the control with this name has the focus."""
        for _press in range(60):
            page.keyboard.press("Tab")
            found = page.evaluate(
                "[document.activeElement.labels?.[0]?.innerText ?? document.activeElement.innerText ?? '',"
                " getComputedStyle(document.activeElement).outlineStyle]"
            )
            if found[0].strip().startswith(name):
                assert found[1] != "none", f"The focus on {name} cannot be seen."
                return
        raise AssertionError(f"{name} is never reached.")

    tab_to("In the room")
    page.keyboard.press("Space")
    tab_to("Diffusion surveys")
    page.keyboard.press("Space")
    tab_to("Yes")
    page.keyboard.press("Space")
    tab_to("No answer")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    tab_to("How many guests?")
    page.keyboard.type("2")
    # Enter in a text field sends the form, not the button beside the code.
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", name="You are registered")).to_be_visible()
    assert Registration.objects.get(member=member).answers == {"first": True, "dinner": "yes", "guests": 2}


def test_member_changes_and_cancels(page, axe, log_in, forum):
    member = UserFactory(name="Chan Ger")
    log_in(page, member)
    page.goto(f"/events/forum/register/?category={forum.room.pk}")
    choose(page, "Yes")
    page.get_by_role("button", name="Send registration").click()

    page.get_by_role("link", name="Change my answers").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Change my registration")
    axe(page)
    choose(page, "Online")
    choose(page, "Monitoring")
    page.get_by_role("button", name="Save changes").click()

    expect(page.get_by_text("Your changes are saved.")).to_be_visible()
    expect(page.get_by_role("main")).to_contain_text("Online. Your place is certain")
    axe(page)
    page.get_by_role("link", name="Cancel my registration").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Cancel your registration?")
    axe(page)
    page.get_by_role("button", name="Yes, cancel my registration").click()

    expect(page.get_by_role("heading", name="Your registration is cancelled")).to_be_visible()
    axe(page)
    assert Registration.objects.get().status == S.CANCELLED


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_pages_of_registration_are_accessible_in_both_schemes(new_page, axe, log_in, forum, dark):
    page = new_page(dark=dark)
    page.goto("/events/forum/register/")
    axe(page)
    log_in(page, UserFactory(name="Ana Sample"))
    page.goto("/events/forum/register/")
    page.get_by_role("button", name="Send registration").click()
    expect(page.get_by_role("alert")).to_be_visible()
    axe(page)
    page.goto("/events/forum/participants/")
    axe(page)
    page.expect_status(404)
    page.goto("/offers/forged/")
    expect(page.get_by_role("heading", level=1)).to_have_text("We do not know this link")
    axe(page)
