"""At collectstatic the sheets become one small file, and the manifest stays out of reach."""

import gzip
import json
import re
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

from cop.core.storage import join, trim

STATIC = Path(settings.BASE_DIR) / "static"


def joined() -> str:
    text, _names = join("css/site.css", lambda name: (STATIC / name).read_text(encoding="utf-8"))
    return trim(text)


def test_joined_sheet_is_small():
    assert len(gzip.compress(joined().encode(), 9)) <= 12 * 1024


def test_joined_sheet_imports_nothing_and_keeps_every_layer():
    text = joined()
    assert "@import" not in text
    assert text.startswith("@layer tokens,base,layout,components,rooms;@layer tokens{")
    assert text.count("{") == text.count("}")


@pytest.mark.parametrize(
    ("css", "trimmed"),
    [
        ("a { color: red; }\n\nb > c,\nd :hover { margin: 0 auto; }\n", "a{color:red}b>c,d :hover{margin:0 auto}\n"),
        ('/* no */ a::before { content: " / ; " / ""; }', 'a::before{content:" / ; " / ""}\n'),
        (
            "@media (width >= 48rem) { a { inset: calc(1px + 2px) } }",
            "@media (width>= 48rem){a{inset:calc(1px + 2px)}}\n",
        ),
    ],
)
def test_trim_takes_only_what_means_nothing(css, trimmed):
    assert trim(css) == trimmed


def test_sheets_of_sheets_are_joined_in_order():
    files = {"css/a.css": '@import "b/b.css";\na{}', "css/b/b.css": '@import "c.css";\nb{}', "css/b/c.css": "c{}"}
    text, names = join("css/a.css", files.__getitem__)
    assert re.findall(r"[abc]\{\}", text) == ["c{}", "b{}", "a{}"]
    assert names == ["css/b/b.css", "css/b/c.css"]


@pytest.fixture
def collected(settings, tmp_path):
    """Our own static files, collected as production does it."""
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STATIC_MANIFEST = tmp_path / "var" / "staticfiles.json"
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.WHITENOISE_KEEP_ONLY_HASHED_FILES = True
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": "cop.core.storage.JoinedManifestStorage"}}
    call_command("collectstatic", interactive=False, verbosity=0, stdout=StringIO())
    return tmp_path


def test_collectstatic_leaves_one_joined_sheet_those_of_few_pages_and_no_manifest_to_be_served(collected):
    sheets = [path.name for path in (collected / "static" / "css").rglob("*.css") if "admin-" not in path.name]
    paths = json.loads((collected / "var" / "staticfiles.json").read_text())["paths"]
    assert sorted(re.sub(r"\.[0-9a-f]{12}\.", ".*.", name) for name in sheets) == [
        "discussion.*.css",
        "documents.*.css",
        "editing.*.css",
        "library.*.css",
        "meetings.*.css",
        "month-chart.*.css",
        "notifications.*.css",
        "search.*.css",
        "site.*.css",
        "slides.*.css",
        "styleguide.*.css",
        "subjects.*.css",
    ]
    assert sorted(name for name in paths if name.endswith(".css") and "admin-" not in name) == [
        "css/components/month-chart.css",
        "css/rooms/discussion.css",
        "css/rooms/documents.css",
        "css/rooms/editing.css",
        "css/rooms/library.css",
        "css/rooms/meetings.css",
        "css/rooms/notifications.css",
        "css/rooms/search.css",
        "css/rooms/slides.css",
        "css/rooms/styleguide.css",
        "css/rooms/subjects.css",
        "css/site.css",
    ]
    assert list((collected / "static").rglob("*.json")) == []
    assert (collected / "static" / f"{paths['css/site.css']}.br").exists()


def test_scripts_import_each_other_by_their_hashed_names(collected):
    paths = json.loads((collected / "var" / "staticfiles.json").read_text())["paths"]
    text = (collected / "static" / paths["js/site.js"]).read_text()
    imported = re.findall(r'import\("\./([^"]+)"\)', text)
    assert imported
    assert all(
        (collected / "static" / "js" / name).exists() and re.search(r"\.[0-9a-f]{12}\.js$", name) for name in imported
    )
