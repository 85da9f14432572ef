"""Files that came before notes were taken out: cleaned once, one at a time, and the old ones are not lost."""

import zipfile
from datetime import timedelta
from io import BytesIO, StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from cop.core.extraction import cleaning
from cop.core.files.serving import private_storage
from resources.choices import CleaningOutcome
from resources.models import FileVersion, ImportedResource
from resources.services import clean_up
from tests.factories.documents import deck
from tests.factories.resources import ResourcePageFactory, make_file, make_version

pytestmark = pytest.mark.django_db

SECRET = "Say nothing of the budget"


@pytest.fixture
def file():
    return make_file(
        ResourcePageFactory(title="Deck"), content=deck("Steel", notes=SECRET), name="deck.pptx", reads=True
    )


def run(*options):
    out = StringIO()
    call_command("clean_library_files", *options, stdout=out)
    return out.getvalue().splitlines()


def holds_secret(version):
    with private_storage().open(version.path) as kept, zipfile.ZipFile(BytesIO(kept.read())) as archive:
        return any(SECRET.encode() in archive.read(name) for name in archive.namelist())


def numbers(file):
    return list(file.versions.order_by("number").values_list("number", flat=True))


def test_readers_get_a_cleaned_version_and_editors_keep_the_old_one(client, file):
    make_file(file.resource, content=deck("Bare"), name="bare.pptx")
    make_file(file.resource)

    said = run()

    assert said[0] == f"{file.resource.get_absolute_url()} · deck: without notes and comments now"
    assert said[1:] == [
        "1 without notes and comments now, 1 had none, 0 changed meanwhile, 0 cannot be looked through, 0 lost."
    ]
    first, second = file.versions.order_by("number")
    file.refresh_from_db()
    assert (file.current, holds_secret(first), holds_secret(second)) == (second, True, False)
    assert (second.name, second.what_changed) == ("deck.pptx", "Notes and comments were taken out.")
    sent = b"".join(client.get(f"/library/{file.resource.slug}/files/{file.pk}/").streaming_content)
    assert len(sent) == second.size
    assert SECRET.encode() not in sent


def test_run_again_it_does_nothing_more(file):
    run()
    assert run()[-1].startswith("0 without notes and comments now, 1 had none")
    assert numbers(file) == [1, 2]


def test_rehearsal_says_what_would_be_and_writes_nothing(file):
    said = run("--dry-run")

    assert said[0].endswith("deck: without notes and comments now")
    assert said[1].startswith("Would be: 1 without notes")
    assert numbers(file) == [1]


def test_what_editors_have_added_since_is_left_as_they_decided(file):
    FileVersion.objects.update(created_at=timezone.now() - timedelta(days=40))
    kept = make_file(file.resource, content=deck("Steel", notes=SECRET), name="new.pptx")

    run(f"--before={timezone.localdate() - timedelta(days=7)}")

    assert (numbers(file), numbers(kept)) == ([1, 2], [1])


def test_file_that_cannot_be_looked_through_is_named_and_the_others_are_cleaned(file, monkeypatch):
    other = make_file(file.resource, content=deck("Steel", notes=SECRET), name="other.pptx")
    look = cleaning._code
    codes = iter([-9])
    monkeypatch.setattr(cleaning, "_code", lambda *anything: next(codes, None) or look(*anything))

    out = StringIO()
    with pytest.raises(CommandError):
        call_command("clean_library_files", stdout=out)

    assert "deck: cannot be looked through" in out.getvalue()
    assert (numbers(file), numbers(other)) == ([1], [1, 2])


def test_file_that_is_lost_is_named(file):
    private_storage().delete(file.current.path)

    with pytest.raises(CommandError, match="Not all files"):
        run()

    assert clean_up.clean_up(file.current) == CleaningOutcome.LOST


def test_newer_file_of_an_editor_is_not_written_over(file, monkeypatch):
    old, look = file.current, cleaning._code

    def meanwhile(*anything):
        assert connection.savepoint_ids == before
        make_version(file, content=b"Newer.")
        return look(*anything)

    before = list(connection.savepoint_ids)
    monkeypatch.setattr(cleaning, "_code", meanwhile)

    assert clean_up.clean_up(old) == CleaningOutcome.LEFT
    assert numbers(file) == [1, 2]
    assert file.versions.get(number=2).name == "notes.txt"


def test_next_import_does_not_take_it_for_an_editors_change(file):
    record = ImportedResource.objects.create(
        key="k", resource=file.resource, page_number=file.resource_id, file=file, file_number=1, revision=1, live=True
    )

    run()

    record.refresh_from_db()
    file.refresh_from_db()
    assert record.file_number == file.last_number == 2
