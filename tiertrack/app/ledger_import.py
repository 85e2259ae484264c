"""Bringing the workbook of everything on record (台账) into a register: what is on record already changes nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from operator import attrgetter
from typing import Any

from tiertrack.app.complete_list import disagreeing
from tiertrack.app.dossier_import import keep_rights
from tiertrack.app.fact_import import import_facts, recognised
from tiertrack.app.title_import import Importer
from tiertrack.batches import batches
from tiertrack.errors import BadDossier, Fault
from tiertrack.facts.identity import Identity
from tiertrack.facts.intellectual_property import IpRight, read_together
from tiertrack.import_reports import FirmChange, by_firm
from tiertrack.intake.ledger import JudgedRow, Ledger
from tiertrack.intake.ledger_pages import HELD_MEMBERS
from tiertrack.intake.right_list import FirmRights
from tiertrack.intake.title_rows import TitleRow
from tiertrack.law.event_kinds import EventKind
from tiertrack.ports import Register
from tiertrack.register_reports import Change, ImportReport, TitleReport
from tiertrack.rules.rulebook import Rulebook
from tiertrack.temporal import AsOf
from tiertrack.titles.events import MEMBERS, Event, RecordedEvent
from tiertrack.titles.standing import standing

_CHUNK = 1000


def import_ledger(register: Register, ledger: Ledger, on: dt.date, rulebook: Rulebook) -> ImportReport:
    """Writes what the workbook says to the register, leaving the commit to the caller; all of it or nothing.

    What waits for a decision on its enterprise waits with its values and events, as of any list. Raises BadDossier with
    every fault.
    """
    register.take_turn()
    with register.all_or_nothing():
        report = import_facts(register, [*ledger.firms, *ledger.values], on)
        firms = _Firms(register)
        titles = _Titles(register, firms, rulebook)
        for part in batches(ledger.events, _CHUNK):
            titles.take(part, _STATED)
        for part in batches(ledger.held, _CHUNK):
            titles.take(part, HELD_MEMBERS)
        judged = [_judged(register, row, firms) for row in ledger.judged]
        listed = [*_listed(register, ledger.rights, firms)]
        if faults := [*titles.faults, *firms.faults]:
            raise BadDossier(*faults)
    return report.plus(*judged, *listed, ImportReport(titles=titles.report, firms=titles.firms))


class _Firms:
    """The enterprises of the rows, each looked for once; ``faults`` are of those that cannot be told."""

    def __init__(self, register: Register) -> None:
        self._register = register
        self._known: dict[Identity, int | None] = {}
        self.faults: list[Fault] = []

    def key(self, identity: Identity, place: str) -> int | None:
        """The enterprise on record that is meant; None where there is none or, its fault kept, it cannot be told."""
        if identity not in self._known:
            try:
                self._known[identity] = recognised(self._register, identity)
            except BadDossier as error:
                self._known[identity] = None
                self.faults += error.at(place).faults
        return self._known[identity]

    def needed(self, identity: Identity, place: str) -> int | None:
        """The same; a fault where there is none."""
        known = len(self.faults)
        found = self.key(identity, place)
        if found is None and known == len(self.faults):
            what, remedy = (
                "登记库里没有这家企业",
                "请在“企业”一页写上它；名称待确认的，先用 tiertrack match accept 确认",
            )
            self.faults.append(Fault("E749", what, remedy, "、".join(identity.identifiers), place))
        return found


# An event on record is told by all that it states; a title held, by the members of the act that it rests on.
_STATED = tuple(member.name for member in MEMBERS if member.stated)


class _Titles:
    """Takes the rows of events and titles held; those on record already are only counted."""

    def __init__(self, register: Register, firms: _Firms, rulebook: Rulebook) -> None:
        self._register, self._firms = register, firms
        self._importer = Importer(register, rulebook)
        self._known: list[FirmChange] = []

    @property
    def faults(self) -> list[Fault]:
        """What is wrong with the rows."""
        return self._importer.faults

    @property
    def report(self) -> TitleReport:
        """What became of the rows."""
        return self._importer.report

    @property
    def firms(self) -> tuple[FirmChange, ...]:
        """What became of each enterprise."""
        return by_firm((*self._known, *self._importer.firms))

    def take(self, rows: Iterable[TitleRow], members: tuple[str, ...]) -> None:
        """Records the rows of which these members are not on record together."""
        found = [(row, self._firms.key(row.identity, row.place)) for row in rows]
        keys = {key for _row, key in found if key is not None}
        streams = self._register.streams(keys)
        said: dict[tuple[int | None, Any], RecordedEvent] = {
            (key, _said(event, members)): event for key in keys for event in streams.get(key, ())
        }
        told = [said.get((key, _said(row.event, members))) for row, key in found]
        self._register.rest_on(event.recorded_at for event in told if event is not None)
        fresh = [row for (row, _key), event in zip(found, told, strict=True) if event is None]
        known = len(found) - len(fresh)
        again = (row for (row, _key), event in zip(found, told, strict=True) if event is not None)
        self._known += [FirmChange(row.identity.name or row.place, known=1) for row in again]
        self._importer.report = self._importer.report.plus(rows=known, known=known)
        if others := [row for row in fresh if not _is_said_absent(row)]:
            self._importer.take(others)
        said_absent = [(row, self._firms.key(row.identity, row.place)) for row in fresh if _is_said_absent(row)]
        streams = self._register.streams({key for _row, key in said_absent if key is not None})
        if rest := [row for row, key in said_absent if not self._contradicts(row, key, streams.get(key or 0, ()))]:
            self._importer.take(rest)

    def _contradicts(self, row: TitleRow, key: int | None, events: Sequence[RecordedEvent]) -> bool:
        """Records that a document says of a holder that it does not hold the title, with the disagreement, as a list of
        all holders is recorded; whether that was so."""
        found = standing(events, AsOf(row.event.on)).held
        holding = next((one for one in found if one.title == row.event.title), None)
        if key is None or holding is None:
            return False
        (entry,) = self._register.append(key, [disagreeing(row.event, holding).remarked(row.remarks)])
        changes = {change: int(entry.change is change) for change in Change}
        new, corrected, known = (changes[change] for change in (Change.NEW, Change.CORRECTED, Change.KNOWN))
        report = self._importer.report
        self._importer.report = report.plus(rows=1, new=new, corrected=corrected, known=known, disagreements=1)
        self._known.append(FirmChange(row.identity.name or row.place, new, corrected, known, disagrees=True))
        return True


def _is_said_absent(row: TitleRow) -> bool:
    return row.event.kind is EventKind.ABSENT and row.event.document is not None


def _said(event: Event, members: tuple[str, ...]) -> tuple[Any, ...]:
    """What an event says in these members, the same however its texts are spaced and its first day is told."""
    said = [*attrgetter(*members)(event)]
    if event.kind.grants and "starts" in members:
        said[members.index("starts")] = event.starts or event.on
    if "derived" in members:
        # Whether a day was printed or worked out is no part of what is stated.
        said[members.index("derived")] = None
    return tuple(" ".join(one.split()) if isinstance(one, str) else one for one in said)


def _judged(register: Register, row: JudgedRow, firms: _Firms) -> ImportReport:
    key = firms.needed(row.identity, row.place)
    if key is None:
        return ImportReport()
    return ImportReport.of([register.attest(key, row.made)], register.identity(key).name)


def _listed(register: Register, rows: Iterable[FirmRights], firms: _Firms) -> Iterator[ImportReport]:
    stated: dict[tuple[int, str], list[tuple[IpRight, ...]]] = {}
    for row in rows:
        key = firms.needed(row.row.identity, row.row.place)
        if key is not None:
            # Under two names of one enterprise there is one list of a source still.
            stated.setdefault((key, row.source), []).append(row.rights)
    for (key, source), lists in stated.items():
        yield keep_rights(register, key, read_together(lists), source)
