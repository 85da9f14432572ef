"""Working groups of two sizes, one ten times the other: what a group costs must not grow with what it holds."""

import random
import uuid
from datetime import timedelta

from django.utils import timezone

from cop.members.models import User
from tests.factories.groups import WorkingGroupFactory
from working_groups.models import Membership, Post, Thread

MEMBERS, POSTS_A_THREAD = 200, 100
# Members' lists and threads; the search.
LISTED, SEARCHED = (10_000, 100_000), (2_000, 20_000)
# One post in two hundred holds it.
WORD = "valorisation"
SYLLABLES = ("ba", "den", "fil", "gor", "ham", "jun", "kel", "lor", "mis", "nav", "pol", "rat", "sed", "tur", "vex")


def make_groups(people: list[User]) -> dict[str, str]:
    """Pages to visit as the last of `people`, who is a member of all groups: address by name."""
    chance = random.Random(7)
    words = ["".join(chance.choices(SYLLABLES, k=3)) for _ in range(1500)]
    pages = {}
    for posts in sorted({*LISTED, *SEARCHED}):
        home, thread = make_group(people, posts, words, chance)
        if posts in LISTED:
            pages[f"list of threads, {posts:,} posts"] = home
            pages[f"thread, {posts:,} posts in the group"] = f"{home}{thread.pk}/"
        if posts in SEARCHED:
            pages[f"group search, {posts:,} posts"] = f"{home}?q={WORD}"
    return pages


def make_group(people: list[User], posts: int, words: list[str], chance: random.Random) -> tuple[str, Thread]:
    """A group with so many posts in threads of a hundred, written straight into the tables."""
    group = WorkingGroupFactory(page__slug=f"bench-{posts}", page__title=f"Sample group of {posts:,} posts")
    inside = people[-MEMBERS:]
    Membership.objects.bulk_create(Membership(group=group, member=member) for member in inside)
    began = timezone.now() - timedelta(days=900)
    threads = Thread.objects.bulk_create(
        Thread(
            group=group,
            title=f"Sample question {number}: {' '.join(chance.choices(words, k=4))}",
            author=chance.choice(inside),
            last_author=chance.choice(inside),
            last_number=POSTS_A_THREAD,
            created_at=began,
            last_post_at=began + timedelta(minutes=number),
        )
        for number in range(posts // POSTS_A_THREAD)
    )
    for some in range(0, len(threads), 50):
        Post.objects.bulk_create(
            _post(thread, number, inside, words, chance)
            for thread in threads[some : some + 50]
            for number in range(1, POSTS_A_THREAD + 1)
        )
    return f"/working-groups/{group.page.slug}/discussion/", threads[-1]


def _post(thread: Thread, number: int, inside: list[User], words: list[str], chance: random.Random) -> Post:
    said = chance.choices(words, k=60)
    if not chance.randrange(200):
        said[30] = WORD
    text = " ".join(said)
    return Post(
        thread=thread,
        number=number,
        author=chance.choice(inside),
        key=uuid.UUID(int=chance.getrandbits(128), version=4),
        text=text,
        html=f"<p>{text}</p>",
        created_at=thread.created_at + timedelta(minutes=number),
    )
