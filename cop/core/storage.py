"""Static files in production: one style sheet instead of many, hashed names, compressed, the manifest out of reach."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.storage import StaticFilesStorage
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage

SHEET = "css/site.css"
_IMPORT = re.compile(r"""@import\s+["']([^"']+)["']\s*;""")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_QUOTED = re.compile(r"""("[^"]*"|'[^']*')""")
_SPACE = re.compile(r"\s+")
# No space is taken away before a colon or an opening bracket: there it tells `a :hover` from `a:hover`.
_TIGHT = re.compile(r"\s*([{};,>])\s*|(:)\s+")


def trim(css: str) -> str:
    """Style sheets without comments and needless white space; what stands in quotes stays as it is."""
    parts = _QUOTED.split(_COMMENT.sub("", css))
    for index in range(0, len(parts), 2):
        parts[index] = _TIGHT.sub(lambda match: match[1] or match[2], _SPACE.sub(" ", parts[index]))
    return "".join(parts).replace(";}", "}").strip() + "\n"


def join(sheet: str, read: Any) -> tuple[str, list[str]]:
    """A sheet with the sheets that it imports in their place, and the names of those; `read` gives a sheet's text."""
    folder = Path(sheet).parent
    names: list[str] = []

    def inlined(match: re.Match[str]) -> str:
        name = (folder / match[1]).as_posix()
        text, inner = join(name, read)
        names.extend([name, *inner])
        return text

    return _IMPORT.sub(inlined, read(sheet)), names


class JoinedManifestStorage(CompressedManifestStaticFilesStorage):
    """Joins the sheets at collectstatic. The manifest lists every file, so it is kept where nobody is served from."""

    support_js_module_import_aggregation = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        manifest = Path(settings.STATIC_MANIFEST)
        self.manifest_name = manifest.name
        super().__init__(*args, manifest_storage=FileSystemStorage(location=manifest.parent), **kwargs)

    def post_process(self, paths: dict[str, tuple[Any, str]], *args: Any, **kwargs: Any) -> Iterator[Any]:
        if SHEET in paths and not kwargs.get("dry_run"):
            paths = self._join_sheets(paths)
        yield from super().post_process(paths, *args, **kwargs)

    def _join_sheets(self, paths: dict[str, tuple[Any, str]]) -> dict[str, tuple[Any, str]]:
        def read(name: str) -> str:
            storage, path = paths[name]
            with storage.open(path) as file:
                return file.read().decode()

        text, names = join(SHEET, read)
        for name in [SHEET, *names]:
            StaticFilesStorage.delete(self, name)
        self._save(SHEET, ContentFile(trim(text).encode()))
        return {**{name: place for name, place in paths.items() if name not in names}, SHEET: (self, SHEET)}
