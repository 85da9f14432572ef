"""Compiles every template of ours, and refuses what the Content-Security-Policy would refuse in the browser."""

import re
import sys
from pathlib import Path

import django

COMMENT = re.compile(r"{#.*?#}|{%\s*comment.*?{%\s*endcomment\s*%}", re.DOTALL)
# Letters are read by mail programs, which know inline styles only.
LETTERS = "emails"
REFUSED = {
    # Browsers then send "Origin: null" with every form of that page, and signing out there is refused.
    "a referrer policy of its own": re.compile(r"<meta[^>]*name=\"referrer\"", re.IGNORECASE),
    "an inline style": re.compile(r"<[^>]*\sstyle\s*=", re.IGNORECASE),
    "an inline event handler": re.compile(r"<[^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "a script without src": re.compile(
        r"<script(?![^>]*\b(?:src\s*=|type=\"application/(?:ld\+)?json\"))[^>]*>", re.IGNORECASE
    ),
    "a style element": re.compile(r"<style[\s>]", re.IGNORECASE),
    "a javascript: address": re.compile(r"[\"']\s*javascript:", re.IGNORECASE),
    "something from another site": re.compile(
        r"<(?:script|img|iframe|link(?=[^>]*rel=\"stylesheet\"))[^>]*\s(?:src|href)=\"(?:https?:)?//", re.IGNORECASE
    ),
}


def problems_of(root: Path, path: Path) -> list[str]:
    from django.template import TemplateSyntaxError
    from django.template.loader import get_template

    name = path.relative_to(root).as_posix()
    found = []
    try:
        get_template(name)
    except (TemplateSyntaxError, UnicodeDecodeError) as error:
        found.append(f"templates/{name}: {error}")
    if path.suffix == ".html" and not name.startswith(LETTERS):
        text = COMMENT.sub(lambda comment: "\n" * comment[0].count("\n"), path.read_text(encoding="utf-8"))
        for what, pattern in REFUSED.items():
            lines = [text.count("\n", 0, match.start()) + 1 for match in pattern.finditer(text)]
            found += [f"templates/{name}:{line}: {what}" for line in lines]
    return found


def main() -> int:
    django.setup()
    from django.conf import settings

    root = settings.BASE_DIR / "templates"
    paths = sorted(path for path in root.rglob("*") if path.is_file() and path.suffix in (".html", ".txt", ".xml"))
    found = [problem for path in paths for problem in problems_of(root, path)]
    print("\n".join(found) or f"{len(paths)} templates")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
