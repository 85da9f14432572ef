"""The gallery of components at /styleguide/: for developers, and for staff on a running site."""

import re
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cop.core import gallery


@require_safe
def styleguide(request: HttpRequest) -> HttpResponse:
    """Everything that pages are made of. Absent for everybody else, so that it is nobody's public page."""
    if not settings.DEBUG and not getattr(getattr(request, "user", None), "is_staff", False):
        raise Http404
    return render(
        request,
        "core/styleguide.html",
        {
            "groups": gallery.groups(),
            "icons": _icons(),
            "crops": ("home", "hero", "footer", "empty"),
            "title": _("Components"),
        },
    )


def _icons() -> list[str]:
    sheet = finders.find("img/icons.svg")
    return re.findall(r'id="i-([\w-]+)"', Path(sheet).read_text(encoding="utf-8")) if sheet else []
