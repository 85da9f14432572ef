"""An editor opens registration for an event with questions and sessions; a member finds all of it on the form."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone
from playwright.sync_api import Page, expect

from events.choices import Mode
from events.models import Question, Registration, RegistrationSetup
from tests.factories.events import EventPageFactory, SessionFactory
from tests.factories.members import UserFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def event():
    """A published event with two sessions to choose from, and nothing about registration."""
    event = EventPageFactory(title="Sample Forum 2027", slug="sample-forum-2027", mode=Mode.HYBRID)
    SessionFactory(event=event, title="Diffusion of innovation", needs_choice=True, places=40)
    SessionFactory(
        event=event,
        title="Industrial transition",
        needs_choice=True,
        starts_at=event.starts_at + timedelta(hours=2),
        ends_at=event.starts_at + timedelta(hours=3),
    )
    return event


@pytest.fixture
def editor(settings):
    """Somebody who edits pages and manages events."""
    settings.STAFF_NEEDS_SECOND_FACTOR = False
    user = UserFactory(name="Edda Editor", is_staff=True)
    user.groups.set(Group.objects.filter(name__in=["Editors", "Event managers"]))
    return user


def add_question(page: Page, number: int, label: str, kind: str) -> None:
    page.get_by_role("button", name="Add question").click()
    page.locator(f"#id_questions-{number}-label").fill(label)
    page.locator(f"#id_questions-{number}-kind").select_option(label=kind)


def test_an_editor_opens_registration_for_an_event_with_questions_and_sessions(
    new_page, log_in, axe, event, editor, width
):
    desk = new_page()
    log_in(desk, editor)

    # From the event's page in the admin to its registration.
    desk.goto(f"/admin/pages/{event.pk}/edit/", timeout=60_000)
    desk.locator("header").get_by_role("button", name="Actions").click()
    desk.get_by_role("link", name="Registration", exact=True).click()
    expect(desk.get_by_text("This is a proposal.")).to_be_visible()
    expect(desk.locator("#id_categories-1-name")).to_have_value("Online")
    expect(desk.locator("#id_questions-1-label")).to_have_value("Access needs")

    # Places, times on the event's clock, two more questions of which one hangs on the other.
    opens = timezone.now().astimezone(event.tz) - timedelta(hours=1)
    desk.get_by_label("Opens").fill(f"{opens:%Y-%m-%d %H:%M}")
    desk.keyboard.press("Escape")
    desk.get_by_label("Places in total").fill("60")
    desk.locator("#id_categories-0-places").fill("50")
    desk.locator("#id_categories-0-reserved").fill("70")
    add_question(desk, 2, "Will you come to the dinner?", "Yes or no")
    add_question(desk, 3, "Which menu?", "One of several choices")
    desk.locator("#id_questions-3-choices").fill("Vegetarian | 30\nFish")
    desk.locator("#id_questions-3-after").fill("Will you come to the dinner?")
    desk.locator("#id_questions-3-answered").fill("Yes")
    desk.get_by_role("button", name="Save").click()

    # More reserved than there is: said, and nothing typed is lost.
    expect(desk.get_by_text("“In the room” reserves more places than it has.")).to_be_visible()
    expect(desk.locator("#id_questions-3-choices")).to_have_value("Vegetarian | 30\nFish")
    assert RegistrationSetup.objects.count() == 0
    desk.locator("#id_categories-0-reserved").fill("10")
    desk.get_by_role("button", name="Save").click()
    expect(desk.get_by_text("Registration for “Sample Forum 2027” has been saved.")).to_be_visible()
    assert list(Question.objects.order_by("sort_order").values_list("key", "depends_on", "depends_values")) == [
        ("dietary-needs", "", []),
        ("access-needs", "", []),
        ("will-you-come-to-the-dinner", "", []),
        ("which-menu", "will-you-come-to-the-dinner", [True]),
    ]

    # A member finds all of it, and takes part.
    member = UserFactory(name="Mia Member", email="mia@members.example")
    page = new_page()
    log_in(page, member)
    page.goto("/events/sample-forum-2027/")
    page.get_by_role("main").get_by_role("link", name="Register", exact=True).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Register for Sample Forum 2027")
    for words in ("In the room", "Online", "Diffusion of innovation", "Industrial transition", "Dietary needs"):
        expect(page.get_by_text(words).first).to_be_visible()
    menu = page.get_by_role("radiogroup", name="Which menu?")
    expect(menu).to_be_hidden()
    dinner = page.get_by_role("radiogroup", name="Will you come to the dinner?")
    dinner.locator("label", has_text="Yes").click()
    expect(menu).to_be_visible()
    menu.locator("label", has_text="Vegetarian").click()
    page.locator("label", has_text=re.compile("^In the room")).first.click()
    page.locator("label", has_text="Diffusion of innovation").first.click()
    axe(page)
    page.get_by_role("button", name="Send registration").click()
    expect(page.get_by_role("heading", name="You are registered")).to_be_visible()
    registration = Registration.objects.get()
    assert registration.answers == {"will-you-come-to-the-dinner": True, "which-menu": "vegetarian"}

    # The editor sees it on the list, and what was answered.
    desk.goto(f"/admin/registrations/event/{event.pk}/")
    expect(desk.get_by_text("1 of 50 In the room")).to_be_visible()
    desk.get_by_role("link", name="Mia Member").click()
    expect(desk.get_by_text("Vegetarian")).to_be_visible()
    expect(desk.get_by_text("Diffusion of innovation: Confirmed")).to_be_visible()
    axe(desk)

    # And notes, on the list, that she has come.
    desk.goto(f"/admin/registrations/event/{event.pk}/")
    desk.locator("[data-bulk-action-checkbox]").first.check()
    expect(desk.get_by_text("1 item selected")).to_be_visible()
    axe(desk)
    desk.get_by_role("link", name="Has come").click()
    expect(desk.get_by_role("button", name="Has come")).to_be_visible()
    axe(desk)
    desk.get_by_role("button", name="Has come").click()
    expect(desk.get_by_text("“Has come”: done for 1 registration.")).to_be_visible()
    assert Registration.objects.get().status == "attended"
