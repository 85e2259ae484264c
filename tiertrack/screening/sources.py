"""Where many enterprises are, and what may be asked of all of them at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Protocol

from attrs import frozen

from tiertrack.extras import require
from tiertrack.rules.edition import Edition
from tiertrack.screening.file_table import Reading
from tiertrack.screening.files import screen_file
from tiertrack.screening.impact import impact_file
from tiertrack.screening.impact_result import Impact
from tiertrack.screening.near import near_file
from tiertrack.screening.near_result import NearMisses
from tiertrack.screening.question import Question
from tiertrack.screening.results import Screened

__all__ = ["FileOfMany", "Many", "Progress"]

# Told how many more rows were read, or in words what is being done; None where nobody looks.
Progress = Callable[[int | str], None] | None


class Many(Protocol):
    """Many enterprises, wherever they are."""

    def screen(self, question: Question, into: str | None, progress: Progress = None) -> Screened:
        """Who meets the standard; all answers go ``into`` the place named."""
        ...

    def near(self, question: Question, within: Fraction | None, progress: Progress = None) -> NearMisses:
        """Who fails one criterion only or, with ``within``, no limit by more than that share."""
        ...

    def impact(self, before: Edition, after: Edition, on: dt.date, progress: Progress = None) -> Impact:
        """What becomes of them when one edition follows the other."""
        ...


@frozen
class FileOfMany:
    """The enterprises of a Parquet or CSV file; raises BadInput where the libraries to read them are not installed.

    What is asked raises BadFile, or BadFrame with every fault.
    """

    path: Path
    reading: Reading

    def __attrs_post_init__(self) -> None:
        require("frame", "polars", "narwhals")

    def screen(self, question: Question, into: str | None, progress: Progress = None) -> Screened:
        """Who meets the standard; all answers go ``into`` a file."""
        return screen_file(self.path, question, None if into is None else Path(into), self.reading, progress)

    def near(self, question: Question, within: Fraction | None, progress: Progress = None) -> NearMisses:
        """Who fails one criterion only or, with ``within``, no limit by more than that share."""
        return near_file(self.path, question, within, self.reading, progress)

    def impact(self, before: Edition, after: Edition, on: dt.date, progress: Progress = None) -> Impact:
        """What becomes of them when one edition follows the other."""
        return impact_file(self.path, before, after, on, self.reading, progress)
