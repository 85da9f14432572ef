"""Private files that no row names: one of each kind goes; its neighbour stays, and so does what is just coming in."""

import os
import uuid
from datetime import timedelta
from io import StringIO

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.utils import timezone

from cop.core.files import orphans
from cop.core.files.serving import private_storage
from cop.privacy.services import exporting
from tests.factories.documents import make_document, pdf, read_all
from tests.factories.members import UserFactory
from working_groups.models import FolderArchive, IncomingMail

pytestmark = pytest.mark.django_db
LOST = {
    "a version": "working_groups/7/lost.txt",
    "a preview picture": "working_groups/7/lost.pdf.1.webp",
    "the original of a mail": "incoming-mail/2026/03/lost.eml",
    "a ZIP file": "working_groups/archives/5f0f3a52-0000-4000-8000-000000000000.zip",
    "an export": "privacy/exports/5f0f3a52-0000-4000-8000-000000000001.zip",
    "an answer": "events/answers/2026/03/lost.pdf",
}


def age(path, hours=25):
    moment = (timezone.now() - timedelta(hours=hours)).timestamp()
    os.utime(private_storage().path(path), (moment, moment))


@pytest.fixture
def kept():
    """One file of each kind that a row names, older than a day."""
    document = make_document(name="Two.pdf", content=pdf("One", "Two"))
    read_all(document)
    version = document.versions.get()
    mail = IncomingMail(
        key=uuid.uuid4(), outcome="silent", sender="a@members.example", size=1, received_at=timezone.now()
    )
    mail.raw.save("kept.eml", ContentFile(b"x"), save=False)
    mail.save()
    archive = FolderArchive.objects.create(
        group=document.group, member=document.author, state="ready", asked_at=timezone.now(),
        expires_at=timezone.now() + timedelta(hours=1),
    )  # fmt: skip
    private_storage().save(archive.path, ContentFile(b"x"))
    export = exporting.ask_for_export(member=UserFactory())
    exporting.make(export.pk)
    paths = [version.path, version.picture_path(1), mail.raw.name, archive.path, export.path]
    for path in paths:
        age(path)
    yield paths
    for path in paths:
        private_storage().delete(path)


@pytest.mark.parametrize("kind", LOST)
def test_lost_file_goes_and_what_rows_name_stays(kept, kind, caplog):
    path = private_storage().save(LOST[kind], ContentFile(b"x"))
    age(path)
    with caplog.at_level("INFO", logger="cop.core.files.orphans"):
        assert orphans.sweep() == [path]
    assert caplog.messages == [f"The private file {path} was removed: no row names it."]
    assert not private_storage().exists(path)
    assert [private_storage().exists(each) for each in kept] == [True] * 5
    assert orphans.sweep() == []


def test_file_that_is_just_coming_in_and_one_of_nobody_stay():
    young = private_storage().save(LOST["a version"], ContentFile(b"x"))
    foreign = private_storage().save("somewhere/else.txt", ContentFile(b"x"))
    age(young, hours=23)
    age(foreign)
    assert orphans.sweep() == []
    assert orphans.sweep(now=timezone.now() + timedelta(hours=2)) == [young]
    private_storage().delete(foreign)


def test_command_says_what_it_would_remove_and_removes_it():
    path = private_storage().save(LOST["a version"], ContentFile(b"x"))
    age(path)
    for arguments, is_there in ((["--dry-run"], True), ([], False)):
        said = StringIO()
        call_command("sweep_private_files", *arguments, stdout=said)
        assert said.getvalue().splitlines() == [path, "1 files."]
        assert private_storage().exists(path) is is_there
