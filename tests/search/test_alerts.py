"""Letters about saved searches: when, to whom, about what; nothing twice, nothing hidden, nothing empty."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from wagtail.models import Page

from cop.notifications.choices import LetterState
from cop.privacy import personal_data
from cop.search.choices import AlertRhythm
from cop.search.models import SavedSearch
from cop.search.services import alerts, saved_searches
from cop.search.services.alerts import due_moment, write_due
from cop.search.services.saved_searches import save_search
from tests.factories.events import EventPageFactory
from tests.factories.members import UserFactory
from tests.factories.pages import StandardPageFactory, restrict
from tests.factories.resources import ResourcePageFactory
from tests.letters import deliver_all, html_of, letters, mailbox

__all__ = ["mailbox"]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home", "mailbox")]
BRUSSELS = ZoneInfo("Europe/Brussels")
CANARY = "zyxwvut"

# A Wednesday.
NOON = datetime(2026, 3, 11, 12, tzinfo=BRUSSELS)


def saved(member, query="q=energy", rhythm=AlertRhythm.DAILY, listing="site", name="Energy", now=NOON) -> SavedSearch:
    return save_search(member=member, listing=listing, query=query, name=name, rhythm=rhythm, now=now)


def at(day: int, hour: int, minute: int = 5) -> datetime:
    return datetime(2026, 3, day, hour, minute, tzinfo=BRUSSELS)


def published(page: Page, moment: datetime) -> Page:
    Page.objects.filter(pk=page.pk).update(first_published_at=moment)
    return page


def page(title: str, moment: datetime = NOON + timedelta(hours=1), **fields) -> Page:
    return published(StandardPageFactory(title=title, **fields), moment)


@pytest.mark.parametrize(
    ("rhythm", "now", "moment"),
    [
        (AlertRhythm.DAILY, at(12, 6, 59), at(11, 7, 0)),
        (AlertRhythm.DAILY, at(12, 7, 0), at(12, 7, 0)),
        (AlertRhythm.WEEKLY, at(11, 12), at(9, 7, 0)),
        (AlertRhythm.WEEKLY, at(16, 7, 0), at(16, 7, 0)),
    ],
)
def test_letters_are_due_in_the_morning_there(rhythm, now, moment):
    assert due_moment(BRUSSELS, rhythm, now) == moment


def test_daily_letter_tells_what_is_new_and_fits_once(member):
    saved(member)
    page("Old energy", NOON - timedelta(hours=1))
    new = page("New energy", slug="new-energy")
    page("Something else")

    assert write_due(now=at(12, 6)) == 0
    assert write_due(now=at(12, 7)) == 1
    assert write_due(now=at(12, 7)) == 0
    assert write_due(now=at(13, 7)) == 0
    (message,) = deliver_all()
    assert message.recipients() == [f"{member.name} <{member.email}>"]
    assert message.subject == "1 new result in Energy"
    for text in (message.body, html_of(message)):
        assert "New energy" in text
        assert f"/{new.slug}/" in text
        assert "Old energy" not in text
        assert "Something else" not in text
        assert "/search/saved/" in text
    assert "List-Unsubscribe=One-Click" in message.extra_headers["List-Unsubscribe-Post"]


def test_weekly_letter_comes_on_monday(member):
    saved(member, rhythm=AlertRhythm.WEEKLY)
    page("New energy")

    assert [write_due(now=at(day, 7)) for day in range(12, 18)] == [0, 0, 0, 0, 1, 0]


def test_morning_is_where_the_member_lives(member):
    member.time_zone = "America/New_York"
    member.save()
    saved(member)
    page("New energy")

    # 7:00 in New York is noon in Brussels in that week.
    assert write_due(now=at(12, 11)) == 0
    assert write_due(now=at(12, 12)) == 1


def test_two_days_away_make_one_letter_and_nothing_twice(member):
    saved(member)
    page("Energy one", NOON + timedelta(hours=1))
    page("Energy two", NOON + timedelta(days=1, hours=1))

    assert write_due(now=at(14, 9)) == 1
    page("Energy three", NOON + timedelta(days=3))
    assert write_due(now=at(15, 9)) == 1
    first, second = deliver_all()
    assert ("Energy one" in first.body, "Energy two" in first.body) == (True, True)
    assert ("Energy two" in second.body, "Energy three" in second.body) == (False, True)


def test_all_that_is_due_stands_in_one_letter_each_page_once(member):
    saved(member, "q=energy", name="Energy")
    saved(member, "q=water", name="Water")
    page("Energy and water")
    page("Only water")

    assert write_due(now=at(12, 7)) == 1
    (message,) = deliver_all()
    assert message.subject == "2 new results in your saved searches"
    assert message.body.count("* Energy and water") == 1
    assert message.body.count("* Only water") == 1


def test_words_phrases_exclusions_accents_and_kinds_fit_as_in_the_search(member):
    for name, query in (
        ("phrase", 'q="smart energy"'),
        ("without", "q=energy+-nuclear"),
        ("accents", "q=strategie"),
        ("begins", "q=ener"),
        ("events", "q=energy&only=events"),
    ):
        saved(member, query, name=name)
    page("Energy, nuclear and smart")
    page("Plain", body="<p>Une STRATÉGIE smart energy</p>")
    published(EventPageFactory(title="Energy days"), NOON + timedelta(hours=2))

    write_due(now=at(12, 7))
    (letter,) = letters()
    names = {search.pk: search.name for search in SavedSearch.objects.all()}
    assert {names[number] for number, _since, _until in letter.params["spans"]} == {
        "phrase",
        "without",
        "accents",
        "begins",
        "events",
    }
    (message,) = deliver_all()
    # The first search that fits tells of a page: by number of the search.
    assert [line[2:] for line in message.body.splitlines() if line.startswith("* ")] == [
        "Plain",
        "Energy days",
        "Energy, nuclear and smart",
    ]


def test_library_filters_fit_as_in_the_library(member):
    ResourcePageFactory(title="Before", topics=["Energy"], kind="study")
    saved(member, "topic=energy&kind=study", listing="library", name="Studies")
    saved(member, "q=wind&topic=energy", listing="library", name="Wind")
    for title, topics, kind in (
        ("Fits", ["Energy"], "study"),
        ("Wind fits", ["Energy"], "presentation"),
        ("Other topic", ["Water"], "study"),
        ("Other kind", ["Energy"], "presentation"),
    ):
        published(ResourcePageFactory(title=title, topics=topics, kind=kind), NOON + timedelta(hours=1))

    assert write_due(now=at(12, 7)) == 1
    (message,) = deliver_all()
    assert sorted(line for line in message.body.splitlines() if line.startswith("* ")) == ["* Fits", "* Wind fits"]


def test_hidden_pages_are_told_of_to_those_who_may_read_them_only(member, other_member):
    member.groups.create(name="Readers")
    saved(member, f"q={CANARY}")
    saved(other_member, f"q={CANARY}")
    guarded = page(f"Guarded {CANARY}")
    restrict(guarded, "groups").groups.set(member.groups.all())
    page(f"Draft {CANARY}", live=False)

    assert write_due(now=at(12, 7)) == 1
    (message,) = deliver_all()
    assert message.recipients() == [f"{member.name} <{member.email}>"]
    assert f"Guarded {CANARY}" in message.body
    assert "Draft" not in message.body


def test_what_was_hidden_meanwhile_is_not_told_and_an_empty_letter_is_withdrawn(member):
    saved(member)
    new = page("New energy")
    write_due(now=at(12, 7))
    restrict(new, "groups")

    assert deliver_all() == []
    (letter,) = letters()
    assert letter.state == LetterState.WITHDRAWN


@pytest.mark.parametrize("act", ["pause", "delete", "close"])
def test_who_paused_deleted_or_closed_hears_nothing_more(member, act):
    search = saved(member)
    page("New energy")
    write_due(now=at(12, 7))
    if act == "pause":
        saved_searches.pause_search(search=search)
    elif act == "delete":
        saved_searches.delete_search(search=search)
    else:
        member.is_active = False
        member.save()

    assert deliver_all() == []
    page("More energy", NOON + timedelta(days=1))
    assert write_due(now=at(13, 7)) == 0


def test_resumed_search_tells_of_what_comes_from_then_on(member):
    search = saved(member)
    saved_searches.pause_search(search=search)
    page("Energy while paused")
    saved_searches.resume_search(search=search, now=NOON + timedelta(hours=2))
    page("Energy afterwards", NOON + timedelta(hours=3))

    write_due(now=at(12, 7))
    (message,) = deliver_all()
    assert "Energy afterwards" in message.body
    assert "Energy while paused" not in message.body


def test_one_click_stops_all_of_them(member, client):
    saved(member)
    page("New energy")
    write_due(now=at(12, 7))
    (message,) = deliver_all()
    address = message.extra_headers["List-Unsubscribe"].strip("<>").split("testserver")[-1]
    address = "/" + address.split("/", 3)[-1] if address.startswith("http") else address

    assert client.post(address, {"List-Unsubscribe": "One-Click"}).status_code == 200
    page("More energy", NOON + timedelta(days=1))
    write_due(now=at(13, 7))
    assert deliver_all() == []


def test_nothing_of_a_search_is_kept_with_the_letter(member):
    saved(member, f"q={CANARY}")
    page(f"New {CANARY}")
    write_due(now=at(12, 7))
    deliver_all()

    (letter,) = letters()
    assert (letter.text, letter.html) == ("", "")
    assert CANARY not in letter.subject


def test_writing_costs_the_same_for_one_and_for_many(django_assert_num_queries):
    page("New energy")
    saved(UserFactory())
    # Zones, oldest mark, members (two: the last finds none); what is new: pages, sessions, files, posts, documents,
    # meetings, who may read the pages, openings; in a transaction with its savepoints: searches, accounts, letters,
    # their task, marks.
    with django_assert_num_queries(19):
        assert write_due(now=at(12, 7)) == 1
    SavedSearch.objects.update(mark=NOON)
    for _ in range(3):
        member = UserFactory()
        saved(member)
        saved(member, "q=new", name="New")
    with django_assert_num_queries(19):
        assert write_due(now=at(12, 7)) == 3


def test_letters_that_leave_together_read_what_is_new_once(django_assert_max_num_queries):
    page("New energy")
    for _ in range(3):
        saved(UserFactory())
    write_due(now=at(12, 7))

    with django_assert_max_num_queries(100) as asked:
        deliver_all()

    assert len(mail.outbox) == 3
    asked_for_new = [each["sql"] for each in asked.captured_queries if '"first_published_at" > ' in each["sql"]]
    assert ["events_session" in sql for sql in asked_for_new] == [False, True]


def test_export_holds_the_searches_and_erasing_takes_them_away(member):
    saved(member, name=f"My {CANARY}")
    chapter = next(each for each in personal_data.chapters() if each.key == "searches")
    eraser = next(each for each in personal_data.erasers() if each.key == "searches")

    (record,) = chapter.collect(member).records
    assert record.title == f"My {CANARY}"
    assert {key: value for key, _label, value in record.facts}["what"] == "Whole site: “energy”"
    eraser.erase(member)
    assert not SavedSearch.objects.exists()


def test_moments_are_kept_in_utc(member):
    search = saved(member)
    write_due(now=at(12, 7))
    search.refresh_from_db()

    assert search.mark == datetime(2026, 3, 12, 6, tzinfo=UTC)
    assert alerts.KIND == "search.alert"
