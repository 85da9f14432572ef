"""Pages that are nobody's business but their group's, even where an editor has rights on every page of the site.

Wagtail asks one policy what of the tree somebody may find in the admin: explorer, searches, choosers, reports, menus,
its API. A room that keeps pages secret signs up here with the question which (`keep_secret`), and lets
`permissions_for_user` of these pages give nothing.
"""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from django.db.models import Q, QuerySet
from wagtail.models import Page
from wagtail.permission_policies.pages import PagePermissionPolicy

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from cop.members.models import User

    Viewer = User | AnonymousUser

# The numbers of pages that this person must not know of; None where there can be none.
Secrets = Callable[["Viewer"], QuerySet | None]
_secrets: list[Secrets] = []


def keep_secret(source: Secrets) -> None:
    """Called by rooms once the apps are ready."""
    if source not in _secrets:
        _secrets.append(source)


def secrets_from(user: "Viewer") -> Q | None:
    """Which pages are kept from them; None if none."""
    found = [pages for source in _secrets if (pages := source(user)) is not None]
    if not found:
        return None
    kept = Q()
    for pages in found:
        kept |= Q(pk__in=pages)
    return kept


class CarefulPagePolicy(PagePermissionPolicy):
    """Wagtail's, without the pages that are kept from this person."""

    def instances_user_has_any_permission_for(self, user: "Viewer", actions: Iterable[str]) -> QuerySet[Page]:
        pages: QuerySet[Page] = super().instances_user_has_any_permission_for(user, actions)
        return _without_secrets(pages, user)

    def explorable_instances(self, user: "Viewer") -> QuerySet[Page]:
        pages: QuerySet[Page] = super().explorable_instances(user)
        return _without_secrets(pages, user)

    def user_has_any_permission_for_instance(self, user: "Viewer", actions: Iterable[str], instance: Any) -> bool:
        has = bool(super().user_has_any_permission_for_instance(user, actions, instance))
        kept = secrets_from(user) if has else None
        return has and (kept is None or not Page.objects.filter(kept, pk=instance.pk).exists())


def _without_secrets(pages: QuerySet[Page], user: "Viewer") -> QuerySet[Page]:
    kept = secrets_from(user)
    return pages if kept is None else pages.exclude(kept)
