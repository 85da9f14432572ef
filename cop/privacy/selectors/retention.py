"""Reads about the retention rules: what each did when it last ran."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import OuterRef, Subquery, Sum

from .. import retention
from ..models import RetentionRun


@dataclass(frozen=True)
class RuleReport:
    """A rule, its last run, and what it removed in all runs that are kept."""

    rule: retention.Rule
    ran_at: datetime | None
    removed: int
    error: str
    total: int
    is_applied: bool


def report() -> list[RuleReport]:
    """All rules in order; two statements."""
    newest = RetentionRun.objects.filter(rule=OuterRef("rule")).order_by("-ran_at", "-pk").values("pk")[:1]
    last = {run.rule: run for run in RetentionRun.objects.filter(pk=Subquery(newest))}
    totals = dict(
        RetentionRun.objects.order_by().values("rule").annotate(total=Sum("removed")).values_list("rule", "total")
    )
    found = []
    for rule in retention.rules():
        run = last.get(rule.key)
        found.append(
            RuleReport(
                rule,
                run.ran_at if run else None,
                run.removed if run else 0,
                run.error if run else "",
                totals.get(rule.key, 0),
                # A template would call the function rather than look whether there is one.
                rule.remove is not None,
            )
        )
    return found
