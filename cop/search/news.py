"""The registry of what letters about saved searches tell of beside pages; rooms sign up in ready().

What is new to a member is what has come for them: a thing that is new, or one that could be read by others and now can
be read by them. For each thing and member there is one moment at which it came, so that no letter tells of it again.
What counts as that moment for each kind: docs/decisions/saved-searches.md.
"""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.functional import Promise

# Who joins a group, or for whom something opens, hears of what is not older than that.
LOOKS_BACK = timedelta(days=30)
# So many of a kind are looked through at once, the newest; the search itself shows all.
MOST = 1_000


@dataclass(frozen=True)
class Thing:
    """One row. `words`: all by which it is found; `text`: what an extract is cut from; `date` is in words.

    `page_id`: the page that it belongs to; a letter that tells of that page does not tell of it as well. Of several
    with the same `about` (posts of a thread) a letter tells of the first. `before`: what stood in its place until then;
    where that fits a search, too, there is nothing new for it.
    """

    number: int
    moment: datetime
    title: str
    url: str
    words: str
    text: str = ""
    date: str = ""
    is_sample: bool = False
    page_id: int | None = None
    about: Hashable = None
    before: str = ""


# came(members, things) -> by member and number of the thing, when it came for them; only what they may read now.
Came = Callable[[Sequence[int], Sequence[Thing]], Mapping[tuple[int, int], datetime]]


@dataclass(frozen=True)
class News:
    """A kind of thing that the search finds under the same `key`; `label`: how one of them is called.

    `read(since, until)`: what came for anybody between these, in a fixed number of statements. `came`: as above, in a
    fixed number of statements for all members together; without it everybody may read each thing since its moment, or,
    with `follows_page`, whoever may read its page.
    """

    key: str
    label: str | Promise
    read: Callable[[datetime, datetime], Sequence[Thing]]
    came: Came | None = None
    follows_page: bool = False


_news: dict[str, News] = {}


def register_news(news: News) -> None:
    """Called by rooms in ready()."""
    _news[news.key] = news


def registered() -> list[News]:
    """All that have signed up."""
    return list(_news.values())
