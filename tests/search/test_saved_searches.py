"""Saving a search of the site or of the library; the list of one's own; pausing, renaming, deleting."""

from urllib.parse import quote

import pytest

from cop.notifications.links import Subscriber
from cop.notifications.services import subscriptions
from cop.search.choices import AlertRhythm
from cop.search.models import SavedSearch
from cop.search.refusals import Reason, SearchRefused
from cop.search.services import saved_searches
from cop.search.services.saved_searches import save_search
from tests.factories.resources import ResourcePageFactory, library

pytestmark = pytest.mark.django_db


def saved(member, listing="site", query="q=energy", name="Energy", rhythm=AlertRhythm.WEEKLY, **more) -> SavedSearch:
    return save_search(member=member, listing=listing, query=query, name=name, rhythm=rhythm, **more)


@pytest.fixture
def resource(home):
    return ResourcePageFactory(title="Energy in regions", topics=["Energy", "Water"], kind="study")


def test_search_page_and_library_offer_to_save_what_their_address_asks_for(home, client, resource):
    library()

    assert 'href="/search/saved/new/?list=site&amp;what=q%3Denergy%26only%3Devents"' in (
        client.get("/search/", {"q": "energy", "only": "events"}).text
    )
    shown = client.get("/library/", {"q": "energy", "topic": "water", "sort": "title", "page": "2"}).text
    assert 'href="/search/saved/new/?list=library&amp;what=q%3Denergy%26topic%3Dwater"' in shown
    # Sessions and people are no pages that a letter could tell of; without words there is nothing.
    for query in ({"q": "energy", "only": "people"}, {"q": "***"}, {}):
        assert "/search/saved/new/" not in client.get("/search/", query).text
    assert "/search/saved/new/" not in client.get("/library/", {"topic": "no-such"}).text


def test_member_saves_a_search_of_the_library(member, client_for, resource):
    client = client_for(member)
    address = f"/search/saved/new/?list=library&what={quote('topic=water&topic=energy&kind=study&sort=title')}"

    form = client.get(address).text
    assert "Library: Kind: Study, Topic: Energy or Water" in form
    answer = client.post(
        "/search/saved/new/",
        {"list": "library", "what": "topic=water&topic=energy&kind=study", "name": "Studies", "rhythm": "daily"},
        follow=True,
    )

    search = SavedSearch.objects.get()
    assert (search.member, search.listing, search.rhythm) == (member, "library", "daily")
    assert search.query == "kind=study&topic=energy&topic=water"
    assert "Saved." in answer.text
    assert 'href="/library/?kind=study&amp;topic=energy&amp;topic=water"' in answer.text
    assert "Studies" in client.get("/my/").text
    assert 'href="/search/saved/"' in client.get("/account/").text


def test_visitor_signs_in_first(client, home):
    answer = client.get("/search/saved/new/?list=site&what=q%3Denergy")

    assert answer.status_code == 302
    assert answer.url.startswith("/accounts/login/")


@pytest.mark.parametrize(
    ("listing", "query"),
    [
        ("site", ""),
        ("site", "q=***"),
        ("site", "q=energy&only=people"),
        ("site", "q=energy&only=nothing"),
        ("library", "topic=no-such"),
        ("library", "xxxx"),
        ("library", "q=***"),
        ("nowhere", "q=energy"),
        ("", ""),
        ("site", "\x00%00"),
        ("site", "only=pages&" * 500),
    ],
)
def test_what_is_no_search_is_refused_with_a_sentence(member, client_for, home, listing, query):
    with pytest.raises(SearchRefused) as refused:
        saved(member, listing, query)
    assert refused.value.reason == Reason.NOTHING

    answer = client_for(member).post(
        "/search/saved/new/", {"list": listing, "what": query, "name": "x", "rhythm": "daily"}, follow=True
    )
    assert answer.status_code == 200
    assert "There is nothing to save" in answer.text
    assert not SavedSearch.objects.exists()


def test_the_same_search_is_saved_once_and_no_more_than_the_limit(member, other_member, client_for, home, monkeypatch):
    saved(member, query="q=energy")
    with pytest.raises(SearchRefused) as twice:
        saved(member, query="q=+energy+&page=3", name="Again")
    assert twice.value.reason == Reason.ALREADY
    saved(other_member, query="q=energy")

    monkeypatch.setattr(saved_searches, "MOST_SAVED", 2)
    saved(member, query="q=water")
    with pytest.raises(SearchRefused) as many:
        saved(member, query="q=wind")
    assert many.value.reason == Reason.TOO_MANY
    answer = client_for(member).post(
        "/search/saved/new/", {"list": "site", "what": "q=wind", "name": "Wind", "rhythm": "daily"}
    )
    assert "Delete one first" in answer.text


def test_name_and_rhythm_are_asked_for(member, client_for, home):
    for name, rhythm, words in (
        ("", "daily", "Give the search a name."),
        ("\u200b \u202e", "daily", "Give the search a name."),
        ("Energy", "hourly", "Choose how often."),
        ("n" * 101, "daily", "at most 100"),
    ):
        answer = client_for(member).post(
            "/search/saved/new/", {"list": "site", "what": "q=energy", "name": name, "rhythm": rhythm}
        )
        assert answer.status_code == 200
        assert words in answer.text
    assert not SavedSearch.objects.exists()


def test_own_search_is_renamed_paused_resumed_and_deleted(member, client_for, home):
    search = saved(member)
    client = client_for(member)
    address = f"/search/saved/{search.pk}/"
    before = search.mark

    client.post(address, {"name": "Power", "rhythm": "daily"})
    search.refresh_from_db()
    assert (search.name, search.rhythm, search.mark) == ("Power", "daily", before)
    client.post(address, {"act": "pause"})
    search.refresh_from_db()
    assert search.is_paused
    assert "Paused" in client.get("/search/saved/").text
    client.post(address, {"act": "resume"})
    search.refresh_from_db()
    assert not search.is_paused
    assert search.mark > before
    assert client.get(address).status_code == 200
    client.post(address, {"act": "delete"})
    assert not SavedSearch.objects.exists()
    assert "Nothing saved yet" in client.get("/search/saved/").text


def test_others_have_no_part_in_it(member, other_member, staff, client_for, home):
    search = saved(member)

    for somebody in (other_member, staff):
        client = client_for(somebody)
        assert client.get(f"/search/saved/{search.pk}/").status_code == 404
        assert client.post(f"/search/saved/{search.pk}/", {"act": "delete"}).status_code == 404
        assert "Energy" not in client.get("/search/saved/").text
    assert SavedSearch.objects.count() == 1


def test_letters_that_were_stopped_can_come_again(member, client_for, home):
    saved(member)
    subscriptions.unsubscribe(subscriber=Subscriber("search.alert", member_id=member.pk))
    client = client_for(member)

    assert "You have stopped these letters" in client.get("/search/saved/").text
    answer = client.post("/search/saved/", follow=True)
    assert "come again" in answer.text
    assert "You have stopped these letters" not in answer.text


def test_list_costs_the_same_with_one_and_three(member, client_for, home, django_assert_num_queries):
    client = client_for(member)
    saved(member)
    client.get("/search/saved/")
    # Session, account, whether letters were stopped, the searches, rights of the menu (two).
    with django_assert_num_queries(4):
        client.get("/search/saved/")
    saved(member, query="q=water")
    saved(member, query="q=wind")
    with django_assert_num_queries(4):
        client.get("/search/saved/")
