"""Somebody new opens an account with a code, says who they are, and goes on; a member sets up a second factor."""

import re

import pytest
from playwright.sync_api import Page, expect

from cop.members.models import User
from cop.notifications.models import Letter
from tests.factories.members import OrganisationFactory, UserFactory

NEW = "nia.new@members.example"


def code_in(messages: list) -> str:
    return re.search(r"\b\d{4}-\d{4}\b", messages[-1].body)[0]


def settled(page: Page) -> None:
    # axe reads the style sheets anew; answers to that must not meet the change of session that a log-in is.
    page.wait_for_load_state("networkidle")


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no-script"])
def test_newcomer_opens_account_by_code_and_goes_on(new_page, axe, letters_to, javascript):
    page = new_page(javascript=javascript)
    check = axe if javascript else (lambda page: None)
    OrganisationFactory(name="Sample Agency of the Coast", country="PT")

    page.goto("/accounts/login/?next=/account/")
    check(page)
    page.get_by_label("E-mail address").fill("nia.new")
    page.get_by_role("button", name="Send me a code").click()
    expect(page.get_by_text("Enter an e-mail address like").first).to_be_visible()
    check(page)
    settled(page)
    page.get_by_label("E-mail address").fill(NEW)
    page.get_by_role("button", name="Send me a code").click()

    expect(page.get_by_role("heading", level=1, name="Enter your code")).to_be_visible()
    expect(page.get_by_text(NEW)).to_be_visible()
    page.get_by_role("textbox", name="Code").fill("0000-0000")
    page.get_by_role("button", name="Sign in", exact=True).last.click()
    expect(page.get_by_text("This code is not right.").first).to_be_visible()
    check(page)
    settled(page)
    page.get_by_role("textbox", name="Code").fill(code_in(letters_to(NEW)))
    page.get_by_role("button", name="Sign in", exact=True).last.click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Welcome. Who are you?")
    check(page)
    settled(page)
    page.get_by_label("Your name").fill("Nia New")
    page.get_by_label("Country").select_option(label="Portugal")
    page.get_by_label("Organisation").fill("sample agency of the coast")
    page.get_by_role("button", name="Continue").click()

    expect(page).to_have_url(re.compile(r"/account/$"))
    check(page)
    user = User.objects.select_related("profile__organisation").get(email=NEW)
    assert (user.name, user.profile.organisation.name) == ("Nia New", "Sample Agency of the Coast")
    assert user.time_zone == "Europe/Brussels"
    assert Letter.objects.filter(to=NEW).count() == 1


def test_member_fills_the_profile_and_regions_follow_the_country(page, axe, log_in):
    user = UserFactory(name="Ana Sample")
    log_in(page, user)

    page.goto("/profile/")
    axe(page)
    page.get_by_label("Country").select_option(label="Greece")
    assert page.locator("#id_region optgroup").evaluate_all("groups => groups.map(group => group.label)") == ["Greece"]
    page.get_by_label("Region").select_option("EL30")
    page.get_by_label("Name").fill("Ana")
    page.get_by_text("Members", exact=True).click()
    page.get_by_role("button", name="Save profile").click()

    expect(page.get_by_text("Your profile is saved.")).to_be_visible()
    axe(page)
    user = User.objects.select_related("profile").get(pk=user.pk)
    assert (user.name, user.profile.region_id, user.profile.visibility) == ("Ana", "EL30", "members")


def test_member_adds_a_passkey_and_signs_in_with_it(page, axe, log_in):
    user = UserFactory(name="Ana Sample")
    log_in(page, user)
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )

    page.goto("/accounts/2fa/webauthn/add/")
    axe(page)
    settled(page)
    page.get_by_role("button", name="Add passkey").click()
    expect(page.get_by_role("heading", level=1, name="Recovery codes")).to_be_visible()
    axe(page)
    settled(page)
    page.context.clear_cookies()
    page.goto("/accounts/login/?next=/account/")
    page.get_by_role("button", name="Use a passkey").click()

    expect(page).to_have_url(re.compile(r"/account/$"))
    expect(page.get_by_text("1 key")).to_be_visible()


@pytest.mark.parametrize("width", ["phone"], indirect=True)
def test_every_account_page_is_accessible(page, axe, log_in):
    log_in(page, UserFactory(name="Ana Sample", password="four plain words here"))

    for path in (
        "/account/",
        "/account/second-factor/",
        "/accounts/email/",
        "/accounts/password/change/",
        "/accounts/2fa/",
        "/accounts/2fa/webauthn/",
        "/accounts/sessions/",
        "/accounts/logout/",
        "/accounts/reauthenticate/",
    ):
        page.goto(path)
        axe(page)
        settled(page)
