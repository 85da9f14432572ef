"""The participant list: exactly those who agreed to being seen by the one who looks."""

import pytest
from django.contrib.auth.models import AnonymousUser

from events.choices import ListConsent
from events.choices import RegistrationStatus as S
from events.models import Registration
from events.permissions import participants_visible_to
from events.services.registering import register
from tests.events.forum import open_forum, statements
from tests.factories.members import UserFactory

pytestmark = pytest.mark.django_db

PAGE = "/events/forum/participants/"


@pytest.fixture
def forum():
    return open_forum()


@pytest.fixture
def people(forum):
    """One for each consent, and one who agreed to everybody but waits."""

    def enrol(name: str, consent: str) -> Registration:
        return register(
            member=UserFactory(name=name),
            event_id=forum.event.pk,
            category_id=forum.room.pk,
            badge_organisation=f"{name} Ltd",
            list_consent=consent,
        )

    found = {
        "everybody": enrol("Éva Everybody", ListConsent.EVERYBODY),
        "participants": enrol("Pia Participants", ListConsent.PARTICIPANTS),
        "nobody": enrol("Nina Nobody", ListConsent.NOBODY),
        "cancelled": enrol("Carla Cancelled", ListConsent.EVERYBODY),
    }
    Registration.objects.filter(pk=found["cancelled"].pk).update(
        status=S.CANCELLED, place_number=None, category_number=None
    )
    return found


def names(response) -> list[str]:
    return [person.badge_name for person in response.context["page"]]


def test_each_viewer_sees_exactly_those_who_agreed(client, client_for, people, forum, member, manager):
    anonymous = client.get(PAGE)
    outsider = client_for(member).get(PAGE)
    insider = client_for(people["nobody"].member).get(PAGE)
    boss = client_for(manager).get(PAGE)

    assert names(anonymous) == ["Éva Everybody"] == names(outsider)
    assert sorted(names(insider)) == ["Pia Participants", "Éva Everybody"]
    assert sorted(names(boss)) == ["Nina Nobody", "Pia Participants", "Éva Everybody"]
    assert "Nina" not in outsider.text + anonymous.text
    assert "Carla" not in boss.text
    assert people["everybody"].member.email not in boss.text
    assert anonymous["X-Robots-Tag"] == "noindex"


def test_page_and_rule_agree_for_everybody(client_for, people, forum, member, manager):
    for viewer in (member, manager, *(each.member for each in people.values())):
        assert sorted(names(client_for(viewer).get(PAGE))) == sorted(
            participants_visible_to(viewer, forum.event.pk).values_list("badge_name", flat=True)
        )
    assert participants_visible_to(AnonymousUser(), forum.event.pk).count() == 1


def test_search_finds_among_those_and_no_others(client_for, people, member):
    window = client_for(member)

    assert names(window.get(PAGE, {"q": "everybody ltd"})) == ["Éva Everybody"]
    hidden = window.get(PAGE, {"q": "Nina"})
    assert names(hidden) == []
    assert "Nobody was found" in hidden.text
    assert window.get(PAGE, {"q": "\x00%_'"}).status_code == 200


def test_nobody_agreed_is_said_in_words(client, forum):
    assert "Nobody to be seen here yet" in client.get(PAGE).text


def test_hidden_event_has_no_list(client, forum):
    forum.event.live = False
    forum.event.save()
    assert client.get(PAGE).status_code == 404


def test_statements_do_not_grow_with_people(client, forum, people):
    with statements() as one:
        client.get(PAGE)
    for number in range(3):
        register(
            member=UserFactory(),
            event_id=forum.event.pk,
            category_id=forum.room.pk,
            badge_name=f"More {number}",
            list_consent=ListConsent.EVERYBODY,
        )
    with statements() as four:
        response = client.get(PAGE)

    assert len(names(response)) == 4
    assert len(one) == len(four), "\n".join(four)
