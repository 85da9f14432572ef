"""Files as strangers may have them: without notes of the speaker and comments; and whether a file can be opened at all.

Done in a process of its own with limits, as reading is: a hostile file takes down that process alone.
"""

import shutil
import signal
import sys
import tempfile
from pathlib import Path
from typing import IO

from . import Problem
from .office import LIMITED
from .running import run

CLEANER = Path(__file__).with_name("cleaner.py")
CLEANABLE = frozenset({"pptx", "docx", "xlsx", "odp", "odt", "ods"})
OPENED = CLEANABLE | {"pdf"}
MEMORY = 1024 * 1024 * 1024
# Short: somebody may be waiting for the answer.
CPU_SECONDS = 20
SECONDS = 30
IN_MEMORY = 4 * 1024 * 1024
PROBLEMS = {
    3: Problem.ENCRYPTED,
    4: Problem.DAMAGED,
    5: Problem.HUGE,
    -signal.SIGXCPU: Problem.HUGE,
    -signal.SIGKILL: Problem.HUGE,
}


class NotCleaned(Exception):
    """It could not be looked through; `problem` says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.value)
        self.problem = problem


def without_notes(source: IO[bytes], extension: str, *, seconds: float = SECONDS) -> IO[bytes] | None:
    """A copy without notes and comments; None where there are none in it, or the kind of file has none.

    Raises `NotCleaned`: whatever could not be looked through may hold some.
    """
    return _run(source, extension, seconds) if extension in CLEANABLE else None


def problem_of(source: IO[bytes], extension: str, *, seconds: float = SECONDS) -> Problem | None:
    """Why a file cannot be opened; None if it can, or if nobody here opens such files."""
    if extension not in OPENED:
        return None
    try:
        copy = _run(source, extension, seconds)
    except NotCleaned as refusal:
        return refusal.problem
    if copy is not None:
        copy.close()
    return None


def _run(source: IO[bytes], extension: str, seconds: float) -> IO[bytes] | None:
    with tempfile.TemporaryDirectory(prefix="cleaning-") as folder:
        path, copy = Path(folder) / f"source.{extension}", Path(folder) / "copy"
        source.seek(0)
        with path.open("wb") as target:
            shutil.copyfileobj(source, target)
        source.seek(0)
        code = _code(extension, path, copy, seconds)
        if code != 0:
            raise NotCleaned(Problem.HUGE if code is None else PROBLEMS.get(code, Problem.DAMAGED))
        if not copy.exists():
            return None
        kept = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - whoever asked for it keeps it
        with copy.open("rb") as made:
            shutil.copyfileobj(made, kept)
        return kept


def _code(extension: str, path: Path, copy: Path, seconds: float) -> int | None:
    command = [
        *(sys.executable, "-I", str(LIMITED), str(MEMORY), str(CPU_SECONDS)),
        *(sys.executable, "-I", str(CLEANER), extension, str(path), str(copy)),
    ]
    return run(command, path.parent, seconds=seconds)
