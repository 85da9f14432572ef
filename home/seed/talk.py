"""Sample discussions in the three working groups, so that lists, votes and quotations have something in them."""

import random
import uuid
from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from cop.members.models import User
from working_groups.choices import GroupRole, Rhythm
from working_groups.models import Membership, Post, Thread, WorkingGroup
from working_groups.selectors.people import name_of
from working_groups.services.memberships import begin_membership
from working_groups.services.posting import reply, start_thread
from working_groups.services.threads import mark_answer, pin_thread
from working_groups.services.voting import vote
from working_groups.writing import PollAsked, quotation

from .accounts import OFFERED, PRACTITIONER

MEMBERS = 14
# The same post each time the seed runs.
SPACE = uuid.UUID("6f1c6f5e-0d0b-4a52-9d39-2f1f3a3f7b10")


@dataclass(frozen=True)
class Said:
    """One post: who (a number in the group), what, whether it quotes the one before, what it asks."""

    who: int
    text: str
    quotes: bool = False
    poll: PollAsked | None = None
    votes: tuple[int, ...] = ()
    is_answer: bool = False


@dataclass(frozen=True)
class Talk:
    """One thread; its last post is `days_ago`."""

    title: str
    days_ago: int
    said: tuple[Said, ...]
    is_pinned: bool = False
    is_announcement: bool = False


TALKS = {
    "industrial-transformation": (
        Talk(
            "Which indicators do you follow each quarter?",
            0,
            (
                Said(
                    0,
                    "We review our roadmap for industrial transition four times a year, and the yearly figures always "
                    "come too late. Which two or three numbers do you have each quarter, and where do they come from?\n"
                    "\nOur own list is short on purpose:\n\n- applications to the diffusion voucher\n- vacancies in "
                    "the priority areas\n- new partners in projects",
                ),
                Said(
                    3,
                    "Applications to our voucher, by sector and size of firm. They are ours, they are exact, and they "
                    "move **before** anything else does.",
                    quotes=True,
                ),
                Said(
                    4,
                    "We agree on three and compare. To find out which comes first, a small vote:",
                    poll=PollAsked(
                        "Which should we compare first?",
                        ("Voucher applications by sector", "Vacancies in priority areas", "New partners in projects"),
                    ),
                    votes=(0, 0, 1, 0, 2, 1, 0, 0, 1, 0, 2),
                ),
                Said(5, "New partners would be easy for us: our cluster counts them every month in the same way."),
            ),
        ),
        Talk(
            "How we work in this group",
            40,
            (
                Said(
                    0,
                    "Two meetings a year, and this place in between. Ask early, answer briefly, and share what did "
                    "**not** work: it saves the others a year.",
                ),
            ),
            is_pinned=True,
        ),
        Talk(
            "Examples of skills measures inside a transition plan",
            9,
            (
                Said(6, "Who has put training into the plan itself, and not beside it? We look for three examples."),
                Said(
                    7,
                    "Ours pays for half of the working time spent on retraining, if the firm writes down which jobs "
                    "go and which come. It is one page, and it is checked after a year.",
                    is_answer=True,
                ),
            ),
        ),
    ),
    "innovation-diffusion": (
        Talk(
            "Reaching firms that never apply",
            2,
            (
                Said(
                    1,
                    "Our calls reach the same three hundred firms. How did you reach those who have never applied?",
                ),
                Said(2, "Through accountants. They see every firm once a year, and they are trusted.", quotes=True),
                Said(
                    8,
                    "We tried that as well. What helped most was a form of *two* questions; the rest was asked on the "
                    "phone.",
                ),
            ),
        ),
        Talk(
            "Programme of the spring meeting",
            5,
            (
                Said(
                    0,
                    "We meet in spring for a day and a half. Please bring one number that surprised you, and one "
                    "measure that you have stopped.",
                ),
            ),
            is_announcement=True,
        ),
    ),
    "interregional-collaboration": (
        Talk(
            "First steps towards a joint demonstration",
            1,
            (
                Said(
                    2,
                    "Three regions, one pilot line: who signs what first? We would like to see a letter of intent "
                    "that was really used.",
                ),
                Said(
                    9,
                    "Begin with the timetable of the partner with the slowest procedure. Everything else can wait for "
                    "it, and will.",
                    quotes=True,
                ),
            ),
        ),
    ),
}


def make_talks(crowd: list[User]) -> None:
    """Members and discussions in each group; what exists is left alone."""
    for number, (slug, talks) in enumerate(TALKS.items()):
        group = WorkingGroup.objects.select_related("page").filter(page__slug=slug).first()
        if group is None or Thread.objects.filter(group=group, is_sample=True).exists():
            continue
        people = _members(group, crowd, number)
        if not people:
            continue
        for talk in talks:
            _make(group, people, talk)


def _members(group: WorkingGroup, crowd: list[User], number: int) -> list[User]:
    """Who may write there, leaders first, then rapporteurs; where there are few, some of the crowd join."""
    people = _writers(group)
    if len(people) < MEMBERS // 2:
        demo = {user.email: user for user in User.objects.filter(email__in=(PRACTITIONER, OFFERED))}
        new = crowd[number * MEMBERS : (number + 1) * MEMBERS]
        new = [*new[:1], *(demo[email] for email in (PRACTITIONER, OFFERED) if email in demo), *new[1:]]
        belonging = set(Membership.objects.filter(group=group).values_list("member", flat=True))
        for place, person in enumerate(new):
            if person.pk not in belonging:
                role = {0: GroupRole.LEADER, 3: GroupRole.RAPPORTEUR}.get(place, GroupRole.MEMBER)
                begin_membership(group_id=group.pk, member=person, actor=None, role=role, action="add")
        people = _writers(group)
    # Not everybody hears in the same way.
    rhythms = [Rhythm.AT_ONCE, Rhythm.DAILY, Rhythm.DAILY, Rhythm.WEEKLY, Rhythm.AT_ONCE, Rhythm.MENTIONS]
    for place, person in enumerate(people):
        chosen = rhythms[place % len(rhythms)]
        Membership.objects.filter(group=group, member=person, rhythm=Rhythm.DAILY).update(rhythm=chosen)
    return people


def _writers(group: WorkingGroup) -> list[User]:
    active = Membership.objects.active().filter(group=group, member__is_sample=True)
    active.update(rules_accepted=group.rules_version)
    ranks = [GroupRole.LEADER, GroupRole.RAPPORTEUR, GroupRole.MEMBER]
    found = active.filter(role__in=ranks).select_related("member").order_by("pk")
    return [each.member for each in sorted(found, key=lambda each: ranks.index(GroupRole(each.role)))]


def _make(group: WorkingGroup, people: list[User], talk: Talk) -> None:
    dice = random.Random(talk.title)  # noqa: S311 - the same discussion every time
    now = timezone.now()
    at = now - timedelta(days=talk.days_ago + len(talk.said) - 1, hours=1)
    before: Post | None = None
    for number, said in enumerate(talk.said):
        author = people[said.who % len(people)]
        text = said.text
        if said.quotes and before is not None and before.author is not None:
            address = f"/working-groups/{group.page.slug}/discussion/posts/{before.pk}/"
            text = quotation(before.text.split("\n\n")[0], name=name_of(before.author), url=address) + text
        key = uuid.uuid5(SPACE, f"{talk.title} {number}")
        if before is None:
            post = start_thread(
                group_id=group.pk,
                author=author,
                title=talk.title,
                text=text,
                key=key,
                is_announcement=talk.is_announcement,
                poll=said.poll,
                tells=False,
                now=at,
            )
            Thread.objects.filter(pk=post.thread_id).update(is_sample=True)
        else:
            post = reply(thread=before.thread, author=author, text=text, key=key, poll=said.poll, tells=False, now=at)
        if said.poll is not None:
            options = list(post.poll.options.values_list("pk", flat=True))
            for voter, choice in zip(people, said.votes, strict=False):
                vote(poll=post.poll, member=voter, options=[options[choice]], now=at + timedelta(hours=2))
        if said.is_answer:
            mark_answer(post=post, actor=people[0], is_answer=True)
        before = post
        at = min(at + timedelta(days=1, minutes=-dice.randint(5, 50)), now - timedelta(minutes=5))
    if talk.is_pinned and before is not None:
        pin_thread(thread=before.thread, actor=people[0], is_pinned=True)


def remove_talks() -> None:
    """The sample discussions, with what others have answered in them."""
    Thread.objects.filter(is_sample=True).delete()
