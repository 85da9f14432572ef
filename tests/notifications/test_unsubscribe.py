"""The link that stops letters of one kind: it asks, and only a POST changes anything."""

import pytest
from django.test import Client

from cop.members.models import User
from cop.notifications import links
from cop.notifications.models import Unsubscription
from tests.letters import deliver_all, links_of

LINKS = "/letters/unsubscribe/"


@pytest.fixture
def link(post, member) -> str:
    post("sample.circular", to=member)
    return next(link for link in links_of(deliver_all()[0]) if LINKS in link).removeprefix("http://testserver")


@pytest.fixture
def browser() -> Client:
    return Client(enforce_csrf_checks=True)


def stopped() -> list[tuple]:
    return list(Unsubscription.objects.values_list("member__email", "address", "group"))


def test_opening_the_link_changes_nothing(browser, link):
    for method in (browser.get, browser.head):
        answer = method(link)
        assert answer.status_code == 200
        assert stopped() == []
    page = browser.get(link)
    assert "Stop letters of this kind?" in page.text
    assert "A circular" in page.text
    assert "Another circular" not in page.text
    assert "no-store" in page.headers["Cache-Control"]


def test_the_button_stops_the_group_once(browser, link):
    for _time in range(2):
        answer = browser.post(link, {"action": "stop"})
        assert (answer.status_code, answer.headers["Location"]) == (302, link)
        assert stopped() == [("ana.member@members.example", "", "sample.circulars")]
    assert "You will not get these letters any more" in browser.get(link).text


def test_letters_can_be_had_again(browser, link):
    browser.post(link, {"action": "stop"})
    for _time in range(2):
        browser.post(link, {"action": "again"})
        assert stopped() == []
    assert "Stop letters of this kind?" in browser.get(link).text


def test_mail_programs_stop_letters_with_one_post_without_cookies(browser, link):
    answer = browser.post(link, "List-Unsubscribe=One-Click", content_type="application/x-www-form-urlencoded")
    assert (answer.status_code, answer.text, dict(answer.cookies)) == (200, "Done.", {})
    assert stopped() == [("ana.member@members.example", "", "sample.circulars")]


def test_address_without_an_account_can_stop_letters(browser, post):
    post("sample.circular", to="Guest@mail.example")
    link = next(link for link in links_of(deliver_all()[0]) if LINKS in link)
    browser.post(link.removeprefix("http://testserver"))
    assert stopped() == [(None, "guest@mail.example", "sample.circulars")]
    post("sample.circular", to="guest@mail.example")
    assert deliver_all() == []


def test_choice_survives_a_change_of_address(browser, link, member, post):
    browser.post(link)
    member.email = "new.ana@members.example"
    member.save()
    post("sample.circular", to=member)
    assert deliver_all() == []


@pytest.mark.parametrize(
    "change", [lambda link: link[:-3] + "xx/", lambda link: LINKS + "x/", lambda link: LINKS + "WyJhIiwxXQ:1:x/"]
)
def test_forged_link_is_not_found(browser, link, change):
    assert browser.get(change(link)).status_code == 404
    assert browser.post(change(link)).status_code == 404
    assert stopped() == []


def test_token_for_another_purpose_is_not_found(browser, member):
    from django.core import signing

    token = signing.dumps(["sample.circulars", member.pk], salt="something.else")
    assert browser.post(f"{LINKS}{token}/").status_code == 404


@pytest.mark.parametrize("value", ["text", 5, ["one"], [1, 2, 3], [None, 1], {"a": 1}, ["group", None], ["group", [1]]])
def test_signed_nonsense_is_no_subscriber(value):
    from django.core import signing

    assert links.subscriber_of(signing.dumps(value, salt=links.SALT)) is None


def test_link_of_a_member_who_is_gone_is_not_found(browser, link, member):
    User.objects.filter(pk=member.pk).delete()
    assert browser.get(link).status_code == 404
    assert browser.post(link).status_code == 404


def test_other_methods_are_refused(browser, link):
    assert browser.put(link).status_code == 405
    assert browser.delete(link).status_code == 405
