"""What came of holding many enterprises at once against a standard."""

from __future__ import annotations

import datetime as dt
from typing import Any

from attrs import field, frozen

from tiertrack.rules.edition import Edition

__all__ = ["Absent", "Clause", "Screened"]


@frozen
class Absent:
    """A column that is not there: its name, what it would say, and the criteria that read it."""

    name: str
    label: str
    criteria: tuple[str, ...]


@frozen
class Clause:
    """How many enterprises meet a criterion, fail it, or leave it open."""

    key: str
    title: str
    met: int
    failed: int
    open: int


@frozen(eq=False)
class Screened:
    """How many enterprises have each answer by the editions that govern them on a day, and how the criteria came out.

    ``absent`` are columns that were not there, ``suspicions`` what looks doubtful, in words; ``rows`` the first that
    meet the standard; ``into`` says where all of them were written.
    """

    editions: tuple[Edition, ...]
    on: dt.date
    met: int
    failed: int
    open: int
    clauses: tuple[Clause, ...]
    absent: tuple[Absent, ...] = ()
    suspicions: tuple[str, ...] = ()
    rows: tuple[dict[str, Any], ...] = field(default=(), repr=False)
    into: str | None = None

    @property
    def total(self) -> int:
        """How many enterprises there were."""
        return self.met + self.failed + self.open
