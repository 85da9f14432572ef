"""The first content: complete, repeatable, removable, and a site without a broken link."""

import json
import re
import zipfile
from collections import Counter
from datetime import timedelta
from html.parser import HTMLParser

import pytest
from django.apps import apps
from django.contrib.auth import authenticate
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.core.management import call_command
from django.db import transaction
from django.db.models import Count, F, Q
from django.utils import timezone
from wagtail.models import ModelLogEntry, Page

from cop.core.files.serving import private_storage
from cop.members.models import Organisation, User
from cop.notifications.models import Letter
from events.choices import HOLDING, RegistrationStatus
from events.models import Category, EventPage, EventState, Registration, Session, Speaker
from events.selectors.fullness import availabilities
from home.models import HomePage, StandardPage
from home.seed import accounts
from news.models import ArticlePage
from resources.models import FileVersion
from tests.factories.events import event_index
from working_groups.choices import GroupRole
from working_groups.models import Call, DocumentVersion, JoinRequest, Membership, RequestScore, WorkingGroup

pytestmark = [
    pytest.mark.django_db,
    # Wagtail leaves the file of a rendition that it has just made to the garbage collector.
    pytest.mark.filterwarnings("ignore:Unclosed file:ResourceWarning"),
]
# Journals and indexes that grow when the same thing is done again.
UNCOUNTED = (
    "wagtailsearch",
    "django_tasks_database",
    "wagtailcore.referenceindex",
    "wagtailcore.pagelogentry",
    "wagtailcore.modellogentry",
    "search.title",
    "search.publicword",
    "search.wordkey",
)


def seed(*options: str) -> None:
    call_command("seed_demo", "--force", *options, verbosity=0)


@pytest.fixture(scope="module", autouse=True)
def _seeded_once(django_db_setup, django_db_blocker):
    """Seeded once for all tests here; what each of them changes is rolled back to this state."""
    with django_db_blocker.unblock():
        whole = transaction.atomic()
        whole.__enter__()
        event_index()
        seed()
        yield
        transaction.set_rollback(True)
        whole.__exit__(None, None, None)
        cache.clear()


@pytest.fixture
def seeded(db) -> None:
    """The content is there, and stays as it is."""


def rows() -> dict[str, int]:
    found = {}
    for model in apps.get_models():
        if not model._meta.label_lower.startswith(UNCOUNTED) and (number := model.objects.count()):
            found[model._meta.label] = number
    return found


def test_second_run_changes_nothing(seeded):
    before = rows()
    changed = Page.objects.get(slug="about", depth=3).specific
    changed.title = "Changed by an editor"
    changed.save()

    seed()
    seed("--once")

    assert rows() == before
    assert Page.objects.get(slug="about", depth=3).title == "Changed by an editor"


def test_of_two_editors_the_second_is_told(seeded):
    """Wagtail knows by its newest revision that a page has changed: each has one, which is the page as it stands."""
    pages = Page.objects.filter(depth__gt=1).specific().select_related("latest_revision")
    assert len(pages) > 50
    for page in pages:
        kept = page.latest_revision.as_object()
        assert (kept.title, kept.draft_title, page.live_revision_id) == (
            page.title,
            page.draft_title,
            page.latest_revision_id if page.live else page.live_revision_id,
        )


def test_real_events_are_no_samples_and_take_no_registration(seeded):
    real = EventPage.objects.filter(is_sample=False).order_by("starts_at")

    assert [(event.title, event.local_start.date().isoformat(), event.place) for event in real] == [
        ("S3 Conference online 2023", "2023-03-30", "Online"),
        ("S3 Forum 2023", "2023-11-28", "Barcelona and online"),
        ("S3 Conference 2025", "2025-06-17", "Brussels"),
    ]
    assert not any(hasattr(event, "registration_setup") for event in real)
    body = real[1].body
    for block in ("Policy update", "fulfilment criteria", "Interregional Innovation Investments (I3)", "ecosystems"):
        assert block in body


def test_forum_is_open_and_more_than_half_full(seeded):
    forum = EventPage.objects.get(is_sample=True, kind="forum")
    categories = {
        each.name: each.taken
        for each in Category.objects.filter(setup__event=forum).annotate(
            taken=Count("registrations", filter=Q(registrations__status__in=HOLDING))
        )
    }

    assert categories == {"In the room": 188, "Online": 64, "Speaker": 8, "Organiser": 4}
    assert availabilities([forum], now=timezone.now()) == {forum.pk: "open"}
    assert timedelta(days=100) < forum.starts_at - timezone.now() < timedelta(days=125)
    assert (forum.local_end.date() - forum.local_start.date()).days == 1
    assert forum.tracks.count() == 3
    assert forum.sessions.count() == 25
    assert forum.registration_setup.questions.filter(is_sensitive=True).count() == 2
    assert forum.registration_setup.codes.count() == 3


def test_sessions_stand_in_every_state_and_never_over_their_places(seeded):
    sessions = Session.objects.filter(places__isnull=False).annotate(
        taken=Count("session_places", filter=Q(session_places__status__in=HOLDING)),
        waiting=Count("session_places", filter=Q(session_places__status=RegistrationStatus.WAITING)),
    )

    assert not sessions.filter(taken__gt=F("places")).exists()
    full = sessions.get(slug="partners-abroad")
    assert (full.taken, full.waiting) == (full.places, 3)
    assert sessions.filter(taken__gte=F("places") - 4, taken__lt=F("places")).exists()
    assert sessions.filter(taken__lt=F("places") / 2).exists()


def test_nobody_sits_in_two_sessions_at_once(seeded):
    for registration in (
        Registration.objects.filter(session_places__isnull=False)
        .distinct()
        .prefetch_related("session_places__session")[:40]
    ):
        chosen = [place.session for place in registration.session_places.all()]
        assert not any(a.overlaps(b) for number, a in enumerate(chosen) for b in chosen[number + 1 :])


def test_workshop_is_full_with_an_offer_and_a_queue(seeded):
    workshop = EventPage.objects.get(slug="sample-diffusion-workshop")
    states = Counter(Registration.objects.filter(event=workshop).values_list("status", flat=True))

    assert states == {"confirmed": 23, "offered": 1, "waiting": 5}
    assert availabilities([workshop], now=timezone.now()) == {workshop.pk: "waiting_open"}
    offer = Registration.objects.get(event=workshop, status=RegistrationStatus.OFFERED)
    assert offer.member.email == accounts.OFFERED
    assert timezone.now() < offer.offer_expires_at < timezone.now() + timedelta(hours=48)


def test_two_letters_lie_in_the_outbox(seeded):
    assert sorted(Letter.objects.values_list("kind", "to")) == [
        ("events.confirmed", accounts.PRACTITIONER),
        ("events.offer", accounts.OFFERED),
    ]


@pytest.mark.parametrize(
    "slug", ["", "sample-diffusion-workshop", "sample-priorities-webinar", "sample-roadmaps-webinar"]
)
def test_publishing_an_unchanged_event_writes_no_letter(seeded, slug):
    event = EventPage.objects.get(slug=slug) if slug else EventPage.objects.get(is_sample=True, kind="forum")
    letters, event.summary = Letter.objects.count(), "Without the typo."

    event.save_revision().publish()

    assert EventState.objects.get(event=event).sequence == 0
    assert Letter.objects.count() == letters
    assert Registration.objects.filter(event=event).exists()


def test_page_of_a_past_event_names_its_days_but_no_hours(seeded, client):
    EventPage.objects.update(picture=None)
    text = client.get("/events/s3-forum-2023/").text

    assert "Tuesday 28 and Wednesday 29 November 2023" in text
    assert "It ended on Wednesday 29 November 2023." in text
    for clock in ("00:00", "23:59"):
        assert f">{clock}" not in text
        assert f" {clock}" not in text


def test_no_sample_deck_that_can_be_downloaded_holds_notes_of_the_speaker(seeded):
    decks = [*FileVersion.objects.filter(extension="pptx"), *DocumentVersion.objects.filter(extension="pptx")]
    assert decks
    for version in decks:
        with private_storage().open(version.path) as file, zipfile.ZipFile(file) as deck:
            assert not [name for name in deck.namelist() if "notesSlide" in name], version.name


def test_every_demo_account_can_sign_in(seeded):
    for email, password, _what in accounts.DEMO_ACCOUNTS:
        user = authenticate(None, email=email, password=password)
        assert user is not None, email
        assert user.emailaddress_set.get().verified
    assert User.objects.get(email=accounts.ADMINISTRATOR).is_superuser
    editor = User.objects.get(email=accounts.EDITOR)
    assert (editor.is_staff, editor.is_superuser) == (True, False)
    assert editor.has_perms(["wagtailadmin.access_admin", "events.change_registration"])
    assert User.objects.get(email=accounts.NEWCOMER).profile.completed_at is None


def test_all_people_are_samples_with_reserved_addresses(seeded):
    assert not User.objects.filter(is_sample=False).exists()
    assert not User.objects.exclude(email__endswith=".example").exists()
    assert not Speaker.objects.filter(is_sample=False).exists()
    assert not Organisation.objects.filter(is_sample=False).exists()


def test_remove_leaves_no_sample_and_every_real_page(seeded, member):
    Registration.objects.create(
        event=EventPage.objects.get(is_sample=True, kind="forum"),
        member=member,
        category=Category.objects.get(name="Online", setup__event__kind="forum"),
        status=RegistrationStatus.CONFIRMED,
        code="REALCODE",
        badge_name="A real person at a sample event",
        category_number=1000,
    )
    samples = (
        Q(eventpage__is_sample=True)
        | Q(articlepage__is_sample=True)
        | Q(resourcepage__is_sample=True)
        | Q(collectionpage__is_sample=True)
    )
    real = set(Page.objects.exclude(samples).values_list("url_path", flat=True))

    seed("--remove")

    assert list(User.objects.all()) == [member]
    for model in (Organisation, Speaker, Registration, Session, Letter):
        assert not model.objects.exists()
    assert not EventPage.objects.filter(is_sample=True).exists()
    assert set(Page.objects.values_list("url_path", flat=True)) == real
    assert not any(Page.find_problems())
    assert apps.get_model("wagtailimages", "Image").objects.filter(title__contains="sample").count() == 0


def test_reset_makes_the_samples_anew(seeded):
    before = rows()
    old = EventPage.objects.get(is_sample=True, kind="forum").pk

    seed("--reset")

    assert rows() == before
    assert EventPage.objects.get(is_sample=True, kind="forum").pk != old


def test_links_of_the_texts_follow_their_pages(seeded, client):
    stored = [json.dumps(page.body.get_prep_value()) for page in StandardPage.objects.all()]
    assert len(stored) > 10
    # Neither a link to nowhere nor a place that was not filled.
    assert [text for text in stored if re.search(r'href=\\"(/\\"|\{)|"\{', text)] == []
    page = Page.objects.get(slug="support", depth=3).specific
    page.slug = "help"
    page.save()

    # From a card, and from a text.
    assert 'href="/help/"' in client.get("/about/services/").text
    assert 'href="/help/"' in client.get("/about/secretariat/").text


class Links(HTMLParser):
    """Addresses of a page on this site, and how many h1 it has."""

    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()
        self.h1 = 0
        self.description = ""

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        if tag == "a" and (href := values.get("href") or "").startswith("/"):
            self.found.add(href.partition("#")[0])
        if tag == "h1":
            self.h1 += 1
        if tag == "meta" and values.get("name") == "description":
            self.description = values.get("content", "")


# Not pages of their own: files, and forms that ask who one is.
ELSEWHERE = re.compile(
    r"^/(static|media|documents|admin|accounts|my|profile|offers|sources)/|\.(ics|rss|atom|bib|ris|json|csv)(\?|$)|/register/"
    r"|^/(api/v1|oai)/|/versions/\d+/(file|pages)/|^/library/[^/]+/files/"
)


# The same list in another order or layout, or as a file: search engines are told not to follow, and there are too many.
VARIANTS = re.compile(r"^/library/(\?.*\b(sort|view)=|(found|feed)\.\w+\?)|^/api/v1/\w+/\?|^/news/feed\.\w+\?")


def test_whole_site_has_no_broken_link_and_every_page_says_what_it_is(seeded, client):
    # Making pictures in six sizes takes longer than all pages together; one event keeps its own.
    EventPage.objects.exclude(slug="s3-forum-2023").update(picture=None)
    ArticlePage.objects.update(picture=None)
    to_visit, seen, problems = {"/"}, set(), []
    while to_visit:
        address = to_visit.pop()
        seen.add(address)
        response = client.get(address)
        if response.status_code != 200:
            problems.append(f"{address} answers {response.status_code}")
            continue
        if ELSEWHERE.search(address):
            for close in response._resource_closers:
                close()
            continue
        page = Links()
        page.feed(response.text)
        if page.h1 != 1:
            problems.append(f"{address} has {page.h1} h1")
        if not page.description and "?" not in address:
            problems.append(f"{address} has no description")
        found = {link for link in page.found if not link.startswith(("/accounts/", "/my/", "/search/saved/"))}
        to_visit |= {link for link in found if not VARIANTS.search(link)} - seen
        assert len(seen) < 900

    # Forms for members send a visitor to the log-in, the address of a post leads to it: these are answers, too.
    leads_on = re.compile(r"^/account/|/(register|write|ask|propose|posts/\d+)/(\?\S+)? answers 302")
    problems = [problem for problem in problems if not leads_on.search(problem)]
    assert problems == []
    public = {page.get_url() for page in Page.objects.live().filter(depth__gt=1) if page.get_url()}
    assert public <= seen


def test_home_page_shows_the_seeded_services_figures_and_groups(seeded, client):
    text = client.get("/").text

    assert [block.block_type for block in HomePage.objects.get().body] == [
        "next_event",
        "services",
        "figure_band",
        "latest",
        "criteria",
        "step_band",
    ]
    for words in ("180+", "340+", "Industrial Transformation", "What’s new?", "How targeted support works"):
        assert words in text


def test_groups_have_sample_members_leaders_and_a_request_that_waits(seeded, client):
    counts = Counter(Membership.objects.values_list("group__page__slug", flat=True))
    assert counts == {"innovation-diffusion": 10, "industrial-transformation": 20, "interregional-collaboration": 61}
    assert Membership.objects.filter(role=GroupRole.LEADER).values("group").distinct().count() == 3
    assert JoinRequest.objects.get(call=None).group.page.slug == "industrial-transformation"
    text = client.get("/working-groups/industrial-transformation/").text
    assert "Ana Sample" in text
    assert text.partition('id="leaders"')[2].partition("</section>")[0].count("sample") >= 1


def test_sample_call_is_open_marked_and_answered(seeded, client, client_for):
    call = Call.objects.get()
    assert (call.is_sample, call.is_open(), call.group.page.slug) == (True, True, "innovation-diffusion")
    assert call.requests.count() == 4
    assert sorted(RequestScore.objects.values_list("score", flat=True)) == [2, 4, 5]
    assert "(sample)" in client.get("/working-groups/innovation-diffusion/interest/").text
    ana = client_for(User.objects.get(email=accounts.PRACTITIONER))
    assert "Change my answers" in ana.get("/my/").text
    assert not Letter.objects.filter(kind="working_groups.interest_received", state="queued").exists()
    seed()
    assert Call.objects.count() == 1


def test_groups_are_as_they_were_when_the_samples_are_gone(seeded):
    seed("--remove")
    assert Membership.objects.count() == JoinRequest.objects.count() == Call.objects.count() == 0
    assert set(WorkingGroup.objects.values_list("rules", "welcome")) == {("", "")}
    kind = ContentType.objects.get_for_model(WorkingGroup)
    assert ModelLogEntry.objects.filter(content_type=kind).count() == 0
