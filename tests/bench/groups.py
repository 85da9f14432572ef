"""Working groups of two sizes, one ten times the other: what a group costs must not grow with what it holds."""

import random
import uuid
from datetime import timedelta
from typing import Any

from django.utils import timezone

from cop.core.stored.choices import ReadingState
from cop.members.models import User
from cop.search.indexes import mend_all
from tests.factories.groups import WorkingGroupFactory
from working_groups.choices import DocumentState
from working_groups.models import Document, DocumentText, DocumentVersion, Membership, Post, Thread

MEMBERS, POSTS_A_THREAD, POSTS_A_DOCUMENT, PAGES = 200, 100, 10, 5
# Members' lists and threads; the search.
LISTED, SEARCHED = (10_000, 100_000), (2_000, 20_000)
# One post in two hundred holds it.
WORD = "valorisation"
# Two in five do.
COMMON = "regional"
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
            documents = posts // POSTS_A_DOCUMENT
            make_documents(thread.group, people[-1], documents, words, chance)
            shared = home.replace("/discussion/", "/documents/")
            pages[f"search of a group, {posts:,} posts"] = f"{home}?q={WORD}"
            pages[f"search of a group for a common word, {posts:,} posts"] = f"{home}?q={COMMON}"
            pages[f"search of a group, {documents:,} documents of {PAGES} pages"] = f"{shared}?q={WORD}"
            pages[f"list of documents, {documents:,}"] = shared
    # What the services would have done with each post and document.
    mend_all(thorough=False)
    pages["search of the site, a rare word"] = f"/search/?q={WORD}"
    pages["search of the site, a common word"] = f"/search/?q={COMMON}"
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
    text = _said(words, chance, 60)
    return Post(
        thread=thread,
        number=number,
        author=chance.choice(inside),
        key=uuid.UUID(int=chance.getrandbits(128), version=4),
        text=text,
        html=f"<p>{text}</p>",
        created_at=thread.created_at + timedelta(minutes=number),
    )


def make_documents(group: Any, author: User, number: int, words: list[str], chance: random.Random) -> None:
    """Documents of five pages that have been read; there are no files behind them."""
    now = timezone.now()
    documents = Document.objects.bulk_create(
        Document(
            group=group,
            name=f"Sample document {n}.pdf",
            author=author,
            state=DocumentState.FINAL,
            last_number=1,
            changed_at=now,
            created_at=now,
        )
        for n in range(number)
    )
    versions = DocumentVersion.objects.bulk_create(
        DocumentVersion(
            document=document,
            number=1,
            name=document.name,
            path=f"bench/{document.pk}",
            size=100_000,
            content_type="application/pdf",
            extension="pdf",
            author=author,
            created_at=now,
            reading=ReadingState.DONE,
        )
        for document in documents
    )
    for document, version in zip(documents, versions, strict=True):
        document.current = version
    Document.objects.bulk_update(documents, ["current"], batch_size=500)
    DocumentText.objects.bulk_create(
        DocumentText(version=version, number=page, text=_said(words, chance, 150) if page else "")
        for version in versions
        for page in range(PAGES + 1)
    )


def _said(words: list[str], chance: random.Random, length: int) -> str:
    said = chance.choices(words, k=length)
    if not chance.randrange(200):
        said[length // 2] = WORD
    if chance.random() < 0.4:
        said[0] = COMMON
    return " ".join(said)
