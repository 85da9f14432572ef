"""Puts the parts of the seed together, and takes the samples away again."""

from django.db import transaction
from wagtail.images import get_image_model
from wagtail.models import Collection

from cop.core import page_cache, site_frame
from cop.core.models import Partner, Person
from cop.members.models import Organisation, User
from cop.notifications.models import Letter
from events.models import EventPage, Registration, SessionPlace, Speaker

from . import (
    accounts,
    calls,
    cookies,
    documents,
    editing,
    first_states,
    forum,
    groups,
    library,
    meetings,
    members,
    news,
    pages,
    past_events,
    pictures,
    practices,
    searches,
    slides,
    small_events,
    talk,
    terms,
    topics,
)


@transaction.atomic
def make_all(*, samples: bool = True) -> None:
    """Everything that is missing; what exists is left alone, so that a second run changes nothing."""
    pages.make_pages()
    library.make_library()
    past_events.make_past_events()
    pages.link_pages()
    if samples:
        accounts.make_accounts()
        cookies.make_cookies()
        crowd = members.make_members()
        forum.make_forum(crowd)
        small_events.make_small_events(crowd)
        groups.make_memberships(crowd)
        calls.make_calls(crowd)
        talk.make_talks(crowd)
        documents.make_documents()
        meetings.make_meetings()
        library.make_samples()
        slides.make_slides()
        searches.make_saved()
        practices.make_proposals()
    searches.make_recommended()
    news.make_news(samples=samples)
    topics.give_words()
    editing.give_days()
    terms.make_versions()
    first_states.keep_first_states()
    page_cache.touch("site")
    site_frame.forget()


@transaction.atomic
def remove_samples() -> None:
    """Everything marked as a sample, the demo accounts included; real pages stay."""
    cookies.remove_cookies()
    slides.remove_slides()
    practices.remove_proposals()
    library.remove_samples()
    meetings.remove_meetings()
    documents.remove_documents()
    calls.remove_calls()
    groups.remove_memberships()
    events = EventPage.objects.filter(is_sample=True)
    people = User.objects.filter(is_sample=True)
    SessionPlace.objects.filter(registration__event__in=events).delete()
    Registration.objects.filter(event__in=events).delete()
    # A sample member may stand on a real event's list by now: that registration goes with the person.
    SessionPlace.objects.filter(registration__member__in=people).delete()
    Registration.objects.filter(member__in=people).delete()
    Letter.objects.filter(member__in=people).delete()
    for event in events:
        event.delete()
    news.remove_samples()
    talk.remove_talks()
    Speaker.objects.filter(is_sample=True).delete()
    people.delete()
    Person.objects.filter(is_sample=True).delete()
    Partner.objects.filter(is_sample=True).delete()
    Organisation.objects.filter(is_sample=True, merged_into__isnull=False).delete()
    Organisation.objects.filter(is_sample=True).delete()
    samples = Collection.objects.filter(name=pictures.SAMPLES).first()
    if samples:
        for image in get_image_model().objects.filter(collection=samples):
            image.delete()
        samples.delete()
    page_cache.touch("site")
    site_frame.forget()
