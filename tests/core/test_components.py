"""Components take what they declare and nothing else; the gallery shows them all; the sheets keep to the tokens."""

import re
from datetime import date, datetime
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.template import Context, Template, TemplateSyntaxError
from django.test import RequestFactory

from cop.core import components, gallery
from cop.core.components import ComponentError
from cop.core.dates import date_range, leaf, time_range
from cop.core.fields_as_html import problems
from cop.core.views.styleguide import styleguide
from cop.core.widgets import ToldRadioSelect

CSS = Path(settings.BASE_DIR) / "static" / "css"
TEMPLATES = Path(settings.BASE_DIR) / "templates" / "components"
# Anatomies that a component's template includes; they are shown with it.
PARTS = {"field-errors"}


def html(source: str, **context) -> BeautifulSoup:
    return BeautifulSoup(Template(source).render(Context(context)), "html.parser")


class RegisterForm(forms.Form):
    name = forms.CharField(help_text="As on your badge", widget=forms.TextInput(attrs={"autocomplete": "name"}))
    phone = forms.CharField(required=False)
    mode = forms.ChoiceField(
        choices=[("", "---------"), ("room", "In the room"), ("online", "Online")],
        widget=ToldRadioSelect(hints={"room": "3 left"}, notes={"online": "Full"}, closed=["online"]),
        error_messages={"required": "Choose how you take part"},
    )
    topics = forms.MultipleChoiceField(choices=[("a", "A")], widget=forms.CheckboxSelectMultiple, required=False)
    listed = forms.BooleanField(help_text="You can change this later")
    secret = forms.CharField(widget=forms.HiddenInput, required=False)
    password = forms.CharField(widget=forms.PasswordInput, required=False)


# The registry and its tags


def test_component_renders_its_template():
    assert str(html('{% component "badge" tone="good" label="Confirmed" %}')) == (
        '<span class="badge badge--good">Confirmed</span>'
    )


def test_component_escapes_what_it_is_given():
    assert html('{% component "badge" label=label %}', label="<b>1</b>").find("b") is None


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ('{% component "badge" label="x" colour="red" %}', "Component “badge” takes no colour."),
        ('{% component "badge" tone="good" %}', "Component “badge” needs label."),
        ('{% component "bagde" label="x" %}', "There is no component “bagde”."),
        ('{% box "badge" label="x" %}inner{% endbox %}', "Component “badge” takes no body."),
    ],
)
def test_component_refuses_undeclared_parameters_when_compiled(source, message):
    with pytest.raises(TemplateSyntaxError, match=re.escape(message)):
        Template(source)


def test_component_sees_nothing_but_its_parameters():
    assert html('{% component "badge" label="x" %}', tone="bad").span["class"] == ["badge"]


def test_box_gives_what_stands_between_as_body():
    found = html('{% box "alert" title="Title" %}<p>{{ word }}</p>{% endbox %}', word="inner")
    assert [p.text for p in found.select(".alert-body p")] == ["inner"]


def test_component_can_be_kept_in_a_variable():
    assert html('{% component "badge" label="x" as kept %}[{{ kept }}]').text == "[x]"


def test_posting_action_carries_the_token_of_the_page():
    found = html('{% component "action" label="Accept" url="/a/" post=True %}', csrf_token="a-token")
    assert found.form["method"] == "post"
    assert found.find("input", {"name": "csrfmiddlewaretoken"})["value"] == "a-token"


def test_render_refuses_undeclared_parameters():
    with pytest.raises(ComponentError, match="takes no colour"):
        components.render("badge", label="x", colour="red")


def test_every_template_is_declared_and_every_component_has_a_template():
    assert {path.stem for path in TEMPLATES.glob("*.html")} - PARTS == {each.name for each in components.declared()}


# The gallery


def test_gallery_shows_every_component():
    shown = [specimen.name for group in gallery.groups() for specimen in group.specimens]
    assert sorted(shown) == sorted(each.name for each in components.declared())


@pytest.mark.parametrize("specimen", [s for g in gallery.groups() for s in g.specimens], ids=lambda each: each.name)
def test_every_sample_renders(specimen):
    rendered = [BeautifulSoup(html, "html.parser") for html in specimen.rendered()]
    assert rendered
    assert all(each.find() for each in rendered)


def test_every_sheet_of_a_component_is_met_in_the_gallery(rf, settings):
    settings.DEBUG = True
    page = BeautifulSoup(styleguide(rf.get("/styleguide/")).content, "html.parser")
    used = {name for element in page.find_all(class_=True) for name in element["class"]}
    unused = {
        path.name: sorted(own)
        for path in sorted((CSS / "components").glob("*.css"))
        if not (own := set(re.findall(r"^  \.([a-z][a-z-]*)", path.read_text(), re.MULTILINE))) & used
        and "dialog {" not in path.read_text()
    }
    assert unused == {}


def test_gallery_is_absent_for_visitors_outside_development(client, settings, db):
    settings.DEBUG = False
    assert client.get("/styleguide/").status_code == 404


# Sheets


def sheets() -> list[Path]:
    """The site's sheets; those for Wagtail's admin stand apart (admin-*.css)."""
    return sorted(sheet for sheet in CSS.rglob("*.css") if not sheet.name.startswith("admin-"))


@pytest.mark.parametrize("sheet", [s for s in sheets() if s.name != "tokens.css"], ids=lambda s: s.stem)
def test_colours_stand_in_the_tokens_only(sheet):
    text = re.sub(r"/\*.*?\*/", "", sheet.read_text(), flags=re.DOTALL)
    assert re.findall(r"#[0-9a-fA-F]{3,8}\b|\b(?:rgba?|hsla?|oklch|light-dark)\(", text) == []


@pytest.mark.parametrize("sheet", [s for s in sheets() if s.name != "tokens.css"], ids=lambda s: s.stem)
def test_sizes_of_type_stand_in_the_tokens_only(sheet):
    text = re.sub(r"@media print \{.*", "", sheet.read_text(), flags=re.DOTALL)
    assert re.findall(r"font-size: (?!var\(--t-|[\d.]+em;)[^;]+;", text) == []


def test_every_token_that_is_used_is_there():
    texts = "".join(sheet.read_text() for sheet in sheets())
    assert set(re.findall(r"var\((--[\w-]+)\)", texts)) - set(re.findall(r"(--[\w-]+):", texts)) == set()


def test_every_sheet_is_imported():
    imported = re.findall(r'@import "([^"]+)"', (CSS / "site.css").read_text())
    own = {"site.css", "rooms/styleguide.css", "components/month-chart.css"}
    rooms = [
        "discussion",
        "documents",
        "editing",
        "library",
        "meetings",
        "notifications",
        "search",
        "slides",
        "subjects",
    ]
    own |= {f"rooms/{room}.css" for room in rooms}
    assert sorted(imported) == sorted({s.relative_to(CSS).as_posix() for s in sheets()} - own)


# Fields


def test_field_names_describes_and_marks_what_is_wrong():
    form = RegisterForm({})
    found = html("{% field form.name %}", form=form)
    control = found.find("input")
    order = [element.get("id") or element.name for element in found.div.find_all(recursive=False)]
    assert found.label["for"] == control["id"] == "id_name"
    assert control["aria-describedby"] == "id_name_helptext id_name_error"
    assert control["aria-invalid"] == "true"
    assert control["autocomplete"] == "name"
    assert control.has_attr("required")
    assert order == ["label", "id_name_helptext", "id_name_error", "id_name"]


def test_field_says_that_an_answer_is_optional():
    form = RegisterForm()
    assert html("{% field form.phone %}", form=form).label.get_text(" ", strip=True) == "Phone (optional)"
    assert html("{% field form.name %}", form=form).label.text == "Name"
    # What stands around it has said so.
    assert html('{% field form.phone kind="told" %}', form=form).label.get_text(" ", strip=True) == "Phone"


def test_field_without_native_attribute_says_that_an_answer_is_needed():
    form = RegisterForm(use_required_attribute=False)
    assert html("{% field form.name %}", form=form).find("input")["aria-required"] == "true"
    assert not html("{% field form.phone %}", form=form).find("input").has_attr("aria-required")


def test_field_of_choices_is_a_group_with_words_for_each_choice():
    found = html('{% field form.mode kind="box" %}', form=RegisterForm())
    room, online = found.select("input[type=radio]")
    assert found.fieldset["role"] == "radiogroup"
    assert found.fieldset["aria-required"] == "true"
    assert [label.text for label in found.select("label")] == ["In the room", "Online"]
    assert found.find(id=room["aria-describedby"].strip()).text == "3 left"
    assert found.find(id=online["aria-describedby"].strip()).text == "Full"
    assert (room.has_attr("disabled"), online.has_attr("disabled")) == (False, True)


def test_chosen_choice_stays_open_when_it_is_closed_for_others():
    online = html("{% field form.mode %}", form=RegisterForm(initial={"mode": "online"})).select("input")[1]
    assert online.has_attr("checked")
    assert not online.has_attr("disabled")


def test_list_of_check_boxes_is_no_radio_group():
    found = html("{% field form.topics %}", form=RegisterForm())
    assert found.find("input")["type"] == "checkbox"
    assert not found.fieldset.has_attr("role")


def test_hidden_field_is_its_control_alone():
    assert str(html("{% field form.secret %}", form=RegisterForm())) == (
        '<input id="id_secret" name="secret" type="hidden"/>'
    )


def test_password_can_be_shown_only_with_a_script():
    button = html("{% field form.password %}", form=RegisterForm()).button
    assert button.has_attr("hidden")
    assert button["aria-controls"] == "id_password"


def test_error_summary_leads_to_the_controls_in_order():
    form = RegisterForm({})
    form.add_error(None, "Registration closed while you were writing")
    found = html("{% error_summary form %}", form=form)
    assert found.h2.text == "There are 4 problems"
    assert [li.text for li in found.select("li")] == [
        "Registration closed while you were writing",
        "Name: This field is required.",
        "Choose how you take part",
        "Listed: This field is required.",
    ]
    assert [a["href"] for a in found.select("a")] == ["#id_name", "#id_mode_1", "#id_listed"]


def test_error_summary_of_a_right_form_is_nothing():
    form = RegisterForm({"name": "Ana", "mode": "room", "listed": "on"})
    assert str(html("{% error_summary form %}", form=form)) == ""


def test_stock_message_after_a_question_is_not_doubly_punctuated():
    class Asked(forms.Form):
        people = forms.IntegerField(label="How many of you come?")

    assert [problem.text for problem in problems(Asked({"people": "x"}))] == [
        "How many of you come? Enter a whole number."
    ]


# Links between pages


def test_paginate_keeps_the_rest_of_the_address():
    request = RequestFactory().get("/events/", {"kind": "forum", "page": "2"})
    found = html("{% paginate page %}", page=Paginator(range(30), 10).page(2), request=request)
    assert [a["href"] for a in found.select("a")] == [
        "?kind=forum&page=1",
        "?kind=forum&page=1",
        "?kind=forum&page=3",
        "?kind=forum&page=3",
    ]
    assert found.select_one("[aria-current]").text == "2"


def test_paginate_a_single_page_is_nothing():
    assert (
        str(html("{% paginate page %}", page=Paginator(range(3), 10).page(1), request=RequestFactory().get("/"))) == ""
    )


# Dates


@pytest.mark.parametrize(
    ("start", "end", "halves", "year", "words"),
    [
        (date(2027, 3, 16), date(2027, 3, 17), (("Mar", "16–17"),), "2027", "16–17 March 2027"),
        (date(2027, 3, 16), None, (("Mar", "16"),), "2027", "16 March 2027"),
        (date(2026, 11, 30), date(2026, 12, 1), (("Nov", "30"), ("Dec", "1")), "2026", "30 November – 1 December 2026"),
        (
            date(2026, 12, 31),
            date(2027, 1, 1),
            (("Dec", "31"), ("Jan", "1")),
            "2026–2027",
            "31 December 2026 – 1 January 2027",
        ),
    ],
)
def test_leaf_of_days(start, end, halves, year, words):
    found = leaf(start, end)
    assert (found.halves, found.year, found.words) == (halves, year, words)


def test_days_are_those_of_the_zone_that_was_given(settings):
    from zoneinfo import ZoneInfo

    settings.TIME_ZONE = "Europe/Brussels"
    late = datetime(2027, 3, 16, 23, 30, tzinfo=ZoneInfo("America/New_York"))
    assert html('{% component "date-block" start=start %}', start=late).select_one(".day").text == "16"
    assert html("{{ start|time_range:start }}", start=late).text == "23:30–23:30"


def test_short_ranges():
    assert date_range(date(2026, 11, 30), date(2026, 12, 1), short=True) == "30 Nov – 1 Dec 2026"
    assert time_range(datetime(2027, 3, 16, 9, 30)) == "09:30"


# The frame of every page


def test_page_title_names_the_page_the_site_and_the_error(rf):
    source = '{% extends "layouts/base.html" %}{% block title %}Events & "more"{% endblock %}'
    request = rf.get("/events/")
    plain = BeautifulSoup(Template(source).render(page_context(request)), "html.parser")
    wrong = BeautifulSoup(Template(source).render(page_context(request, form=RegisterForm({}))), "html.parser")
    assert plain.title.text == 'Events & "more" – S3 Community of Practice'
    assert wrong.title.text == 'Error: Events & "more" – S3 Community of Practice'
    assert plain.find("meta", property="og:title")["content"] == 'Events & "more"'
    assert plain.find("link", rel="canonical")["href"] == f"{settings.SITE_URL}/events/"


def test_frame_of_a_page_names_the_site_even_where_a_view_has_a_site_of_its_own(rf):
    context = page_context(rf.get("/accounts/login/"))
    context["site"] = "127.0.0.1:8000"
    found = BeautifulSoup(Template('{% extends "layouts/base.html" %}').render(context), "html.parser")
    assert found.select_one(".wordmark").text == found.title.text == "S3 Community of Practice"


def page_context(request, **values) -> Context:
    from cop.core.context_processors import site

    return Context({"request": request, **site(request), **values})
