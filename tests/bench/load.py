"""Load from a process of its own: `python -m tests.bench.load gets|flow|rush …`; prints one line of JSON.

Asyncio on plain sockets with kept-alive connections, so that the client costs little beside the two cores' server.
"""

import argparse
import asyncio
import itertools
import json
import re
import statistics
import time
from html.parser import HTMLParser
from urllib.parse import urlencode


class Connection:
    """One visitor: a kept-alive connection, its cookies, and headers that it always sends."""

    def __init__(self, port: int, cookies: dict[str, str] | None = None, headers: dict[str, str] | None = None) -> None:
        self.port, self.cookies, self.headers = port, dict(cookies or {}), dict(headers or {})

    async def open(self) -> "Connection":
        self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self.port)
        return self

    async def ask(self, method: str, path: str, body: str = "") -> tuple[int, dict[str, str], bytes]:
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1", "X-Forwarded-Proto: http"]
        lines += [f"{name}: {value}" for name, value in self.headers.items()]
        if cookies:
            lines.append(f"Cookie: {cookies}")
        if body:
            lines += ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}"]
        self.writer.write(("\r\n".join(lines) + "\r\n\r\n" + body).encode())
        await self.writer.drain()
        return await self.answer()

    async def answer(self) -> tuple[int, dict[str, str], bytes]:
        head = (await self.reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        headers = {}
        for line in head[1:]:
            name, _, value = line.partition(": ")
            if name.lower() == "set-cookie":
                name, _, value = value.partition(";")[0].partition("=")
                self.cookies[name] = value
            elif name:
                headers[name.lower()] = value
        if headers.get("transfer-encoding") == "chunked":
            parts = []
            while size := int(await self.reader.readline(), 16):
                parts.append(await self.reader.readexactly(size))
                await self.reader.readexactly(2)
            await self.reader.readexactly(2)
            return int(head[0].split()[1]), headers, b"".join(parts)
        return int(head[0].split()[1]), headers, await self.reader.readexactly(int(headers.get("content-length", 0)))

    def close(self) -> None:
        self.writer.close()


class Form(HTMLParser):
    """What somebody in a hurry would send: what is filled in already, and the first choice where one must choose."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.fields: list[tuple[str, str]] = []
        self.depth = 0
        self.select: str | None = None
        self.feed(page)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = dict(attributes)
        if tag == "form":
            self.depth = int(
                (given.get("method") or "").lower() == "post" and "log-out" not in (given.get("action") or "")
            )
            self.fields = [] if self.depth else self.fields
        if not self.depth:
            return
        name, kind, value = given.get("name"), given.get("type"), given.get("value") or ""
        if tag == "select":
            self.select = name
        elif tag == "option" and self.select and value:
            self.fields.append((self.select, value))
            self.select = None
        elif tag == "textarea" and name:
            self.fields.append((name, "Sample"))
        elif tag == "input" and name and kind not in ("submit", "file", "button"):
            taken = any(other == name for other, _ in self.fields)
            if kind in ("radio", "checkbox"):
                if "checked" in given or (kind == "radio" and not taken and "required" in given):
                    self.fields = [field for field in self.fields if field[0] != name or kind == "checkbox"]
                    self.fields.append((name, value or "on"))
            else:
                self.fields.append((name, value))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.depth = 0


def told(durations: list[float], seconds: float) -> dict[str, float]:
    """Requests (or registrations) a second, and the middle and the slow times in milliseconds."""
    ordered = sorted(durations)
    return {
        "count": len(ordered),
        "per_second": round(len(ordered) / seconds, 1),
        "p50": round(statistics.median(ordered) * 1000, 1),
        "p95": round(ordered[int(len(ordered) * 0.95)] * 1000, 1),
    }


async def gets(port: int, paths: list[str], seconds: float, together: int, headers: dict[str, str]) -> dict[str, float]:
    """The same pages again and again, `together` visitors at once."""
    durations: list[float] = []
    waiting = itertools.cycle(paths)
    end = time.perf_counter() + seconds

    async def visit() -> None:
        connection = await Connection(port, headers=headers).open()
        while (begun := time.perf_counter()) < end:
            status, _, _ = await connection.ask("GET", next(waiting))
            assert status == 200, status
            durations.append(time.perf_counter() - begun)
        connection.close()

    await asyncio.gather(*(visit() for _ in range(together)))
    return told(durations, seconds)


async def get_form(connection: Connection, path: str) -> str:
    status, _, page = await connection.ask("GET", path)
    assert status == 200, (path, status, page[:400])
    # The form of the page's content; header and footer may hold others.
    text = page.decode()
    return urlencode(Form(text[text.index("<main") : text.index("</main")]).fields)


async def confirm(connection: Connection, path: str, body: str, expected: re.Pattern[str]) -> None:
    status, headers, page = await connection.ask("POST", path, body)
    assert status == 302, (status, body, re.findall(r"error[^<]*<[^<]*", page.decode())[:5])
    status, _, page = await connection.ask("GET", headers["location"])
    assert status == 200, status
    assert expected.search(page.decode()), headers["location"]


async def flow(port: int, slug: str, sessions: list[str], together: int) -> dict[str, float]:
    """Whole registrations of different members: form page, POST, confirmation."""
    path = f"/events/{slug}/register/"
    durations: list[float] = []
    waiting = list(sessions)

    async def person() -> None:
        while waiting:
            connection = await Connection(port, {"session": waiting.pop()}).open()
            begun = time.perf_counter()
            body = await get_form(connection, path)
            await confirm(connection, path, body, re.compile("Confirmed"))
            durations.append(time.perf_counter() - begun)
            connection.close()

    begun = time.perf_counter()
    await asyncio.gather(*(person() for _ in range(together)))
    return told(durations, time.perf_counter() - begun)


async def rush(port: int, slug: str, sessions: list[str]) -> dict[str, float]:
    """Everybody has the form open, and all press "send" at the same moment."""
    path = f"/events/{slug}/register/"
    people = [await Connection(port, {"session": session}).open() for session in sessions]
    bodies = []
    for number in range(0, len(people), 16):
        group = people[number : number + 16]
        bodies += await asyncio.gather(*(get_form(person, path) for person in group))
    # A connection that idled while others filled in their form may be closed by now; browsers open a new one too.
    for person in people:
        person.close()
    await asyncio.gather(*(person.open() for person in people))
    durations: list[float] = []
    begun = time.perf_counter()

    async def press(person: Connection, body: str) -> None:
        status, _, page = await person.ask("POST", path, body)
        assert status in (200, 302), (status, page[:300])
        durations.append(time.perf_counter() - begun)

    await asyncio.gather(*(press(person, body) for person, body in zip(people, bodies, strict=True)))
    return {**told(durations, max(durations)), "all_answered_after": round(max(durations), 2)}


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("what", choices=["gets", "flow", "rush"])
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--paths", nargs="+", default=["/"])
    parser.add_argument("--headers", default="{}", help="JSON")
    parser.add_argument("--slug", default="")
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--together", type=int, default=16)
    parser.add_argument("--sessions", default="", help="comma separated")
    given = parser.parse_args()
    sessions = [key for key in given.sessions.split(",") if key]
    work = {
        "gets": lambda: gets(given.port, given.paths, given.seconds, given.together, json.loads(given.headers)),
        "flow": lambda: flow(given.port, given.slug, sessions, given.together),
        "rush": lambda: rush(given.port, given.slug, sessions),
    }[given.what]
    print(json.dumps(asyncio.run(work())))


if __name__ == "__main__":
    main()
