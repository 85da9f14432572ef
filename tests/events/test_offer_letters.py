"""The link of an offer acts without logging in: staff who read the letter do not get it."""

import re

import pytest
from django.urls import reverse

from cop.notifications.models import Letter
from events.models import Registration
from events.selectors.offers import offer_token
from events.services.cancelling import cancel_registration
from events.services.registering import register
from tests.factories.events import CategoryFactory
from tests.factories.members import UserFactory
from tests.letters import deliver_all, html_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def offered():
    """Somebody to whom a place has been offered."""
    category = CategoryFactory(places=1)
    first, second = (
        register(member=UserFactory(), event_id=category.setup.event_id, category_id=category.pk) for _each in range(2)
    )
    deliver_all()
    cancel_registration(registration=first, actor=first.member)
    return Registration.objects.get(pk=second.pk)


@pytest.mark.parametrize("is_sent", [True, False])
def test_staff_who_read_the_letter_of_an_offer_do_not_get_its_link(client, client_for, manager, offered, is_sent):
    token = offer_token(offered)
    link = reverse("offer", args=[token])
    if is_sent:
        (message,) = [each for each in deliver_all() if each.subject.startswith("A place is free for you")]
        # What could leak.
        assert link in message.body
        assert f"{link}" in html_of(message)
    letter = Letter.objects.get(kind="events.offer")
    desk = client_for(manager)

    pages = [desk.get(reverse(f"letters:{name}", args=[letter.pk])) for name in ("inspect", "html")]

    assert [page.status_code for page in pages] == [200, 200]
    signature = token.rpartition(":")[2]
    for page in pages:
        assert "You are next on the waiting list" in page.text
        assert "/offers/••••••/" in page.text
        assert token not in page.text
        assert signature not in page.text
        assert not re.search(r"[\w-]{43}", page.text.partition("/offers/")[2].partition("/")[0])
    assert "Links that act for the addressee" in pages[0].text
    # The link itself works as ever.
    assert client.get(link).status_code == 200
