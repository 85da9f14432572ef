"""“Did you mean”: near words, taken from what everybody may read only, and only where they find something."""

import pytest
from django.core.management import call_command
from django.utils import timezone

from cop.search.models import PublicWord, WordKey
from cop.search.nearness import distance, keys_for, keys_of
from cop.search.services import public_words
from tests.factories.discussion import make_thread
from tests.factories.events import EventPageFactory, SessionFactory
from tests.factories.groups import MembershipFactory, WorkingGroupFactory
from tests.factories.pages import StandardPageFactory, restrict
from tests.factories.resources import ResourcePageFactory
from working_groups.choices import Visibility

pytestmark = pytest.mark.django_db
CANARY = "zyxwvutopia"


@pytest.fixture
def index():
    def make() -> None:
        call_command("update_index", verbosity=0)
        call_command("rebuild_public_words", verbosity=0)

    return make


def asked(client, query: str) -> str:
    response = client.get("/search/", {"q": query})
    assert response.status_code == 200
    return response.text


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        ("forum", "forum", 0),
        ("forun", "forum", 1),
        ("fourm", "forum", 1),
        ("form", "forum", 1),
        ("specialsaton", "specialisation", 2),
        ("", "ab", 2),
    ],
)
def test_distance_counts_mistakes(one, other, apart):
    assert distance(one, other) == apart == distance(other, one)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("forun", "forum"),
        ("fourm", "forum"),
        ("forrum", "forum"),
        ("froum", "forum"),
        ("acomodation", "accommodation"),
        ("inovation", "innovation"),
        ("specialziation", "specialisation"),
        ("obervatoriy", "observatory"),
    ],
)
def test_near_words_meet_by_their_keys(typed, meant):
    assert keys_for(typed) & keys_of(meant)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("specialsation", "specialisation"),
        ('"smart specialsation"', "&quot;smart specialisation&quot;"),
        ("smrat specialisaton -energy", "smart specialisation -energy"),
        ("STRATEGEI", "stratégie"),
    ],
)
def test_mistyped_word_is_mended_and_the_rest_stays(home, client, index, typed, meant):
    StandardPageFactory(title="Smart specialisation", body="<p>Une stratégie, a STRATÉGIE</p>", parent=home)
    index()

    text = asked(client, typed)

    assert "Nothing found" in text
    assert f">{meant}</a>?" in text


def test_known_words_are_left_alone_and_nothing_is_made_up(home, client, index):
    StandardPageFactory(title="Forum", parent=home)
    StandardPageFactory(title="Energy", parent=home)
    index()

    # Each is known, both together are nowhere.
    assert "Did you mean" not in asked(client, "forum energy")
    assert "Did you mean" not in asked(client, "forun energy")
    assert "Did you mean" not in asked(client, "qqqqqqqqq")
    assert "Did you mean" not in asked(client, "-forun")
    assert ">forum</a>?" in asked(client, "forun")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("monitorin roadmapp", "monitoring roadmap"),
        ("roadmapp monitorin", "roadmap monitoring"),
        ("MONITORIN Roadmpa", "monitoring roadmap"),
        ("monitorin roadmap", "monitoring roadmap"),
        # Several letters that lack, where nothing is found with the word as it is.
        ("monit roadmapp", "monitoring roadmap"),
        ('"monitorin roadmapp"', "&quot;monitoring roadmap&quot;"),
        ("monitorin roadmapp -energy", "monitoring roadmap -energy"),
        # What is begun is found as it is: no more than the mistake is mended, but for a letter or two that lack.
        ("indic observatroy", "indic observatory"),
        ("indicato observatroy", "indicators observatory"),
    ],
)
def test_begun_words_are_finished_beside_mistyped_ones(home, client, index, typed, meant):
    StandardPageFactory(title="About it", body="<p>Monitoring needs a roadmap: a monitoring roadmap.</p>", parent=home)
    StandardPageFactory(title="Monitors", body="<p>Monitoring and roadmaps, roadmaps</p>", parent=home)
    StandardPageFactory(title="Observatory of indicators", parent=home)
    SessionFactory(event=EventPageFactory(), title="Indicators of an observatory")
    index()

    assert f">{meant}</a>?" in asked(client, typed)


def test_library_finishes_begun_words_too_and_keeps_the_filters(client, index):
    ResourcePageFactory(title="Harbours", summary="Monitoring needs a roadmap.", topics=["Energy"])
    index()

    text = client.get("/library/", {"q": "monitorin roadmapp", "topic": "energy"}).text

    assert 'href="/library/?q=monitoring+roadmap&amp;topic=energy">monitoring roadmap</a>' in text


def test_begun_word_that_does_not_fit_the_others_is_left_as_it_is(home, client, index):
    StandardPageFactory(title="Roadmap", parent=home)
    SessionFactory(event=EventPageFactory(), title="Regions and their roadmap")
    for number in range(3):
        StandardPageFactory(title=f"Regional energy {number}", parent=home)
    index()

    # Most common is “regional”, which stands nowhere beside the other.
    assert ">regio roadmap</a>?" in asked(client, "regio roadmapp")
    assert "Did you mean" not in asked(client, "regio qqqqqqqqq")
    assert "Did you mean" not in asked(client, "energ roadmap")


def test_begun_words_are_never_finished_with_what_is_hidden(home, client, client_for, member, staff, index):
    page = StandardPageFactory(title=f"Roadmap {CANARY}", parent=home)
    restrict(StandardPageFactory(title=f"Roadmap {CANARY}b", parent=home))
    StandardPageFactory(title="Roadmap of others", body="<p>zyxwvu</p>", parent=home)
    index()
    assert f">{CANARY} roadmap</a>?" in asked(client, f"{CANARY[:-1]} roadmapp")
    assert not PublicWord.objects.filter(word=f"{CANARY}b").exists()

    # The night has not come yet, and the word is still among the public ones.
    restrict(page)
    for visitor in (client, client_for(member), client_for(staff)):
        for typed in (CANARY[:-1], CANARY[:7], f"{CANARY}x"):
            for words in (f"{typed} roadmapp", f"roadmapp {typed}"):
                assert "Did you mean" not in asked(visitor, words)


def test_words_of_hidden_things_are_never_suggested(home, client, client_for, member, staff, index):
    restrict(StandardPageFactory(title=f"Secret {CANARY}a", parent=home))
    StandardPageFactory(title=f"Draft {CANARY}b", parent=home, live=False)
    event = EventPageFactory(title=f"Event {CANARY}c")
    SessionFactory(event=event, title=f"Session {CANARY}d")
    restrict(event)
    group = WorkingGroupFactory(visibility=Visibility.HIDDEN)
    MembershipFactory(group=group, member=member)
    make_thread(group, title=f"Thread {CANARY}e", text=f"Post {CANARY}f")
    StandardPageFactory(title="Something public", parent=home)
    index()

    assert PublicWord.objects.filter(word="something").exists()
    assert not PublicWord.objects.filter(word__contains=CANARY[:6]).exists()
    for visitor in (client, client_for(member), client_for(staff)):
        for letter in "abcdef":
            assert "Did you mean" not in asked(visitor, f"{CANARY[:-1]}u{letter}")


def test_word_of_a_page_that_was_hidden_since_is_not_suggested(home, client, index):
    page = StandardPageFactory(title=f"Page {CANARY}", parent=home)
    index()
    assert f">{CANARY}</a>?" in asked(client, CANARY[:-1] + "x")

    restrict(page)

    # The night has not come yet.
    assert PublicWord.objects.filter(word=CANARY).exists()
    assert "Did you mean" not in asked(client, CANARY[:-1] + "x")


def test_rebuilding_twice_changes_nothing_and_takes_out_what_is_gone(home, index):
    page = StandardPageFactory(title="Passing thing", parent=home)
    public_words.rebuild()
    words, keys = PublicWord.objects.count(), WordKey.objects.count()

    assert public_words.rebuild() == words
    assert WordKey.objects.count() == keys
    page.delete()
    public_words.rebuild()
    assert not PublicWord.objects.filter(word="passing").exists()
    assert not WordKey.objects.filter(word__word="passing").exists()


def test_fresh_pages_bring_their_words_before_the_night(home):
    StandardPageFactory(title="Ordinary", parent=home)
    public_words.rebuild()
    began = timezone.now()
    StandardPageFactory(title="Extraordinary", parent=home)

    assert public_words.add_fresh(began) == 1
    assert public_words.add_fresh(began) == 0
    assert PublicWord.objects.filter(word="extraordinary").exists()


def test_asking_back_costs_the_same_however_many_words_there_are(home, client, index, django_assert_num_queries):
    WorkingGroupFactory(visibility=Visibility.PUBLIC)
    StandardPageFactory(title="Smart specialisation", parent=home)
    index()
    asked(client, "smrat specialsation")
    # Pages by whole words and by beginnings, sessions, people, groups, discussions, documents, meetings, library files;
    # known words, near words, whether a visitor would find a page, what is recommended, counting it in vain; topics,
    # which are kept where a shared cache tells of changes.
    with django_assert_num_queries(15):
        asked(client, "smrat specialsation")
    for number in range(3):
        StandardPageFactory(title=f"Smart specialisations smarts {number}", parent=home)
    index()
    with django_assert_num_queries(15):
        asked(client, "smrat specialsation")
