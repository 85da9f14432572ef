"""The mailbox of a machine without mail: every letter, for everybody, while DEBUG is set."""

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from cop.core.middleware import SecurityHeadersMiddleware

from .. import envelope, registry, rendering, selectors
from ..models import Letter
from .letter_html import SANDBOX, html_response

REFRESH_SECONDS = 5
LETTERS_A_PAGE = 50
# As on every page, and a frame for the letter.
POLICY = SecurityHeadersMiddleware.policy.format(form_action="'self'", ancestors="'none'") + "; frame-src 'self'"

View = Callable[..., HttpResponse]


def only_in_development(view: View) -> View:
    """The routes do not exist elsewhere (urls.py); should somebody include them, they answer 404."""

    @wraps(view)
    @never_cache
    @require_safe
    def wrapper(request: HttpRequest, *args: int, **kwargs: int) -> HttpResponse:
        if not settings.DEBUG:
            raise Http404
        return view(request, *args, **kwargs)

    return wrapper


@only_in_development
def mailbox(request: HttpRequest) -> HttpResponse:
    """Newest first; `?refresh` has the browser ask again every few seconds."""
    letters = Paginator(selectors.listed_letters(), LETTERS_A_PAGE).get_page(request.GET.get("page"))
    for letter in letters:
        letter.kind_title = registry.title_of(letter.kind)
    refresh = "refresh" in request.GET
    response = render(
        request,
        "notifications/dev/mailbox.html",
        {"letters": letters, "refresh": refresh, "seconds": REFRESH_SECONDS},
    )
    if refresh:
        response.headers["Refresh"] = str(REFRESH_SECONDS)
    return response


@only_in_development
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """One letter: as HTML, or as text with `?show=text`."""
    letter = _letter(pk)
    as_text = request.GET.get("show") == "text"
    response = render(
        request,
        "notifications/dev/letter.html",
        {
            "letter": letter,
            "kind_title": registry.title_of(letter.kind),
            "content": selectors.content_of(letter),
            "as_text": as_text,
            "tabs": [
                {"label": _("Letter"), "url": "?", "current": not as_text},
                {"label": _("Text"), "url": "?show=text", "current": as_text},
            ],
            "attachments": [envelope.file_name(name) for name, *_rest in _attachments(letter)],
            "sandbox": SANDBOX,
        },
    )
    response.headers["Content-Security-Policy"] = POLICY
    return response


@only_in_development
def html(request: HttpRequest, pk: int) -> HttpResponse:
    return html_response(selectors.content_of(_letter(pk)))


@only_in_development
def attachment(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """An attachment, built anew: the outbox keeps their names only."""
    try:
        name, content, media_type = _attachments(_letter(pk))[number]
    except IndexError:
        raise Http404 from None
    response = HttpResponse(content, content_type=media_type)
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Content-Disposition"] = content_disposition_header(
        as_attachment=True, filename=envelope.file_name(name)
    )
    return response


def _letter(pk: int) -> Letter:
    return get_object_or_404(Letter.objects.select_related("member"), pk=pk)


def _attachments(letter: Letter) -> tuple[registry.Attachment, ...]:
    try:
        return rendering.render(letter, registry.find(letter.kind)).attachments
    except Exception:  # As in content_of: what the letter is about may be gone.
        return ()
