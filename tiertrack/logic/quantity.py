"""What kinds of value a rule may compare, and a number that knows its kind.

Magnitudes are exact. Money is whole fen, points are whole hundredths, a share is a Fraction of one, a date is its
proleptic ordinal, and people, counts, ranks and levels are whole numbers.
"""

from __future__ import annotations

import enum
from fractions import Fraction

from attrs import field, frozen

__all__ = ["Kind", "Quantity"]


class Kind(enum.Enum):
    """The kind of a value; two values are comparable only within one kind."""

    MONEY = "money"
    SHARE = "share"
    PEOPLE = "people"
    COUNT = "count"
    POINTS = "points"
    RANK = "rank"
    LEVEL = "level"
    DATE = "date"
    YEARS = "years"
    FLAG = "flag"
    CHOICE = "choice"
    TITLE = "title"
    JUDGEMENT = "judgement"

    @property
    def is_yes_or_no(self) -> bool:
        """Whether values of this kind are true or false."""
        return self in (Kind.FLAG, Kind.TITLE, Kind.JUDGEMENT)


@frozen
class Quantity:
    """A number with its kind; a bare number is not a Quantity and no rule accepts one."""

    magnitude: int | Fraction = field()
    kind: Kind

    @magnitude.validator
    def _exact(self, _attribute: object, value: object) -> None:
        if isinstance(value, bool) or not isinstance(value, int | Fraction):
            raise TypeError(f"数量须为整数或分数，不能是 {type(value).__name__}")
