"""From a group into the library: one resource a document, with its versions, whatever becomes of the group's own."""

import pytest
from django.utils import timezone

from cop.core.extraction import Problem
from cop.core.files.checking import FileProblem, FileRefused
from cop.core.files.serving import private_storage
from resources.choices import WITHOUT_NOTES
from resources.models import FileVersion, ResourcePage
from resources.services.withdrawing import withdraw
from tests.factories.documents import make_document, make_version
from tests.factories.groups import MembershipFactory, WorkingGroupFactory
from tests.factories.members import UserFactory
from tests.factories.resources import library, publisher
from tests.letters import deliver_all
from working_groups.choices import DocumentState, GroupRole, PublicationState
from working_groups.models import Document, DocumentVersion, PublicationRequest
from working_groups.refusals import Reason, Refused
from working_groups.services.document_changes import set_state
from working_groups.services.publishing import approve_publication, ask_to_publish

pytestmark = pytest.mark.django_db


@pytest.fixture
def group():
    library()
    return WorkingGroupFactory(page__slug="one")


@pytest.fixture
def leader(group):
    return MembershipFactory(group=group, role=GroupRole.LEADER, member=UserFactory(name="Lea Leader")).member


@pytest.fixture
def document(group, leader):
    return make_document(group, leader, name="Figures.txt", content=b"First figures.")


def asked(document, leader):
    set_state(document=document, actor=leader, state=DocumentState.FINAL)
    return ask_to_publish(document=document, actor=leader, note="", licence="cc-by-4.0")


def approved(document, leader):
    request = asked(document, leader)
    approve_publication(request=request, actor=UserFactory(staff=True))
    return request


def refused(request):
    with pytest.raises(Refused) as caught:
        approve_publication(request=request, actor=UserFactory(staff=True))
    return caught.value


def test_approved_document_is_a_resource_of_the_group_with_its_history(client, document, leader):
    make_version(document, leader, content=b"Figures, corrected.", what_changed="A figure.")
    document.refresh_from_db()

    request = approved(document, leader)

    page = ResourcePage.objects.get()
    assert (request.resource_id, page.live, page.title, page.licence) == (page.pk, True, "Figures", "cc-by-4.0")
    assert [author.name for author in page.authors.all()] == ["Leader, Lea"]
    assert [item.page_id for item in page.context_items.all()] == [document.group.page_id]
    file = page.files.get()
    assert [version.number for version in file.versions.order_by("number")] == [1, 2]
    assert b"".join(client.get(f"/library/{page.slug}/files/{file.pk}/").streaming_content) == b"Figures, corrected."
    (message,) = [each for each in deliver_all() if leader.email in each.to[0]]
    assert page.get_absolute_url() in message.body


def test_file_of_the_library_outlives_that_of_the_group(document, leader):
    approved(document, leader)
    for version in DocumentVersion.objects.all():
        private_storage().delete(version.path)
    Document.objects.all().delete()

    with private_storage().open(FileVersion.objects.get().path) as kept:
        assert kept.read() == b"First figures."
    assert ResourcePage.objects.get().live


def test_approved_again_it_is_the_same_resource_with_a_newer_version(document, leader):
    first = approved(document, leader)
    second = approved(document, leader)
    assert (ResourcePage.objects.count(), FileVersion.objects.count()) == (1, 1)

    set_state(document=document, actor=leader, state=DocumentState.DRAFT)
    document.refresh_from_db()
    make_version(document, leader, content=b"Figures, corrected.")
    document.refresh_from_db()
    third = approved(document, leader)

    assert {first.resource_id, second.resource_id, third.resource_id} == {ResourcePage.objects.get().pk}
    assert ResourcePage.objects.get().files.get().current.number == 2


def test_one_request_approved_twice_makes_one(document, leader):
    request = approved(document, leader)

    assert refused(PublicationRequest.objects.get(pk=request.pk)).reason == Reason.DECIDED
    assert ResourcePage.objects.count() == 1


def test_infected_document_is_refused_in_words_and_still_waits(document, leader, monkeypatch):
    request = asked(document, leader)

    def scan(source):
        raise FileRefused(FileProblem.VIRUS)

    monkeypatch.setattr("cop.core.files.scanning.scan", scan)
    refusal = refused(request)

    assert (refusal.reason, str(refusal)) == (Reason.LIBRARY, str(FileProblem.VIRUS.label))
    assert PublicationRequest.objects.get().state == PublicationState.OPEN
    assert not ResourcePage.objects.exists()


def test_document_that_is_deleted_while_it_is_looked_at_is_not_published(document, leader, monkeypatch):
    request = asked(document, leader)

    def scan(source):
        Document.objects.update(trashed_at=timezone.now())

    monkeypatch.setattr("cop.core.files.scanning.scan", scan)

    assert refused(request).reason == Reason.NO_DOCUMENT
    assert (PublicationRequest.objects.get().state, ResourcePage.objects.count()) == (PublicationState.OPEN, 0)


def test_nobodys_document_is_looked_at_when_the_answer_is_no_anyway(document, leader, monkeypatch):
    request = asked(document, leader)
    looked = []
    monkeypatch.setattr("cop.core.files.scanning.scan", looked.append)

    with pytest.raises(Refused) as caught:
        approve_publication(request=request, actor=leader)

    assert (caught.value.reason, looked) == (Reason.NOT_YOURS, [])


@pytest.mark.parametrize("problem", [Problem.DAMAGED, Problem.ENCRYPTED])
def test_unreadable_document_is_refused_in_words(document, leader, problem):
    request = asked(document, leader)
    DocumentVersion.objects.update(problem=problem)
    request.version.refresh_from_db()

    assert str(refused(request)) == str(problem.label)


def test_withdrawn_document_is_not_brought_back(document, leader):
    approved(document, leader)
    withdraw(resource=ResourcePage.objects.get(), actor=publisher(), reason="A figure was wrong.")

    assert "withdrawn" in str(refused(asked(document, leader)))


def test_form_says_that_notes_and_comments_are_taken_out(client, document, leader):
    set_state(document=document, actor=leader, state=DocumentState.FINAL)
    client.force_login(leader)

    html = client.get(f"/working-groups/one/documents/{document.pk}/publish/").content.decode()

    assert f"{WITHOUT_NOTES} The group keeps its own file as it is." in html


def test_document_page_leads_to_the_library(client, document, leader):
    approved(document, leader)
    client.force_login(leader)

    html = client.get(f"/working-groups/one/documents/{document.pk}/").content.decode()

    assert ResourcePage.objects.get().get_absolute_url() in html
