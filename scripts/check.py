"""`make check`: everything that can be said about the code without running the product."""

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = ROOT / ".venv" / "bin"

# Modules that carry the rules: their types are judged, the rest is only read.
TYPED = ("services.py", "services/*.py", "selectors.py", "selectors/*.py", "permissions.py")
ROOMS = ("cop/*", "events", "home", "news", "observatory", "resources", "support", "working_groups")

# Complete, strict and worthless: what production settings demand before they start.
PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "cop.settings.production",
    "SECRET_KEY": "only-for-check-deploy-" + "0123456789abcdefghijklmnopqrstuvwxyz" * 2,
    "ALLOWED_HOSTS": "s3cop.example",
    "SITE_URL": "https://s3cop.example",
    "DATABASE_URL": "postgres://nobody@127.0.0.1/nothing",
    "CACHE_URL": "redis://127.0.0.1:6379/0",
    "DEFAULT_FROM_EMAIL": "secretariat@s3cop.example",
}


def typed_files() -> list[str]:
    found = {path for room in ROOMS for pattern in TYPED for path in ROOT.glob(f"{room}/{pattern}")}
    return sorted(str(path.relative_to(ROOT)) for path in found)


def checks() -> dict[str, tuple[list[str], dict[str, str]]]:
    """Name of the check: command, additions to the environment."""
    python = str(BIN / "python")
    test = {"DJANGO_SETTINGS_MODULE": "cop.settings.test", "DATABASE_URL": "sqlite://:memory:"}
    return {
        "types (mypy: services, selectors, permissions)": ([str(BIN / "mypy"), *typed_files()], test),
        "style (ruff check)": ([str(BIN / "ruff"), "check", "--output-format", "concise", "."], {}),
        "layout (ruff format)": ([str(BIN / "ruff"), "format", "--check", "."], {}),
        "import contracts (import-linter)": ([str(BIN / "lint-imports"), "--no-cache"], {}),
        "house rules": ([python, "scripts/check_house.py"], {}),
        "templates compile, nothing inline": ([python, "scripts/check_templates.py"], test),
        "templates (djlint)": ([str(BIN / "djlint"), "templates", "--lint", "--quiet"], {}),
        "no missing migration": ([python, "manage.py", "makemigrations", "--check", "--dry-run"], test),
        "deployment (check --deploy, production settings)": (
            [python, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
            PRODUCTION,
        ),
    }


def run(name: str, command: list[str], additions: dict[str, str]) -> tuple[str, int, str, float]:
    started = time.monotonic()
    outcome = subprocess.run(
        command,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), **additions},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return name, outcome.returncode, outcome.stdout, time.monotonic() - started


def main() -> int:
    failed = []
    with ThreadPoolExecutor(max_workers=2) as pool:
        jobs = [pool.submit(run, name, command, additions) for name, (command, additions) in checks().items()]
        for job in jobs:
            name, code, output, seconds = job.result()
            print(f"{'ok    ' if code == 0 else 'FAILED'}  {name}  ({seconds:.0f} s)", flush=True)
            if code != 0:
                failed.append(name)
                print(output.rstrip() + "\n", flush=True)
    if failed:
        print(f"make check: {len(failed)} of {len(jobs)} failed: {'; '.join(failed)}")
        return 1
    print(f"make check: all {len(jobs)} are fine.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
