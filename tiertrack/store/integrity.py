"""Whether everything on record is as it was written: no row or seal changed, removed, put in or put elsewhere.

Two walks, a few rows in memory at a time: along every stream, each event against the digest of the one before it; and
along the seals, each against the one before it and every row of its unit of work, and no earlier than any before it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from heapq import merge
from itertools import groupby
from operator import itemgetter
from typing import Any

from attrs import frozen
from sqlalchemy import Table

from tiertrack.errors import Fault
from tiertrack.register_reports import Checkpoint, Found, VerifyReport
from tiertrack.store.codec import EventRow, Row, row_digest
from tiertrack.store.name_keys import KEYS, derived
from tiertrack.store.reader import Reader
from tiertrack.store.row_digests import RowForm, checksum, form_of
from tiertrack.store.row_places import place_of, table_label
from tiertrack.store.seals import Form, RowSealing, Seal, Sealing, is_in_order, ranges_of
from tiertrack.store.session import Session
from tiertrack.store.shown_checks import ContinuationCheck, OutsideCheck, SignatureCheck, refuse_unsigned
from tiertrack.store.signing import PublicKeys
from tiertrack.store.tables import PREFIX, SEALED
from tiertrack.titles.events import stream_label

# Past so many the register is to be restored, not mended.
_MOST_FAULTS = 1000

_REMEDY = "请停止写入，保留数据库原样，从备份核对"
_EVENTS = -1

# How many leaves are taken at a time.
_AT_A_TIME = 1000

# Seal, key, checksum and instant stand before what is hashed of a row.
_FRONT = 4


def verify(begin: Callable[[], Session], held_against: HeldAgainst | None = None) -> VerifyReport:
    """Checks everything, and that the register is still what was noted down or signed of it.

    Raises BadInput for a checkpoint of another register where this one is whole, or one that none of the keys has
    signed.
    """
    with _Check(begin) as check:
        return check.report(held_against or HeldAgainst())


@frozen
class HeldAgainst:
    """What a register is held against: the digest of a seal noted down earlier, public keys, a checkpoint."""

    seal: str | None = None
    keys: PublicKeys | None = None
    checkpoint: Checkpoint | None = None


class _Check(Reader):
    """One check within one snapshot, of every row."""

    def _withdrawn(self) -> Mapping[str, str]:
        return {}

    def report(self, held: HeldAgainst) -> VerifyReport:
        noted = held.seal
        signatures = None if held.keys is None else SignatureCheck(held.keys)
        continuation = None if held.checkpoint is None else ContinuationCheck(held.checkpoint)
        if held.checkpoint is not None and held.keys is not None:
            refuse_unsigned(held.checkpoint, held.keys)
        self._outside: list[OutsideCheck] = [one for one in (signatures, continuation) if one is not None]
        self._faults: list[Fault] = []
        self._found: list[Found] = []
        self._untold = 0
        events, streams = self._check_streams()
        self._out_of_order = self._rows = self._signatures = 0
        self._signatures_from: int | None = None
        # Rows of before are sealed before any others are.
        self._over_rows = False
        seals, last, found = self._check_seals(noted)
        self._check_unsealed()
        for outside in self._outside:
            # What is wrong with the register is told before whether the checkpoint is its own.
            if outside is continuation and not self._faults:
                continuation.refuse_another()
            outside.conclude(self._tell)
        if noted is not None and not found:
            what = "以前记下的封印不在链上：它以后的登记被整个换过，或抄录有误"
            self._faults.insert(0, Fault("E625", what, "请先核对抄录，再从备份核对", noted))
        return VerifyReport(
            events,
            streams,
            seals,
            last,
            tuple(self._faults),
            self._out_of_order,
            rows=self._rows,
            signed=0 if signatures is None else signatures.signed,
            signed_from=None if signatures is None else signatures.signed_from,
            found=tuple(self._found),
            signatures=self._signatures,
            signatures_from=self._signatures_from,
            continues=held.checkpoint if continuation is not None and continuation.holds else None,
            noted=noted if found else None,
            untold=self._untold,
        )

    def _check_streams(self) -> tuple[int, int]:
        events = streams = 0
        for _, rows in groupby(self._session.streams(), key=lambda row: row[1:3]):
            streams += 1
            previous: str | None = None
            for row in rows:
                events += 1
                if _digest(previous, row) != row.digest:
                    what = "与登记时不同：这一项被改动，或它前面的一项被改动、删除或调换"
                    self._wrong("E620", what, self._place(*row[1:4]))
                previous = row.digest
        return events, streams

    def _check_seals(self, noted: str | None) -> tuple[int, str | None, bool]:
        """How many seals there are, the digest of the last, and whether the one noted down is among them."""
        seals, following, last, found = 0, 1, None, False
        latest = in_order = ""
        groups = self._groups()
        group = next(groups, None)
        for seal in self._session.seals():
            seals += 1
            self._over_rows |= seal.form is not None
            place = f"封印 {seal.id}"
            if seal.id != following:
                self._wrong("E623", f"封印的序号应为 {following}：有封印被删除、加入或调换", place)
            check = _seal_check(self, seal)
            while group is not None and group[0] <= seal.id:
                check.take(group[1], group[2])
                group = next(groups, None)
            check.conclude(last)
            for outside in self._outside:
                outside.take(seal)
            if seal.key_id is not None:
                self._signatures += 1
                self._signatures_from = self._signatures_from or seal.id
            if is_in_order(seal.unit) and seal.recorded_at < in_order:
                self._wrong("E661", f"登记的时刻比它前面的封印（{in_order}）还早", place)
            elif seal.recorded_at < latest:
                self._out_of_order += 1
            latest = max(latest, seal.recorded_at)
            in_order = max(in_order, seal.recorded_at) if is_in_order(seal.unit) else in_order
            following, last, found = seal.id + 1, seal.digest, found or seal.digest == noted
        return seals, last, found

    def _groups(self) -> Iterator[tuple[int, int, Iterator[Any]]]:
        """What each unit wrote to each table, unit by unit in the order of the seals, and table by table."""
        walks: list[tuple[int, Iterator[Any]]] = [(_EVENTS, self._session.sealed_events())]
        walks += [(place, self._session.sealed_rows(table, asked_for(table))) for place, table in enumerate(SEALED)]
        return merge(*(_by_seal(place, rows) for place, rows in walks), key=itemgetter(0, 1))

    def _check_unsealed(self) -> None:
        for event in self._session.unsealed_events():
            self._wrong("E621", "没有封印：这一项是另外加入的，或封印被删除", self._place(*event))
        for table in SEALED:
            waiting = 0
            for row in self._session.unsealed_rows(table, table.c.keys()):
                known = dict(zip(table.c.keys(), row, strict=True))
                if known["unit"] is None:
                    waiting += 1
                else:
                    what = "没有封印：这一行是另外加入的，或封印被删除"
                    self._wrong("E669", what, self._place_of_row(table, known))
            if waiting:
                why, remedy = "是另外加入的", _REMEDY
                if not self._over_rows:
                    why = "升级时只执行了 SQL 语句，或是另外加入的"
                    remedy = "刚用 SQL 语句升级的，请运行 tiertrack init；不然请停止写入，从备份核对"
                self._wrong("E670", f"有 {waiting} 行还没有封印：{why}", table_label(table), remedy)

    def _wrong(self, code: str, what: str, place: str, remedy: str = _REMEDY) -> None:
        if len(self._faults) < _MOST_FAULTS:
            self._tell(code, what, place, remedy)
        else:
            self._untold += 1

    def _tell(self, code: str, what: str, place: str, remedy: str = _REMEDY) -> None:
        self._faults.append(Fault(code, what, remedy, None, place))

    def _place(self, enterprise: Any, title: Any, version: Any) -> str:
        return f"{self._name_of(enterprise)} {stream_label(title)} 第 {version} 项"

    def _place_of_row(self, table: Table, row: Row) -> str:
        return place_of(self._session, table, row, self._name_of)


class _EventsCheck:
    """One seal of before, over events alone."""

    def __init__(self, check: _Check, seal: Seal) -> None:
        self._check, self._seal = check, seal
        self._place = f"封印 {seal.id}"
        self._sealing = Sealing(seal.unit)

    def take(self, place: int, rows: Iterator[Any]) -> None:
        """Takes what its unit has written to a table."""
        if place == _EVENTS:
            for _seal, _key, digest in rows:
                self._sealing.add(digest)
            return
        for row in rows:
            what = "封印里没有这一行：它是另外加入的"
            self._check._wrong("E669", what, self._check._place_of_row(SEALED[place], _named(SEALED[place], row)))

    def conclude(self, previous: str | None) -> None:
        """Compares the seal with what it was put on, and with the one before it."""
        seal = self._seal
        self._compare_events(self._sealing.events)
        digest = self._sealing.digest(previous, seal.id, seal.recorded_at)
        # Such a seal had no further columns; one of a form that there is none of cannot be right.
        self._compare_digest(digest if seal[len(seal) - 4 :] == (None,) * 4 else "")

    def _compare_events(self, found: int) -> None:
        if found != self._seal.events:
            what = f"封印时有 {self._seal.events} 项，现在有 {found} 项：有事项被删除或加入"
            self._check._wrong("E622", what, self._place)

    def _compare_digest(self, digest: str) -> None:
        if digest != self._seal.digest:
            what = "封印与它所封的内容或前一个封印不符：有内容被改动、删除或调换"
            self._check._wrong("E624", what, self._place)


class _RowsCheck(_EventsCheck):
    """One seal over every row of its unit."""

    def __init__(self, check: _Check, seal: Seal) -> None:
        super().__init__(check, seal)
        self._rows_sealing = RowSealing(seal.unit, seal.form or 0)
        self._is_told = False

    def take(self, place: int, rows: Iterator[Any]) -> None:
        if place == _EVENTS:
            add_event = self._rows_sealing.add_event
            for _seal, key, digest in rows:
                add_event(key, digest)
            return
        table = SEALED[place]
        name, form, leads = table.name.removeprefix(PREFIX), form_of(table), table in KEYS
        end, is_found, instant = _FRONT + len(form.columns), self._seal.form == Form.FOUND, self._seal.recorded_at
        leaves, first, key = list[bytes](), 0, 0
        for row in rows:
            _seal, key, noted, recorded_at = row[:_FRONT]
            content = _content(form, row[_FRONT:end], recorded_at if is_found else None)
            if noted != checksum(content):
                self._is_told = True
                self._tell(table, row, "与登记时不同：这一行被改动")
            elif not is_found and recorded_at != instant:
                self._tell(table, row, f"登记的时刻与封印的（{instant}）不同：这一行被改动")
            elif leads and derived(table, _named(table, row)) is not None:
                self._tell(table, row, "查找用的名称与登记的名称不符：这一行被改动")
            first = key if not leaves else first
            leaves.append(form.leaf(key, content))
            if len(leaves) >= _AT_A_TIME:
                self._rows_sealing.add_rows(name, (first, key), leaves)
                leaves = []
            self._check._rows += 1
        if leaves:
            self._rows_sealing.add_rows(name, (first, key), leaves)

    def _tell(self, table: Table, row: Sequence[Any], what: str) -> None:
        self._check._wrong("E667", what, self._check._place_of_row(table, _named(table, row)))

    def conclude(self, previous: str | None) -> None:
        seal = self._seal
        if seal.form == Form.FOUND:
            found = sum(count for count, _first, _last in self._rows_sealing.ranges.values())
            self._check._found.append(Found(seal.recorded_at, found))
        self._compare_events(self._rows_sealing.events)
        self._compare_ranges()
        if not self._is_told:
            digest = self._rows_sealing.digest(previous, seal.id, seal.recorded_at, seal.key_id)
            is_whole = seal.rows == self._rows_sealing.rows and (seal.key_id is None) == (seal.signature is None)
            self._compare_digest(digest if is_whole else "")

    def _compare_ranges(self) -> None:
        """Tells which tables have other rows than were sealed, and which keys are missing where that can be told."""
        sealed, found = ranges_of(self._seal.rows), self._rows_sealing.ranges
        for table in SEALED:
            name = table.name.removeprefix(PREFIX)
            then, now = sealed.get(name, (0, 0, 0)), found.get(name, (0, 0, 0))
            if then != now:
                self._is_told = True
                what = f"封印时有 {then[0]} 行（第 {then[1]} 至 {then[2]} 行），现在有 {now[0]} 行"
                if now[0]:
                    what += f"（第 {now[1]} 至 {now[2]} 行）"
                self._check._wrong("E668", f"{what}：有行被删除、加入或改了编号", f"{self._place} {table_label(table)}")


def _seal_check(check: _Check, seal: Seal) -> _EventsCheck:
    return _RowsCheck(check, seal) if seal.form in tuple(Form) else _EventsCheck(check, seal)


def _by_seal(place: int, rows: Iterator[Any]) -> Iterator[tuple[int, int, Iterator[Any]]]:
    return ((seal, place, found) for seal, found in groupby(rows, key=itemgetter(0)))


def _digest(previous: str | None, row: EventRow) -> str | None:
    """The digest the row ought to have; None where what it holds could never have been written."""
    try:
        return row_digest(previous, row)
    except (TypeError, UnicodeError):
        return None


def _content(form: RowForm, values: Sequence[Any], instant: str | None) -> bytes:
    """What is hashed of a row; nothing where what it holds could never have been written."""
    try:
        return form.content_of_plain(values, instant)
    except (TypeError, UnicodeError):
        return b""


def asked_for(table: Table) -> tuple[str, ...]:
    """The columns of a row a check asks for: what it is compared by, what is hashed, and what follows from that."""
    return ("id", "checksum", "recorded_at", *form_of(table).columns, *KEYS.get(table, ()))


def _named(table: Table, row: Sequence[Any]) -> Row:
    """A row with its seal as a row by name."""
    return dict(zip(asked_for(table), row[1:], strict=True))
