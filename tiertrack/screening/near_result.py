"""Enterprises that fall short of a standard by little."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

from attrs import frozen

from tiertrack.ladder.distance import Closing
from tiertrack.rules.edition import Edition
from tiertrack.screening.results import Absent

__all__ = ["Near", "NearMisses"]


@frozen(eq=False)
class Near:
    """An enterprise that falls short by little, with what it would take; ``open`` counts criteria not yet decided."""

    closing: Closing
    open: int

    @property
    def order(self) -> tuple[int, bool, Fraction, str]:
        """The nearest first: everything known, then by the farthest limit; what is no matter of degree comes last."""
        unmeasured, farthest, _missing = self.closing.cost
        return self.open, unmeasured > 0, farthest, self.closing.assessment.given.name


@frozen(eq=False)
class NearMisses:
    """The enterprises that fall short by little, the nearest first."""

    editions: tuple[Edition, ...]
    on: dt.date
    found: tuple[Near, ...]
    absent: tuple[Absent, ...] = ()
    suspicions: tuple[str, ...] = ()
