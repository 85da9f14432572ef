"""Pages of docs/ that are rendered from code: rooms sign up, `manage.py render_docs` writes, a test compares."""

from collections.abc import Callable

from django.conf import settings
from django.utils import translation

_pages: dict[str, Callable[[], str]] = {}


def register(name: str, render: Callable[[], str]) -> None:
    """`name` is the file below docs/; `render` returns its whole text."""
    _pages[name] = render


def rendered() -> dict[str, str]:
    """Every page's text as the code says it now, in English."""
    with translation.override(settings.LANGUAGE_CODE):
        return {name: render().rstrip() + "\n" for name, render in sorted(_pages.items())}


def stale() -> list[str]:
    """Pages whose file differs from what the code says."""
    docs = settings.BASE_DIR / "docs"
    return [
        name
        for name, text in rendered().items()
        if not (docs / name).is_file() or (docs / name).read_text(encoding="utf-8") != text
    ]


def write() -> list[str]:
    """Write what has changed; returns the names."""
    docs = settings.BASE_DIR / "docs"
    changed, texts = stale(), rendered()
    for name in changed:
        (docs / name).parent.mkdir(parents=True, exist_ok=True)
        (docs / name).write_text(texts[name], encoding="utf-8")
    return changed
