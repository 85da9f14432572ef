"""Gives the sample resources their files: slides, papers, transcripts, a sheet; the worker reads what is in them."""

from io import BytesIO

from cop.members.models import User
from resources.choices import ResourceKind
from resources.models import ResourcePage
from resources.services.files import add_file, checked, for_readers

from . import deck_files, paper_files
from .accounts import ADMINISTRATOR
from .deck_texts import DECKS, slides_of
from .paper_texts import PAPERS

FILMS = (ResourceKind.VIDEO, ResourceKind.RECORDING)
MONITORING_SHEET = "sample-tool-monitoring-sheet"
# Presentations that come as a deck as well.
WITH_DECK = {"sample-steel-towns-and-skills", "sample-joint-calls-without-tears"}


def give_files() -> None:
    """Files for sample resources that have none."""
    actor = User.objects.get(email=ADMINISTRATOR)
    slugs = [*DECKS, *PAPERS, MONITORING_SHEET]
    for resource in ResourcePage.objects.filter(slug__in=slugs, files__isnull=True).prefetch_related("authors"):
        for title, extension, content in _files(resource):
            file = for_readers(checked(BytesIO(content), name=f"{resource.slug}.{extension}", size=len(content)))
            add_file(resource=resource, actor=actor, file=file, title=title, language="en")


def _files(resource: ResourcePage) -> list[tuple[str, str, bytes]]:
    """Title, extension and content of each."""
    names = ", ".join(author.shown_name for author in resource.authors.all())
    if resource.slug == MONITORING_SHEET:
        return [("The sheet", "xlsx", paper_files.sheet())]
    if text := PAPERS.get(resource.slug):
        kind = str(ResourceKind(resource.kind).label)
        title = "Transcript" if resource.kind in FILMS else kind
        return [(title, "pdf", paper_files.pdf(resource.title, kind, names, text))]
    slides = deck_files.whole(resource.title, names, slides_of(resource.slug))
    found = [("Slides", "pdf", deck_files.pdf(slides))]
    if resource.slug in WITH_DECK:
        found.append(("Slides to work with", "pptx", deck_files.deck(slides)))
    return found
