"""The table of retention rules on a page."""

from django import template

from cop.privacy import retention

register = template.Library()


@register.inclusion_tag("privacy/partials/retention.html")
def retention_table() -> dict[str, object]:
    """{% retention_table %}: how long each kind of data is kept, from code."""
    return {"rules": retention.table()}
