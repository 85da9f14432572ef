"""`.env.example` lists exactly the variables that the settings read, and every one of them switched off."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
READ = re.compile(r"""\benv(?:\.\w+)?\(\s*["']([A-Z_]+)["']""")
LISTED = re.compile(r"^#?([A-Z_]+)=", re.MULTILINE)


def test_env_example_lists_the_variables_that_settings_read():
    read = {name for path in (ROOT / "cop/settings").glob("*.py") for name in READ.findall(path.read_text())}
    listed = LISTED.findall((ROOT / ".env.example").read_text())

    assert sorted(listed) == sorted(read)


def test_env_example_copied_as_it_is_changes_nothing():
    lines = (ROOT / ".env.example").read_text().splitlines()

    assert [line for line in lines if line and not line.startswith("#")] == []
