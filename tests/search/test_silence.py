"""Searches without result: counted by day, without anything about who; the editors' report."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.utils import timezone

from cop.members.services.role_table import write_roles
from cop.privacy import retention
from cop.search.models import SilentSearch
from cop.search.query import parse
from cop.search.selectors.silence import silences
from cop.search.services import silence
from cop.search.services.silence import note_silence
from tests.factories.members import UserFactory
from tests.factories.pages import StandardPageFactory

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 11)


def test_search_without_result_is_counted_by_day_in_folded_words(home, client):
    for query in ("Quantum Léaps", "quantum leaps", '"QUANTUM leaps" -energy'):
        client.get("/search/", {"q": query})
    client.head("/search/", {"q": "quantum leaps"})
    client.get("/search/", {"q": "***"})

    row = SilentSearch.objects.get()
    assert (row.words, row.number, row.day) == ("quantum leaps", 3, timezone.localdate())
    assert {field.name for field in SilentSearch._meta.get_fields()} == {"id", "day", "words", "number"}


def test_search_that_finds_something_is_not_counted(home, client):
    StandardPageFactory(title="Clusters", parent=home)
    call_command("update_index", verbosity=0)
    client.get("/search/", {"q": "clusters"})

    assert not SilentSearch.objects.exists()


@pytest.mark.parametrize(
    "query",
    [
        "ana.member@members.example",
        "ana@members",
        "https://members.example/ana",
        "www.members.example",
        "call 0471234567",
        "12 34 56",
        "12.03.1970",
        "passport 123",
        "one two three four five six",
        "a" * 50 + " " + "b" * 50,
        "",
        "😀",
    ],
)
def test_what_may_be_about_a_person_is_not_kept(query):
    assert note_silence(query=parse(query), day=TODAY) is False
    assert not SilentSearch.objects.exists()


def test_no_more_than_so_many_different_ones_a_day(monkeypatch):
    monkeypatch.setattr(silence, "MOST_A_DAY", 2)

    assert [note_silence(query=parse(words), day=TODAY) for words in ("aa", "bb", "cc", "aa")] == [
        True,
        True,
        False,
        True,
    ]
    assert dict(SilentSearch.objects.values_list("words", "number")) == {"aa": 2, "bb": 1}


def test_one_visitor_does_not_fill_the_table(home, client, monkeypatch):
    monkeypatch.setattr("cop.search.limits.RATES", {"silence": "2/h/ip"})

    for word in ("aaaa", "bbbb", "cccc"):
        assert client.get("/search/", {"q": word}).status_code == 200
    assert SilentSearch.objects.count() == 2


def test_report_shows_what_was_looked_for_several_times(home):
    for words, numbers in (("often", (2, 2)), ("thrice", (3,)), ("rare name", (2,))):
        for back, number in enumerate(numbers):
            SilentSearch.objects.create(day=TODAY - timedelta(days=back), words=words, number=number)
    SilentSearch.objects.create(day=TODAY - timedelta(days=90), words="long ago", number=9)

    found = [(each.words, each.number, each.last) for each in silences(today=TODAY)]

    assert found == [("often", 4, TODAY), ("thrice", 3, TODAY)]


def test_editors_read_the_report_take_it_along_and_recommend_something(home, client_for, settings):
    settings.STAFF_NEEDS_SECOND_FACTOR = False
    write_roles()
    SilentSearch.objects.create(day=timezone.localdate(), words="quantum leaps", number=7)
    editor, manager = UserFactory(is_staff=True), UserFactory(is_staff=True)
    editor.groups.set(Group.objects.filter(name="Editors"))
    manager.groups.set(Group.objects.filter(name="Event managers"))
    client = client_for(editor)

    page = client.get("/admin/reports/searches/").text
    assert "quantum leaps" in page
    assert "/admin/snippets/search/promotedresult/add/?words=quantum+leaps" in page
    assert "/admin/reports/searches/csv/" in page
    sheet = client.get("/admin/reports/searches/csv/")
    assert b"".join(sheet.streaming_content).decode("utf-8-sig").splitlines()[1].startswith("quantum leaps,7,")
    for address in ("/admin/reports/searches/", "/admin/reports/searches/csv/"):
        assert client_for(manager).get(address).status_code in (302, 403)
        assert client_for(None).get(address).status_code == 302


def test_old_ones_go(home):
    now = timezone.now()
    for days in (364, 366):
        SilentSearch.objects.create(day=now.date() - timedelta(days=days), words="old", number=1)
    rule = next(each for each in retention.rules() if each.key == "silent-searches")

    assert rule.remove(now) == 1
    assert SilentSearch.objects.get().day == now.date() - timedelta(days=364)
