"""What every test may use: the ground (root page, home page, site), members, clients, real concurrency."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection, connections
from django.test import Client, TransactionTestCase

from tests import caching
from tests.ground import ground, know_content_types, lay_ground, save_template, template_file
from tests.race import Race
from tests.readings import Remembering

COMMITTING = {"transactional_db", "live_server", "race", "server"}


def pytest_ignore_collect(collection_path, config) -> bool | None:
    """Browser journeys are a run of their own: `pytest tests/e2e`."""
    asked = any("e2e" in str(argument) for argument in config.args)
    return True if collection_path.name == "e2e" and not asked else None


def _commits(item: pytest.Item) -> bool:
    marker = item.get_closest_marker("django_db")
    return bool(marker and marker.kwargs.get("transaction")) or bool(COMMITTING & set(item.fixturenames))


@pytest.fixture(scope="session")
def django_db_keepdb(request) -> bool:
    """A file of SQLite starts as a copy of the last migrated one (below) and is removed by us."""
    return connection.vendor == "sqlite" or request.config.getvalue("reuse_db")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings) -> None:
    """Migrating takes 18 seconds, copying the result of the same migrations none."""
    if connection.vendor != "sqlite":
        return
    name = settings.DATABASES["default"]["TEST"]["NAME"]
    # A run that was killed may have left a file behind, and its number may have come round to this process.
    for suffix in ("", "-shm", "-wal"):
        Path(f"{name}{suffix}").unlink(missing_ok=True)
    if template_file().exists():
        shutil.copyfile(template_file(), name)
        ground.is_laid = True


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker) -> Iterator[None]:
    """The migrated database, plus the few pages without which no page can be served."""
    from wagtail.search.backends import get_search_backend

    with django_db_blocker.unblock():
        # Not "is there a template": another process may have made one while this one migrated.
        if not ground.is_laid:
            lay_ground()
            if connection.vendor == "sqlite":
                save_template()
        know_content_types()
        # On SQLite the search asks once in a process whether there is its table.
        get_search_backend()
    yield
    if connection.vendor == "postgresql" and ground.is_spent:
        # For the next run with `--reuse-db`.
        with django_db_blocker.unblock():
            ground.restore()
    if connection.vendor == "sqlite":
        with django_db_blocker.unblock():
            name = connection.settings_dict["NAME"]
            connections.close_all()
        for suffix in ("", "-shm", "-wal"):
            Path(f"{name}{suffix}").unlink(missing_ok=True)


def _spend(_case: TransactionTestCase) -> None:
    """In place of Django's flush: what was committed goes when the ground comes back, in the hook below."""
    ground.is_spent = True


TransactionTestCase._fixture_teardown = _spend


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Iterator[None]:
    """After a test that commits the next one finds the ground again."""
    result = yield
    if nextitem is not None and ground.is_spent:
        from pytest_django.plugin import blocking_manager_key

        with item.config.stash[blocking_manager_key].unblock():
            ground.restore()
    return result


@pytest.fixture(autouse=True)
def _keep_ground(request) -> None:
    if _commits(request.node):
        request.getfixturevalue("django_db_setup")
        with request.getfixturevalue("django_db_blocker").unblock():
            ground.keep()


@pytest.fixture(scope="session", autouse=True)
def _read_once() -> Iterator[None]:
    from cop.core.stored import reading

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reading, "extraction", Remembering())
        yield


@pytest.fixture(autouse=True)
def _empty_cache() -> Iterator[None]:
    caching.settle()
    yield
    cache.clear()


@pytest.fixture
def site(db):
    """The default Wagtail site; its root page is the home page."""
    from wagtail.models import Site

    return Site.objects.select_related("root_page").get(is_default_site=True)


@pytest.fixture
def home(site):
    """The home page."""
    return site.root_page.specific


@pytest.fixture
def member(db):
    """An ordinary member: named, active, no rights."""
    from cop.members.models import User

    return User.objects.create_user("ana.member@members.example", name="Ana Member")


@pytest.fixture
def other_member(db):
    """A second member, to whom the first one's things do not belong."""
    from cop.members.models import User

    return User.objects.create_user("boris.other@members.example", name="Boris Other")


@pytest.fixture
def staff(db):
    """An administrator."""
    from cop.members.models import User

    return User.objects.create_superuser("sofia.staff@members.example", name="Sofia Staff")


@pytest.fixture
def client_for() -> Callable[..., Client]:
    """`client_for(user)`: a browser that is logged in as this user; `client_for(None)`: a visitor."""

    def make(user=None, **options) -> Client:
        client = Client(**options)
        if user is not None:
            client.force_login(user)
        return client

    return make


@pytest.fixture
def race(transactional_db) -> Race:
    """`race(calls)`: all at the same moment, each on a connection of its own; see tests/race.py."""
    return Race()


@pytest.fixture
def run_tasks(monkeypatch) -> Callable[[], None]:
    """Does what the worker would do now: runs every task that waits in the queue."""
    from django.core.management import call_command
    from django_tasks_db.management.commands import db_worker

    def work() -> None:
        # The worker leaves stale connections between tasks; here it has the test's own.
        monkeypatch.setattr(db_worker, "close_old_connections", lambda: None)
        call_command(
            "db_worker", queue_name="*", batch=True, interval=0, startup_delay=False, reload=False, verbosity=0
        )

    return work


def pytest_report_header() -> str:
    engine = "PostgreSQL" if "postgres" in os.environ.get("DATABASE_URL", "") else "SQLite"
    return f"database: {engine}"
