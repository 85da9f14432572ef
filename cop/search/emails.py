"""The letter about saved searches: what is new in them, that its reader may read when it leaves."""

from dataclasses import asdict
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cop.core.models import BasePage
from cop.core.teasers import Teaser, teaser_of
from cop.notifications.batches import shared
from cop.notifications.links import absolute
from cop.notifications.models import Letter
from cop.notifications.registry import LetterContent, NoLongerTrue, letter

from .selectors.alerts import FoundThing, SearchNews, Span, news_of
from .selectors.saved import address_of


@letter(
    "search.alert",
    title=gettext_lazy("New in saved searches"),
    own_place=False,
    keeps_words=False,
    # What somebody looks for is nobody else's business.
    confidential=True,
)
def alert(letter: Letter) -> LetterContent:
    """Withdrawn where nothing is left: hidden again, search paused or deleted, account closed.

    Statements: see `news_of`.
    """
    if letter.member is None or not letter.member.is_active:
        raise NoLongerTrue("The account is closed.")
    news = news_of(letter.member, [Span.from_fact(fact) for fact in letter.params["spans"]])
    if not news:
        raise NoLongerTrue("Nothing of it is to be told any more.")
    number = sum(each.number for each in news)
    where = news[0].search.name if len(news) == 1 else _("your saved searches")
    items = [_search(each) for each in news]
    return LetterContent(
        subject=ngettext("%(n)d new result in %(where)s", "%(n)d new results in %(where)s", number)
        % {"n": number, "where": where},
        context={
            "preheader": ", ".join(item["title"] for item in items[0]["items"][:3]),
            "searches": items,
            "is_sample": all(item["is_sample"] for each in items for item in each["items"]),
            "settings_url": absolute(reverse("saved_searches")),
        },
        headers={"Precedence": "list"},
    )


def _search(news: SearchNews) -> dict[str, Any]:
    more = ngettext("and %(n)d more", "and %(n)d more", news.more) % {"n": news.more} if news.more else ""
    return {
        "name": news.search.name,
        "url": absolute(address_of(news.search)),
        "items": [_item(each) for each in news.found],
        "more": more,
    }


def _item(found: BasePage | FoundThing) -> dict[str, Any]:
    if isinstance(found, FoundThing):
        thing = found.thing
        facts = {"kind": found.kind, "date": thing.date, "title": thing.title, "text": found.text, "url": thing.url}
        return facts | {"is_sample": thing.is_sample}
    teaser: Teaser = shared(("search.teaser", found.pk), lambda: teaser_of(found))
    return asdict(teaser)
