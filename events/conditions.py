"""When a question is asked at all: only of those who gave a certain answer to another one."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from .choices import QuestionKind

if TYPE_CHECKING:
    from .models import Question


def tokens(value: Any) -> set[str]:
    """What an answer, cleaned or as sent, can be compared by: keys of choices, yes or no, text in lower case."""
    if value is None or value == "":
        return set()
    if isinstance(value, bool):
        return {"yes", "true"} if value else {"no", "false"}
    if isinstance(value, list | tuple | set):
        return set().union(*map(tokens, value))
    return {str(value).strip().lower()}


def wanted(question: "Question") -> set[str]:
    """The answers after which `question` is asked; empty: after any answer."""
    return tokens([each for each in question.depends_values if each not in (None, "")])


def asked(questions: "Mapping[str, Question]", answer_to: Callable[[str], Any]) -> set[str]:
    """Keys of the questions that are asked of somebody with these answers.

    An answer to a question that is itself not asked counts as none, so chains fall together. A condition on a question
    that does not exist, or on itself in a circle, is no condition.
    """
    known: dict[str, bool] = {}

    def is_asked(key: str, above: tuple[str, ...]) -> bool:
        if key not in known:
            question = questions[key]
            parent = question.depends_on
            if not parent or parent not in questions or parent in (*above, key):
                known[key] = True
            elif not is_asked(parent, (*above, key)):
                known[key] = False
            else:
                given = tokens(answer_to(parent))
                known[key] = bool(given & wanted(question)) if wanted(question) else bool(given)
        return known[key]

    return {key for key in questions if is_asked(key, ())}


def in_words(question: "Question", questions: "Mapping[str, Question]") -> tuple[str, list[str]] | None:
    """The question it depends on, and the labels of the answers that lead to it; None without a condition."""
    parent = questions.get(question.depends_on)
    if parent is None or parent is question:
        return None
    labels = {each["key"].lower(): each["label"] for each in parent.options}
    if parent.kind == QuestionKind.YES_NO:
        labels = {"yes": _("Yes"), "true": _("Yes"), "no": _("No"), "false": _("No")}
    found = [labels.get(str(token).strip().lower(), str(token)) for token in map(_plain, question.depends_values)]
    return parent.label, list(dict.fromkeys(found))


def _plain(value: Any) -> Any:
    return ("yes" if value else "no") if isinstance(value, bool) else value
