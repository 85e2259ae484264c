"""Whether everything in the chains is as it was written: no event or seal changed, removed, put in or put elsewhere.

Two walks, a few rows in memory at a time: along every stream, each event against the digest of the one before it; and
along the seals, each against the one before it and the events of its unit of work, and no earlier than any before it.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import groupby
from typing import Any

from tiertrack.errors import Fault
from tiertrack.register_reports import VerifyReport
from tiertrack.store.codec import EventRow, row_digest
from tiertrack.store.reader import Reader
from tiertrack.store.seals import Sealing, is_in_order
from tiertrack.store.session import Session
from tiertrack.titles.events import stream_label

# Past so many the register is to be restored, not mended.
_MOST_FAULTS = 1000

_REMEDY = "请停止写入，保留数据库原样，从备份核对"


def verify(begin: Callable[[], Session], seal: str | None = None) -> VerifyReport:
    """Checks everything; with ``seal``, the digest of a seal noted down earlier, also that it is still in the chain."""
    with _Check(begin) as check:
        return check.report(seal)


class _Check(Reader):
    """One check within one snapshot."""

    def report(self, noted: str | None) -> VerifyReport:
        self._faults: list[Fault] = []
        events, streams = self._check_streams()
        self._out_of_order = 0
        seals, last, found = self._check_seals(noted)
        if noted is not None and not found:
            what = "以前记下的封印不在链上：它以后的登记被整个换过，或抄录有误"
            self._faults.insert(0, Fault("E625", what, "请先核对抄录，再从备份核对", noted))
        return VerifyReport(events, streams, seals, last, tuple(self._faults), self._out_of_order)

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
        for (key, unit, count, digest, instant), rows in groupby(self._session.sealed(), key=lambda row: row[:5]):
            seals += 1
            sealing = Sealing(unit)
            for row in rows:
                if row[5] is not None:
                    sealing.add(row[5])
            place = f"封印 {key}"
            if key != following:
                self._wrong("E623", f"封印的序号应为 {following}：有封印被删除、加入或调换", place)
            if sealing.events != count:
                self._wrong("E622", f"封印时有 {count} 项，现在有 {sealing.events} 项：有事项被删除或加入", place)
            if sealing.digest(last, key, instant) != digest:
                self._wrong("E624", "封印与它所封的事项或前一个封印不符：有内容被改动、删除或调换", place)
            if is_in_order(unit) and str(instant) < in_order:
                self._wrong("E661", f"登记的时刻比它前面的封印（{in_order}）还早", place)
            elif str(instant) < latest:
                self._out_of_order += 1
            latest = max(latest, str(instant))
            in_order = max(in_order, str(instant)) if is_in_order(unit) else in_order
            following, last, found = key + 1, digest, found or digest == noted
        for event in self._session.unsealed():
            self._wrong("E621", "没有封印：这一项是另外加入的，或封印被删除", self._place(*event))
        return seals, last, found

    def _wrong(self, code: str, what: str, place: str) -> None:
        if len(self._faults) < _MOST_FAULTS:
            self._faults.append(Fault(code, what, _REMEDY, None, place))

    def _place(self, enterprise: Any, title: Any, version: Any) -> str:
        return f"{self._name_of(enterprise)} {stream_label(title)} 第 {version} 项"


def _digest(previous: str | None, row: EventRow) -> str | None:
    """The digest the row ought to have; None where what it holds could never have been written."""
    try:
        return row_digest(previous, row)
    except (TypeError, UnicodeError):
        return None
