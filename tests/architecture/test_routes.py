"""Who may open what: one table of all our routes by role, complete by walking the resolver.

The roles: a visitor; a member who is not registered; the member whose registration it is; an event manager (who has the
right to registrations, and nothing else); an administrator. Each cell is the status of a GET. What is not one's own is
404, as if it did not exist; 302 leads to the door.
"""

import re
import uuid
from collections.abc import Iterator

import pytest
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from cop.members.models import User
from cop.taxonomy.models import Topic
from events.models import AnswerFile, Question, SlidesLink, SlidesSetup
from events.selectors.offers import offer_token
from events.selectors.slides import hash_of
from events.services.calendar_feeds import renew_feed
from events.services.registering import register
from tests.factories.discussion import make_thread
from tests.factories.documents import make_document
from tests.factories.events import (
    CategoryFactory,
    EventPageFactory,
    RegistrationSetupFactory,
    SessionFactory,
    SpeakerFactory,
)
from tests.factories.groups import MembershipFactory, WorkingGroupFactory
from tests.factories.meetings import make_action, make_meeting, make_poll
from tests.factories.members import UserFactory
from tests.factories.news import ArticlePageFactory, IssueFactory
from tests.factories.practices import make_proposal
from tests.factories.resources import ResourcePageFactory, make_collection, make_file
from working_groups.models import Folder, IncomingMail, JoinRequest, Thread
from working_groups.selectors.doors import get_group_for
from working_groups.services.archives import ask_for_archive
from working_groups.services.archives import make as make_archive
from working_groups.services.group_calendars import renew_group_calendar

pytestmark = pytest.mark.django_db

OURS = ("cop.", "events.", "home.", "news.", "working_groups.", "resources.")
ROLES = ("visitor", "member", "owner", "manager", "administrator")

# name: (arguments, what each role gets)
TABLE: dict[str, tuple[tuple[str, ...], tuple[int, ...]]] = {
    "health_live": ((), (200, 200, 200, 200, 200)),
    "health_ready": ((), (503, 503, 503, 503, 503)),  # no worker runs in a test
    "sitemap": ((), (200, 200, 200, 200, 200)),
    "overview": ((), (200, 200, 200, 200, 200)),
    "robots": ((), (200, 200, 200, 200, 200)),
    "security": ((), (200, 200, 200, 200, 200)),
    "manifest": ((), (200, 200, 200, 200, 200)),
    "styleguide": ((), (404, 404, 404, 200, 200)),
    "citation": (("1", "00000000-0000-0000-0000-000000000000", "bib"), (404, 404, 404, 404, 404)),  # no such source
    "account_login": ((), (200, 302, 302, 302, 302)),
    "account_login_password": ((), (200, 302, 302, 302, 302)),
    "account_request_login_code": ((), (302, 302, 302, 302, 302)),
    "account_confirm_login_code": ((), (302, 302, 302, 302, 302)),
    "account_signup": ((), (302, 302, 302, 302, 302)),
    "account_email_verification_sent": ((), (302, 302, 302, 302, 302)),
    "account_confirm_password_reset_code": ((), (302, 302, 302, 302, 302)),
    "mfa_activate_totp": ((), (302, 200, 200, 200, 200)),
    "mfa_add_webauthn": ((), (302, 200, 200, 200, 200)),
    "welcome": ((), (302, 200, 200, 200, 200)),
    "profile": ((), (302, 200, 200, 200, 200)),
    "organisation_suggestions": ((), (403, 200, 200, 200, 200)),
    "account": ((), (302, 200, 200, 200, 200)),
    "people": ((), (200, 200, 200, 200, 200)),
    "person": (("{profile}",), (404, 404, 200, 404, 404)),  # nobody agreed to see it but its owner
    "write_to_person": (("{profile}",), (302, 404, 302, 404, 404)),
    "contact_blocks": ((), (302, 200, 200, 200, 200)),
    "contact_link": (("forged",), (404, 404, 404, 404, 404)),
    "second_factor": ((), (302, 200, 200, 200, 200)),
    "notifications:letter_events": ((), (405, 405, 405, 405, 405)),  # the mail provider posts, with its secret
    "notifications:unsubscribe": (("forged",), (404, 404, 404, 404, 404)),
    "cookies": ((), (200, 200, 200, 200, 200)),
    "choose_cookies": ((), (405, 405, 405, 405, 405)),
    "cookie_banner_sheet": ((), (200, 200, 200, 200, 200)),
    "retention": ((), (200, 200, 200, 200, 200)),
    "my_data": ((), (302, 302, 302, 302, 302)),  # nobody here has just proved who they are
    "download_my_data": (("{export}",), (302, 302, 302, 302, 302)),
    "delete_account": ((), (302, 302, 302, 302, 302)),
    "account_deletion": ((), (302, 302, 302, 302, 302)),  # nobody has asked for one
    "keep_account": (("forged",), (404, 404, 404, 404, 404)),
    "accept_terms": ((), (302, 302, 302, 302, 302)),  # nothing to accept: on to my page
    "confirm_identity": ((), (302, 200, 200, 200, 200)),
    "topics": ((), (200, 200, 200, 200, 200)),
    "topic": (("{topic}",), (200, 200, 200, 200, 200)),
    "topic_feed": (("{topic}",), (200, 200, 200, 200, 200)),
    "criterion": (("4",), (200, 200, 200, 200, 200)),
    "criterion_feed": (("4",), (200, 200, 200, 200, 200)),
    "api": ((), (200, 200, 200, 200, 200)),
    "api_root": ((), (200, 200, 200, 200, 200)),
    "api_document": ((), (200, 200, 200, 200, 200)),
    "api_list": (("resources",), (200, 200, 200, 200, 200)),
    "api_item": (("resources", "{resource}"), (200, 200, 200, 200, 200)),
    "search": ((), (200, 200, 200, 200, 200)),
    "search_suggestions": ((), (200, 200, 200, 200, 200)),
    "search_suggestions_among": (("library",), (200, 200, 200, 200, 200)),
    "saved_searches": ((), (302, 200, 200, 200, 200)),
    "save_search": ((), (302, 302, 302, 302, 302)),  # nothing to save: back to the search
    "saved_search": (("1",), (302, 404, 404, 404, 404)),  # nobody has one
    "library": ((), (200, 200, 200, 200, 200)),
    "library_feed": ((), (200, 200, 200, 200, 200)),
    "library_export": (("bib",), (200, 200, 200, 200, 200)),
    "oai": ((), (200, 200, 200, 200, 200)),
    "library_collections": ((), (200, 200, 200, 200, 200)),
    "library_collection": (("forum",), (200, 200, 200, 200, 200)),
    "collection_zip": (("forum",), (200, 200, 200, 200, 200)),
    "ask_for_collection_zip": (("forum",), (405, 405, 405, 405, 405)),
    "collection_zip_file": (("forum", "{unknown}"), (404, 404, 404, 404, 404)),  # nobody has asked for one
    "propose_practice": ((), (302, 200, 200, 200, 200)),
    "proposal": (("{proposal}",), (302, 404, 200, 404, 404)),
    "change_proposal": (("{proposal}",), (302, 404, 200, 404, 404)),
    "proposal_file": (("{proposal}", "1"), (302, 404, 404, 404, 404)),  # there is none
    "take_back_proposal": (("{proposal}",), (405, 405, 405, 405, 405)),
    "delete_proposal": (("{proposal}",), (302, 404, 200, 404, 404)),
    "resource": (("open",), (200, 200, 200, 200, 200)),
    "resource_file": (("open", "{resource_file}"), (200, 200, 200, 200, 200)),
    "resource_slides": (("open", "{resource_file}"), (200, 200, 200, 200, 200)),
    "resource_picture": (("{unknown}", "1"), (404, 404, 404, 404, 404)),  # there is none
    "resource_shared_picture": (("{unknown}", "1"), (404, 404, 404, 404, 404)),  # there is none
    "resource_thumbnail": (("{unknown}", "1"), (404, 404, 404, 404, 404)),
    "resource_citation": (("open", "ris"), (200, 200, 200, 200, 200)),
    "resource_seen": (("{resource}",), (405, 405, 405, 405, 405)),
    "resource_by_number": (("{resource}",), (302, 302, 302, 302, 302)),
    "news_index": ((), (200, 200, 200, 200, 200)),
    "news_rss": ((), (200, 200, 200, 200, 200)),
    "news_atom": ((), (200, 200, 200, 200, 200)),
    "article_page": (("open",), (200, 200, 200, 200, 200)),
    "newsletter": ((), (200, 200, 200, 200, 200)),
    "newsletter_asked": ((), (200, 200, 200, 200, 200)),
    "newsletter_issue": (("7",), (200, 200, 200, 200, 200)),
    "newsletter_confirm": (("forged",), (404, 404, 404, 404, 404)),
    "my_newsletter": ((), (302, 200, 200, 200, 200)),
    "event_index": ((), (200, 200, 200, 200, 200)),
    "event_page": (("open",), (200, 200, 200, 200, 200)),
    "event_programme": (("open",), (200, 200, 200, 200, 200)),
    "event_session": (("open", "talk"), (200, 200, 200, 200, 200)),
    "events_calendar": ((), (200, 200, 200, 200, 200)),
    "event_ics": (("open",), (200, 200, 200, 200, 200)),
    "session_ics": (("open", "talk"), (200, 200, 200, 200, 200)),
    "personal_calendar": (("{feed}",), (200, 200, 200, 200, 200)),  # the address itself is the secret
    "my_calendar": ((), (302, 200, 200, 200, 200)),
    "answer_file": (("{file}",), (404, 404, 200, 200, 200)),
    "event_register": (("open",), (200, 200, 302, 200, 200)),
    "my_registration": (("open",), (302, 302, 200, 302, 302)),
    "change_registration": (("open",), (302, 404, 200, 404, 404)),
    "cancel_registration": (("open",), (302, 404, 200, 404, 404)),
    "my_event_ics": (("open",), (302, 404, 200, 404, 404)),
    "ticket": (("open",), (302, 404, 200, 404, 404)),
    "ticket_pdf": (("open",), (302, 404, 200, 404, 404)),
    "accept_my_offer": (("open",), (405, 405, 405, 405, 405)),
    "decline_my_offer": (("open",), (405, 405, 405, 405, 405)),
    "accept_session_offer": (("open", "1"), (405, 405, 405, 405, 405)),
    "decline_session_offer": (("open", "1"), (405, 405, 405, 405, 405)),
    "event_participants": (("open",), (200, 200, 200, 200, 200)),
    "speaker_slides": (("{slides}",), (302, 302, 302, 302, 302)),  # the address is the secret; on to the one session
    "send_slides": (("{slides}", "{talk}"), (200, 200, 200, 200, 200)),
    "offer": (("{offer}",), (410, 410, 410, 410, 410)),  # accepted already
    "my_page": ((), (302, 200, 200, 200, 200)),
    "group": (("first",), (200, 200, 200, 200, 200)),
    # The owner is a member; the administrator leads it with the secretariat's right.
    "group_join": (("first",), (405, 405, 405, 405, 405)),
    "group_ask": (("first",), (302, 200, 302, 200, 200)),  # who belongs already goes back to the group
    "group_withdraw": (("first",), (405, 405, 405, 405, 405)),
    "group_interest": (("first",), (302, 302, 302, 302, 302)),  # no call is open: back to the group
    "group_leave": (("first",), (302, 403, 200, 403, 403)),
    "group_rules": (("first",), (200, 200, 200, 200, 200)),
    "group_welcome": (("first",), (302, 403, 200, 403, 403)),
    "group_members": (("first",), (302, 200, 200, 200, 200)),
    "group_desk": (("first",), (302, 403, 403, 403, 200)),
    "group_members_export": (("first",), (405, 405, 405, 405, 405)),
    "group_desk_member": (("first", "{membership}"), (302, 403, 403, 403, 200)),
    "group_desk_member_act": (("first", "1", "role"), (405, 405, 405, 405, 405)),
    "group_requests": (("first",), (302, 403, 403, 403, 200)),
    "group_request": (("first", "{request}"), (302, 403, 403, 403, 200)),
    "group_call": (("first",), (302, 403, 403, 403, 200)),
    "new_call": (("first",), (302, 403, 403, 403, 200)),
    "edit_call": (("first", "1"), (302, 403, 403, 403, 404)),
    "group_invitations": (("first",), (302, 403, 403, 403, 200)),
    "group_revoke_invitation": (("first", "1"), (405, 405, 405, 405, 405)),
    "group_settings": (("first",), (302, 403, 403, 403, 200)),
    "group_archive": (("first",), (405, 405, 405, 405, 405)),
    "group_statistics": (("first",), (302, 403, 403, 403, 200)),
    "groups_overview": ((), (302, 404, 404, 404, 200)),
    "group_history": (("first",), (302, 403, 403, 403, 200)),
    "group_invitation": (("forged",), (404, 404, 404, 404, 404)),  # the link itself is the secret
    # The owner is a member who has not accepted the rules yet: reads, and writes nothing.
    "group_discussion": (("first",), (302, 403, 200, 403, 200)),
    "new_thread": (("first",), (302, 403, 403, 403, 200)),
    "mention_suggestions": (("first", "0"), (302, 403, 200, 403, 200)),
    "group_reports": (("first",), (302, 403, 403, 403, 200)),
    "thread": (("first", "{thread}"), (302, 403, 200, 403, 200)),
    "group_meetings": (("first",), (302, 403, 200, 403, 200)),
    "new_meeting": (("first",), (302, 403, 403, 403, 200)),
    "group_calendar": (("first",), (302, 403, 200, 403, 200)),
    "my_group_calendar": (("first",), (302, 403, 200, 403, 403)),  # who belongs to the group
    "group_feed": (("{group_feed}",), (200, 200, 200, 200, 200)),  # the address itself is the secret
    "group_actions": (("first",), (302, 403, 200, 403, 200)),
    "new_date_poll": (("first",), (302, 403, 403, 403, 200)),
    "date_poll": (("first", "{poll}"), (302, 403, 200, 403, 200)),
    "choose_slot": (("first", "1"), (405, 405, 405, 405, 405)),
    "withdraw_date_poll": (("first", "1"), (405, 405, 405, 405, 405)),
    "edit_action": (("first", "{action}"), (302, 403, 403, 403, 200)),
    "tick_action": (("first", "1"), (405, 405, 405, 405, 405)),
    "meeting": (("first", "{meeting}"), (302, 403, 200, 403, 200)),
    "edit_meeting": (("first", "{meeting}"), (302, 403, 403, 403, 200)),
    "cancel_meeting": (("first", "{meeting}"), (302, 403, 403, 403, 200)),
    "answer_meeting": (("first", "1"), (405, 405, 405, 405, 405)),
    "meeting_attendance": (("first", "{meeting}"), (302, 403, 403, 403, 200)),
    "meeting_minutes": (("first", "{meeting}"), (302, 403, 403, 403, 200)),
    "add_action": (("first", "1"), (405, 405, 405, 405, 405)),
    "meeting_papers": (("first", "{meeting}"), (302, 403, 403, 403, 200)),
    "upload_papers": (("first", "{meeting}"), (302, 403, 403, 403, 302)),  # to the page with the form
    "remove_meeting_paper": (("first", "1", "1"), (405, 405, 405, 405, 405)),
    "meeting_ics": (("first", "{meeting}"), (302, 403, 200, 403, 200)),
    "group_post": (("first", "{post}"), (302, 403, 302, 403, 302)),
    "edit_post": (("first", "{post}"), (302, 403, 403, 403, 200)),
    "delete_post": (("first", "{post}"), (302, 403, 403, 403, 200)),
    "post_history": (("first", "{post}"), (302, 403, 200, 403, 200)),
    "report_post": (("first", "{post}"), (302, 403, 200, 403, 200)),
    "handle_report": (("first", "1"), (405, 405, 405, 405, 405)),
    "arrange_thread": (("first", "{thread}"), (302, 403, 403, 403, 200)),
    "moderate_thread": (("first", "1"), (405, 405, 405, 405, 405)),
    "follow_thread": (("first", "1"), (405, 405, 405, 405, 405)),
    "restore_post": (("first", "1"), (405, 405, 405, 405, 405)),
    "mark_answer": (("first", "1"), (405, 405, 405, 405, 405)),
    "group_mail": ((), (302, 200, 200, 200, 200)),
    "group_rhythm": (("first",), (405, 405, 405, 405, 405)),
    "group_mail_choice": (("forged",), (404, 404, 404, 404, 404)),  # the link itself is the secret
    "announcement_log": (("first", "{announcement}"), (302, 403, 403, 403, 200)),
    "group_incoming": (("first",), (302, 403, 403, 403, 200)),
    "group_mail_original": (("first", "{incoming}"), (302, 403, 403, 403, 200)),
    "letters_incoming": ((), (405, 405, 405, 405, 405)),
    "incoming": ((), (404, 404, 404, 404, 200)),
    "incoming_original": (("{incoming}",), (404, 404, 404, 404, 200)),
    "vote": (("first", "1"), (405, 405, 405, 405, 405)),
    "group_documents": (("first",), (302, 403, 200, 403, 200)),
    "document_folder": (("first", "{folder}"), (302, 403, 200, 403, 200)),
    "change_folder": (("first", "{folder}"), (302, 403, 403, 403, 200)),
    "new_folder": (("first",), (405, 405, 405, 405, 405)),
    "upload_documents": (("first",), (302, 403, 403, 403, 200)),
    "deleted_documents": (("first",), (302, 403, 403, 403, 200)),
    "ask_for_zip": (("first",), (405, 405, 405, 405, 405)),
    "folder_zip": (("first", "{zip}"), (302, 403, 200, 403, 404)),  # the one who asked for it
    "zip_file": (("first", "{zip}"), (302, 403, 200, 403, 404)),
    "remove_document_comment": (("first", "1"), (405, 405, 405, 405, 405)),
    "withdraw_publication": (("first", "1"), (405, 405, 405, 405, 405)),
    "document": (("first", "{document}"), (302, 403, 200, 403, 200)),
    "new_version": (("first", "{document}"), (302, 403, 403, 403, 200)),
    "document_file": (("first", "{document}", "1"), (302, 403, 200, 403, 200)),
    "document_picture": (("first", "{document}", "1", "1"), (302, 403, 404, 403, 404)),  # it has none
    "restore_version": (("first", "1", "1"), (405, 405, 405, 405, 405)),
    "compare_versions": (("first", "{document}"), (302, 403, 404, 403, 404)),  # which versions?
    "change_document": (("first", "{document}"), (302, 403, 403, 403, 200)),
    "document_state": (("first", "1"), (405, 405, 405, 405, 405)),
    "lock_document": (("first", "1"), (405, 405, 405, 405, 405)),
    "bring_back_document": (("first", "1"), (405, 405, 405, 405, 405)),
    "publish_document": (("first", "{document}"), (302, 403, 403, 403, 403)),  # it is a draft
    "publication_requests": ((), (404, 404, 404, 404, 200)),
    "answer_publication": (("1",), (405, 405, 405, 405, 405)),
    "approval": (("forged",), (404, 404, 404, 404, 404)),  # the link itself is the secret
    "approval_answer": (("forged",), (404, 404, 404, 404, 404)),
}
# Routes that need an argument of their own kind, or that Wagtail's pages answer.
ELSEWHERE = {"wagtail_serve": "tests/core/test_serving.py"}


def routes(
    resolver: URLResolver | None = None, prefix: str = "", space: str = ""
) -> Iterator[tuple[str, str, URLPattern]]:
    """Every route: its whole path and its whole name."""
    for pattern in (resolver or get_resolver()).url_patterns:
        path = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern, path, f"{space}{pattern.namespace}:" if pattern.namespace else space)
        else:
            yield path, f"{space}{pattern.name or path}", pattern


def ours() -> set[str]:
    """Names of the routes whose views are ours, outside the admin."""
    return {
        name
        for path, name, pattern in routes()
        if pattern.callback.__module__.startswith(OURS) and not path.startswith("admin/")
    }


def test_table_names_every_route_of_ours_and_no_other():
    assert ours() - set(ELSEWHERE) == set(TABLE)


@pytest.fixture
def clients() -> dict[str, Client]:
    people = {
        "member": User.objects.create_user("member@roles.example", name="Member"),
        "owner": User.objects.create_user("owner@roles.example", name="Owner"),
        "manager": User.objects.create_user("manager@roles.example", name="Manager", is_staff=True),
        "administrator": User.objects.create_superuser("admin@roles.example", name="Admin"),
    }
    people["manager"].groups.add(Group.objects.get(name="Event managers"))
    found = {"visitor": Client()}
    for role, user in people.items():
        found[role] = Client()
        found[role].force_login(user)
    return found


@pytest.fixture
def known() -> dict[str, str]:
    """What the arguments in braces stand for: things of the owner's."""
    owner = User.objects.get(email="owner@roles.example")
    ArticlePageFactory(slug="open", title="Open news")
    resource = ResourcePageFactory(slug="open")
    make_collection(resource)
    IssueFactory(state="sending", number=7, started_at=timezone.now())
    group = WorkingGroupFactory(page__slug="first", rules="Be kind.", rules_version=1, welcome="Welcome!")
    belongs = MembershipFactory(group=group, member=owner)
    asks = JoinRequest.objects.create(group=group, member=UserFactory())
    thread = make_thread(group)
    document = make_document(group)
    folder = Folder.objects.create(group=group, name="Meetings")
    packed = ask_for_archive(inside=get_group_for(owner, "first"), member=owner, folder=None)
    make_archive(packed.pk)
    announcement = make_thread(group)
    Thread.objects.filter(pk=announcement.pk).update(is_announcement=True)
    incoming = IncomingMail.objects.create(key=uuid.uuid4(), group=group, outcome="posted")
    meeting = make_meeting(group)
    event = EventPageFactory(slug="open", title="Open event")
    talk = SessionFactory(event=event, slug="talk", speakers=[SpeakerFactory(email="ana@speaker.example")])
    SlidesSetup.objects.create(event=event, deadline=event.starts_at)
    slides = "a-secret-of-sixteen-bytes"
    SlidesLink.objects.create(event=event, speaker=talk.speakers.get(), email="ana@speaker.example",
                              token_hash=hash_of(slides), sent_at=timezone.now())  # fmt: skip
    setup = RegistrationSetupFactory(event=event)
    room = CategoryFactory(setup=setup)
    question = Question.objects.create(setup=setup, key="paper", label="Paper", kind="file")
    registration = register(member=owner, event_id=event.pk, category_id=room.pk)
    file = AnswerFile(registration=registration, question=question, name="p.txt", size=1, content_type="text/plain")
    file.file.save("p.txt", ContentFile(b"x"))
    return {
        "{file}": str(file.pk),
        "{slides}": slides,
        "{talk}": str(talk.pk),
        "{feed}": renew_feed(member=owner, actor=owner).token,
        "{group_feed}": renew_group_calendar(group_id=group.pk, member=owner).token,
        "{profile}": str(owner.profile.pk),
        "{membership}": str(belongs.pk),
        "{request}": str(asks.pk),
        "{export}": "00000000-0000-4000-8000-000000000000",
        "{offer}": offer_token(registration),
        "{thread}": str(thread.pk),
        "{document}": str(document.pk),
        "{folder}": str(folder.pk),
        "{zip}": str(packed.key),
        "{announcement}": str(announcement.pk),
        "{incoming}": str(incoming.pk),
        "{meeting}": str(meeting.pk),
        "{action}": str(make_action(meeting, owner).pk),
        "{poll}": str(make_poll(group).pk),
        "{resource}": str(resource.pk),
        "{proposal}": str(make_proposal(owner).pk),
        "{resource_file}": str(make_file(resource).pk),
        "{unknown}": "00000000-0000-4000-8000-000000000000",
        "{topic}": Topic.objects.create(name="Governance").slug,
        "{post}": str(thread.posts.get().pk),
    }


def status(client: Client, path: str) -> int:
    """The status of a GET; a file that is served is closed again."""
    response = client.get(path)
    # Not response.close(): that ends the request, and with it the connection of this test.
    for close in response._resource_closers:
        close()
    return response.status_code


def test_every_route_answers_every_role_as_the_table_says(clients, known):
    found = {}
    for name, (arguments, _expected) in TABLE.items():
        path = reverse(name, args=[known.get(each, each) for each in arguments])
        found[name] = tuple(status(clients[role], path) for role in ROLES)

    assert {name: codes for name, codes in found.items() if codes != TABLE[name][1]} == {}


def test_admin_lets_nobody_in_who_has_no_right_to_it(clients):
    paths = {"/" + example(path) for path, _name, _pattern in routes() if path.startswith("admin/")}
    assert len(paths) > 100

    answers = {(role, path): status(clients[role], path) for path in sorted(paths) for role in ("visitor", "member")}

    # The door stands before the routes: to the log-in for a visitor, no entry for a member.
    assert {key: code for key, code in answers.items() if code not in (302, 403, 404)} == {}
    assert {code for (role, _path), code in answers.items() if role == "visitor"} == {302}


def example(path: str) -> str:
    """A path that looks like one of this route."""
    path = re.sub(r"<(?:int|uuid|path|slug|str):[^>]+>|<[^>:]+>", "1", path)
    path = re.sub(r"\(\?P?[^()]*(?:\([^()]*\))?[^()]*\)|\([^()]*\)", "1", path)
    return path.replace("^", "").replace("$", "").replace("\\", "").replace("?", "")
