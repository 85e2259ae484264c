"""What counts under a criterion that has no number: its matters, each from which degree on.

A single fact answers such a criterion, whatever a document lists there. What it lists decides nothing by itself: it
tells what an answer was given about, and how two documents differ.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable, Iterator

from attrs import frozen

from tiertrack.brevity import told
from tiertrack.rules.limit_order import Effect, LimitStatus, by_number


class Degree(enum.IntEnum):
    """From which degree on something counts."""

    ANY = 0
    LARGE = 1
    MAJOR = 2

    @property
    def word(self) -> str:
        """What stands before what is of this degree."""
        return ("不限等级的", "较大及以上", "重大")[self]


@frozen
class Matter:
    """One thing a document lists: its name, what of it counts, and from which degree on; the degree is None where the
    document's own word for it has no order, or where it has none."""

    name: str
    of: str = ""
    degree: Degree | None = None

    def __repr__(self) -> str:
        return told(self, self.name, said=self.text)

    @property
    def text(self) -> str:
        """What of it counts, in words; its name where that says all."""
        return f"{self.degree.word if self.degree is not None else ''}{self.of}" or self.name


@frozen
class MatterChange:
    """A matter as the old and the new document have it; either side is None where it does not list it."""

    status: LimitStatus
    effect: Effect
    before: Matter | None
    after: Matter | None

    def __repr__(self) -> str:
        return told(self, self.name, said=self.status.label)

    @property
    def name(self) -> str:
        """The matter."""
        matter = self.after or self.before
        return matter.name if matter else ""


def matter_changes(before: Iterable[Matter], after: Iterable[Matter]) -> Iterator[MatterChange]:
    """What became of each matter, in the new order, those dropped last; one more to answer for is stricter."""
    old, new = ({matter.name: matter for matter in matters} for matters in (before, after))
    for name, matter in new.items():
        if (earlier := old.get(name)) is None:
            yield MatterChange(LimitStatus.ADDED, Effect.STRICTER, None, matter)
        elif earlier != matter:
            yield _changed(earlier, matter)
    for name, matter in old.items():
        if name not in new:
            yield MatterChange(LimitStatus.REMOVED, Effect.EASIER, matter, None)


def _changed(old: Matter, new: Matter) -> MatterChange:
    step = None
    if old.degree is not None and new.degree is not None and old.of == new.of:
        step = by_number(old.degree - new.degree)
    if step is None:
        return MatterChange(LimitStatus.REDEFINED, Effect.UNORDERED, old, new)
    status = LimitStatus.TIGHTENED if step is Effect.STRICTER else LimitStatus.LOOSENED
    return MatterChange(status, step, old, new)
