"""Many calls at the same moment, each in its own thread on its own database connection."""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.db import connections


class Race:
    """Calls all of them at once and returns results in the order of the calls; a raised exception is a result too.

    `at_once` threads hold a connection each; they all wait for the same starting signal, and the calls beyond that
    number follow as threads come free. PostgreSQL allows 100 connections unless told otherwise.
    """

    def __call__(self, calls: Sequence[Callable[[], Any]], *, at_once: int = 32) -> list[Any]:
        width = min(at_once, len(calls))
        start = threading.Barrier(width, timeout=60)
        first = threading.local()

        def run(call: Callable[[], Any]) -> Any:
            try:
                if not getattr(first, "done", False):
                    first.done = True
                    connections["default"].ensure_connection()
                    start.wait()
                return call()
            except Exception as error:  # the test judges it
                return error

        def leave() -> None:
            connections.close_all()

        with ThreadPoolExecutor(max_workers=width) as pool:
            outcomes = list(pool.map(run, calls))
            # Each thread closes its own: a connection left open would keep the test database from being dropped.
            closing = threading.Barrier(width, timeout=60)
            list(pool.map(lambda _: (closing.wait(), leave()), range(width)))
        return outcomes
