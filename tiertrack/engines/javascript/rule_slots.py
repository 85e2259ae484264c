"""The values a program reads, numbered in the order in which they are met: slots of facts, and cut-off days."""

from __future__ import annotations

import datetime as dt
from typing import Any

from attrs import field, frozen

from tiertrack.logic.expr import Anchor, Ref
from tiertrack.logic.kernel import Cutoff, Slot, Symbol
from tiertrack.logic.lower import slot
from tiertrack.rules.binding import cutoff_day

# The largest whole number that every JSON reader keeps exact.
_SAFE = 2**53 - 1
_SIDES = {"": "", "numerator": "n", "denominator": "d"}


def exact(number: int) -> int | str:
    """A whole number as JSON: a text where it is too large for readers that know floating point only."""
    return number if abs(number) <= _SAFE else str(number)


@frozen(eq=False)
class RuleSlots:
    """The slots and the cut-offs of one program on a day."""

    on: dt.date
    refs: dict[Slot, Ref] = field(factory=dict)
    _slots: dict[Slot, int] = field(factory=dict)
    _cutoffs: dict[Cutoff, int] = field(factory=dict)

    def of(self, ref: Ref) -> int:
        """The number of the slot a fact is read from."""
        self.refs.setdefault(slot(ref), ref)
        return self.number(slot(ref))

    def number(self, read: Slot) -> int:
        """The number of a slot, whichever of its sides is read."""
        return self._slots.setdefault(Slot(read.key, read.offset), len(self._slots))

    def symbol(self, symbol: Symbol) -> str:
        """A symbol as it stands in a term: ``s3``, of a share ``s3n`` and ``s3d``, or ``c0`` for a cut-off."""
        if isinstance(symbol, Cutoff):
            return f"c{self._cutoffs.setdefault(symbol, len(self._cutoffs))}"
        return f"s{self.number(symbol)}{_SIDES[symbol.side]}"

    @property
    def slots(self) -> tuple[Slot, ...]:
        """The slots in the order of their numbers."""
        return tuple(self._slots)

    def cutoffs(self, decided: int | None) -> list[dict[str, Any]]:
        """The cut-offs in the order of their numbers: a day or, of one that is counted from the day of a decision, the
        place of that fact (``decided``), how far it reaches back, and the day where the decision is not known."""
        return [self._cutoff(symbol, decided) for symbol in self._cutoffs]

    def _cutoff(self, symbol: Cutoff, decided: int | None) -> dict[str, Any]:
        day = {"day": cutoff_day(symbol, self.on).isoformat()}
        if symbol.anchor is not Anchor.DECISION:
            return day
        return {**day, "decided": decided, symbol.unit.value: symbol.span}
