"""The registry of links on every page: main navigation, account menu, footer; rooms sign up in ready()."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from django.urls import get_urlconf, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

MAIN = "main"
ACCOUNT = "account"
STAFF = "staff"
# The footer's column of legal pages; the site settings may name others.
LEGAL = _("This site")

_items: list["Item"] = []


@dataclass(frozen=True)
class Item:
    """One link: a label and either the name of a route or a fixed path; `menu` says where it stands."""

    label: str | Promise
    menu: str | Promise = MAIN
    url_name: str = ""
    path: str = ""
    order: int = 100
    icon: str = ""

    @property
    def url(self) -> str:
        return self.path or reverse(self.url_name)


@dataclass(frozen=True)
class Link:
    """An item as a page shows it: resolved, and marked when the page lies below it."""

    label: str | Promise
    url: str
    current: str
    icon: str


def register(
    *,
    label: str | Promise,
    url_name: str = "",
    path: str = "",
    order: int = 100,
    menu: str | Promise = MAIN,
    icon: str = "",
) -> None:
    """Add a link. `menu` is MAIN, ACCOUNT, STAFF or the title of a footer column. Registering twice changes nothing."""
    if bool(url_name) == bool(path):
        raise ValueError("A navigation item needs either url_name or path.")
    item = Item(label=label, menu=menu, url_name=url_name, path=path, order=order, icon=icon)
    if item not in _items:
        _items.append(item)
        _items.sort(key=lambda each: each.order)
        _addresses.cache_clear()


def links(menu: str, path: str = "") -> list[Link]:
    """The links of one menu in order; `path` is the page's own, to mark where the visitor is."""
    return [_link(item, path) for item in _items if item.menu == menu]


def footer(path: str = "") -> list[tuple[str | Promise, list[Link]]]:
    """The footer's columns in the order in which their first links come."""
    columns: dict[str, tuple[str | Promise, list[Link]]] = {}
    for item in _items:
        if item.menu not in (MAIN, ACCOUNT, STAFF):
            columns.setdefault(str(item.menu), (item.menu, []))[1].append(_link(item, path))
    return list(columns.values())


def place(path: str) -> str:
    """What the links of all menus say about where the visitor is: equal for pages whose menus look alike."""
    return " ".join(f"{mark}{url}" for url in _addresses(get_urlconf()) if (mark := _mark(url, path)))


@cache
def _addresses(urlconf: str | None) -> tuple[str, ...]:
    return tuple(dict.fromkeys(item.url for item in _items))


def routes() -> set[str]:
    """Addresses of items that lead to a view of ours, not to an editor's page."""
    return {item.url for item in _items if item.url_name}


def registered() -> Iterable[Item]:
    """All items, for checks and tests."""
    return tuple(_items)


def _link(item: Item, path: str) -> Link:
    url = item.url
    return Link(label=item.label, url=url, current=_mark(url, path), icon=item.icon)


def _mark(url: str, path: str) -> str:
    below = url != "/" and path.startswith(url)
    return "page" if path == url else "true" if below else ""
