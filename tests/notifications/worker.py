"""A real worker as a process of its own: `python -m tests.notifications.worker`; what it sends becomes files."""

import os
import sys
import time
import uuid
from pathlib import Path

import django
from django.core.mail.backends.base import BaseEmailBackend

PATIENCE = 60


class FolderBackend(BaseEmailBackend):
    """Notes when it begins and when it has taken a message; waits in between, and afterwards, if it is told to."""

    def send_messages(self, messages) -> int:
        folder = Path(os.environ["WORKER_FOLDER"])
        for message in messages:
            name = f"{message.extra_headers['Message-ID'].strip('<>')}.{os.getpid()}.{uuid.uuid4().hex}"
            (folder / f"{name}.begun").touch()
            time.sleep(float(os.environ.get("WORKER_WAITS_BEFORE", "0")))
            (folder / f"{name}.taken").touch()
            time.sleep(float(os.environ.get("WORKER_WAITS_AFTER", "0")))
        return len(messages)


def main() -> None:
    django.setup()
    from django.core.management import call_command

    from tests.notifications import kinds  # noqa: F401

    folder = Path(os.environ["WORKER_FOLDER"])
    (folder / f"{os.getpid()}.ready").touch()
    until = time.monotonic() + PATIENCE
    while not (folder / "go").exists():
        if time.monotonic() > until:
            sys.exit("Nobody said go.")
        time.sleep(0.01)
    call_command("db_worker", batch=True, interval=0, startup_delay=False, reload=False, verbosity=0)


if __name__ == "__main__":
    main()
