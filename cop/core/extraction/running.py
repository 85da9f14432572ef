"""Running the programs that open files of strangers: told nothing of our surroundings, and never for long."""

import os
import signal
import subprocess
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path


def run(command: Sequence[str], folder: Path, *, seconds: float, more: Mapping[str, str] | None = None) -> int | None:
    """How the program ended (negative: the signal), None if it took longer and was killed, with all that it started.

    It works in `folder`; `more` is what it is told beside the least of an environment.
    """
    with subprocess.Popen(  # noqa: S603 - programs of ours or of the settings; the file is an argument, never a command
        command,
        env={"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "TMPDIR": str(folder), **(more or {})},
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as process:
        code = None
        with suppress(subprocess.TimeoutExpired):
            code = process.wait(timeout=seconds)
        # What it has started may outlive it.
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    return code
