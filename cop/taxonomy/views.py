"""The pages of topics and fulfilment criteria, and their feeds."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cop.core import feeds, page_cache

from . import gathering, selectors
from .feed import feed
from .gathering import Subject


@require_safe
def topics(request: HttpRequest) -> HttpResponse:
    """All topics and criteria. Permission: public."""
    # Editors change topics in the admin, which drops all pages.
    page_cache.tag(request)
    page_cache.known_parameters(request)
    return render(request, "taxonomy/topics.html", selectors.topics_context())


@require_safe
def topic(request: HttpRequest, slug: str) -> HttpResponse:
    """Everything on one topic. Permission: public; each source leaves out what the viewer may not see."""
    return _page(request, selectors.get_topic(slug))


@require_safe
def topic_feed(request: HttpRequest, slug: str) -> HttpResponse:
    """What is new on one topic, as Atom. Permission: public; nothing private for anybody."""
    return _feed(request, selectors.get_topic(slug))


@require_safe
def criterion(request: HttpRequest, number: int) -> HttpResponse:
    """Everything on one criterion. Permission: as for a topic."""
    return _page(request, selectors.get_criterion(number))


@require_safe
def criterion_feed(request: HttpRequest, number: int) -> HttpResponse:
    """What is new on one criterion, as Atom. Permission: as for a topic."""
    return _feed(request, selectors.get_criterion(number))


def _page(request: HttpRequest, subject: Subject) -> HttpResponse:
    context = selectors.subject_context(subject, request.user)
    _tag(request)
    if context["changes_at"]:
        page_cache.expires(request, context["changes_at"])
    return render(request, "taxonomy/subject.html", context)


def _feed(request: HttpRequest, subject: Subject) -> HttpResponse:
    content, changed_at = feed(subject)
    _tag(request)
    return feeds.answer(request, content, changed_at)


def _tag(request: HttpRequest) -> None:
    page_cache.tag(request, *(tag for _key, source in gathering.sources() for tag in source.tags))
    page_cache.known_parameters(request)
