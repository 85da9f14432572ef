"""The registries of personal data: what a member's export holds, what erasing a member does, and which model is whose.

Rooms sign up in ready(), so that privacy need not know them. A test walks all models: one that points to a member, or
has a field that looks like a name or an address, must be declared here, with its chapter and its eraser or a reason.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING, Any

from django.apps import apps
from django.db.models import Model
from django.utils.functional import Promise

if TYPE_CHECKING:
    from cop.members.models import User

# Whatever JSON knows, and dates and numbers that DjangoJSONEncoder makes into it.
type Value = Any


@dataclass(frozen=True)
class Record:
    """One thing in a chapter: a title for people, and its facts as (key, label, value).

    The key names the fact in the JSON file, the label in the readable one. A value may be a list.
    """

    title: str
    facts: Sequence[tuple[str, str | Promise, Value]]


@dataclass(frozen=True)
class File:
    """A file that goes along; `open` is called when its turn comes, so that not all lie in memory."""

    name: str
    open: Callable[[], IO[bytes]]


@dataclass(frozen=True)
class Collected:
    """What a chapter holds of one member."""

    records: Sequence[Record] = ()
    files: Sequence[File] = ()


@dataclass(frozen=True)
class Chapter:
    """A part of the export; `key` names it in the JSON file and its folder of files."""

    key: str
    title: str | Promise
    order: int
    collect: Callable[["User"], Collected]


@dataclass(frozen=True)
class Eraser:
    """A step of erasing a member. Runs in a transaction of its own, must do no harm when it runs twice."""

    key: str
    order: int
    erase: Callable[["User"], None]


@dataclass(frozen=True)
class Declaration:
    """What becomes of a model's personal data."""

    label: str
    exported: str = ""
    erased: str = ""
    reason: str = ""


@dataclass
class _Registry:
    chapters: dict[str, Chapter] = field(default_factory=dict)
    erasers: dict[str, Eraser] = field(default_factory=dict)
    declarations: dict[str, Declaration] = field(default_factory=dict)


_registry = _Registry()


def export_chapter(key: str, *, title: str | Promise, order: int) -> Callable[[Callable], Callable]:
    """Decorate the function that collects a chapter of the export: takes the member, returns `Collected`."""

    def register(collect: Callable[["User"], Collected]) -> Callable[["User"], Collected]:
        _registry.chapters[key] = Chapter(key, title, order, collect)
        return collect

    return register


def eraser(key: str, *, order: int) -> Callable[[Callable], Callable]:
    """Decorate the function that removes or anonymises a member's data of one kind.

    It is called with the account already closed, in a transaction. Lower orders come first: what still needs to know
    the member (cancelling a registration) before what takes the knowledge away.
    """

    def register(erase: Callable[["User"], None]) -> Callable[["User"], None]:
        _registry.erasers[key] = Eraser(key, order, erase)
        return erase

    return register


def declare(model: type[Model] | str, *, exported: str = "", erased: str = "", reason: str = "") -> None:
    """Say what becomes of a model's personal data: the keys of its chapter and its eraser.

    Where one of the two is missing, `reason` says why: nothing personal is in it, it is kept for others, or it goes
    with something else.
    """
    label = model if isinstance(model, str) else model._meta.label
    if not (exported and erased) and not reason:
        raise ValueError(f"{label}: what is not exported and erased needs a reason.")
    _registry.declarations[label] = Declaration(label, exported, erased, reason)


def declare_all(reason: str, *labels: str) -> None:
    """Declare several models that are neither exported nor erased for the same reason."""
    for label in labels:
        declare(label, reason=reason)


def chapters() -> list[Chapter]:
    """All chapters in order."""
    return sorted(_registry.chapters.values(), key=lambda chapter: (chapter.order, chapter.key))


def erasers() -> list[Eraser]:
    """All steps in order."""
    return sorted(_registry.erasers.values(), key=lambda step: (step.order, step.key))


def declarations() -> Mapping[str, Declaration]:
    """All declarations by the model's label."""
    return dict(_registry.declarations)


def unknown_labels() -> list[str]:
    """Declarations of models that do not exist (any more)."""
    known = {model._meta.label for model in apps.get_models(include_auto_created=True)}
    return sorted(set(_registry.declarations) - known)
