"""The enterprises a list is of. Who holds a title is told by a typed table of that day where one is kept and current,
and otherwise, as all else that is asked of titles, by the events of each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tiertrack.app import firm_pass
from tiertrack.app.firm_filter import FirmFilter
from tiertrack.enterprise import Enterprise
from tiertrack.ports import RegisterReader, RegisterStore
from tiertrack.rules.rulebook import Rulebook
from tiertrack.temporal import AsOf

# Of so many the events are read before a typed table could be looked for.
_FEW = 1000


class FirmList:
    """The enterprises that meet a filter; whom a typed table tells is told when the list is begun."""

    def __init__(self, store: RegisterStore, wanted: FirmFilter, asof: AsOf, rulebook: Rulebook) -> None:
        self._store, self._wanted, self._asof, self._rulebook = store, wanted, asof, rulebook
        self._held: frozenset[int] = frozenset()

    def candidates(self, register: RegisterReader) -> Sequence[int]:
        """The keys of those that meet it or may, and of as few others as is quickly told."""
        found, title, self._held = self._wanted.candidates(register, self._asof), self._wanted.title, frozenset()
        if title is None or not self._wanted.asks_for_holders or self._asof.known_at or len(found) <= _FEW:
            return found
        from tiertrack.screening.typed_holders import typed_holders

        told = typed_holders(self._store.bind, self._store.schema, title, self._asof.on, found)
        if told is None:
            return found
        self._held = told.held
        return [key for key in found if key in told.held or key in told.open]

    def rows(self, register: RegisterReader, keys: Sequence[int]) -> Iterator[Sequence[Enterprise]]:
        """The row of each of some of them that meets it."""
        if not self._held:
            yield from ((one,) for one in self._others(register, keys))
            return
        met = {one.id for one in self._others(register, keys)}
        for one in register.enterprises(keys, self._asof):
            if one.id in met or (one.id in self._held and self._wanted.is_there(one)):
                yield (one,)

    def number(self, register: RegisterReader, keys: Sequence[int]) -> int:
        """How many of them meet it, each of which is one row."""
        if self._wanted == FirmFilter():
            return len(keys)
        if self._wanted.is_anywhere:
            return sum(key in self._held for key in keys) + sum(1 for _one in self._others(register, keys))
        return sum(1 for _row in self.rows(register, keys))

    def _others(self, register: RegisterReader, keys: Sequence[int]) -> Iterator[Enterprise]:
        """Those that meet it of the ones no typed table told of."""
        others = [key for key in keys if key not in self._held]
        return firm_pass.enterprises(register, others, self._asof, self._wanted, self._rulebook)
