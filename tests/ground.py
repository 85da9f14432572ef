"""The ground of every test: what migrations load, and the home page; put back after a test that commits."""

import hashlib
import os
import sqlite3
from functools import cached_property, lru_cache
from pathlib import Path

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django_tasks_db.models import DBTaskResult


def lay_ground() -> None:
    """Root page, home page, default site: a fresh installation without content."""
    from wagtail.models import Page, Site

    from home.models import HomePage

    for welcome_page in Page.objects.filter(depth=2):
        welcome_page.delete()
    root = Page.objects.get(depth=1)
    home = root.add_child(instance=HomePage(title="S3 Community of Practice", slug="home", summary="Sample summary."))
    Site.objects.all().delete()
    Site.objects.create(
        hostname="testserver", port=80, site_name="S3 Community of Practice", root_page=home, is_default_site=True
    )
    # Wagtail has asked the worker to index references; tests count the tasks that they cause themselves.
    DBTaskResult.objects.all().delete()


def know_content_types() -> None:
    """Whatever ran before, a test meets all of them in memory, as in a process that has served for a while."""
    ContentType.objects.clear_cache()
    ContentType.objects.get_for_models(*apps.get_models(), for_concrete_models=False)


@lru_cache(maxsize=1)
def template_file() -> Path:
    """The migrated file of SQLite that later runs copy; its name changes with whatever could change its content."""
    root = Path(__file__).resolve().parent.parent
    sources = [Path(__file__), root / "requirements.txt"]
    for pattern in (
        "*/migrations/**/*.py",
        "*/*/migrations/**/*.py",
        "*/data/*",
        "*/*/data/*",
        "*/roles.py",
        "*/*/roles.py",
        "*/*/services/role_table.py",
    ):
        sources += sorted(path for path in root.glob(pattern) if path.is_file())
    digest = hashlib.sha256()
    for path in sources:
        digest.update(f"{path}\n".encode() + path.read_bytes())
    return root / ".pytest_cache" / f"ground-{digest.hexdigest()[:16]}.sqlite3"


def save_template() -> None:
    """Of several processes the last one wins; all have made the same."""
    target = template_file()
    target.parent.mkdir(exist_ok=True)
    for old in sorted(target.parent.glob("ground-*"), key=lambda path: path.stat().st_mtime)[:-3]:
        old.unlink(missing_ok=True)
    unfinished = target.with_suffix(f".{os.getpid()}")
    copy = sqlite3.connect(unfinished)
    connection.connection.backup(copy)
    copy.close()
    unfinished.replace(target)


class Ground:
    """A copy of the whole database from before the first test that commits.

    Django's own way (serialized_rollback) takes seconds a test; copying bytes takes milliseconds.
    """

    def __init__(self) -> None:
        # This process began with a copy of a database on which the ground had been laid.
        self.is_laid = False
        # A test has committed something since the ground was put back.
        self.is_spent = False
        self.memory: sqlite3.Connection | None = None
        self.tables: dict[str, bytes] | None = None

    def keep(self) -> None:
        if self.memory is not None or self.tables is not None:
            return
        connection.ensure_connection()
        if connection.vendor == "sqlite":
            self.memory = sqlite3.connect(":memory:", check_same_thread=False)
            connection.connection.backup(self.memory)
        else:
            self.tables = {name: content for name in self.names if (content := self.read(name))}

    def restore(self) -> None:
        """Everything that was committed goes, the ground comes back.

        In place of Django's flush, which truncates 170 tables (each a handful of new files) and then makes content
        types and permissions anew: a second and a half a test on PostgreSQL, where this takes a few hundredths.
        """
        connection.ensure_connection()
        if self.memory is not None:
            self.memory.backup(connection.connection)
        elif self.tables is not None:
            # Foreign keys are checked at the commit, so the order of the tables does not matter.
            with transaction.atomic(), connection.cursor() as cursor:
                for name in self.filled(cursor):
                    cursor.execute(f"DELETE FROM {self.quote(name)}")
                for name, content in self.tables.items():
                    with cursor.copy(f"COPY {self.quote(name)} FROM STDIN") as copy:
                        copy.write(content)
        know_content_types()
        self.is_spent = False

    def filled(self, cursor) -> list[str]:
        """Tables in which there is a row, asked in one statement."""
        each = (f"SELECT {at} WHERE EXISTS (SELECT 1 FROM {self.quote(name)})" for at, name in enumerate(self.names))
        cursor.execute(" UNION ALL ".join(each))
        return [self.names[at] for (at,) in cursor.fetchall()]

    def read(self, name: str) -> bytes:
        with connection.cursor() as cursor, cursor.copy(f"COPY {self.quote(name)} TO STDOUT") as copy:
            return b"".join(bytes(part) for part in copy)

    @cached_property
    def names(self) -> list[str]:
        return [name for name in connection.introspection.table_names() if name != "django_migrations"]

    @staticmethod
    def quote(name: str) -> str:
        return connection.ops.quote_name(name)


ground = Ground()
