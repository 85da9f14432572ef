"""Promise 3 with real processes: no letter is lost, none is sent twice but in the one unavoidable window."""

import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone

from cop.notifications.choices import LetterState
from cop.notifications.models import Letter
from cop.notifications.services import delivery
from cop.notifications.tasks import deliver_letter
from tests.letters import letters

pytestmark = pytest.mark.django_db(transaction=True)
ROOT = Path(__file__).resolve().parent.parent.parent
# A machine that does much beside takes half a minute to start one.
PATIENCE = 180


class Workers:
    """Starts workers, tells them to begin, and reads what their mail server got."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.processes: list[subprocess.Popen] = []

    def start(self, count: int = 1, **environment: str) -> list[subprocess.Popen]:
        """Workers that have begun; each ends when no task is left."""
        database = {key: connection.settings_dict[key] for key in ("NAME", "USER", "PASSWORD", "HOST", "PORT")}
        (self.folder / "go").unlink(missing_ok=True)
        started = [
            subprocess.Popen(
                [sys.executable, "-m", "tests.notifications.worker"],
                cwd=ROOT,
                env={
                    **os.environ,
                    "DJANGO_SETTINGS_MODULE": "tests.notifications.worker_settings",
                    "WORKER_DATABASE": json.dumps({key: str(value) for key, value in database.items()}),
                    "WORKER_FOLDER": str(self.folder),
                    **environment,
                },
            )
            for _number in range(count)
        ]
        self.processes += started
        self.wait_for(lambda: all((self.folder / f"{process.pid}.ready").exists() for process in started))
        (self.folder / "go").touch()
        return started

    def run(self, count: int = 1, **environment: str) -> None:
        """Workers that have done all there was to do."""
        for process in self.start(count, **environment):
            assert process.wait(timeout=PATIENCE) == 0

    def wait_for(self, condition) -> None:
        until = time.monotonic() + PATIENCE
        while not condition():
            assert time.monotonic() < until, "waited too long"
            time.sleep(0.01)

    def begun(self) -> list[str]:
        return [path.name for path in self.folder.glob("*.begun")]

    def taken(self) -> Counter:
        """How often the mail server took each Message-ID."""
        return Counter(f"<{path.name.rsplit('.', 3)[0]}>" for path in self.folder.glob("*.taken"))

    def stop(self) -> None:
        for process in self.processes:
            if process.poll() is None:
                process.kill()
            process.wait(timeout=PATIENCE)


@pytest.fixture
def workers(tmp_path):
    started = Workers(tmp_path)
    yield started
    started.stop()


def kill_while_sending(workers: Workers, letter: Letter, environment: dict[str, str], has_come_to) -> None:
    [process] = workers.start(**environment)
    workers.wait_for(lambda: has_come_to(workers))
    os.kill(process.pid, signal.SIGKILL)
    process.wait(timeout=PATIENCE)
    assert Letter.objects.get(pk=letter.pk).state == LetterState.SENDING


def let_claims_run_out() -> None:
    Letter.objects.filter(state=LetterState.SENDING).update(claimed_until=timezone.now() - timedelta(seconds=1))


def test_worker_killed_before_the_server_took_the_letter_sends_it_once(post, workers):
    letter = post()
    kill_while_sending(workers, letter, {"WORKER_WAITS_BEFORE": "60"}, lambda workers: workers.begun())
    assert workers.taken() == {}
    assert delivery.sweep() == 0  # The claim holds; nobody knows that its owner is dead.
    workers.run()
    assert workers.taken() == {}

    let_claims_run_out()
    assert delivery.sweep() == 1
    workers.run(2)
    assert workers.taken() == {letter.message_id: 1}
    kept = Letter.objects.get()
    assert (kept.state, kept.attempts, kept.message_id) == (LetterState.SENT, 2, letter.message_id)

    assert delivery.sweep() == 0
    workers.run()
    assert workers.taken() == {letter.message_id: 1}


def test_worker_killed_after_the_server_took_the_letter_repeats_it_under_the_same_message_id(post, workers):
    letter = post()
    kill_while_sending(workers, letter, {"WORKER_WAITS_AFTER": "60"}, lambda workers: workers.taken())
    let_claims_run_out()
    assert delivery.sweep() == 1
    workers.run(2)
    assert delivery.sweep() == 0
    workers.run()
    assert workers.taken() == {letter.message_id: 2}
    assert Letter.objects.get().state == LetterState.SENT


@pytest.mark.race
def test_two_workers_at_once_send_each_of_fifty_letters_once(post, workers):
    written = [post().message_id for _number in range(50)]
    for letter in letters():  # As after a sweep that thought the tasks lost: two tasks for each letter.
        deliver_letter.enqueue(letter.pk)
    workers.run(2, WORKER_WAITS_BEFORE="0.01")
    assert workers.taken() == dict.fromkeys(written, 1)
    assert {letter.state for letter in letters()} == {LetterState.SENT}
    assert {letter.attempts for letter in letters()} == {1}
    # Both had a hand in it, else this test says nothing.
    assert len({name.rsplit(".", 3)[1] for name in workers.begun()}) == 2


@pytest.mark.race
def test_many_threads_at_once_send_a_letter_once(race, mailbox, post):
    numbers = [post().pk for _number in range(10)]
    calls = [lambda number=number: delivery.deliver(number) for number in numbers for _time in range(4)]
    outcomes = race(calls, at_once=8)
    assert Counter(outcomes) == {True: 10, False: 30}
    assert sorted(message.extra_headers["Message-ID"] for message in mailbox) == sorted(
        letter.message_id for letter in letters()
    )
