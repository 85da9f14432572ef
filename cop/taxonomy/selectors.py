"""Reads for the pages of topics and criteria: the doors, what is gathered there, and all of them in one list."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from taggit.models import ItemBase

from . import gathering
from .choices import Criterion
from .gathering import Subject, criterion_url, topic_url
from .models import Topic

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from cop.members.models import User

    Viewer = User | AnonymousUser

# Of each kind; the lists have all.
SHOWN = 5
MOST_ASKED = 20


def get_topic(slug: str) -> Subject:
    """The topic at this address; 404 if there is none. The list of topics is public. One statement."""
    topic = Topic.objects.filter(slug=slug).first() if "\0" not in slug else None
    if topic is None:
        raise Http404
    return Subject(title=topic.name, topics=(topic.slug,), text=topic.description)


def topic_names(slugs: Sequence[str]) -> list[str]:
    """What the topics at these addresses are called; those that there are none of are left out. One statement, none
    without an address."""
    asked = [slug for slug in slugs if "\0" not in slug][:MOST_ASKED]
    return list(Topic.objects.filter(slug__in=asked).values_list("name", flat=True)) if asked else []


def get_criterion(number: int) -> Subject:
    """The criterion with this number and the topics that editors have put below it; 404 if there is none. One
    statement."""
    if number not in Criterion.values:
        raise Http404
    topics = Topic.objects.filter(criterion=number).order_by("slug").values_list("slug", flat=True)
    return Subject(title=criterion_title(number), topics=tuple(topics), criterion=number)


def criterion_title(number: int) -> str:
    """Criterion 4: Stakeholder cooperation (EDP)."""
    return _("Criterion %(number)d: %(name)s") % {"number": number, "name": Criterion(number).label}


def carried_topics() -> QuerySet[Topic]:
    """Topics that something of the rooms above carries: the page of another is empty, and kept from search engines and
    from the site's own search."""
    carried = Q()
    for relation in Topic._meta.related_objects:
        if issubclass(relation.related_model, ItemBase):
            carried |= Q(Exists(relation.related_model.objects.filter(tag=OuterRef("pk"))))
    return Topic.objects.filter(carried)


def subject_context(subject: Subject, user: "Viewer") -> dict[str, Any]:
    """What the page of a subject shows. One statement for each source, and one for the neighbours."""
    sections: list[dict[str, Any]] = []
    ends: list[datetime] = []
    for key, source in gathering.sources():
        found = source.find(subject, user, SHOWN)
        if found.changes_at:
            ends.append(found.changes_at)
        closed = source.closed if not user.is_authenticated else ""
        if found.number or closed or source.invitation:
            sections.append(
                {
                    "key": key,
                    "title": source.title,
                    "number": found.number,
                    "things": found.things,
                    "more_url": found.url,
                    "more_label": source.more_label,
                    "closed": closed if not found.number else "",
                    "as_cards": source.as_cards,
                    "invitation": source.invitation,
                    "invitation_url": source.invitation.url(subject) if source.invitation else "",
                }
            )
    return {
        "subject": subject,
        "sections": sections,
        "has_something": any(section["number"] for section in sections),
        "neighbours": _neighbours(subject),
        "trail": [(_("Home"), "/"), (_("Topics"), topics_url())],
        "changes_at": min(ends, default=None),
    }


def _neighbours(subject: Subject) -> list[tuple[str, str]]:
    """Of a criterion, its topics; of a topic, its criterion and the others below it. Name and address. One
    statement."""
    if subject.criterion is not None:
        topics = Topic.objects.filter(criterion=subject.criterion)
        return [(topic.name, topic_url(topic.slug)) for topic in topics]
    own = Topic.objects.filter(slug=subject.topics[0], criterion__isnull=False).values("criterion")
    found = list(Topic.objects.filter(criterion__in=own))
    if not found or found[0].criterion is None:
        return []
    number = found[0].criterion
    others = [(topic.name, topic_url(topic.slug)) for topic in found if topic.slug not in subject.topics]
    return [(criterion_title(number), criterion_url(number)), *others]


def topics_url() -> str:
    """All topics and criteria."""
    return reverse("topics")


def topics_context() -> dict[str, Any]:
    """All criteria and topics, as the component “row” takes them. One statement."""
    topics = list(Topic.objects.all())
    below = {number: [topic.name for topic in topics if topic.criterion == number] for number in Criterion.values}
    return {
        "criteria": [
            {
                "number": str(number),
                "title": str(Criterion(number).label),
                "url": criterion_url(number),
                "meta": below[number],
            }
            for number in Criterion.values
        ],
        "topics": [
            {
                "title": topic.name,
                "url": topic_url(topic.slug),
                "text": topic.description,
            }
            for topic in topics
        ],
        "trail": [(_("Home"), "/")],
    }
