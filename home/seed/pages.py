"""Makes the standard pages, the library and the working groups; what exists already is left as editors have it."""

import re

from django.utils import timezone
from wagtail.models import Page

from home.models import HomeFigure, HomePage, HomeService, StandardPage
from resources.models import LibraryPage, Source
from working_groups.models import WorkingGroupIndexPage, WorkingGroupPage

from . import texts

LINK = re.compile(r'href="\{(?P<path>[^}]+)\}"')
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
    _library()


def link_pages() -> None:
    """Turn `{/path/}` into links that follow a page when it moves; run when all pages, events included, exist."""
    for model in (StandardPage, WorkingGroupIndexPage):
        for page in model.objects.filter(body__contains='href="{'):
            page.body = linked(page.body)
            page.save(update_fields=["body"])
    _front_page()


def linked(text: str) -> str:
    """The text with each `{/path/}` as a link to the page that stands there now."""
    return LINK.sub(_link, text)


def _link(match: re.Match) -> str:
    page = page_at(match["path"])
    return f'linktype="page" id="{page.pk}"' if page else 'href="/"'


def _standard_page(text: texts.Text) -> None:
    if page_at(text.path):
        return
    above, _, slug = text.path.strip("/").rpartition("/")
    parent = page_at(f"/{above}/" if above else "/")
    page = StandardPage(
        title=text.title,
        slug=slug,
        summary=text.summary,
        body=text.body.strip(),
        show_in_menus=text.path in IN_MENUS,
    )
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
            add(index, group)


def _library() -> None:
    if LibraryPage.objects.exists():
        return
    page = LibraryPage(
        title="Library",
        slug="library",
        show_in_menus=True,
        summary="The sources that this site rests on. Presentations, studies and good practices will join them.",
    )
    page.sources = [Source(sort_order=number, **source) for number, source in enumerate(texts.SOURCES)]
    add(page_at("/"), page)


def _front_page() -> None:
    home = HomePage.objects.get()
    if not HomeFigure.objects.filter(page=home).exists():
        HomeFigure.objects.bulk_create(
            HomeFigure(page=home, sort_order=number, value=value, label=label)
            for number, (value, label) in enumerate(texts.FIGURES)
        )
    if not HomeService.objects.filter(page=home).exists():
        HomeService.objects.bulk_create(
            HomeService(page=home, sort_order=number, link=page_at(path), icon=icon, title=title, text=text)
            for number, (path, icon, title, text) in enumerate(texts.SERVICES)
        )
    if home.support_page_id is None:
        home.support_page = page_at("/support/")
        home.save(update_fields=["support_page"])
