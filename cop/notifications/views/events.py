"""The one address at which the mail provider reports bounces and complaints; django-anymail reads its words."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from ..provider import answer


@csrf_exempt
@never_cache
@require_POST
def letter_events(request: HttpRequest) -> HttpResponse:
    """Permission: the provider that the settings name, with the name and password that they hold; 404 without these."""
    return answer(request, "tracking")
