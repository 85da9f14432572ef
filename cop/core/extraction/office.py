"""Drawing Office files with LibreOffice, where the machine has it: they become PDF, which is then read like any other.

The largest program that ever opens a file of strangers here: it runs by itself, with an empty environment and a profile
that is made for one file and thrown away, without macros, links and network, under limits of memory and time. Whatever
goes wrong, there is no PDF, and the file is shown by its text.
"""

import shutil
import sys
from pathlib import Path

from django.conf import settings

from .running import run

LIMITED = Path(__file__).with_name("limited.py")
DRAWABLE = frozenset({"pptx", "odp", "docx", "odt"})
# It maps far more memory than it uses.
MEMORY = 4 * 1024 * 1024 * 1024
CPU_SECONDS = 90
SECONDS = 100
# Hidden slides too, so that pictures and texts have the same numbers; never notes and comments.
FILTERS = {
    **dict.fromkeys(
        ("pptx", "odp"),
        'pdf:impress_pdf_Export:{"ExportHiddenSlides":{"type":"boolean","value":"true"},'
        '"ExportNotes":{"type":"boolean","value":"false"},"ExportNotesPages":{"type":"boolean","value":"false"}}',
    ),
    **dict.fromkeys(
        ("docx", "odt"),
        'pdf:writer_pdf_Export:{"ExportNotes":{"type":"boolean","value":"false"},'
        '"ExportNotesInMargin":{"type":"boolean","value":"false"}}',
    ),
}
_SECURE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop>
<prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop>
<prop oor:name="DisableActiveContent" oor:op="fuse"><value>true</value></prop>
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop>
</item>
</oor:items>
"""


def program() -> str:
    """Where LibreOffice is; empty where the machine has none, or the installation wants none (SOFFICE=off)."""
    if settings.SOFFICE == "off":
        return ""
    return settings.SOFFICE or shutil.which("soffice") or shutil.which("libreoffice") or ""


def as_pdf(path: Path, extension: str, folder: Path, *, seconds: float = SECONDS) -> Path | None:
    """The file as a PDF in `folder`, which is this file's own and is thrown away; None if there is none to be had."""
    found = program()
    if not found or extension not in DRAWABLE:
        return None
    user = folder / "profile" / "user"
    user.mkdir(parents=True)
    (user / "registrymodifications.xcu").write_text(_SECURE, "utf-8")
    # Under a name of ours, beside nothing else.
    source = folder / f"drawn.{extension}"
    shutil.copyfile(path, source)
    command = [
        *(sys.executable, "-I", str(LIMITED), str(MEMORY), str(CPU_SECONDS)),
        *(found, f"-env:UserInstallation={(folder / 'profile').as_uri()}"),
        *("--headless", "--norestore", "--nolockcheck", "--nodefault", "--nofirststartwizard"),
        *("--convert-to", FILTERS[extension], "--outdir", str(folder), str(source)),
    ]
    nowhere = "http://127.0.0.1:9"
    proxies = dict.fromkeys(("http_proxy", "https_proxy", "ftp_proxy"), nowhere)
    run(command, folder, seconds=seconds, more={"HOME": str(folder), **proxies})
    made = folder / "drawn.pdf"
    return made if made.exists() and made.read_bytes()[:5] == b"%PDF-" else None
