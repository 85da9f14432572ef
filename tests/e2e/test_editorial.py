"""An editor submits and a moderator publishes; a desk officer without account approves a draft."""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from cop.core.roles import Role
from cop.editing.models import Approval
from home.models import StandardPage
from tests.factories.members import with_role
from tests.factories.pages import StandardPageFactory
from tests.letters import links_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def editor(settings):
    settings.STAFF_NEEDS_SECOND_FACTOR = False
    return with_role(Role.EDITOR, name="Edda Editor", email="edda@secretariat.example")


@pytest.fixture
def moderator():
    return with_role(Role.MODERATOR, name="Mona Moderator", email="mona@secretariat.example")


@pytest.fixture
def draft(editor):
    page = StandardPageFactory(
        title="Sample study on innovation", slug="sample-study", live=False, owner=editor, body="<p>First words.</p>"
    )
    page.save_revision(user=editor)
    return page


def link_of(message, part: str) -> str:
    return urlsplit(next(link for link in links_of(message) if part in link)).path


def test_editor_submits_and_moderator_publishes(new_page, log_in, letters_to, axe, editor, moderator, draft):
    desk = new_page()
    log_in(desk, editor)
    desk.goto(f"/admin/pages/{draft.pk}/edit/", timeout=60_000)
    desk.locator("#id_summary").fill("What we learned from twelve regions.")
    desk.get_by_role("button", name="More actions").first.click()
    desk.get_by_role("button", name="Submit to Moderators approval").click()
    expect(desk.get_by_text("has been submitted for moderation").first).to_be_visible()

    [letter] = letters_to(moderator.email)
    assert letter.subject == "To approve: Sample study on innovation"
    table = new_page()
    log_in(table, moderator)
    table.goto("/admin/")
    waiting = (
        table.locator("#waiting-section, #panel-waiting-section, section").filter(has_text="What waits for you").first
    )
    expect(waiting.get_by_role("link", name="1 page to approve")).to_be_visible()

    table.goto(link_of(letter, "/admin/"))
    table.get_by_role("button", name="More actions").first.click()
    table.get_by_role("button", name="Approve and Publish", exact=True).click()
    expect(table.get_by_text("has been updated").first).to_be_visible()

    [told] = letters_to(editor.email)
    assert told.subject == "Approved: Sample study on innovation"
    visitor = new_page()
    visitor.goto("/sample-study/")
    expect(visitor.get_by_text("What we learned from twelve regions.").first).to_be_visible()
    axe(visitor)


@pytest.mark.parametrize("javascript", [True, False])
def test_desk_officer_without_account_approves_a_draft(new_page, log_in, letters_to, axe, editor, draft, javascript):
    desk = new_page()
    log_in(desk, editor)
    desk.goto(f"/admin/approvals/page/{draft.pk}/", timeout=60_000)
    desk.get_by_label("Name").fill("Dora Desk")
    desk.get_by_label("E-mail address").fill("dora@ministry.example")
    desk.get_by_label("Message").fill("Please look at the first words.")
    desk.get_by_role("button", name="Send the letter").click()
    expect(desk.get_by_text("Dora Desk has been asked by letter.")).to_be_visible()

    [letter] = letters_to("dora@ministry.example")
    assert letter.subject == "Please approve: Sample study on innovation"
    officer = new_page(javascript=javascript)
    # axe is a script itself, and waits for ever where there are none.
    look = axe if javascript else lambda page: None
    # The address bar holds the secret: it goes to nobody, and the machine that checks mails changes nothing.
    officer.goto(link_of(letter, "/approval/"))
    expect(officer.get_by_role("complementary", name="Draft to approve")).to_be_visible()
    expect(officer.get_by_text("First words.")).to_be_visible()
    assert Approval.objects.get().answer == ""
    look(officer)

    officer.get_by_role("link", name="Approve or comment").click()
    expect(officer.get_by_text("Please look at the first words.")).to_be_visible()
    look(officer)
    officer.get_by_role("button", name="Send my answer").click()
    expect(officer.get_by_text("Choose one of the two answers.").first).to_be_visible()
    look(officer)
    officer.locator("label", has_text="It should be changed").click()
    officer.get_by_role("button", name="Send my answer").click()
    expect(officer.get_by_text("Please say what should change.").first).to_be_visible()
    officer.locator("label", has_text="I approve this version").click()
    officer.get_by_label("Comment").fill("Very good.")
    officer.get_by_role("button", name="Send my answer").click()
    expect(officer.get_by_role("heading", level=1)).to_have_text("Thank you for your answer")
    look(officer)

    [told] = letters_to(editor.email)
    assert told.subject == "Approved: Sample study on innovation"
    desk.goto(link_of(told, "/admin/"))
    expect(desk.get_by_text("Very good.")).to_be_visible()
    axe(desk)
    assert StandardPage.objects.get(pk=draft.pk).live is False


def test_closed_links_have_a_face(new_page, axe, draft):
    page = new_page(dark=True)
    page.expect_status(404)
    page.goto("/approval/forged/")
    expect(page.get_by_role("heading", level=1)).to_have_text("We do not know this link")
    axe(page)
