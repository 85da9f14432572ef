"""What editors recommend for certain words: when, for whom, and in which words."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.utils import timezone

from cop.members.services.role_table import write_roles
from cop.search.models import PromotedResult
from cop.search.query import parse
from cop.search.selectors.promoted import promoted_for
from tests.factories.members import UserFactory
from tests.factories.pages import StandardPageFactory, restrict

pytestmark = pytest.mark.django_db
BACKWARDS = {"begins": timezone.now(), "ends": timezone.now() - timedelta(days=1)}


def recommended(query: str, user, now=None) -> list[str]:
    return [hit.title for hit in promoted_for(parse(query), user, now=now)]


def test_search_that_holds_all_words_of_a_line_shows_it_on_top(home, client):
    page = StandardPageFactory(slug="forum-help", title="How to register", parent=home)
    PromotedResult.objects.create(words="inscription Fórum\nregister", page=page, text="All about registering.")

    for query in ("forum inscription 2026", "INSCRIPTION fórum", "register"):
        text = client.get("/search/", {"q": query}).text
        assert "Recommended by the Secretariat" in text
        assert 'href="/forum-help/"' in text
        assert "All about registering." in text.replace("<mark>", "").replace("</mark>", "")
    for query in ("forum", "inscription", "-register forum", "", "***"):
        assert "Recommended by the Secretariat" not in client.get("/search/", {"q": query}).text


def test_page_is_recommended_to_those_who_may_read_it_only(home, client, client_for, member):
    page = StandardPageFactory(slug="secret", title="Secret zyxwvut", parent=home)
    PromotedResult.objects.create(words="help", page=page, text="zyxwvut")
    draft = StandardPageFactory(title="Draft zyxwvut", parent=home, live=False)
    PromotedResult.objects.create(words="help", page=draft, text="zyxwvut")
    restrict(page)

    assert "zyxwvut" not in client.get("/search/", {"q": "help"}).text
    shown = client_for(member).get("/search/", {"q": "help"}).text
    assert 'href="/secret/"' in shown
    assert "Draft" not in shown


def test_it_is_shown_in_its_time_and_three_at_most_those_with_most_words_first(home, member):
    now = timezone.now()
    address = "https://partner.example/"
    PromotedResult.objects.create(words="a", address=address, title="Timed", begins=now, ends=now + timedelta(days=1))
    for moment, shown in (
        (now - timedelta(seconds=1), []),
        (now, ["Timed"]),
        (now + timedelta(days=1, seconds=-1), ["Timed"]),
        (now + timedelta(days=1), []),
    ):
        assert recommended("a", member, moment) == shown
    for number in range(3):
        PromotedResult.objects.create(words="b", address=address, title=f"B {number}")
    PromotedResult.objects.create(words="b c", address=address, title="Both")
    assert recommended("c b", member) == ["Both", "B 0", "B 1"]


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"words": "a"}, "page"),
        ({"words": "a", "address": "https://x.example/"}, "title"),
        ({"words": "***", "address": "https://x.example/", "title": "X"}, "words"),
        (
            {"words": "a", "address": "https://x.example/", "title": "X", **BACKWARDS},
            "ends",
        ),
        ({"words": "a", "address": "javascript:alert(1)", "title": "X"}, "address"),
    ],
)  # fmt: skip
def test_form_says_what_is_wrong(fields, field):
    with pytest.raises(ValidationError) as wrong:
        PromotedResult(**fields).full_clean()
    assert field in wrong.value.message_dict


def test_editors_enter_them_and_others_do_not(home, client_for, settings):
    settings.STAFF_NEEDS_SECOND_FACTOR = False
    write_roles()
    page = StandardPageFactory(title="A page", parent=home)
    address = "/admin/snippets/search/promotedresult/add/"
    editor = UserFactory(is_staff=True)
    editor.groups.set(Group.objects.filter(name="Editors"))
    manager = UserFactory(is_staff=True)
    manager.groups.set(Group.objects.filter(name="Event managers"))

    form = client_for(editor).get(address, {"words": "clusters"})
    assert form.status_code == 200
    assert "clusters</textarea>" in form.text
    answer = client_for(editor).post(
        address,
        {
            "words": "clusters",
            "page": page.pk,
            "address": "",
            "title": "",
            "text": "Look here.",
            "begins": "",
            "ends": "",
        },
    )
    assert answer.status_code == 302
    assert PromotedResult.objects.get().page_id == page.pk
    assert client_for(manager).get(address).status_code == 302
