"""The pages on which a member proposes a good practice: nothing is lost, nobody else sees it."""

import re

import pytest
from django.urls import reverse

from resources.choices import ProposalState
from resources.models import GoodPracticePage, PracticeProposal
from resources.selectors.proposals import standing_of
from resources.services import proposing
from tests.factories.members import UserFactory
from tests.factories.practices import act, checker, content, fresh, make_proposal, publish
from tests.factories.resources import library

pytestmark = pytest.mark.django_db
NEW = "/library/propose/"


@pytest.fixture
def author(db):
    library()
    return UserFactory(name="Ana Author", email="ana@author.example")


def hidden(page, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page.text)
    return found.group(1) if found else ""


def typed(page, **changed) -> dict:
    """A whole practice as the browser would send it from this page."""
    whole = content()
    values = {
        name: getattr(whole, name) for name in ("title", "summary", "organisation", "contact", "licence", "began")
    }
    values |= {name: getattr(whole, name) for name in ("challenge", "what_was_done", "evidence", "cost", "lessons")}
    values |= {name: hidden(page, name) for name in ("key", "based_on", "made_for")}
    values |= {"people": "Sample, Ana", "region_1": "ES61", "language": "en", "criteria": ["1"], "consent": "on"}
    return values | {"links": "https://sample.example/report", "transferability": "Needs people."} | changed


def test_visitor_is_sent_to_the_door_and_comes_back(client):
    assert client.get(NEW).url.endswith("/login/?next=%2Flibrary%2Fpropose%2F")


def test_member_without_a_name_says_it_first(client_for):
    assert client_for(UserFactory(name="")).get(NEW).url == "/welcome/?next=%2Flibrary%2Fpropose%2F"


def test_new_form_knows_the_profile(client_for, author):
    author.profile.country_id = "PT"
    author.profile.save()
    page = client_for(author).get(NEW)
    assert page.headers["Cache-Control"].count("no-store") == 1
    assert '<option value="PT" selected>' in page.text
    assert "Ana Author" in page.text


def test_member_saves_a_draft_goes_on_and_sends_it(client_for, author):
    client = client_for(author)
    page = client.get(NEW)
    saved = client.post(NEW, {"title": "Brokers", "key": hidden(page, "key"), "do": "save"}, follow=True)
    proposal = PracticeProposal.objects.get()
    assert saved.redirect_chain == [(f"{NEW}{proposal.pk}/change/", 302)]
    assert "Your draft is saved. Only you see it." in saved.text
    sent = client.post(f"{NEW}{proposal.pk}/change/", typed(saved, do="send"), follow=True)
    assert sent.redirect_chain == [(f"{NEW}{proposal.pk}/", 302)]
    assert "Sent: waits for the check" in sent.text
    assert standing_of(fresh(proposal)).state == ProposalState.SENT
    assert sent.text.count("<h1") == 1


def test_what_is_missing_is_said_and_the_rest_is_kept(client_for, author):
    client = client_for(author)
    page = client.get(NEW)
    values = typed(page, evidence="", region_1="", do="send")
    del values["consent"]
    answer = client.post(NEW, values)
    proposal = PracticeProposal.objects.get()
    for words in (
        "Say how you know that it works",
        "Choose at least one country",
        "Agree to publication",
        "not sent yet",
    ):
        assert words in answer.text
    assert f'action="{NEW}{proposal.pk}/change/"' in answer.text
    assert fresh(proposal).page.challenge == content().challenge
    # The same page sent once more, whole: no conflict with the draft that it has made itself.
    again = client.post(f"{NEW}{proposal.pk}/change/", typed(answer, do="send"), follow=True)
    assert "Sent: waits for the check" in again.text


@pytest.mark.parametrize("do", ["save", "send"])
def test_double_click_makes_one(client_for, author, do):
    client = client_for(author)
    values = typed(client.get(NEW), do=do)
    answers = [client.post(NEW, values, follow=True) for _click in range(2)]
    assert PracticeProposal.objects.count() == GoodPracticePage.objects.count() == 1
    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0].redirect_chain == answers[1].redirect_chain


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"title": ""}, "Give it a title."),
        ({"title": "x" * 10_000}, "Please shorten this to 255 characters; it has 10000."),
        ({"title": "\u200b\u2060"}, "characters that cannot be shown"),
        ({"title": "a\0b"}, "Null characters are not allowed."),
        ({"challenge": "a\0b"}, "Null characters are not allowed."),
        ({"challenge": "x" * 5001}, "Please shorten this to 5000 characters; it has 5001."),
        ({"links": "https://a.example\njavascript:alert(1)"}, "Line 2: An address begins with https:// or http://."),
        ({"people": "A, B\n\u202eC"}, "Line 2: This holds characters that cannot be shown."),
        ({"people": "\n".join(f"A, {n}" for n in range(21))}, "At most 20 lines, please."),
        ({"region_1": "XX99"}, "Select a valid choice."),
        ({"began": "12"}, "greater than or equal to 1950"),
        ({"began": "2020", "ended": "2019"}, "The end comes after the beginning"),
        ({"began": "", "ended": "2019"}, "The end comes after the beginning"),
        ({"licence": "own"}, "Select a valid choice."),
        ({"topics": ["none"]}, "Select a valid choice."),
    ],
)
def test_bad_input_is_said_in_words_and_stays_in_the_form(client_for, author, changed, words):
    client = client_for(author)
    answer = client.post(NEW, typed(client.get(NEW), summary="STAYS HERE", do="save") | changed)
    assert words in answer.text
    assert "STAYS HERE" in answer.text
    assert PracticeProposal.objects.count() == 0


def test_second_tab_is_told_and_may_write_over(client_for, author):
    client = client_for(author)
    address = f"{NEW}{make_proposal(author).pk}/change/"
    first, second = client.get(address), client.get(address)
    client.post(address, typed(first, summary="First tab.", do="save"))
    answer = client.post(address, typed(second, summary="Second tab.", do="save"))
    assert answer.status_code == 409
    assert "was saved in another window" in answer.text
    assert "Second tab." in answer.text
    assert client.post(address, typed(answer, summary="Second tab.", do="save")).status_code == 302
    assert GoodPracticePage.objects.get().summary == "Second tab."


def test_form_of_what_is_under_review_by_now_loses_nothing(client_for, author):
    client = client_for(author)
    proposal = make_proposal(author)
    page = client.get(f"{NEW}{proposal.pk}/change/")
    proposing.send(member=author, proposal_id=proposal.pk, consents=True)
    answer = client.post(f"{NEW}{proposal.pk}/change/", typed(page, summary="Other words.", do="save"))
    assert (answer.status_code, "Take it back if you want to change it." in answer.text) == (409, True)
    assert "Other words." in answer.text
    assert client.get(f"{NEW}{proposal.pk}/change/").url == f"{NEW}{proposal.pk}/"


def test_session_that_ended_keeps_what_was_typed(client, client_for, author):
    page = client_for(author).get(NEW)
    values = typed(page, summary="TYPED FOR AN HOUR", do="save")
    # Nobody is logged in at this browser any more.
    away = client.post(NEW, values)
    assert "/login/" in away.url
    client.force_login(author)
    back = client.get(NEW)
    assert "What you typed is here again" in back.text
    assert "TYPED FOR AN HOUR" in back.text
    client.post(NEW, typed(back, do="save"))
    assert "What you typed is here again" not in client.get(NEW).text


def test_what_was_typed_is_for_nobody_else(client, client_for, author):
    client.post(NEW, typed(client_for(author).get(NEW), summary="TYPED FOR AN HOUR"))
    client.force_login(UserFactory())
    assert "TYPED FOR AN HOUR" not in client.get(NEW).text


def test_author_sees_the_words_of_the_secretariat_and_what_it_changed(client_for, author):
    edda = checker()
    proposal = make_proposal(author, is_sent=True)
    draft = fresh(proposal).page.get_latest_revision_as_object()
    draft.challenge = "Small firms never came."
    draft.save()
    draft.save_revision(user=edda)
    act(proposal, edda, "reject", "Where is <b>that</b> from?")
    page = client_for(author).get(f"{NEW}{proposal.pk}/")
    assert "Where is &lt;b&gt;that&lt;/b&gt; from?" in page.text
    assert "Small firms never came." in page.text
    assert "their version" in page.text
    assert "Edda" not in page.text
    assert "Small firms never came." in client_for(author).get(f"{NEW}{proposal.pk}/change/").text


@pytest.mark.parametrize("name", ["proposal", "change_proposal", "delete_proposal", "take_back_proposal"])
def test_other_members_get_404(client_for, author, name):
    proposal = make_proposal(author)
    stranger = client_for(UserFactory())
    address = reverse(name, args=[proposal.pk])
    assert stranger.post(address, {}).status_code == (405 if name == "proposal" else 404)
    if name != "take_back_proposal":
        assert stranger.get(address).status_code == 404


def test_delete_asks_first(client_for, author):
    client = client_for(author)
    address = f"{NEW}{make_proposal(author).pk}/delete/"
    assert "Yes, delete it" in client.get(address).text
    assert PracticeProposal.objects.count() == 1
    assert client.post(address).url == "/my/"
    assert PracticeProposal.objects.count() == GoodPracticePage.objects.count() == 0


def test_too_many_open_keeps_what_was_typed(client_for, author):
    for _number in range(5):
        make_proposal(author)
    client = client_for(author)
    answer = client.post(NEW, typed(client.get(NEW), summary="STAYS HERE", do="save"))
    assert (answer.status_code, "five practices that are not finished" in answer.text) == (409, True)
    assert "STAYS HERE" in answer.text


def test_my_page_lists_them(client_for, author):
    client = client_for(author)
    assert "Your good practices" not in client.get("/my/").text
    assert NEW in client.get("/my/").text
    make_proposal(author, is_sent=True)
    page = client.get("/my/")
    assert "Your good practices" in page.text
    assert "Sent: waits for the check" in page.text


def test_library_leads_to_the_form(client):
    library()
    assert NEW in client.get("/library/").text


def test_pages_cost_what_they_cost(client_for, author, django_assert_num_queries):
    client = client_for(author)
    proposal = publish(make_proposal(author, is_sent=True, regions=("ES61", "PT", "BE")))
    # Session, member, profile or proposal; places and topics of the form, or reviews, their steps, the draft with its
    # topics, the names of its regions, and its files, which its author reads nowhere else before it is published.
    for address, statements in ((NEW, 4), (f"{NEW}{proposal.pk}/", 11)):
        client.get(address)
        with django_assert_num_queries(statements):
            client.get(address)
