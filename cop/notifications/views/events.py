"""The one address at which the mail provider reports bounces and complaints; django-anymail reads its words."""

from collections.abc import Callable

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST


@csrf_exempt
@never_cache
@require_POST
def letter_events(request: HttpRequest) -> HttpResponse:
    """Permission: the provider that the settings name, with the name and password that they hold; 404 without these."""
    view = _provider_view(settings.MAIL_PROVIDER)
    if view is None or not settings.ANYMAIL.get("WEBHOOK_SECRET"):
        raise Http404
    try:
        return view(request)
    except (KeyError, TypeError, ValueError, AttributeError):
        # Not what this provider sends: a 500 would make it try again for days.
        return HttpResponseBadRequest("This is no report.", content_type="text/plain; charset=utf-8")


def _provider_view(name: str) -> Callable[..., HttpResponse] | None:
    # Here and not above: reading it imports the code of fifteen providers.
    from anymail.urls import urlpatterns

    wanted = f"{name}_tracking_webhook"
    return next((each.callback for each in urlpatterns if name and each.name == wanted), None)
