"""Group pages in the admin: the way to the desk; what is refused, in words."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.widgets.button import Button

from ..choices import Visibility
from ..models import WorkingGroup, WorkingGroupPage
from ..permissions import can_oversee_groups
from ..services.groups import groups_at_or_below, groups_with_members, remove_empty_groups


@hooks.register("register_page_header_buttons")
def desk_button(page: Any, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """On a group's page: its leaders' desk."""
    if not isinstance(page.specific_deferred, WorkingGroupPage) or page.pk is None or not can_oversee_groups(user):
        return
    if WorkingGroup.objects.filter(page=page.pk).exists():
        yield Button(_("Desk of the group"), url=reverse("group_desk", args=[page.slug]), icon_name="group", priority=5)


@hooks.register("before_publish_page")
def keep_hidden_groups_hidden(request: HttpRequest, page: Any) -> HttpResponseRedirect | None:
    """The page of a hidden group is never public."""
    return _refuse_to_publish(request, [page])


@hooks.register("before_bulk_action")
def keep_hidden_groups_hidden_in_bulk(
    request: HttpRequest, action_type: str, objects: Iterable[Any], action: Any
) -> HttpResponseRedirect | None:
    """The same for many pages at once, with what is below them."""
    pages = [each for each in objects if hasattr(each, "url_path")]
    if action_type != "publish" or request.method != "POST":
        return None
    if request.POST.get("include_descendants"):
        pages = [group.page for group in groups_at_or_below(pages)]
    return _refuse_to_publish(request, pages)


def _refuse_to_publish(request: HttpRequest, pages: list[Any]) -> HttpResponseRedirect | None:
    ids = [page.pk for page in pages]
    group = WorkingGroup.objects.filter(page__in=ids, visibility=Visibility.HIDDEN).select_related("page").first()
    if group is None:
        return None
    words = _("“%(group)s” is a hidden group: its page cannot be published. Its leaders can change who sees it.")
    messages.error(request, words % {"group": group})
    return HttpResponseRedirect(reverse("wagtailadmin_pages:edit", args=[group.page.pk]))


@hooks.register("before_delete_page")
def keep_groups_with_members(request: HttpRequest, page: Any) -> HttpResponseRedirect | None:
    """A group that people belong to is archived, not deleted; an empty one goes with its page."""
    return _refuse_to_delete(request, [page]) if request.method == "POST" else None


@hooks.register("before_bulk_action")
def keep_groups_with_members_in_bulk(
    request: HttpRequest, action_type: str, objects: Iterable[Any], action: Any
) -> HttpResponseRedirect | None:
    """The same for many pages at once."""
    pages = [each for each in objects if hasattr(each, "url_path")]
    if action_type != "delete" or request.method != "POST":
        return None
    return _refuse_to_delete(request, pages)


def _refuse_to_delete(request: HttpRequest, pages: list[Any]) -> HttpResponseRedirect | None:
    kept = groups_with_members(groups_at_or_below(pages))
    if not kept:
        remove_empty_groups(pages)
        return None
    words = _("“%(group)s” cannot be deleted: people belong to this group. Archive it at its desk instead.")
    for group in kept:
        messages.error(request, words % {"group": group})
    return HttpResponseRedirect(reverse("wagtailadmin_explore", args=[kept[0].page.get_parent().pk]))
