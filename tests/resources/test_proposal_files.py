"""Files of a proposed good practice: who reads them when, what is taken, what is kept whatever is wrong."""

import zipfile
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse
from wagtail.models import PageLogEntry

from cop.core.files.checking import FileProblem
from cop.core.files.serving import private_storage
from resources.choices import ProposalState
from resources.models import FileVersion, PracticeProposal, ResourceFile
from resources.practice_data import collect
from resources.refusals import Reason, Refused
from resources.selectors.proposals import standing_of
from resources.services import proposal_files, proposing
from resources.services.files import MOST_FILES
from resources.services.reading import read
from tests.factories.documents import deck
from tests.factories.members import UserFactory
from tests.factories.practices import act, checker, fresh, make_proposal, publish
from tests.factories.resources import good_file, library
from tests.resources.test_proposal_pages import hidden, typed

pytestmark = pytest.mark.django_db
NEW = "/library/propose/"
SECRET = "Say nothing of the budget"


@pytest.fixture
def author(db):
    library()
    return UserFactory(name="Ana Author", email="ana@author.example")


def sent(*names, content=b"Four brokers, 600 firms."):
    return [SimpleUploadedFile(name, content + name.encode()) for name in names]


def names(proposal):
    return list(ResourceFile.objects.filter(resource=proposal.page_id).values_list("current__name", flat=True))


def put(proposal, name="report.txt", content=b"CANARY of a report", *, reads=True):
    version = proposal_files.add(member=proposal.author, proposal=proposal, file=good_file(content, name))
    if reads:
        read(version.pk)
    return version


def save(client, proposal, **values):
    address = f"{NEW}{proposal.pk}/change/"
    return client.post(address, typed(client.get(address), do="save") | values, follow=True)


def test_member_adds_several_files_while_saving_and_takes_one_out_again(client_for, author):
    client = client_for(author)
    form = {"title": "Brokers", "key": hidden(client.get(NEW), "key"), "do": "save"}

    client.post(NEW, form | {"files": sent("a.txt", "b.txt")})

    proposal = PracticeProposal.objects.get()
    assert names(proposal) == ["a.txt", "b.txt"]
    first = ResourceFile.objects.first()
    answer = save(client, proposal, files_out=[first.pk, "99999"])
    assert names(proposal) == ["b.txt"]
    assert ("b.txt" in answer.text, "a.txt" in answer.text) == (True, False)
    own = client.get(f"{NEW}{proposal.pk}/").text
    assert reverse("proposal_file", args=[proposal.pk, ResourceFile.objects.get().pk]) in own


def test_notes_and_comments_are_taken_out_and_the_form_says_so(client_for, author):
    proposal = make_proposal(author)
    client = client_for(author)

    save(client, proposal, files=[SimpleUploadedFile("deck.pptx", deck("Steel", notes=SECRET))])

    file = ResourceFile.objects.get()
    answer = client.get(reverse("proposal_file", args=[proposal.pk, file.pk]))
    assert answer.headers["Content-Disposition"] == 'attachment; filename="deck.pptx"'
    with zipfile.ZipFile(BytesIO(b"".join(answer.streaming_content))) as archive:
        assert not any(SECRET.encode() in archive.read(name) for name in archive.namelist())
    assert "Notes of the speaker and comments are taken out" in client.get(NEW).text


def test_draft_and_its_files_are_nobody_elses_before_it_is_sent(client, client_for, author):
    proposal = make_proposal(author)
    put(proposal)
    file = ResourceFile.objects.get()
    addresses = [
        reverse("resource_file", args=[proposal.page.slug, file.pk]),
        reverse("resource_slides", args=[proposal.page.slug, file.pk]),
        reverse("proposal_file", args=[proposal.pk, file.pk]),
        reverse("resource_files:file", args=[file.current_id]),
    ]
    call_command("update_index", verbosity=0)

    def codes(who):
        answers = [who.get(address) for address in addresses]
        assert all(list(each.streaming_content) for each in answers if each.streaming)
        return [each.status_code for each in answers]

    assert codes(client) == [404, 404, 302, 302]
    assert codes(client_for(UserFactory())) == [404, 404, 404, 403]
    staff = client_for(checker())
    assert codes(staff) == [404, 404, 404, 404]
    assert staff.get(reverse("resource_files:index", args=[proposal.page_id])).status_code == 302
    for who in (client, client_for(UserFactory()), staff):
        for path in ("/search/?q=canary", "/library/?q=canary", "/library/", "/api/v1/resources/"):
            assert "CANARY of" not in who.get(path).text
    assert codes(client_for(author))[2] == 200


def test_checker_reads_the_files_once_it_is_sent_and_everybody_once_it_is_published(client, client_for, author):
    proposal = make_proposal(author)
    put(proposal)
    file = ResourceFile.objects.get()
    address = reverse("resource_file", args=[proposal.page.slug, file.pk])

    proposing.send(member=author, proposal_id=proposal.pk, consents=True)
    assert b"".join(client_for(checker()).get(address).streaming_content) == b"CANARY of a report"
    assert client.get(address).status_code == 404

    publish(proposal)
    assert b"".join(client.get(address).streaming_content) == b"CANARY of a report"
    assert "report" in client.get(fresh(proposal).page.get_absolute_url()).text
    assert client.get("/library/?q=canary").context["page_of_list"].paginator.count == 1


def test_same_file_sent_twice_is_there_once_and_again_after_it_was_taken_out(author):
    proposal = make_proposal(author)
    first = put(proposal, reads=False)
    assert put(proposal, reads=False) == first
    assert put(proposal, content=b"CANARY of another!", reads=False) != first

    proposal_files.take_out(member=author, proposal_id=proposal.pk, files=[first.file_id])
    put(proposal, reads=False)

    assert names(proposal) == ["report.txt", "report.txt"]


def test_what_is_wrong_with_one_file_is_said_with_its_name_and_nothing_else_is_lost(client_for, author):
    proposal = make_proposal(author)
    client = client_for(author)
    address = f"{NEW}{proposal.pk}/change/"
    values = typed(client.get(address), do="send", summary="Rewritten.")

    answer = client.post(address, values | {"files": [*sent("good.txt"), SimpleUploadedFile("bad.exe", b"MZ\x00")]})

    assert answer.context["form"].errors["files"] == [f"bad.exe: {FileProblem.TYPE.label}"]
    assert "Saved as a draft, not sent yet" in answer.text
    assert names(proposal) == ["good.txt"]
    assert fresh(proposal).page.get_latest_revision_as_object().summary == "Rewritten."
    assert standing_of(fresh(proposal)).state == ProposalState.DRAFT
    # The form stands on what is kept: it can be sent at once.
    again = client.post(address, typed(answer, do="send"), follow=True)
    assert again.redirect_chain == [(f"{NEW}{proposal.pk}/", 302)]


def test_files_are_kept_when_the_text_has_an_error_and_a_new_form_says_that_they_are_not(client_for, author):
    proposal = make_proposal(author)
    client = client_for(author)

    answer = save(client, proposal, title="", files=sent("kept.txt"))
    assert (names(proposal), list(answer.context["form"].errors)) == (["kept.txt"], ["title"])
    assert "kept.txt" in answer.text

    form = {"title": "", "key": hidden(client.get(NEW), "key"), "do": "save", "files": sent("lost.txt")}
    errors = client.post(NEW, form).context["form"].errors
    assert errors["files"] == ["Choose your files again: nothing is saved yet."]
    assert ResourceFile.objects.count() == 1


def test_more_than_five_at_once_or_twenty_in_all_are_refused(client_for, author):
    proposal = make_proposal(author)
    client = client_for(author)

    answer = save(client, proposal, files=sent(*(f"{n}.txt" for n in range(6))))
    assert answer.context["form"].errors["files"] == ["Send at most 5 files at once."]

    page = fresh(proposal).page
    ResourceFile.objects.bulk_create(
        [ResourceFile(resource=page, title=str(n), changed_at=proposal.created_at) for n in range(MOST_FILES)]
    )
    answer = save(client, proposal, files=sent("one-more.txt"))
    assert answer.context["form"].errors["files"] == [str(Reason.TOO_MANY.label)]


def test_files_are_as_they_are_while_the_secretariat_reads_and_are_the_authors_again_after_that(author):
    proposal = make_proposal(author)
    version = put(proposal, reads=False)
    proposing.send(member=author, proposal_id=proposal.pk, consents=True)

    with pytest.raises(Refused) as adding:
        put(fresh(proposal), "late.txt", reads=False)
    with pytest.raises(Refused) as removing:
        proposal_files.take_out(member=author, proposal_id=proposal.pk, files=[version.file_id])
    assert [adding.value.reason, removing.value.reason] == [Reason.IN_REVIEW] * 2

    act(proposal, checker(), "reject", "Add a report.")
    put(fresh(proposal), "late.txt", reads=False)
    assert names(proposal) == ["report.txt", "late.txt"]


def test_another_members_proposal_takes_no_file(author):
    proposal = make_proposal(author)

    with pytest.raises(Refused) as caught:
        proposal_files.add(member=UserFactory(), proposal=proposal, file=good_file())

    assert caught.value.reason == Reason.GONE
    assert not FileVersion.objects.exists()


def test_deleted_proposal_leaves_no_file_behind(author, django_capture_on_commit_callbacks):
    proposal = make_proposal(author)
    version = put(proposal)

    with django_capture_on_commit_callbacks(execute=True):
        proposing.delete(member=author, proposal_id=proposal.pk)

    assert not FileVersion.objects.exists()
    assert not private_storage().exists(version.path)


def test_author_takes_the_files_along(author):
    put(make_proposal(author))

    [file] = collect(author).files

    with file.open() as kept:
        assert (file.name, kept.read()) == ("report.txt", b"CANARY of a report")


def test_history_of_the_site_says_nothing_of_the_files_of_a_draft(author):
    put(make_proposal(author))

    assert not PageLogEntry.objects.filter(action__startswith="resources.file").exists()
