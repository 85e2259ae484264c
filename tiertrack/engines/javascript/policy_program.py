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
    return files(__package__).joinpath("judge.js").read_text(encoding="utf-8")
