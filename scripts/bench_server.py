"""The servers that `make bench` starts: the product with its cache, and the visitors who ask it."""

import json
import os
import platform
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PYTHON = str(ROOT / ".venv/bin/python")
# The paths to ask for, one after the other, are arguments.
WRK = """
init = function(paths)
  all, place = paths, 0
end
request = function()
  place = place % #all + 1
  return wrk.format("GET", all[place])
end
done = function(summary, latency, requests)
  io.write(string.format('{"count": %d, "per_second": %.1f, "p50": %.2f, "p95": %.2f, "errors": %d}\\n',
    summary.requests, summary.requests / summary.duration * 1e6, latency:percentile(50) / 1000,
    latency:percentile(95) / 1000, summary.errors.status + summary.errors.connect + summary.errors.read
    + summary.errors.timeout))
end
"""
TOGETHER = 16
# The slowest of 95 in 100 is nobody of fewer; a page that is too slow for it is asked for longer, but not for ever.
ENOUGH, LONGEST = 40, 60


@contextmanager
def server(env: dict[str, str]) -> Iterator[int]:
    """Granian as in production, warm; its port."""
    port = free_port()
    command = [str(ROOT / ".venv/bin/granian"), "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)]
    command += ["--workers", "2", "--blocking-threads", "1", "--backlog", "2048", "--no-ws"]
    command += ["--log-level", "warning", "tests.bench.wsgi:application"]
    process = subprocess.Popen(command, env=env)
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


class Visitors:
    """Ask for pages as fast as they are answered: with wrk, where there is none with a client of our own."""

    def __init__(self, env: dict[str, str], seconds: float) -> None:
        self.env, self.seconds = env, seconds
        self.wrk = shutil.which("wrk")
        self.script = Path(env["BENCH_FOLDER"]) / "wrk.lua"
        self.script.write_text(WRK)

    def gets(
        self,
        port: int,
        paths: str | Sequence[str],
        session: str = "",
        *,
        together: int = TOGETHER,
        past_cache: bool = False,
    ) -> dict:
        """So many visitors at once ask for one page, or for several in turn. `past_cache`: nothing comes from the page
        cache, and all that a process keeps is as it is with it."""
        paths = [paths] if isinstance(paths, str) else list(paths)
        headers = {"Accept-Encoding": "br, gzip"}
        if session:
            headers["Cookie"] = f"session={session}"
        if past_cache:
            # Whoever says who they are gets nothing that was kept; nobody of ours reads it.
            headers["Authorization"] = "bench"
        size, how = self._first(port, paths[0], headers)
        ask, seconds = self._wrk if self.wrk else self._own, self.seconds
        found = ask(port, paths, headers, together, seconds)
        while found["count"] < ENOUGH and seconds < LONGEST:
            seconds = min(4 * seconds, LONGEST)
            found = ask(port, paths, headers, together, seconds)
        print(f"  {paths[0]}  {found['per_second']:.0f}/s  p50 {found['p50']:.1f} ms  cache: {how or 'no'}", flush=True)
        return found | {"bytes": size, "cache": how}

    @staticmethod
    def _first(port: int, path: str, headers: dict[str, str]) -> tuple[int, str | None]:
        asked = urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers=headers)
        with urllib.request.urlopen(asked, timeout=60) as answer:
            return len(answer.read()), answer.headers.get("X-Page-Cache")

    def _wrk(self, port: int, paths: Sequence[str], headers: dict[str, str], together: int, seconds: float) -> dict:
        command = [str(self.wrk), "-t1", f"-c{together}", f"-d{max(1, round(seconds))}s", "--timeout", "30s"]
        command += ["-s", str(self.script)]
        for name, value in headers.items():
            command += ["-H", f"{name}: {value}"]
        command += [f"http://127.0.0.1:{port}", "--", *paths]
        output = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        found = json.loads(next(line for line in output.splitlines() if line.startswith("{")))
        if found.pop("errors"):
            sys.exit(f"{paths[0]} answered with errors.")
        return found

    def _own(self, port: int, paths: Sequence[str], headers: dict[str, str], together: int, seconds: float) -> dict:
        arguments = ["gets", "--port", str(port), "--paths", *paths, "--seconds", str(seconds)]
        arguments += ["--together", str(together), "--headers", json.dumps(headers)]
        return json.loads(run_python(self.env, "-m", "tests.bench.load", *arguments))


def run_python(env: dict[str, str], *arguments: str) -> str:
    """What it printed; ends everything where it failed."""
    done = subprocess.run([PYTHON, *arguments], env=env, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{' '.join(arguments)[:120]} failed:\n{done.stdout[-2000:]}\n{done.stderr[-4000:]}")
    return done.stdout


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
