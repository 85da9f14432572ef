"""In development one joined style sheet is served, made anew when a sheet has changed."""

import gzip
import os
from pathlib import Path

import brotli
import pytest
from django.conf import settings as the_settings

from cop.core.finders import JoinedSheetFinder


@pytest.fixture
def sheets(settings, tmp_path):
    """A folder of static files with a sheet that imports another one."""
    css = tmp_path / "static" / "css"
    css.mkdir(parents=True)
    (css / "site.css").write_text('@import "one.css";\nb { color: red; }\n')
    (css / "one.css").write_text("a { color: red; }\n")
    settings.STATICFILES_DIRS = [tmp_path / "static"]
    settings.JOINED_SHEETS = tmp_path / "joined"
    return css


def test_sheet_is_joined_with_its_compressed_twins(sheets):
    found = JoinedSheetFinder().find("css/site.css")

    plain = Path(found).read_bytes()
    assert plain == b"a{color:red}b{color:red}\n"
    assert gzip.decompress(Path(f"{found}.gz").read_bytes()) == plain
    assert brotli.decompress(Path(f"{found}.br").read_bytes()) == plain


def test_sheet_is_joined_again_only_when_one_has_changed(sheets):
    finder = JoinedSheetFinder()
    first = Path(finder.find("css/site.css"))
    made = first.stat().st_ino

    assert Path(finder.find("css/site.css")).stat().st_ino == made
    (sheets / "one.css").write_text("c { color: red; }\n")
    os.utime(sheets / "one.css", ns=(2_000_000_000_000_000_000, 2_000_000_000_000_000_000))
    assert Path(finder.find("css/site.css")).read_text() == "c{color:red}b{color:red}\n"


def test_other_files_are_left_to_others_and_nothing_is_listed(sheets):
    finder = JoinedSheetFinder()

    assert finder.find("css/one.css") == []
    assert finder.find("css/one.css", find_all=True) == []
    assert finder.find("css/site.css", find_all=True) == [str(Path(the_settings.JOINED_SHEETS) / "css/site.css")]
    assert list(finder.list([])) == []
