"""What the mail provider posts to us, read by django-anymail: reports on letters, and mails that came in."""

from collections.abc import Callable

from anymail.utils import get_request_basic_auth
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest
from django.utils.crypto import constant_time_compare


def answer(request: HttpRequest, what: str, *, largest: int | None = None) -> HttpResponse:
    """Let django-anymail read the request, `what` being "tracking" or "inbound"; 404 without provider or secret.

    `largest` bytes may come, where that is more than a form of ours may hold; only for who knows the secret.
    """
    view = _view(f"{settings.MAIL_PROVIDER}_{what}_webhook") if settings.MAIL_PROVIDER else None
    if view is None or not settings.ANYMAIL.get("WEBHOOK_SECRET"):
        raise Http404
    if largest is not None and _is_known(request) and not request.content_type.startswith("multipart/"):
        # Django reads a body of at most DATA_UPLOAD_MAX_MEMORY_SIZE.
        request._body = request.read(largest)  # type: ignore[attr-defined]
    try:
        return view(request)
    except (KeyError, TypeError, ValueError, AttributeError):
        # Not what this provider sends: a 500 would make it try again for days.
        return HttpResponseBadRequest("This is no report.", content_type="text/plain; charset=utf-8")


def _view(name: str) -> Callable[..., HttpResponse] | None:
    # Here and not above: reading it imports the code of fifteen providers.
    from anymail.urls import urlpatterns

    return next((each.callback for each in urlpatterns if each.name == name), None)


def _is_known(request: HttpRequest) -> bool:
    given = get_request_basic_auth(request) or ""
    return any(constant_time_compare(given, secret) for secret in settings.ANYMAIL["WEBHOOK_SECRET"])
