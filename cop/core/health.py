"""Is this process alive, and can it serve? Two addresses for whatever watches over the deployment."""

import logging
from collections.abc import Callable
from datetime import timedelta
from functools import lru_cache

from django.core.cache import cache
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.tasks import TaskResultStatus
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.views.decorators.http import require_safe
from django_tasks_db.models import DBTaskResult

logger = logging.getLogger(__name__)

# The clock asks the worker for a sign of life every minute (cop.core.tasks.heartbeat); two may be late.
WORKER_MAY_BE_SILENT = timedelta(minutes=3)
HEARTBEAT = "cop.core.tasks.heartbeat"


@require_safe
def live(request: HttpRequest) -> JsonResponse:
    """200 as long as the process answers; asks nothing of anybody."""
    return _answer({"status": "ok"}, 200)


@require_safe
def ready(request: HttpRequest) -> JsonResponse:
    """200 when all checks pass, else 503 with the names of those that fail; the reasons stand in the log only."""
    failing = [name for name, check in CHECKS.items() if not _passes(name, check)]
    if failing:
        return _answer({"status": "failing", "failing": failing}, 503)
    return _answer({"status": "ok"}, 200)


def database_answers() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return cursor.fetchone() == (1,)


def cache_remembers() -> bool:
    # One key for each asker: two processes that ask at once must not read each other's word.
    word = get_random_string(12)
    cache.set(f"health:{word}", word, 10)
    return cache.get(f"health:{word}") == word


def migrations_are_applied() -> bool:
    if _migrations_were_applied():
        return True
    _migrations_were_applied.cache_clear()
    return False


@lru_cache(maxsize=1)
def _migrations_were_applied() -> bool:
    # Kept once it is true: a running process's code does not get new migrations, and reading them takes long.
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def worker_is_heard() -> bool:
    return DBTaskResult.objects.filter(
        task_path=HEARTBEAT,
        status=TaskResultStatus.SUCCESSFUL,
        finished_at__gte=timezone.now() - WORKER_MAY_BE_SILENT,
    ).exists()


CHECKS: dict[str, Callable[[], bool]] = {
    "database": database_answers,
    "cache": cache_remembers,
    "migrations": migrations_are_applied,
    "worker": worker_is_heard,
}


def _passes(name: str, check: Callable[[], bool]) -> bool:
    try:
        return check()
    except Exception:
        logger.exception("Health check %s failed.", name)
        return False


def _answer(content: dict[str, object], status: int) -> JsonResponse:
    return JsonResponse(content, status=status, headers={"Cache-Control": "no-store"})
