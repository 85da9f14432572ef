"""The contact page: shows the form, takes the message."""

from typing import TYPE_CHECKING, Any, cast

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from cop.core import page_cache
from cop.core.addresses import address_of

from ..forms.contact import ContactForm
from ..limits import allowed
from ..models import ContactPage
from ..selectors.standard_page import surroundings_of
from ..services.contact import send_message

if TYPE_CHECKING:
    from cop.members.models import User


def contact(request: HttpRequest, page: ContactPage) -> HttpResponse:
    """For everybody. Never kept: the form holds a key and a token of its own."""
    page_cache.never(request)
    form = ContactForm(request.POST if request.method == "POST" else None, viewer=request.user)
    status = 200
    if request.method == "POST" and form.is_valid():
        if form.is_machine or _taken(request, form):
            return HttpResponseRedirect(f"{address_of(page)}?sent=1")
        form.add_error(None, _("These were many messages in a short time. Please wait ten minutes and send it again."))
        status = 429
    context = page.get_context(request) | {"form": form, "sent": "sent" in request.GET and request.method != "POST"}
    return TemplateResponse(request, "home/contact_page.html", context, status=status)


def page_context(request: HttpRequest, page: ContactPage) -> dict[str, Any]:
    """Everything but what was typed."""
    from cop.core.body import page_body

    return {
        "form": ContactForm(viewer=request.user),
        "surroundings": surroundings_of(page, request.user),
        "body": page_body(page.body, request.user),
    }


def _taken(request: HttpRequest, form: ContactForm) -> bool:
    if not allowed(request, "contact"):
        return False
    given = form.cleaned_data
    send_message(
        key=given["key"],
        name=given["name"],
        email=given["email"],
        topic=given["topic"],
        text=given["text"],
        member=cast("User", request.user) if request.user.is_authenticated else None,
        wants_copy=given.get("wants_copy", False),
    )
    return True
