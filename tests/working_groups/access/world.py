"""One group with everything in it that a group can have, and everybody one can be to it.

The same world serves the table of who may open what, the canary that nobody else may find, and leaving.
"""

import uuid
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from cop.core.roles import Role
from cop.members.models import User
from cop.members.services import role_table
from resources.choices import Licence
from tests.factories.discussion import make_answer, make_thread
from tests.factories.documents import make_document, make_version, pdf, read_all
from tests.factories.groups import MembershipFactory, WorkingGroupFactory
from tests.factories.meetings import make_action, make_past, make_poll
from tests.factories.members import UserFactory, with_role
from working_groups.choices import DocumentState, GroupRole, MembershipState, Visibility
from working_groups.models import Call, Document, IncomingMail, Invitation, JoinRequest, RequestScore, WorkingGroup
from working_groups.selectors.doors import get_group_for
from working_groups.services import archives, calls, document_comments, minutes, post_changes, publishing
from working_groups.services.folders import make_folder
from working_groups.services.invitations import hash_of
from working_groups.services.reporting import report_post
from working_groups.writing import PollAsked

SLUG = "qxgroupqx"
INVITED = "invited@members.example"
LINK = "linkforallwhohaveit"


@dataclass(frozen=True, kw_only=True)
class World:
    """The group, the people by what they are to it, and its things by their names in addresses."""

    group: WorkingGroup
    people: dict[str, User | None]
    things: dict[str, str]


def build(visibility: str, *, word: str = "Sample", is_archived: bool = False) -> World:
    """`word` stands in every text of the group; of a group that is not hidden, not in what everybody may know of it."""
    role_table.write_roles()
    known = word if visibility == Visibility.HIDDEN else "Sample"
    group = WorkingGroupFactory(
        page__title=f"{known} group",
        page__slug=SLUG,
        page__summary=f"{known} summary",
        page__other_names=f"{known} alias",
        page__body=f"<p>{known} purpose</p>",
        visibility=visibility,
        joining="call",
        welcome=f"{word} welcome",
    )
    people = _people(group)
    author = people["author"]
    assert author is not None
    things = {
        "slug": SLUG,
        **_talk(group, author, word),
        **_files(group, author, people, word),
        **_meetings(group, author, word),
        **_ways_in(group, author, people, word),
    }
    # Rules last, and accepted by all: whoever writes has agreed to them.
    group.rules, group.rules_version = f"{word} rules", 1
    group.memberships.update(rules_accepted=1)
    if is_archived:
        group.archived_at = timezone.now()
    group.save()
    return World(group=group, people=people, things={name: str(value) for name, value in things.items()})


def _people(group: WorkingGroup) -> dict[str, User | None]:
    found: dict[str, User | None] = {
        "visitor": None,
        "disabled": MembershipFactory(group=group, role=GroupRole.LEADER).member,
        "account": UserFactory(),
        "other": MembershipFactory(role=GroupRole.LEADER).member,
        "former": MembershipFactory(group=group, role=GroupRole.LEADER, state=MembershipState.LEFT).member,
        "banned": MembershipFactory(group=group, state=MembershipState.BANNED).member,
        "editor": with_role(Role.EDITOR),
        "secretariat": with_role(Role.MODERATOR),
        "administrator": UserFactory(staff=True),
        # Made everything below, and leads: so that no other leader is the last.
        "author": MembershipFactory(group=group, role=GroupRole.LEADER).member,
    }
    for role in GroupRole:
        found[role.value] = MembershipFactory(group=group, role=role).member
    User.objects.filter(pk=found["disabled"].pk).update(is_active=False)  # type: ignore[union-attr]
    found["disabled"].refresh_from_db()  # type: ignore[union-attr]
    return found


def _talk(group: WorkingGroup, author: User, word: str) -> dict[str, Any]:
    asked = PollAsked(question=f"{word} poll?", options=(f"{word} yes", f"{word} no"))
    thread = make_thread(group, author, title=f"{word} thread", text=f"{word} before", poll=asked)
    post = thread.posts.get()
    post_changes.edit_post(post=post, editor=author, text=f"{word} post", version=post.version, title=None)
    answer = make_answer(thread, author, text=f"{word} answer")
    gone = make_answer(thread, author, text=f"{word} deleted")
    post_changes.delete_post(post=gone, actor=author, why=f"{word} why")
    announcement = make_thread(group, author, title=f"{word} announcement", text=f"{word} news", is_announcement=True)
    report = report_post(post=answer, reporter=author, reason=f"{word} report")
    incoming = IncomingMail.objects.create(
        key=uuid.uuid4(), group=group, outcome="posted", subject=f"{word} mail", sender="sender@mail.example"
    )
    incoming.raw.save("mail.eml", ContentFile(f"Subject: {word} mail\n\n{word} raw".encode()))
    return {
        "thread": thread.pk,
        "option": post.poll.options.first().pk,
        "post": post.pk,
        "answer": answer.pk,
        "gone": gone.pk,
        "announcement": announcement.pk,
        "report": report.pk,
        "incoming": incoming.pk,
    }


def _files(group: WorkingGroup, author: User, people: dict[str, User | None], word: str) -> dict[str, Any]:
    folder = make_folder(group_id=group.pk, actor=author, name=f"{word} folder")
    empty = make_folder(group_id=group.pk, actor=author, name=f"{word} empty")
    document = make_document(
        group, author, name=f"{word} paper.pdf", content=pdf(f"{word} text"), folder_id=folder.pk, tags=[f"{word} tag"]
    )
    make_version(
        document, author, name=f"{word} paper.pdf", content=pdf(f"{word} more"), what_changed=f"{word} changed"
    )
    read_all(document)
    comment = document_comments.comment(document=document, author=author, text=f"{word} comment", key=uuid.uuid4())
    final = make_document(group, author, name=f"{word} final.txt", content=f"{word} words".encode())
    Document.objects.filter(pk=final.pk).update(state=DocumentState.FINAL)
    ready = make_document(group, author, name=f"{word} ready.txt", content=f"{word} ready".encode())
    Document.objects.filter(pk=ready.pk).update(state=DocumentState.FINAL)
    publication = publishing.ask_to_publish(document=final, actor=author, note=f"{word} note", licence=Licence.CC_BY)
    trashed = make_document(group, author, name=f"{word} trashed.txt", content=f"{word} trash".encode())
    Document.objects.filter(pk=trashed.pk).update(trashed_at=timezone.now())
    packed = archives.ask_for_archive(
        inside=get_group_for(people["member"], SLUG), member=people["member"], folder=None
    )
    archives.make(packed.pk)
    return {
        "folder": folder.pk,
        "empty": empty.pk,
        "document": document.pk,
        "final": final.pk,
        "ready": ready.pk,
        "trashed": trashed.pk,
        "comment": comment.pk,
        "publication": publication.pk,
        "zip": packed.key,
    }


def _meetings(group: WorkingGroup, author: User, word: str) -> dict[str, Any]:
    texts = {"title": f"{word} meeting", "agenda": f"{word} agenda", "place": f"{word} place"}
    texts |= {"dial_in": f"{word} dial-in", "link": f"https://meet.example/{word}"}
    past = make_past(group, author, **texts)
    minutes.write_minutes(
        meeting_id=past.pk,
        group_id=group.pk,
        actor=author,
        text=f"{word} minutes",
        version=past.minutes_version,
        publish=True,
    )
    from tests.factories.meetings import make_meeting

    meeting = make_meeting(group, author, **texts)
    open_one = make_meeting(group, author, is_open=True, **texts)
    action = make_action(past, author, what=f"{word} action")
    poll = make_poll(group, author, title=f"{word} date poll", place=f"{word} hall", note=f"{word} two hours")
    return {
        "meeting": meeting.pk,
        "open_meeting": open_one.pk,
        "past": past.pk,
        "action": action.pk,
        "poll": poll.pk,
        "slot": poll.slots.first().pk,
    }


def _ways_in(group: WorkingGroup, author: User, people: dict[str, User | None], word: str) -> dict[str, Any]:
    facts = calls.CallFacts(
        title=f"{word} call",
        text=f"{word} wanted",
        questions=[f"{word} question"],
        closes_at=timezone.now() + timedelta(days=5),
    )
    call = calls.open_call(group_id=group.pk, actor=author, key=uuid.uuid4(), facts=facts)
    asks = UserFactory(name="Asks Sample")
    request = JoinRequest.objects.create(
        group=group, member=asks, call=call, answers=[[f"{word} question", f"{word} reply"]]
    )
    RequestScore.objects.create(request=request, author=author, score=4, note=f"{word} score", scored_at=timezone.now())
    invitation, link = (
        Invitation.objects.create(
            group=group,
            email=email,
            token_hash=hash_of(token),
            expires_at=timezone.now() + timedelta(days=9),
            invited_by=author,
            max_uses=9 if token == LINK else 1,
        )
        for email, token in ((INVITED, "forthisaddressonly"), ("", LINK))
    )
    asked = people | {"asks": asks}
    people.update(asked)
    return {
        "call": call.pk,
        "request": request.pk,
        "invitation": invitation.pk,
        "link": link.pk,
        "membership": group.memberships.get(member=people["observer"]).pk,
        "open_calls": Call.objects.filter(group=group).count(),
    }
