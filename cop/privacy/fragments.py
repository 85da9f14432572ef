"""Parts of pages that privacy writes itself: the table of retention rules."""

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from cop.core import fragments

from . import retention


def table(request: HttpRequest | None) -> SafeString:
    """The same for everybody; changes with the code only."""
    return SafeString(render_to_string("privacy/partials/retention.html", {"rules": retention.table()}))


fragments.register("retention", label=_("How long data is kept"), render=table)
