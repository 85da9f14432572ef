"""Who looks after a page, and until when it should be reviewed: facts about the page, not part of its drafts."""

import calendar
from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet
from django.utils import timezone
from wagtail.admin.forms import WagtailAdminPageForm

if TYPE_CHECKING:
    from cop.members.models import User

    from .models import BasePage


def next_review(page: "BasePage", *, today: date | None = None) -> date | None:
    """When a page that somebody has looked at today is due again; None for kinds that are never reviewed."""
    months = page.review_months
    return months_later(today or timezone.localdate(), months) if months else None


def months_later(day: date, months: int) -> date:
    """The same day of a later month; the last of it where the month is shorter."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def note_care(*, page: "BasePage", review_by: date | None, owner_id: int | None) -> None:
    """Write both at once, published or not: a draft that waits for weeks must not hold a new owner back."""
    type(page)._default_manager.filter(pk=page.pk).update(review_by=review_by, owner_id=owner_id)


def possible_owners(current_id: int | None) -> QuerySet["User"]:
    """People of the secretariat, and who looks after the page now."""
    return (
        get_user_model()._default_manager.filter(Q(is_staff=True, is_active=True) | Q(pk=current_id)).order_by("name")
    )


# Each says what is wrong with which field of a page that is to be published or submitted.
Check = Callable[["BasePageForm"], Mapping[str, str]]
_checks: list[Check] = []
SHOWN = ("action-publish", "action-submit", "action-workflow-action")


def register_check(check: Check) -> None:
    """Rooms above the core add what a page must keep to before others see it; drafts are saved whatever they hold."""
    if check not in _checks:
        _checks.append(check)


class BasePageForm(WagtailAdminPageForm):
    """The edit form of every page of ours; forms of single kinds build on it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "owner" in self.fields:
            self.fields["owner"].queryset = possible_owners(self.instance.owner_id)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if any(action in self.data for action in SHOWN):
            for check in _checks:
                for name, words in check(self).items():
                    self.add_error(name, words)
        return cleaned

    def save(self, commit: bool = True) -> Any:
        page = super().save(commit=commit)
        if page.pk is not None and {"owner", "review_by"} <= self.fields.keys():
            note_care(page=page, review_by=page.review_by, owner_id=page.owner_id)
        return page
