"""A number that is not known but for its bounds."""

from __future__ import annotations

from attrs import frozen


@frozen(order=False)
class Between:
    """A whole number of which is known that it is neither below ``low`` nor above ``high``.

    Compared with a limit it answers what every number in between does: True, False, or None where they differ.
    """

    low: int
    high: int

    def __ge__(self, limit: int) -> bool | None:
        return self.low >= limit or (None if self.high >= limit else False)

    def __gt__(self, limit: int) -> bool | None:
        return self >= limit + 1

    def __lt__(self, limit: int) -> bool | None:
        reached = self >= limit
        return None if reached is None else not reached

    def __le__(self, limit: int) -> bool | None:
        return self < limit + 1
