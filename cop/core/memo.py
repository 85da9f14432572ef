"""The HTML of components that were rendered before with equal parameters.

A component shows its parameters and nothing else, so equal parameters make equal HTML: there is nothing to invalidate,
and nothing is kept that depends on who asks (a form's token, for example: see `cop.core.templatetags.ui`).
"""

import dataclasses
import datetime
from collections.abc import Hashable
from typing import Any

from django.conf import settings
from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.safestring import SafeString

ENTRIES = 4096
LARGEST = 32_768

_kept: dict[Hashable, str] = {}


class Incomparable(Exception):
    """A parameter is of a kind whose values cannot be told apart by what a template shows of them."""


def key(what: Hashable, values: Any) -> Hashable | None:
    """What the HTML depends on; None where that cannot be said, or where templates may change under our feet."""
    if settings.DEBUG:
        return None
    try:
        return (what, translation.get_language(), timezone.get_current_timezone_name(), _frozen(values))
    except Incomparable:
        return None


def get(key: Hashable) -> str | None:
    """The HTML that was kept."""
    return _kept.get(key)


def keep(key: Hashable, html: str) -> None:
    """Keep it; the oldest goes when there are too many."""
    if len(html) > LARGEST:
        return
    if len(_kept) >= ENTRIES:
        _kept.pop(next(iter(_kept)), None)
    _kept[key] = html


def _frozen(value: Any) -> Hashable:
    """A value equal only to what a template shows alike: 1 is not True, and noon in Paris is not 11:00 in London."""
    kind = type(value)
    if kind is str or kind is int or value is None:
        return value
    if kind is bool or kind is float or kind is SafeString:
        return (kind, value)
    if kind is list or kind is tuple:
        return tuple([_frozen(each) for each in value])
    if kind is dict:
        return tuple([(name, _frozen(each)) for name, each in value.items()])
    if kind is datetime.datetime:
        return (value.isoformat(), str(value.tzinfo))
    if kind is datetime.date:
        return (kind, value)
    if isinstance(value, Promise):
        return str(value)
    if dataclasses.is_dataclass(value) and kind.__dataclass_params__.frozen:  # type: ignore[attr-defined]
        return (kind, *[_frozen(getattr(value, each.name)) for each in dataclasses.fields(value)])
    raise Incomparable
