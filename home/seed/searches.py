"""Two recommended results that are true of any copy, and what a sample practitioner has saved."""

from wagtail.models import Page

from cop.members.models import User
from cop.search.choices import AlertRhythm
from cop.search.models import PromotedResult, SavedSearch
from cop.search.services.saved_searches import save_search

from .accounts import PRACTITIONER

# Words, address, why it fits.
RECOMMENDED = (
    (
        "RIS3\nwhat is S3",
        "/home/about/s3/",
        "RIS3 is its older name: in which fields a region wants to be strong, and how it chooses them.",
    ),
    ("register forum\nforum registration", "/home/events/", "All events, with what is open for registration."),
)
# Name, list, what its address asks for, rhythm.
SAVED = (
    ("Roadmaps", "library", "q=roadmap", AlertRhythm.WEEKLY),
    ("Monitoring", "site", "q=monitoring", AlertRhythm.DAILY),
)


def make_recommended() -> None:
    """What is missing; leads nowhere that does not exist."""
    for words, path, text in RECOMMENDED:
        page = Page.objects.filter(url_path=path).first()
        if page is not None and not PromotedResult.objects.filter(words=words).exists():
            PromotedResult.objects.create(words=words, page=page, text=text)


def make_saved() -> None:
    """They go with the account."""
    member = User.objects.filter(email=PRACTITIONER).first()
    if member is None or SavedSearch.objects.filter(member=member).exists():
        return
    for name, listing, query, rhythm in SAVED:
        save_search(member=member, listing=listing, query=query, name=name, rhythm=rhythm)
