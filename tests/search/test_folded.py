"""The database folds as Python does."""

import pytest

from cop.core.folding import fold
from cop.members.models import Organisation
from cop.search.folded import _LETTERS

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


def test_all_letters_are_folded_as_python_folds_them():
    letters = [chr(code) for code in _LETTERS if chr(code).isalpha()]
    for start in range(0, len(letters), 40):
        some = letters[start : start + 40]
        assert folded(" ".join(some)).split() == [fold(letter) for letter in some]
