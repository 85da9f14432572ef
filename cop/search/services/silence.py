"""Counting searches that found nothing, so that editors learn what is missing; nothing about people is kept.

Words by day and a number: no address, no session, no hour. What looks like a mail address, a link or a number is not
kept at all, nor are long texts; and the report shows only what was looked for several times.
"""

import re
from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from ..models import SilentSearch
from ..models.silent import LONGEST_WORDS
from ..query import Query

MOST_WORDS = 5
# Against whoever fills the table: so many different ones a day.
MOST_A_DAY = 2_000
_PERSONAL = re.compile(r"@|://|www\.|\d{3}|\d[\s./-]*\d[\s./-]*\d", re.IGNORECASE)


def note_silence(*, query: Query, day: date | None = None) -> bool:
    """Count one search without result; False where its words are not to be kept.

    Statements: one, the first time a day three more and a savepoint.
    """
    words = " ".join(query.title)
    if not words or len(query.title) > MOST_WORDS or len(words) > LONGEST_WORDS or _PERSONAL.search(query.text):
        return False
    day = day or timezone.localdate()
    of_the_day = SilentSearch.objects.filter(day=day)
    if of_the_day.filter(words=words).update(number=F("number") + 1):
        return True
    if of_the_day.count() >= MOST_A_DAY:
        return False
    try:
        with transaction.atomic():
            SilentSearch.objects.create(day=day, words=words)
    except IntegrityError:
        # Somebody else has just been the first.
        of_the_day.filter(words=words).update(number=F("number") + 1)
    return True
