"""Makes the standard pages and the working groups; what exists already is left as editors have it."""

import re
from typing import Any

from django.utils import timezone
from wagtail.models import Page

from cop.core.models import Partner
from cop.taxonomy.models import Topic
from home.models import ContactPage, HomePage, StandardPage
from working_groups.models import WorkingGroupIndexPage, WorkingGroupPage
from working_groups.services.groups import ensure_group

from . import blocks, texts
from .about_people import PARTNERS
from .page_text import Text

LINK = re.compile(r'href="\{(?P<path>[^}]+)\}"')
PLACE = re.compile(r"\{(?P<path>/[^}]*)\}")
PARTNER = re.compile(r"\{partner:(?P<name>[^}]+)\}")
IN_MENUS = {"/about/", "/support/", "/observatory/"}


def is_seeded() -> bool:
    """Has this copy got its first content?"""
    return StandardPage.objects.filter(slug="about", depth=3).exists()


def page_at(path: str) -> Page | None:
    """The page at an address of the site."""
    home = HomePage.objects.get()
    return Page.objects.filter(url_path=home.url_path + path.lstrip("/")).first()


def add(parent: Page, page: Page) -> Page:
    """Put a published page below its parent. Page.add_child writes once; a revision would cost four times as much."""
    now = timezone.now()
    page.live = True
    page.has_unpublished_changes = False
    page.first_published_at = page.first_published_at or now
    page.last_published_at = now
    return parent.add_child(instance=page)


def make_pages() -> None:
    """Standard pages first, then those with a type of their own, then the home page that leads to them."""
    for text in texts.PAGES:
        _standard_page(text)
    _working_groups()
    _contact()


def link_pages() -> None:
    """Fill pages that are still empty, and make links that follow their page; run when all pages, events too, exist."""
    _partners()
    for text in texts.PAGES:
        page = page_at(text.path)
        found = StandardPage.objects.filter(pk=page.pk).first() if page else None
        if found and not found.body.raw_data:
            StandardPage.objects.filter(pk=found.pk).update(body=_linked(text.blocks))
    for page in WorkingGroupIndexPage.objects.filter(body__contains='href="{'):
        page.body = linked(page.body)
        page.save(update_fields=["body"])
    _front_page()


def linked(text: str) -> str:
    """The text with each `{/path/}` as a link to the page that stands there now."""
    return LINK.sub(_link, text)


def _linked(value: Any) -> Any:
    """The same blocks with numbers of pages and partners in place of addresses and names."""
    if isinstance(value, dict):
        return {key: _linked(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_linked(item) for item in value]
    if not isinstance(value, str):
        return value
    if place := PLACE.fullmatch(value):
        page = page_at(place["path"])
        return page.pk if page else None
    if partner := PARTNER.fullmatch(value):
        return Partner.objects.get(name=partner["name"]).pk
    return linked(value)


def _link(match: re.Match) -> str:
    page = page_at(match["path"])
    return f'linktype="page" id="{page.pk}"' if page else 'href="/"'


def _partners() -> None:
    for name, role, words in PARTNERS:
        if not Partner.objects.filter(name=name).exists():
            Partner.objects.create(name=name, role=role, text=words)


def _standard_page(text: Text) -> None:
    if page_at(text.path):
        return
    above, _, slug = text.path.strip("/").rpartition("/")
    parent = page_at(f"/{above}/" if above else "/")
    page = StandardPage(title=text.title, slug=slug, summary=text.summary, show_in_menus=text.path in IN_MENUS)
    add(parent, page)


def _working_groups() -> None:
    index = WorkingGroupIndexPage.objects.first()
    if index is None:
        index = WorkingGroupIndexPage(
            title="Working groups",
            slug="working-groups",
            show_in_menus=True,
            summary="Three groups, each on one fulfilment criterion for smart specialisation.",
            body=texts.WORKING_GROUPS_BODY.strip(),
        )
        add(page_at("/"), index)
    for text in texts.GROUPS:
        if not WorkingGroupPage.objects.filter(slug=text.slug).exists():
            group = WorkingGroupPage(
                title=text.title,
                slug=text.slug,
                criterion=text.criterion,
                other_names=text.other_names,
                summary=text.summary,
                body=text.body.strip(),
            )
            group.topics.add(*(Topic.objects.get_or_create(name=name)[0] for name in text.topics))
            add(index, group)
            ensure_group(group)


def _contact() -> None:
    if ContactPage.objects.exists():
        return
    page = ContactPage(
        title="Contact",
        slug="contact",
        summary="Write to the Secretariat. It answers by e-mail, and passes on what others know better.",
        body=_linked(texts.CONTACT),
    )
    add(page_at("/"), page)


def _front_page() -> None:
    """Composed once: a home page with services has been made by the seed or by editors."""
    home = HomePage.objects.get()
    if any(each["type"] == "services" for each in home.body.raw_data):
        return
    services = blocks.items(
        *(
            {"title": title, "text": words, "icon": icon, "page": f"{{{path}}}", "address": ""}
            for path, icon, title, words in texts.SERVICES
        )
    )
    figures = blocks.items(*({"value": value, "label": label} for value, label in texts.FIGURES))
    steps = blocks.items(*({"title": title, "text": words} for title, words in texts.SUPPORT_STEPS))
    button = {"label": texts.SUPPORT_BUTTON, "page": "{/support/}", "address": ""}
    parts = [
        blocks.block("next_event", None),
        blocks.block("services", {"title": texts.SERVICES_TITLE, "text": texts.SERVICES_TEXT, "items": services}),
        blocks.block("figure_band", {"title": texts.FIGURES_TITLE, "items": figures}),
        blocks.block("latest", None),
        blocks.block("criteria", None),
        blocks.block(
            "step_band",
            {"title": texts.SUPPORT_TITLE, "text": texts.SUPPORT_TEXT, "button": button, "items": steps},
        ),
    ]
    HomePage.objects.filter(pk=home.pk).update(body=_linked(parts))
