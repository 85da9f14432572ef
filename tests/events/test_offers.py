"""Offers answered from a letter: without logging in, for this one offer, nothing changed by looking."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.core import signing
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from events.choices import RegistrationStatus as S
from events.models import Registration, SessionPlace
from events.selectors.offers import offer_token, offer_url
from events.services.cancelling import cancel_registration
from events.services.registering import register
from events.services.waiting_list import decline_offer, expire_offers, offer_free_places
from tests.events.forum import open_forum
from tests.factories.members import UserFactory
from tests.letters import kinds

pytestmark = pytest.mark.django_db


@pytest.fixture
def forum():
    return open_forum()


@pytest.fixture
def offered(forum, member):
    forum.room.places = 0
    forum.room.save()
    registration = register(member=member, event_id=forum.event.pk, category_id=forum.room.pk, badge_name="CANARY-4711")
    forum.room.places = 1
    forum.room.save()
    offer_free_places(forum.setup, now=timezone.now())
    registration.refresh_from_db()
    assert registration.status == S.OFFERED
    return registration


@pytest.fixture
def reader():
    """A mail program's browser: no cookies of ours, and CSRF checks as in real life."""
    return Client(enforce_csrf_checks=True)


def path(claim) -> str:
    return urlsplit(offer_url(claim)).path


def test_looking_changes_nothing_however_often(reader, offered):
    before = Registration.objects.values().get()

    for method in (reader.get, reader.head, reader.get):
        response = method(path(offered))
        assert response.status_code == 200
        assert response.cookies == {}
        assert response["Referrer-Policy"] == "same-origin"
        assert response["X-Robots-Tag"] == "noindex, nofollow"
        assert "no-store" in response["Cache-Control"]
    reader.get(f"{path(offered)}?answer=accept")
    assert reader.put(path(offered)).status_code == 405

    assert Registration.objects.values().get() == before


def test_page_says_what_is_offered_and_nothing_about_people(reader, forum, offered):
    other = UserFactory(name="Other CANARY-4712")
    register(member=other, event_id=forum.event.pk, category_id=forum.room.pk)

    page = reader.get(path(offered)).text

    assert "A place is free for you" in page
    assert "Sample Forum" in page
    assert "In the room" in page
    assert "CANARY" not in page
    assert offered.member.email not in page


def test_accepting_works_without_logging_in_and_twice_is_once(reader, offered):
    first = reader.post(path(offered), {"answer": "accept"})
    again = reader.post(path(offered), {"answer": "accept"})

    assert (first.status_code, first["Location"]) == (302, path(offered))
    assert again.status_code == 302
    assert "The place is yours" in reader.get(path(offered)).text
    offered.refresh_from_db()
    assert offered.status == S.CONFIRMED
    assert kinds() == ["events.waiting", "events.offer", "events.confirmed"]


def test_declining_gives_the_place_to_the_next(reader, forum, offered):
    following = UserFactory()
    register(member=following, event_id=forum.event.pk, category_id=forum.room.pk)

    reader.post(path(offered), {"answer": "decline"})
    page = reader.get(path(offered))

    assert (page.status_code, "You declined" in page.text) == (200, True)
    assert Registration.objects.get(member=following).status == S.OFFERED
    # Changed one's mind: too late.
    late = reader.post(path(offered), {"answer": "accept"})
    assert late.status_code == 200
    assert "You declined" in late.text
    offered.refresh_from_db()
    assert offered.status == S.CANCELLED


@pytest.mark.parametrize("answer", ["", "maybe", None])
def test_other_answers_change_nothing(reader, offered, answer):
    response = reader.post(path(offered), {} if answer is None else {"answer": answer})

    assert response.status_code == 200
    offered.refresh_from_db()
    assert offered.status == S.OFFERED


def test_offer_ends_at_its_minute_even_before_the_clock_has_come(reader, offered):
    Registration.objects.update(offer_expires_at=timezone.now())

    assert reader.get(path(offered)).status_code == 410
    response = reader.post(path(offered), {"answer": "accept"})

    assert response.status_code == 410
    assert "This offer has ended" in response.text
    offered.refresh_from_db()
    assert offered.status == S.OFFERED


def test_link_of_an_earlier_offer_does_not_take_a_later_one(reader, forum, offered, member):
    old = path(offered)
    Registration.objects.update(offer_expires_at=timezone.now() - timedelta(minutes=1))
    expire_offers(forum.event.pk)
    assert reader.get(old).status_code == 410
    again = register(member=member, event_id=forum.event.pk, category_id=forum.room.pk)
    assert again.status in (S.CONFIRMED, S.WAITING)

    assert reader.post(old, {"answer": "accept"}).status_code == 410
    offered.refresh_from_db()
    assert offered.status == S.EXPIRED


def test_answered_elsewhere_is_told(reader, offered, member):
    decline_offer(claim=offered, actor=member)
    assert "You declined" in reader.get(path(offered)).text

    cancelled_later = Registration.objects.get()
    assert cancelled_later.status == S.CANCELLED
    cancel_registration(registration=cancelled_later, actor=member)
    assert reader.get(path(offered)).status_code == 200


def test_forged_links_are_unknown(reader, offered):
    token = offer_token(offered)
    forged = [
        "nonsense",
        token[:-1] + ("A" if token[-1] != "A" else "B"),
        token.replace("r", "s", 1),
        signing.Signer(salt="events.ticket").sign(f"r{offered.pk}-{offered.serial}"),
        signing.Signer(salt="events.offer").sign("r99999999-1"),
        signing.Signer(salt="events.offer").sign("x1-1"),
        signing.Signer(salt="events.offer").sign("r-"),
        "%00",
    ]

    for each in forged:
        response = reader.post(f"/offers/{each}/", {"answer": "accept"})
        assert response.status_code == 404, each
        assert "We do not know this link" in response.text
    offered.refresh_from_db()
    assert offered.status == S.OFFERED


def test_offer_of_a_cancelled_event_cannot_be_taken(reader, forum, offered):
    forum.event.state.cancelled_at = timezone.now()
    forum.event.state.save()

    assert reader.post(path(offered), {"answer": "accept"}).status_code == 410
    offered.refresh_from_db()
    assert offered.status == S.OFFERED


def test_session_offer_is_answered_the_same_way(reader, forum, member):
    forum.one.places = 0
    forum.one.save()
    register(member=member, event_id=forum.event.pk, category_id=forum.room.pk, session_ids=[forum.one.pk])
    forum.one.places = 1
    forum.one.save()
    offer_free_places(forum.setup, now=timezone.now())
    place = SessionPlace.objects.get()

    link = path(place)
    page = reader.get(link)
    assert "A place in a session is free for you" in page.text
    assert "Diffusion surveys" in page.text
    reader.post(link, {"answer": "accept"})

    place.refresh_from_db()
    assert place.status == S.CONFIRMED
    assert "You have a place in this session" in reader.get(link).text


def test_trying_links_is_slowed_down(reader, offered, monkeypatch):
    cache.clear()
    monkeypatch.setattr("events.limits.RATES", {"offer": "3/10m/ip"})
    statuses = [reader.get(f"/offers/guess-{number}/").status_code for number in range(4)]

    assert statuses == [404, 404, 404, 429]
    assert "That was too fast" in reader.get(path(offered)).text
