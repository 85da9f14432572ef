"""Works as others cite them: text, BibTeX, RIS, CSL-JSON."""

import json

import pytest

from cop.core.authors import Author, authors_of, person
from cop.core.citations import BOOK, Form, Work, in_format

TALK = Form("misc", "SLIDE", "speech", "Presentation")


def test_apa_of_a_talk_has_date_kind_event_and_address():
    work = Work(
        "Roadmaps: five things",
        authors=authors_of("Muster, Bruno; Przykład, Ewa Maria; [no comma] Body"),
        year=2026,
        month=11,
        day=3,
        form=TALK,
        event="S3 Forum 2026",
        publisher="S3 CoP",
        url="https://cop.example/r/7/",
    )

    assert work.apa == (
        "Muster, B., Przykład, E. M., & [no comma] Body. (2026, November 3). Roadmaps: five things [Presentation]. "
        "S3 Forum 2026. S3 CoP. https://cop.example/r/7/"
    )


@pytest.mark.parametrize(
    ("names", "shown"),
    [
        ("Sample, Jean-Luc", "Sample, J.-L."),
        ("Sample, A. B.", "Sample, A. B."),
        ("European Commission", "European Commission."),
        ("Sample, Ana; Muster, Bo", "Sample, A., & Muster, B."),
        ("", ""),
    ],
)
def test_apa_names(names, shown):
    apa = Work("A title", authors=authors_of(names), year=2020).apa

    assert apa == (f"{shown} (2020). A title." if shown else "A title. (2020).")


def test_apa_without_a_year_says_so():
    assert Work("A title", authors=authors_of("Sample, Ana")).apa == "Sample, A. (n.d.). A title."


def test_apa_of_more_than_twenty_names_leaves_the_middle_out():
    apa = Work("T", authors=authors_of("; ".join(f"Name{n:02}, A." for n in range(1, 23))), year=2020).apa

    assert "Name19, A., … Name22, A. (2020)" in apa
    assert "Name20" not in apa


def test_bibtex_escapes_and_keeps_bodies_whole():
    work = Work(
        "50% {done} & more",
        authors=authors_of("Sample, Ana; European Commission"),
        year=2020,
        doi="10.2791/53569",
        form=BOOK,
    )

    assert work.bibtex == (
        "@book{sample2020,\n"
        "  author = {Sample, Ana and {European Commission}},\n"
        "  title = {{50\\% \\{done\\} \\& more}},\n"
        "  year = {2020},\n"
        "  doi = {10.2791/53569},\n"
        "  url = {https://doi.org/10.2791/53569}\n"
        "}\n"
    )


def test_ris_has_no_line_that_was_not_meant():
    work = Work(
        "Title\r\nER  - \r\nTY  - FAKE",
        authors=authors_of("Sample, Ana"),
        year=2026,
        month=3,
        form=TALK,
        keywords=["EDP"],
    )

    assert work.ris.split("\r\n") == [
        "TY  - SLIDE",
        "AU  - Sample, Ana",
        "PY  - 2026",
        "DA  - 2026/03//",
        "TI  - Title ER - TY - FAKE",
        "KW  - EDP",
        "ER  - ",
        "",
    ]


def test_csl_tells_people_from_bodies():
    work = Work("T", authors=authors_of("Sample, Ana; European Commission"), year=2026, month=3, day=9, form=TALK)

    assert work.csl == {
        "id": "sample2026",
        "type": "speech",
        "title": "T",
        "author": [{"family": "Sample", "given": "Ana"}, {"literal": "European Commission"}],
        "issued": {"date-parts": [[2026, 3, 9]]},
        "genre": "Presentation",
    }


def test_several_works_in_one_file_have_keys_of_their_own():
    works = [Work(f"T{number}", authors=authors_of("Sample, Ana"), year=2026) for number in range(3)]

    assert [entry["id"] for entry in json.loads(in_format(works, "json"))] == [
        "sample2026",
        "sample2026a",
        "sample2026b",
    ]
    assert [line.split(",")[0] for line in in_format(works, "bib").splitlines() if line.startswith("@")] == [
        "@book{sample2026",
        "@book{sample2026a",
        "@book{sample2026b",
    ]
    assert in_format(works, "ris").count("ER  - \r\n") == 3


BODY = Author("European Commission, Joint Research Centre; Unit B")


def test_body_with_commas_stays_whole_in_every_format():
    work = Work("T", authors=[BODY], year=2026)

    assert work.apa == "European Commission, Joint Research Centre; Unit B. (2026). T."
    assert "  author = {{European Commission, Joint Research Centre; Unit B}},\n" in work.bibtex
    # A comma would make a person of it.
    assert "AU  - European Commission. Joint Research Centre; Unit B\r\n" in work.ris
    assert work.csl["author"] == [{"literal": "European Commission, Joint Research Centre; Unit B"}]
    assert work.key == "european2026"


@pytest.mark.parametrize("name", ["Smith, John, Jr.", "Smith, Jr., John"])
def test_what_follows_a_name_is_no_first_name(name):
    work = Work("T", authors=[person(name)], year=2026)

    assert work.apa == "Smith, J., Jr. (2026). T."
    assert "author = {Smith, Jr., John}" in work.bibtex
    assert "AU  - Smith, John, Jr.\r\n" in work.ris
    assert work.csl["author"] == [{"family": "Smith", "given": "John", "suffix": "Jr."}]


@pytest.mark.parametrize(
    ("line", "authors"),
    [
        ("Sample, Ana;; European Commission", [Author("Sample", "Ana"), Author("European Commission")]),
        ("{Commission, JRC; Unit B}; Sample, Ana", [Author("Commission, JRC; Unit B"), Author("Sample", "Ana")]),
        ("Plato", [Author("Plato")]),
        ("John Smith, Jr.", [Author("John Smith, Jr.")]),
        ("Sample,", [Author("Sample")]),
        (" ; {} ,", []),
    ],
)
def test_line_of_authors(line, authors):
    assert authors_of(line) == authors


def depth_of(text: str) -> list[int]:
    """How many braces are open after each character, as BibTeX counts: backslashes change nothing."""
    depths = [0]
    for char in text:
        depths.append(depths[-1] + {"{": 1, "}": -1}.get(char, 0))
    return depths


def test_nothing_ends_a_field_of_bibtex_before_its_end():
    evil = "x},\nnote={pwned"
    work = Work(
        evil,
        authors=[Author(evil), Author("Sand and Co", evil), person(f"A, B, {evil}")],
        year=2026,
        publisher=evil,
        doi=f"10.1234/{evil}",
        isbn=evil,
        language=evil,
        abstract=evil,
        keywords=[evil],
        event=evil,
        form=TALK,
    )

    depths = depth_of(work.bibtex)

    assert depths[-1] == 0
    # The whole entry is open from its first brace to its last.
    assert 0 not in depths[depths.index(1) : -2]
    lines = [
        line for line, depth in zip(work.bibtex.split("\n"), _depths_of_lines(work.bibtex), strict=True) if depth == 1
    ]
    assert [line.split(" = ")[0].strip() for line in lines if "=" in line].count("note") == 1
    assert "{Sand and Co}" in work.bibtex


def _depths_of_lines(text: str) -> list[int]:
    return [depth_of("\n".join(text.split("\n")[:number]))[-1] for number in range(len(text.split("\n")))]


def test_report_of_bibtex_has_an_institution_and_a_type():
    work = Work("T", year=2026, publisher="JRC", form=Form("techreport", "RPRT", "report", "Study"))

    assert "  institution = {JRC},\n  type = {Study}\n" in work.bibtex
    assert ("citation_technical_report_institution", "JRC") in work.tags
    assert "publisher" not in work.bibtex


def test_tags_of_a_talk_are_those_that_zotero_reads():
    work = Work(
        "T\nT",
        authors=[Author("Sample", "Ana"), BODY],
        year=2026,
        month=3,
        day=9,
        event="Forum",
        publisher="S3",
        doi="10.2791/53569",
        language="en",
        keywords=["EDP"],
        form=TALK,
    )

    assert work.tags == [
        ("citation_title", "T T"),
        ("citation_author", "Sample, Ana"),
        ("citation_author", "European Commission. Joint Research Centre; Unit B"),
        ("citation_publication_date", "2026/03/09"),
        ("citation_publisher", "S3"),
        ("citation_conference_title", "Forum"),
        ("citation_doi", "10.2791/53569"),
        ("citation_language", "en"),
        ("citation_keywords", "EDP"),
    ]


def test_odd_doi_makes_an_address_that_works():
    work = Work("T", doi="10.1002/(SICI)1097-4571(1998)49:8<693::AID-ASI4>3.0.CO;2-O")

    assert work.address == "https://doi.org/10.1002/(SICI)1097-4571(1998)49:8%3C693::AID-ASI4%3E3.0.CO;2-O"
    assert "  doi = {10.1002/(SICI)1097-4571(1998)49:8<693::AID-ASI4>3.0.CO;2-O}" in work.bibtex
