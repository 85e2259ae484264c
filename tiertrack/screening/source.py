"""Many enterprises, wherever they are, to which a question can be put."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from pathlib import Path
from typing import Protocol

from tiertrack.ladder.distance import WITHIN
from tiertrack.output_file import Existing
from tiertrack.progress import Progress, silent
from tiertrack.rules.edition import Edition
from tiertrack.screening.answer_form import PLAIN, AnswerForm
from tiertrack.screening.question import Question
from tiertrack.screening.results import Impact, NearMisses, Screening


class Source(Protocol):
    """A file, or a register."""

    @property
    def files(self) -> tuple[Path, ...]:
        """The files it reads, which no answer may take the place of."""
        ...

    def screen(
        self,
        question: Question,
        into: str | None = None,
        progress: Progress = silent,
        existing: Existing = Existing.KEPT,
        form: AnswerForm = PLAIN,
    ) -> Screening:
        """The numbers of enterprises with each answer; all answers go ``into`` the place named, where a file that
        is there is ``existing``, a file in a ``form``."""
        ...

    def near(self, question: Question, within: Fraction = WITHIN, progress: Progress = silent) -> NearMisses:
        """The enterprises that fail, but no limit by more than a share of it."""
        ...

    def impact(self, before: Edition, after: Edition, on: dt.date, progress: Progress = silent) -> Impact:
        """What becomes of the enterprises when one edition follows the other."""
        ...
