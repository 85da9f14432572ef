"""How often a resource was read and downloaded, in words."""

from django.db.models import Min, Sum
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..models import ResourceMonth, ResourcePage


def use_of(resource: ResourcePage) -> str:
    """“Read 120 times, downloaded 34 times since November 2026”; empty while nothing was counted. One statement."""
    if resource.pk is None:
        return ""
    counted = ResourceMonth.objects.filter(resource=resource.pk).aggregate(
        since=Min("month"), views=Sum("views"), downloads=Sum("downloads")
    )
    if counted["since"] is None:
        return ""
    views, downloads = counted["views"], counted["downloads"]
    parts = [
        ngettext("Read once", "Read %(n)d times", views) % {"n": views} if views else "",
        ngettext("downloaded once", "downloaded %(n)d times", downloads) % {"n": downloads} if downloads else "",
    ]
    words = ", ".join(part for part in parts if part)
    since = _("since %(month)s") % {"month": date_format(counted["since"], "F Y")}
    return f"{words[:1].upper()}{words[1:]} {since}"
