"""Threads and posts of working groups, for tests; made by the services, so that they are as real ones."""

import uuid

from tests.factories.groups import MembershipFactory, WorkingGroupFactory
from working_groups.models import Post, Thread
from working_groups.services.posting import reply, start_thread


def make_thread(group=None, author=None, *, title="Which indicators?", text="Which ones do you follow?", **facts):
    """A thread with its first post; the author becomes a member of the group if none is given."""
    group = group or WorkingGroupFactory()
    author = author or MembershipFactory(group=group, rules_accepted=group.rules_version).member
    post = start_thread(group_id=group.pk, author=author, title=title, text=text, key=uuid.uuid4(), **facts)
    return post.thread


def make_answer(thread, author=None, text="These three.", **facts):
    """One more post."""
    group = thread.group
    author = author or MembershipFactory(group=group, rules_accepted=group.rules_version).member
    return reply(thread=thread, author=author, text=text, key=uuid.uuid4(), **facts)


def make_long(thread, number):
    """Fill a thread up to `number` posts, quickly."""
    first = thread.posts.get(number=1)
    Post.objects.bulk_create(
        Post(thread=thread, number=n, author_id=first.author_id, text=f"Post {n}", html=f"<p>Post {n}</p>",
             created_at=first.created_at)
        for n in range(thread.last_number + 1, number + 1)
    )  # fmt: skip
    Thread.objects.filter(pk=thread.pk).update(last_number=number)
    thread.last_number = number
    return thread
