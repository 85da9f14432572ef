"""Imports in the background: looked at, taken in, gone on with after a killed worker, removed."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.utils import timezone

from cop.core.files.orphans import sweep as sweep_orphans
from cop.core.files.serving import private_storage
from resources.models import ImportLine, ImportRun, ResourceFile, ResourcePage
from resources.refusals import Reason, Refused
from resources.services import importing
from resources.services.import_rows import take
from tests.factories.resources import editor, library, publisher
from tests.resources.sheets import as_csv, begun, packed, row

pytestmark = pytest.mark.django_db

THREE = [row(key=f"k{number}", title=f"Title {number}") for number in range(3)]


def outcomes(run) -> dict[int, str]:
    return dict(run.lines.values_list("number", "outcome"))


def test_sheet_is_looked_at_first_and_then_taken_in(run_tasks):
    run = begun(row(file="talk.txt"), row(key="b", doi="x"), files={"talk.txt": b"Which indicators?"})
    run_tasks()
    run.refresh_from_db()
    assert (run.state, run.total, outcomes(run)) == ("checked", 2, {2: "made", 3: "refused"})
    assert not ResourcePage.objects.exists()

    importing.start(run=run, actor=publisher())
    run_tasks()
    run.refresh_from_db()
    line = run.lines.get(number=2)
    assert (run.state, outcomes(run)) == ("done", {2: "made", 3: "refused"})
    assert (line.resource, line.resource.files.count()) == (ResourcePage.objects.get(), 1)
    assert (private_storage().exists(run.sheet_path), private_storage().exists(run.packed_path)) == (True, False)


def test_what_is_not_looked_at_is_not_taken_in_nor_twice(run_tasks):
    run = begun(row())
    for _twice in range(2):
        with pytest.raises(Refused) as caught:
            importing.start(run=run, actor=publisher())
        assert caught.value.reason == Reason.NOT_LOOKED_AT
        run_tasks()
        if ImportRun.objects.get().state == "checked":
            importing.start(run=run, actor=publisher())
            run_tasks()
    assert (ImportRun.objects.get().state, ResourcePage.objects.count()) == ("done", 1)


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        ({"sheet": b"Ana"}, Reason.SHEET),
        ({"packed": b"nonsense"}, Reason.PACKED),
        ({"packed": packed({"../x": b"x"})}, Reason.PACKED),
        ({"packed": packed({"x": b"x"}), "size": 2_000_000_000}, Reason.PACKED),
        ({"actor": editor}, Reason.NO_IMPORT),
    ],
)
def test_what_is_wrong_as_a_whole_is_refused_at_once(facts, reason):
    library()
    with pytest.raises(Refused) as caught:
        importing.begin(
            actor=facts.get("actor", publisher)(),
            sheet=BytesIO(facts.get("sheet", as_csv(row()))),
            name="old.csv",
            packed=BytesIO(facts["packed"]) if "packed" in facts else None,
            packed_name="old.zip",
            size=facts.get("size", 1),
        )
    assert (caught.value.reason, ImportRun.objects.count()) == (reason, 0)


def test_right_that_is_lost_before_the_worker_comes_stops_the_run(run_tasks):
    person = publisher()
    run = begun(row(), actor=person)
    person.is_superuser = False
    person.save()
    run_tasks()
    run.refresh_from_db()
    assert (run.state, run.problem) == ("failed", "Material is taken in by those who may publish in the library.")


class Killed(BaseException):
    """What a signal does to a worker."""


@pytest.mark.parametrize("moment", ["before the row", "within the row", "behind the row"])
def test_killed_worker_is_followed_by_one_that_goes_on(monkeypatch, run_tasks, moment):
    run = begun(*THREE)
    run_tasks()
    importing.start(run=run, actor=publisher())
    seen = []

    def killed(row, desk, *, rehearsal, note):
        if row.number == 3 and moment == "before the row":
            raise Killed

        def noted(result):
            note(result)
            if row.number == 3 and moment == "within the row":
                raise Killed

        seen.append(row.number)
        result = take(row, desk, rehearsal=rehearsal, note=noted)
        if row.number == 3:
            raise Killed
        return result

    monkeypatch.setattr(importing, "take", killed)
    with pytest.raises(Killed):
        importing.work(run.pk)
    assert ResourcePage.objects.count() == ImportLine.objects.count() == (2 if moment == "behind the row" else 1)
    monkeypatch.setattr(importing, "take", take)

    # Its claim holds for a while: nobody works at the same rows.
    assert (importing.work(run.pk), importing.sweep()) == (False, 0)
    later = timezone.now() + importing.CLAIM + timedelta(minutes=1)
    assert importing.sweep(now=later) == 1
    assert importing.work(run.pk, now=later)
    run.refresh_from_db()
    assert (run.state, outcomes(run)) == ("done", {2: "made", 3: "made", 4: "made"})
    assert ResourcePage.objects.count() == 3


def test_row_that_kills_every_worker_stops_the_run(monkeypatch, run_tasks):
    run = begun(row())

    def killed(*args, **kwargs):
        raise Killed

    monkeypatch.setattr(importing, "take", killed)
    now = timezone.now()
    for number in range(3):
        with pytest.raises(Killed):
            importing.work(run.pk, now=now + number * importing.CLAIM * 2)
    assert not importing.work(run.pk, now=now + 3 * importing.CLAIM * 2)
    run.refresh_from_db()
    assert (run.state, "three times" in run.problem) == ("failed", True)


def test_long_import_takes_turns(run_tasks):
    run = begun(*THREE)
    assert not importing.work(run.pk, turn=0)
    run.refresh_from_db()
    assert (run.state, run.claimed_until, len(outcomes(run))) == ("checking", None, 1)
    run_tasks()
    run.refresh_from_db()
    assert (run.state, len(outcomes(run))) == ("checked", 3)


def test_lost_task_is_queued_again():
    begun(row())
    assert importing.sweep() == 0
    assert importing.sweep(now=timezone.now() + timedelta(minutes=11)) == 1


def test_sheets_go_after_their_days_and_resources_stay(run_tasks):
    run = begun(row())
    run_tasks()
    importing.start(run=run, actor=publisher())
    run_tasks()
    run.refresh_from_db()
    assert importing.remove_old(run.moved_at - timedelta(seconds=1)) == 0
    assert importing.remove_old(run.moved_at) == 1
    assert (ImportRun.objects.exists(), ResourcePage.objects.count()) == (False, 1)


def test_run_under_way_is_not_removed_and_another_one_is_with_its_files(run_tasks, django_capture_on_commit_callbacks):
    run = begun(row(), files={"a.txt": b"x"})
    with pytest.raises(Refused):
        importing.remove(run=run, actor=publisher())
    run_tasks()
    with django_capture_on_commit_callbacks(execute=True):
        importing.remove(run=run, actor=publisher())
    assert [private_storage().exists(path) for path in (run.sheet_path, run.packed_path)] == [False, False]


def test_kept_sheets_are_no_orphans():
    run = begun(row(), files={"a.txt": b"x"})
    later = timezone.now() + timedelta(days=2)
    assert not {run.sheet_path, run.packed_path} & set(sweep_orphans(now=later, is_rehearsal=True))
    ImportRun.objects.all().delete()
    assert {run.sheet_path, run.packed_path} <= set(sweep_orphans(now=later))


def test_rows_with_files_are_taken_in_one_turn_if_it_is_long_enough():
    number = 40
    rows = [row(key=f"k{n}", title=f"Talk {n}", file=f"{n}.txt") for n in range(number)]
    run = begun(*rows, files={f"{n}.txt": b"Talk %d" % n for n in range(number)})
    assert importing.work(run.pk, turn=600)
    importing.start(run=run, actor=publisher())
    assert importing.work(run.pk, turn=600)
    assert (ResourcePage.objects.count(), ResourceFile.objects.count()) == (number, number)
