"""The dialog that chooses regions: by name however it is typed, by code, by country."""

import re

import pytest
from django.urls import reverse

from news.models import ArticlePage
from tests.factories.members import UserFactory
from tests.factories.news import ArticlePageFactory

pytestmark = pytest.mark.django_db
DIALOG, RESULTS = reverse("region_chooser:choose"), reverse("region_chooser:choose_results")


@pytest.fixture
def browser(client_for, settings):
    settings.STAFF_NEEDS_SECOND_FACTOR = False
    return client_for(UserFactory(staff=True))


def codes(browser, query: str) -> list[str]:
    return re.findall(r"/region_chooser/chosen/([A-Z0-9]+)/", browser.get(f"{RESULTS}?{query}").text)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=ES61", ["ES61"]),
        ("q=andalucia", ["ES61"]),
        ("q=ANDALUCÍA", ["ES61"]),
        ("q=ile+de+france", ["FR1", "FR10"]),
        ("q=wien&country=AT", ["AT13"]),
        ("q=wien&country=ES", []),
        ("country=MT", ["MT", "MT0", "MT00"]),
        ("q=%25", ["AL", "AL0", "AL01"]),
        ("q=no+such+place", []),
        ("country=XX", None),
        ("q=" + "x" * 200, None),
    ],
)
def test_regions_are_found_by_name_code_and_country(browser, query, found):
    shown = codes(browser, query)

    # What the form cannot read filters nothing; the first of 490 are shown.
    assert shown[:3] == (["AL", "AL0", "AL01"] if found is None else found)


def test_dialog_takes_the_place_of_a_list_of_all_regions(browser, django_assert_num_queries):
    article: ArticlePage = ArticlePageFactory()

    form = browser.get(reverse("wagtailadmin_pages:edit", args=[article.pk])).text

    assert form.count("ES61") == 0
    assert DIALOG in form
    assert "For example: Andalucía, or ES61" in browser.get(DIALOG).json()["html"]


def test_dialog_is_closed_to_members(client_for, member):
    assert client_for(member).get(DIALOG).status_code in (302, 403)
