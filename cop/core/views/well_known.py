"""What machines ask for at fixed addresses: sitemap, robots, security contact, web manifest."""

from datetime import timedelta
from itertools import islice

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from .. import navigation, page_cache, site_frame
from ..api import registered
from ..sitemap import MOST, entries

# Not secret, and of no use to a search engine.
NOT_FOR_ROBOTS = (
    "/admin/",
    "/accounts/",
    "/my/",
    "/profile/",
    "/search/",
    "/sources/",
    "/styleguide/",
    "/library/found.",
)
# Long enough for whoever reads it rarely; RFC 9116 recommends less than a year.
SECURITY_DAYS = 180
MANIFEST_ICONS = ((192, "any"), (512, "any"), (512, "maskable"))


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """For everybody: every address that a visitor may read."""
    page_cache.tag(request, "events")
    found = islice(entries(), MOST)
    return render(
        request, "core/sitemap.xml", {"entries": found, "origin": settings.SITE_URL}, content_type="application/xml"
    )


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """For everybody. It keeps nobody out; it spares machines the way to pages that say nothing to them."""
    page_cache.tag(request, "robots")
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in NOT_FOR_ROBOTS), ""]
    lines.append(f"Sitemap: {settings.SITE_URL}{reverse('sitemap')}")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """For everybody: what is where, in plain words, for programs that answer people's questions (llmstxt.org)."""
    page_cache.tag(request, "overview")
    lines = [
        f"# {settings.WAGTAIL_SITE_NAME}",
        "",
        f"> {_('A community of regions and countries that work on smart specialisation strategies (S3).')}",
    ]
    for title, links in navigation.footer():
        lines += ["", f"## {title}", ""]
        lines += [f"- [{link.label}]({settings.SITE_URL}{link.url})" for link in links]
    lines += ["", f"## {_('For programs')}", ""]
    lines += [f"- [{each.title}]({each.url}): {each.text}" for each in registered()]
    lines.append(f"- [OpenAPI 3.1]({settings.SITE_URL}{reverse('api_document')})")
    ways = (
        (_("How to ask, and other ways"), "api"),
        (_("The library for repositories that harvest (OAI-PMH 2.0)"), "oai"),
        (_("All addresses"), "sitemap"),
    )
    lines += [f"- [{words}]({settings.SITE_URL}{reverse(name)})" for words, name in ways]
    lines += ["", _("What is marked as a sample is invented, to show how the site works: do not pass it on as fact.")]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@require_safe
def security(request: HttpRequest) -> HttpResponse:
    """RFC 9116: whom to tell about weaknesses. Always true for months, because it is made when asked for."""
    page_cache.tag(request, "security")
    contact = site_frame.frame().security_contact or f"{settings.SITE_URL}/contact/"
    if "@" in contact and not contact.startswith(("mailto:", "https:")):
        contact = f"mailto:{contact}"
    end = (timezone.now() + timedelta(days=SECURITY_DAYS)).replace(hour=0, minute=0, second=0, microsecond=0)
    lines = [
        f"Contact: {' '.join(contact.split())}",
        f"Expires: {end:%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: en",
        f"Canonical: {settings.SITE_URL}{reverse('security')}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@require_safe
def manifest(request: HttpRequest) -> JsonResponse:
    """For everybody: what a phone shows when the site is put on its first screen."""
    page_cache.tag(request, "manifest")
    icons = [
        {
            "src": static(f"img/icon-{size}{'-maskable' if purpose == 'maskable' else ''}.png"),
            "sizes": f"{size}x{size}",
            "type": "image/png",
            "purpose": purpose,
        }
        for size, purpose in MANIFEST_ICONS
    ]
    return JsonResponse(
        {
            "name": settings.WAGTAIL_SITE_NAME,
            "short_name": _("S3 Community"),
            "start_url": "/",
            "scope": "/",
            "display": "browser",
            "lang": settings.LANGUAGE_CODE,
            "background_color": "#ffffff",
            "theme_color": "#1446c8",
            "icons": icons,
        },
        content_type="application/manifest+json",
    )
