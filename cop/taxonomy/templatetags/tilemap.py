"""Tags of the motif: {% tiles "home" %} and {% cover seed=page.pk kind="warm" %}."""

from django import template
from django.utils.safestring import SafeString

from cop.taxonomy import tilemap

register = template.Library()


@register.simple_tag
def tiles(name: str, hot: str = "", label: str = "") -> SafeString:
    """A named crop of the tile grid: home, hero, footer, empty or mark."""
    return tilemap.tiles(name, hot=hot, label=label)


@register.simple_tag
def cover(seed: int = 0, kind: str = "") -> SafeString:
    """A cover for cards and results; give the page's number as seed."""
    return tilemap.cover(int(seed or 0), kind)
