"""`make bench`: a production-like server on this machine, measured page by page beside bare Django on the same one."""

import argparse
import json
import os
import platform
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from postgresql import own_postgresql

ROOT = Path(__file__).resolve().parent.parent
PYTHON = str(ROOT / ".venv/bin/python")
REPORT = ROOT / "docs" / "performance.md"
# A week in a group, and ten times as much.
DIGEST_POSTS = (200, 2_000)
# Of 2,000 resources, 20,000 words and 500 saved searches.
SEARCH_SCALES = (1, 10)
WRK = """
done = function(summary, latency, requests)
  io.write(string.format('{"count": %d, "per_second": %.1f, "p50": %.2f, "p95": %.2f, "errors": %d}\\n',
    summary.requests, summary.requests / summary.duration * 1e6, latency:percentile(50) / 1000,
    latency:percentile(95) / 1000, summary.errors.status + summary.errors.connect + summary.errors.read
    + summary.errors.timeout))
end
"""


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=float, default=5, help="for each page")
    parser.add_argument("--members", type=int, default=200, help="who register")
    parser.add_argument("--write", action="store_true", help="put the table into docs/performance.md")
    options = parser.parse_args()
    os.chdir(ROOT)
    with (
        tempfile.TemporaryDirectory(prefix="s3cop-bench-") as folder,
        own_postgresql(durable=True) as database,
        cache(Path(folder)) as (cache_address, cache_name),
    ):
        results = Bench(folder, database, cache_address, options).run()
    results["machine"] |= {"cache": cache_name}
    table = written(results)
    print("\n" + table)
    print(json.dumps(results))
    (ROOT / "var").mkdir(exist_ok=True)
    (ROOT / "var/bench.json").write_text(json.dumps(results, indent=2) + "\n")
    if options.write:
        REPORT.write_text(table)
        print(f"Written to {REPORT.relative_to(ROOT)}.")
    return 0 if results["rush"]["outcome"].get("confirmed") == 50 else 1


class Bench:
    """One run: seeds, starts servers, asks."""

    def __init__(self, folder: str, database: str, cache_address: str, options: argparse.Namespace) -> None:
        self.options = options
        self.folder = folder
        self.env = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "tests.bench.settings",
            "PYTHONPATH": str(ROOT),
            "BENCH_FOLDER": folder,
            "SECRET_KEY": "only-for-make-bench-" + "0123456789abcdefghijklmnopqrstuvwxyz" * 2,
            "ALLOWED_HOSTS": "127.0.0.1",
            "SITE_URL": "http://127.0.0.1",
            "DATABASE_URL": database,
            "CACHE_URL": cache_address,
            "DEFAULT_FROM_EMAIL": "secretariat@s3cop.example",
            "MEDIA_ROOT": f"{folder}/media",
            "PRIVATE_ROOT": f"{folder}/private",
        }
        self.wrk = shutil.which("wrk")
        self.script = Path(folder) / "wrk.lua"
        self.script.write_text(WRK)

    def run(self) -> dict:
        print("Migrating, collecting static files, seeding 5,000 members and 200 events …", flush=True)
        self.python("manage.py", "migrate", "--verbosity", "0")
        if self.env["CACHE_URL"].startswith("dbcache"):
            self.python("manage.py", "createcachetable")
        self.python("manage.py", "collectstatic", "--noinput", "--verbosity", "0")
        members = self.options.members
        plan = self.seed("--logged-in", str(2 * members + 10))
        self.shell("from django.db import connection; connection.cursor().execute('ANALYZE')")
        big = plan["events"]["big"]
        last = plan["sessions"][-1]
        pages: dict[str, dict] = {}

        print("Measuring with the page cache …", flush=True)
        with self.server() as port:
            for name, path in (("hello", "hello"), ("one query", "query"), ("20 KB from the cache", "cached")):
                pages[f"bare Django: {name}"] = self.gets(port, f"/bare/{path}/")
            for name, path in self.public(big).items():
                pages[f"{name}, from the cache"] = self.gets(port, path)
            pages["registration form"] = self.gets(port, f"/events/{plan['events']['flow']}/register/", last)
            for name, path in plan["groups"].items():
                pages[name] = self.gets(port, path, last)
            print("Registering …", flush=True)
            registering = self.load("flow", port, plan["events"]["flow"], plan["sessions"][:members])
            rush = self.load("rush", port, plan["events"]["rush"], plan["sessions"][members : 2 * members])
            rush["outcome"] = self.outcome(plan["rush_id"])
            print(f"  registering {registering}\n  rush {rush}", flush=True)
        print("Measuring without the page cache …", flush=True)
        self.env["PAGE_CACHE_SECONDS"] = "0"
        with self.server() as port:
            for name, path in self.public(big).items():
                pages[f"{name}, not from the cache"] = self.gets(port, path)

        print("Writing and building weekly digests …", flush=True)
        digests = [self.digests(posts) for posts in DIGEST_POSTS]

        print("Searching …", flush=True)
        searches = [self.searches(scale) for scale in SEARCH_SCALES]

        hello = pages["bare Django: hello"]["per_second"]
        for name, page in pages.items():
            page["of_hello"] = round(page["per_second"] / hello, 4)
            page["statements"] = statements(name, plan["statements"])
        return {
            "machine": machine() | {"client": "wrk" if self.wrk else "asyncio"},
            "pages": pages,
            "registering": registering,
            "rush": rush,
            "digests": digests,
            "searches": searches,
        }

    def digests(self, posts: int) -> dict:
        """In a process of its own, whose peak of memory is the digests'."""
        found = json.loads(self.python("-m", "tests.bench.digests", "--posts", str(posts)).splitlines()[-1])
        print(f"  {found}", flush=True)
        return found

    def searches(self, scale: int) -> dict:
        """In a process of its own, after everything else: it leaves many resources behind."""
        found = json.loads(self.python("-m", "tests.bench.searches", "--scale", str(scale)).splitlines()[-1])
        print(f"  {found}", flush=True)
        return found

    @staticmethod
    def public(big: str) -> dict[str, str]:
        return {
            "home": "/",
            "event index": "/events/",
            "event page": f"/events/{big}/",
            "programme, 60 sessions": f"/events/{big}/programme/",
            "news index, 2,000 articles": "/news/",
            "article page": "/news/bench-article-1000/",
        }

    def python(self, *arguments: str) -> str:
        done = subprocess.run([PYTHON, *arguments], env=self.env, capture_output=True, text=True, check=False)
        if done.returncode:
            sys.exit(f"{' '.join(arguments)[:120]} failed:\n{done.stdout[-2000:]}\n{done.stderr[-4000:]}")
        return done.stdout

    def shell(self, code: str) -> str:
        return self.python("manage.py", "shell", "--no-imports", "-c", code)

    def seed(self, *arguments: str) -> dict:
        return json.loads(self.shell(f"from tests.bench.seed import main; main(*{arguments})").splitlines()[-1])

    @contextmanager
    def server(self) -> Iterator[int]:
        port = free_port()
        command = [str(ROOT / ".venv/bin/granian"), "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)]
        command += ["--workers", "2", "--blocking-threads", "1", "--backlog", "2048", "--no-ws"]
        command += ["--log-level", "warning", "tests.bench.wsgi:application"]
        process = subprocess.Popen(command, env=self.env)
        try:
            for _ in range(360):
                if process.poll() is not None:
                    sys.exit("The server ended before it answered.")
                try:
                    urllib.request.urlopen(f"http://127.0.0.1:{port}/health/live/", timeout=2)
                    break
                except OSError:
                    time.sleep(0.5)
            for _ in range(40):
                # Both workers load their routes and templates before anything is measured.
                for path in ("/", "/events/", "/bare/hello/", "/bare/query/", "/bare/cached/"):
                    urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=20).read()
            yield port
        finally:
            process.terminate()
            try:
                process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                process.kill()

    def gets(self, port: int, path: str, session: str = "") -> dict:
        """Sixteen visitors ask for one page as fast as they are answered."""
        with urllib.request.urlopen(
            urllib.request.Request(
                f"http://127.0.0.1:{port}{path}",
                headers={"Accept-Encoding": "br, gzip", **({"Cookie": f"session={session}"} if session else {})},
            ),
            timeout=20,
        ) as answer:
            size = len(answer.read())
            how = answer.headers.get("X-Page-Cache")
        seconds = self.options.seconds
        if self.wrk:
            command = [
                self.wrk,
                "-t1",
                "-c16",
                f"-d{max(1, round(seconds))}s",
                "--timeout",
                "30s",
                "-s",
                str(self.script),
            ]
            command += ["-H", "Accept-Encoding: br, gzip", *(["-H", f"Cookie: session={session}"] if session else [])]
            output = subprocess.run(
                [*command, f"http://127.0.0.1:{port}{path}"], capture_output=True, text=True, check=True
            ).stdout
            found = json.loads(next(line for line in output.splitlines() if line.startswith("{")))
            if found.pop("errors"):
                sys.exit(f"{path} answered with errors.")
        else:
            arguments = ["gets", "--port", str(port), "--path", path, "--seconds", str(seconds), "--sessions", session]
            found = json.loads(self.python("-m", "tests.bench.load", *arguments))
        print(f"  {path}  {found['per_second']:.0f}/s  p50 {found['p50']:.1f} ms  cache: {how or 'no'}", flush=True)
        return found | {"bytes": size, "cache": how}

    def load(self, what: str, port: int, slug: str, sessions: list[str]) -> dict:
        arguments = [what, "--port", str(port), "--slug", slug, "--sessions", ",".join(sessions)]
        return json.loads(self.python("-m", "tests.bench.load", *arguments))

    def outcome(self, event_id: int) -> dict[str, int]:
        return self.seed("--outcome", str(event_id))


def statements(name: str, counted: dict[str, int]) -> int | None:
    page, _comma, how = name.rpartition(", ")
    if how == "from the cache":
        return 0
    return counted.get(page if how == "not from the cache" else name)


@contextmanager
def cache(folder: Path) -> Iterator[tuple[str, str]]:
    """Redis or Valkey for the run; the database's table where there is neither."""
    program = shutil.which("valkey-server") or shutil.which("redis-server")
    if not program:
        yield "dbcache://bench_cache", "table of the database (neither Redis nor Valkey found)"
        return
    port = free_port()
    arguments = ["--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(folder)]
    process = subprocess.Popen([program, *arguments], stdout=subprocess.DEVNULL)
    try:
        time.sleep(0.5)
        yield f"redis://127.0.0.1:{port}/0", Path(program).name.removesuffix("-server").capitalize()
    finally:
        process.terminate()
        process.wait(timeout=10)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def machine() -> dict[str, str]:
    model = platform.processor() or platform.machine()
    information = Path("/proc/cpuinfo")
    if information.exists():
        model = next(
            (line.split(":")[1].strip() for line in information.read_text().splitlines() if "model name" in line), model
        )
    return {
        "processor": model,
        "cores": str(os.cpu_count()),
        "system": platform.system(),
        "python": platform.python_version(),
        "measured": f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC",
        "busy_before": f"{os.getloadavg()[0]:.1f}",
    }


def search_lines(searches: list[dict]) -> list[str]:
    """A table of what the search costs beside its pages, and how it grows."""
    small, large = searches

    def row(what: str, key: str) -> str:
        numbers = " | ".join(f"{value:.0f}" for each in (small, large) for value in each[key])
        return f"| {what} | {numbers} |"

    return [
        (
            "**Searching** 2,000 and 20,000 resources, 20,000 and 200,000 public words: milliseconds in the middle, "
            "and for 95 of 100, of the functions behind the pages, one after the other in one process."
        ),
        "",
        "| | 2,000 p50 | p95 | 20,000 p50 | p95 |",
        "| --- | ---: | ---: | ---: | ---: |",
        row("everything for one word", "find"),
        row("everything for a word that stands in all resources", "find_common"),
        row("“did you mean”", "meant"),
        row("suggestions, three letters", "suggested"),
        "",
        (
            f"**Saved searches**: {500 * small['scale']:,} looked through and {small['letters']:,} letters written in "
            f"{small['writing']:.2f} s with {small['statements']} statements; {500 * large['scale']:,} and "
            f"{large['letters']:,} in {large['writing']:.2f} s with {large['statements']}."
        ),
    ]


def digest_lines(digests: list[dict]) -> list[str]:
    """A table of the weekly digests, and how they grow."""
    small, large = digests
    rows = [
        f"| {each['posts']:,} | {each['written']:,} | {each['writing']:.2f} | {each['statements']} | "
        f"{each['sending']:.0f} | {1000 * each['sending'] / each['sent']:.0f} | {each['memory']:.0f} |"
        for each in digests
    ]
    return [
        (
            "**Weekly digests** of one group: written by the clock, then built and handed over by one worker, to a "
            "mail server that takes everything."
        ),
        "",
        "| posts of the week | letters | writing s | statements | sending s | ms a letter | memory + MB |",
        "| ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
        *rows,
        "",
        (
            f"Ten times the posts: {large['writing'] / small['writing']:.1f} times the time to write, "
            f"{large['sending'] / small['sending']:.1f} times to send."
        ),
    ]


def written(results: dict) -> str:
    """docs/performance.md."""
    about = results["machine"]
    pages = results["pages"]
    rows = [
        f"| {name} | {page['per_second']:,.0f} | {page['p50']:.1f} | {page['p95']:.1f} | "
        f"{'–' if page['statements'] is None else page['statements']} | {page['bytes'] / 1024:.1f} | "
        f"{page['of_hello']:.3f} |"
        for name, page in pages.items()
    ]
    registering, rush = results["registering"], results["rush"]
    cached = min(page["of_hello"] for name, page in pages.items() if name.endswith(", from the cache"))
    uncached = pages["event page, not from the cache"]["of_hello"]
    states = ", ".join(f"{number} {status}" for status, number in sorted(rush["outcome"].items()))
    aims = [
        ("slowest page from the cache, of hello", f"{cached:.2f}", "≥ 0.4", cached >= 0.4),
        ("event page not from the cache, of hello", f"1/{1 / uncached:.0f}", "≥ 1/15", uncached >= 1 / 15),
        ("registrations a second", f"{registering['per_second']:.0f}", "≥ 60", registering["per_second"] >= 60),
        ("rush: all answered after", f"{rush['all_answered_after']:.2f} s", "≤ 3 s", rush["all_answered_after"] <= 3),
        ("rush: outcome", states, "exactly 50 confirmed", rush["outcome"].get("confirmed") == 50),
    ]
    lines = [
        "# How fast it is",
        "",
        "Written by `make bench ARGS=--write`; numbers of another machine differ, the ratios less so.",
        "",
        (
            f"Measured {about['measured']} on {about['cores']} cores of {about['processor']} ({about['system']}, "
            f"Python {about['python']}), load {about['busy_before']} before the start. Granian with 2 workers of 1 "
            f"blocking thread, PostgreSQL 18 (durable), cache: {about['cache']}; database, cache, server and client "
            f"({about['client']}) share the cores. 5,000 members, 200 events; 16 visitors at once."
        ),
        "",
        "| page | requests/s | p50 ms | p95 ms | statements | KB | of hello |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: |",
        *rows,
        "",
        (
            f"**Registering** (form page, POST, confirmation; {registering['count']} different members, 16 at once): "
            f"{registering['per_second']:.0f} a second; p50 {registering['p50']:.0f}, p95 {registering['p95']:.0f} ms."
        ),
        "",
        (
            f"**The rush** ({rush['count']} members press “send” at the same moment on 50 places): all answered after "
            f"{rush['all_answered_after']:.2f} s, p50 {rush['p50']:.0f} ms; {states}."
        ),
        "",
        *digest_lines(results["digests"]),
        "",
        *search_lines(results["searches"]),
        "",
        "| aim | measured | wanted | reached |",
        "| --- | --- | --- | --- |",
        *(f"| {name} | {value} | {wanted} | {'yes' if reached else 'no'} |" for name, value, wanted, reached in aims),
        "",
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
