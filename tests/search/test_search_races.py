"""Several processes at the same moment: one letter, no search above the limit, no word or title twice."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cop.notifications.models import Letter
from cop.search.choices import AlertRhythm
from cop.search.models import PublicWord, SavedSearch, SilentSearch, TitleKey, WordKey
from cop.search.query import parse
from cop.search.refusals import Reason, SearchRefused
from cop.search.services import public_words, saved_searches, titles
from cop.search.services.alerts import write_due
from cop.search.services.saved_searches import save_search
from cop.search.services.silence import note_silence
from tests.factories.members import UserFactory
from tests.factories.pages import StandardPageFactory

pytestmark = pytest.mark.race
AT_ONCE = 6


def test_clocks_on_two_machines_write_each_letter_once(race):
    now = timezone.now()
    for _ in range(3):
        save_search(member=UserFactory(), listing="site", query="q=energy", name="Energy", rhythm=AlertRhythm.DAILY)
    SavedSearch.objects.update(mark=now - timedelta(days=1))
    page = StandardPageFactory(title="Energy")
    page.first_published_at = now - timedelta(minutes=1)
    page.save()

    results = race([lambda: write_due(now=now + timedelta(days=1, minutes=5))] * AT_ONCE)

    assert sum(results) == 3
    assert Letter.objects.filter(kind="search.alert").count() == 3


def test_two_windows_of_a_member_do_not_pass_the_limit(race, monkeypatch):
    monkeypatch.setattr(saved_searches, "MOST_SAVED", 3)
    member = UserFactory()

    def save(word: str) -> SavedSearch:
        return save_search(member=member, listing="site", query=f"q={word}", name=word, rhythm=AlertRhythm.DAILY)

    results = race([lambda word=word: save(word) for word in ("aa", "bb", "cc", "dd", "ee", "aa")])

    assert SavedSearch.objects.count() == 3
    refused = [result.reason for result in results if isinstance(result, SearchRefused)]
    assert len(refused) == 3
    assert set(refused) <= {Reason.TOO_MANY, Reason.ALREADY}


def test_words_and_titles_made_by_several_at_once_stand_there_once(race):
    StandardPageFactory(title="Extraordinary monitoring")

    results = race([public_words.rebuild, titles.mend] * (AT_ONCE // 2))

    assert [result for result in results if isinstance(result, Exception)] == []
    word = PublicWord.objects.get(word="monitoring")
    keys = list(WordKey.objects.filter(word=word).values_list("key", flat=True))
    assert len(keys) == len(set(keys)) > 1
    assert TitleKey.objects.filter(key="monitoring").count() == 1


def test_no_search_without_result_is_lost_when_many_come_at_once(race):
    results = race([lambda: note_silence(query=parse("quantum leaps"))] * AT_ONCE)

    assert results == [True] * AT_ONCE
    assert SilentSearch.objects.get().number == AT_ONCE
