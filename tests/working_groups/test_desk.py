"""The leaders' desk: members, requests, invitations, settings, history; and what the admin refuses."""

import io
import re
import zipfile
from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from openpyxl import Workbook
from wagtail.log_actions import registry
from wagtail.models import ModelLogEntry, Page

from tests.factories.groups import MembershipFactory, WorkingGroupFactory
from tests.factories.members import UserFactory
from tests.letters import deliver_all, html_of, letters, links_of
from working_groups.choices import GroupRole, Joining, MembershipState, RequestState, Visibility
from working_groups.forms.addresses import addresses_in, text_of
from working_groups.log_actions import TITLES
from working_groups.models import Invitation, JoinRequest, Membership, WorkingGroup
from working_groups.refusals import Reason, Refused
from working_groups.selectors.doors import get_group_for
from working_groups.services import invitations, members, settings
from working_groups.services.invitations import accept_invitation, hash_of, invite, make_link, revoke_invitation

pytestmark = pytest.mark.django_db
DESK = "/working-groups/first/desk/"


@pytest.fixture
def group():
    return WorkingGroupFactory(page__slug="first", page__title="First", joining=Joining.INVITATION)


@pytest.fixture
def leader(group):
    return MembershipFactory(group=group, role=GroupRole.LEADER, member__name="Lea Leader").member


@pytest.fixture
def secretariat():
    user = UserFactory(name="Sec Retariat")
    user.user_permissions.add(Permission.objects.get(codename="change_workinggroup"))
    return user


@pytest.fixture
def member():
    """Somebody whose address is confirmed."""
    return UserFactory(name="Ana Member", email="ana.member@members.example")


def refusal(call, **facts):
    with pytest.raises(Refused) as caught:
        call(**facts)
    return caught.value.reason


def subjects():
    return [message.subject for message in deliver_all()]


# Members


def test_role_changes_with_one_letter(group, leader, member):
    MembershipFactory(group=group, member=member)
    facts = {"group_id": group.pk, "member": member, "actor": leader, "role": GroupRole.RAPPORTEUR}
    members.give_role(**facts)
    members.give_role(**facts)
    assert Membership.objects.get(member=member).role == GroupRole.RAPPORTEUR
    assert subjects() == ["Your role in First"]


def test_handing_over_makes_one_the_leader_and_the_other_a_member(group, leader, member):
    MembershipFactory(group=group, member=member)
    members.hand_over(group_id=group.pk, to=member, actor=leader)
    assert dict(Membership.objects.values_list("member", "role")) == {
        leader.pk: GroupRole.MEMBER,
        member.pk: GroupRole.LEADER,
    }
    assert len(deliver_all()) == 2
    assert refusal(members.hand_over, group_id=group.pk, to=leader, actor=leader) == Reason.NOT_YOURS


def test_handing_over_to_somebody_outside_changes_nothing(group, leader, member):
    assert refusal(members.hand_over, group_id=group.pk, to=member, actor=leader) == Reason.NOT_A_MEMBER
    assert refusal(members.hand_over, group_id=group.pk, to=leader, actor=leader) == Reason.YOURSELF
    assert Membership.objects.get().role == GroupRole.LEADER
    assert letters() == []


def test_removed_may_come_back_banned_may_not_until_the_ban_is_lifted(group, leader, member):
    WorkingGroup.objects.update(joining=Joining.OPEN)
    MembershipFactory(group=group, member=member)
    facts = {"group_id": group.pk, "member": member, "actor": leader}

    members.remove_member(reason="You asked for it.", **facts)
    (message,) = deliver_all()
    assert (message.subject, "You asked for it." in message.body) == ("You are no longer a member of First", True)
    members.ban_member(reason="Threats.", **facts)
    (message,) = deliver_all()
    assert "Threats." in message.body
    assert refusal(members.remove_member, reason="x", **facts) == Reason.NOT_A_MEMBER

    members.lift_ban(**facts)
    assert subjects() == ["You may join First again"]
    assert Membership.objects.get(member=member).state == MembershipState.LEFT
    assert refusal(members.lift_ban, **facts) == Reason.NOT_A_MEMBER


def test_ban_answers_an_open_request(group, leader, member):
    MembershipFactory(group=group, member=member, state=MembershipState.LEFT)
    JoinRequest.objects.create(group=group, member=member)
    members.ban_member(group_id=group.pk, member=member, actor=leader, reason="Threats.")
    assert JoinRequest.objects.get().state == RequestState.REFUSED


def test_nobody_puts_themselves_out_or_acts_without_leading(group, leader, member):
    MembershipFactory(group=group, member=member, role=GroupRole.RAPPORTEUR)
    facts = {"group_id": group.pk, "reason": "x"}
    assert refusal(members.remove_member, member=leader, actor=leader, **facts) == Reason.YOURSELF
    assert refusal(members.remove_member, member=leader, actor=member, **facts) == Reason.NOT_YOURS
    with_role = {"group_id": group.pk, "member": member, "actor": member, "role": GroupRole.LEADER}
    assert refusal(members.give_role, **with_role) == Reason.NOT_YOURS


def test_secretariat_appoints_the_first_leader_but_never_puts_out_the_last(group, secretariat, member, leader):
    facts = {"group_id": group.pk, "role": GroupRole.LEADER}
    Membership.objects.all().delete()
    members.appoint(email=" ANA.member@members.example", actor=secretariat, **facts)
    assert Membership.objects.get().role == GroupRole.LEADER
    assert subjects() == ["You belong to First now"]

    assert refusal(members.appoint, email="nobody@x.example", actor=secretariat, **facts) == Reason.UNKNOWN_ACCOUNT
    assert refusal(members.appoint, email=leader.email, actor=member, **facts) == Reason.NOT_YOURS
    out = {"group_id": group.pk, "member": member, "actor": secretariat, "reason": "x"}
    assert refusal(members.remove_member, **out) == Reason.LAST_LEADER


# Invitations


def token_in(message):
    return re.search(r"/group-invitation/([\w-]+)/", message.body).group(1)


def test_known_and_unknown_addresses_are_invited_alike(group, leader, member):
    belongs = MembershipFactory(group=group).member
    emails = [member.email, "nobody@unknown.example", belongs.email.upper()]

    assert invite(group_id=group.pk, actor=leader, emails=emails) == 3

    messages = deliver_all()
    assert [message.to for message in messages] == [[email.lower()] for email in emails]
    bodies = {message.body.replace(token_in(message), "TOKEN") for message in messages}
    assert len(bodies) == 1
    assert all(len(token_in(message)) == 22 for message in messages)
    kept = {(each.email, each.token_hash) for each in Invitation.objects.all()}
    assert kept == {(message.to[0], hash_of(token_in(message))) for message in messages}
    # What was sent keeps no token for those who look on.
    assert all(token_in(m) not in f"{each.text}{each.html}{each.params}" for m in messages for each in letters())


def test_invitation_is_accepted_once_after_a_question_by_its_address_only(group, leader, member, client_for, client):
    invite(group_id=group.pk, actor=leader, emails=[member.email], role=GroupRole.OBSERVER)
    address = links_of(deliver_all()[0])[0].removeprefix("http://localhost:8000")
    address = address[address.index("/group-invitation/") :]

    assert "Sign in" in client.get(address).text
    other = client_for(UserFactory()).get(address)
    assert (other.status_code, "a•••@members.example" in other.text, "First" in other.text) == (403, True, False)
    assert client_for(UserFactory()).post(address).status_code == 403
    mine = client_for(member)
    assert "Accept and join" in mine.get(address).text
    assert Membership.objects.filter(member=member).count() == 0
    assert mine.post(address, follow=True).redirect_chain == [("/working-groups/first/", 302)]
    assert Membership.objects.get(member=member).role == GroupRole.OBSERVER
    assert subjects() == ["Welcome to First", "Ana Member has joined First"]
    assert "You are a member already" in mine.get(address).text
    Membership.objects.filter(member=member).delete()
    assert mine.post(address).status_code == 410


@pytest.mark.parametrize("ending", ["revoked", "expired", "archived"])
def test_invitation_that_has_ended_lets_nobody_in(group, leader, member, client, client_for, ending):
    invitation, token = make_link(group_id=group.pk, actor=leader, max_uses=5, days=3)
    address = reverse("group_invitation", args=[token])
    if ending == "revoked":
        revoke_invitation(invitation_id=invitation.pk, group_id=group.pk, actor=leader)
    elif ending == "expired":
        Invitation.objects.update(expires_at=timezone.now())
    else:
        WorkingGroup.objects.update(archived_at=group.created_at)

    answer = client_for(member).post(address)

    assert (answer.status_code, "First" in answer.text) == (403 if ending == "archived" else 410, False)
    assert Membership.objects.filter(member=member).count() == Invitation.objects.get().uses == 0


def test_link_lets_in_as_many_as_it_says(group, leader):
    invitation, _token = make_link(group_id=group.pk, actor=leader, max_uses=2, days=3)
    for _ in range(2):
        accept_invitation(invitation_id=invitation.pk, member=UserFactory())
    facts = {"invitation_id": invitation.pk, "member": UserFactory()}
    assert refusal(accept_invitation, **facts) == Reason.INVITATION_OVER
    assert Membership.objects.count() == 3


def test_invitation_is_not_used_up_by_a_refusal(group, leader):
    invitation, _token = make_link(group_id=group.pk, actor=leader, max_uses=2, days=3)
    banned = MembershipFactory(group=group, state=MembershipState.BANNED).member
    assert refusal(accept_invitation, invitation_id=invitation.pk, member=banned) == Reason.BANNED
    assert refusal(accept_invitation, invitation_id=invitation.pk, member=leader) == Reason.ALREADY
    assert Invitation.objects.get().uses == 0


def test_inviting_again_ends_the_earlier_link(group, leader, member):
    for _ in range(2):
        invite(group_id=group.pk, actor=leader, emails=[member.email])
    first, second = Invitation.objects.order_by("pk")
    assert refusal(accept_invitation, invitation_id=first.pk, member=member) == Reason.INVITATION_OVER
    assert len(deliver_all()) == 1  # the letter with the dead link is not sent any more
    accept_invitation(invitation_id=second.pk, member=member)


def test_invitations_have_an_end_a_day(group, leader, monkeypatch):
    monkeypatch.setattr(invitations, "MOST_A_DAY", 3)
    invite(group_id=group.pk, actor=leader, emails=["a@x.example", "b@x.example"])
    facts = {"group_id": group.pk, "actor": leader}
    assert refusal(invite, emails=["c@x.example", "d@x.example"], **facts) == Reason.TOO_MANY
    Invitation.objects.update(created_at=timezone.now() - timedelta(days=1))
    assert invite(emails=["c@x.example", "d@x.example"], **facts) == 2
    assert refusal(invite, emails=[], **facts) == Reason.NO_ADDRESS


def sheet(rows):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def test_addresses_are_found_in_text_and_sheets():
    text = 'Ana <ANA@x.example>, "b@x.example"; mailto:c@x.example\nana@x.example. d@broken'
    assert addresses_in(text) == (["ana@x.example", "b@x.example", "c@x.example"], ["d@broken"])
    for content in (sheet([["Name", "Mail"], ["Ana", "ana@x.example"]]), b"Name,Mail\nAna,ana@x.example\n"):
        assert addresses_in(text_of(SimpleUploadedFile("people", content))) == (["ana@x.example"], [])


@pytest.mark.parametrize("content", [b"PK\x03\x04broken", b"\x00\x01binary", b"a" * 1_000_001])
def test_what_is_no_sheet_is_said_in_words(content):
    with pytest.raises(ValidationError):
        text_of(SimpleUploadedFile("people.xlsx", content))


@pytest.mark.parametrize(
    ("text", "good", "bad"),
    [
        ("=ana@x.example +cmd|' /C calc'!A0 -b@x.example", ["ana@x.example", "b@x.example"], []),
        ("\u200bana@x.example\ufeff", ["ana@x.example"], []),
        ("\u202eana@x.example", ["ana@x.example"], []),
        ("ana@x.example\r\nBcc: other@x.example", ["ana@x.example", "other@x.example"], []),
        ("ana\0@x.example", [], ["@x.example"]),
        ("ana@x.example\nANA@X.example\u2028ana@x.example", ["ana@x.example"], []),
        ("root@localhost a@[127.0.0.1]", [], ["root@localhost", "a@[127.0.0.1]"]),
        (f"{'a' * 60}@{'b.' * 120}example", [], [f"{'a' * 60}@{'b.' * 120}example"[:80]]),
        ("Name;Region\nAna;BE10", [], []),
    ],
)
def test_hostile_words_among_addresses_do_no_harm(text, good, bad):
    assert addresses_in(text) == (good, bad)


def test_rows_beyond_the_most_are_never_left_out_in_silence():
    with pytest.raises(ValidationError, match="5,000 rows"):
        text_of(SimpleUploadedFile("people.xlsx", sheet([["a@x.example"]] * 5001)))


def test_sheet_that_unpacks_to_very_much_is_refused_before_it_is_read():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/sharedStrings.xml", b"0" * 21_000_000)
    assert len(file.getvalue()) < 1_000_000
    with pytest.raises(ValidationError, match="too large"):
        text_of(SimpleUploadedFile("people.xlsx", file.getvalue()))


def test_entities_in_a_sheet_unpack_nothing():
    """Ten times ten, ten times over: the parser stops before the text is 10 GB long."""
    named = b'<!ENTITY a0 "aaaaaaaaaa">' + b"".join(
        b'<!ENTITY a%d "%s">' % (number, b"&a%d;" % (number - 1) * 10) for number in range(1, 10)
    )
    file = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(sheet([["a@x.example"]]))) as whole,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed,
    ):
        for name in whole.namelist():
            part = whole.read(name)
            if b"a@x.example" in part:
                part = b"<!DOCTYPE a [" + named + b"]>" + part.replace(b"a@x.example", b"&a9;")
            packed.writestr(name, part)
    with pytest.raises(ValidationError, match="cannot be read"):
        text_of(SimpleUploadedFile("people.xlsx", file.getvalue()))


def test_unicode_text_of_a_spreadsheet_is_read():
    content = "Ana\tana@x.example\r\n".encode("utf-16")
    assert addresses_in(text_of(SimpleUploadedFile("people.txt", content)))[0] == ["ana@x.example"]


def test_withdrawing_an_invitation_takes_back_its_letter_and_no_other(group, leader):
    invite(group_id=group.pk, actor=leader, emails=[f"a{number}@x.example" for number in range(12)])
    first = Invitation.objects.order_by("pk").first()
    for _ in range(2):
        revoke_invitation(invitation_id=first.pk, group_id=group.pk, actor=leader)
    assert [message.to for message in deliver_all()] == [[f"a{number}@x.example"] for number in range(1, 12)]


# Settings


def change(group, actor, **wanted):
    return settings.change_settings(group_id=group.pk, actor=actor, **wanted)


def test_new_rules_ask_every_member_again_and_the_same_rules_nobody(group, leader, member):
    MembershipFactory(group=group, member=member)
    change(group, leader, rules="Be kind.")
    assert WorkingGroup.objects.get().rules_version == 1
    assert subjects() == ["New rules in First"]
    change(group, leader, rules="Be kind.")
    change(group, leader, rules="")
    assert not get_group_for(member, "first").must_accept_rules
    change(group, leader, rules="Be kind.")
    assert WorkingGroup.objects.get().rules_version == 2


def test_hiding_a_group_takes_its_page_offline_and_tells_the_members(group, leader, member, client):
    MembershipFactory(group=group, member=member)
    client.get("/working-groups/")
    change(group, leader, visibility=Visibility.HIDDEN)

    assert Page.objects.get(pk=group.page_id).live is False
    assert client.get("/working-groups/first/").status_code == 404
    assert "First" not in client.get("/working-groups/").text
    (message,) = deliver_all()
    assert "Only members of the group know that it exists." in message.body
    assert "The secretariat can read and moderate every group" in html_of(message)


def test_page_of_a_hidden_group_does_not_go_live_by_any_way(group, leader, staff, client_for):
    change(group, leader, visibility=Visibility.HIDDEN)
    page = Page.objects.get(pk=group.page_id).specific
    page.save_revision().publish()
    assert Page.objects.get(pk=page.pk).live is False

    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    values = {
        "title": "First", "slug": "first", "criterion": "1", "other_names": "", "body": "null", "summary": "",
        "action-publish": "1", "comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0",
    }  # fmt: skip
    answer = client_for(staff).post(edit, values, follow=True)
    assert Page.objects.get(pk=page.pk).live is False
    assert "its page cannot be published" in answer.text


def test_archived_group_changes_no_more_until_it_is_reopened(group, leader, member):
    MembershipFactory(group=group, member=member)
    JoinRequest.objects.create(group=group, member=UserFactory())
    for _ in range(2):
        settings.archive(group_id=group.pk, actor=leader)
    assert subjects() == ["Your request to join First", "First has been archived"]
    with pytest.raises(Refused) as caught:
        change(group, leader, welcome="x")
    assert caught.value.reason == Reason.ARCHIVED
    assert refusal(invite, group_id=group.pk, actor=leader, emails=["a@x.example"]) == Reason.ARCHIVED
    for _ in range(2):
        settings.reopen(group_id=group.pk, actor=leader)
    assert subjects() == ["First is open again"]
    assert refusal(settings.archive, group_id=group.pk, actor=member) == Reason.NOT_YOURS


# Pages


def test_leader_works_through_the_desk(group, leader, client_for, member):
    client = client_for(leader)
    asks = JoinRequest.objects.create(group=group, member=member, answers=[["Why?", "<b>To learn</b>"]])
    text = client.get(f"{DESK}requests/{asks.pk}/").text
    assert "&lt;b&gt;To learn&lt;/b&gt;" in text
    assert "Write a reason" in client.post(f"{DESK}requests/{asks.pk}/", {"refuse": "1"}).text
    client.post(f"{DESK}requests/{asks.pk}/", {"accept": "1", "yes-role": "member"})
    assert client.get(f"{DESK}requests/{asks.pk}/").status_code == 404
    belongs = Membership.objects.get(member=member)

    client.post(f"{DESK}members/{belongs.pk}/role/", {"role-role": "observer"})
    assert Membership.objects.get(member=member).role == GroupRole.OBSERVER
    assert client.post(f"{DESK}members/{belongs.pk}/out/", {"ban": "1"}).status_code == 400
    client.post(f"{DESK}members/{belongs.pk}/out/", {"ban": "1", "out-reason": "Threats."})
    assert "Ana Member" in client.get(DESK).text.partition("Banned")[2]
    client.post(f"{DESK}members/{belongs.pk}/lift/")
    assert Membership.objects.get(member=member).state == MembershipState.LEFT
    assert client.get(f"{DESK}members/{belongs.pk}/").status_code == 404

    answer = client.post(
        f"{DESK}invitations/", {"link": "1", "link-max_uses": "3", "link-days": "7", "link-role": "member"}, follow=True
    )
    (token,) = re.findall(r"/group-invitation/([\w-]{22})/", answer.text)
    assert Invitation.objects.get().token_hash == hash_of(token)
    assert "/group-invitation/" not in client.get(f"{DESK}invitations/").text
    client.post(f"{DESK}invitations/", {"invite": "1", "invite-addresses": "a@x.example", "invite-role": "member"})
    assert "a@x.example" in client.get(f"{DESK}invitations/").text
    client.post(f"{DESK}invitations/{Invitation.objects.get(email='a@x.example').pk}/revoke/")
    assert "a@x.example" not in client.get(f"{DESK}invitations/").text
    bad = client.post(f"{DESK}invitations/", {"invite": "1", "invite-addresses": "a@x", "invite-role": "member"})
    assert "These are not whole addresses: a@x" in bad.text

    values = {
        "visibility": "community",
        "members_visibility": "group",
        "joining": "request",
        "questions": "Why?\n\nHow?",
        "welcome": "Hi",
        "rules": "a\r\nb",
    }
    client.post(f"{DESK}settings/", values)
    found = WorkingGroup.objects.get()
    assert (found.visibility, found.questions, found.rules) == ("community", ["Why?", "How?"], "a\nb")
    client.post(f"{DESK}archive/", {"archive": "1"})
    assert WorkingGroup.objects.get().is_archived
    client.post(f"{DESK}archive/", {"reopen": "1"})

    history = client.get(f"{DESK}history/").text
    for name in ("accept", "role", "banned", "forgive", "link", "invite", "revoke", "settings", "archived", "reopened"):
        assert str(TITLES[name]) in history, name
    assert "member → observer" in history


def test_every_line_of_the_history_is_registered(group, leader, member):
    MembershipFactory(group=group, member=member)

    members.remove_member(group_id=group.pk, member=member, actor=leader, reason="x")
    written = {*ModelLogEntry.objects.values_list("action", flat=True), *(f"working_groups.{name}" for name in TITLES)}
    assert [name for name in written if not registry.action_exists(name)] == []


@pytest.mark.parametrize("role", [role for role in GroupRole if role != GroupRole.LEADER])
def test_desk_is_closed_to_others_and_absent_for_a_hidden_group(group, role, client_for):
    person = client_for(MembershipFactory(group=group, role=role).member)
    stranger = client_for(UserFactory())
    paths = ["", "requests/", "invitations/", "settings/", "history/"]
    assert {person.get(f"{DESK}{path}").status_code for path in paths} == {403}
    WorkingGroup.objects.update(visibility=Visibility.HIDDEN)
    assert {stranger.get(f"{DESK}{path}").status_code for path in paths} == {404}
    assert {stranger.post(f"{DESK}{path}").status_code for path in ("", "invitations/", "settings/", "archive/")} == {
        404
    }


def test_things_of_another_group_are_not_at_this_desk(group, leader, client_for):
    other = MembershipFactory()
    asks = JoinRequest.objects.create(group=other.group, member=UserFactory())
    invitation = Invitation.objects.create(
        group=other.group, email="a@x.example", token_hash="1", expires_at=timezone.now() + timedelta(days=1)
    )
    client = client_for(leader)
    assert client.get(f"{DESK}members/{other.pk}/").status_code == 404
    assert client.post(f"{DESK}members/{other.pk}/out/", {"out-reason": "x"}).status_code == 404
    assert client.get(f"{DESK}requests/{asks.pk}/").status_code == 404
    client.post(f"{DESK}invitations/{invitation.pk}/revoke/")
    invitation.refresh_from_db()
    assert (invitation.revoked_at, Membership.objects.get(pk=other.pk).is_active) == (None, True)


def test_only_the_secretariat_appoints_at_the_desk(group, leader, secretariat, member, client_for):
    values = {"email": member.email, "role": "member"}
    client_for(leader).post(DESK, values)
    assert Membership.objects.filter(member=member).count() == 0
    client = client_for(secretariat)
    assert "There is no account with this address." in client.post(DESK, values | {"email": "no@x.example"}).text
    client.post(DESK, values)
    assert Membership.objects.filter(member=member).count() == 1


def test_desk_costs_the_same_with_one_member_and_many(group, leader, client_for, django_assert_num_queries):
    client = client_for(leader)
    client.get(f"{DESK}history/")  # the content type is read once a process
    for number in (1, 3):
        for each in range(number):
            MembershipFactory(group=group)
            JoinRequest.objects.create(group=group, member=UserFactory())
            invite(group_id=group.pk, actor=leader, emails=[f"a{number}-{each}@x.example"])
        # Always: session, account, its rights (two), the group with one's own row, open requests.
        with django_assert_num_queries(9):  # how many members, the members, the banned
            client.get(DESK)
        with django_assert_num_queries(7):  # the requests
            client.get(f"{DESK}requests/")
        with django_assert_num_queries(8):  # how many invitations, the invitations
            client.get(f"{DESK}invitations/")
        with django_assert_num_queries(6):
            client.get(f"{DESK}settings/")


# The admin


def test_group_that_people_belong_to_is_not_deleted_with_its_page(group, leader, staff, client_for):
    client = client_for(staff)
    for page in (group.page, group.page.get_parent()):
        answer = client.post(reverse("wagtailadmin_pages:delete", args=[page.pk]), follow=True)
        assert "people belong to this group" in answer.text
    assert WorkingGroup.objects.count() == 1

    Membership.objects.update(state=MembershipState.LEFT, ended_at=timezone.now())
    client.post(reverse("wagtailadmin_pages:delete", args=[group.page.pk]))
    assert (WorkingGroup.objects.count(), Page.objects.filter(pk=group.page_id).count()) == (0, 0)
