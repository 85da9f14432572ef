"""What was looked for in vain, for the editors' report."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Max, Sum
from django.utils import timezone

from ..models import SilentSearch

# What fewer looked for may be a name, and says little about what is missing.
LEAST = 3
DAYS = 90


@dataclass(frozen=True)
class Silence:
    """Words, how often they found nothing, and when last."""

    words: str
    number: int
    last: date


def silences(*, today: date | None = None) -> list[Silence]:
    """Of the last ninety days, the most frequent first; only what was looked for three times or more. One statement."""
    since = (today or timezone.localdate()) - timedelta(days=DAYS)
    rows = SilentSearch.objects.filter(day__gt=since).order_by().values("words")
    counted = rows.annotate(total=Sum("number"), last=Max("day")).filter(total__gte=LEAST)
    return [Silence(row["words"], row["total"], row["last"]) for row in counted.order_by("-total", "words")]
