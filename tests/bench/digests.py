"""The weekly digest of 2,000 members: how long writing and building it takes, and how much memory, by posts a week.

Run by itself for each size (`python -m tests.bench.digests --posts 200`), so that the peak is its own. Letters are
built whole and given to a mail server that takes everything; what a real one adds is its own.
"""

import argparse
import json
import resource
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

MEMBERS, POSTS_A_THREAD = 2_000, 20
KILOBYTES = 1024


def main() -> None:
    """Prints one line of JSON. Nothing is kept in the database."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--posts", type=int, required=True)
    posts = parser.parse_args().posts
    import django

    django.setup()
    from django.conf import settings
    from django.db import transaction

    settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.dummy.EmailBackend"}}
    with transaction.atomic():
        print(json.dumps(_measure(posts)))
        transaction.set_rollback(True)


def _measure(posts: int) -> dict[str, Any]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext
    from django.utils import timezone

    from cop.notifications.models import Letter
    from cop.notifications.services import delivery
    from working_groups.choices import Rhythm
    from working_groups.services import digests

    now = timezone.now()
    week = now - timedelta(days=7)
    _make(posts, week)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    moment = max(
        digests.latest_moment(digests.zone_named("Europe/Brussels"), Rhythm.WEEKLY, now + timedelta(days=7)),
        now,
    )
    before = _forget_peak()
    started = time.perf_counter()
    with CaptureQueriesContext(connection) as captured:
        written = digests.write_due(now=moment + timedelta(minutes=5))
    writing = time.perf_counter() - started
    statements = len(captured)
    del captured
    connection.queries_log.clear()
    started = time.perf_counter()
    sent = delivery.deliver_due()
    return {
        "posts": posts,
        "written": written,
        "sent": sent,
        "writing": round(writing, 2),
        "statements": statements,
        "sending": round(time.perf_counter() - started, 1),
        "memory": round((_peak() - before) / KILOBYTES, 1),
        "waiting": Letter.objects.filter(kind=digests.KIND, sent_at=None).count(),
    }


def _make(posts: int, began: Any) -> None:
    """A group of its own with as many members, and posts of one week, written straight into the tables."""
    from cop.members.models import User
    from tests.factories.groups import WorkingGroupFactory
    from working_groups.choices import Rhythm
    from working_groups.models import Membership, Post, Thread

    members = User.objects.bulk_create(
        User(email=f"digest-{number}@bench.example", name=f"Sample Reader {number}") for number in range(MEMBERS)
    )
    group = WorkingGroupFactory(page__slug="bench-digest", page__title="Sample group of readers")
    memberships = Membership.objects.bulk_create(
        Membership(group=group, member=member, rhythm=Rhythm.WEEKLY, digest_mark=began) for member in members
    )
    Membership.objects.filter(pk__in=[each.pk for each in memberships]).update(joined_at=began - timedelta(days=1))
    threads = Thread.objects.bulk_create(
        Thread(
            group=group,
            title=f"Sample question {number}",
            author=members[number],
            last_author=members[number],
            last_number=POSTS_A_THREAD,
            created_at=began,
            last_post_at=began,
        )
        for number in range(posts // POSTS_A_THREAD)
    )
    text = "What we measure, and what we would rather measure. " * 8
    Post.objects.bulk_create(
        (
            Post(
                thread=thread,
                number=number,
                author=members[number],
                text=text,
                html=f"<p>{text}</p>",
                created_at=began + timedelta(minutes=number),
            )
            for thread in threads
            for number in range(1, POSTS_A_THREAD + 1)
        ),
        batch_size=1000,
    )


def _forget_peak() -> int:
    """Let the system forget what making the data took, where it can (Linux); what the process holds now, in KB."""
    try:
        Path("/proc/self/clear_refs").write_text("5")
    except OSError:
        return _peak()
    return _status("VmRSS")


def _peak() -> int:
    try:
        return _status("VmHWM")
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def _status(name: str) -> int:
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(f"{name}:"))


if __name__ == "__main__":
    main()
