"""Mails that came in: what became of them, and their originals, for moderators and the secretariat."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from cop.notifications.provider import answer

from ..models import IncomingMail
from ..permissions import can_oversee_groups
from ..selectors import mail
from ..selectors.doors import Inside
from .discussion import PART, within
from .doors import inside_group

moderators = inside_group(lambda inside: inside.can_moderate, part=PART)


@require_safe
@moderators
def group_incoming(request: HttpRequest, inside: Inside) -> HttpResponse:
    """Mails for this group. Permission: `can_moderate`."""
    page, rows = mail.incoming_page(mail.mails_of_group(inside), request.GET.get("page", "1"))
    return render(request, "working_groups/mail/incoming.html", within(inside, page_of=page, rows=rows))


@require_safe
@moderators
def group_mail_original(request: HttpRequest, inside: Inside, pk: int) -> HttpResponse:
    """An original as text. Permission: `can_moderate`."""
    found = mail.get_incoming_of(inside, pk)
    context = within(inside, mail=found, original=mail.original_of(found))
    return render(request, "working_groups/mail/original.html", context)


@require_safe
def incoming(request: HttpRequest) -> HttpResponse:
    """All mails, those for no group included. Permission: `can_oversee_groups`; 404 for others."""
    if not can_oversee_groups(request.user):
        raise Http404
    page, rows = mail.incoming_page(IncomingMail.objects.all(), request.GET.get("page", "1"))
    return render(request, "working_groups/mail/all-incoming.html", {"page_of": page, "rows": rows})


@require_safe
def incoming_original(request: HttpRequest, pk: int) -> HttpResponse:
    """An original as text. Permission: `can_oversee_groups`; 404 for others."""
    found = mail.get_incoming_for(request.user, pk)
    context = {"mail": found, "original": mail.original_of(found), "title": _("Original of a mail")}
    return render(request, "working_groups/mail/all-original.html", context)


@csrf_exempt
@never_cache
@require_POST
def letters_incoming(request: HttpRequest) -> HttpResponse:
    """A mail from the provider. Permission: as for its reports; 404 without REPLY_DOMAIN."""
    if not settings.REPLY_DOMAIN:
        raise Http404
    # Base64 in JSON takes a third more, and the fields around it a little.
    return answer(request, "inbound", largest=settings.INBOUND_MAX_BYTES * 3 // 2)
