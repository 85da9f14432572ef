"""The database folds as Python does."""

import pytest

from cop.core.folding import fold
from cop.members.models import Organisation

pytestmark = pytest.mark.django_db

WORDS = [
    "plain",
    "PLAIN",
    "Stratégie",
    "Łódź",
    "Straße",
    "GROẞ",
    "Ævar",
    "œuvre",
    "Þór",
    "İzmir",
    "ΣΟΦΟΣ",
    "Ёлка",
    "e\u0301t",
]


def folded(name: str) -> str:
    organisation = Organisation.objects.create(name=name)
    return Organisation.objects.filter(pk=organisation.pk).values_list("name__folded", flat=True).get()


@pytest.mark.parametrize("word", WORDS)
def test_words_are_folded_as_python_folds_them(word):
    assert folded(word) == fold(word)


def test_letters_of_european_languages_are_folded_as_python_folds_them():
    letters = [
        chr(code) for code in (*range(0xC0, 0x250), *range(0x386, 0x3CF), *range(0x400, 0x530), *range(0x1E00, 0x1F00))
    ]
    letters = [letter for letter in letters if letter.isalpha()]
    for start in range(0, len(letters), 40):
        some = letters[start : start + 40]
        assert folded(" ".join(some)).split() == [fold(letter) for letter in some]
