"""The enterprises a list is of. Who holds a title is told by a typed table of that day where one is kept and current,
and otherwise, as all else that is asked of titles, by the events of each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from operator import attrgetter
from typing import TYPE_CHECKING

from tiertrack.app import firm_pass
from tiertrack.app.firm_filter import FirmFilter
from tiertrack.app.listed import Listing, OneEach, Page
from tiertrack.enterprise import Enterprise
from tiertrack.ports import RegisterReader, RegisterStore
from tiertrack.rules.rulebook import Rulebook
from tiertrack.temporal import AsOf

if TYPE_CHECKING:
    from tiertrack.screening.typed_holders import Holders

# Of a typed table so many rows are read at a time: nothing is folded.
_TYPED_AT_A_TIME = 10_000


class FirmList:
    """The enterprises that meet a filter; whom a typed table tells is told when the list is begun."""

    def __init__(self, store: RegisterStore, wanted: FirmFilter, asof: AsOf, rulebook: Rulebook) -> None:
        self._store, self._wanted, self._asof, self._rulebook = store, wanted, asof, rulebook
        self._told: Holders | None = None

    def candidates(self, register: RegisterReader) -> Sequence[int]:
        """The keys of those that meet it or may, and of as few others as is quickly told."""
        self._told, title = None, self._wanted.title
        if title is not None and self._wanted.asks_for_holders and self._asof.known_at is None:
            from tiertrack.screening.typed_holders import typed_holders

            self._told = typed_holders(register, self._store.schema, title, self._asof.on)
        return self._wanted.candidates(register, self._asof) if self._told is None else self._told.keys

    def listing(self, page: Page) -> Listing[Enterprise]:
        """The list of the enterprises themselves."""
        return OneEach(self._asof, self.candidates, self._rows, page, self.number, at_a_time=self._at_a_time)

    def _at_a_time(self) -> int | None:
        return None if self._told is None else _TYPED_AT_A_TIME

    def _rows(self, register: RegisterReader, keys: Sequence[int]) -> Iterator[Sequence[Enterprise]]:
        """Those of some of them, which follow each other, that meet it."""
        yield self._met(register, keys)

    def _met(self, register: RegisterReader, keys: Sequence[int]) -> Sequence[Enterprise]:
        others = [*self._others(register, keys)]
        if self._told is None:
            return others
        held = self._told.enterprises(register, keys)
        if held is None:
            # Something was told since: what they are called now.
            held = register.enterprises([key for key in keys if key in self._told], self._asof)
        there = held if self._wanted.is_anywhere else [*filter(self._wanted.is_there, held)]
        return sorted((*there, *others), key=_key) if others else there

    def number(self, register: RegisterReader, keys: Sequence[int]) -> int:
        """How many of them meet it, each of which is one row."""
        if self._wanted == FirmFilter():
            return len(keys)
        if self._told is not None and self._wanted.is_anywhere:
            return sum(key in self._told for key in keys) + sum(1 for _one in self._others(register, keys))
        return len(self._met(register, keys))

    def _others(self, register: RegisterReader, keys: Sequence[int]) -> Iterator[Enterprise]:
        """Those that meet it of the ones no typed table told of."""
        others = keys if self._told is None else [key for key in keys if key in self._told.open]
        if not others:
            return iter(())
        return firm_pass.enterprises(register, others, self._asof, self._wanted, self._rulebook)


_key = attrgetter("id")
