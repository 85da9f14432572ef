"""What somebody wrote themselves: the programs and languages of the EU."""

import pytest

from tests.working_groups.mails import ATTRIBUTIONS, BLOCKS, ENDINGS, HTML, LETTER, OWN
from working_groups.mail.html_text import to_text
from working_groups.mail.quotes import LONGEST, own_words


@pytest.mark.parametrize("name", ATTRIBUTIONS)
def test_attribution_and_quotation_are_cut_off(name):
    assert own_words(f"{OWN}\n\n{ATTRIBUTIONS[name]}\n\n{LETTER}\n") == OWN


@pytest.mark.parametrize("name", ATTRIBUTIONS)
def test_unmarked_quotation_ends_at_the_marker(name):
    below = "##- Write your answer above this line -##\nWhich indicators?"
    assert own_words(f"{OWN}\n\n{ATTRIBUTIONS[name]}\n{below}") == OWN


@pytest.mark.parametrize("line", ["", "________________________________\n"])
@pytest.mark.parametrize("language", BLOCKS)
def test_header_block_and_what_follows_are_cut_off(language, line):
    block = "\n".join(BLOCKS[language])
    assert own_words(f"{OWN}\n\n{line}{block}\n\nWhich indicators?\n") == OWN


@pytest.mark.parametrize(
    "words", ["-----Original Message-----", "-----Ursprüngliche Nachricht-----", "-----Message d'origine-----"]
)
def test_original_message_is_cut_off(words):
    assert own_words(f"{OWN}\n\n{words}\nVon: Bela\n\nWhich?") == OWN


@pytest.mark.parametrize("name", ENDINGS)
def test_endings_are_cut_off_alone_and_above_a_quotation(name):
    assert own_words(f"{OWN}\n\n{ENDINGS[name]}\n") == OWN
    assert own_words(f"{OWN}\n\n{ENDINGS[name]}\n\n{ATTRIBUTIONS['gmail en']}\n{LETTER}") == OWN


@pytest.mark.parametrize(
    "text",
    [
        "From: the beginning, we thought so.\n\nTo: all of you",
        "In 2019 the Commission wrote:\n\nRegions decide.",
        "This e-mail address is new.\n\nThe data are not confidential.",
        "A list:\n- one\n- two\n\n---\n\nAnd more.",
        "I wrote: nothing.",
        "Sent from my phone I could not see it, so here is my answer in more words than any phone ever adds to a mail.",
    ],
)
def test_own_words_that_look_alike_stay(text):
    assert own_words(text) == text


def test_answers_between_quotations_keep_the_short_ones():
    text = f"{ATTRIBUTIONS['thunderbird en']}\n> Which ones?\n\nThese.\n\n> And why?\n>\n\nBecause.\n\n> Bye\n"
    assert own_words(text) == "> Which ones?\n\nThese.\n\n> And why?\n>\n\nBecause."


def test_answer_below_a_whole_letter_leaves_the_letter_out():
    letter = "\n".join(f"> line {n}" for n in range(30))
    assert own_words(f"{ATTRIBUTIONS['gmail de']}\n{letter}\n\n{OWN}\n") == OWN


@pytest.mark.parametrize("text", ["", " \n\n", LETTER, f"{ATTRIBUTIONS['gmail fr']}\n{LETTER}", "-- \nAna"])
def test_nothing_of_ones_own_is_empty(text):
    assert own_words(text).strip() == ""


@pytest.mark.parametrize("program", HTML)
def test_html_of_programs_becomes_own_words(program):
    assert own_words(to_text(HTML[program])).replace("\n\n", "\n").split("\n") == ["These three.", "And a fourth one?"]


def test_html_keeps_lists_and_leaves_out_what_is_not_seen():
    assert to_text("<style>x</style><script>y</script><p>A</p><ul><li>one</li><li>two</li></ul>B&amp;C") == (
        "A\n\n- one\n- two\n\nB&C"
    )


@pytest.mark.parametrize(
    "text",
    ["wrote: " * 60_000, "On 1\n" * 50_000, "From: a\n" * 30_000, "-" * LONGEST, " " * LONGEST + "x"],
)
def test_hostile_text_is_read_to_the_end(text):
    """Growth with the square of the length would take hours here."""
    assert len(own_words(text)) <= LONGEST


def test_nested_html_is_read_to_the_end():
    assert to_text("<div>" * 20_000 + "x") == "x"
    assert to_text("<b><i>" * 20_000 + "x" + "</p>" * 20_000) == "x"
