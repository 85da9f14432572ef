"""Fulfilment criteria in filters: how a number is called, and asking for it where things carry a list of numbers."""

from typing import Any

from django.db.models import Model, QuerySet, TextField
from django.db.models.functions import Cast

from .choices import Criterion


def criterion_label(value: str) -> str:
    """1. Challenges for innovation diffusion and digitalisation."""
    number = int(value)
    return f"{number}. {Criterion(number).label}" if number in Criterion.values else value


def with_criterion[T: Model](rows: QuerySet[T, Any], number: int, *, field: str = "criteria") -> QuerySet[T, Any]:
    """Those whose list has this number. The numbers have one digit each, so that their text says it; SQLite cannot ask
    a list for what it holds."""
    return rows.annotate(criteria_in_text=Cast(field, TextField())).filter(criteria_in_text__contains=str(number))
