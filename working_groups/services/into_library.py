"""An approved document into the library: a resource of its own, with all versions up to the one that was asked for."""

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial

from django.utils import timezone
from django.utils.translation import gettext as _

from cop.core.extraction import Problem
from resources.choices import ResourceKind
from resources.citing import citation_name
from resources.models import ResourcePage
from resources.refusals import Refused as LibraryRefused
from resources.services.taking_in import Description, Offered, Ready, made_ready, take_in

from ..choices import PublicationState
from ..models import DocumentVersion, PublicationRequest
from ..refusals import Reason, Refused

SLIDES = frozenset({"pptx", "odp"})


@contextmanager
def prepared(request: PublicationRequest) -> Iterator[Callable[[PublicationRequest], None]]:
    """Make the versions of the document ready for the library, and yield what puts them there, in the transaction of
    the approval. The files are copies: what the group does with its own changes nothing there. A document that is in
    the library already gets its newer versions.

    Raises `Refused` (LIBRARY, with the library's words: infected, unreadable, lost, withdrawn); nothing is approved
    then.
    """
    if request.version.problem in (Problem.DAMAGED, Problem.ENCRYPTED):
        raise Refused(Reason.LIBRARY, str(Problem(request.version.problem).label))
    versions = request.document.versions.filter(number__lte=request.version.number).order_by("number")
    try:
        with made_ready([_offered(version) for version in versions]) as ready:
            yield partial(_publish, ready=ready)
    except LibraryRefused as refusal:
        raise Refused(Reason.LIBRARY, str(refusal)) from refusal


def _publish(request: PublicationRequest, *, ready: Ready) -> None:
    request.resource = take_in(
        description=_description(request),
        ready=ready,
        resource=_published_before(request),
        actor=request.decided_by,
    )
    request.save(update_fields=["resource"])


def _description(request: PublicationRequest) -> Description:
    document, version = request.document, request.version
    group = document.group.page
    author = version.author or document.author
    name = author.name if author is not None and author.is_active else ""
    return Description(
        title=document.name.removesuffix(f".{version.extension}"),
        summary=_("A document of the working group %(group)s.") % {"group": group.title},
        kind=ResourceKind.PRESENTATION if version.extension in SLIDES else ResourceKind.PUBLICATION,
        date=timezone.localdate(request.decided_at),
        # Without a person it is the group's.
        authors=[(citation_name(name), "")] if name else [("", group.title)],
        licence=request.licence,
        origins=[group],
        is_sample=document.is_sample,
    )


def _published_before(request: PublicationRequest) -> ResourcePage | None:
    """What came of an earlier approval of the same document."""
    earlier = PublicationRequest.objects.filter(
        document=request.document_id, state=PublicationState.APPROVED, resource__isnull=False
    )
    found = earlier.exclude(pk=request.pk).select_related("resource").order_by("-decided_at", "-pk").first()
    return found.resource if found else None


def _offered(version: DocumentVersion) -> Offered:
    return Offered(
        # The form that brought it may have named any key; this one is its own, and nobody can guess it.
        key=uuid.uuid5(version.key, f"working_groups/{version.pk}"),
        path=version.path,
        name=version.name,
        size=version.size,
        created_at=version.created_at,
        what_changed=version.what_changed,
    )
