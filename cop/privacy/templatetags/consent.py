"""Tags about consent: the banner of every page, and the mark around whatever of an optional category a page holds."""

from functools import lru_cache

from django import template
from django.conf import settings
from django.template.base import FilterExpression, Node, NodeList, Parser, Token, token_kwargs
from django.template.context import Context
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from cop.core import csp
from cop.core.components import render

from ..cookie_choices import OPTIONAL, CookieCategory
from ..selectors.cookies import ListState, list_state

register = template.Library()

# What the tag takes beside the category: words for the placeholder, and addresses that the policy must let through.
SOURCES = {"frame": "frame-src", "script": "script-src", "connect": "connect-src", "image": "img-src"}
WORDS = ("title", "text", "provider", "url")


@register.simple_tag(takes_context=True)
def cookie_banner(context: Context) -> SafeString:
    """The banner, the same for everybody: the browser shows it to those who have not chosen.

    Nothing while the list has nothing optional, on the page of all cookies (it has the form itself), in an editor's
    preview, and on error pages that are made without a request.
    """
    request = context.get("request")
    if request is None or context.get("no_cookie_banner") or getattr(request, "is_preview", False):
        return mark_safe("")
    state = list_state()
    return _banner(state, get_language()) if state.version else mark_safe("")


@lru_cache(maxsize=8)
def _banner(state: ListState, language: str | None) -> SafeString:
    # One list makes one banner; a member's page need not make it anew.
    counts = dict(state.counts)
    banner = render(
        "cookies",
        categories=[
            {
                "key": str(category),
                "label": category.label,
                "text": category.text,
                "is_optional": category.is_optional,
                "can_be_chosen": category.is_optional and category in counts,
            }
            for category in CookieCategory
        ],
        version=state.version,
        cookie=settings.CONSENT_COOKIE_NAME,
        action_url=reverse("choose_cookies"),
        page_url=reverse("cookies"),
        live=True,
    )
    # Without scripts a sheet that knows the visitor's cookie shows the banner.
    sheet = format_html('<noscript><link rel="stylesheet" href="{}"></noscript>', reverse("cookie_banner_sheet"))
    return sheet + banner


class ConsentNode(Node):
    """Renders what it holds as inert HTML: a browser asks for nothing in a <template>."""

    child_nodelists = ("nodelist",)

    def __init__(self, category: CookieCategory, values: dict[str, FilterExpression], nodelist: NodeList) -> None:
        self.category = category
        self.values = values
        self.nodelist = nodelist

    def render(self, context: Context) -> str:
        values = {name: value.resolve(context) or "" for name, value in self.values.items()}
        state = list_state()
        may_load = self.category in state.optional and self.let_through(context, values)
        words = {name: values[name] for name in WORDS if name in values}
        if not words:
            return (
                format_html(
                    '<template data-consent="{}">{}</template>', self.category, mark_safe(self.nodelist.render(context))
                )
                if may_load
                else ""
            )
        return render(
            "consent-embed",
            category=str(self.category),
            category_label=self.category.label,
            text=words.get("text", ""),
            title=words.get("title") or words.get("provider", ""),
            provider=words.get("provider", ""),
            url=words.get("url", ""),
            version=state.version,
            action_url=reverse("choose_cookies"),
            body=mark_safe(self.nodelist.render(context)) if may_load else "",
        )

    @staticmethod
    def let_through(context: Context, values: dict[str, str]) -> bool:
        """Widen the policy of this answer; False if any of the addresses is not listed in the settings."""
        wanted = [(SOURCES[name], str(values[name])) for name in SOURCES if name in values]
        if not all(csp.is_listed(directive, address) for directive, address in wanted):
            return False
        if request := context.get("request"):
            for directive, address in wanted:
                csp.allow(request, directive, address)
        return True


@register.tag
def consent(parser: Parser, token: Token) -> ConsentNode:
    """{% consent "functional" title=… text=… provider=… url=… frame=address %}<iframe …></iframe>{% endconsent %}

    What stands between loads only once the visitor has allowed the category. Until then: the title, who the provider
    is, a link to `url`, and a button "Allow and show". Without these words (a script that shows nothing): nothing.
    `frame`, `script`, `connect`, `image` are addresses whose origin the page's policy must allow; each has to be listed
    in the setting THIRD_PARTIES. Where one is not, or where nothing of the category is on the list of cookies, only
    the title and the link remain.
    """
    tag, *bits = token.split_contents()
    if not bits or bits[0].strip("\"'") not in OPTIONAL or bits[0] == bits[0].strip("\"'"):
        raise template.TemplateSyntaxError(f"{tag} needs an optional category of cookies, in quotes.")
    rest = bits[1:]
    values = token_kwargs(rest, parser)
    unknown = [*rest, *(values.keys() - {*WORDS, *SOURCES})]
    if unknown:
        raise template.TemplateSyntaxError(f"{tag} does not know {unknown[0]}.")
    nodelist = parser.parse(("endconsent",))
    parser.delete_first_token()
    return ConsentNode(CookieCategory(bits[0][1:-1]), values, nodelist)
