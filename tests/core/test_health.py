"""Live answers always; ready names what is missing and tells nothing else."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.db.utils import OperationalError
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from cop.core import health
from cop.core.tasks import heartbeat, prune_task_results


@pytest.fixture
def worker_alive(db, run_tasks):
    heartbeat.enqueue()
    run_tasks()


def test_live_asks_nobody(client):
    # Without the fixture `db` a statement would be refused.
    response = client.get("/health/live/")

    assert (response.status_code, response.json()) == (200, {"status": "ok"})
    assert response.headers["Cache-Control"] == "no-store"


def test_ready_when_everything_answers(client, worker_alive):
    response = client.get("/health/ready/")

    assert (response.status_code, response.json()) == (200, {"status": "ok"})


def test_ready_is_cheap(client, worker_alive, django_assert_num_queries):
    client.get("/health/ready/")

    with django_assert_num_queries(2):
        client.get("/health/ready/")


def test_ready_without_worker_names_it(client, db):
    response = client.get("/health/ready/")

    assert (response.status_code, response.json()) == (503, {"status": "failing", "failing": ["worker"]})


@pytest.mark.parametrize(("silent_for", "status"), [(179, 200), (181, 503)])
def test_ready_gives_the_worker_three_minutes(client, worker_alive, silent_for, status):
    moment = timezone.now() - timedelta(seconds=silent_for)
    DBTaskResult.objects.update(finished_at=moment)

    assert client.get("/health/ready/").status_code == status


def test_heartbeat_that_failed_is_none(client, worker_alive):
    DBTaskResult.objects.update(status="FAILED")

    assert client.get("/health/ready/").json()["failing"] == ["worker"]


def test_waiting_letters_do_not_hold_up_the_heartbeat(db):
    assert heartbeat.priority == 100


def test_ready_with_unreachable_cache_names_it_and_hides_the_reason(client, worker_alive, monkeypatch, caplog):
    def fail(*args, **kwargs):
        raise ConnectionError("redis://user:secret@cache.example refused")

    monkeypatch.setattr(type(cache._connections["default"]), "set", fail)
    response = client.get("/health/ready/")

    assert (response.status_code, response.json()) == (503, {"status": "failing", "failing": ["cache"]})
    assert b"secret" not in response.content
    assert "Health check cache failed." in caplog.text


def test_ready_with_unreachable_database_names_what_depends_on_it(client, db, monkeypatch):
    def fail(*args, **kwargs):
        raise OperationalError("no route to host")

    health._migrations_were_applied.cache_clear()
    monkeypatch.setattr(connection, "cursor", fail)
    response = client.get("/health/ready/")
    monkeypatch.undo()

    assert (response.status_code, response.json()["failing"]) == (503, ["database", "migrations", "worker"])


def test_ready_with_missing_migration_names_it_until_it_is_applied(client, worker_alive):
    health._migrations_were_applied.cache_clear()
    recorder = MigrationRecorder(connection)
    app, name = max(key for key in recorder.applied_migrations() if key[0] == "home")

    recorder.record_unapplied(app, name)
    assert client.get("/health/ready/").json()["failing"] == ["migrations"]
    recorder.record_applied(app, name)
    assert client.get("/health/ready/").json() == {"status": "ok"}


def test_post_is_refused(client):
    assert client.post("/health/live/").status_code == 405


def test_old_task_results_go_and_recent_ones_stay(db, run_tasks):
    for _ in range(2):
        heartbeat.enqueue()
    run_tasks()
    old, recent = DBTaskResult.objects.all()
    DBTaskResult.objects.filter(pk=old.pk).update(finished_at=timezone.now() - timedelta(days=2))

    prune_task_results.func()

    assert list(DBTaskResult.objects.all()) == [recent]
