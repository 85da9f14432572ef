"""Who may come in at all: the door before the pages of members."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

View = Callable[..., HttpResponse]


def sign_in_url(request: HttpRequest) -> str:
    """The door, and back here afterwards."""
    return f"{reverse('account_login')}?{urlencode({'next': request.get_full_path()})}"


def members_only(view: View) -> View:
    """Sends visitors to the door, and back here afterwards."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect(sign_in_url(request))
        return view(request, *args, **kwargs)

    return guarded
