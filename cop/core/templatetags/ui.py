"""Tags of the interface: components, boxes, icons, form fields, error summaries, page links."""

from typing import Any

from django import template
from django.core.paginator import Page
from django.forms import BaseForm, BoundField
from django.template.base import FilterExpression, Node, NodeList, Parser, Token, token_kwargs
from django.template.context import Context
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import smart_split

from cop.core import dates, memo, pictures
from cop.core.components import Component, ComponentError, find
from cop.core.fields_as_html import FieldView, problems

register = template.Library()


class ComponentNode(Node):
    """Renders a component with nothing but its own parameters in sight."""

    child_nodelists = ("nodelist",)

    def __init__(
        self, component: Component, values: dict[str, FilterExpression], nodelist: NodeList | None, target: str
    ) -> None:
        self.component = component
        self.values = values
        self.nodelist = nodelist if nodelist is not None else NodeList()
        self.has_body = nodelist is not None
        self.target = target

    def render(self, context: Context) -> str:
        values = {name: value.resolve(context) for name, value in self.values.items()}
        if self.has_body:
            values["body"] = self.nodelist.render(context)
        html = _render(context, self.component, values)
        if self.target:
            context[self.target] = mark_safe(html)
            return ""
        return html


def _render(context: Context, component: Component, values: dict[str, Any]) -> str:
    key = memo.key(component, values)
    if key is not None and (kept := memo.get(key)) is not None:
        return kept
    # As Django's inclusion tags do it: the template is looked up once a rendering, and the CSRF token goes along.
    found = context.render_context.get(component)
    if found is None:
        found = context.template.engine.get_template(component.template_name)
        context.render_context[component] = found
    inner = context.new(component.context(values))
    token = context.get("csrf_token")
    # Asking isinstance() would make the token, and with it a cookie.
    if token is not None and type(token) is not _Token:
        token = _Token(token)
    inner["csrf_token"] = token
    before = token.shown if token is not None else 0
    html = found.render(inner).strip()
    if key is not None and (token is None or token.shown == before):
        memo.keep(key, html)
    return html


class _Token:
    """A request's CSRF token that counts how often it was shown: HTML that holds it belongs to one visitor."""

    def __init__(self, token: Any) -> None:
        self.token = token
        self.shown = 0

    def __str__(self) -> str:
        self.shown += 1
        return str(self.token)

    def __eq__(self, other: object) -> bool:
        # Django's tag asks whether there is a token at all.
        return str(self) == other

    __hash__ = None  # type: ignore[assignment]


def _compile(parser: Parser, token: Token, nodelist: NodeList | None) -> ComponentNode:
    tag, *bits = list(smart_split(token.contents))
    target = ""
    if len(bits) > 2 and bits[-2] == "as":
        target, bits = bits[-1], bits[:-2]
    if not bits or bits[0][0] not in "\"'":
        raise template.TemplateSyntaxError(f"{tag} needs the component's name in quotes.")
    name, rest = bits[0][1:-1], bits[1:]
    values = token_kwargs(rest, parser)
    if rest:
        raise template.TemplateSyntaxError(f"{tag} “{name}”: {rest[0]} is not of the form name=value.")
    try:
        component = find(name)
        component.check({*values, *(["body"] if nodelist is not None else [])})
    except ComponentError as error:
        raise template.TemplateSyntaxError(str(error)) from error
    return ComponentNode(component, values, nodelist, target)


@register.tag("component")
def component_tag(parser: Parser, token: Token) -> ComponentNode:
    """{% component "badge" tone="good" label=_("Confirmed") %}, or with `as name` at the end to keep the HTML."""
    return _compile(parser, token, None)


@register.tag("box")
def box_tag(parser: Parser, token: Token) -> ComponentNode:
    """{% box "alert" title=… %}inner HTML{% endbox %}: a component whose `body` stands between the tags."""
    nodelist = parser.parse(("endbox",))
    parser.delete_first_token()
    return _compile(parser, token, nodelist)


@register.simple_tag
def icon(name: str, large: bool = False) -> SafeString:
    """A symbol of static/img/icons.svg; always ornament, the words stand beside it."""
    return format_html(
        '<svg class="icon{}" width="20" height="20" aria-hidden="true" focusable="false"><use href="{}#i-{}"/></svg>',
        " icon--l" if large else "",
        static("img/icons.svg"),
        name,
    )


@register.simple_tag(takes_context=True)
def field(context: Context, bound: BoundField, label: str = "", hint: str = "", kind: str = "") -> str:
    """A form field with label, hint, error and control in this order; kind="box" puts choices into boxes, and with
    kind="told" what stands around the field has said that it may stay empty."""
    if bound.is_hidden:
        return bound.as_widget()
    view = FieldView(bound, label=label, hint=hint, kind=kind)
    return mark_safe(_render(context, find("field"), {"field": view}))


@register.simple_tag(takes_context=True)
def error_summary(context: Context, *forms: BaseForm) -> str:
    """What is wrong with one or more forms, as links to the fields; nothing when all is well."""
    found = problems(*forms)
    return mark_safe(_render(context, find("errors"), {"problems": found})) if found else ""


@register.simple_tag(takes_context=True)
def paginate(context: Context, page: Page, label: str = "") -> str:
    """Links to the other pages of a list; keeps the rest of the address."""
    if not page.has_other_pages():
        return ""
    query = context["request"].GET.copy()

    def url(number: int) -> str:
        query["page"] = str(number)
        return f"?{query.urlencode()}"

    return mark_safe(
        _render(
            context,
            find("pagination"),
            {
                "label": label,
                "pages": [
                    {"number": n, "url": url(n), "current": n == page.number} if isinstance(n, int) else {"gap": True}
                    for n in page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
                ],
                "previous_url": url(page.previous_page_number()) if page.has_previous() else "",
                "next_url": url(page.next_page_number()) if page.has_next() else "",
            },
        )
    )


class CaptureNode(Node):
    """Keeps what stands between its tags, on one line and fit for an attribute."""

    child_nodelists = ("nodelist",)

    def __init__(self, target: str, nodelist: NodeList) -> None:
        self.target = target
        self.nodelist = nodelist

    def render(self, context: Context) -> str:
        # Blocks escape what they show; quotes that a template wrote itself are escaped here.
        text = " ".join(self.nodelist.render(context).split()).replace('"', "&quot;")
        context[self.target] = mark_safe(text)
        return ""


@register.tag
def capture(parser: Parser, token: Token) -> CaptureNode:
    """{% capture page_title %}{% block title %}{% endblock %}{% endcapture %}: a block that is shown more than once."""
    target = token.split_contents()[1]
    nodelist = parser.parse(("endcapture",))
    parser.delete_first_token()
    return CaptureNode(target, nodelist)


class MemoNode(Node):
    """Renders what stands between its tags once for each set of values."""

    child_nodelists = ("nodelist",)

    def __init__(self, name: str, values: list[FilterExpression], nodelist: NodeList) -> None:
        self.name = name
        self.values = values
        self.nodelist = nodelist

    def render(self, context: Context) -> str:
        key = memo.key(self.name, [value.resolve(context) for value in self.values])
        if key is None:
            return self.nodelist.render(context)
        html = memo.get(key)
        if html is None:
            html = self.nodelist.render(context)
            memo.keep(key, html)
        return html


@register.tag("memo")
def memo_tag(parser: Parser, token: Token) -> MemoNode:
    """{% memo "footer" frame.place %}…{% endmemo %}: HTML that depends on these values and the language only."""
    _, name, *values = token.split_contents()
    nodelist = parser.parse(("endmemo",))
    parser.delete_first_token()
    return MemoNode(name.strip("\"'"), [parser.compile_filter(value) for value in values], nodelist)


# None of these convert time zones: give them datetimes that are already in the zone to be shown.
register.filter("leaf", dates.leaf)
register.filter("date_range", dates.date_range)
register.filter("time_range", dates.time_range)


@register.filter(is_safe=True)
def absolute(address: str) -> str:
    """The whole address of a picture."""
    return pictures.absolute(str(address))


@register.filter
def initials(name: str) -> str:
    """Up to two capitals for an avatar: “Ana Sample” gives AS."""
    words = [word for word in str(name).split() if word[0].isalnum()]
    return "".join(word[0] for word in (words[:1] + words[-1:] if len(words) > 1 else words[:1])).upper()


@register.filter
def avatar_tone(name: str) -> str:
    """One of the three tones, always the same for the same name."""
    return ("", "b", "c")[sum(map(ord, str(name))) % 3]
