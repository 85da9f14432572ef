"""Applying the retention rules, and noting what each did."""

import logging
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from .. import retention
from ..models import RetentionRun

logger = logging.getLogger(__name__)


def apply_rules(*, now: datetime | None = None) -> dict[str, int]:
    """Apply every rule, each in a transaction of its own; returns how many things each removed.

    A rule that fails keeps none of the others from being applied; its run says so.
    """
    now = now or timezone.now()
    removed: dict[str, int] = {}
    for rule in retention.rules():
        if rule.remove is None:
            continue
        try:
            with transaction.atomic():
                removed[rule.key] = rule.remove(now)
        except Exception as error:
            logger.exception("The retention rule %s failed.", rule.key)
            RetentionRun.objects.create(rule=rule.key, ran_at=now, error=f"{type(error).__name__}: {error}"[:300])
        else:
            RetentionRun.objects.create(rule=rule.key, ran_at=now, removed=removed[rule.key])
    return removed
