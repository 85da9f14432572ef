"""Looking for viruses with ClamAV, where an installation has it (CLAMAV): clamd's INSTREAM over a socket.

What cannot be scanned is refused, not held: a member who is told so tries again, and nothing waits unseen.
"""

import socket
import struct
from typing import IO
from urllib.parse import urlsplit

from django.conf import settings

from .checking import FileProblem, FileRefused

SECONDS = 30
CHUNK = 128 * 1024
LONGEST_ANSWER = 4096


def scan(source: IO[bytes]) -> None:
    """Raises `FileRefused` (VIRUS, NOT_SCANNED). Without the setting nothing happens."""
    if not settings.CLAMAV:
        return
    try:
        answer = _ask(source)
    except (OSError, ValueError) as error:
        raise FileRefused(FileProblem.NOT_SCANNED) from error
    finally:
        source.seek(0)
    if answer.endswith("OK"):
        return
    raise FileRefused(FileProblem.VIRUS if answer.endswith("FOUND") else FileProblem.NOT_SCANNED)


def _ask(source: IO[bytes]) -> str:
    source.seek(0)
    with _connect() as line:
        line.sendall(b"zINSTREAM\0")
        while block := source.read(CHUNK):
            line.sendall(struct.pack("!I", len(block)) + block)
        line.sendall(struct.pack("!I", 0))
        answer = b""
        while not answer.endswith(b"\0") and len(answer) < LONGEST_ANSWER:
            more = line.recv(1024)
            if not more:
                break
            answer += more
    return answer.rstrip(b"\0").decode("utf-8", "replace").strip()


def _connect() -> socket.socket:
    """To tcp://host:port or unix:///path."""
    place = urlsplit(settings.CLAMAV)
    if place.scheme == "unix":
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        line.settimeout(SECONDS)
        try:
            line.connect(place.path)
        except OSError:
            line.close()
            raise
        return line
    if place.scheme != "tcp" or not place.hostname:
        raise ValueError("CLAMAV is tcp://host:port or unix:///path.")
    return socket.create_connection((place.hostname, place.port or 3310), timeout=SECONDS)
