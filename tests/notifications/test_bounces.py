"""What the mail provider reports: who may, what is noted, what stops an address, and how staff allow it again."""

import base64
import json
from datetime import UTC, datetime

import pytest
from django.test import override_settings

from cop.notifications.choices import LetterState
from cop.notifications.models import Bounce, StoppedAddress
from cop.notifications.services import delivery
from tests.letters import deliver_all, letters

pytestmark = pytest.mark.django_db
SECRET = "events:long-random-text"
ADDRESS = "ana.member@members.example"
PATH = "/letters/events/"


@pytest.fixture(autouse=True)
def _provider():
    with override_settings(MAIL_PROVIDER="postmark", ANYMAIL={"WEBHOOK_SECRET": [SECRET]}):
        yield


def report(client, secret: str = SECRET, **fields):
    body = {
        "RecordType": "Bounce",
        "Type": "HardBounce",
        "ID": 42,
        "Email": ADDRESS,
        "Description": "The server was unable to deliver.",
        "Details": "550 no such user",
        "BouncedAt": "2027-03-16T09:00:00Z",
        "MessageID": "883953f4",
        "Metadata": {},
    } | fields
    return post_raw(client, json.dumps(body), secret)


def post_raw(client, body: str, secret: str = SECRET):
    headers = {"authorization": "Basic " + base64.b64encode(secret.encode()).decode()} if secret else {}
    return client.post(PATH, body, content_type="application/json", headers=headers)


def stopped() -> list[tuple[str, str]]:
    return list(StoppedAddress.objects.values_list("address", "kind"))


def test_hard_bounce_is_noted_with_its_letter_and_stops_the_address(client, post, member):
    letter = post("sample.circular", to=member)
    [message] = deliver_all()
    assert message.metadata == {"letter": str(letter.pk)}

    assert report(client, Email="Ana.Member@members.example", Metadata=message.metadata).status_code == 200

    bounce = Bounce.objects.get()
    assert (bounce.address, bounce.kind, bounce.letter_id) == (ADDRESS, "hard", letter.pk)
    assert bounce.reason == "The server was unable to deliver. 550 no such user"
    assert bounce.at == datetime(2027, 3, 16, 9, tzinfo=UTC)
    assert stopped() == [(ADDRESS, "hard")]


def test_report_repeated_counts_once(client):
    for _time in range(3):
        assert report(client).status_code == 200

    assert Bounce.objects.count() == 1
    assert len(stopped()) == 1


@pytest.mark.parametrize(
    ("fields", "kinds", "stops"),
    [
        ({"Type": "SoftBounce"}, ["soft"], False),
        ({"Type": "BadEmailAddress"}, ["hard"], True),
        ({"Type": "Blocked"}, ["soft"], False),
        ({"RecordType": "SpamComplaint", "Type": "SpamComplaint"}, ["complaint"], True),
        ({"RecordType": "Delivery"}, [], False),
        ({"RecordType": "Open"}, [], False),
        ({"Email": ""}, [], False),
        ({"Email": "a\0b@x.example"}, [], False),
        ({"Metadata": {"letter": "999999"}}, ["hard"], True),
        ({"Metadata": {"letter": "1 OR 1=1"}}, ["hard"], True),
    ],
)
def test_what_is_noted_and_what_stops_an_address(client, fields, kinds, stops):
    assert report(client, **fields).status_code == 200

    assert list(Bounce.objects.values_list("kind", flat=True)) == kinds
    assert bool(stopped()) == stops


@pytest.mark.parametrize("secret", ["", "events:wrong", "nonsense", "events"])
def test_without_the_secret_nothing_is_heard(client, secret):
    assert report(client, secret=secret).status_code == 400
    assert Bounce.objects.count() == 0


@pytest.mark.parametrize("body", ["", "{", "[]", "null", '"x"', "1", '{"RecordType": ["Bounce"]}', "\xff"])
def test_nonsense_is_answered_with_400_at_most(client, body):
    assert post_raw(client, body).status_code in (200, 400)
    assert Bounce.objects.count() == 0


@pytest.mark.parametrize(
    "settings_", [{"MAIL_PROVIDER": ""}, {"MAIL_PROVIDER": "nobody"}, {"ANYMAIL": {"WEBHOOK_SECRET": []}}]
)
def test_address_does_not_exist_where_it_is_not_set_up(client, settings_):
    with override_settings(**settings_):
        assert report(client).status_code == 404
    assert client.get(PATH).status_code == 405


def test_stopped_address_gets_no_circular_but_what_is_its_own(client, post, member):
    StoppedAddress.objects.create(address=ADDRESS, kind="hard")
    post("sample.circular", to=member)
    post("sample.own", to=member)

    delivery.deliver_due()

    assert {letter.kind: letter.state for letter in letters()} == {
        "sample.circular": LetterState.WITHDRAWN,
        "sample.own": LetterState.SENT,
    }


def test_staff_see_bounces_and_allow_an_address_again(client_for, staff, client):
    report(client)
    browser = client_for(staff)
    assert ADDRESS in browser.get("/admin/bounces/").text
    assert ADDRESS in browser.get("/admin/stopped_addresses/").text
    path = f"/admin/stopped_addresses/{StoppedAddress.objects.get().pk}/allow/"

    assert browser.get(path).status_code == 200
    assert len(stopped()) == 1
    assert browser.post(path).status_code == 302

    assert stopped() == []
    assert Bounce.objects.count() == 1
    assert browser.post(path).status_code == 404


def test_others_do_not_see_bounces(client_for, member, client):
    report(client)
    for path in ("/admin/bounces/", "/admin/stopped_addresses/", "/admin/stopped_addresses/1/allow/"):
        assert client_for(member).get(path).status_code in (302, 403, 404)
