"""What kinds of value a rule may compare, and a number that knows its kind.

Magnitudes are exact. Money is whole fen, points are whole hundredths, a share is a Fraction of one, a date is its
proleptic ordinal, and people, counts, ranks and levels are whole numbers.
"""

from __future__ import annotations

import enum
from fractions import Fraction

from attrs import field, frozen

from tiertrack.labels import ByIdentity

# Metadata of a field that came with a later release: at its default it is left out of fingerprints, so that what was
# written before keeps the fingerprint it had.
ADDED_LATER = {"added later": True}


class Kind(ByIdentity, enum.Enum):
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
    DAYS = "days"
    FLAG = "flag"
    CHOICE = "choice"
    TITLE = "title"
    JUDGEMENT = "judgement"

    @property
    def is_yes_or_no(self) -> bool:
        """Whether values of this kind are true or false."""
        return self in _YES_OR_NO


_YES_OR_NO = frozenset({Kind.FLAG, Kind.TITLE, Kind.JUDGEMENT})


@frozen
class Quantity:
    """A number with its kind; a bare number is not a Quantity and no rule accepts one."""

    magnitude: int | Fraction = field()
    kind: Kind

    @magnitude.validator
    def _exact(self, _attribute: object, value: object) -> None:
        if isinstance(value, bool) or not isinstance(value, int | Fraction):
            raise TypeError(f"数量须为整数或分数，不能是 {type(value).__name__}")


@frozen
class Parameter(Quantity):
    """A limit that may be set from outside, by its ``name``; ``magnitude`` is what it is unless somebody does."""

    name: str

    def set_to(self, quantity: Quantity) -> Parameter:
        """The same parameter at another magnitude; raises TypeError where the kinds differ."""
        if quantity.kind is not self.kind:
            raise TypeError(f"{self.name} 是 {self.kind.value}，不是 {quantity.kind.value}")
        return Parameter(quantity.magnitude, self.kind, self.name)
