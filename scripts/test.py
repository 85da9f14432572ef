"""`make test`: brings what the tests need, then the suite on SQLite, the suite on PostgreSQL, the browser journeys."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from postgresql import postgresql

ROOT = Path(__file__).resolve().parent.parent
PYTHON = str(ROOT / ".venv/bin/python")
BROWSERS = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
CLOSING_LINE = re.compile(r"^=*\s*((?:\d+ [a-z]+,? ?)+ in [\d.]+s.*?)\s*=*$|^(no tests ran in .*)$", re.MULTILINE)


def main() -> int:
    os.chdir(ROOT)
    browser = find_browser()
    if not browser:
        print("make test: a Chromium is needed for the browser journeys and could not be installed.")
        print("Install the package chromium (Debian, Ubuntu) or Google Chrome, or set CHROMIUM to its path.")
        return 1
    runs = []
    with postgresql() as address:
        # On a PostgreSQL that ends with us the journeys find the databases which the suite before them has migrated.
        is_ours = address not in os.environ.values()
        # Journeys take from one second to two minutes: whoever has none left takes some of the other's.
        journeys = ["tests/e2e", "-n", "2", "--dist", "worksteal"]
        leave, take = (["--reuse-db", "--create-db"], ["--reuse-db"]) if is_ours else ([], [])
        runs.append(run("suite on SQLite", {"DATABASE_URL": ""}, ["-n", "2"]))
        runs.append(run("suite on PostgreSQL", {"DATABASE_URL": address}, ["-n", "2", *leave]))
        runs.append(
            run("browser journeys", {"DATABASE_URL": address, "CHROMIUM": browser}, [*journeys, *take]),
        )
    print("\nmake test, in short:")
    for name, code, line in runs:
        print(f"  {'passed' if code == 0 else 'FAILED'}  {name}: {line}")
    return 0 if all(code == 0 for _, code, _ in runs) else 1


def run(name: str, environment: dict[str, str], arguments: list[str]) -> tuple[str, int, str]:
    print(f"\n━━━ {name} {'━' * (100 - len(name))}\n", flush=True)
    process = subprocess.Popen(
        [PYTHON, "-m", "pytest", *arguments],
        env={**os.environ, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    output = []
    assert process.stdout
    for line in process.stdout:
        print(line, end="", flush=True)
        output.append(line)
    code = process.wait()
    found = CLOSING_LINE.findall("".join(output))
    return name, code, next(filter(None, found[-1])) if found else f"ended with code {code}"


def find_browser() -> str | None:
    """Path of a Chromium: given, the system's, or installed now."""
    if given := os.environ.get("CHROMIUM"):
        return given
    if found := the_system_s():
        return found
    if hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get"):
        print("Installing Chromium with apt …", flush=True)
        quiet = {"env": {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}, "stdout": subprocess.DEVNULL}
        subprocess.run(["apt-get", "update", "-q"], check=False, **quiet)
        subprocess.run(
            ["apt-get", "install", "-y", "-q", "--no-install-recommends", "chromium", "fonts-liberation"],
            check=False,
            **quiet,
        )
        return the_system_s() or playwright_s()
    return playwright_s()


def the_system_s() -> str | None:
    return next((path for name in BROWSERS if (path := shutil.which(name))), None)


def playwright_s() -> str | None:
    print("Asking Playwright for its Chromium …", flush=True)
    if subprocess.run([PYTHON, "-m", "playwright", "install", "chromium"], check=False).returncode != 0:
        return None
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


if __name__ == "__main__":
    sys.exit(main())
