"""Pages of docs/ that come from code say what the code says."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from cop.core import rendered_docs

WRITTEN = "docs/permissions.md\ndocs/registration-states.md\ndocs/retention.md\n"


def test_rendered_pages_are_up_to_date():
    assert rendered_docs.stale() == []
    assert list(rendered_docs.rendered()) == ["permissions.md", "registration-states.md", "retention.md"]


def test_out_of_date_page_is_noticed_and_written(settings, tmp_path):
    settings.BASE_DIR = tmp_path
    with pytest.raises(CommandError, match=r"permissions\.md, registration-states\.md"):
        call_command("render_docs", check=True)
    out = StringIO()
    call_command("render_docs", stdout=out)
    assert out.getvalue() == WRITTEN
    call_command("render_docs", check=True)
    call_command("render_docs", stdout=out)
    assert out.getvalue() == WRITTEN
