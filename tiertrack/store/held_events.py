"""Events of a transaction that wait for its end to be written: only then is it known which instant they bear.

Written before, each would have to be written a second time, which costs as much again where every version of a row is
kept.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager

from tiertrack.store.codec import EventRow, restamped


class HeldEvents:
    """The events held back, in the order they came."""

    def __init__(self) -> None:
        self._rows: dict[int, EventRow] = {}
        self._of: dict[int, dict[int, EventRow]] = defaultdict(dict)

    def __len__(self) -> int:
        return len(self._rows)

    def __iter__(self) -> Iterator[EventRow]:
        return iter(self._rows.values())

    def add(self, row: EventRow) -> None:
        """Holds one more back."""
        self._rows[row.id] = self._of[row.enterprise_id][row.id] = row

    def of(self, enterprises: Iterable[int]) -> list[EventRow]:
        """Those of some enterprises."""
        return [row for one in enterprises if one in self._of for row in self._of[one].values()]

    def take(self, digests: Mapping[int, str], instant: str) -> list[EventRow]:
        """Those with these keys as they are at an instant, by the digests they have then; they are held no more."""
        return [
            restamped(row, instant, digest)
            for key, digest in digests.items()
            if (row := self._removed(key)) is not None
        ]

    def take_all(self) -> list[EventRow]:
        """All of them, which are held no more."""
        rows = [*self]
        self._rows, self._of = {}, defaultdict(dict)
        return rows

    def _removed(self, key: int) -> EventRow | None:
        row = self._rows.pop(key, None)
        if row is not None:
            del self._of[row.enterprise_id][key]
        return row

    @contextmanager
    def restored(self) -> Iterator[None]:
        """A part of the transaction that leaves what is held as it was when it raises."""
        rows, count = self._rows, len(self._rows)
        try:
            yield
        except BaseException:
            later = [*rows][count:]
            if rows is self._rows:
                for key in later:
                    self._removed(key)
            else:
                # They were written in the meantime, and that is undone.
                self.take_all()
                for key in [*rows][:count]:
                    self.add(rows[key])
            raise
