"""A member's own data: complete, without secrets, for its member alone, made once, removed in time."""

import io
import json
import zipfile
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from cop.notifications.models import Letter
from cop.privacy import personal_data
from cop.privacy.clock import sweep_exports
from cop.privacy.models import DataExport, ExportState
from cop.privacy.refusals import PrivacyRefused, Reason
from cop.privacy.services import exporting
from tests.events.forum import statements
from tests.factories.members import UserFactory
from tests.letters import deliver_all, kinds, links_of

from .lives import CANARIES, SECRETS, prove, whole_life

pytestmark = pytest.mark.django_db


def made(member) -> DataExport:
    export = exporting.ask_for_export(member=member)
    assert exporting.make(export.pk) is True
    export.refresh_from_db()
    return export


def fetch(client, export: DataExport) -> tuple[int, bytes]:
    """Status and bytes of the download; the file that was served is closed again."""
    answer = client.get(reverse("download_my_data", args=[export.key]))
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    # Not answer.close(): that ends the request, and with it the connection of this test.
    for close in answer._resource_closers:
        close()
    return answer.status_code, body


def contents(export: DataExport) -> zipfile.ZipFile:
    with exporting.open_file(export) as file:
        return zipfile.ZipFile(io.BytesIO(file.read()))


def test_file_holds_everything_and_no_secret():
    life = whole_life()

    archive = contents(made(life.member))

    data, page = archive.read("data.json").decode(), archive.read("index.html").decode()
    files = {name: archive.read(name).decode() for name in archive.namelist() if name.startswith("files/")}
    assert archive.testzip() is None
    assert files == {f"files/registrations/001-{CANARIES['file']}": CANARIES["file content"]}
    for what, canary in CANARIES.items():
        if what not in ("file content", "file"):
            assert canary in data, what
            assert canary in page, what
    assert f"001-{CANARIES['file']}" in data
    assert "What do you not eat?" in page
    for secret in SECRETS:
        assert secret not in data + page
    assert life.friend.email not in data + page


def test_json_is_ordered_by_chapters_and_readable_by_machines():
    life = whole_life()

    data = json.loads(contents(made(life.member)).read("data.json"))

    assert list(data["chapters"]) == [chapter.key for chapter in personal_data.chapters()]
    assert data["account"] == CANARIES["address"]
    (ahead, behind, *_rest) = data["chapters"]["registrations"]["records"]
    assert (ahead["event"], ahead["state"], ahead["answer.food"]) == ("Event ahead", "Confirmed", CANARIES["answer"])
    assert (behind["event"], behind["state"]) == ("Event behind", "Attended")


def test_page_loads_nothing_and_escapes_what_people_wrote():
    member = UserFactory(name="<script>alert(1)</script>")

    page = contents(made(member)).read("index.html").decode()

    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert "http-equiv" not in page
    assert " src=" not in page


def test_file_names_cannot_leave_their_folder():
    life = whole_life()
    life.file.name = "../../etc/\x1fpass:wd\u202e.txt"
    life.file.save()

    names = [name for name in contents(made(life.member)).namelist() if name.startswith("files/")]

    assert names == ["files/registrations/001--..-etc--pass-wd-.txt"]


def test_member_asks_gets_a_letter_and_fetches(client_for, run_tasks):
    life = whole_life()
    Letter.objects.all().delete()
    client = prove(client_for(life.member))

    assert "Put my data together" in client.get(reverse("my_data")).text
    waiting = client.post(reverse("my_data"), follow=True)
    assert "We are putting your data together" in waiting.text
    assert waiting["Refresh"] == "5"
    run_tasks()

    assert kinds() == ["privacy.export_ready"]
    page = client.get(reverse("my_data"))
    assert "Your data is ready" in page.text
    export = DataExport.objects.get()
    answer = client.get(reverse("download_my_data", args=[export.key]))
    archive = zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))
    for close in answer._resource_closers:
        close()
    assert "index.html" in archive.namelist()
    assert answer["Cache-Control"] == "no-store, private"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert 'attachment; filename="my-data-' in answer["Content-Disposition"]


def test_letter_leads_to_the_page_and_not_to_the_file():
    export = made(UserFactory())
    (message,) = deliver_all()

    assert any(link.endswith("/account/data/") for link in links_of(message))
    assert str(export.key) not in message.body


def test_file_is_its_members_alone_and_only_after_a_fresh_proof(client, client_for, staff):
    member = UserFactory()
    export = made(member)
    address = reverse("download_my_data", args=[export.key])

    assert fetch(prove(client_for(staff)), export)[0] == 404
    assert fetch(client, export)[0] == 302
    assert client_for(member).get(address).url.startswith("/account/confirm/")
    assert fetch(prove(client_for(member), minutes_ago=16), export)[0] == 302
    assert fetch(prove(client_for(member)), export)[0] == 200


def test_file_lies_in_the_private_storage(settings):
    export = made(UserFactory())

    assert (settings.PRIVATE_ROOT / export.path).is_file()
    assert not (settings.MEDIA_ROOT / export.path).exists()


def test_one_at_a_time():
    member = UserFactory()
    exporting.ask_for_export(member=member)

    with pytest.raises(PrivacyRefused) as caught:
        exporting.ask_for_export(member=member)

    assert caught.value.reason == Reason.UNDER_WAY
    assert DataExport.objects.count() == 1


def test_new_one_replaces_the_earlier(django_capture_on_commit_callbacks):
    member = UserFactory()
    first = made(member)
    with django_capture_on_commit_callbacks(execute=True):
        second = made(member)

    first.refresh_from_db()
    assert (first.state, second.state) == (ExportState.REMOVED, ExportState.READY)
    assert not exporting.private_storage().exists(first.path)


def test_sixth_in_a_day_is_refused():
    member = UserFactory()
    start = timezone.now()
    for _time in range(exporting.ASKED_A_DAY):
        made(member)

    with pytest.raises(PrivacyRefused) as caught:
        exporting.ask_for_export(member=member)
    assert caught.value.reason == Reason.TOO_OFTEN
    with time_machine.travel(start + timedelta(days=1, minutes=5), tick=False):
        exporting.ask_for_export(member=member)


def test_made_twice_is_made_once():
    export = exporting.ask_for_export(member=UserFactory())

    assert exporting.make(export.pk) is True
    assert exporting.make(export.pk) is False

    assert kinds() == ["privacy.export_ready"]


def test_killed_worker_is_survived(monkeypatch, run_tasks):
    export = exporting.ask_for_export(member=UserFactory())
    run = exporting.write_zip

    def killed(target, member, *, now):
        run(target, member, now=now)
        raise KeyboardInterrupt

    monkeypatch.setattr(exporting, "write_zip", killed)
    with pytest.raises(KeyboardInterrupt):
        exporting.make(export.pk)
    monkeypatch.setattr(exporting, "write_zip", run)
    export.refresh_from_db()
    assert export.state == ExportState.MAKING
    with time_machine.travel(timezone.now() + timedelta(minutes=9), tick=False):
        sweep_exports.call()
    assert exporting.make(export.pk) is False  # still claimed

    with time_machine.travel(timezone.now() + timedelta(minutes=11), tick=False):
        sweep_exports.call()
        assert exporting.make(export.pk) is True

    assert kinds() == ["privacy.export_ready"]


def test_killed_between_file_and_note_leaves_one_file(monkeypatch, settings):
    export = exporting.ask_for_export(member=UserFactory())

    def killed(**kwargs):
        raise KeyboardInterrupt

    monkeypatch.setattr(exporting.outbox, "post", killed)
    with pytest.raises(KeyboardInterrupt):
        exporting.make(export.pk)
    monkeypatch.undo()
    DataExport.objects.update(state=ExportState.WAITING, claimed_until=None)

    assert exporting.make(export.pk) is True

    left = [path.name for path in (settings.PRIVATE_ROOT / "privacy/exports").iterdir()]
    assert left.count(f"{export.key}.zip") == 1
    assert [name for name in left if str(export.key) in name] == [f"{export.key}.zip"]


def test_whoever_lost_the_claim_writes_nothing(monkeypatch):
    export = exporting.ask_for_export(member=UserFactory())
    run = exporting.write_zip

    def overtaken(target, member, *, now):
        run(target, member, now=now)
        DataExport.objects.update(claimed_until=timezone.now() + timedelta(hours=1))

    monkeypatch.setattr(exporting, "write_zip", overtaken)

    assert exporting.make(export.pk) is False
    assert kinds() == []


def test_three_failures_are_said_and_a_new_one_may_be_asked_for(monkeypatch, client_for):
    member = UserFactory()
    export = exporting.ask_for_export(member=member)
    monkeypatch.setattr(exporting, "write_zip", lambda *args, **kwargs: 1 / 0)
    for _time in range(exporting.MAX_ATTEMPTS):
        exporting.make(export.pk)

    export.refresh_from_db()
    assert export.state == ExportState.FAILED
    page = prove(client_for(member)).get(reverse("my_data"))
    assert "could not be put together" in page.text
    assert "Put my data together" in page.text


def test_file_is_removed_on_the_seventh_day_not_before(client_for, django_capture_on_commit_callbacks):
    member = UserFactory()
    export = made(member)
    end = export.expires_at
    assert end - export.ready_at == timedelta(days=7)

    with time_machine.travel(end - timedelta(seconds=1), tick=False):
        assert exporting.remove_expired(timezone.now()) == 0
        assert fetch(prove(client_for(member)), export)[0] == 200
    with time_machine.travel(end, tick=False):
        # The link is dead even before the clock has come round.
        assert fetch(prove(client_for(member)), export)[0] == 404
        with django_capture_on_commit_callbacks(execute=True):
            assert exporting.remove_expired(timezone.now()) == 1
    assert not exporting.private_storage().exists(export.path)


@pytest.mark.parametrize("number", [1, 3])
def test_page_costs_the_same_whatever_was_asked_for(client_for, number):
    member = UserFactory()
    for _time in range(number):
        made(member)
    client = prove(client_for(member))
    client.get(reverse("my_data"))

    with statements() as visit:
        client.get(reverse("my_data"))

    # Session, account, the latest export.
    assert len(visit) == 3, "\n".join(visit)
