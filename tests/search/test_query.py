"""What somebody typed, understood; and what was found, marked."""

import pytest

from cop.core.folding import tokens
from cop.search import words
from cop.search.query import Term, parse

NFD = "e\u0301"


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Smart Specialisation", ["smart", "specialisation"]),
        ("Stratégie", ["strategie"]),
        (f"Strat{NFD}gie", ["strategie"]),
        ("ŁÓDŹ Straße København İzmir", ["lodz", "strasse", "kobenhavn", "izmir"]),
        ("Στρατηγικής", ["στρατηγικησ"]),
        ("l’innovation, S3-platform; 2.5", ["l", "innovation", "s3", "platform", "2", "5"]),
        ("日本語 ok", ["日", "本", "語", "ok"]),
        ("snake_case", ["snake", "case"]),
        ("😀 \x00 % *", []),
        ("x" * 100, ["x" * 40]),
    ],
)
def test_text_becomes_words_without_case_and_accents(text, folded):
    assert tokens(text) == folded


@pytest.mark.parametrize(
    ("raw", "terms", "excluded"),
    [
        ("smart", [Term(("smart",), True)], []),
        ("smart sp", [Term(("smart",), True), Term(("sp",), True)], []),
        # Short words in the middle are whole ones: "in" is not the beginning of innovation there.
        ("in smart", [Term(("in",)), Term(("smart",), True)], []),
        ("a", [Term(("a",))], []),
        ('"smart specialisation" -energy', [Term(("smart", "specialisation"))], [Term(("energy",))]),
        ('forum -"old news" -x', [Term(("forum",), True)], [Term(("old", "news")), Term(("x",))]),
        ("„smart cities“", [Term(("smart", "cities"))], []),
        ('forum "not closed', [Term(("forum",), True), Term(("not", "closed"))], []),
        ("s3-platform", [Term(("s3", "platform"), True)], []),
        ("日本", [Term(("日", "本"))], []),
        ("smart SMART Smärt", [Term(("smart",), True)], []),
        ("title:forum", [Term(("title", "forum"), True)], []),
        ("", [], []),
        ('" - "" ** -- () \x00', [], []),
        ("-only -exclusions", [], [Term(("only",)), Term(("exclusions",))]),
        ("😀", [], []),
    ],
)
def test_query_is_read(raw, terms, excluded):
    query = parse(raw)

    assert list(query.terms) == terms
    assert list(query.excluded) == excluded
    assert bool(query) == bool(terms)


@pytest.mark.parametrize("raw", ["a" * 10_000, "x " * 5_000, '"' * 10_000, "-" * 10_000, '"a b ' * 3_000, "日" * 9_000])
def test_long_query_is_cut(raw):
    query = parse(raw)

    assert len(query.text) <= 200
    assert len(query.terms) <= 8
    assert all(len(term.words) <= 12 for term in query.terms)


def test_extract_is_cut_around_the_word():
    long = "word " * 100 + "needle " + "word " * 100

    cut = words.extract(["short summary", long], parse("needle"))

    assert "needle" in cut
    assert cut.startswith("… ")
    assert cut.endswith(" …")
    assert len(cut) < 220
    assert words.extract(["summary", "body"], parse("needle")) == "summary"
    assert words.extract(["", ""], parse("needle")) == ""


def test_extract_of_a_text_without_spaces_is_cut_too():
    assert len(words.extract(["日" * 500 + "本" + "日" * 500], parse("本"))) < 220


def test_marking_escapes_and_keeps_case_and_accents():
    assert words.marked("S3 & Forum forums", parse("forum")) == "S3 &amp; <mark>Forum</mark> <mark>forums</mark>"
    assert words.marked("Une Stratégie <b>", parse("strategie")) == "Une <mark>Stratégie</mark> &lt;b&gt;"
    assert words.marked("東京日本語", parse("日本")) == "東京<mark>日</mark><mark>本</mark>語"
    assert words.marked("a <i>", parse("")) == "a &lt;i&gt;"


def test_rooms_may_show_plain_words():
    assert words.words_in('Smart "old cities" s3-platform smart -x') == ["Smart", "old", "cities", "s3", "platform"]
    assert words.marked("Old cities", ["cities"]) == "Old <mark>cities</mark>"


def test_rich_text_becomes_one_line():
    assert words.plain("<p>One &amp; two</p><ul><li>a</li><li>b</li></ul>") == "One & two a · b"
