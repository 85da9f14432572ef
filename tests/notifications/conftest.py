"""Sample kinds, their templates, and short ways to write a letter."""

import copy
from collections.abc import Callable
from pathlib import Path

import pytest

from cop.notifications import registry
from cop.notifications.models import Letter
from cop.notifications.services import outbox
from tests.letters import mailbox  # noqa: F401
from tests.notifications import kinds  # noqa: F401

TEMPLATES = Path(__file__).parent / "templates"


@pytest.fixture(autouse=True)
def _sample_templates(settings) -> None:
    templates = copy.deepcopy(settings.TEMPLATES)
    templates[0]["DIRS"] = [TEMPLATES, *templates[0]["DIRS"]]
    settings.TEMPLATES = templates


@pytest.fixture
def post(db) -> Callable[..., Letter]:
    """`post()` writes a letter; whatever is not given is made up."""
    numbers = iter(range(1, 1000))

    def write(kind: str = "sample.own", to: object = "ana.sample@mail.example", cause: str = "", **params) -> Letter:
        return outbox.post(kind=kind, cause=cause or f"cause {next(numbers)}", to=to, params=params)

    return write


@pytest.fixture
def kind_of() -> Callable[[str], registry.Kind]:
    return registry.find
