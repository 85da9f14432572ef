"""The table of roles: who has which rights in the admin. Rooms sign up in ready(); `write_roles` writes it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from wagtail.models import Collection, Page

PAGE_ACTIONS = ("add", "change", "publish", "lock", "unlock", "bulk_delete")
COLLECTION_ACTIONS = ("add", "change", "choose")
# Whoever may change accounts, groups or access rules may make themselves an administrator (traps.md no. 11).
ADMINISTRATORS_ONLY = ("auth.", "account.", "mfa.", "usersessions.", "socialaccount.", "sessions.")
ADMINISTRATORS_MODELS = ("user", "userprofile", "site", "apitoken", "grouppagepermission", "groupcollectionpermission")


class Role(TextChoices):
    """The roles below the administrator, who may do everything. The value is the name of the group."""

    EDITOR = "Editors", _("editor")
    MODERATOR = "Moderators", _("moderator")
    EVENT_MANAGER = "Event managers", _("event manager")


# One sentence each, for docs/permissions.md and the letter to who is appointed.
DUTIES: dict[Role, str | Promise] = {
    Role.EDITOR: _("writes pages, and submits them to a moderator"),
    Role.MODERATOR: _("writes, checks and publishes pages"),
    Role.EVENT_MANAGER: _("runs events: their pages, programmes and registrations"),
}


@dataclass(frozen=True)
class Place:
    """A part of the tree of pages: its name for people, and how to find its top; None while it does not exist."""

    name: str | Promise
    find: Callable[[], "Page | None"]


@dataclass(frozen=True)
class Shelf:
    """A collection of pictures and documents, with everything in it."""

    name: str | Promise
    find: Callable[[], "Collection | None"]


@dataclass(frozen=True)
class Right:
    """One line of the table: an area of the admin, and what it takes to work there."""

    area: str | Promise
    roles: tuple[Role, ...]
    words: str | Promise
    permissions: tuple[str, ...] = ()
    place: Place | None = None
    pages: tuple[str, ...] = ()
    shelf: Shelf | None = None
    images: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    order: int = 100


def _root_page() -> "Page | None":
    from wagtail.models import Page

    return Page.objects.filter(depth=1).first()


def _root_collection() -> "Collection | None":
    from wagtail.models import Collection

    return Collection.objects.filter(depth=1).first()


ALL_PAGES = Place(_("all pages"), _root_page)
ALL_FILES = Shelf(_("all collections"), _root_collection)

_rights: list[Right] = []

# What else a room sets up once the groups exist; says what it changed, in words. A second call changes nothing.
SetUp = Callable[[], list[str]]
_set_ups: list[SetUp] = []


def register(
    area: str | Promise,
    *roles: Role,
    words: str | Promise,
    permissions: Iterable[str] = (),
    pages: Iterable[str] = (),
    place: Place = ALL_PAGES,
    images: Iterable[str] = (),
    documents: Iterable[str] = (),
    shelf: Shelf = ALL_FILES,
    order: int = 100,
) -> None:
    """Give roles the rights of an area. `words` says for people what they can do there ("add, change").

    `permissions` are Django's ("app.codename"); `pages` are Wagtail's actions on the pages of `place`; `images` and
    `documents` those on a collection. Refused (ValueError): an action that does not exist, and any right that would
    make its holder an administrator. Registering the same twice changes nothing.
    """
    right = Right(
        area=area,
        roles=roles,
        words=words,
        permissions=tuple(permissions),
        place=place if pages else None,
        pages=tuple(pages),
        shelf=shelf if images or documents else None,
        images=tuple(images),
        documents=tuple(documents),
        order=order,
    )
    _refuse(right)
    if right not in _rights:
        _rights.append(right)
        _rights.sort(key=lambda each: each.order)


def _refuse(right: Right) -> None:
    if unknown := {*right.pages} - {*PAGE_ACTIONS} | {*right.images, *right.documents} - {*COLLECTION_ACTIONS}:
        raise ValueError(f"Nobody can {', '.join(sorted(unknown))} in “{right.area}”.")
    for permission in right.permissions:
        _action, _underscore, model = permission.partition(".")[2].partition("_")
        if permission.startswith(ADMINISTRATORS_ONLY) or model in ADMINISTRATORS_MODELS:
            raise ValueError(f"{permission} is for administrators only: it amounts to being one.")


def set_up_with(set_up: SetUp) -> None:
    """Have something of a room's own written after the table: workflows whose steps belong to groups."""
    if set_up not in _set_ups:
        _set_ups.append(set_up)


def set_ups() -> list[SetUp]:
    """In the order in which rooms signed up."""
    return list(_set_ups)


def rights(role: Role | None = None) -> list[Right]:
    """The lines of the table in order; of one role, or all."""
    return [right for right in _rights if role is None or role in right.roles]


def areas() -> list[str | Promise]:
    """Every area once, in order."""
    return list({str(right.area): right.area for right in _rights}.values())
