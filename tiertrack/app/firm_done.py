"""What the import of a list has done to one enterprise so far."""

from __future__ import annotations

from collections.abc import Iterable

from tiertrack.import_reports import Correction, FirmChange
from tiertrack.register_reports import Change


class FirmDone:
    """The changes of one enterprise, counted as the rows of a list are taken."""

    def __init__(self, name: str, *, enrolled: bool = False) -> None:
        self.name: str = name
        self.enrolled: bool = enrolled
        self.disagrees: bool = False
        self.counts: dict[Change, int] = dict.fromkeys(Change, 0)
        self._corrections: list[Correction] = []

    def take(self, change: Change, put_right: Iterable[Correction]) -> None:
        """Takes note of a change and, where it is a correction, of what it put right."""
        self.counts[change] += 1
        if change is Change.CORRECTED:
            self._corrections += put_right

    @property
    def change(self) -> FirmChange:
        """The same as it is reported."""
        new, corrected, known = (self.counts[change] for change in (Change.NEW, Change.CORRECTED, Change.KNOWN))
        put_right = tuple(self._corrections)
        return FirmChange(self.name, new, corrected, known, self.disagrees, self.enrolled, put_right)
