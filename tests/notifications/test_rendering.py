"""The look of letters: what every mail program can show, whole addresses, values that stay values."""

import re

import pytest

from cop.notifications import rendering
from cop.notifications.templatetags.letters import facts_text
from tests.letters import deliver_all, html_of


def both(post, kind="sample.own", **params):
    post(kind, **params)
    message = deliver_all()[0]
    return message.body, html_of(message)


def test_text_part_in_full(post, member, settings):
    settings.SITE_URL = "https://s3cop.example"
    post(
        to=member,
        subject="You are registered for the S3 Forum 2027",
        words="Your place is confirmed.",
        rows=[
            ["When", ["Tuesday 16 March 2027", "Wednesday 17 March 2027"], "Brussels time (UTC+1)"],
            ["Place", "In the room"],
        ],
    )
    assert deliver_all()[0].body == (
        "You are registered for the S3 Forum 2027\n\n"
        "Dear Ana Member,\n\n"
        "Your place is confirmed.\n\n"
        "When   Tuesday 16 March 2027\n"
        "       Wednesday 17 March 2027\n"
        "       Brussels time (UTC+1)\n"
        "Place  In the room\n\n"
        "Show it:\nhttps://s3cop.example/tickets/1/\n\n"
        "Your Secretariat\n\n"
        "------------------------------------------------------------\n"
        "You get this letter because it is about your own account or registration. "
        "Such letters cannot be switched off.\n\n"
        "S3 Community of Practice\nhttps://s3cop.example/\n"
        "Questions? Write to the Secretariat: secretariat@s3cop.example\n"
    )


def test_values_are_escaped_in_html_and_left_alone_in_text(post, member):
    member.name = "<b>Ana</b> & Co"
    member.save()
    value = "<script>alert('1')</script> & \"more\""
    post(to=member, words=value, subject=value, rows=[[value, value, value]], preheader=value)
    message = deliver_all()[0]
    html = html_of(message)
    assert "<script" not in html
    assert "<b>" not in html
    assert html.count("&lt;script&gt;alert(&#x27;1&#x27;)&lt;/script&gt; &amp; &quot;more&quot;") == 7
    assert "Dear &lt;b&gt;Ana&lt;/b&gt; &amp; Co," in html
    assert message.body.count(value) == 5
    assert "Dear <b>Ana</b> & Co," in message.body


def test_html_is_what_old_mail_programs_can_show(post):
    _text, html = both(post)
    # The one style sheet is for dark mail programs alone: the letter needs none.
    assert html.count("<style") == 1
    html = re.sub(r"<style>.*?</style>", "", html, flags=re.DOTALL)
    assert "<link" not in html
    assert "<img" not in html
    assert "<script" not in html
    assert "url(" not in html
    assert "var(" not in html
    assert "flex" not in html
    assert "grid" not in html
    assert "rgb" not in html
    assert set(re.findall(r"https?://[^/\"<]+", html)) == {"http://testserver"}
    assert set(re.findall(r"<table[^>]*>", html)) == set(re.findall(r'<table role="presentation"[^>]*>', html))
    assert html.count("<h1") == 1
    assert html.count("<table") == html.count("</table>")
    assert len(html.encode()) < 20_000


def test_bare_tags_get_a_style_and_styled_ones_keep_theirs(post):
    _text, html = both(post)
    assert not re.search(r"<(p|a|ul|li|h2)(\s(?![^>]*style=)[^>]*)?>", html)
    assert '<a href="http://testserver/me/" style="color:#1446c8">' in html
    assert 'color:#ffffff;text-decoration:none">Show it</a>' in html


def test_sample_letters_say_so(post, monkeypatch):
    text, html = both(post)
    assert "Sample" not in text + html.replace("ana.sample", "")


@pytest.mark.parametrize(
    ("path", "whole"),
    [
        ("/me/", "http://testserver/me/"),
        ("https://other.example/x", "https://other.example/x"),
        ("//other.example/x", "//other.example/x"),
    ],
)
def test_absolute(path, whole):
    assert rendering.links.absolute(path) == whole


def test_facts_in_text_break_between_words_and_never_within_an_address():
    address = "https://s3cop.example/" + "x" * 90
    lines = facts_text([["Where", "word " * 20], ["A label that is longer than sixteen", "value"], ["Link", address]])
    assert lines.splitlines() == [
        "Where             " + " ".join(["word"] * 11),
        "                  " + " ".join(["word"] * 9),
        "A label that is longer than sixteen",
        "                  value",
        "Link              " + address,
    ]


def test_facts_without_rows_leave_no_hole(post):
    text, _html = both(post, rows=[], path="")
    assert "Bring the ticket in this letter.\n\nYour Secretariat" in text


def test_letter_without_a_name_greets_all_the_same(post):
    text, html = both(post)
    assert "\nHello,\n" in text
    assert ">Hello,</p>" in html


def test_dates_are_in_the_addressee_s_time_zone(post, member, monkeypatch):
    from django.utils import timezone

    from cop.notifications import registry
    from cop.notifications.registry import LetterContent

    zones = []

    def build(letter):
        zones.append(timezone.get_current_timezone_name())
        return LetterContent(subject="Hello", template="layout")

    kind = registry.Kind("sample.zone", "Zone", build)
    for zone in ("Pacific/Auckland", "Not/AZone", ""):
        member.time_zone = zone
        monkeypatch.setattr(member, "save", None)
        letter = post()
        letter.member = member
        monkeypatch.setattr(rendering, "_render", lambda *args, **kwargs: "")
        rendering.render(letter, kind)
    assert zones == ["Pacific/Auckland", "Europe/Brussels", "Europe/Brussels"]
