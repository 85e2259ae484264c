"""What one edition asks on one day, to be handed to an engine outside Python."""

from __future__ import annotations

import datetime as dt
import functools
from importlib.resources import files

from attrs import frozen

from tiertrack.brevity import told
from tiertrack.rules.edition import Edition


@frozen
class PolicyProgram:
    """An edition as a program of plain data: its years and its cut-off days are those of ``on``.

    ``to_dict`` makes the program, ``judge_source()`` is the engine that judges by it.
    """

    edition: Edition
    on: dt.date

    def __repr__(self) -> str:
        return told(self, self.edition.key, self.on, said=f"{len(self.edition.criteria)} 条")


# The parts of the script, one job each, in the order in which they are put into its frame.
_PARTS = (
    *("numbers", "answers", "kernel", "findings", "words", "shortfalls", "comparisons", "doubts"),
    *("verdict", "telling", "questions", "reading"),
)
_PLACE = "  /* PARTS */\n"


@functools.cache
def judge_source() -> str:
    """The JavaScript that judges by a program: one file without dependencies, to be put into a page as it is.

    Returns:
        The text of the script. It defines ``TierTrack`` with ``judge``, ``read``, ``write`` and ``next``.

    Examples:
        >>> from tiertrack import judge_source
        >>> "TierTrack" in judge_source()
        True
    """
    folder = files(__package__).joinpath("judge")
    frame, *parts = (folder.joinpath(f"{name}.js").read_text(encoding="utf-8") for name in ("judge", *_PARTS))
    before, after = frame.split(_PLACE)
    return "\n".join((before, *parts, after))
