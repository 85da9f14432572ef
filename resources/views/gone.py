"""What the addresses of a withdrawn resource answer: 410, and a page that says why."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from ..selectors.withdrawn import Withdrawn


def says_gone(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """A view of a resource or of something of it; its doors raise `Withdrawn`."""

    @wraps(view)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except Withdrawn as gone:
            context = {
                "withdrawal": gone.withdrawal,
                "resource": gone.withdrawal.resource,
                "trail": [(_("Home"), "/"), (_("Library"), reverse("library"))],
            }
            return render(request, "resources/withdrawn.html", context, status=410)

    return asked
