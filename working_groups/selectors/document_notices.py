"""Documents as other pages name them: for comment, asked to be published."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Count
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from resources.choices import Licence

from ..choices import DocumentState, PublicationState
from ..models import (
    Document,
    Membership,
    PublicationRequest,
)
from .attachments import document_url
from .people import name_of
from .times import moment

if TYPE_CHECKING:
    from cop.members.models import User

MOST_SHOWN = 50


@dataclass(frozen=True)
class ForComment:
    """A document that waits for a member's comment."""

    title: str
    url: str
    meta: list[str]
    badge: str
    is_sample: bool


def documents_for_comment(member: "User") -> list[ForComment]:
    """In the groups to which the member belongs, what is open for comment, the first to end first. One statement."""
    today = timezone.localdate()
    mine = Membership.objects.active().filter(member=member).values("group")
    documents = (
        Document.objects.filter(
            group__in=mine,
            state=DocumentState.COMMENT,
            comment_until__gte=today,
            trashed_at=None,
            current__isnull=False,
        )
        .select_related("group__page")
        .defer("group__page__body")
        .annotate(number=Count("comments"))
        .order_by("comment_until", "pk")[:10]
    )
    return [
        ForComment(
            title=each.name,
            url=document_url(each.group.page.slug, each.pk),
            meta=[
                each.group.page.title,
                ngettext("%(n)d comment", "%(n)d comments", each.number) % {"n": each.number},
            ],
            badge=_("until %(day)s") % {"day": date_format(each.comment_until or today, "j F")},
            is_sample=each.is_sample,
        )
        for each in documents
    ]


def open_requests() -> list[dict[str, Any]]:
    """What groups would like to publish, the oldest first; ask `can_oversee_groups` before. One statement."""
    waiting = (
        PublicationRequest.objects.filter(state=PublicationState.OPEN)
        .select_related("document__group__page", "version", "asked_by")
        .order_by("asked_at", "pk")[:MOST_SHOWN]
    )
    return [
        {
            "pk": each.pk,
            "title": each.document.name,
            "url": document_url(each.document.group.page.slug, each.document_id),
            "group": each.document.group.page.title,
            "who": name_of(each.asked_by),
            "when": moment(each.asked_at),
            "note": each.note,
            "licence": Licence(each.licence).label,
            "version": each.version.number,
        }
        for each in waiting
    ]
