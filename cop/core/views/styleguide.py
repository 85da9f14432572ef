"""The gallery of components at /styleguide/."""
from django.http import HttpRequest, HttpResponse

def styleguide(request: HttpRequest) -> HttpResponse:
    return HttpResponse("soon")
