"""A member with something of everything, and the proof that a session asks for."""

import time
import uuid
from types import SimpleNamespace

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone
from wagtail.models import Page
from wagtail.users.models import UserProfile

from cop.editing.models import Approval
from cop.members.models import ContactBlock, User
from cop.members.services import contact
from cop.notifications.models import Bounce, StoppedAddress, Unsubscription
from cop.taxonomy.models import Topic
from events.choices import ListConsent, QuestionKind
from events.models import AnswerFile, CalendarFeed, InvitationCode, Question, Registration, Speaker
from events.services.registering import register
from home.services import contact as contact_form
from news.models import Subscriber
from tests.factories.events import CategoryFactory, EventPageFactory, RegistrationSetupFactory, moment
from tests.factories.members import OrganisationFactory, UserFactory
from tests.factories.practices import make_proposal, publish
from tests.letters import deliver_all

# Each stands in one kind of data of the member's and nowhere else.
CANARIES = {
    "name": "Wilhelmina Canary",
    "address": "wilhelmina@canary.example",
    "organisation": "Canary Badge Ltd",
    "job": "Canary keeper",
    "answer": "canary allergic to peanuts",
    "file": "canary-cv.txt",
    "file content": "canary file content",
    "letter between members": "canary says hello",
    "browser": "CanaryBrowser/1.0",
    "other login": "canary-at-provider",
    "biography": "canary biography",
    "message": "canary asks the secretariat",
    "bounce": "canary mailbox is full",
    "comment": "canary finds the draft good",
    "practice": "canary practice, a draft",
    "whom to ask": "ring canary at five",
}
SECRETS = ("totp-secret-canary", "feed-token-canary", "session-key-canary")


def prove(client: Client, *, minutes_ago: float = 0) -> Client:
    """As if the member had just shown who they are in this session."""
    session = client.session
    session["account_authentication_methods_user"] = session["_auth_user_id"]
    session["account_authentication_methods"] = [{"method": "code", "at": time.time() - minutes_ago * 60}]
    session.save()
    return client


def whole_life(*, coming: str = "2027-03-16 08:30", past: str = "2025-03-16 08:30") -> SimpleNamespace:
    """`life.member` with profile, sessions, factors, registrations past and to come, a file, letters …"""
    member = UserFactory(
        name=CANARIES["name"],
        email=CANARIES["address"],
        profile__job_title=CANARIES["job"],
        profile__organisation=OrganisationFactory(name="Harbour Agency"),
        profile__country="PT",
        profile__region="PT11",
        profile__visibility="everybody",
    )
    member.profile.topics.add(Topic.objects.get_or_create(name="Peer review")[0])
    friend = UserFactory(name="Filipa Friend", profile__visibility="members")
    UserSession.objects.create(
        user=member, ip="192.0.2.7", user_agent=CANARIES["browser"], session_key="session-key-canary"
    )
    Authenticator.objects.create(user=member, type=Authenticator.Type.TOTP, data={"secret": "totp-secret-canary"})
    SocialAccount.objects.create(user=member, provider="oidc", uid=CANARIES["other login"], extra_data={})
    CalendarFeed.objects.create(member=member, token="feed-token-canary")
    Speaker.objects.create(name=CANARIES["name"], biography=CANARIES["biography"], member=member)
    Unsubscription.objects.create(member=member, group="events.news")
    UserProfile.objects.create(user=member, theme="dark")
    Subscriber.objects.create(member=member)
    Bounce.objects.create(address=CANARIES["address"], kind="soft", reason=CANARIES["bounce"], event_id="e1")
    StoppedAddress.objects.create(address=CANARIES["address"], kind="soft")
    to_secretariat = contact_form.send_message(
        key=uuid.uuid4(),
        name=CANARIES["name"],
        email=CANARIES["address"],
        topic="question",
        text=CANARIES["message"],
        member=member,
    )
    contact_form.set_state(message=to_secretariat, state="answered", actor=friend)
    Approval.objects.create(
        page_id=Page.objects.get(depth=2).pk,
        revision_at=timezone.now(),
        name=CANARIES["name"],
        email=CANARIES["address"],
        token_hash="hash",
        expires_at=timezone.now(),
        answer="approved",
        answered_at=timezone.now(),
        comment=CANARIES["comment"],
    )
    ContactBlock.objects.create(member=member, blocked=friend)
    ContactBlock.objects.create(member=friend, blocked=UserFactory())

    def event(slug: str, start: str) -> SimpleNamespace:
        page = EventPageFactory(slug=slug, title=f"Event {slug}", starts_at=moment(start))
        setup = RegistrationSetupFactory(event=page, opens_at=moment("2024-01-01 00:00"))
        room = CategoryFactory(setup=setup, places=1)
        Question.objects.create(setup=setup, key="food", label="What do you not eat?", kind=QuestionKind.SHORT)
        Question.objects.create(setup=setup, key="cv", label="Your CV", kind=QuestionKind.FILE, sort_order=1)
        return SimpleNamespace(event=page, setup=setup, room=room)

    ahead = event("ahead", coming)
    registration = register(
        member=member,
        event_id=ahead.event.pk,
        category_id=ahead.room.pk,
        badge_name=CANARIES["name"],
        badge_organisation=CANARIES["organisation"],
        list_consent=ListConsent.EVERYBODY,
        answers={"food": CANARIES["answer"]},
    )
    file = AnswerFile(
        registration=registration,
        question=Question.objects.get(setup=ahead.setup, key="cv"),
        name=CANARIES["file"],
        size=19,
        content_type="text/plain",
    )
    file.file.save(CANARIES["file"], ContentFile(CANARIES["file content"].encode()))
    waiting = register(member=friend, event_id=ahead.event.pk, category_id=ahead.room.pk, badge_name="Filipa")
    behind = event("behind", past)
    attended = Registration.objects.create(
        event=behind.event,
        member=member,
        category=behind.room,
        code="PASTCANARY",
        badge_name=CANARIES["name"],
        badge_organisation=CANARIES["organisation"],
        status="attended",
        place_number=1,
        category_number=1,
        answers={"food": CANARIES["answer"]},
    )
    InvitationCode.objects.create(setup=ahead.setup, code="ONLYYOU", email=CANARIES["address"])
    message = contact.send_message(
        sender=member,
        profile=friend.profile,
        subject="Hello",
        text=CANARIES["letter between members"],
        shares_address=True,
    )
    make_proposal(member, challenge=CANARIES["practice"])
    publish(make_proposal(member, contact=CANARIES["whom to ask"], is_sent=True))
    deliver_all()
    member.refresh_from_db()
    return SimpleNamespace(
        member=User.objects.get(pk=member.pk),
        friend=friend,
        ahead=ahead,
        behind=behind,
        registration=registration,
        waiting=waiting,
        attended=attended,
        file=file,
        message=message,
    )


def leaks(*needles: str) -> list[str]:
    """Where in the whole database one of the words still stands: "table.column"."""
    from django.apps import apps

    found = []
    for model in apps.get_models(include_auto_created=True):
        for row in model._base_manager.values():
            for column, value in row.items():
                if any(needle.lower() in str(value).lower() for needle in needles):
                    found.append(f"{model._meta.label}.{column}")
    return sorted(set(found))
