"""People of the secretariat and a page with a draft."""

import pytest

from cop.core.roles import Role
from cop.members.models import User
from tests.factories.members import with_role
from tests.factories.pages import StandardPageFactory


@pytest.fixture
def one_factor(settings) -> None:
    """These tests are about rights, not about the second factor that staff need."""
    settings.STAFF_NEEDS_SECOND_FACTOR = False


@pytest.fixture
def editor(db, one_factor) -> User:
    """Writes and submits."""
    return with_role(Role.EDITOR, name="Edda Editor", email="edda@secretariat.example")


@pytest.fixture
def moderator(db, one_factor) -> User:
    """Publishes."""
    return with_role(Role.MODERATOR, name="Mona Moderator", email="mona@secretariat.example")


@pytest.fixture
def draft(db, editor):
    """A page that is not published, with one saved version by the editor."""
    page = StandardPageFactory(
        title="CANARY-TITLE", slug="secret-draft", live=False, owner=editor, body="<p>CANARY-TEXT</p>"
    )
    page.save_revision(user=editor)
    page.refresh_from_db()
    return page
