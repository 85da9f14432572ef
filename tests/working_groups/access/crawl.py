"""Reading all that the site answers to one person, from page to page."""

import io
import re
import zipfile
from collections import deque
from collections.abc import Iterable, Iterator
from html import unescape

from django.test import Client

# Signing out on the way would make the rest a visitor's walk; the admin is asked by name.
NOT_FOLLOWED = ("/admin", "/accounts/", "/static/", "/media/")
LINK = re.compile(r'(?:href|src|action)="(/[^"]*)"')


def body_of(response) -> bytes:
    """What came, what lies packed in it included; a file that was served is closed again."""
    content = b"".join(response.streaming_content) if response.streaming else response.content
    # Not response.close(): that ends the request, and with it the connection of this test.
    for close in response._resource_closers:
        close()
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            content += b"".join(each.filename.encode() + archive.read(each) for each in archive.infolist())
    headers = "\n".join(f"{name}: {value}" for name, value in response.headers.items())
    return content + headers.encode()


def crawl(
    client: Client, starts: Iterable[str], *, follows: bool = True, most: int = 400
) -> Iterator[tuple[str, bytes]]:
    """Each address that can be reached from `starts`, once, with its answer; only `starts` if it does not follow."""
    waiting, seen = deque(starts), set(starts)
    while waiting:
        address = waiting.popleft()
        content = body_of(client.get(address))
        yield address, content
        for link in LINK.findall(content.decode(errors="replace")) if follows else ():
            path = unescape(link).partition("#")[0]
            if path not in seen and not path.startswith(NOT_FOLLOWED):
                assert len(seen) < most, "the site has no end"
                seen.add(path)
                waiting.append(path)
