"""The door for repositories that harvest the library (OAI-PMH 2.0)."""

from email.utils import parseaddr

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from cop.core.api import limits

from ..oai import writing
from ..oai.asking import Request, number_of, read
from ..oai.refusals import Code, Refused
from ..selectors import harvest

XML = "text/xml; charset=utf-8"


# The protocol asks by POST too; nothing is changed by it.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def oai(request: HttpRequest) -> HttpResponse:
    """All verbs. Permission: public; only what everybody may read. Errors of the protocol have status 200."""
    if not limits.allowed(request):
        # The protocol's own word for “too often”.
        words = _("Too many requests. Wait a minute, then go on where you were.")
        headers = {"Retry-After": str(limits.SECONDS)}
        return HttpResponse(words, status=503, content_type="text/plain; charset=utf-8", headers=headers)
    query = request.POST if request.method == "POST" else request.GET
    try:
        content = _content(read(query))
    except Refused as refused:
        content = writing.refusal(refused, query.dict())
    return HttpResponse(content, content_type=XML)


def _content(asked: Request) -> str:
    match asked.verb:
        case "Identify":
            return writing.identify(asked, earliest=harvest.earliest(), email=_email())
        case "ListMetadataFormats":
            if "identifier" in asked.arguments:
                _record(asked)
            return writing.formats(asked)
        case "ListSets":
            return writing.sets(asked)
        case "GetRecord":
            return writing.single(asked, _record(asked))
    whole = asked.verb == "ListRecords"
    found = harvest.harvest(asked.selection, whole=whole)
    if not found.records:
        if asked.goes_on:
            raise Refused(Code.BAD_TOKEN, "What was left has been changed or hidden meanwhile. Begin again from there.")
        raise Refused(Code.NOTHING, "Nothing fits.")
    return writing.listed(asked, found, whole=whole)


def _record(asked: Request) -> harvest.Record:
    found = harvest.record(number_of(asked.arguments["identifier"]))
    if found is None:
        raise Refused(Code.NO_ITEM, "There is no such item here.")
    return found


def _email() -> str:
    """The address from which the site writes: that of the secretariat is not shown on public pages."""
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
