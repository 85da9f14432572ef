"""What letters that leave in one go share: a read that is the same for many of them is made once.

Two thousand digests of one group tell of the same posts. A build function asks `shared` for them; what it gives lives
as long as the batch, and never longer than a few seconds, so that what a letter shows is true when it leaves. What
depends on the addressee (whether they still belong, what they chose) is never shared.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import cast

FRESH = 10.0
_batch: ContextVar[dict[object, tuple[float, object]] | None] = ContextVar("batch", default=None)


@contextmanager
def batch() -> Iterator[None]:
    """Letters built inside share what they ask `shared` for."""
    token = _batch.set({})
    try:
        yield
    finally:
        _batch.reset(token)


def shared[T](key: object, make: Callable[[], T]) -> T:
    """What `make` gives, or gave a moment ago for another letter of this batch; outside a batch always anew."""
    kept = _batch.get()
    if kept is None:
        return make()
    now = time.monotonic()
    found = kept.get(key)
    if found is None or now - found[0] > FRESH:
        # What is old of anything else goes, too: a long batch does not grow.
        for old in [name for name, (made, _value) in kept.items() if now - made > FRESH]:
            del kept[old]
        found = kept[key] = (now, make())
    return cast(T, found[1])
