"""`make run`: brings the database up to date, seeds the demo once, then starts web, worker and clock together."""

import os
import socket
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent


def main() -> None:
    os.chdir(ROOT)
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cop.settings.dev")
    # A pipe or `nohup` would hold back the lines otherwise.
    os.environ["PYTHONUNBUFFERED"] = "1"
    sys.stdout.reconfigure(line_buffering=True)
    (ROOT / "var").mkdir(exist_ok=True)

    import django
    from django.conf import settings
    from django.core.cache import caches
    from django.core.management import call_command

    django.setup()
    os.environ.update(surroundings(settings))
    refuse_if_taken(settings.PORT)
    print("Bringing the database up to date …")
    call_command("migrate", interactive=False, verbosity=0)
    call_command("seed_demo", once=True)
    if not os.environ.get("CACHE_URL"):
        # Kept pages would be those of the code before.
        caches["default"].clear()
    call_command("demo_banner")
    os.execv(
        ROOT / ".venv/bin/honcho",
        ["honcho", *([] if sys.stdout.isatty() else ["--no-colour"]), "start", "-f", "Procfile.dev"],
    )


def surroundings(settings: Any) -> dict[str, str]:
    """What the three processes are told.

    The address too: honcho gives each process a PORT of its own (the worker's is a hundred higher), and letters that
    the worker writes would lead there.
    """
    return {"PORT": str(settings.PORT), "SITE_URL": settings.SITE_URL}


def refuse_if_taken(port: int) -> None:
    with socket.socket() as probe:
        # As the server does: a port that a finished run has just left is free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            sys.exit(f"Port {port} is taken; choose another one, for example: make run PORT={port + 1}")


if __name__ == "__main__":
    main()
