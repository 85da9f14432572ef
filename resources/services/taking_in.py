"""Taking into the library what another room has: a page of its own with the file, or a new version of that file.

Rooms above call this one service; who may have something published, and with whose consent, they have asked before.
"""

import uuid
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain, count
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.text import Truncator, slugify
from wagtail.models import Page

from cop.core.files.checking import GoodFile
from cop.core.files.serving import private_storage
from cop.core.stored import keeping
from cop.taxonomy.models import Topic

from ..models import FileVersion, LibraryPage, ResourceAuthor, ResourceContext, ResourceFile, ResourcePage, Withdrawal
from ..refusals import Reason, Refused
from .files import behind_the_others, checked, for_readers, note, write_version
from .indexing import index_resources

if TYPE_CHECKING:
    from cop.members.models import User

FOLDER = "resources/taken-in"
LONGEST_SLUG = 80
LONGEST_SUMMARY = 300


@dataclass(frozen=True, kw_only=True)
class Description:
    """What the library says of a work. `authors` are (“Family, First name”, organisation), one of the two may be empty;
    `origins` the pages that it comes from, of types that are registered in `resources.contexts`."""

    title: str
    kind: str
    date: date
    authors: Sequence[tuple[str, str]]
    summary: str
    licence: str = ""
    abstract: str = ""
    languages: Sequence[str] = ()
    topics: Sequence[Topic] = ()
    origins: Sequence[Page] = ()
    is_sample: bool = False


@dataclass(frozen=True, kw_only=True)
class Offered:
    """One state of the file, as another room keeps it. `path` lies in the private storage; `key` never changes."""

    key: uuid.UUID
    path: str
    name: str
    size: int
    created_at: datetime
    what_changed: str = ""


@dataclass(frozen=True)
class Stored:
    """A state of the file that the library has stored as readers may have it; no row names it yet."""

    offered: Offered
    file: GoodFile
    path: str


@dataclass(frozen=True)
class Ready:
    """What `take_in` needs of the file: the keys of all states that were offered, and those that are new."""

    keys: Sequence[uuid.UUID]
    stored: Sequence[Stored]


@contextmanager
def made_ready(offered: Sequence[Offered]) -> Iterator[Ready]:
    """Judge, clean and copy the states of a file, the oldest first. What no row names at the end is removed again.

    Enter it before the transaction that calls `take_in`, and leave it behind that: a file takes up to half a minute,
    and nobody could write meanwhile. Whoever calls asks first who may, and under the lock once more.

    States that were taken in before are not looked at again; earlier ones that cannot be read any more are left out.
    Raises `Refused` when the last one cannot be kept: FILE with words when it is infected or unreadable, NOTES when it
    cannot be looked through for notes, LOST when it is not there.
    """
    keys = [each.key for each in offered]
    there = set(FileVersion.objects.filter(key__in=keys).values_list("key", flat=True))
    with ExitStack() as kept:
        stored = []
        for each in offered:
            if each.key in there:
                continue
            try:
                stored.append(_stored(each, kept))
            except Refused:
                if each is offered[-1]:
                    raise
        yield Ready(keys, stored)


def _stored(each: Offered, kept: ExitStack) -> Stored:
    """What was right years ago may not be now: virus scanners learn."""
    try:
        with private_storage().open(each.path, "rb") as source:
            good = for_readers(checked(source, name=each.name, size=each.size))
            return Stored(each, good, kept.enter_context(keeping.stored(FOLDER, good, FileVersion)))
    except FileNotFoundError as error:
        raise Refused(Reason.LOST) from error


@transaction.atomic
def take_in(
    *,
    description: Description,
    ready: Ready,
    resource: ResourcePage | None = None,
    known: Sequence[uuid.UUID] = (),
    actor: "User | None",
    now: datetime | None = None,
) -> ResourcePage:
    """Publish a work: a new page with its file; or, where `resource` is what came of it before, the file anew.

    The page that is there keeps what editors have made of it. `ready` comes from `made_ready`: copies, so that nothing
    is lost when the other room removes its own; each state is taken in once, whatever happens how often. `known` are
    keys of earlier states that are not offered again: they say which file of the page is meant.

    Raises `Refused` (NO_LIBRARY, TAKEN_OFF, TOO_MANY).
    """
    if resource is None:
        page = _new_page(description, actor)
    else:
        found = ResourcePage.objects.select_for_update(of=("self",)).filter(pk=resource.pk).first()
        if found is None or not found.live or Withdrawal.objects.filter(resource=found).exists():
            raise Refused(Reason.TAKEN_OFF)
        page = found
    file = _file_of(page, [*known, *ready.keys])
    # Somebody may have been faster while the file was looked at.
    there = set(FileVersion.objects.filter(key__in=ready.keys).values_list("key", flat=True))
    for stored in ready.stored:
        each = stored.offered
        if each.key not in there:
            file = file or _new_file(page, stored.file, description, now)
            write_version(file, stored.file, stored.path, each.key, each.what_changed, each.created_at)
            note(page, "version" if file.last_number > 1 else "add", actor, file)
    if resource is None:
        # The room that calls has asked who may; an event's manager has no rights on the library's own pages.
        page.save_revision(user=actor).publish(user=actor, skip_permission_checks=True)
    index_resources([page.pk])
    return page


def _new_page(description: Description, actor: "User | None") -> ResourcePage:
    # Two pages at the same moment must not take the same place and address.
    library = LibraryPage.objects.select_for_update(of=("self",)).order_by("pk").first()
    if library is None:
        raise Refused(Reason.NO_LIBRARY)
    page = ResourcePage(
        title=description.title,
        slug=free_slug(library, description.title),
        summary=Truncator(description.summary).chars(LONGEST_SUMMARY),
        kind=description.kind,
        date=description.date,
        licence=description.licence,
        abstract=description.abstract,
        languages=list(description.languages),
        is_sample=description.is_sample,
        owner=actor,
        live=False,
        has_unpublished_changes=True,
    )
    page.authors = [
        ResourceAuthor(name=name, organisation=organisation, sort_order=number)
        for number, (name, organisation) in enumerate(description.authors)
    ]
    page.context_items = [
        ResourceContext(page=origin, sort_order=number) for number, origin in enumerate(description.origins)
    ]
    page.topics.add(*description.topics)
    made: ResourcePage = library.add_child(instance=page)
    return made


def free_slug(library: Page, title: str, *, but: int | None = None) -> str:
    """The last part of an address that is not taken below the library; `but` is the number of the page it is for."""
    base = slugify(title)[:LONGEST_SLUG].strip("-") or "resource"
    others = library.get_children().filter(slug__startswith=base).exclude(pk=but)
    # Words that are addresses of the library itself.
    taken = {*others.values_list("slug", flat=True), "collections", "pictures", "propose"}
    return next(slug for slug in chain([base], (f"{base}-{n}" for n in count(2))) if slug not in taken)


def _file_of(page: ResourcePage, keys: Sequence[uuid.UUID]) -> ResourceFile | None:
    return page.files.filter(versions__key__in=keys).order_by("position", "pk").first()


def _new_file(page: ResourcePage, good: GoodFile, description: Description, now: datetime | None) -> ResourceFile:
    language = description.languages[0] if len(description.languages) == 1 else ""
    return behind_the_others(page, good.name.rpartition(".")[0], language, now)
