"""Blocks: what each shows, what it refuses, that its preview works, and that nothing costs more with more items."""

import json

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext
from wagtail.documents import get_document_model
from wagtail.models import Collection, CollectionViewRestriction

from cop.core.blocks import PageBlocks
from cop.core.blocks.media import EmbedValue
from cop.core.blocks.sources import DOIBlock
from cop.core.body import page_body, plain_text
from cop.core.models import Partner, Person
from cop.core.players import player_of
from cop.privacy.models import Cookie
from cop.privacy.services.cookies import save_cookie
from home.blocks import HomeBlocks, StandardBlocks
from home.models import StandardPage
from home.seed import blocks as b
from home.seed.pictures import cover
from tests.factories.pages import StandardPageFactory, restrict

# Wagtail leaves the file of a rendition that it has just made to the garbage collector.
pytestmark = [pytest.mark.django_db, pytest.mark.filterwarnings("ignore:(?i)unclosed file:ResourceWarning")]
NOBODY = AnonymousUser()


@pytest.fixture
def optional(django_capture_on_commit_callbacks):
    """Something functional is on the list of cookies."""
    entry = Cookie(category="functional", name="player*", purpose="-", duration="-", provider="Video host")
    with django_capture_on_commit_callbacks(execute=True):
        return save_cookie(cookie=entry, actor=None)


def page_of(*parts, **fields) -> StandardPage:
    """A published page with these blocks, read anew."""
    page = StandardPageFactory(body="", **fields)
    StandardPage.objects.filter(pk=page.pk).update(body=list(parts))
    return StandardPage.objects.get(pk=page.pk)


def shown(client, *parts) -> str:
    return client.get(page_of(*parts, slug="shown").get_url()).text


def document(title: str, collection: Collection | None = None):
    found = get_document_model()(title=title, collection=collection or Collection.get_first_root_node())
    found.file_size = 15
    found.file.save("a.pdf", ContentFile(b"%PDF-1.4 sample"))
    return found


# Previews in the editor


@pytest.mark.parametrize(
    ("kinds", "name"),
    [(kinds, name) for kinds in (StandardBlocks, HomeBlocks) for name in kinds.base_blocks],
    ids=lambda value: value if isinstance(value, str) else value.__name__,
)
def test_block_has_a_description_and_a_preview(kinds, name, home, rf):
    block = kinds().child_blocks[name]
    value = block.get_preview_value()
    request = rf.get("/")
    request.user = NOBODY
    context = block.get_preview_context(
        value, {"request": request, "bound_block": block.bind(value), "block_def": block}
    )

    html = render_to_string(block.get_preview_template(value, context), context)

    assert block.is_previewable
    assert len(str(block.get_description())) > 20
    assert "<h1" not in html
    assert len(html.split("<main")[1]) > 140


def test_preview_view_shows_the_block_to_editors_only(client, client_for, staff, member):
    block = StandardPage._meta.get_field("body").stream_block.child_blocks["quote"]
    address = f"/admin/block-preview/?id={block.definition_prefix}"

    assert "A priority rarely ends at a border." in client_for(staff).get(address).text
    assert client_for(member).get(address).status_code in (302, 403)
    assert client.get(address).status_code == 302


# Headings


def test_headings_of_blocks_and_texts_get_ids_of_their_own_and_make_the_contents(client):
    text = shown(
        client,
        b.heading("Three foundations"),
        b.block("text", "<h2>Three foundations</h2><p>x</p><h3>Inner</h3>"),
        b.heading("Content"),
        b.heading("Réponse", "answer"),
    )

    for name in ("three-foundations", "three-foundations-2", "inner", "content-2", "answer"):
        assert text.count(f'id="{name}"') == 1
    contents = text.split('<nav class="contents"')[1].split("</nav>")[0]
    assert contents.count("<li>") == 4
    assert 'href="#three-foundations-2"' in contents
    assert "#inner" not in contents


def test_two_headings_make_no_contents(client):
    assert 'class="contents"' not in shown(client, b.heading("One"), b.heading("Two"))


# Links


def test_cards_and_buttons_lead_only_to_pages_that_the_viewer_may_read(client, client_for, member):
    hidden = restrict(StandardPageFactory(slug="secret", title="Canary")).page
    draft = StandardPageFactory(slug="draft", live=False)
    open_page = StandardPageFactory(slug="open")

    def card(title, page):
        return {"title": title, "text": "", "cover": "", "image": None, "page": page.pk, "address": ""}

    page = page_of(
        b.cards(card("Canary card", hidden), card("Draft card", draft), card("Open card", open_page)),
        b.block(
            "call_to_action",
            {"title": "Do it", "text": "", "button": {"label": "Canary button", "page": hidden.pk, "address": ""}},
        ),
        slug="links",
    )

    visitor, reader = client.get(page.get_url()).text, client_for(member).get(page.get_url()).text

    assert 'href="/open/"' in visitor
    assert "Canary" not in visitor
    assert "Draft card" not in visitor
    assert 'href="/secret/"' in reader
    assert "Canary button" in reader


def test_link_to_a_page_that_is_gone_stays_as_words(client):
    gone = StandardPageFactory(slug="gone")
    page = page_of(b.block("text", f'<p><a linktype="page" id="{gone.pk}">Old words</a></p>'), slug="links")
    assert 'href="/gone/">Old words' in client.get(page.get_url()).text

    gone.unpublish()

    assert "/gone/" not in client.get(page.get_url()).text
    assert "Old words" in client.get(page.get_url()).text


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"page": None, "address": ""}, "page"),
        ({"page": None, "address": "javascript:alert(1)"}, "address"),
        ({"page": None, "address": "ftp://files.example/"}, "address"),
    ],
)
def test_button_without_a_good_target_is_refused(given, field):
    block = PageBlocks().child_blocks["call_to_action"].child_blocks["button"]

    with pytest.raises(ValidationError) as refused:
        block.clean(block.to_python({"label": "Go", **given}))

    assert list(refused.value.block_errors) == [field]


def test_button_with_two_targets_is_refused(home):
    block = PageBlocks().child_blocks["call_to_action"].child_blocks["button"]

    with pytest.raises(ValidationError) as refused:
        block.clean(block.to_python({"label": "Go", "page": home.pk, "address": "https://other.example/"}))

    assert list(refused.value.block_errors) == ["address"]


# Pictures


def test_picture_needs_words_or_is_marked_as_decorative():
    block = PageBlocks().child_blocks["picture"]
    image = cover("plain", 0, sample=False)

    def clean(**given):
        image_value = {"image": image.pk, "alt_text": "", "decorative": False, **given}
        return block.clean(block.to_python({"image": image_value, "caption": "", "credit": ""}))

    with pytest.raises(ValidationError):
        clean()
    assert clean(alt_text="Squares")["image"].contextual_alt_text == "Squares"
    assert clean(decorative=True)["image"].decorative is True


def test_picture_is_lazy_sized_described_and_credited(client):
    image = cover("plain", 0, sample=False)
    value = {
        "image": {"image": image.pk, "alt_text": "Squares & more", "decorative": False},
        "caption": "The map",
        "credit": "S3 CoP",
    }

    text = shown(client, b.block("picture", value))

    picture = text.split('<figure class="picture">')[1].split("</figure>")[0]
    for words in ('alt="Squares &amp; more"', 'loading="lazy"', 'width="1200"', 'height="600"', "Picture: S3 CoP"):
        assert words in picture
    assert 'property="og:image" content="http://testserver/media/images/' in text


def test_lost_file_of_a_picture_costs_the_picture_only(client):
    image = cover("plain", 0, sample=False)
    image.file.storage.delete(image.file.name)
    value = {"image": {"image": image.pk, "alt_text": "", "decorative": True}, "caption": "The map", "credit": ""}

    response = client.get(page_of(b.block("picture", value), slug="lost").get_url())

    assert response.status_code == 200
    assert "The map" in response.text


def test_cards_with_and_without_a_picture_stand_side_by_side(client, home):
    image = cover("plain", 0, sample=False)
    chosen = {"image": image.pk, "alt_text": "", "decorative": True}
    empty = {"image": None, "alt_text": "", "decorative": False}
    cards = [
        {"title": f"Card {number}", "text": "", "cover": "", "image": value, "page": home.pk, "address": ""}
        for number, value in enumerate((chosen, None, empty))
    ]

    text = shown(client, b.cards(*cards))

    assert [f"Card {number}" in text for number in range(3)] == [True] * 3
    assert text.split("card-list")[1].count("<img") == 1


# Embeds


def embed(address):
    block = PageBlocks().child_blocks["embed"]
    return block.clean(block.to_python({"address": address, "title": "Recording", "text": ""}))


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example/watch?v=1",
        "http://www.youtube.com/watch?v=1",
        "https://www.youtube.com.evil.example/watch?v=1",
        "https://evil.example/?https://www.youtube.com/",
        "https://user@www.youtube.com@evil.example/",
        "https://www.youtube.com:pass@evil.example/",
        "https://[::1",
    ],
)
def test_embed_of_a_host_that_is_not_allowed_is_refused(address):
    with pytest.raises(ValidationError) as refused:
        embed(address)
    assert list(refused.value.block_errors) == ["address"]


VIDEO = {"address": "https://youtu.be/abc-1", "title": "Recording", "text": "45 minutes."}


def placeholder(text: str) -> tuple[str, str]:
    """What is inert, and what is shown, of the embed on a page."""
    part = text.split('<div class="consent-embed"')[1]
    inert, _, rest = part.partition("</template>") if "<template>" in part else ("", "", part)
    return inert, rest.split("<footer")[0]


def test_embed_is_a_placeholder_that_asks_nobody(client, optional):
    assert embed("https://youtu.be/abc-1").allowed
    answer = client.get(page_of(b.block("embed", VIDEO), slug="shown").get_url())
    inert, visible = placeholder(answer.text)

    assert inert.startswith(' data-consent="functional">')
    assert '<iframe src="https://www.youtube-nocookie.com/embed/abc-1" title="Recording"' in inert
    assert 'href="https://youtu.be/abc-1"' in visible
    assert "45 minutes." in visible
    for asking in ("<iframe", "<script", "<img", "src="):
        assert asking not in visible
    assert "frame-src https://www.youtube-nocookie.com" in answer.headers["Content-Security-Policy"]


def test_embed_is_a_link_while_no_cookie_of_it_is_on_the_list(client):
    answer = client.get(page_of(b.block("embed", VIDEO), slug="shown").get_url())
    inert, visible = placeholder(answer.text)

    assert inert == ""
    assert 'href="https://youtu.be/abc-1"' in visible
    assert "<iframe" not in answer.text
    assert "frame-src" not in answer.headers["Content-Security-Policy"]


def test_embed_whose_host_was_taken_off_the_list_is_not_shown(client, settings):
    settings.EMBED_HOSTS = []

    text = shown(client, b.block("embed", {"address": "https://youtu.be/abc", "title": "Recording", "text": ""}))

    assert "youtu" not in text


@pytest.mark.parametrize(
    ("address", "player"),
    [
        ("https://www.youtube.com/watch?v=a_B-1&t=3", "https://www.youtube-nocookie.com/embed/a_B-1"),
        ("https://www.youtube.com/embed/a%22b", "https://www.youtube-nocookie.com/embed/a22b"),
        ("https://vimeo.com/123", "https://player.vimeo.com/video/123?dnt=1"),
        ("https://player.vimeo.com/video/123", "https://player.vimeo.com/video/123"),
    ],
)
def test_player_of_a_video(address, player):
    assert player_of(address) == player


def test_value_without_an_address_is_not_allowed():
    assert EmbedValue(PageBlocks().child_blocks["embed"], {}).allowed is False


# Lists


def test_table_names_columns_and_rows(client):
    text = shown(client, b.table("People", ["Event", "Number"], [["<b>Forum</b>", "340+"]], ["text", "number"]))

    for words in (
        "<caption>People</caption>",
        '<th scope="col">Event</th>',
        '<th scope="col" class="end">Number</th>',
        '<th scope="row">&lt;b&gt;Forum&lt;/b&gt;</th>',
        '<td class="end">340+</td>',
    ):
        assert words in text


def test_documents_of_a_closed_collection_are_left_out(client, client_for, member):
    closed = Collection.get_first_root_node().add_child(name="Closed")
    CollectionViewRestriction.objects.create(collection=closed, restriction_type="login")
    items = b.items(
        {"document": document("Open paper").pk, "title": ""}, {"document": document("Canary", closed).pk, "title": ""}
    )
    page = page_of(b.block("documents", {"items": items}), slug="papers")

    visitor, reader = client.get(page.get_url()).text, client_for(member).get(page.get_url()).text

    assert "Open paper" in visitor
    assert "15\xa0bytes" in visitor
    assert "Canary" not in visitor
    assert "Canary" in reader


def test_sources_are_to_be_taken_along(client):
    page = page_of(
        b.sources(
            {
                "title": "A {Handbook} & more",
                "authors": "Müller, A.; Sample, B.",
                "year": 2016,
                "doi": "10.2791/53569",
                "publisher": "Brussels",
            }
        ),
        slug="sources",
    )
    item = page.body[0].value["items"].bound_blocks[0].id

    text = client.get(page.get_url()).text
    bib = client.get(f"/sources/{page.pk}/{item}.bib")
    ris = client.get(f"/sources/{page.pk}/{item}.ris")

    assert "Müller, A., Sample, B. (2016), A {Handbook} &amp; more, Brussels, doi:10.2791/53569" in text
    assert 'href="https://doi.org/10.2791/53569"' in text
    assert bib["Content-Disposition"] == 'attachment; filename="muller2016.bib"'
    assert bib.text == (
        "@book{muller2016,\n  author = {Müller, A. and Sample, B.},\n  title = {{A \\{Handbook\\} \\& more}},\n"
        "  year = {2016},\n  publisher = {Brussels},\n  doi = {10.2791/53569},\n"
        "  url = {https://doi.org/10.2791/53569}\n}\n"
    )
    assert ris.text == (
        "TY  - BOOK\r\nAU  - Müller, A.\r\nAU  - Sample, B.\r\nPY  - 2016\r\nTI  - A {Handbook} & more\r\n"
        "PB  - Brussels\r\nDO  - 10.2791/53569\r\nUR  - https://doi.org/10.2791/53569\r\nER  - \r\n"
    )


def test_source_with_line_breaks_makes_no_further_fields():
    from cop.core.citations import Work

    work = Work(title="A\r\nUR  - https://evil.example/\n}", year=2020)

    assert work.ris.count("\r\n") == 4
    assert work.bibtex.count("\n") == 4


@pytest.mark.parametrize("change", ["restrict", "unpublish", "form", "item"])
def test_sources_of_hidden_pages_and_wrong_addresses_are_absent(client, change):
    page = page_of(b.sources({"title": "Canary"}), slug="sources")
    item, form = page.body[0].value["items"].bound_blocks[0].id, "bib"
    assert "Canary" in client.get(f"/sources/{page.pk}/{item}.bib").text
    if change == "restrict":
        restrict(page)
    elif change == "unpublish":
        page.unpublish()
    elif change == "form":
        form = "exe"
    else:
        item = "00000000-0000-0000-0000-000000000000"

    response = client.get(f"/sources/{page.pk}/{item}.{form}")

    assert response.status_code == 404
    assert "Canary" not in response.text


# Cost


def everything(number: int) -> list:
    """Every block that there is, with `number` of whatever it holds."""
    image = cover("plain", 0, sample=False)
    target = StandardPageFactory()

    def many(make):
        return b.items(*(make(n) for n in range(number)))

    def picture(n):
        return {"image": image.pk, "alt_text": "Squares", "decorative": False}

    def person(n):
        return Person.objects.create(name=f"Person {n}", picture=image).pk

    def partner(n):
        return Partner.objects.create(name=f"Partner {n}", picture=image).pk

    def card(n):
        leads = {"page": StandardPageFactory().pk, "address": ""}
        return {"title": f"Card {n}", "text": "", "cover": "", "image": picture(n), **leads}

    paper = document("Paper")
    link = f'<p><a linktype="page" id="{target.pk}">page</a> <a linktype="document" id="{paper.pk}">paper</a></p>'
    button = {"label": "Go", "page": target.pk, "address": ""}
    return [
        *(b.block("text", link) for _ in range(number)),
        *(b.heading(f"Part {n}") for n in range(number)),
        b.block("quote", {"text": "So it is.", "who": "Ana Sample", "role": "", "address": ""}),
        *(b.block("picture", {"image": picture(n), "caption": "", "credit": ""}) for n in range(number)),
        b.block("embed", {"address": "https://youtu.be/a", "title": "Recording", "text": ""}),
        b.accordion(*((f"Question {n}", link) for n in range(number))),
        b.table("Table", ["A", "B"], [["a", link]] * number, ["text", "rich"]),
        b.block("people", {"people": many(person)}),
        b.block("partners", {"partners": many(partner)}),
        b.steps(*((f"Step {n}", "") for n in range(number))),
        b.figures(*((str(n), "things") for n in range(number))),
        b.block("documents", {"items": many(lambda n: {"document": document(f"File {n}").pk, "title": ""})}),
        b.sources(*({"title": f"Source {n}"} for n in range(number))),
        *(b.block("call_to_action", {"title": "Do it", "text": "", "button": button}) for _ in range(number)),
        b.block("cards", {"items": many(card)}),
        b.fragment("accessibility"),
        b.pages_below(),
    ]


def test_page_with_every_block_costs_twelve_statements_however_many_items(client):
    """The page; where it stands; links of texts to pages and to documents; addresses of cards and buttons; pictures
    of picture blocks and of cards; people, partners, documents (each with what is shown of it); renditions; closed
    collections."""
    kinds = set(StandardBlocks.base_blocks)
    costs = []
    for number in (1, 3):
        parts = everything(number)
        assert {part["type"] for part in parts} == kinds
        page = page_of(*parts, slug=f"all-{number}")
        client.get(page.get_url())
        with CaptureQueriesContext(connection) as statements:
            assert client.get(page.get_url()).status_code == 200
        costs.append(len(statements))

    assert costs == [12, 12]


def test_page_without_special_blocks_costs_two_statements(client, django_assert_num_queries):
    """The page, and where it stands."""
    page = page_of(*b.text("<h2>One</h2><p>a</p><h2>Two</h2><p>b</p>"), slug="plain")
    client.get(page.get_url())
    with django_assert_num_queries(2):
        client.get(page.get_url())


def test_list_of_pages_below_follows_the_tree_and_the_viewer(client, client_for, member):
    page = page_of(b.pages_below(), slug="section")
    StandardPageFactory(slug="first", title="First below", summary="Its summary.", parent=page)
    restrict(StandardPageFactory(slug="canary", title="Canary", parent=page))
    StandardPageFactory(slug="draft", title="Draft below", parent=page, live=False)

    visitor, reader = client.get("/section/").text, client_for(member).get("/section/").text

    shown = visitor.split('class="pages-below"')[1].split("</ul>")[0]
    assert 'href="/section/first/"' in shown
    assert "Its summary." in shown
    for hidden in ("Canary", "Draft below"):
        assert hidden not in visitor
    assert "Canary" in reader


# Words


def test_words_of_a_page_are_read_from_its_own_row(django_assert_num_queries):
    page = page_of(*everything(2))

    with django_assert_num_queries(0):
        words = plain_text(page.body)

    assert words.startswith("page paper page paper Part 0 Part 1 So it is. Ana Sample")
    assert "youtu" not in words.replace("https://youtu.be/a", "")


def test_search_finds_words_in_blocks_and_shows_an_extract(client):
    from django.core.management import call_command

    page_of(b.accordion(("Is it free?", "<p>Nobody pays the piper</p>")), slug="free", title="Questions")
    call_command("update_index", verbosity=0)

    text = client.get("/search/?q=piper").text

    assert 'href="/free/"' in text
    assert "Nobody pays the <mark>piper</mark>" in text


# Bad input


def test_blocks_that_the_code_no_longer_knows_are_left_out(client):
    page = page_of({"type": "carousel", "value": {"x": 1}, "id": "1"}, b.block("text", "<p>Stays</p>"), slug="old")

    response = client.get(page.get_url())

    assert response.status_code == 200
    assert "Stays" in response.text


def test_html_pasted_from_word_is_cleaned_by_the_editor(client):
    from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter

    word = (
        '<p class="MsoNormal" style="margin:0cm"><b><span lang="EN-GB" style="font-family:Calibri">Bold</span></b>'
        "<o:p></o:p></p><!--[if gte mso 9]><xml><w:WordDocument></w:WordDocument></xml><![endif]-->"
        '<p><script>alert(1)</script><img src="file:///C:/x.png" onerror="alert(1)"/><font color="red">red</font></p>'
        '<p><a href="javascript:alert(1)">bad</a> <a href="https://good.example/">good</a></p>'
        "<table><tr><td>cell</td></tr></table>"
    )
    features = PageBlocks().child_blocks["text"].features
    converter = ContentstateConverter(features)

    html = converter.to_database_format(converter.from_database_format(word))

    for leftover in (
        "mso",
        "Mso",
        "style=",
        "<span",
        "<o:p",
        "<script",
        "<img",
        "<font",
        "<table",
        "javascript",
        "<xml",
    ):
        assert leftover not in html
    assert "<b" in html
    assert 'href="https://good.example/"' in html


def test_bodies_never_bring_null_bytes_or_markup_into_the_page(client):
    text = shown(client, b.block("quote", {"text": "<script>x</script>", "who": '"><b>', "role": "", "address": ""}))

    assert "<script>x" not in text
    assert '"><b>' not in text


def test_body_of_migrations_is_the_plain_list():
    from cop.core.fields import BodyField

    field = BodyField()
    _name, path, args, kwargs = StandardPage._meta.get_field("body").deconstruct()

    assert (path, args) == ("cop.core.fields.BodyField", [])
    assert "block_lookup" not in kwargs
    assert field.to_python([{"type": "text"}]) == [{"type": "text"}]
    assert field.get_default() == []
    assert json.loads(json.dumps(field.get_prep_value([{"type": "text"}]))) == [{"type": "text"}]


def test_body_for_nobody_is_ready_without_a_template(home):
    body = page_body(page_of(b.heading("One"), b.block("text", "<p>a</p>")).body, NOBODY)

    assert [block.block_type for block in body.blocks] == ["heading", "text"]
    assert body.contents == []


def test_doi_of_a_source_follows_the_one_rule():
    block = DOIBlock(required=False, max_length=100)

    assert block.clean("https://doi.org/10.2791/53569") == "10.2791/53569"
    assert block.clean("") == ""
    for wrong in ("10.1/x", "10.2791/{53569}", "handbook"):
        with pytest.raises(ValidationError):
            block.clean(wrong)
