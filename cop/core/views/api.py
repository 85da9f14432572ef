"""The interface for programs over HTTP, and the page that explains it to people."""

from collections.abc import Callable
from functools import wraps
from math import ceil

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from .. import page_cache
from ..api import answers, limits, openapi
from ..api.asking import PAGING, Misasked, asked, wanted
from ..api.declarations import Collection, find, registered

type View = Callable[..., HttpResponse]


def for_programs(view: View) -> View:
    """Reads only; open to scripts of every site; not too often."""

    @wraps(view)
    def answer(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if request.method == "OPTIONS":
            return answers.preflight()
        if request.method not in ("GET", "HEAD"):
            words = _("This interface is for reading: GET and HEAD.")
            return answers.problem(405, _("Not allowed"), words, headers={"Allow": answers.METHODS})
        if not limits.allowed(request):
            words = _("More than %(times)d requests in %(seconds)d seconds. Wait a minute, then go on where you were.")
            return answers.problem(
                429,
                _("Too often"),
                words % {"times": limits.TIMES, "seconds": limits.SECONDS},
                headers={"Retry-After": str(limits.SECONDS)},
            )
        return view(request, *args, **kwargs)

    return answer


@for_programs
def api_root(request: HttpRequest) -> HttpResponse:
    """Which collections there are. Permission: public."""
    page_cache.tag(request)
    page_cache.known_parameters(request)
    return answers.answer(request, {collection.key: collection.url for collection in registered()})


@for_programs
def api_list(request: HttpRequest, key: str) -> HttpResponse:
    """One page of a collection. Permission: public; everybody gets what a visitor may see, members too."""
    collection = find(key)
    if collection is None:
        return _no_collection(key)
    try:
        question = asked(collection, request.GET)
    except Misasked as misasked:
        return answers.problem(400, _("Not understood"), " ".join(misasked.problems))
    found = collection.find(question.filters)
    pages = max(1, ceil(len(found.ids) / question.per_page))
    if question.page > pages:
        words = _("There is no page %(page)d; the last one is %(last)d.")
        return answers.problem(404, _("No such page"), words % {"page": question.page, "last": pages})
    data, link = answers.page(collection, question, found.ids, pages)
    page_cache.tag(request, *collection.tags)
    if found.changes_at:
        page_cache.expires(request, found.changes_at)
    if "q" in request.GET:
        # There are more words than memory.
        page_cache.never(request)
    page_cache.known_parameters(request, *(each.name for each in (*collection.parameters, *PAGING)))
    return answers.answer(request, data, link=link)


@for_programs
def api_item(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """One item. Permission: as for the collection."""
    collection = find(key)
    if collection is None:
        return _no_collection(key)
    if request.GET:
        return answers.problem(400, _("Not understood"), _("One item takes no parameters."))
    # No column of ours holds a larger number.
    rows = collection.load([number]) if number < 2**63 else []
    if not rows:
        words = collection.gone(number) if collection.gone and number < 2**63 else ""
        if words:
            return answers.problem(410, _("Withdrawn"), words)
        return answers.problem(404, _("No such item"), _("There is nothing with this number that everybody may see."))
    page_cache.tag(request, *collection.tags)
    page_cache.known_parameters(request)
    changed_at = collection.changed(rows[0]) if collection.changed else None
    return answers.answer(request, collection.item(rows[0]), changed_at=changed_at)


@for_programs
def api_document(request: HttpRequest) -> HttpResponse:
    """The description for programs (OpenAPI 3.1). Permission: public."""
    page_cache.tag(request)
    page_cache.known_parameters(request)
    return answers.answer(request, openapi.document())


@require_safe
def api(request: HttpRequest) -> HttpResponse:
    """The description for people. Permission: public."""
    page_cache.tag(request)
    page_cache.known_parameters(request)
    context = {
        "trail": [(_("Home"), "/")],
        "collections": [_described(collection) for collection in registered()],
        "paging": [(each.name, each.text, wanted(each)) for each in PAGING],
        "times": limits.TIMES,
        "seconds": limits.SECONDS,
    }
    return render(request, "core/api.html", context)


def _described(collection: Collection) -> dict[str, object]:
    example = next((each for each in collection.parameters if each.example), None)
    return {
        "key": collection.key,
        "title": collection.title,
        "text": collection.text,
        "url": collection.url,
        "example": f"{collection.url}?{example.name}={example.example}" if example else collection.url,
        "page": collection.page,
        "parameters": [(each.name, each.text, wanted(each), each.many) for each in collection.parameters],
        "fields": [(each.name, each.text) for each in collection.fields],
    }


def _no_collection(key: str) -> HttpResponse:
    words = _("There is no collection “%(key)s”. There are: %(known)s.")
    known = ", ".join(each.key for each in registered())
    return answers.problem(404, _("No such collection"), words % {"key": key[:50], "known": known})
