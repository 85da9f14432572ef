"""What members write can be read and can do no harm."""

import logging

import pytest

from cop.core import markdown
from cop.core.markdown import LONGEST, to_html


def link(address: str, words: str) -> str:
    return f'<a href="{address}" rel="nofollow noopener">{words}</a>'


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("Plain words", "<p>Plain words</p>"),
        ("**strong** and *soft*", "<p><strong>strong</strong> and <em>soft</em></p>"),
        ("first\r\nsecond", "<p>first<br>\nsecond</p>"),
        ("- one\n- two", "<ul>\n<li>one</li>\n<li>two</li>\n</ul>"),
        ("> said", "<blockquote>\n<p>said</p>\n</blockquote>"),
        ("```python\na < b\n```", "<pre><code>a &lt; b\n</code></pre>"),
        ("", ""),
    ],
)
def test_text_becomes_what_its_marks_say(text, html):
    assert to_html(text) == html


@pytest.mark.parametrize(
    ("levels", "shown"),
    [
        ([1, 2, 6], [3, 4, 5]),
        ([2, 2, 4, 3, 1], [3, 3, 4, 4, 3]),
        ([6, 1, 2], [3, 3, 4]),
        ([1, 2, 3, 4, 5, 6], [3, 4, 5, 6, 6, 6]),
    ],
)
def test_headings_begin_below_those_of_the_page_and_skip_no_level(levels, shown):
    html = to_html("\n".join(f"{'#' * level} Heading" for level in levels))
    assert html == "\n".join(f"<h{level}>Heading</h{level}>" for level in shown)


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("[a](https://a.example/)", link("https://a.example/", "a")),
        ("[a](/people/)", link("/people/", "a")),
        ('[a](https://a.example "title")', link("https://a.example", "a")),
        ("<me@a.example>", link("mailto:me@a.example", "me@a.example")),
        ("See https://a.example/x_(y).", f"See {link('https://a.example/x_(y)', 'https://a.example/x_(y)')}."),
        ("(https://a.example?b=1&c=2)", f"({link('https://a.example?b=1&amp;c=2', 'https://a.example?b=1&amp;c=2')})"),
        ("[https://a.example](https://b.example)", link("https://b.example", "https://a.example")),
        ("`https://a.example`", "<code>https://a.example</code>"),
    ],
)
def test_addresses_become_links_that_lend_no_weight(text, html):
    assert to_html(text) == f"<p>{html}</p>"


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"),
        ("<img src=x onerror=alert(1)>", "<p>&lt;img src=x onerror=alert(1)&gt;</p>"),
        ("[x](javascript:alert(1))", "<p>[x](javascript:alert(1))</p>"),
        ("[x](JaVaScRiPt&#58;alert(1))", "<p>[x](JaVaScRiPt:alert(1))</p>"),
        ("[x](data:text/html,x)", "<p>[x](data:text/html,x)</p>"),
        ("<javascript:alert(1)>", "<p>&lt;javascript:alert(1)&gt;</p>"),
        ("[x](ftp://a.example)", '<p><a rel="nofollow noopener">x</a></p>'),
        ("![p](https://a.example/p.png)", f"<p>!{link('https://a.example/p.png', 'p')}</p>"),
        ("https://a.example/<script>", f"<p>{link('https://a.example/', 'https://a.example/')}&lt;script&gt;</p>"),
        ("a\u202eb\u2066c\x00d\ud800e", "<p>abcde</p>"),
        ("one\ntwo|three\n--|--\n1|2", "<p>one<br>\ntwo|three<br>\n--|--<br>\n1|2</p>"),
    ],
)
def test_nothing_that_could_do_harm_comes_through(text, html):
    assert to_html(text) == html


def test_text_that_is_too_long_is_cut():
    assert to_html("a" * (LONGEST + 5)) == f"<p>{'a' * LONGEST}…</p>"


@pytest.mark.parametrize("text", ["[" * 100_000, "> " * 20_000, "*_" * 40_000, "- " * 10_000, "[a](b " * 20_000])
def test_odd_text_ends_as_text(text):
    assert len(to_html(text)) < 6 * LONGEST


def test_words_are_shown_though_the_reader_fails(monkeypatch, caplog):
    def fail(text):
        raise ValueError("secret words")

    monkeypatch.setattr(markdown._parser, "render", fail)
    with caplog.at_level(logging.ERROR, logger="cop.core.markdown"):
        assert to_html("<b>words</b>") == "<p>&lt;b&gt;words&lt;/b&gt;</p>"
    assert [record.getMessage() for record in caplog.records] == [
        "A text of 12 characters could not be read as Markdown: ValueError."
    ]
