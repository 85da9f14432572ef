"""The page of all cookies, the banner of every page, the sheet for browsers without scripts, the mark around embeds."""

import re

import pytest
from django.template import Context, Template, TemplateSyntaxError
from django.test import RequestFactory

from cop.privacy.selectors.cookies import list_state

pytestmark = pytest.mark.django_db

NAME = "cookie-choice"
FRAME = "https://video.example/embed/1"


def text_of(answer) -> str:
    """The words of a page, without its tags."""
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def main_of(answer) -> str:
    return answer.content.decode().partition("<main")[2].partition("</main>")[0]


def accept(client, *categories: str) -> None:
    client.cookies[NAME] = ".".join([list_state().version, *categories])


# The page ---------------------------------------------------------------------------------------------------------


def test_page_lists_five_categories_in_order_with_their_cookies(client, optional):
    main = main_of(client.get("/cookies/"))

    headings = [re.sub(r"<[^>]+>", "", heading).strip() for heading in re.findall(r"<h2[^>]*>(.*?)</h2>", main)]
    assert headings == [
        "Your choice",
        "Necessary (always active)",
        "Functional",
        "Analytics",
        "Performance",
        "Advertisement",
    ]
    assert main.count("<em>No cookies to display</em>") == 3
    assert re.findall(r"<code>(.*?)</code>", main) == [
        "sessionid",
        "csrftoken",
        "messages",
        "cookie-choice",
        "draft:*",
        "wagtail_sidebar_collapsed",
        "wagtail*",
        "video-player*",
    ]


def test_page_when_nothing_is_optional_offers_no_choice(client):
    answer = client.get("/cookies/")

    assert "nothing to accept or refuse" in text_of(answer)
    assert "<form" not in main_of(answer)
    assert main_of(answer).count("<em>No cookies to display</em>") == 4


def test_page_shows_this_browser_s_own_choice_and_is_kept_nowhere(client, counted):
    accept(client, "analytics")
    answer = client.get("/cookies/")

    assert "Allowed: Analytics." in text_of(answer)
    assert re.findall(r'<input type="checkbox" id="allow-(\w+)"[^>]*?( checked)?[^>]*>', main_of(answer))
    checked = re.findall(r'id="allow-(\w+)" name="category" value="\w+" checked', main_of(answer))
    assert checked == ["necessary", "analytics"]
    assert "private" in answer.headers["Cache-Control"]
    assert not answer.cookies


def test_page_after_a_refusal_says_so(client, optional):
    accept(client)

    assert "Refused: everything optional." in text_of(client.get("/cookies/"))


def test_page_escapes_what_editors_entered(client, optional, django_capture_on_commit_callbacks):
    type(optional).objects.filter(pk=optional.pk).update(purpose="<script>alert(1)</script>")

    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in main_of(client.get("/cookies/"))


def test_page_costs_one_statement_with_one_and_with_three_entries(client, counted, django_assert_num_queries):
    with django_assert_num_queries(1):  # the list
        client.get("/cookies/")
    for name in ("one", "two"):
        type(counted).objects.create(
            category="performance", name=name, purpose="-", duration="-", provider="-", kind="cookie"
        )
    with django_assert_num_queries(1):
        client.get("/cookies/")


# The banner -------------------------------------------------------------------------------------------------------


def test_banner_is_on_no_page_while_nothing_is_optional(client, home):
    assert 'class="cookies"' not in client.get("/").content.decode()


def test_banner_is_the_same_for_whoever_has_chosen_and_has_not(client, optional, home):
    page = client.get("/")
    accept(client, "functional")
    after = client.get("/")
    client.cookies[NAME] = "x" * 4096
    garbage = client.get("/")

    assert 'class="cookies"' in page.content.decode()
    assert page.content == after.content == garbage.content
    assert not page.cookies


def test_banner_holds_no_token_and_stands_before_everything_but_the_skip_link(client, optional, home):
    page = client.get("/").content.decode()
    banner = page[page.index('<section class="cookies"') : page.index("</section>")]

    assert "csrfmiddlewaretoken" not in banner
    assert page.index('class="skip"') < page.index('class="cookies"') < page.index("<header")


def test_banner_answers_are_the_same_component(client, optional, home):
    page = client.get("/").content.decode()
    banner = page[page.index('<section class="cookies"') : page.index("</section>")]
    buttons = re.findall(r"<button[^>]*>.*?</button>", banner)

    assert buttons[0] == '<button class="button" type="submit" name="choice" value="all">Accept all</button>'
    assert buttons[1] == '<button class="button" type="submit" name="choice" value="none">Reject all</button>'
    # Nothing optional is ticked beforehand.
    assert re.findall(r'value="(\w+)"[^>]* checked', banner) == ["necessary"]


def test_banner_stays_off_the_page_that_has_the_form_itself(client, optional):
    assert 'class="cookies"' not in client.get("/cookies/").content.decode()


def test_banner_stays_off_an_editor_s_preview(home, optional):
    request = RequestFactory().get("/")
    request.is_preview = True
    html = Template("{% load consent %}{% cookie_banner %}").render(Context({"request": request}))

    assert html == ""


def test_banner_costs_no_statement_on_a_page(client, optional, home, django_assert_num_queries):
    client.get("/")
    url = "/search/?q="
    client.get(url)
    with django_assert_num_queries(0):
        Template("{% load consent %}{% cookie_banner %}").render(Context({"request": RequestFactory().get("/")}))


def test_page_is_kept_for_everybody_with_its_banner(client, optional, home, settings):
    settings.PAGE_CACHE_SECONDS, settings.PAGE_CACHE_IN_MEMORY = 60, True

    first = client.get("/")
    accept(client, "functional")
    second = client.get("/")

    assert (first.headers["X-Page-Cache"], second.headers["X-Page-Cache"]) == ("stored", "hit")
    assert 'class="cookies"' in second.content.decode()


# Without scripts --------------------------------------------------------------------------------------------------


def test_sheet_shows_the_banner_to_those_who_have_not_chosen(client, optional):
    answer = client.get("/cookies/banner.css")

    assert answer.content.decode().startswith(".cookies{display:block}")
    assert answer.headers["Content-Type"] == "text/css; charset=utf-8"
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert not answer.cookies


@pytest.mark.parametrize("categories", [(), ("functional",)])
def test_sheet_is_empty_for_those_who_have(client, optional, categories):
    accept(client, *categories)

    assert client.get("/cookies/banner.css").content == b""


@pytest.mark.parametrize("value", ["0123456789ab", "garbage", "x" * 4096])
def test_sheet_asks_again_when_the_choice_does_not_count(client, optional, value):
    client.cookies[NAME] = value

    assert client.get("/cookies/banner.css").content != b""


def test_sheet_is_empty_while_nothing_is_optional(client):
    assert client.get("/cookies/banner.css").content == b""


# The mark around what is optional ---------------------------------------------------------------------------------


@pytest.fixture
def listed(settings):
    settings.THIRD_PARTIES = {"frame-src": ["https://video.example"], "script-src": ["https://count.example"]}


def rendered(source: str, **values) -> tuple[str, dict]:
    """The HTML, and what it added to the page's policy."""
    request = RequestFactory().get("/")
    html = Template("{% load consent %}" + source).render(Context({"request": request, "frame": FRAME, **values}))
    return html, getattr(request, "csp_additions", {})


EMBED = (
    '{% consent "functional" title="A talk" provider="Sample video host" url="https://video.example/1" frame=frame %}'
    '<iframe src="{{ frame }}" title="A talk"></iframe>{% endconsent %}'
)


def outside_of_templates(html: str) -> str:
    return re.sub(r"<template.*?</template>", "", html, flags=re.DOTALL)


def test_embed_is_inert_and_says_in_words_what_it_is(optional, listed):
    html, additions = rendered(EMBED)

    assert f'<template><iframe src="{FRAME}" title="A talk"></iframe></template>' in html
    assert "<iframe" not in outside_of_templates(html)
    assert "It loads only if you allow functional cookies." in html
    assert '<a class="button button--plain" href="https://video.example/1"' in html
    assert ">Allow and show</button>" in html
    assert additions == {"frame-src": {"https://video.example"}}


@pytest.mark.parametrize("frame", ["https://elsewhere.example/", "http://video.example/", "javascript:alert(1)", ""])
def test_embed_from_a_host_that_is_not_listed_is_a_link_only(optional, listed, frame):
    html, additions = rendered(EMBED, frame=frame)

    assert "<iframe" not in html
    assert "Allow and show" not in html
    assert 'href="https://video.example/1"' in html
    assert additions == {}


def test_embed_of_a_category_with_nothing_on_the_list_is_a_link_only(db, listed):
    html, additions = rendered(EMBED)

    assert "<iframe" not in html
    assert additions == {}


def test_embed_escapes_what_it_is_given(optional, listed):
    html, _ = rendered(EMBED.replace('"A talk"', "title", 1), title="<b>Bold</b>")

    assert "&lt;b&gt;Bold&lt;/b&gt;" in html


def test_script_of_a_category_is_inert_and_shows_nothing(counted, listed):
    source = '{% consent "analytics" script=src %}<script src="{{ src }}"></script>{% endconsent %}'
    html, additions = rendered(source, src="https://count.example/c.js")

    assert html == '<template data-consent="analytics"><script src="https://count.example/c.js"></script></template>'
    assert additions == {"script-src": {"https://count.example"}}
    assert rendered(source, src="https://elsewhere.example/c.js") == ("", {})


@pytest.mark.parametrize(
    "tag",
    ["consent", 'consent "necessary"', 'consent "nonsense"', "consent functional", 'consent "functional" colour="red"'],
)
def test_tag_that_makes_no_sense_does_not_compile(tag):
    with pytest.raises(TemplateSyntaxError):
        Template("{% load consent %}{% " + tag + " %}{% endconsent %}")
