"""Subscribing: two steps for anybody, no guessing, nothing for somebody else; and the member's own switch."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core import signing
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cop.notifications.choices import BounceKind
from cop.notifications.links import Subscriber as Link
from cop.notifications.models import Letter, StoppedAddress, Unsubscription
from cop.notifications.services import subscriptions
from news.models import Subscriber
from news.refusals import Reason, Refused
from news.selectors import subscribers
from news.services import subscribing
from tests.factories.members import UserFactory
from tests.factories.news import SubscriberFactory
from tests.letters import deliver_all, kinds, letters, links_of

pytestmark = pytest.mark.django_db
ADDRESS = "nora.new@readers.example"
# What browsers say of a form on a page of ours.
HERE = {"sec-fetch-site": "same-origin"}


def active() -> list[str]:
    return sorted(subscribers.address_of(each) for each in subscribers.active_subscribers())


def link() -> str:
    [message] = deliver_all()
    return next(each for each in links_of(message) if "/newsletter/confirm/" in each).removeprefix("http://testserver")


# The services ---------------------------------------------------------------------------------------------------


def test_ask_writes_one_letter_and_nothing_else():
    subscribing.ask(address="Nora.New@Readers.example")

    assert [(letter.kind, letter.to) for letter in letters()] == [("news.newsletter_confirm", ADDRESS)]
    assert Subscriber.objects.count() == 0


def test_ask_twice_within_ten_minutes_writes_one_letter_and_later_another():
    with time_machine.travel("2027-03-16 09:01:00+00:00", tick=False):
        subscribing.ask(address=ADDRESS)
        subscribing.ask(address=ADDRESS)
        assert len(letters()) == 1
    with time_machine.travel("2027-03-16 09:12:00+00:00", tick=False):
        subscribing.ask(address=ADDRESS)
        assert len(letters()) == 2


def test_ask_for_a_subscriber_says_that_nothing_is_left_to_do():
    SubscriberFactory(address=ADDRESS)

    subscribing.ask(address=ADDRESS)

    assert kinds() == ["news.newsletter_known"]
    [message] = deliver_all()
    assert "It comes to you already" in message.body


def test_ask_does_the_same_work_whether_the_address_is_known_or_not():
    SubscriberFactory(address="known@readers.example")

    def statements(address: str) -> list[str]:
        with CaptureQueriesContext(connection) as caught:
            subscribing.ask(address=address)
        return [re.sub(r"'[^']*'|\d+", "?", query["sql"])[:60] for query in caught.captured_queries]

    assert statements("known@readers.example") == statements("stranger@readers.example")


def test_confirm_subscribes_once_however_often_it_is_said():
    assert subscribing.confirm(address=ADDRESS) is True
    assert subscribing.confirm(address=ADDRESS) is False

    assert active() == [ADDRESS]
    assert letters() == []


def test_confirm_takes_back_an_earlier_no_and_a_bounce():
    subscribing.confirm(address=ADDRESS)
    subscriptions.unsubscribe(subscriber=Link(subscribers.GROUP, address=ADDRESS))
    StoppedAddress.objects.create(address=ADDRESS, kind=BounceKind.HARD)
    assert active() == []

    assert subscribing.confirm(address=ADDRESS) is True

    assert active() == [ADDRESS]
    assert Unsubscription.objects.count() == 0


def test_member_subscribes_and_stops_from_the_account(member):
    for _time in range(2):
        subscribing.subscribe_member(member=member, actor=member)
        assert active() == [member.email]
    for _time in range(2):
        subscribing.unsubscribe_member(member=member, actor=member)
        assert active() == []
    subscribing.subscribe_member(member=member, actor=member)
    assert active() == [member.email]


def test_member_who_stops_also_stops_what_came_to_the_address(member):
    SubscriberFactory(address=member.email)
    assert subscribers.member_is_subscribed(member)

    subscribing.unsubscribe_member(member=member, actor=member)

    assert active() == []


def test_member_s_newsletter_follows_a_change_of_address(member):
    subscribing.subscribe_member(member=member, actor=member)

    member.email = "ana.elsewhere@members.example"
    member.save()

    assert active() == ["ana.elsewhere@members.example"]


@pytest.mark.parametrize("service", [subscribing.subscribe_member, subscribing.unsubscribe_member])
def test_nobody_switches_somebody_else_s_newsletter(service, member, other_member, staff):
    SubscriberFactory(member=member, address="")

    for actor in (other_member, staff):
        with pytest.raises(Refused) as refused:
            service(member=member, actor=actor)
        assert refused.value.reason == Reason.NOT_YOURS
    assert active() == [member.email]


def test_inactive_and_stopped_get_nothing(member, other_member):
    for each in (member, other_member):
        SubscriberFactory(member=each, address="")
    SubscriberFactory(address=ADDRESS)
    member.is_active = False
    member.save()
    StoppedAddress.objects.create(address=other_member.email.lower(), kind=BounceKind.COMPLAINT)
    StoppedAddress.objects.create(address="somebody.else@readers.example", kind=BounceKind.HARD)

    assert active() == [ADDRESS]


def test_forget_leaves_no_row_with_the_member_or_the_address(member):
    SubscriberFactory(member=member, address="")
    SubscriberFactory(address=member.email)
    SubscriberFactory(address=ADDRESS)

    assert subscribing.forget(member=member) == 2
    assert subscribing.forget(member=member) == 0
    assert active() == [ADDRESS]


# The pages ------------------------------------------------------------------------------------------------------


def test_whole_way_from_the_form_to_the_second_yes(client):
    answer = client.post("/newsletter/", {"email": " Nora.New@readers.example "}, follow=True, headers=HERE)
    assert answer.redirect_chain == [("/newsletter/asked/", 302)]
    assert "Look into your mailbox" in answer.text
    path = link()

    # Mail scanners open every link.
    for method in (client.get, client.head, client.get):
        assert method(path).status_code == 200
        assert active() == []
    assert "Shall we send our newsletter to nora.new@readers.example?" in client.get(path).text

    for _time in range(2):
        answer = client.post(path)
        assert (answer.status_code, answer["Location"]) == (302, path)
        assert active() == [ADDRESS]
    page = client.get(path)
    assert "You get the newsletter" in page.text
    assert (page["Referrer-Policy"], page["X-Robots-Tag"]) == ("same-origin", "noindex, nofollow")
    assert "no-store" in page["Cache-Control"]


def test_answers_to_known_and_unknown_addresses_are_equal(client):
    SubscriberFactory(address="known@readers.example")
    member = UserFactory(email="member@readers.example")
    SubscriberFactory(member=member, address="")

    answers = [
        client.post("/newsletter/", {"email": address}, headers=HERE)
        for address in ("known@readers.example", "member@readers.example", "stranger@readers.example")
    ]

    assert {(answer.status_code, answer["Location"], answer.content, bool(answer.cookies)) for answer in answers} == {
        (302, "/newsletter/asked/", b"", False)
    }
    assert len(letters()) == 3


def test_subscription_of_somebody_else_has_no_effect_without_their_click(client, member):
    client.post("/newsletter/", {"email": member.email}, headers=HERE)
    deliver_all()

    assert active() == []
    assert not Unsubscription.objects.exists()
    # The link speaks for the address that was typed and for no other.
    token = subscribers.confirm_token("mallory@readers.example")
    client.post(f"/newsletter/confirm/{token}/", {"address": member.email, "email": member.email})
    assert active() == ["mallory@readers.example"]


@pytest.mark.parametrize(
    "token",
    [
        "nonsense",
        "x" * 3000,
        "%00",
        signing.dumps(ADDRESS),
        signing.dumps(ADDRESS, salt="cop.notifications.unsubscribe"),
        signing.dumps([ADDRESS], salt=subscribers.SALT),
        signing.dumps(ADDRESS, key="another secret key", salt=subscribers.SALT),
        signing.dumps(ADDRESS, salt=subscribers.SALT)[:-1] + "_",
    ],
    ids=["nonsense", "long", "nul", "no-salt", "other-salt", "list", "other-key", "changed"],
)
def test_forged_links_do_nothing(client, token):
    for method in (client.get, client.post):
        answer = method(f"/newsletter/confirm/{token}/")
        assert answer.status_code == 404
        assert "This link does not work" in answer.text
    assert active() == []


def test_link_holds_three_days_to_the_minute(client):
    with time_machine.travel("2027-03-16 09:00:00+00:00", tick=False):
        path = f"/newsletter/confirm/{subscribers.confirm_token(ADDRESS)}/"
    with time_machine.travel("2027-03-19 08:59:00+00:00", tick=False):
        assert client.get(path).status_code == 200
    with time_machine.travel("2027-03-19 09:01:00+00:00", tick=False):
        assert client.get(path).status_code == 404
        assert client.post(path).status_code == 404
    assert active() == []


@pytest.mark.parametrize(
    "email",
    [
        "",
        "nobody",
        "a@b",
        "a@b.example\nBcc: c@d.example",
        "x" * 250 + "@long.example",
        "a@b.example,c@d.example",
        "\0@b.example",
    ],
)
def test_form_refuses_what_is_no_address_beside_the_field(client, email):
    answer = client.post("/newsletter/", {"email": email}, headers=HERE)

    assert answer.status_code == 422
    assert 'href="#id_email"' in answer.text
    assert letters() == []


def test_form_from_another_site_is_refused(client):
    answer = client.post("/newsletter/", {"email": ADDRESS}, headers={"sec-fetch-site": "cross-site"})

    assert answer.status_code == 403
    assert letters() == []
    assert (
        client.post("/newsletter/", {"email": ADDRESS}, headers={"origin": "https://evil.example"}).status_code == 403
    )
    assert client.post("/newsletter/", {"email": ADDRESS}, headers={"origin": "http://testserver"}).status_code == 302


def test_too_many_wishes_are_refused_and_one_address_gets_few_letters_a_day(client):
    with time_machine.travel("2027-03-16 09:00:00+00:00", tick=False) as traveller:
        for _time in range(8):
            assert client.post("/newsletter/", {"email": ADDRESS}, headers=HERE).status_code == 302
            traveller.shift(timedelta(minutes=11))
        assert len(letters(to=ADDRESS)) == 6
        statuses = [
            client.post("/newsletter/", {"email": f"r{n}@readers.example"}, headers=HERE).status_code for n in range(21)
        ]
    assert statuses == [302] * 20 + [429]


def test_page_with_the_form_sets_no_cookie_and_is_kept(client, settings):
    settings.PAGE_CACHE_SECONDS = 300
    settings.PAGE_CACHE_IN_MEMORY = True

    first, second = client.get("/newsletter/"), client.get("/newsletter/")

    assert (first["X-Page-Cache"], second["X-Page-Cache"]) == ("stored", "hit")
    assert not first.cookies
    assert "csrfmiddlewaretoken" not in first.text


def test_secret_link_is_not_kept_with_the_letter(client):
    client.post("/newsletter/", {"email": ADDRESS}, headers=HERE)
    path = link()
    letter = Letter.objects.get()

    token = path.split("/")[-2]
    assert token not in f"{letter.text}{letter.html}{letter.params}{letter.headers}"


def test_member_s_page_switches_and_says_how_it_stands(client_for, member):
    browser = client_for(member)
    assert "You do not get it" in browser.get("/my/newsletter/").text

    browser.post("/my/newsletter/", {"act": "start"})
    assert active() == [member.email]
    assert "You get it at ana.member@members.example" in browser.get("/my/newsletter/").text
    browser.post("/my/newsletter/", {"act": "nonsense"})
    assert active() == [member.email]
    browser.post("/my/newsletter/", {"act": "stop"})
    assert active() == []
    assert 'href="/my/newsletter/"' in browser.get("/account/").text


def test_visitor_is_sent_to_the_log_in_from_the_member_s_page(client):
    assert client.post("/my/newsletter/", {"act": "start"}).status_code == 302
    assert Subscriber.objects.count() == 0
