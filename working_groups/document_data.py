"""What of the documents a member takes along, what goes with them, and how long it is kept otherwise."""

from collections.abc import Collection, Iterable
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cop.core.files.serving import private_storage
from cop.privacy.personal_data import Collected, File, Record, declare, declare_all, eraser, export_chapter
from cop.privacy.retention import Rule, rule

from .models import CommentMention, Document, DocumentComment, DocumentVersion, FolderArchive, PublicationRequest
from .permissions import groups_readable_by
from .services import archives

if TYPE_CHECKING:
    from cop.members.models import User

AT_ONCE = 200


@export_chapter("documents", title=gettext_lazy("Documents that you shared in working groups"), order=41)
def collect(member: "User") -> Collected:
    """Versions with their files, comments, requests to publish, ZIP files asked for, and what one is editing."""
    versions = list(
        DocumentVersion.objects.filter(author=member)
        .select_related("document__group__page")
        .order_by("created_at", "pk")
    )
    # Who has left a group is not told its name, nor how its documents are called by now; their own files are theirs.
    readable = set(groups_readable_by(member).values_list("pk", flat=True))
    records = [
        Record(
            each.document.name if each.document.group_id in readable else each.name,
            [
                ("group", _("Working group"), _group(each.document, readable)),
                ("address", _("Address"), _address(each.document, readable)),
                ("version", _("Version"), each.number),
                ("what_changed", _("What changed"), each.what_changed),
                ("shared_at", _("Shared"), each.created_at),
            ],
        )
        for each in versions
    ]
    comments = DocumentComment.objects.filter(author=member).select_related("document")
    records += [
        Record(
            _("Comment on %(name)s") % {"name": _name(each.document, readable)},
            [("text", _("Text"), each.text), ("written_at", _("Written"), each.created_at)],
        )
        for each in comments.order_by("created_at", "pk")
    ]
    requests = PublicationRequest.objects.filter(asked_by=member).select_related("document")
    records += [
        Record(
            _("Request to publish %(name)s") % {"name": _name(each.document, readable)},
            [
                ("note", _("Note to the secretariat"), each.note),
                ("asked_at", _("Asked"), each.asked_at),
                ("state", _("State"), each.get_state_display()),
                ("reason", _("Reason"), each.reason),
            ],
        )
        for each in requests.order_by("asked_at", "pk")
    ]
    records += [
        Record(_("Documents as ZIP"), [("asked_at", _("Asked"), each.asked_at)])
        for each in FolderArchive.objects.filter(member=member).order_by("asked_at", "pk")
    ]
    records += [
        Record(_name(each, readable), [("locked_until", _("You are editing this until"), each.locked_until)])
        for each in Document.objects.filter(locked_by=member).order_by("pk")
    ]
    called = CommentMention.objects.filter(member=member).select_related("comment__document__group__page")
    records += [
        Record(
            _("Mention in a comment"),
            [
                ("group", _("Working group"), _group(each.comment.document, readable)),
                ("written_at", _("Written"), each.comment.created_at),
                ("read_at", _("Read"), each.read_at),
            ],
        )
        for each in called.order_by("comment__created_at", "pk")
    ]
    return Collected(records, [File(each.name, partial(private_storage().open, each.path)) for each in versions])


def _group(document: Document, readable: Collection[int]) -> str:
    return document.group.page.title if document.group_id in readable else ""


def _address(document: Document, readable: Collection[int]) -> str:
    readable_now = document.group_id in readable
    return reverse("document", args=[document.group.page.slug, document.pk]) if readable_now else ""


def _name(document: Document, readable: Collection[int]) -> str:
    return document.name if document.group_id in readable else _("a document that you can no longer read")


@eraser("documents", order=111)
def erase(member: "User") -> None:
    """Documents and comments stay as a former member's: the group works on with them. ZIP files and locks go."""
    archives.remove_all(member)
    CommentMention.objects.filter(member=member).delete()
    Document.objects.filter(locked_by=member).update(locked_by=None, locked_until=None)
    for model, names in (
        (Document, ("author", "trashed_by", "state_by")),
        (DocumentVersion, ("author",)),
        (DocumentComment, ("author",)),
        (PublicationRequest, ("asked_by", "decided_by")),
    ):
        for name in names:
            model._default_manager.filter(**{name: member}).update(**{name: None})


@rule(
    "deleted-documents",
    what=gettext_lazy("Deleted documents of working groups, with versions, comments and files"),
    counted_from=gettext_lazy("the deletion"),
    days=30,
    why=gettext_lazy("So that leaders and rapporteurs can bring back what was deleted by mistake."),
    order=62,
)
def remove_deleted_documents(now: datetime, kept: Rule) -> int:
    ids = list(Document.objects.filter(trashed_at__lte=kept.before(now)).values_list("pk", flat=True))
    for start in range(0, len(ids), AT_ONCE):
        remove_documents(ids[start : start + AT_ONCE])
    return len(ids)


@transaction.atomic
def remove_documents(ids: Iterable[int]) -> None:
    """Remove documents for good; their files go from the disk after the commit."""
    versions = DocumentVersion.objects.filter(document__in=ids)
    paths = []
    for version in versions.only("path", "pictures"):
        paths += [version.path, *(version.picture_path(number) for number in range(1, version.pictures + 1))]
    Document.objects.filter(pk__in=ids).update(current=None)
    Document.objects.filter(pk__in=ids).delete()
    transaction.on_commit(partial(_delete_files, paths), robust=True)


def _delete_files(paths: list[str]) -> None:
    for path in paths:
        private_storage().delete(path)


@rule(
    "publication-requests",
    what=gettext_lazy("Requests of working groups to publish in the library"),
    counted_from=gettext_lazy("the secretariat’s answer"),
    days=1095,
    why=gettext_lazy("So that it can be shown who agreed to publish what."),
    order=63,
)
def remove_old_requests(now: datetime, kept: Rule) -> int:
    return PublicationRequest.objects.filter(decided_at__lte=kept.before(now)).delete()[0]


for _model in (Document, DocumentVersion, DocumentComment, CommentMention, FolderArchive, PublicationRequest):
    declare(_model, exported="documents", erased="documents")
declare_all("Words about documents, not about people.", "working_groups.Folder", "working_groups.DocumentTag")
