"""A visitor writes to the secretariat, with and without scripts; the secretariat reads it and marks it as answered."""

import pytest
from playwright.sync_api import expect

from cop.members.models import User
from home.models import ContactMessage, ContactPage
from tests.factories.events import home_page


@pytest.mark.parametrize("javascript", [True, False], ids=["scripts", "no scripts"])
def test_visitor_writes_and_the_secretariat_answers(new_page, axe, log_in, letters_to, javascript, width):
    home_page().add_child(
        instance=ContactPage(title="Contact", slug="contact", summary="Write to the Secretariat. It answers by e-mail.")
    )
    page = new_page(javascript=javascript)
    page.goto("/contact/")
    page.get_by_role("button", name="Send message").click()

    # Nothing was filled in: each field says so.
    expect(page.get_by_role("link", name="Write your message.")).to_be_visible()
    if javascript:
        axe(page)
    page.get_by_label("What is it about?").select_option(label="A question about the community")
    page.get_by_label("Your message").fill("How does our agency join?")
    page.get_by_label("Your name").fill("Visitor Sample")
    page.get_by_label("Your e-mail address").fill("visitor@visitors.example")
    page.get_by_role("button", name="Send message").click()

    expect(page.get_by_text("Your message is with the Secretariat.")).to_be_visible()
    letter = letters_to("secretariat@s3cop.example")[0]
    assert "How does our agency join?" in letter.body
    assert letters_to("visitor@visitors.example") == []

    if javascript and width == "wide":
        desk = new_page()
        log_in(desk, User.objects.create_superuser("desk@secretariat.example", name="Desk"))
        desk.goto(f"/admin/messages/{ContactMessage.objects.get().pk}/")
        desk.get_by_role("button", name="Answered").click()
        expect(desk.get_by_text("The message is now: Answered")).to_be_visible()
        assert ContactMessage.objects.get().state == "answered"
