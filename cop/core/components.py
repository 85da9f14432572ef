"""The registry of components: which parameters each template in templates/components/ takes, and which it needs."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.template import Context
from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe


class ComponentError(Exception):
    """A component was asked for that does not exist, or with parameters that it does not declare."""


@dataclass(frozen=True, eq=False)
class Component:
    """One part of the interface: name of template and sheet, needed and optional parameters."""

    name: str
    needed: frozenset[str]
    optional: Mapping[str, Any]

    @property
    def template_name(self) -> str:
        return f"components/{self.name}.html"

    def check(self, given: set[str]) -> None:
        """Refuse unknown and missing parameters; asked while templates are compiled, before any visitor comes."""
        if unknown := given - self.needed - self.optional.keys():
            raise ComponentError(f"Component “{self.name}” takes no {', '.join(sorted(unknown))}.")
        if missing := self.needed - given:
            raise ComponentError(f"Component “{self.name}” needs {', '.join(sorted(missing))}.")

    def context(self, values: Mapping[str, Any]) -> dict[str, Any]:
        return {**self.optional, **values}


_components: dict[str, Component] = {}


def declare(name: str, /, *needed: str, **optional: Any) -> None:
    """Declare a component: names of the parameters that it needs, and defaults of those that it may be given."""
    _components[name] = Component(name, frozenset(needed), optional)


def find(name: str) -> Component:
    try:
        return _components[name]
    except KeyError:
        raise ComponentError(f"There is no component “{name}”.") from None


def declared() -> Iterator[Component]:
    return iter(_components.values())


def render(name: str, /, **values: Any) -> SafeString:
    """A component as HTML, outside templates (the gallery, tags)."""
    component = find(name)
    component.check(set(values))
    template = get_template(component.template_name).template  # type: ignore[attr-defined]
    return mark_safe(template.render(Context(component.context(values))).strip())


# Actions
declare(
    "button",
    "label",
    url="",
    kind="",
    icon="",
    small=False,
    block=False,
    name="",
    value="",
    form="",
    type="submit",
    disabled=False,
    busy=False,
    icon_only=False,
    hint="",
)
declare("action", "label", "url", kind="", icon="", small=False, block=False, post=False, hint="", name="", value="")
declare("more", "label", "url", icon="arrow", back=False)

# States and marks
declare("badge", "label", tone="")
declare("tag", "label", url="")
declare("sample")
declare("count", "number", label="")
declare("alert", "title", tone="", text="", body="", level=2, actions=(), live=False)
declare("empty", "title", "text", level=2, action_label="", action_url="", crop="empty", body="")
declare("progress", "value", "label", maximum=100, text="")

# Where one is
declare("breadcrumbs", "trail", current="", label="")
declare("tabs", "items", "label")
declare("switch", "items", "label")
declare("chips", "items", "label")
declare("pagination", "pages", label="", previous_url="", next_url="")
declare("steps", "items", "current")

# Things that can be opened
declare(
    "card",
    "title",
    "url",
    kind="",
    date="",
    text="",
    cover="",
    seed=0,
    picture="",
    sample=False,
    level=3,
    body="",
    lead=False,
)
declare("aside-rows", "title", "items")
declare("aside-tags", "title", "items")
declare("aside-criteria", "items")
declare("service", "title", "text", url="", icon="", level=3)
declare("figures", "items")
declare("month-chart", "items", "label", caption="")
declare("criteria", "items")
declare(
    "row",
    "title",
    url="",
    meta=(),
    start=None,
    end=None,
    time="",
    person="",
    icon="",
    body="",
    dense=False,
    past=False,
    sample=False,
    level=3,
)
declare(
    "result",
    "title",
    url="",
    kind="",
    meta=(),
    text="",
    foot=(),
    cover="",
    seed=0,
    picture="",
    sample=False,
    level=3,
)
declare("file", "title", url="", kind="", text="", state="", value=None, body="", icon="download")
declare(
    "file-row",
    "title",
    "url",
    "kind",
    badges=(),
    meta=(),
    tags=(),
    sample=False,
    download_url="",
    text="",
    body="",
    level=3,
)
declare("upload", "id")
declare("person", "name", role="", size="", url="", picture="")
declare("avatar", "name", size="")
declare("facts", "items", wide=False)
declare("prose", "body")
declare("dialog", "id", "title", "body", opener="", level=2)
declare(
    "consent-embed",
    "category",
    "category_label",
    "title",
    text="",
    provider="",
    url="",
    action_url="",
    version="",
    body="",
)
declare("cookies", "categories", "version", "action_url", "page_url", id="cookies", cookie="", live=False)

# Tables
declare("table", "body", caption="", label="", cards=False)
declare("table-head", "label", url="", sorted="", numeric=False)

# Forms
declare("field", "field")
declare(
    "choice",
    "id",
    "name",
    "label",
    value="",
    type="radio",
    hint="",
    note="",
    clash="",
    checked=False,
    disabled=False,
    box=True,
    required=False,
)
declare("errors", "problems", title="", focus=True)
declare("filter", count=0)
declare("facets", "groups", action="", kept=(), count=0)
declare("chosen", "items", clear_url="")
declare("search-form", "url", "label", id="q", value="", name="q", compact=False, suggest="")

# Events
declare("date-block", "start", end=None, size="", past=False)
declare(
    "event-hero",
    "title",
    lead="",
    start=None,
    end=None,
    days="",
    hours="",
    zone="",
    place="",
    language="",
    badges=(),
    sample=False,
    trail=(),
    current="",
    hot="",
    past=False,
    body="",
    heading=1,
)
declare(
    "next-event",
    "title",
    "url",
    "start",
    end=None,
    eyebrow="",
    place="",
    note="",
    badge_label="",
    badge_tone="",
    action_label="",
    action_url="",
    sample=False,
    level=2,
)
declare(
    "reg",
    "title",
    badge_label="",
    badge_tone="",
    text="",
    facts=(),
    actions=(),
    links=(),
    body="",
    act=False,
    floating=False,
    level=2,
)
declare(
    "session",
    "title",
    hours="",
    url="",
    room="",
    kind="",
    text="",
    track="",
    tone=0,
    badges=(),
    mine=False,
    pause=False,
    cancelled=False,
    slides=(),
    level=3,
)
declare("programme", "rooms", "rows", "caption")

# Pages (blocks)
declare("contents", "entries")
declare("presented", "name", role="", text="", url="", picture="", sample=False, logo=False)
declare("work", "work", "id", note="", bibtex_url="", ris_url="")
declare("announcement", "text", tone="", link="", url="")
