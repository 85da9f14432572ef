"""What editors compose pages from, in every room. A room adds blocks of its own by a subclass of `PageBlocks`."""

from wagtail import blocks

from .base import Moving, Previewed, Section, Target
from .media import Documents, Embed, PictureBlock
from .people import Partners, People
from .sources import Sources
from .texts import Accordion, Figures, Heading, Quote, Steps, Table, Text
from .ways import CallToAction, Cards

__all__ = ["Moving", "PageBlocks", "Previewed", "Section", "Target"]


class PageBlocks(blocks.StreamBlock):
    """All blocks that fit any page."""

    text = Text()
    heading = Heading()
    quote = Quote()
    picture = PictureBlock()
    embed = Embed()
    accordion = Accordion()
    table = Table()
    people = People()
    partners = Partners()
    steps = Steps()
    figures = Figures()
    documents = Documents()
    sources = Sources()
    call_to_action = CallToAction()
    cards = Cards()
