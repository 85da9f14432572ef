"""The text in files of the library that everybody may read, for “did you mean” and for letters about saved searches."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from cop.core.stored.choices import ReadingState
from cop.search.models import CountedText
from cop.search.news import MOST, News, Thing, register_news
from cop.search.public_texts import Texts, register_texts
from cop.search.services.public_words import REMEMBERED

from .models import FileText, FileVersion, ResourceFile
from .selectors.file_finding import is_readable_by
from .selectors.resources import everybody, resources_visible_to

KEY = "library-files"
# So much of a file is looked through for saved searches.
LONGEST = 100_000


def register() -> None:
    """Called once, when the apps are ready."""
    register_texts(Texts(KEY, public_versions, texts_of))
    register_news(News(KEY, _("In a file of the library"), read_files))


def public_versions() -> Iterable[int]:
    """Present versions that have been read, of resources that everybody may read. One statement."""
    public = resources_visible_to(everybody()).values("pk")
    files = ResourceFile.objects.filter(resource__in=public, current__reading=ReadingState.DONE)
    return files.order_by("current").values_list("current", flat=True)


def texts_of(versions: Sequence[int]) -> Iterable[tuple[int, str]]:
    """The whole text of each of these, nothing of what not everybody may read any more. One statement."""
    pages: dict[int, list[str]] = {version: [] for version in versions}
    texts = FileText.objects.filter(is_readable_by(everybody()), version__in=versions).order_by("version", "number")
    for version, text in texts.values_list("version", "text"):
        pages[version].append(text)
    return [(version, "\n".join(found)) for version, found in pages.items()]


def read_files(since: datetime, until: datetime) -> list[Thing]:
    """Files whose text everybody could read for the first time between these, with what the version before held; of
    files that are not much older. Four statements, one where there are none."""
    counted = CountedText.objects.filter(source=KEY, is_counted=True, counted_at__gt=since, counted_at__lte=until)
    moments = dict(counted.order_by("-counted_at", "-number").values_list("number", "counted_at")[:MOST])
    if not moments:
        return []
    recent = FileVersion.objects.filter(pk__in=moments, created_at__gt=until - REMEMBERED)
    versions = list(recent.select_related("file__resource").defer("file__resource__body").order_by("-pk"))
    texts = dict(texts_of([version.pk for version in versions]))
    earlier = _earlier(versions)
    return [
        Thing(
            number=version.pk,
            moment=moments[version.pk],
            title=version.file.resource.title,
            url=version.file.resource.get_absolute_url(),
            words=texts[version.pk][:LONGEST],
            text=" ".join(texts[version.pk][:LONGEST].split()),
            date=version.file.title,
            is_sample=version.file.resource.is_sample,
            page_id=version.file.resource_id,
            before=earlier.get((version.file_id, version.number - 1), ""),
        )
        for version in versions
        if texts[version.pk]
    ]


def _earlier(versions: Sequence[FileVersion]) -> dict[tuple[int, int], str]:
    """What the version before each of these held, by file and number. One statement, none where all are the first."""
    wanted = {(version.file_id, version.number - 1) for version in versions if version.number > 1}
    found: dict[tuple[int, int], str] = {}
    if wanted:
        texts = FileText.objects.filter(version__file__in={file for file, _number in wanted})
        rows = texts.order_by("version", "number").values_list("version__file", "version__number", "text")
        for file, number, text in rows:
            if (file, number) in wanted and len(found.get((file, number), "")) < LONGEST:
                found[file, number] = f"{found.get((file, number), '')}{text}\n"
    return found
