"""Writes to the cookie list: what the code declares, and what editors enter. Visitors are asked again on a change."""

from typing import TYPE_CHECKING

from django.core.cache import cache
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from cop.core import page_cache

from ..cookie_refusals import CookieRefusal
from ..declared_cookies import declared
from ..models import Cookie, CookieListVersion
from ..selectors.cookies import STATE_KEY, STATE_SECONDS, optional_content, read_state, version_of

if TYPE_CHECKING:
    from cop.members.models import User


@transaction.atomic
def write_declared_cookies() -> int:
    """Make, renew and remove the rows of what the code declares; the number of rows that changed.

    Editors own the purpose of a row that exists (they may say it better); all other facts are the code's.
    """
    rows = {cookie.code: cookie for cookie in Cookie.objects.exclude(code="").select_for_update()}
    changed = 0
    for each in declared():
        facts = {
            "name": each.name(),
            "category": each.category.value,
            "kind": each.kind.value,
            "duration": str(each.duration),
            "provider": str(_("This site")),
            "third_party": False,
            "order": each.order,
        }
        row = rows.pop(each.code, None)
        if row is None:
            Cookie.objects.create(code=each.code, purpose=str(each.purpose), **facts)
            changed += 1
        elif any(getattr(row, field) != value for field, value in facts.items()):
            Cookie.objects.filter(pk=row.pk).update(**facts)
            changed += 1
    if rows:
        changed += len(rows)
        Cookie.objects.filter(pk__in=[row.pk for row in rows.values()]).delete()
    if changed:
        _list_has_changed()
    return changed


@transaction.atomic
def save_cookie(*, cookie: Cookie, actor: "User | None") -> Cookie:
    """Add or change an entry. Of one that the code declares only the purpose is kept as entered.

    Visitors who have chosen are asked again if what is optional has changed by it.
    """
    is_new = cookie.pk is None
    if cookie.is_declared_in_code:
        cookie.save(update_fields=["purpose"])
    else:
        cookie.save()
    log(instance=cookie, action="wagtail.create" if is_new else "wagtail.edit", user=actor)
    _list_has_changed()
    return cookie


@transaction.atomic
def delete_cookie(*, cookie: Cookie, actor: "User | None") -> None:
    """Take an entry off the list. Refused: one that the code declares, since it would still be set."""
    if cookie.is_declared_in_code:
        raise CookieRefusal(_("The platform itself sets this cookie; it stays on the list."))
    log(instance=cookie, action="wagtail.delete", user=actor)
    cookie.delete()
    _list_has_changed()


def _list_has_changed() -> None:
    """Note what visitors are asked about from now on; show it on every page after the commit."""
    cookies = list(Cookie.objects.all())
    if version := version_of(cookies):
        CookieListVersion.objects.get_or_create(version=version, defaults={"content": optional_content(cookies)})
    # Before the pages are dropped: one that is made anew must find the new state.
    transaction.on_commit(lambda: cache.set(STATE_KEY, read_state(), STATE_SECONDS), robust=True)
    page_cache.touch("site")
