"""A draft approved by somebody without an account: the link, what it shows, what it changes, and when it ends."""

from datetime import timedelta
from functools import partial
from urllib.parse import urlsplit

import pytest
from django.core import signing
from django.core.cache import cache
from django.db import IntegrityError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.log_actions import registry as log_registry

from cop.editing.choices import Answer, ApprovalState
from cop.editing.models import Approval
from cop.editing.permissions import state_of
from cop.editing.refusals import EditingRefused, Reason
from cop.editing.selectors.approvals import SALT, approval_for_token
from cop.editing.services import approvals
from cop.notifications.models import Letter
from tests.factories.members import UserFactory
from tests.factories.pages import StandardPageFactory, restrict
from tests.letters import deliver_all, kinds, links_of

pytestmark = pytest.mark.django_db

OFFICER = "desk@officer.example"


def ask(draft, editor, **given) -> Approval:
    return approvals.ask(page=draft, actor=editor, **{"name": "Dora Desk", "email": OFFICER, **given})


def sent_link() -> str:
    """The path in the letter that goes out now."""
    [message] = [message for message in deliver_all() if OFFICER in message.to[0]]
    return urlsplit(next(link for link in links_of(message) if "/approval/" in link)).path


@pytest.fixture
def reader() -> Client:
    """A mail program's browser: no cookies of ours, and CSRF checks as in real life."""
    return Client(enforce_csrf_checks=True)


def history(draft) -> list[tuple[str, str]]:
    entries = (
        log_registry.get_logs_for_instance(draft).filter(action__startswith="editing.").order_by("timestamp", "pk")
    )
    return [
        (entry.action.removeprefix("editing.approval_"), entry.user.name if entry.user else "") for entry in entries
    ]


# Asking ---------------------------------------------------------------------------------------------------------


def test_editor_asks_and_the_person_gets_a_letter_with_the_only_copy_of_the_link(draft, editor):
    approval = ask(draft, editor, note="Please look at the dates.")

    assert kinds() == ["editing.approval_asked"]
    assert history(draft) == [("asked", "Edda Editor")]
    [message] = deliver_all()
    assert message.subject == "Please approve: CANARY-TITLE"
    assert "Please look at the dates." in message.body
    assert "Dear Dora Desk," in message.body
    token = urlsplit(links_of(message)[0]).path.split("/")[2]
    secret = signing.Signer(salt=SALT).unsign(token)
    assert approval_for_token(token) == approval
    # 16 bytes in base 64; kept nowhere once the letter is out.
    assert len(secret) == 22
    row = Letter.objects.values().get()
    assert secret not in str(row)
    assert secret not in str(Approval.objects.values().get())


def test_link_is_valid_for_two_weeks_unless_told_otherwise(draft, editor):
    now = timezone.now()
    assert abs(ask(draft, editor).expires_at - now - timedelta(days=14)) < timedelta(minutes=1)
    assert abs(ask(draft, editor, days=7).expires_at - now - timedelta(days=7)) < timedelta(minutes=1)


def test_asking_is_refused_to_who_may_not_edit_the_page_and_for_a_page_without_a_version(draft, editor, member):
    with pytest.raises(EditingRefused) as refused:
        ask(draft, member)
    assert refused.value.reason == Reason.NOT_YOURS
    with pytest.raises(EditingRefused) as refused:
        ask(StandardPageFactory(live=False), editor)
    assert refused.value.reason == Reason.NO_DRAFT
    assert (Approval.objects.count(), kinds()) == (0, [])


def test_letter_that_would_come_too_late_is_withdrawn(draft, editor):
    approval = ask(draft, editor)
    approvals.revoke(approval=approval, actor=editor)
    assert deliver_all() == []
    assert Letter.objects.get().state == "withdrawn"


# Seeing ---------------------------------------------------------------------------------------------------------


def test_draft_is_shown_in_the_site_s_look_with_a_bar_and_kept_by_nobody(reader, draft, editor, settings):
    settings.PAGE_CACHE_IN_MEMORY = True
    ask(draft, editor)
    link = sent_link()

    for _time in range(2):
        response = reader.get(link)
        assert response.status_code == 200
        assert "CANARY-TEXT" in response.text
        assert response.text.count('class="approval-bar"') == 1
        assert response["Cache-Control"] == "no-store, private"
        assert response["X-Robots-Tag"] == "noindex, nofollow"
        assert response["Referrer-Policy"] == "same-origin"
        assert "X-Page-Cache" not in response
        assert response.cookies == {}
    # Nobody else sees it, at its own address or by the cache.
    assert reader.get("/secret-draft/").status_code == 404


def test_exactly_the_asked_version_is_shown_and_a_newer_one_is_said(reader, draft, editor):
    ask(draft, editor)
    link = sent_link()
    assert "newer version" not in reader.get(link).text
    draft.body = [("text", "<p>SECOND-TEXT</p>")]
    draft.save_revision(user=editor)

    shown = reader.get(link).text

    assert "CANARY-TEXT" in shown
    assert "SECOND-TEXT" not in shown
    assert "There is a newer version than this one." in shown
    assert "There is a newer version" in reader.get(f"{link}answer/").text


def test_draft_of_a_published_and_of_a_private_page_is_shown_too(reader, draft, editor):
    draft.save_revision(user=editor).publish()
    draft.refresh_from_db()
    draft.body = [("text", "<p>LATER-TEXT</p>")]
    draft.save_revision(user=editor)
    restrict(draft)
    draft.refresh_from_db()
    ask(draft, editor)
    link = sent_link()
    assert "LATER-TEXT" in reader.get(link).text
    assert reader.get("/secret-draft/").status_code == 302


def test_draft_is_shown_as_to_a_visitor_also_to_a_member(client_for, draft, editor):
    ask(draft, editor)
    link = sent_link()
    person = UserFactory(name="CANARY-PERSON")
    assert "CANARY-PERSON" not in client_for(person).get(link).text


def test_looking_changes_nothing_however_often(reader, draft, editor):
    ask(draft, editor)
    link = sent_link()
    before = Approval.objects.values().get()
    for address in (link, f"{link}answer/"):
        for method in (reader.get, reader.head, reader.get):
            assert method(address).status_code == 200
    assert reader.get(f"{link}answer/", {"answer": "approved"}).status_code == 200
    # This address takes no POST at all; the CSRF check is asked first.
    assert reader.post(link, {"answer": "approved"}).status_code == 403
    assert Client().post(link, {"answer": "approved"}).status_code == 405
    assert Approval.objects.values().get() == before
    assert history(draft) == [("asked", "Edda Editor")]


# Answering ------------------------------------------------------------------------------------------------------


def test_approving_by_the_link_is_noted_and_told_to_the_editor(reader, draft, editor):
    approval = ask(draft, editor)
    link = sent_link()

    response = reader.post(f"{link}answer/", {"answer": "approved", "comment": "Very good."})

    assert response.status_code == 302
    assert "You have approved the draft." in reader.get(response.url).text
    approval.refresh_from_db()
    assert (approval.answer, approval.comment) == (Answer.APPROVED, "Very good.")
    assert history(draft) == [("asked", "Edda Editor"), ("approved", "")]
    [message] = deliver_all()
    assert (message.to, message.subject) == (["Edda Editor <edda@secretariat.example>"], "Approved: CANARY-TITLE")
    assert "Very good." in message.body
    draft.refresh_from_db()
    assert draft.live is False


def test_second_answer_changes_nothing(reader, draft, editor):
    approval = ask(draft, editor)
    link = sent_link()
    reader.post(f"{link}answer/", {"answer": "approved"})
    again = reader.post(f"{link}answer/", {"answer": "changes", "comment": "No."})
    assert "You have approved the draft." in again.text
    approval.refresh_from_db()
    assert approval.answer == Answer.APPROVED
    assert kinds() == ["editing.approval_asked", "editing.approval_answered"]


def test_changes_need_a_word_about_them(reader, draft, editor):
    approval = ask(draft, editor)
    link = sent_link()
    for sent in ({}, {"answer": "changes", "comment": "  "}, {"answer": "publish"}):
        response = reader.post(f"{link}answer/", sent)
        assert response.status_code == 200
        approval.refresh_from_db()
        assert approval.answer == ""
    with pytest.raises(EditingRefused) as refused:
        approvals.answer(approval=approval, answer=Answer.CHANGES)
    assert refused.value.reason == Reason.NO_COMMENT
    reader.post(f"{link}answer/", {"answer": "changes", "comment": "The date is wrong."})
    assert [message.subject for message in deliver_all()] == ["Changes asked for: CANARY-TITLE"]


def test_answer_about_an_earlier_version_says_so_to_the_editor(draft, editor):
    approval = ask(draft, editor)
    draft.save_revision(user=editor)
    approvals.answer(approval=approval, answer=Answer.APPROVED)
    message = next(message for message in deliver_all() if "edda" in message.to[0])
    assert "the answer is about the earlier version" in message.body


def test_answer_to_who_has_left_writes_no_letter(draft, editor):
    approval = ask(draft, editor)
    editor.is_active = False
    editor.save()
    approvals.answer(approval=approval, answer=Answer.APPROVED)
    assert kinds() == ["editing.approval_asked"]


@pytest.mark.django_db(transaction=True)
def test_two_answers_at_once_end_in_one(draft, editor, race):
    approval = ask(draft, editor)
    outcomes = race(
        [
            partial(approvals.answer, approval=approval, answer=Answer.APPROVED),
            partial(approvals.answer, approval=approval, answer=Answer.CHANGES, comment="No."),
        ]
    )
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["EditingRefused", "NoneType"]
    assert kinds() == ["editing.approval_asked", "editing.approval_answered"]


def test_database_refuses_an_answer_without_its_time(draft, editor):
    ask(draft, editor)
    with pytest.raises(IntegrityError):
        Approval.objects.update(answer=Answer.APPROVED)


# Ends of a link -------------------------------------------------------------------------------------------------


def test_withdrawn_link_has_a_face_and_takes_no_answer(reader, draft, editor):
    approval = ask(draft, editor)
    link = sent_link()
    approvals.revoke(approval=approval, actor=editor)
    for address in (link, f"{link}answer/"):
        response = reader.get(address)
        assert (response.status_code, "This request was withdrawn" in response.text) == (410, True)
        assert "CANARY" not in response.text
    assert reader.post(f"{link}answer/", {"answer": "approved"}).status_code == 410
    assert history(draft)[-1] == ("revoked", "Edda Editor")
    with pytest.raises(EditingRefused) as refused:
        approvals.revoke(approval=approval, actor=editor)
    assert refused.value.reason == Reason.REVOKED


@pytest.mark.parametrize(("after", "status"), [(timedelta(days=14, minutes=-1), 200), (timedelta(days=14), 410)])
def test_link_ends_with_its_last_minute(reader, draft, editor, time_machine, after, status):
    time_machine.move_to(timezone.now(), tick=False)
    approval = ask(draft, editor)
    link = sent_link()
    time_machine.move_to(approval.created_at + after, tick=False)
    response = reader.get(link)
    assert response.status_code == status
    assert ("This link has expired" in response.text) == (status == 410)
    answer = reader.post(f"{link}answer/", {"answer": "approved"})
    assert answer.status_code == (302 if status == 200 else 410)


def test_answered_link_can_be_looked_at_until_it_ends(reader, draft, editor, time_machine):
    approval = ask(draft, editor)
    link = sent_link()
    reader.post(f"{link}answer/", {"answer": "approved"})
    assert reader.get(link).status_code == 200
    time_machine.move_to(approval.expires_at)
    assert reader.get(link).status_code == 410


@pytest.mark.parametrize("token", ["forged", "a:b", "x" * 2_000, "%00", "ascii-äöü"])
def test_forged_link_has_a_face_and_asks_for_no_request(reader, db, token):
    with CaptureQueriesContext(connection) as asked:
        response = reader.get(reverse("approval", args=[token]))
    # What is left asks whether there is a redirect, as for every address that is not there.
    assert [query["sql"] for query in asked if "editing_approval" in query["sql"]] == []
    assert (response.status_code, "We do not know this link" in response.text) == (404, True)


def test_signed_secret_of_nobody_s_is_not_known(reader, db):
    token = signing.Signer(salt=SALT).sign("A" * 22)
    assert reader.get(reverse("approval", args=[token])).status_code == 404
    other = signing.Signer(salt="events.offer").sign("A" * 22)
    assert reader.get(reverse("approval", args=[other])).status_code == 404


def test_link_to_a_version_that_is_gone_says_so(reader, draft, editor):
    approval = ask(draft, editor)
    link = sent_link()
    newest = draft.save_revision(user=editor)
    draft.revisions.exclude(pk=newest.pk).delete()
    approval.refresh_from_db()
    assert state_of(approval, now=timezone.now()) == ApprovalState.GONE
    response = reader.get(link)
    assert (response.status_code, "This version no longer exists" in response.text) == (410, True)


def test_deleted_page_takes_its_requests_along(reader, draft, editor):
    ask(draft, editor)
    link = sent_link()
    draft.delete()
    assert Approval.objects.count() == 0
    assert reader.get(link).status_code == 404


def test_too_many_links_from_one_machine_wait(reader, db, monkeypatch):
    monkeypatch.setitem(__import__("cop.editing.limits", fromlist=["RATES"]).RATES, "approval", "2/10m/ip")
    cache.clear()
    codes = [reader.get(reverse("approval", args=["forged"])).status_code for _time in range(3)]
    assert codes == [404, 404, 429]


# In the admin ---------------------------------------------------------------------------------------------------


def test_editor_asks_and_withdraws_in_the_admin(client_for, draft, editor):
    client = client_for(editor)
    address = reverse("approvals:page", args=[draft.pk])
    assert "Nobody has been asked yet." in client.get(address).text
    sent = {"name": "Dora Desk", "email": OFFICER, "note": "", "days": "14"}
    assert client.post(address, sent).status_code == 302
    approval = Approval.objects.get()
    shown = client.get(address).text
    assert ("Dora Desk" in shown, "Waiting for an answer" in shown) == (True, True)
    assert "Dora Desk" in client.get(reverse("approvals:index")).text
    withdraw = reverse("approvals:revoke", args=[approval.pk])
    assert client.get(withdraw).status_code == 200
    approval.refresh_from_db()
    assert approval.revoked_at is None
    client.post(withdraw)
    approval.refresh_from_db()
    assert approval.revoked_at is not None
    log = client.get(reverse("wagtailadmin_pages:history", args=[draft.pk])).text
    assert "Asked Dora Desk to approve this version" in log
    assert "Withdrew the request for approval to Dora Desk" in log


@pytest.mark.parametrize("wrong", [{"name": ""}, {"email": "nobody"}, {"days": "365"}, {"name": "a\u202eb"}])
def test_wrong_input_asks_nobody(client_for, draft, editor, wrong):
    sent = {"name": "Dora Desk", "email": OFFICER, "note": "", "days": "14", **wrong}
    assert client_for(editor).post(reverse("approvals:page", args=[draft.pk]), sent).status_code == 200
    assert Approval.objects.count() == 0


def test_page_of_approvals_takes_as_many_statements_with_three_as_with_one(client_for, draft, editor):
    client, address = client_for(editor), reverse("approvals:page", args=[draft.pk])
    ask(draft, editor)
    client.get(address)
    with CaptureQueriesContext(connection) as one:
        client.get(address)
    ask(draft, editor)
    ask(draft, editor)
    with CaptureQueriesContext(connection) as three:
        client.get(address)
    assert len(three) == len(one)


def test_draft_by_link_takes_its_statements(reader, draft, editor, django_assert_num_queries):
    ask(draft, editor)
    link = sent_link()
    reader.get(link)
    # 1 the request with page and version; 2 the page as it is; 3 its parent; 4 comments of the version; the rest is
    # what the page itself shows: site, surroundings above and below.
    with django_assert_num_queries(8):
        reader.get(link)
