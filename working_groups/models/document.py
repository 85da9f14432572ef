"""Documents that a group shares: folders, documents with their versions, the text in them, comments, requests."""

import uuid
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager
from taggit.models import ItemBase, TagBase

from cop.core.stored.choices import UNREAD, ArchiveState
from cop.core.stored.models import StoredArchive, StoredFile, StoredText
from resources.choices import Licence

from ..choices import DocumentState, PublicationState

if TYPE_CHECKING:
    from datetime import datetime

MEMBER = settings.AUTH_USER_MODEL


class Folder(models.Model):
    """A folder of a group's documents, at the top or inside another one."""

    group = models.ForeignKey("working_groups.WorkingGroup", on_delete=models.CASCADE, related_name="folders")
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    name = models.CharField(_("name"), max_length=80)
    # The one in which files of posts are kept; made when the first one comes.
    is_for_attachments = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("folder")
        verbose_name_plural = _("folders")
        constraints = [
            models.UniqueConstraint(fields=["parent", "name"], name="working_groups_folder_once"),
            models.UniqueConstraint(
                fields=["group", "name"], condition=Q(parent__isnull=True), name="working_groups_top_folder_once"
            ),
            models.UniqueConstraint(
                fields=["group"], condition=Q(is_for_attachments=True), name="working_groups_one_attachments_folder"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class DocumentTag(TagBase):
    """A tag of documents: a table of its own, so that no list of the admin can tell what hidden groups work on."""

    class Meta:
        verbose_name = _("tag of documents")
        verbose_name_plural = _("tags of documents")


class TaggedDocument(ItemBase):
    """That a document bears a tag."""

    tag = models.ForeignKey(DocumentTag, on_delete=models.CASCADE, related_name="items")
    content_object = models.ForeignKey("working_groups.Document", on_delete=models.CASCADE, related_name="tag_items")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tag", "content_object"], name="working_groups_tagged_once")]


class Document(models.Model):
    """One document: its name, where it lies, how far it has come. Its files are versions, numbered from 1."""

    group = models.ForeignKey("working_groups.WorkingGroup", on_delete=models.CASCADE, related_name="documents")
    folder = models.ForeignKey(Folder, null=True, blank=True, on_delete=models.PROTECT, related_name="documents")
    name = models.CharField(_("name"), max_length=150)
    # Empty where the account was deleted.
    author = models.ForeignKey(MEMBER, null=True, on_delete=models.SET_NULL, related_name="+")
    state = models.CharField(_("state"), max_length=12, choices=DocumentState, default=DocumentState.DRAFT)
    comment_until = models.DateField(_("for comment until"), null=True, blank=True)
    # When it was last given another state or day, and by whom; empty for a draft that never had one.
    state_at: "models.DateTimeField[datetime | None]" = models.DateTimeField(null=True, blank=True)
    state_by = models.ForeignKey(MEMBER, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    last_number = models.PositiveIntegerField(default=0)
    # The version with the last number.
    current = models.OneToOneField(
        "working_groups.DocumentVersion", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    changed_at: "models.DateTimeField[datetime]" = models.DateTimeField(_("changed"))
    created_at: "models.DateTimeField[datetime]" = models.DateTimeField(_("shared"))
    # The post with which it came.
    post = models.ForeignKey(
        "working_groups.Post", null=True, blank=True, on_delete=models.SET_NULL, related_name="documents"
    )
    locked_by = models.ForeignKey(MEMBER, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    locked_until = models.DateTimeField(null=True, blank=True)
    trashed_at = models.DateTimeField(_("deleted"), null=True, blank=True)
    trashed_by = models.ForeignKey(MEMBER, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    is_sample = models.BooleanField(_("sample"), default=False)
    tags = TaggableManager(through=TaggedDocument, blank=True)

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        constraints = [
            models.CheckConstraint(
                condition=Q(comment_until__isnull=True) | Q(state=DocumentState.COMMENT),
                name="working_groups_until_when_for_comment",
            ),
            models.CheckConstraint(
                condition=~Q(state=DocumentState.COMMENT) | Q(comment_until__isnull=False),
                name="working_groups_for_comment_until",
            ),
        ]
        indexes = [
            models.Index(fields=["group", "folder", "name"], name="working_groups_document_list"),
            models.Index(fields=["group", "-changed_at"], name="working_groups_document_new"),
            # Digests ask for it.
            models.Index(
                fields=["group", "state_at"], name="working_groups_document_state", condition=Q(state_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_trashed(self) -> bool:
        """Gone for readers?"""
        return self.trashed_at is not None


class DocumentVersion(StoredFile):
    """One file of a document. Never written over."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    # From the form: a second submission of the same file is the same version.
    key = models.UUIDField(default=uuid.uuid4, editable=False)
    # Files that were sent together.
    batch = models.UUIDField(default=uuid.uuid4, editable=False, db_index=True)
    what_changed = models.CharField(_("what changed"), max_length=300, blank=True)
    # The version that its author had before them; smaller than number - 1 where somebody else was faster.
    based_on = models.PositiveIntegerField(default=0)
    restored_from = models.PositiveIntegerField(null=True, blank=True)
    # Nobody is mailed about it, now or later.
    is_quiet = models.BooleanField(default=True)
    author = models.ForeignKey(MEMBER, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at: "models.DateTimeField[datetime]" = models.DateTimeField(_("shared"))

    class Meta:
        verbose_name = _("version")
        verbose_name_plural = _("versions")
        constraints = [
            models.UniqueConstraint(fields=["document", "number"], name="working_groups_version_number"),
            models.UniqueConstraint(fields=["author", "key"], name="working_groups_version_once"),
        ]
        indexes = [
            models.Index(
                fields=["created_at"],
                name="working_groups_to_be_read",
                condition=Q(reading__in=list(UNREAD)),
            )
        ]

    def __str__(self) -> str:
        return f"{self.document_id} · {self.number}"

    @property
    def has_overtaken(self) -> bool:
        """Was there a newer version than the one that its author had before them?"""
        return 0 < self.based_on < self.number - 1


class DocumentText(StoredText):
    """The text of one page, slide or sheet. Number 0 is there for every version: its document can be found by name."""

    version = models.ForeignKey(DocumentVersion, on_delete=models.CASCADE, related_name="texts")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "number"], name="working_groups_one_text")]

    def __str__(self) -> str:
        return f"{self.version_id} · {self.number}"


class DocumentComment(models.Model):
    """What a member says about a document: the Markdown as it was written, and the HTML made of it."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="comments")
    # The version that its author saw.
    version = models.PositiveIntegerField()
    author = models.ForeignKey(MEMBER, null=True, on_delete=models.SET_NULL, related_name="+")
    key = models.UUIDField(default=uuid.uuid4, editable=False)
    text = models.TextField(_("comment"))
    html = models.TextField(editable=False)
    created_at: "models.DateTimeField[datetime]" = models.DateTimeField(_("written"))

    class Meta:
        verbose_name = _("comment on a document")
        verbose_name_plural = _("comments on documents")
        constraints = [models.UniqueConstraint(fields=["author", "key"], name="working_groups_comment_once")]

    def __str__(self) -> str:
        return f"{self.document_id} · {self.pk}"


class CommentMention(models.Model):
    """That a comment on a document speaks to a member of the group; read once they have seen the document's page."""

    comment = models.ForeignKey(DocumentComment, on_delete=models.CASCADE, related_name="mentions")
    member = models.ForeignKey(MEMBER, on_delete=models.CASCADE, related_name="+")
    read_at: "models.DateTimeField[datetime | None]" = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["comment", "member"], name="working_groups_one_comment_mention")]
        indexes = [
            models.Index(fields=["member"], name="working_groups_mention_unread", condition=Q(read_at__isnull=True))
        ]

    def __str__(self) -> str:
        return f"{self.comment_id} · {self.member_id}"


class FolderArchive(StoredArchive):
    """A folder as one ZIP file for one member: asked for, made by the worker, fetched, removed after a day."""

    folder_of_files = "working_groups/archives/"

    group = models.ForeignKey("working_groups.WorkingGroup", on_delete=models.CASCADE, related_name="+")
    # Empty: all documents of the group.
    folder = models.ForeignKey(Folder, null=True, on_delete=models.CASCADE, related_name="+")
    member = models.ForeignKey(MEMBER, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["member", "group"],
                condition=Q(state__in=[ArchiveState.WAITING, ArchiveState.MAKING]),
                name="working_groups_one_archive_under_way",
            )
        ]


class PublicationRequest(models.Model):
    """That a group would like to publish a version of a document in the library; the secretariat decides."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="publication_requests")
    version = models.ForeignKey(DocumentVersion, on_delete=models.CASCADE, related_name="+")
    note = models.TextField(_("note to the secretariat"), blank=True)
    licence = models.CharField(_("licence"), max_length=16, choices=Licence)
    state = models.CharField(_("state"), max_length=12, choices=PublicationState, default=PublicationState.OPEN)
    asked_by = models.ForeignKey(MEMBER, null=True, on_delete=models.SET_NULL, related_name="+")
    asked_at: "models.DateTimeField[datetime]" = models.DateTimeField(_("asked"))
    decided_by = models.ForeignKey(MEMBER, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=1000, blank=True)
    # What came of it; an approval from before there was a library has none.
    resource = models.ForeignKey(
        "resources.ResourcePage", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = _("request to publish")
        verbose_name_plural = _("requests to publish")
        constraints = [
            models.UniqueConstraint(
                fields=["document"],
                condition=Q(state=PublicationState.OPEN),
                name="working_groups_one_open_publication",
            )
        ]

    def __str__(self) -> str:
        return f"{self.document_id} · {self.state}"
