"""Works as others cite them: text, BibTeX, RIS, CSL-JSON."""

import json

import pytest

from cop.core.citations import BOOK, Form, Work, in_format

TALK = Form("misc", "SLIDE", "speech", "Presentation")


def test_apa_of_a_talk_has_date_kind_event_and_address():
    work = Work(
        "Roadmaps: five things",
        authors="Muster, Bruno; Przykład, Ewa Maria; [no comma] Body",
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
    apa = Work("A title", authors=names, year=2020).apa

    assert apa == (f"{shown} (2020). A title." if shown else "A title. (2020).")


def test_apa_without_a_year_says_so():
    assert Work("A title", authors="Sample, Ana").apa == "Sample, A. (n.d.). A title."


def test_apa_of_more_than_twenty_names_leaves_the_middle_out():
    apa = Work("T", authors="; ".join(f"Name{n:02}, A." for n in range(1, 23)), year=2020).apa

    assert "Name19, A., … Name22, A. (2020)" in apa
    assert "Name20" not in apa


def test_bibtex_escapes_and_keeps_bodies_whole():
    work = Work(
        "50% {done} & more", authors="Sample, Ana; European Commission", year=2020, doi="10.2791/53569", form=BOOK
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
    work = Work("Title\r\nER  - \r\nTY  - FAKE", authors="Sample, Ana", year=2026, month=3, form=TALK, keywords=["EDP"])

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
    work = Work("T", authors="Sample, Ana; European Commission", year=2026, month=3, day=9, form=TALK)

    assert work.csl == {
        "id": "sample2026",
        "type": "speech",
        "title": "T",
        "author": [{"family": "Sample", "given": "Ana"}, {"literal": "European Commission"}],
        "issued": {"date-parts": [[2026, 3, 9]]},
        "genre": "Presentation",
    }


def test_several_works_in_one_file_have_keys_of_their_own():
    works = [Work(f"T{number}", authors="Sample, Ana", year=2026) for number in range(3)]

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
