"""The registry of retention rules: how long each kind of data is kept, and the function that removes what is older.

Rooms sign up in ready(); together they are one table, which docs/retention.md and the privacy page show.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.functional import Promise
from django.utils.translation import ngettext

Remove = Callable[[datetime], int]


@dataclass(frozen=True)
class Rule:
    """One kind of data.

    `days` after the moment that `counted_from` names it is removed, on that day itself, not the day before; without
    days `kept` says in words what holds. `remove` takes the present moment and returns how many things it removed;
    None where something else removes them (named in `kept`).
    """

    key: str
    what: str | Promise
    counted_from: str | Promise
    days: int | None
    why: str | Promise
    order: int
    kept: str | Promise = ""
    remove: Remove | None = None

    @property
    def period(self) -> str:
        """How long, in words."""
        if self.days is None:
            return str(self.kept)
        if self.days % 365 == 0:
            years = self.days // 365
            return ngettext("%(number)d year", "%(number)d years", years) % {"number": years}
        return ngettext("%(number)d day", "%(number)d days", self.days) % {"number": self.days}

    def before(self, now: datetime) -> datetime:
        """What was counted from this moment, or earlier, is over."""
        return now - timedelta(days=self.days or 0)


_rules: dict[str, Rule] = {}


def rule(
    key: str,
    *,
    what: str | Promise,
    counted_from: str | Promise,
    why: str | Promise,
    order: int,
    days: int | None = None,
    kept: str | Promise = "",
) -> Callable[[Callable[[datetime, Rule], int]], Callable[[datetime, Rule], int]]:
    """Decorate the function that removes: it takes the present moment and the rule, and returns how many."""

    def register(remove: Callable[[datetime, Rule], int]) -> Callable[[datetime, Rule], int]:
        found = Rule(key, what, counted_from, days, why, order, kept)
        _rules[key] = Rule(key, what, counted_from, days, why, order, kept, lambda now: remove(now, found))
        return remove

    return register


def note(
    key: str, *, what: str | Promise, counted_from: str | Promise, why: str | Promise, order: int, kept: str | Promise
) -> None:
    """A kind of data that something else removes, or that stays; it belongs in the table all the same."""
    _rules[key] = Rule(key, what, counted_from, None, why, order, kept)


def rules() -> list[Rule]:
    """The table in order."""
    return sorted(_rules.values(), key=lambda each: (each.order, each.key))


def as_markdown() -> str:
    """docs/retention.md."""
    lines = [
        "# How long data is kept",
        "",
        "Rendered from code by `manage.py render_docs` (the rules are registered with `cop.privacy.retention`). The",
        "clock applies them every night at 03:40; what each did stands in the admin under Reports, Retention.",
        "",
        "| data | kept | counted from | why |",
        "| --- | --- | --- | --- |",
    ]
    lines += [f"| {each.what} | {each.period} | {each.counted_from} | {each.why} |" for each in rules()]
    return "\n".join(lines)


def table() -> list[dict[str, str]]:
    """The table for a page."""
    return [
        {"what": str(each.what), "period": each.period, "counted_from": str(each.counted_from), "why": str(each.why)}
        for each in rules()
    ]
