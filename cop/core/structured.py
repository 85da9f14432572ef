"""What pages say to search engines, as schema.org has it."""

import json
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

# What could end the script element or be taken for markup, written as JSON escapes.
ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026", 0x2028: "\\u2028", 0x2029: "\\u2029"}


def as_script(data: dict[str, Any]) -> SafeString:
    """As a data block: no script runs, so the site's policy against inline scripts lets it stand."""
    text = json.dumps({"@context": "https://schema.org", **data}, ensure_ascii=False).translate(ESCAPES)
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(text))


def breadcrumbs(trail: Iterable[tuple[Any, str]], current: Any, address: str) -> SafeString:
    """The way to this page; empty where there is none."""
    steps = [(str(label), url) for label, url in trail if url]
    if not steps or not current:
        return SafeString("")
    steps.append((str(current), address))
    return as_script(
        {
            "@type": "BreadcrumbList",
            "itemListElement": [
                {
                    "@type": "ListItem",
                    "position": number,
                    "name": label,
                    "item": url if url.startswith("http") else f"{settings.SITE_URL}{url}",
                }
                for number, (label, url) in enumerate(steps, 1)
            ],
        }
    )


def organisation() -> dict[str, Any]:
    """Who stands behind the site."""
    return {
        "@type": "Organization",
        "@id": f"{settings.SITE_URL}/#organisation",
        "name": settings.WAGTAIL_SITE_NAME,
        "url": f"{settings.SITE_URL}/",
        "logo": f"{settings.SITE_URL}{static('img/icon-512.png')}",
    }


def website() -> SafeString:
    """For the home page: the site, its search, and who stands behind it."""
    query = f"{settings.SITE_URL}{reverse('search')}?q={{search_term_string}}"
    return as_script(
        {
            "@graph": [
                {
                    "@type": "WebSite",
                    "@id": f"{settings.SITE_URL}/#website",
                    "name": settings.WAGTAIL_SITE_NAME,
                    "url": f"{settings.SITE_URL}/",
                    "inLanguage": settings.LANGUAGE_CODE,
                    "publisher": {"@id": f"{settings.SITE_URL}/#organisation"},
                    "potentialAction": {
                        "@type": "SearchAction",
                        "target": {"@type": "EntryPoint", "urlTemplate": query},
                        "query-input": "required name=search_term_string",
                    },
                },
                organisation(),
            ]
        }
    )
