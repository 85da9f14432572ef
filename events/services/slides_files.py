"""The files of slides: which are taken from speakers, and whether one is the same as the one that is there."""

import hashlib
from typing import IO, Any

from cop.core.extraction import Problem
from cop.core.extraction.cleaning import problem_of
from cop.core.files.checking import FileRefused, GoodFile
from cop.core.files.serving import private_storage
from cop.core.stored import keeping

from ..models import Slides
from ..refusals import Reason, Refused

KINDS = frozenset({"pdf", "pptx", "odp"})
ACCEPT = ".pdf,.pptx,.odp"
CHUNK = 256 * 1024
_PROBLEMS = {
    Problem.DAMAGED: Reason.SLIDES_DAMAGED,
    Problem.ENCRYPTED: Reason.SLIDES_LOCKED,
    Problem.HUGE: Reason.SLIDES_HUGE,
}


def checked(file: Any, *, name: str, size: int) -> GoodFile:
    """Slides as they may be kept: judged by content, looked at for viruses, opened once in a process of its own.

    Raises `Refused` with words. A PDF that takes too long may be an honest one: the library shows what it can of it.
    """
    try:
        good = keeping.judged(file, name=name, size=size)
    except FileRefused as refusal:
        raise Refused(Reason.SLIDES_FILE, str(refusal)) from refusal
    if good.extension not in KINDS:
        raise Refused(Reason.SLIDES_KIND)
    problem = problem_of(good.source, good.extension)
    if problem and (good.extension != "pdf" or problem != Problem.HUGE):
        raise Refused(_PROBLEMS[problem])
    return good


def is_same(slides: Slides, file: GoodFile) -> bool:
    """Is this what is there already, byte for byte?"""
    if file.size != slides.size:
        return False
    try:
        with private_storage().open(slides.path, "rb") as kept:
            return _digest(kept) == _digest(file.source)
    except FileNotFoundError:
        return False


def _digest(source: IO[bytes]) -> str:
    source.seek(0)
    found = hashlib.sha256()
    while block := source.read(CHUNK):
        found.update(block)
    return found.hexdigest()
