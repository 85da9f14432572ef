"""Sample members in the three working groups, with sample leaders, and one request that waits."""

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from wagtail.models import ModelLogEntry

from cop.members.models import User
from working_groups.choices import GroupRole, Joining, MembersVisibility, Visibility
from working_groups.models import JoinRequest, Membership, WorkingGroup
from working_groups.services.memberships import begin_membership

from .accounts import NEWCOMER, OFFERED, PRACTITIONER

SAMPLE = "*Sample text.* "
WELCOME = SAMPLE + (
    "Good to have you here. **First** read the rules, **then** say hello: where you work, and what you hope to learn."
)
RULES = SAMPLE + (
    "In this group\n\n1. we say what went wrong as well as what went right,\n"
    "2. we quote what others said here only if they agree,\n3. we answer a question within a week."
)
QUESTIONS = ["What do you work on?", "What would you like to bring into the group?"]
# Address part: who reads, who sees the members, how one joins, how many of the crowd.
GROUPS = {
    "innovation-diffusion": (Visibility.PRIVATE, MembersVisibility.GROUP, Joining.CALL, 9),
    "industrial-transformation": (Visibility.COMMUNITY, MembersVisibility.COMMUNITY, Joining.REQUEST, 18),
    "interregional-collaboration": (Visibility.PUBLIC, MembersVisibility.EVERYBODY, Joining.OPEN, 60),
}
# What the demo accounts are there.
ACCOUNTS = {
    "innovation-diffusion": {OFFERED: GroupRole.RAPPORTEUR},
    "industrial-transformation": {PRACTITIONER: GroupRole.LEADER, OFFERED: GroupRole.MEMBER},
    "interregional-collaboration": {PRACTITIONER: GroupRole.MEMBER},
}
ROLES = [GroupRole.LEADER, GroupRole.RAPPORTEUR, GroupRole.OBSERVER]


def make_memberships(crowd: list[User]) -> None:
    """Only in groups that nobody has belonged to yet."""
    accounts = {user.email: user for user in User.objects.filter(is_sample=True, email__endswith=".example")}
    start = 0
    for slug, (visibility, members_visibility, joining, size) in GROUPS.items():
        group = WorkingGroup.objects.select_related("page").filter(page__slug=slug).first()
        people, start = crowd[start : start + size], start + size
        if group is None or group.memberships.exists():
            continue
        group.visibility, group.members_visibility, group.joining = visibility, members_visibility, joining
        group.questions, group.welcome, group.rules = QUESTIONS, WELCOME, RULES
        group.rules_version = max(group.rules_version, 1)
        group.save()
        for number, member in enumerate(people):
            _join(group, member, ROLES[number] if number < len(ROLES) else GroupRole.MEMBER)
        for email, role in ACCOUNTS[slug].items():
            if email in accounts:
                _join(group, accounts[email], role)
    _ask(accounts.get(NEWCOMER))


def _join(group: WorkingGroup, member: User, role: str) -> None:
    begin_membership(group_id=group.pk, member=member, actor=None, role=role, action="add")
    Membership.objects.filter(group=group, member=member).update(rules_accepted=group.rules_version)


def _ask(newcomer: User | None) -> None:
    group = WorkingGroup.objects.filter(page__slug="industrial-transformation", joining=Joining.REQUEST).first()
    if group is None or newcomer is None or JoinRequest.objects.filter(group=group).exists():
        return
    answers = [(QUESTIONS[0], "The strategy of my region."), (QUESTIONS[1], "Two projects with small companies.")]
    JoinRequest.objects.create(group=group, member=newcomer, answers=answers)


def remove_memberships() -> None:
    """The samples' lines in the groups' histories, and our texts; the memberships go with their people."""
    kind = ContentType.objects.get_for_model(WorkingGroup)
    people = list(User.objects.filter(is_sample=True).values_list("pk", flat=True))
    ModelLogEntry.objects.filter(Q(data__member__in=people) | Q(user__in=people), content_type=kind).delete()
    WorkingGroup.objects.filter(rules=RULES).update(rules="")
    WorkingGroup.objects.filter(welcome=WELCOME).update(welcome="")
