"""Withdrawn resources: 410 with a word, gone from everywhere, back when published again."""

import uuid

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from resources.models import Withdrawal
from resources.refusals import Reason, Refused
from resources.services.withdrawing import withdraw
from tests.factories.documents import pdf
from tests.factories.members import UserFactory
from tests.factories.pages import restrict
from tests.factories.resources import GoodPracticePageFactory, ResourcePageFactory, editor, make_file, publisher

pytestmark = pytest.mark.django_db
CANARY = "zyxwvut"
REASON = "The figures of 2022 were wrong."


@pytest.fixture
def resource():
    return ResourcePageFactory(slug="it", title=f"Roadmaps {CANARY}", summary=CANARY)


def addresses(resource, file) -> list[str]:
    """All that lead to it or to something of it."""
    return [
        "/library/it/",
        "/library/it/cite.ris",
        f"/r/{resource.pk}/",
        f"/library/it/files/{file.pk}/",
        f"/library/it/slides/{file.pk}/",
        f"/library/pictures/{file.current.key}/1.webp",
        f"/library/pictures/{file.current.key}/1.jpg",
    ]


def test_withdrawn_resource_says_so_at_all_its_addresses_and_is_found_nowhere(resource, client):
    file = make_file(resource, content=pdf(f"{CANARY} one"), name="a.pdf", reads=True)
    call_command("update_index", verbosity=0)

    withdraw(resource=resource, actor=publisher(), reason=REASON)

    for address in addresses(resource, file):
        answer = client.get(address)
        assert (address, answer.status_code) == (address, 410)
        assert REASON in answer.text
    told = client.get(f"/api/v1/resources/{resource.pk}/")
    assert (told.status_code, REASON in told.json()["detail"], CANARY in told.text) == (410, True, False)
    shown = ["/library/", f"/library/?q={CANARY}", f"/search/?q={CANARY}", "/library/feed.atom", "/sitemap.xml",
             "/library/found.bib"]  # fmt: skip
    for address in shown:
        text = client.get(address).text
        assert (address, "Roadmaps" in text, "/library/it/" in text) == (address, False, False)


def test_publishing_again_brings_it_back(resource, client):
    withdraw(resource=resource, actor=publisher(), reason=REASON)
    resource.refresh_from_db()
    resource.save_revision().publish()

    assert (client.get("/library/it/").status_code, Withdrawal.objects.count()) == (200, 0)


def test_good_practice_can_be_withdrawn_too(client):
    practice = GoodPracticePageFactory(slug="it")
    withdraw(resource=practice, actor=publisher(), reason=REASON)

    assert client.get("/library/it/").status_code == 410


def test_who_could_not_read_it_does_not_learn_that_it_was_withdrawn(resource):
    file = make_file(resource)
    restrict(resource)
    withdraw(resource=resource, actor=publisher(), reason=REASON)
    member = Client()
    member.force_login(UserFactory())

    assert [Client().get(address).status_code for address in addresses(resource, file)] == [404] * 7
    assert Client().get(f"/api/v1/resources/{resource.pk}/").status_code == 404
    assert member.get("/library/it/").status_code == 410


def test_unpublished_is_not_withdrawn(resource, client):
    resource.unpublish()

    assert client.get("/library/it/").status_code == 404
    assert client.get(f"/library/pictures/{uuid.uuid4()}/1.webp").status_code == 404


def test_withdraw_refuses(resource):
    def refused(actor, reason):
        with pytest.raises(Refused) as caught:
            withdraw(resource=resource, actor=actor, reason=reason)
        return caught.value.reason

    assert refused(UserFactory(), REASON) == Reason.NOT_YOURS
    assert refused(editor(), REASON) == Reason.NOT_YOURS
    assert refused(publisher(), "  ") == Reason.NO_REASON
    withdraw(resource=resource, actor=publisher(), reason=REASON)
    assert refused(publisher(), REASON) == Reason.NOT_PUBLISHED


def test_in_the_admin(resource, client):
    client.force_login(publisher())
    address = reverse("withdraw_resource:index", args=[resource.pk])

    assert address in client.get(reverse("wagtailadmin_pages:edit", args=[resource.pk])).text
    assert "Say why" in client.post(address, {"reason": ""}).text
    assert client.post(address, {"reason": REASON}).status_code == 302
    assert REASON in client.get(address).text
    client.force_login(UserFactory(is_staff=True))
    assert client.post(address, {"reason": REASON}).status_code == 403
