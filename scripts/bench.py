"""`make bench`: a production-like server on this machine, measured page by page beside bare Django on the same one."""

import argparse
import json
import os
import sys
import tempfile
import time
from pathlib import Path

from bench_report import written
from bench_server import ROOT, Visitors, cache, machine, run_python, server
from postgresql import own_postgresql

REPORT = ROOT / "docs" / "performance.md"
# A week in a group, and ten times as much.
DIGEST_POSTS = (200, 2_000)
# Resources with ten pages each, and ten times as many; with each, a quarter as many saved searches.
LIBRARY = (2_000, 20_000)
WARMING = 16
PARTS = ("pages", "digests", "library")


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=float, default=4, help="for each page")
    parser.add_argument("--members", type=int, default=200, help="who register")
    parser.add_argument("--only", choices=PARTS, help="this part alone; its numbers are printed, no table is made")
    parser.add_argument("--resources", type=int, nargs=2, default=LIBRARY, help="in the library: a few, and many")
    parser.add_argument("--write", action="store_true", help="put the table into docs/performance.md")
    options = parser.parse_args()
    if options.write and options.only:
        parser.error("the table needs all parts")
    os.chdir(ROOT)
    started = time.monotonic()
    with (
        tempfile.TemporaryDirectory(prefix="s3cop-bench-") as folder,
        own_postgresql(durable=True) as database,
        cache(Path(folder)) as (cache_address, cache_name),
    ):
        results = Bench(folder, database, cache_address, options).run()
    results["machine"] |= {"cache": cache_name, "minutes": round((time.monotonic() - started) / 60)}
    print(json.dumps(results))
    if options.only:
        return 0
    table = written(results)
    print("\n" + table)
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
        self.visitors = Visitors(self.env, options.seconds)

    def run(self) -> dict:
        print("Migrating, collecting static files, seeding 5,000 members and 200 events …", flush=True)
        self.python("manage.py", "migrate", "--verbosity", "0")
        if self.env["CACHE_URL"].startswith("dbcache"):
            self.python("manage.py", "createcachetable")
        self.python("manage.py", "collectstatic", "--noinput", "--verbosity", "0")
        # The groups take longest, and nothing of the library is in them but posts beside it.
        few = ["--without-groups"] if self.options.only in ("digests", "library") else []
        plan = self.seed("--logged-in", str(2 * self.options.members + WARMING + 1), *few)
        # What the seed leaves to be tidied and written would be done while somebody registers.
        for word in ("VACUUM ANALYZE", "CHECKPOINT"):
            self.shell(f"from django.db import connection; connection.cursor().execute('{word}')")
        results: dict = {"machine": machine() | {"client": "wrk" if self.visitors.wrk else "asyncio"}}
        if self.options.only in (None, "pages"):
            results |= self.pages(plan)
        if self.options.only in (None, "digests"):
            print("Writing and building weekly digests …", flush=True)
            # In processes of their own, whose peak of memory is the digests'.
            results["digests"] = [self.told("tests.bench.digests", "--posts", posts) for posts in DIGEST_POSTS]
        if self.options.only in (None, "library"):
            results["libraries"] = [self.library(number) for number in self.options.resources]
        return results

    def pages(self, plan: dict) -> dict:
        """Pages with and without the page cache, registering, the rush."""
        members, last, big = self.options.members, plan["sessions"][-1], plan["events"]["big"]
        pages: dict[str, dict] = {}
        gets = self.visitors.gets
        print("Measuring with the page cache …", flush=True)
        with server(self.env) as port:
            for name, path in (("hello", "hello"), ("one query", "query"), ("20 KB from the cache", "cached")):
                pages[f"bare Django: {name}"] = gets(port, f"/bare/{path}/")
            for name, path in self.public(big).items():
                pages[f"{name}, from the cache"] = gets(port, path)
            pages["registration form"] = gets(port, f"/events/{plan['events']['flow']}/register/", last)
            for name, path in plan["groups"].items():
                pages[name] = gets(port, path, last)
            print("Registering …", flush=True)
            # Both workers have registered somebody before.
            self.load("flow", port, plan["events"]["flow"], plan["sessions"][2 * members : 2 * members + WARMING])
            registering = self.load("flow", port, plan["events"]["flow"], plan["sessions"][:members])
            rush = self.load("rush", port, plan["events"]["rush"], plan["sessions"][members : 2 * members])
            rush["outcome"] = self.seed("--outcome", str(plan["rush_id"]))
            print(f"  registering {registering}\n  rush {rush}", flush=True)
        print("Measuring without the page cache …", flush=True)
        with server(self.env | {"PAGE_CACHE_SECONDS": "0"}) as port:
            for name, path in self.public(big).items():
                pages[f"{name}, not from the cache"] = gets(port, path)
        hello = pages["bare Django: hello"]["per_second"]
        for name, page in pages.items():
            page["of_hello"] = round(page["per_second"] / hello, 4)
            page["statements"] = statements(name, plan["statements"])
        return {"pages": pages, "registering": registering, "rush": rush}

    def library(self, number: int) -> dict:
        """A library of so many resources: its pages and the search, then what runs behind them."""
        print(f"A library of {number:,} resources …", flush=True)
        plan = self.told("tests.bench.library", "--resources", number)
        pages = {}
        with server(self.env) as port:
            hello = self.visitors.gets(port, "/bare/hello/")["per_second"]
            for name, page in plan["pages"].items():
                many = self.visitors.gets(port, page["paths"], past_cache=True)
                # One for each core: how long somebody waits where nobody else does.
                two = self.visitors.gets(port, page["paths"], together=2, past_cache=True)
                pages[name] = {
                    **many,
                    "p50": two["p50"],
                    "p95": two["p95"],
                    "statements": page["statements"],
                    "sql": page["sql"],
                    "of_hello": round(many["per_second"] / hello, 5),
                }
        return {
            "resources": number,
            "pages": pages,
            "behind": self.told("tests.bench.searches", "--searches", number // 4),
        }

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
        return run_python(self.env, *arguments)

    def shell(self, code: str) -> str:
        return self.python("manage.py", "shell", "--no-imports", "-c", code)

    def seed(self, *arguments: str) -> dict:
        return json.loads(self.shell(f"from tests.bench.seed import main; main(*{arguments})").splitlines()[-1])

    def told(self, module: str, *arguments: object) -> dict:
        """What a module of the bench says in its last line, run in a process of its own."""
        found = json.loads(self.python("-m", module, *map(str, arguments)).splitlines()[-1])
        print(f"  {module} {arguments}: {json.dumps(found)[:300]}", flush=True)
        return found

    def load(self, what: str, port: int, slug: str, sessions: list[str]) -> dict:
        arguments = [what, "--port", str(port), "--slug", slug, "--sessions", ",".join(sessions)]
        return json.loads(self.python("-m", "tests.bench.load", *arguments))


def statements(name: str, counted: dict[str, int]) -> int | None:
    page, _comma, how = name.rpartition(", ")
    if how == "from the cache":
        return 0
    return counted.get(page if how == "not from the cache" else name)


if __name__ == "__main__":
    sys.exit(main())
