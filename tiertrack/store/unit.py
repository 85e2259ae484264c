"""One unit of work: what it has read and written, and its end.

What a unit recorded has to be known from the moment others can see it, not from the moment its writing began: whoever
asked in between what was known by then must be given the same answer ever after. So its instant is set last of all,
while no other unit can end, and the digests of its events with it; and what it decided by must be unchanged then.
"""

from __future__ import annotations

import copy
import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from operator import attrgetter
from typing import Any, Self

from sqlalchemy import Table

from tiertrack.batches import batches
from tiertrack.errors import Fault, StaleStanding, StoreError
from tiertrack.ports import Clock
from tiertrack.store.codec import EventRow, digest_at
from tiertrack.store.seals import AddedRows, RowSealing, Seal, new_unit
from tiertrack.store.session import Session
from tiertrack.store.signing import SEAL, SealKey
from tiertrack.store.streams import stale
from tiertrack.store.types import instant_text

# The last version of each stream of an enterprise that others have written.
_Heads = Mapping[str, int]

# How many enterprises are looked at at a time.
_CHUNK = 2000

# Clocks of two machines are never quite alike; further apart than this, one of them is wrong.
_TOLERATED = dt.timedelta(seconds=1)
_NEXT = dt.timedelta(microseconds=1)


def _refuse_waiting(session: Session) -> None:
    """Raises StoreError where rows of before still wait for their seal, which has to be the first over rows."""
    if session.has_waiting():
        what = "有的行还没有封存：升级时只执行了 SQL 语句，或是另外加入的，不能登记"
        raise StoreError(Fault("E679", what, "请先运行 tiertrack init，把以前的行照现在的样子封存"))


class Unit:
    """A unit of work others do not see yet; ``named`` gives the name of an enterprise, ``began`` its first instant.

    ``has_turn`` says whether it has the turn.
    """

    def __init__(self, named: Callable[[int], str], began: str) -> None:
        self.name: str = new_unit()
        self.began = began
        self.has_turn = False
        self._named = named
        # The enterprises it added events to; and of those whose events it read, how far others had written each stream.
        self._written: set[int] = set()
        # What it added but events.
        self._rows = AddedRows()
        self._lengths: Mapping[str, int] = {}
        # The last instant of what it may put right.
        self._known = ""
        self._read: dict[int, _Heads] = {}
        # Most enterprises of a list have the same heads, which are then kept once.
        self._heads: dict[tuple[tuple[str, int], ...], _Heads] = {}

    def copy(self) -> Self:
        """The unit so far, to go back to by ``again``."""
        twin = copy.copy(self)
        twin._written = self._written.copy()
        twin._lengths = self._rows.lengths()
        return twin

    def again(self) -> Self:
        """The unit as it was when it was copied: what was added since is forgotten."""
        self._rows.cut(self._lengths)
        return self

    def note_read(self, enterprises: Iterable[int], rows: Iterable[EventRow]) -> None:
        """Takes note of reading every event of some enterprises; its own are no news to it."""
        found = self._heads_of(rows)
        for enterprise in enterprises:
            if enterprise not in self._read:
                heads = found.get(enterprise, {})
                self._read[enterprise] = self._heads.setdefault(tuple(sorted(heads.items())), heads)

    def note_known(self, rows: Iterable[Mapping[str, Any]]) -> None:
        """Takes note of rows other than events that it may put right: what does so has to come after them."""
        latest = max((row["recorded_at"] for row in rows), default=None)
        if latest is not None:
            self._known = max(self._known, instant_text(latest))

    def note_added(self, table: Table, keys: Sequence[int], contents: Sequence[bytes]) -> None:
        """Takes note of rows other than events that were added, by their keys and what is hashed of each."""
        self._rows.add(table, keys, contents)

    def note_written(self, rows: Iterable[EventRow]) -> None:
        """Takes note of events added."""
        self._written.update(row.enterprise_id for row in rows)

    @property
    def has_written(self) -> bool:
        """Whether anything was added."""
        return bool(self._rows or self._written)

    def end(self, session: Session, clock: Clock, key: SealKey | None = None, withdrawals: int | None = None) -> str:
        """Puts all of it at one instant, which comes back, and seals it; only the commit is left to do.

        ``withdrawals`` is how many imports had been taken back when it read, None where it did not read. Raises
        StaleStanding where another unit has added to a stream that was read, or taken an import back, and StoreError
        where the clock is behind what is on record.
        """
        if not self.has_written:
            return self.began
        # As late as can be: from here until the commit, every other writer that wants to end has to wait.
        last = session.last_seal()
        place, previous, latest, form, found = last or (0, None, None, None, 0)
        if withdrawals is not None and found != withdrawals:
            raise _taken_back_meanwhile(withdrawals, found)
        if form is None:
            _refuse_waiting(session)
        instant = instant_after(clock, max(latest or "", self._known) or None)
        if instant != self.began:
            session.restamp(instant)
        sealing = self._sealing(session, instant)
        key_id = None if key is None else key.key_id
        digest = sealing.digest(previous, place + 1, instant, key_id)
        signature = None if key is None else key.sign(SEAL, digest)
        written = (place + 1, self.name, sealing.events, digest, instant, int(sealing.form), sealing.rows)
        session.add_seal(Seal(*written, key_id, signature))
        return instant

    def _sealing(self, session: Session, instant: str) -> RowSealing:
        """The seal in the making over everything it wrote, once that is put at the instant."""
        sealing = RowSealing(self.name)
        for key, digest in self._settled(session, instant) if self._written else ():
            sealing.add_event(key, digest)
        self._rows.seal(sealing)
        return sealing

    def _settled(self, session: Session, instant: str) -> Iterator[tuple[int, str]]:
        """Keys and digests of its events in the order written, once they are put at the instant."""
        first: list[int] = []
        digests: list[tuple[int, str]] = []
        some = list(batches(sorted({*self._read, *self._written}), _CHUNK))
        for enterprises in some:
            rows = session.events(enterprises)
            self._refuse_changed(rows)
            digests = sorted(self._restamp(session, rows, instant))
            first += [key for key, _digest in digests[:1]]
        if len(some) == 1:
            return iter(digests)
        return session.digests(self.name, min(first, default=0))

    def _refuse_changed(self, rows: Iterable[EventRow]) -> None:
        """Raises StaleStanding where others have added to what was read of the enterprises these are all events of."""
        for enterprise, heads in self._heads_of(rows).items():
            read = self._read.get(enterprise, heads)
            for title, version in heads.items():
                if version != read.get(title, 0):
                    raise stale(title, read.get(title, 0), version).at(self._named(enterprise))

    def _heads_of(self, rows: Iterable[EventRow]) -> dict[int, dict[str, int]]:
        """By enterprise, the last version of each stream that others have written."""
        found: dict[int, dict[str, int]] = {}
        for row in rows:
            if row.unit != self.name:
                heads = found.setdefault(row.enterprise_id, {})
                heads[row.title] = max(row.version, heads.get(row.title, 0))
        return found

    def _restamp(self, session: Session, rows: Iterable[EventRow], instant: str) -> list[tuple[int, str]]:
        """Puts its events among some rows at an instant; their keys and digests."""
        digests: list[tuple[int, str]] = []
        last: dict[tuple[int, str], str] = {}
        # By version, not by key: of two writers at once, the later in a stream may have taken its key first.
        for row in sorted(rows, key=attrgetter("version")):
            stream = row.enterprise_id, row.title
            if row.unit != self.name or row.recorded_at == instant:
                last[stream] = row.digest
            else:
                last[stream] = digest_at(row, instant, last.get(stream))
            if row.unit == self.name:
                digests.append((row.id, last[stream]))
        if instant != self.began:
            session.restamp_events(digests, instant)
        return digests


def _taken_back_meanwhile(read: int, found: int) -> StaleStanding:
    what = "所读的登记里，有一次导入刚被别人取消"
    return StaleStanding(Fault("E609", what, "请重读后再试，本次没有写入"), expected=read, actual=found)


def instant_after(clock: Clock, last: str | None) -> str:
    """The present instant as text, or the one right after the ``last`` where the clock is a moment behind that.

    Raises StoreError where it is further behind: somebody set a clock back, or it ran ahead when the last was written.
    """
    now, latest = clock.now(), None if last is None else dt.datetime.fromisoformat(last)
    if latest is None or now >= latest:
        return instant_text(now)
    if latest - now > _TOLERATED:
        what = f"本机时钟比登记库里已有的登记（{last}）早，登记的时刻不能倒退，本次没有写入"
        remedy = "请校准本机时钟后再试；时钟没有错的，是那一次登记时的时钟快了，请等过了那一时刻，或从那以前的备份恢复"
        raise StoreError(Fault("E660", what, remedy, instant_text(now)))
    return instant_text(latest + _NEXT)
