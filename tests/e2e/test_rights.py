"""Members find each other; a member takes the data along, deletes the account, and it is gone."""

import io
import json
import re
import zipfile
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from cop.members.models import User
from cop.privacy.clock import erase_members
from cop.privacy.models import Erasure, TermsVersion
from cop.privacy.services import terms
from events.services.registering import register
from tests.events.forum import open_forum
from tests.factories.members import OrganisationFactory, UserFactory

ANA = "ana@members.example"


def code_in(messages: list) -> str:
    codes = [found[0] for message in messages if (found := re.search(r"\b\d{4}-\d{4}\b", message.body))]
    return codes[-1]


def link_in(messages: list, part: str) -> str:
    return re.search(rf"https?://\S+{part}\S+", messages[-1].body)[0]


def settled(page: Page) -> None:
    # axe reads the style sheets anew; answers to that must not meet the change of session that a log-in is.
    page.wait_for_load_state("networkidle")


@pytest.fixture
def ana(server) -> User:
    return UserFactory(
        name="Ana Sample",
        email=ANA,
        profile__visibility="everybody",
        profile__country="ES",
        profile__organisation=OrganisationFactory(name="Harbour Agency"),
    )


def test_member_exports_and_deletes_their_account(new_page, axe, letters_to, log_in, ana, tmp_path):
    page = new_page()
    forum = open_forum()
    registration = register(member=ana, event_id=forum.event.pk, category_id=forum.room.pk, badge_name="Ana Sample")
    log_in(page, ana)

    # The session alone is not enough.
    page.goto("/account/")
    axe(page)
    page.get_by_role("link", name="My data").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Is it you?")
    axe(page)
    settled(page)
    page.get_by_role("button", name="Send me a code").click()
    page.get_by_role("textbox", name="Code").fill("0000-0000")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_text("This code is not right.").first).to_be_visible()
    axe(page)
    settled(page)
    page.get_by_role("textbox", name="Code").fill(code_in(letters_to(ANA)))
    page.get_by_role("button", name="Continue").click()

    # Export.
    expect(page.get_by_role("heading", level=1)).to_have_text("My data")
    axe(page)
    settled(page)
    page.get_by_role("button", name="Put my data together").click()
    expect(page.get_by_text("We are putting your data together")).to_be_visible()
    assert letters_to(ANA)[-1].subject == "Your data is ready"
    page.goto("/account/data/")
    expect(page.get_by_role("heading", name="Your data is ready")).to_be_visible()
    axe(page)
    with page.expect_download() as fetched:
        page.get_by_role("link", name="Fetch my data").click()
    archive = zipfile.ZipFile(io.BytesIO(fetched.value.path().read_bytes()))
    data = json.loads(archive.read("data.json"))
    assert data["chapters"]["registrations"]["records"][0]["event"] == "Sample Forum"
    archive.extract("index.html", tmp_path)

    # Deletion.
    page.goto("/account/delete/")
    axe(page)
    page.get_by_role("button", name="Delete my account").click()
    expect(page.get_by_text("Tick the box").first).to_be_visible()
    axe(page)
    page.locator("label", has_text="I have read it").click()
    page.get_by_role("button", name="Delete my account").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your account is going to be deleted")
    axe(page)
    page.goto("/my/")
    expect(page.get_by_role("heading", name="Your account is going to be deleted")).to_be_visible()
    axe(page)

    # Somebody who signs in meanwhile sees it first; here it is undone by the letter's link instead.
    link = link_in(letters_to(ANA), "/account/keep/")
    other = new_page()
    other.goto(link)
    axe(other)
    other.get_by_role("button", name="Keep my account").click()
    expect(other.get_by_role("heading", level=1)).to_have_text("Your account stays")
    axe(other)

    # And for good.
    page.goto("/account/delete/")
    page.locator("label", has_text="I have read it").click()
    page.get_by_role("button", name="Delete my account").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your account is going to be deleted")
    Erasure.objects.filter(state="asked").update(due_at=timezone.now() - timedelta(minutes=1))
    erase_members.call()
    assert letters_to(ANA)[-1].subject == "Your account is deleted"

    page.goto("/account/")
    expect(page).to_have_url(re.compile(r"/accounts/login/"))
    gone = User.objects.get(pk=ana.pk)
    registration.refresh_from_db()
    assert (str(gone), registration.status, registration.member) == ("Former member", "cancelled", None)


def test_readable_page_of_the_export_is_accessible_offline(browser, axe, ana, tmp_path):
    from cop.privacy.services import exporting
    from tests.e2e.conftest import WIDTHS

    with (tmp_path / "my.zip").open("w+b") as target:
        exporting.write_zip(target, ana, now=timezone.now())
    zipfile.ZipFile(tmp_path / "my.zip").extractall(tmp_path)
    for across, down in WIDTHS.values():
        context = browser.new_context(viewport={"width": across, "height": down}, offline=True)
        page = context.new_page()
        page.goto(f"file://{tmp_path}/index.html")
        expect(page.get_by_role("heading", level=1)).to_contain_text("My data at")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        context.close()


def test_member_finds_another_and_writes(page, axe, letters_to, log_in, ana):
    boris = UserFactory(name="Boris Muster", profile__visibility="members", profile__country="ES")
    page.goto("/people/")
    expect(page.get_by_role("link", name="Boris Muster")).to_have_count(0)
    axe(page)
    log_in(page, ana)

    page.goto("/people/?country=ES")
    axe(page)
    page.get_by_role("searchbox", name="Search by name").fill("boris")
    page.get_by_role("button", name="Search", exact=True).last.click()
    page.get_by_role("link", name="Boris Muster").click()
    axe(page)
    page.get_by_role("link", name="Write a letter").click()
    page.get_by_role("button", name="Send the letter").click()
    expect(page.get_by_text("Say in a few words what it is about.").first).to_be_visible()
    axe(page)
    page.get_by_label("What is it about?").fill("A peer review")
    page.get_by_label("Your letter").fill("Shall we meet in Seville?")
    page.get_by_role("button", name="Send the letter").click()
    expect(page.get_by_text("Your letter is on its way to Boris Muster.")).to_be_visible()

    letter = letters_to(boris.email)[-1]
    assert "Shall we meet in Seville?" in letter.body
    assert ANA not in letter.body
    page.goto(link_in([letter], "/people/letters/"))
    axe(page)
    page.get_by_role("button", name="Block Ana Sample").click()
    expect(page.get_by_text("They are not told.").first).to_be_visible()
    axe(page)


def test_new_terms_are_read_and_accepted_on_the_way(page, axe, log_in, ana):
    TermsVersion.objects.create(
        document="terms",
        in_force_from=timezone.localdate(),
        what_changed="We now say how long letters are kept.",
        address="/terms/",
    )
    terms.ask_everybody()
    log_in(page, ana)

    page.goto("/profile/")
    expect(page.get_by_text("We now say how long letters are kept.")).to_be_visible()
    axe(page)
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_text("Tick the box to go on.").first).to_be_visible()
    axe(page)
    page.locator("label", has_text="I accept the").click(position={"x": 4, "y": 8})
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("My profile")


@pytest.mark.parametrize("width", ["phone"], indirect=True)
def test_other_pages_are_accessible(page, axe, log_in, ana):
    page.goto("/privacy/retention/")
    axe(page)
    log_in(page, ana)
    for path in ("/people/blocked/", f"/people/{ana.profile.pk}/"):
        page.goto(path)
        axe(page)
