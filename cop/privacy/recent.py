"""Pages for which a session alone is not enough: whoever opens them has proved who they are a moment ago."""

import time
from collections.abc import Callable
from functools import wraps
from urllib.parse import urlencode

from allauth.account import app_settings
from allauth.account.authentication import get_authentication_records
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

View = Callable[..., HttpResponse]


def proved_recently(request: HttpRequest) -> bool:
    """Was a code, a password or a key used in this session within the last minutes? (Asks no database.)

    Not allauth's own question: it takes whoever has neither a password nor a key for proved, and most members log in
    by code.
    """
    if not request.user.is_authenticated:
        return False
    records = get_authentication_records(request, request.user)
    newest = max((record.get("at", 0) for record in records), default=0)
    return time.time() - newest < app_settings.REAUTHENTICATION_TIMEOUT


def recent_proof_required(view: View) -> View:
    """A member who has just proved who they are; everybody else is asked, and comes back here."""

    @wraps(view)
    def wrapper(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not request.user.is_authenticated:
            return HttpResponseRedirect(f"{reverse('account_login')}?{urlencode({'next': request.get_full_path()})}")
        if not proved_recently(request):
            # What was about to be sent is not kept: the page comes back first, with its words.
            return HttpResponseRedirect(f"{reverse('confirm_identity')}?{urlencode({'next': request.path})}")
        return view(request, *args, **kwargs)

    return wrapper
