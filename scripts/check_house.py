"""House rules that no common tool knows: names of modules, opening sentences, signals, addresses of registries."""

import ast
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
JUNK_DRAWERS = {"utils.py", "helpers.py", "manager.py", "managers.py", "misc.py", "common.py"}
REGISTRIES = re.compile(r"https?://(?:[\w-]+\.)*(?:pypi|pythonhosted|npmjs|debian)\.(?:org|com)\b", re.IGNORECASE)
UNFINISHED = re.compile(r"\b(?:TODO|FIXME|XXX|HACK)\b")


def files() -> list[Path]:
    """What git knows or would add, so that caches and environments stay out."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()
    return [ROOT / name for name in listed if (ROOT / name).is_file()]


def problems_of_module(path: Path, text: str) -> list[str]:
    problems = []
    if path.name in JUNK_DRAWERS:
        problems.append("a junk drawer's name; call the module by what lives in it")
    if "/migrations/" not in path.as_posix() and text.strip():
        tree = ast.parse(text)
        if not ast.get_docstring(tree):
            problems.append("does not open with a sentence that says what lives here")
        defines_signal = any(
            isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Signal"
            for node in ast.walk(tree)
        )
        if defines_signal:
            problems.append("defines a signal; rooms call each other's services instead")
    return problems


def main() -> int:
    found = []
    for path in files():
        if path.suffix not in (".py", ".html", ".css", ".js", ".md", ".toml", ".yaml", ".yml", ".txt", ".in", ""):
            continue
        text = path.read_text(encoding="utf-8", errors="replace")
        problems = problems_of_module(path, text) if path.suffix == ".py" else []
        if REGISTRIES.search(text):
            problems.append("names the host of a package registry")
        if (
            path != Path(__file__).resolve()
            and UNFINISHED.search(text)
            and path.suffix in (".py", ".html", ".css", ".js")
        ):
            problems.append("holds a note about unfinished work; finish it or open an issue")
        found += [f"{path.relative_to(ROOT)}: {problem}" for problem in problems]
    print("\n".join(found))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
