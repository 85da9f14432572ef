"""Blocks of the home page and of standard pages, beside those that every room has."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from cop.core import fragments
from cop.core.blocks import Moving, PageBlocks, Previewed, Section, Target
from cop.core.blocks.texts import FigureItem, StepItem
from cop.core.blocks.ways import Button

from .choices import Icon

HERE = _("Made by the site")


class Fragment(Previewed, blocks.ChoiceBlock):
    """Something that the site writes itself, in its place among the words of editors."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"choices": fragments.choices, **kwargs})

    def get_context(self, value: str, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context = super().get_context(value, parent_context)
        context["fragment"] = fragments.rendered(value or "", context.get("request"))
        return context

    def get_preview_value(self) -> str:
        return next((key for key, _label in fragments.choices()), "")

    class Meta:
        icon = "cogs"
        label = _("Made by the site")
        group = HERE
        template = "blocks/fragment.html"
        description = _("What the site knows itself: what was tested for accessibility, which cookies there are.")


class PagesBelow(Moving):
    """The pages right below this one, with their summaries; a new page joins by itself."""

    def get_preview_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        pages = [
            {"title": "What smart specialisation is", "summary": "The idea and its three foundations.", "url": "#"},
            {"title": "Services", "summary": "From a day with peers to months with an expert.", "url": "#"},
        ]
        return {**(parent_context or {}), "surroundings": {"below": pages}}

    class Meta:
        icon = "list-ul"
        label = _("Pages below")
        group = HERE
        template = "blocks/pages-below.html"
        admin_text = _("The pages right below this one, with their summaries.")
        description = _("A list of the pages right below this one. New pages join by themselves.")
        preview_value = None


class StandardBlocks(PageBlocks):
    """Of a standard page."""

    pages_below = PagesBelow()
    fragment = Fragment()


class HomeMoving(Moving):
    """A part of the home page that changes by itself; the page's context has it as `content`."""

    wide = True

    def get_preview_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        from django.contrib.auth.models import AnonymousUser

        from .selectors.home_page import home_page_content

        return {**(parent_context or {}), "content": home_page_content(AnonymousUser(), {self.name})}


class NextEvent(HomeMoving):
    class Meta:
        icon = "calendar-alt"
        label = _("Next event")
        group = HERE
        template = "blocks/home/next-event.html"
        admin_text = _("The next Forum or conference, with its registration box.")
        description = _("The next Forum or conference, with the way to register.")
        preview_value = None


class Latest(HomeMoving):
    class Meta:
        icon = "history"
        label = _("What is new")
        group = HERE
        template = "blocks/home/latest.html"
        admin_text = _("The three newest things of the community.")
        description = _("The newest news; as long as there are none, the last events.")
        preview_value = None


class Criteria(HomeMoving):
    class Meta:
        icon = "list-ol"
        label = _("Criteria and groups")
        group = HERE
        template = "blocks/home/criteria.html"
        admin_text = _("The seven fulfilment criteria, and the working groups beside them.")
        description = _("The seven fulfilment criteria with ways to what the site holds about them, and the groups.")
        preview_value = None


class ServiceItem(Target):
    """One service; shown while the page it leads to may be read."""

    title = blocks.CharBlock(label=_("title"), max_length=60)
    text = blocks.CharBlock(label=_("text"), max_length=120)
    icon = blocks.ChoiceBlock(label=_("symbol"), choices=Icon.choices, default=Icon.INFO)


class Services(Section):
    """What one can do here."""

    wide = True

    title = blocks.CharBlock(label=_("title"), max_length=80)
    text = blocks.CharBlock(label=_("text"), required=False, max_length=250)
    items = blocks.ListBlock(ServiceItem(), label=_("services"), min_num=1, max_num=9)

    class Meta:
        icon = "pick"
        label = _("Services")
        group = HERE
        template = "blocks/home/services.html"
        description = _("Three to nine services with a symbol each.")
        preview_value = {
            "title": "What you can do here",
            "text": "From the first question to a finished piece of work.",
            "items": [
                {
                    "title": title,
                    "text": text,
                    "icon": icon,
                    "page": None,
                    "address": "https://s3cop.example/",
                }
                for title, text, icon in (
                    ("Forum and events", "Meet in person or online.", "calendar"),
                    ("Working groups", "Work on one shared question.", "message"),
                    ("Targeted support", "About 20 expert days on demand.", "people"),
                )
            ],
        }


class FigureBand(Section):
    """The community in figures, across the whole page."""

    wide = True

    title = blocks.CharBlock(label=_("title"), max_length=80, help_text=_("Read out; not shown."))
    items = blocks.ListBlock(
        FigureItem(),
        label=_("figures"),
        min_num=1,
        max_num=6,
    )

    class Meta:
        icon = "plus-inverse"
        label = _("Band of figures")
        group = HERE
        template = "blocks/home/figure-band.html"
        description = _("Up to six figures on a band across the page.")
        preview_value = {
            "title": "The community in figures",
            "items": [
                {"value": "180+", "label": "strategies developed since 2014"},
                {"value": "42", "label": "partnerships (June 2025)"},
            ],
        }


class StepBand(Section):
    """An offer with its steps, across the whole page; hidden with the page that it leads to."""

    wide = True

    title = blocks.CharBlock(label=_("title"), max_length=100)
    text = blocks.TextBlock(label=_("text"), required=False, max_length=400, rows=3)
    button = Button(label=_("button"))
    items = blocks.ListBlock(StepItem(), label=_("steps"), min_num=2, max_num=6)

    class Meta:
        icon = "order"
        label = _("Band with steps")
        group = HERE
        template = "blocks/home/step-band.html"
        description = _("An offer and how one gets it, on a band across the page.")
        preview_value = {
            "title": "Your challenge, twenty days of expertise",
            "text": "Authorities in charge of S3 can ask for targeted support at any time.",
            "button": {"label": "How targeted support works", "page": None, "address": "https://s3cop.example/"},
            "items": [
                {"title": "Describe the challenge", "text": "Requests are open all the time."},
                {"title": "Cut-off date", "text": "About every three months."},
            ],
        }


class HomeBlocks(PageBlocks):
    """Of the home page."""

    next_event = NextEvent()
    services = Services()
    figure_band = FigureBand()
    latest = Latest()
    criteria = Criteria()
    step_band = StepBand()
