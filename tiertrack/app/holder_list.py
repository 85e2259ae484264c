"""The holders of a title on a day: told by a typed table of that day where one is kept and current, and otherwise, as
any list is, by the events of each."""

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


class HolderList:
    """A list of holders; who they are is told when it is begun."""

    def __init__(self, database: RegisterStore, wanted: FirmFilter, asof: AsOf, rulebook: Rulebook) -> None:
        self._database, self._wanted, self._asof, self._rulebook = database, wanted, asof, rulebook
        self._held: frozenset[int] = frozenset()

    def candidates(self, register: RegisterReader) -> Sequence[int]:
        """The keys of those that hold the title or may, of as few others as is quickly told."""
        from tiertrack.screening.typed_holders import typed_holders

        found, title, database = self._wanted.candidates(register, self._asof), self._wanted.title, self._database
        self._held = frozenset()
        if len(found) <= _FEW or title is None:
            return found
        told = typed_holders(database.bind, database.schema, title, self._asof.on, found)
        if told is None:
            return found
        self._held = told.held
        return [key for key in found if key in told.held or key in told.open]

    def rows(self, register: RegisterReader, keys: Sequence[int]) -> Iterator[Sequence[Enterprise]]:
        """The row of each enterprise that holds the title and is where the list asks for."""
        folded = [key for key in keys if key not in self._held]
        found = {one.id for one in firm_pass.enterprises(register, folded, self._asof, self._wanted, self._rulebook)}
        for one in register.enterprises(keys, self._asof):
            if one.id in found or (one.id in self._held and self._wanted.is_there(one)):
                yield (one,)

    def number(self, register: RegisterReader, keys: Sequence[int]) -> int:
        """How many rows that is."""
        if self._wanted.is_anywhere:
            folded = [key for key in keys if key not in self._held]
            left = firm_pass.enterprises(register, folded, self._asof, self._wanted, self._rulebook)
            return len(keys) - len(folded) + sum(1 for _one in left)
        return sum(1 for _row in self.rows(register, keys))
