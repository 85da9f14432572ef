"""Choosing: the cookie that holds the choice, the record that proves it, and what the form does not let in."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.test import Client

from cop.privacy.consent_cookie import AGE, Choice, in_order, parse
from cop.privacy.models import ConsentRecord, Cookie
from cop.privacy.selectors.cookies import choices_by_month, list_state
from cop.privacy.services.consent import record_choice

pytestmark = pytest.mark.django_db

OURS = {"Origin": "http://testserver", "Referer": "http://testserver/about/?page=2"}
NAME = "cookie-choice"


def choose(client, choice, *, headers=OURS, version=None, **data):
    body = {"choice": choice, "version": list_state().version if version is None else version, **data}
    return client.post("/cookies/choice/", body, headers=headers)


def records() -> list[tuple[str, str]]:
    return sorted(ConsentRecord.objects.values_list("accepted", "version"))


@pytest.mark.parametrize(
    ("choice", "categories", "accepted"),
    [
        ("all", [], ["functional", "analytics"]),
        ("none", ["functional"], []),
        ("some", ["functional"], ["functional"]),
        ("some", ["analytics", "functional"], ["functional", "analytics"]),
        ("some", [], []),
        # Nobody can agree to a category of which nothing is on the list, nor to one that we do not know.
        ("some", ["performance", "necessary", "nonsense"], []),
        ("add", ["analytics"], ["analytics"]),
    ],
)
def test_choice_is_kept_in_the_browser_and_recorded(client, counted, choice, categories, accepted):
    answer = choose(client, choice, category=categories)

    version = list_state().version
    assert (answer.status_code, answer.url) == (302, "/about/?page=2")
    assert answer.cookies[NAME].value == ".".join([version, *accepted])
    assert records() == [(".".join(accepted), version)]


def test_cookie_holds_six_months_and_can_be_read_by_scripts(client, optional, settings):
    settings.SESSION_COOKIE_SECURE = True
    cookie = choose(client, "none").cookies[NAME]

    assert cookie["max-age"] == AGE.total_seconds() == 182 * 24 * 3600
    assert (cookie["samesite"], cookie["secure"], cookie["httponly"]) == ("Lax", True, "")
    assert (cookie["path"], cookie["domain"]) == ("/", "")


def test_choice_sets_no_other_cookie(client, optional):
    assert list(choose(client, "all").cookies) == [NAME]


def test_add_keeps_what_was_accepted_before(client, counted):
    choose(client, "some", category=["analytics"])
    answer = choose(client, "add", category=["functional"])

    assert answer.cookies[NAME].value == f"{list_state().version}.functional.analytics"


def test_choice_twice_in_a_row_is_recorded_once(client, optional):
    choose(client, "all")
    answer = choose(client, "all")

    assert answer.cookies[NAME].value == f"{list_state().version}.functional"
    assert len(records()) == 1


def test_other_choice_is_recorded_too(client, optional):
    choose(client, "all")
    choose(client, "none")

    assert [accepted for accepted, _version in records()] == ["", "functional"]


def test_record_leads_to_nobody():
    assert {field.name for field in ConsentRecord._meta.get_fields()} == {"id", "accepted", "version", "made_at"}


def test_record_ids_tell_nothing_of_each_other(client, optional):
    choose(client, "all")
    choose(client, "none")

    assert [each.id.version for each in ConsentRecord.objects.all()] == [4, 4]


@pytest.mark.parametrize("choice", ["", "everything", "ALL", "add"])
def test_choice_that_is_not_offered_changes_nothing(client, optional, choice):
    answer = choose(client, choice, category=["nonsense"])

    assert (answer.status_code, answer.url) == (302, "/cookies/")
    assert not answer.cookies
    assert records() == []


def test_choice_when_nothing_is_optional_changes_nothing(client):
    answer = choose(client, "all")

    assert (answer.status_code, answer.url) == (302, "/cookies/")
    assert not answer.cookies
    assert records() == []


def test_acceptance_of_a_list_that_has_changed_is_not_taken(client, optional):
    answer = choose(client, "all", version="0123456789ab")

    assert answer.url == "/cookies/?changed=1"
    assert not answer.cookies
    assert records() == []
    assert "The list has changed since you opened the page" in client.get(answer.url).content.decode()


def test_refusal_counts_whichever_list_was_seen(client, optional):
    answer = choose(client, "none", version="0123456789ab")

    assert answer.cookies[NAME].value == list_state().version
    assert records() == [("", list_state().version)]


def test_script_gets_words_instead_of_a_redirect(client, counted):
    headers = OURS | {"Accept": "application/json"}

    assert choose(client, "some", category=["functional"], headers=headers).json() == {
        "accepted": ["functional"],
        "forget": ["_visits*"],
    }
    outdated = choose(client, "all", version="0123456789ab", headers=headers)
    assert (outdated.status_code, outdated.json()) == (409, {"look": "/cookies/?changed=1"})
    nonsense = choose(client, "what", headers=headers)
    assert (nonsense.status_code, nonsense.json()) == (400, {"look": "/cookies/"})


def test_refusal_takes_back_our_own_optional_cookies_and_no_others(client, counted):
    client.cookies.load({"_visits.1": "x", "video-player": "z", "other": "o"})

    answer = choose(client, "none")

    assert {name: morsel.value for name, morsel in answer.cookies.items()} == {
        NAME: list_state().version,
        "_visits.1": "",
    }


def test_no_pattern_makes_us_take_back_what_is_necessary(client, counted, member):
    Cookie.objects.filter(pk=counted.pk).update(name="*")
    client.force_login(member)
    client.cookies.load({"csrftoken": "t" * 32})

    assert list(choose(client, "none").cookies) == [NAME]


# Where the request comes from -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "same-origin"},
        {"Sec-Fetch-Site": "same-origin", "Origin": "null"},
        {"Origin": "http://testserver"},
        {"Referer": "http://testserver/about/"},
    ],
)
def test_form_on_a_page_of_ours_is_taken_without_a_token(optional, headers):
    client = Client(enforce_csrf_checks=True)

    assert choose(client, "none", headers=headers).status_code == 302
    assert len(records()) == 1


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Sec-Fetch-Site": "cross-site", "Origin": "http://testserver"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none"},
        {"Origin": "null"},
        {"Origin": "https://testserver"},
        {"Origin": "http://testserver:81"},
        {"Origin": "http://testserver.evil.example"},
        {"Origin": "http://evil.example", "Referer": "http://testserver/"},
        {"Referer": "http://evil.example/http://testserver/"},
        {"Referer": "http://testserver@evil.example/"},
        {"Origin": "http://[::1"},
    ],
)
def test_form_from_elsewhere_is_refused(client, optional, headers):
    answer = choose(client, "all", headers=headers)

    assert answer.status_code == 403
    assert NAME not in answer.cookies
    assert records() == []


@pytest.mark.parametrize(
    ("referer", "expected"),
    [
        ("http://testserver/events/?page=2", "/events/?page=2"),
        ("http://testserver", "/cookies/"),
        ("http://testserver//evil.example/", "/cookies/"),
        ("http://testserver/\\evil.example/", "/cookies/"),
        ("http://evil.example/", "/cookies/"),
        ("https://testserver/", "/cookies/"),
        ("http://[", "/cookies/"),
        ("", "/cookies/"),
    ],
)
def test_redirect_stays_on_this_site(client, optional, referer, expected):
    headers = {"Sec-Fetch-Site": "same-origin", "Referer": referer}

    assert choose(client, "none", headers=headers).url == expected


def test_choosing_by_get_is_not_possible(client, optional):
    assert client.get("/cookies/choice/?choice=all").status_code == 405


# Too many ---------------------------------------------------------------------------------------------------------


def test_too_many_choices_from_one_address_are_honoured_but_not_recorded(optional, monkeypatch):
    monkeypatch.setattr("cop.privacy.limits.RATES", {"choice": "2/h/ip,100/h/key"})

    answers = [choose(Client(), "none") for _ in range(4)]

    assert [answer.cookies[NAME].value for answer in answers] == [list_state().version] * 4
    assert len(records()) == 2


def test_too_many_choices_from_all_addresses_are_not_recorded(optional, monkeypatch, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 0
    monkeypatch.setattr("cop.privacy.limits.RATES", {"choice": "100/h/ip,2/h/key"})

    for number in range(4):
        choose(Client(REMOTE_ADDR=f"192.0.2.{number}"), "none")

    assert len(records()) == 2


# Reading the cookie -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("0123456789ab", Choice("0123456789ab", ())),
        ("0123456789ab.functional.advertisement", Choice("0123456789ab", ("functional", "advertisement"))),
    ],
)
def test_what_we_write_is_read_again(value, expected):
    assert parse(value) == expected
    assert expected.text == value


@pytest.mark.parametrize(
    "value",
    [
        "",
        "all",
        "0123456789AB",
        "0123456789ab.",
        "0123456789ab.nonsense",
        "0123456789ab.necessary",
        "0123456789ab.analytics.functional",
        "0123456789ab.functional.functional",
        "0123456789ab.functional\n",
        " 0123456789ab",
        "0123456789ab" + ".functional" * 400,
        "x" * 4096,
        '"><script>alert(1)</script>',
        "%00%ff",
    ],
)
def test_garbage_is_no_choice(client, optional, value):
    assert parse(value) is None
    client.cookies[NAME] = value
    page = client.get("/cookies/")
    assert page.status_code == 200
    assert "You have not chosen yet." in page.content.decode()


def test_in_order_keeps_optional_categories_once():
    assert in_order(["performance", "necessary", "functional", "performance"]) == ("functional", "performance")


# The report ------------------------------------------------------------------------------------------


@time_machine.travel(datetime(2026, 3, 31, 21, 59, tzinfo=UTC), tick=False)  # 23:59 in Brussels
def test_choices_are_counted_by_month_in_brussels(optional):
    version = list_state().version
    for accepted in [("functional",), (), ()]:
        record_choice(choice=Choice(version, accepted))
    with time_machine.travel(datetime(2026, 3, 31, 22, 0, tzinfo=UTC), tick=False):
        record_choice(choice=Choice(version, ()))

    found = [(row["month"].strftime("%Y-%m"), row["accepted"], row["number"]) for row in choices_by_month()]

    assert found == [("2026-04", "", 1), ("2026-03", "", 2), ("2026-03", "functional", 1)]
