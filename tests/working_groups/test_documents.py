"""Sharing documents: what comes in, versions, states, locks, deletion, folders, letters, reading, ZIP, the library."""

import socket
import threading
import uuid
import zipfile
from contextlib import nullcontext
from datetime import timedelta
from io import BytesIO

import pytest
from django.utils import timezone
from PIL import Image

from cop.core.files.serving import private_storage
from cop.core.stored.archives import KEPT
from cop.core.stored.choices import ArchiveState, ReadingState
from cop.search.query import parse
from tests.factories.discussion import make_thread
from tests.factories.documents import deck, make_document, make_version, picture, read_all
from tests.factories.groups import MembershipFactory, WorkingGroupFactory
from tests.factories.members import UserFactory
from tests.letters import deliver_all
from working_groups.choices import (
    DocumentState,
    GroupRole,
    MembershipState,
    PublicationState,
    Rhythm,
    Visibility,
)
from working_groups.document_data import remove_documents
from working_groups.models import Document, DocumentComment, DocumentText, DocumentVersion, Folder, FolderArchive
from working_groups.refusals import Reason, Refused
from working_groups.selectors.document_finding import texts_with
from working_groups.selectors.doors import get_group_for
from working_groups.services import archives, publishing, reading
from working_groups.services.document_changes import (
    LOCKED_FOR,
    change_document,
    lock_document,
    set_state,
    trash_document,
    unlock_document,
    untrash_document,
)
from working_groups.services.document_comments import comment, remove_comment
from working_groups.services.documents import Told, attach, checked, restore_version, used_bytes
from working_groups.services.folders import make_folder, remove_folder, rename_folder
from working_groups.services.memberships import end_membership
from working_groups.services.post_changes import delete_post, restore_post
from working_groups.services.posting import reply

pytestmark = pytest.mark.django_db


@pytest.fixture
def group():
    return WorkingGroupFactory(page__slug="one", page__title="First circle")


@pytest.fixture
def author(group):
    return MembershipFactory(group=group, member__name="Ana Sample").member


@pytest.fixture
def leader(group):
    return MembershipFactory(group=group, member__name="Chiara Esempio", role=GroupRole.LEADER).member


@pytest.fixture
def observer(group):
    return MembershipFactory(group=group, role=GroupRole.OBSERVER).member


def refused(act, *args, **kwargs):
    with pytest.raises(Refused) as caught:
        act(*args, **kwargs)
    return caught.value.reason


def bytes_of(place):
    """What is in a file: a path of the private storage, or a function that opens it."""
    with place() if callable(place) else private_storage().open(place) as file:
        return file.read()


def files_on_disk():
    try:
        return sum(len(private_storage().listdir(f"working_groups/{folder}")[1])
                   for folder in private_storage().listdir("working_groups")[0] if folder.isdigit())  # fmt: skip
    except FileNotFoundError:
        return 0


@pytest.fixture(autouse=True)
def _own_storage(settings, tmp_path):
    settings.STORAGES = {
        **settings.STORAGES,
        "private": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path / "private"},
        },
    }


# Coming in


def test_share_keeps_the_file_outside_media_under_another_name(group, author):
    document = make_document(group, author, name="Plan.txt", content=b"Quartz")
    version = document.current
    assert (document.name, version.number, version.size, version.extension) == ("Plan.txt", 1, 6, "txt")
    assert "Plan" not in version.path
    assert bytes_of(version.path) == b"Quartz"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("report.pdf", b"MZ\x90\x00" + b"\0" * 600),
        ("page.pdf", b"<!doctype html><script>alert(1)</script>"),
        ("drawing.svg", b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'),
        ("page.html", b"<script>alert(1)</script>"),
        ("notes.txt", b"text\0with a hole"),
        ("archive.zip", b"PK\x03\x04" + b"\0" * 30),
        ("empty.txt", b""),
        ("picture.png", b"\x89PNG\r\n\x1a\n nothing"),
    ],
)
def test_what_a_file_is_not_is_refused_in_words(name, content):
    with pytest.raises(Refused) as caught:
        checked(BytesIO(content), name=name, size=len(content))
    assert caught.value.reason == Reason.FILE
    assert str(caught.value).endswith(".")


def test_archive_that_unpacks_to_much_more_is_refused():
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("[Content_Types].xml", b"<Types/>")
        made.writestr("word/document.xml", b"\0" * 40_000_000)
    assert refused(checked, BytesIO(out.getvalue()), name="bomb.docx", size=len(out.getvalue())) == Reason.FILE


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\fake\\plan.txt", "plan.txt"),
        ("gnp\u202etxt.exe.txt", "gnptxt-exe.txt"),
        ("a\0b\r\nc.txt", "abc.txt"),
        ("n" * 500 + ".txt", "n" * 120 + ".txt"),
    ],
)
def test_names_are_made_harmless(group, author, name, kept):
    assert make_document(group, author, name=name).name == kept


def test_picture_loses_its_position(group, author):
    exif = Image.Exif()
    exif.get_ifd(0x8825)[1] = "N"
    exif[0x010F] = "Camera"
    content = picture(exif=exif.tobytes())
    assert b"Camera" in content
    stored = bytes_of(make_document(group, author, name="x.jpg", content=content).current.path)
    assert b"Camera" not in stored
    assert dict(Image.open(BytesIO(stored)).getexif()) == {}


def test_who_may_not_share_is_told_why_and_nothing_is_kept(group, author, observer):
    assert refused(make_document, group, observer) == Reason.NOT_YOURS
    assert refused(make_document, group, UserFactory()) == Reason.NOT_YOURS
    group.rules, group.rules_version = "Be kind.", 1
    group.save()
    assert refused(make_document, group, author) == Reason.RULES
    group.rules_version, group.archived_at = 0, timezone.now()
    group.save()
    assert refused(make_document, group, author) == Reason.ARCHIVED
    assert (Document.objects.count(), files_on_disk()) == (0, 0)


def test_quota_is_never_exceeded_and_counts_what_was_deleted(group, author):
    group.quota_megabytes = 1
    group.save()
    document = make_document(group, author, content=b"x" * 700_000)
    assert used_bytes(group.pk) == 700_000
    trash_document(document=document, actor=author)
    assert refused(make_document, group, author, content=b"x" * 700_000) == Reason.QUOTA
    assert refused(make_version, make_document(group, author), author, content=b"x" * 700_000) == Reason.QUOTA
    assert files_on_disk() == 2
    remove_documents([document.pk])
    make_document(group, author, content=b"x" * 700_000)


def test_same_key_again_is_the_same_document(group, author):
    key = uuid.uuid4()
    assert make_document(group, author, key=key).pk == make_document(group, author, key=key).pk
    assert (Document.objects.count(), files_on_disk()) == (1, 1)


def test_name_that_the_folder_has_gets_a_number(group, author):
    names = [make_document(group, author, name="Plan.txt").name for _ in range(3)]
    assert names == ["Plan.txt", "Plan (2).txt", "Plan (3).txt"]


# Viruses


def fake_clamd(answer):
    """Listens once, reads a stream as clamd does, answers."""
    listener = socket.create_server(("127.0.0.1", 0))
    heard = []

    def work():
        line, _address = listener.accept()
        with line, line.makefile("rb") as stream:
            command = stream.read(10)
            content = b""
            while size := int.from_bytes(stream.read(4)):
                content += stream.read(size)
            heard.append((command, content))
            line.sendall(answer)
        listener.close()

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    return f"tcp://127.0.0.1:{listener.getsockname()[1]}", heard, thread


@pytest.mark.parametrize(
    ("answer", "words"),
    [(b"stream: OK\0", ""), (b"stream: Test-Signature FOUND\0", "A virus was found"), (b"", "cannot be checked")],
)
def test_scanner_is_heard(settings, answer, words):
    settings.CLAMAV, heard, thread = fake_clamd(answer)
    try:
        checked(BytesIO(b"Sample"), name="a.txt", size=6)
        said = ""
    except Refused as refusal:
        said = str(refusal)
    thread.join(5)
    assert heard == [(b"zINSTREAM\0", b"Sample")]
    assert said.startswith(words) if words != "cannot be checked" else words in said
    assert bool(said) == bool(words)


def test_scanner_that_cannot_be_reached_refuses(settings):
    for address in ("tcp://127.0.0.1:1", "unix:///nowhere.sock", "nonsense"):
        settings.CLAMAV = address
        with pytest.raises(Refused, match="cannot be checked for viruses"):
            checked(BytesIO(b"Sample"), name="a.txt", size=6)


# Versions


def test_versions_are_never_written_over_and_restore_makes_a_new_one(group, author):
    document = make_document(group, author, content=b"one")
    make_version(document, author, content=b"two", what_changed="Second thoughts", based_on=1)
    made = restore_version(document=document, number=1, author=author)
    document.refresh_from_db()
    contents = [bytes_of(each.path) for each in document.versions.order_by("number")]
    assert contents == [b"one", b"two", b"one"]
    assert (document.current, made.restored_from, made.what_changed) == (made, 1, "Version 1 restored")
    assert refused(restore_version, document=document, number=9, author=author) == Reason.NOTHING_THERE


def test_second_editor_is_told_and_nothing_is_lost(group, author):
    document = make_document(group, author)
    other = MembershipFactory(group=group).member
    first = make_version(document, author, content=b"mine", based_on=1)
    second = make_version(document, other, content=b"theirs", based_on=1)
    assert (first.has_overtaken, second.has_overtaken) == (False, True)
    assert [each.number for each in document.versions.order_by("number")] == [1, 2, 3]


def test_lock_keeps_others_out_until_it_ends_or_a_leader_ends_it(group, author, leader):
    document = make_document(group, author)
    other = MembershipFactory(group=group).member
    now = timezone.now()
    lock_document(document=document, actor=author, now=now)
    assert refused(make_version, document, other) == Reason.LOCKED
    assert refused(lock_document, document=document, actor=other, now=now) == Reason.LOCKED
    assert refused(unlock_document, document=document, actor=other, now=now) == Reason.NOT_YOURS
    lock_document(document=document, actor=other, now=now + LOCKED_FOR + timedelta(seconds=1))
    unlock_document(document=document, actor=leader)
    unlock_document(document=document, actor=leader)
    document.refresh_from_db()
    assert document.locked_by is None
    lock_document(document=document, actor=author)
    make_version(document, author, based_on=1)
    document.refresh_from_db()
    assert document.locked_by is None


def test_final_takes_no_more_until_a_moderator_opens_it_again(group, author, leader):
    document = make_document(group, author)
    set_state(document=document, actor=author, state=DocumentState.FINAL)
    document.refresh_from_db()
    assert refused(make_version, document, author) == Reason.FINAL
    assert refused(restore_version, document=document, number=1, author=author) == Reason.FINAL
    assert refused(set_state, document=document, actor=author, state=DocumentState.DRAFT) == Reason.FINAL
    assert refused(trash_document, document=document, actor=author) == Reason.FINAL
    assert refused(comment, document=document, author=author, text="X", key=uuid.uuid4()) == Reason.NO_MORE_COMMENTS
    set_state(document=document, actor=leader, state=DocumentState.DRAFT)
    make_version(document, author, based_on=1)
    actions = [entry.action for entry in log_of(group)]
    assert actions == ["working_groups.document.reopen", "working_groups.document.final",
                       "working_groups.document.share"]  # fmt: skip


def log_of(group):
    from django.contrib.contenttypes.models import ContentType
    from wagtail.models import ModelLogEntry

    kind = ContentType.objects.get_for_model(type(group))
    return ModelLogEntry.objects.filter(content_type=kind, object_id=str(group.pk)).order_by("-pk")


def test_comments_are_taken_until_the_last_day(group, author):
    document = make_document(group, author)
    today = timezone.localdate()
    before = today - timedelta(days=1)
    past = {"document": document, "actor": author, "state": DocumentState.COMMENT, "comment_until": before}
    assert refused(set_state, **past) == Reason.DATE_PAST
    set_state(document=document, actor=author, state=DocumentState.COMMENT, comment_until=today)
    key = uuid.uuid4()
    made = comment(document=document, author=author, text="**Good**", key=key)
    assert comment(document=document, author=author, text="**Good**", key=key) == made
    assert made.html == "<p><strong>Good</strong></p>"
    Document.objects.update(comment_until=before)
    assert refused(comment, document=document, author=author, text="X", key=uuid.uuid4()) == Reason.NO_MORE_COMMENTS
    other = MembershipFactory(group=group).member
    assert refused(remove_comment, comment=made, actor=other) == Reason.NOT_YOURS
    remove_comment(comment=made, actor=author)
    remove_comment(comment=made, actor=author)
    assert DocumentComment.objects.count() == 0


def test_deleted_document_can_come_back_and_is_gone_with_its_files_later(
    group, author, leader, django_capture_on_commit_callbacks
):
    document = make_document(group, author)
    other = MembershipFactory(group=group).member
    assert refused(trash_document, document=document, actor=other) == Reason.NOT_YOURS
    trash_document(document=document, actor=author)
    assert refused(make_version, document, author) == Reason.NO_DOCUMENT
    assert refused(untrash_document, document=document, actor=author) == Reason.NOT_YOURS
    untrash_document(document=document, actor=leader)
    make_version(document, author, based_on=1)
    trash_document(document=document, actor=author)
    with django_capture_on_commit_callbacks(execute=True):
        remove_documents([document.pk])
    assert (Document.objects.count(), DocumentVersion.objects.count(), files_on_disk()) == (0, 0, 0)


def test_change_document_keeps_the_true_extension(group, author):
    document = make_document(group, author, name="Plan.txt")
    folder = make_folder(group_id=group.pk, actor=author, name="Meetings")
    change_document(document=document, actor=author, name="Agenda.exe", folder_id=folder.pk, tags=["draft", "plan"])
    document.refresh_from_db()
    assert (document.name, document.folder) == ("Agenda-exe.txt", folder)
    assert sorted(document.tags.names()) == ["draft", "plan"]
    elsewhere = Folder.objects.create(group=WorkingGroupFactory(), name="Elsewhere")
    facts = {"document": document, "actor": author, "name": "X", "folder_id": elsewhere.pk, "tags": []}
    assert refused(change_document, **facts) == Reason.NOTHING_THERE


def test_folders_have_one_name_each_and_go_when_empty(group, author, leader):
    folder = make_folder(group_id=group.pk, actor=author, name="Meetings")
    assert refused(make_folder, group_id=group.pk, actor=author, name="Meetings") == Reason.NAME_TAKEN
    inner = make_folder(group_id=group.pk, actor=author, name="Meetings", parent_id=folder.pk)
    deeper = make_folder(group_id=group.pk, actor=author, name="A", parent_id=inner.pk)
    deepest = make_folder(group_id=group.pk, actor=author, name="B", parent_id=deeper.pk)
    assert refused(make_folder, group_id=group.pk, actor=author, name="C", parent_id=deepest.pk) == Reason.TOO_DEEP
    other = make_folder(group_id=group.pk, actor=author, name="Other")
    assert refused(rename_folder, folder=other, actor=author, name="Meetings") == Reason.NAME_TAKEN
    assert refused(remove_folder, folder=deepest, actor=author) == Reason.NOT_YOURS
    document = make_document(group, author, folder_id=deepest.pk)
    assert refused(remove_folder, folder=deepest, actor=leader) == Reason.NOT_EMPTY
    trash_document(document=document, actor=author)
    remove_folder(folder=deepest, actor=leader)
    assert Document.objects.get().folder is None


# Telling


def test_members_hear_once_for_all_that_came_together_and_never_of_what_is_quiet(group, author, mailoutbox):
    MembershipFactory(group=group, rhythm=Rhythm.AT_ONCE, member__email="hears@x.example").member
    left = MembershipFactory(group=group, rhythm=Rhythm.AT_ONCE, member__email="left@x.example").member
    MembershipFactory(group=group, rhythm=Rhythm.DAILY)
    make_document(group, author, name="Quiet.txt")
    batch = uuid.uuid4()
    for name in ("One.txt", "Two.txt"):
        make_document(group, author, name=name, batch=batch, told=Told(False, "Please read."))
    end_membership(group_id=group.pk, member=left, actor=left, state=MembershipState.LEFT)
    deliver_all()
    assert ["hears@x.example" in message.to[0] for message in mailoutbox] == [True]
    text = mailoutbox[0].body
    assert all(words in text for words in ("One.txt", "Two.txt", "Please read."))
    assert "Quiet" not in text


def test_letter_about_deleted_documents_is_not_sent(group, author, mailoutbox):
    MembershipFactory(group=group, rhythm=Rhythm.AT_ONCE)
    document = make_document(group, author, told=Told(False))
    trash_document(document=document, actor=author)
    deliver_all()
    assert mailoutbox == []


# Reading


def test_worker_reads_a_deck_and_its_fourth_slide_is_found(group, author):
    document = make_document(group, author, name="Deck.pptx", content=deck("One", "Two", "Three", "Quartz findings"))
    read_all(document)
    found = texts_with(parse("quartz"), [group.pk], 10).get()
    assert (found.version.document, found.number) == (document, 4)
    assert texts_with(parse("deck"), [group.pk], 10).get().number == 0
    assert reading.read(document.current_id) is False


def test_text_of_earlier_versions_is_not_found(group, author):
    document = make_document(group, author, content=b"Quartz")
    make_version(document, author, content=b"Basalt", based_on=1)
    read_all(document)
    assert texts_with(parse("quartz"), [group.pk], 10).count() == 0
    assert texts_with(parse("basalt"), [group.pk], 10).count() == 1


def test_reading_that_was_lost_is_taken_up_again_three_times(group, author):
    version = make_document(group, author).current
    now = timezone.now()
    DocumentVersion.objects.update(reading=ReadingState.READING, claimed_until=now - timedelta(minutes=1), attempts=1,
                                   created_at=now - timedelta(hours=1))  # fmt: skip
    assert reading.sweep(now=now) == 1
    assert reading.read(version.pk)
    DocumentVersion.objects.update(reading=ReadingState.READING, claimed_until=now - timedelta(minutes=1), attempts=3)
    assert reading.sweep(now=now) == 0
    version.refresh_from_db()
    assert (version.reading, version.problem) == (ReadingState.FAILED, "huge")


def test_file_that_is_lost_ends_the_reading(group, author, caplog):
    version = make_document(group, author).current
    private_storage().delete(version.path)
    assert [reading.read(version.pk) for _ in range(4)] == [False] * 4
    version.refresh_from_db()
    assert (version.reading, version.attempts) == (ReadingState.FAILED, 3)


# ZIP


def test_folder_is_packed_with_what_lies_below_and_nothing_deleted(group, author):
    folder = make_folder(group_id=group.pk, actor=author, name="Meetings")
    inner = make_folder(group_id=group.pk, actor=author, name="2027")
    make_document(group, author, name="Plan.txt", content=b"one", folder_id=folder.pk)
    make_document(group, author, name="Notes.txt", content=b"two", folder_id=inner.pk)
    gone = make_document(group, author, name="Gone.txt", folder_id=folder.pk)
    trash_document(document=gone, actor=author)
    inner.parent = folder
    inner.save()
    inside = get_group_for(author, "one")
    made = archives.ask_for_archive(inside=inside, member=author, folder=folder)
    assert refused(archives.ask_for_archive, inside=inside, member=author, folder=None) == Reason.UNDER_WAY
    assert archives.make(made.pk)
    with private_storage().open(made.path) as file, zipfile.ZipFile(file) as archive:
        assert sorted(archive.namelist()) == ["2027/Notes.txt", "Plan.txt"]
        assert archive.read("2027/Notes.txt") == b"two"
    made.refresh_from_db()
    assert (made.state, made.done, made.total) == (ArchiveState.READY, 2, 2)


def test_archive_of_who_has_left_is_not_made_and_expired_ones_go(group, author, django_capture_on_commit_callbacks):
    make_document(group, author)
    made = archives.ask_for_archive(inside=get_group_for(author, "one"), member=author, folder=None)
    end_membership(group_id=group.pk, member=author, actor=author)
    assert archives.make(made.pk) is False
    made.refresh_from_db()
    assert made.state == ArchiveState.REMOVED
    leader = MembershipFactory(group=group).member
    other = archives.ask_for_archive(inside=get_group_for(leader, "one"), member=leader, folder=None)
    assert archives.make(other.pk)
    with django_capture_on_commit_callbacks(execute=True):
        assert archives.remove_expired(timezone.now() + KEPT + timedelta(minutes=1)) == 1
    assert not private_storage().exists(other.path)


def test_archive_that_was_lost_is_taken_up_again(group, author):
    make_document(group, author)
    made = archives.ask_for_archive(inside=get_group_for(author, "one"), member=author, folder=None)
    now = timezone.now()
    FolderArchive.objects.update(state=ArchiveState.MAKING, claimed_until=now - timedelta(minutes=1), attempts=1,
                                 asked_at=now - timedelta(hours=1))  # fmt: skip
    assert archives.sweep(now=now) == 1
    assert archives.make(made.pk)


def test_empty_folder_makes_no_archive(group, author):
    inside = get_group_for(author, "one")
    assert refused(archives.ask_for_archive, inside=inside, member=author, folder=None) == Reason.NOTHING_THERE


# The library


def test_publication_is_asked_for_approved_and_handed_to_the_library(group, author, leader, mailoutbox, monkeypatch):
    document = make_document(group, author)
    facts = {"document": document, "note": "Please.", "licence": "cc-by-4.0"}
    assert refused(publishing.ask_to_publish, actor=leader, **facts) == Reason.NOT_FINAL
    set_state(document=document, actor=leader, state=DocumentState.FINAL)
    assert refused(publishing.ask_to_publish, actor=author, **facts) == Reason.NOT_YOURS
    request = publishing.ask_to_publish(actor=leader, **facts)
    assert refused(publishing.ask_to_publish, actor=leader, **facts) == Reason.REQUESTED
    assert refused(publishing.approve_publication, request=request, actor=leader) == Reason.NOT_YOURS
    published = []
    monkeypatch.setattr(publishing, "_publishers", [lambda _request: nullcontext(published.append)])
    staff = UserFactory(staff=True)
    publishing.approve_publication(request=request, actor=staff)
    assert refused(publishing.refuse_publication, request=request, actor=staff, reason="X") == Reason.DECIDED
    assert published == [request]
    deliver_all()
    assert [leader.email in message.to[0] for message in mailoutbox] == [True]
    assert "has approved" in mailoutbox[0].body


def test_publication_is_withdrawn_with_its_letter_or_refused_with_a_reason(group, author, leader, mailoutbox):
    document = make_document(group, author)
    set_state(document=document, actor=leader, state=DocumentState.FINAL)
    facts = {"document": document, "actor": leader, "note": "", "licence": "cc0-1.0"}
    first = publishing.ask_to_publish(**facts)
    assert refused(publishing.withdraw_publication, request=first, actor=author) == Reason.NOT_YOURS
    publishing.withdraw_publication(request=first, actor=leader)
    deliver_all()
    assert mailoutbox == []
    second = publishing.ask_to_publish(**facts)
    publishing.refuse_publication(request=second, actor=UserFactory(staff=True), reason="Too early.")
    deliver_all()
    assert "Too early." in mailoutbox[0].body
    second.refresh_from_db()
    assert second.state == PublicationState.REFUSED


# With posts


def test_files_of_a_post_become_documents_quietly_and_go_and_come_with_it(group, author, leader, mailoutbox):
    MembershipFactory(group=group, rhythm=Rhythm.AT_ONCE)
    thread = make_thread(group, author)
    file = checked(BytesIO(b"Quartz"), name="a.txt", size=6)
    key = uuid.uuid4()
    post = reply(thread=thread, author=author, text="See this.", key=key, files=[file])
    assert reply(thread=thread, author=author, text="See this.", key=key, files=[file]) == post
    document = Document.objects.get()
    assert (document.folder.name, document.post, document.current.is_quiet) == ("Attachments", post, True)
    attach(post=post, name="b.txt", content=BytesIO(b"By mail"))
    attach(post=post, name="b.txt", content=BytesIO(b"By mail"))
    assert Document.objects.count() == 2
    delete_post(post=post, actor=author)
    assert Document.objects.filter(trashed_at=None).count() == 0
    restore_post(post=post, actor=leader)
    assert Document.objects.filter(trashed_at=None).count() == 2
    deliver_all()
    assert mailoutbox == []


def test_post_with_a_file_too_many_is_not_made_and_keeps_no_file(group, author):
    thread = make_thread(group, author)
    group.quota_megabytes = 1
    group.save()
    files = [checked(BytesIO(b"x" * 600_000), name=f"{n}.txt", size=600_000) for n in range(2)]
    facts = {"thread": thread, "author": author, "text": "X", "key": uuid.uuid4(), "files": files}
    assert refused(reply, **facts) == Reason.QUOTA
    assert (thread.posts.count(), Document.objects.count(), files_on_disk()) == (1, 0, 0)


# Privacy


def test_erased_member_leaves_documents_without_a_name(group, author):
    from working_groups import document_data

    document = make_document(group, author)
    lock_document(document=document, actor=author)
    comment(document=document, author=author, text="X", key=uuid.uuid4())
    archives.ask_for_archive(inside=get_group_for(author, "one"), member=author, folder=None)
    collected = document_data.collect(author)
    assert [bytes_of(file.open) for file in collected.files] == [b"Which indicators?"]
    assert len(collected.records) == 4
    document_data.erase(author)
    document_data.erase(author)
    document.refresh_from_db()
    assert (document.author, document.locked_by, document.current.author) == (None, None, None)
    assert (DocumentComment.objects.get().author, FolderArchive.objects.count()) == (None, 0)


def test_every_visibility_finds_what_it_may(group, author):
    from django.contrib.auth.models import AnonymousUser

    from working_groups.search import find_documents

    document = make_document(group, author, content=b"Quartz")
    read_all(document)
    stranger = UserFactory()
    seen = {}
    for visibility in Visibility.values:
        type(group).objects.filter(pk=group.pk).update(visibility=visibility)
        seen[visibility] = [
            bool(find_documents(parse("quartz"), who, 10)) for who in (AnonymousUser(), stranger, author)
        ]
    assert seen == {
        "public": [True, True, True],
        "community": [False, True, True],
        "private": [False, False, True],
        "hidden": [False, False, True],
    }
    assert DocumentText.objects.count() == 2
