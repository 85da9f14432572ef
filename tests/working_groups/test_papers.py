"""Documents of a meeting: chosen, uploaded, taken out; what the pages of both show, and to whom."""

import uuid
from io import BytesIO

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from wagtail.models import ModelLogEntry

from tests.factories.discussion import make_answer, make_thread
from tests.factories.documents import make_document
from tests.factories.groups import MembershipFactory, WorkingGroupFactory
from tests.factories.meetings import make_meeting, make_past, reload
from tests.factories.members import UserFactory
from tests.letters import deliver_all, html_of
from working_groups.choices import DocumentState, GroupRole, Visibility
from working_groups.models import Document, MeetingPaper
from working_groups.refusals import Reason, Refused
from working_groups.services import papers
from working_groups.services.arranging import move_thread
from working_groups.services.document_changes import set_state, trash_document, untrash_document
from working_groups.services.documents import attach
from working_groups.services.meetings import cancel_meeting
from working_groups.services.settings import archive

pytestmark = pytest.mark.django_db

HOME = "/working-groups/one/"
CANARY = "Zanzibarcanary"


@pytest.fixture
def group():
    return WorkingGroupFactory(page__slug="one", page__title="First circle")


@pytest.fixture
def leader(group):
    return MembershipFactory(group=group, role=GroupRole.LEADER, member__name="Lea Leader").member


@pytest.fixture
def ana(group):
    return MembershipFactory(group=group, member__name="Ana Sample").member


@pytest.fixture
def meeting(group, leader):
    return make_meeting(group, leader)


@pytest.fixture
def deck(group, leader):
    return make_document(group, leader, name="Indicators.txt")


def add(meeting, actor, *documents):
    ids = [each.pk for each in documents]
    return papers.add_papers(meeting_id=meeting.pk, group_id=meeting.group_id, actor=actor, document_ids=ids)


def remove(meeting, actor, document):
    facts = {"meeting_id": meeting.pk, "group_id": meeting.group_id, "actor": actor}
    return papers.remove_paper(document_id=document.pk, **facts)


def standing(meeting):
    return list(MeetingPaper.objects.filter(meeting=meeting).values_list("number", "document"))


def refusal(call, *given):
    before = list(MeetingPaper.objects.values_list())
    with pytest.raises(Refused) as caught:
        call(*given)
    assert list(MeetingPaper.objects.values_list()) == before
    return caught.value.reason


# Services


def test_documents_belong_to_a_meeting_once_and_in_their_order(group, meeting, leader, deck):
    paper = make_document(group, leader, name="Paper.txt")
    other = make_past(group, leader)
    assert add(other, leader, deck) == 1
    assert add(meeting, leader, paper) == 1
    assert add(meeting, leader, deck, paper, deck) == 1
    assert add(meeting, leader, deck) == 0
    assert standing(meeting) == [(1, paper.pk), (2, deck.pk)]
    lines = ModelLogEntry.objects.filter(action="working_groups.meeting.papers")
    assert [each.data["documents"] for each in lines.order_by("pk")] == [["Indicators.txt"], ["Paper.txt"],
                                                                          ["Indicators.txt"]]  # fmt: skip
    assert (remove(meeting, leader, paper), remove(meeting, leader, paper)) == (True, False)
    assert standing(meeting) == [(2, deck.pk)]
    assert standing(other) == [(1, deck.pk)]
    assert Document.objects.count() == 2


def test_database_keeps_a_document_once_and_a_number_once(meeting, group, leader, deck):
    add(meeting, leader, deck)
    paper = make_document(group, leader, name="Paper.txt")
    for document, number in ((deck, 2), (paper, 1)):
        with pytest.raises(IntegrityError), transaction.atomic():
            MeetingPaper.objects.create(meeting=meeting, document=document, number=number, added_at=timezone.now())


def test_adding_is_refused(group, meeting, leader, ana, deck, monkeypatch):
    rapporteur = MembershipFactory(group=group, role=GroupRole.RAPPORTEUR).member
    foreign = make_document(name="Foreign.txt")
    gone = make_document(group, leader, name="Gone.txt")
    trash_document(document=gone, actor=leader)
    for actor in (ana, UserFactory(), foreign.author):
        assert refusal(add, meeting, actor, deck) == Reason.NOT_YOURS
    for document in (foreign, gone):
        assert refusal(add, meeting, leader, deck, document) == Reason.NO_DOCUMENT
    monkeypatch.setattr(papers, "MOST_PAPERS", 1)
    assert refusal(add, meeting, leader, deck, make_document(group, leader, name="B.txt")) == Reason.PAPERS
    assert add(meeting, rapporteur, deck) == 1
    assert refusal(remove, meeting, ana, deck) == Reason.NOT_YOURS
    cancel_meeting(meeting_id=meeting.pk, group_id=group.pk, actor=leader, reason="X")
    assert refusal(add, meeting, leader, deck) == Reason.MEETING_CANCELLED
    archive(group_id=group.pk, actor=leader)
    assert refusal(remove, meeting, leader, deck) == Reason.ARCHIVED


def test_file_of_a_discussion_that_moves_to_another_group_belongs_to_the_meeting_no_more(group, meeting, leader):
    other = WorkingGroupFactory(page__slug="two")
    MembershipFactory(group=other, member=leader, role=GroupRole.LEADER)
    thread = make_thread(group, leader)
    version = attach(post=make_answer(thread, leader), name="Notes.txt", content=BytesIO(b"Notes"))
    there = make_meeting(other, leader)
    add(meeting, leader, version.document)
    move_thread(thread=thread, actor=leader, to_group_id=other.pk)
    assert standing(meeting) == []
    assert add(there, leader, version.document) == 1


# Pages


def test_meeting_shows_its_documents_with_state_and_kind_until_they_are_deleted(
    group, meeting, leader, ana, deck, client_for
):
    paper = make_document(group, leader, name="Paper.txt")
    set_state(document=deck, actor=leader, state=DocumentState.FINAL)
    add(meeting, leader, deck, paper)
    client, address = client_for(ana), f"{HOME}meetings/{meeting.pk}/"
    text = client.get(address).text
    assert text.index("Indicators.txt") < text.index("Paper.txt")
    assert f'href="{HOME}documents/{deck.pk}/"' in text
    assert ("file-type--text" in text, ">final<" in text) == (True, True)
    trash_document(document=paper, actor=leader)
    assert "Paper.txt" not in client.get(address).text
    untrash_document(document=paper, actor=leader)
    assert "Paper.txt" in client.get(address).text


def test_document_names_those_of_its_meetings_that_the_viewer_may_see(group, leader, ana, deck, client_for):
    group.visibility = Visibility.PUBLIC
    group.save()
    add(make_meeting(group, leader, title=CANARY), leader, deck)
    add(make_past(group, leader, title="Open day", is_open=True), leader, deck)
    address = f"{HOME}documents/{deck.pk}/"
    shown = [client_for(person).get(address).text for person in (ana, UserFactory(), None)]
    assert [(CANARY in text, "Open day" in text) for text in shown] == [(True, True), (False, True), (False, True)]


def test_documents_of_a_public_groups_open_meeting_are_read_by_everybody(group, leader, deck, client):
    meeting = make_meeting(group, leader, is_open=True)
    add(meeting, leader, deck)
    address = f"{HOME}meetings/{meeting.pk}/"
    assert client.get(address).status_code == 302
    group.visibility = Visibility.PUBLIC
    group.save()
    assert "Indicators.txt" in client.get(address).text


def test_leader_chooses_from_the_documents_of_the_group(group, meeting, leader, deck, client_for):
    foreign = make_document(name=f"{CANARY}.txt")
    paper = make_document(group, leader, name="Paper.txt")
    client, address = client_for(leader), f"{HOME}meetings/{meeting.pk}/documents/"
    text = client.get(address).text
    assert ("Indicators.txt" in text, "Paper.txt" in text, CANARY in text) == (True, True, False)
    text = client.get(f"{address}?q=paper").text
    assert (f'value="{deck.pk}"' in text, f'value="{paper.pk}"' in text) == (False, True)
    assert client.post(address, {"document": [str(deck.pk), "x", "9" * 40]}).status_code == 302
    assert standing(meeting) == [(1, deck.pk)]
    text = client.get(address).text
    assert (f'id="document-{deck.pk}"' in text, f"documents/{deck.pk}/remove/" in text) == (False, True)
    client.post(address, {"document": [str(foreign.pk)]})
    assert client.post(address, {}).status_code == 302
    assert standing(meeting) == [(1, deck.pk)]
    client.post(f"{address}{deck.pk}/remove/")
    assert standing(meeting) == []


def test_leader_uploads_for_a_meeting_by_the_door_of_uploads(group, meeting, leader, client_for):
    client, address = client_for(leader), f"{HOME}meetings/{meeting.pk}/documents/new/"
    batch = uuid.uuid4()

    def send(name="Agenda.txt", content=b"One, two", **headers):
        file = BytesIO(content)
        file.name = name
        form = {"files": [file], "batch": str(batch), "tell": "quiet", "message": "", "tags": "", "folder": ""}
        return client.post(address, form, headers=headers)

    for _twice in range(2):
        assert send().status_code == 302
    document = Document.objects.get()
    assert standing(meeting) == [(1, document.pk)]
    answer = send("Evil.pdf", b"<script>alert(1)</script>")
    assert (answer.status_code, "Evil.pdf" in answer.text) == (400, True)
    assert send("Slides.txt", **{"X-Requested-With": "upload"}).json() == {"problem": ""}
    assert [number for number, _document in standing(meeting)] == [1, 2]


def test_only_who_runs_meetings_reaches_the_choice_and_by_the_meetings_own_group(
    group, meeting, leader, ana, deck, client_for
):
    other = make_meeting()
    for path, code in (("documents/", 403), ("documents/new/", 403)):
        assert client_for(ana).post(f"{HOME}meetings/{meeting.pk}/{path}", {"document": deck.pk}).status_code == code
    client = client_for(leader)
    for path in ("documents/", "documents/new/", f"documents/{deck.pk}/remove/"):
        assert client.post(f"{HOME}meetings/{other.pk}/{path}", {"document": deck.pk}).status_code == 404
        assert client.post(f"{HOME}meetings/{10**30}/{path}", {"document": deck.pk}).status_code == 404
    assert MeetingPaper.objects.count() == 0


def test_letters_about_a_meeting_name_its_documents_as_long_as_they_are_there(group, leader, ana, meeting, deck):
    add(meeting, leader, deck, gone := make_document(group, leader, name="Gone.txt"))
    trash_document(document=gone, actor=leader)
    message = deliver_all()[0]
    whole = message.body + html_of(message)
    assert (reload(meeting).title in whole, "Indicators.txt" in whole, "Gone.txt" in whole) == (True, True, False)


@pytest.mark.parametrize("number", [1, 3])
def test_pages_cost_the_same_with_one_document_and_three(
    group, meeting, leader, client_for, django_assert_num_queries, number
):
    for each in range(number):
        add(meeting, leader, make_document(group, leader, name=f"Paper {each}.txt"))
        make_document(group, leader, name=f"Other {each}.txt")
    client = client_for(leader)
    # Session, account, rights (two), the group with one's own row; the meeting, folders, its documents, the others, who
    # would be told.
    with django_assert_num_queries(10):
        client.get(f"{HOME}meetings/{meeting.pk}/documents/")
