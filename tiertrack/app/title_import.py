"""Bringing a published list of titles into the register: all of it, or none; the same list again changes nothing.

The list is read as a stream, a thousand rows at a time, so that memory does not grow with it. Rows whose enterprise is
not settled become proposals; nothing weaker than a code or a name borne on the day is ever taken for the same firm.
"""

from __future__ import annotations

import datetime as dt
import functools
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import attrs

from tiertrack.app.recording import assessment_for
from tiertrack.batches import batches
from tiertrack.errors import BadDossier, Fault
from tiertrack.facts.identity import Identity, normalise_name
from tiertrack.intake.matching import KnownName, Lookup, match, stem
from tiertrack.intake.proposals import Proposal
from tiertrack.intake.title_list import TitleList, TitleRow
from tiertrack.law.scope import Act, Region
from tiertrack.ports import Register
from tiertrack.progress import Progress, silent
from tiertrack.register_reports import NOTES_KEPT, Change, TitleReport
from tiertrack.render.assessment_data import assessment_data
from tiertrack.rules.edition import Edition
from tiertrack.rules.rulebook import Rulebook
from tiertrack.temporal import AsOf
from tiertrack.titles.decide import Accepted, completed, with_findings
from tiertrack.titles.events import Event, EventKind, RecordedEvent, event_word, labelled

__all__ = ["import_titles", "settle"]

_CHUNK = 1000


def import_titles(
    register: Register, titles: TitleList, rulebook: Rulebook, progress: Progress = silent
) -> TitleReport:
    """Writes every row to the register, leaving the commit to the caller; ``progress`` hears of rows as they are done.

    Raises BadDossier with every fault of the list, and has then written nothing.
    """
    importer = _Importer(register, rulebook)
    with register.all_or_nothing():
        for chunk in batches(titles.rows(), _CHUNK):
            importer.take(chunk)
            progress(len(chunk))
        if faults := [*titles.faults, *importer.faults]:
            raise BadDossier(*faults)
    return importer.report


def settle(
    register: Register, proposal: Proposal, enterprise: int | None, rulebook: Rulebook, told_by: str | None = None
) -> TitleReport:
    """Records a row as being about an enterprise that was confirmed, or (None) about a new one.

    Raises BadDossier where the row contradicts what is on record, StoreError where a code is another's.
    """
    importer = _Importer(register, rulebook)
    key = register.enrol(proposal.row.identity) if enterprise is None else enterprise
    with register.all_or_nothing():
        importer.record([(proposal.row, key)])
        if importer.faults:
            raise BadDossier(*importer.faults)
        register.settle(proposal.key, key, "new" if enterprise is None else "same", told_by)
    return importer.report


class _Importer:
    """Takes chunk after chunk, gathering faults and counting.

    A faulty row is left out and the rest goes on, so that every fault is told; whoever finds faults undoes it all.
    """

    def __init__(self, register: Register, rulebook: Rulebook) -> None:
        self._register = register
        self._rulebook = rulebook
        # A list asks the same few questions of the rulebook for all of its rows.
        self._governing = functools.lru_cache(maxsize=1024)(self._edition_in_force)
        self.faults: list[Fault] = []
        self.report = TitleReport()

    def take(self, rows: Sequence[TitleRow]) -> None:
        """Finds the enterprise of each row, enrols those nobody knows, and records what happened."""
        directory = _Directory(_looked_up(self._register, rows))
        found: list[tuple[TitleRow, int]] = []
        proposals: list[Proposal] = []
        for row in rows:
            try:
                key = self._enterprise_of(row, directory, proposals)
            except BadDossier as error:
                self.faults.extend(error.at(row.place).faults)
                continue
            if key is not None:
                found.append((row, key))
        self.report = self.report.plus(rows=len(rows))
        self._propose(proposals)
        keys = self._register.enrol_many(directory.fresh)
        self.report = self.report.plus(enterprises=len(keys))
        self.report = self.report.noted(*(f"新增企业 {one.name}" for one in directory.fresh[:NOTES_KEPT]))
        self.record([(row, key if key > 0 else keys[-key - 1]) for row, key in found])

    def _enterprise_of(self, row: TitleRow, directory: _Directory, proposals: list[Proposal]) -> int | None:
        found = match(row.identity, row.former_names, row.event.on, directory.lookup)
        if found.candidates:
            proposals.append(Proposal(0, row, found.candidates))
            return None
        if found.enterprise is not None:
            directory.learn(found.enterprise, row.identity)
            return found.enterprise
        if row.identity.name is None:
            said = "、".join(row.identity.identifiers)
            raise BadDossier(Fault("E444", "登记库里没有这家企业", "请补上企业名称，以便登记", said))
        return directory.enrol(row.identity)

    def _propose(self, proposals: Sequence[Proposal]) -> None:
        fresh = self._register.propose(proposals)
        waiting = len(proposals)
        self.report = self.report.plus(proposed=fresh, waiting=waiting)
        self.report = self.report.noted(
            *(
                f"待确认 {one.row.place}：{one.row.identity.name or '、'.join(one.row.identity.identifiers)}"
                for one in proposals
            )
        )

    # Recording.

    def record(self, found: Sequence[tuple[TitleRow, int]]) -> None:
        """Records what the rows say of their enterprises; what the same list says twice in two ways is a fault."""
        keys = {key for _row, key in found}
        streams = self._register.streams(keys)
        observed = self._register.observed(keys)
        said = _Said(streams, self._register.written(keys))
        events: list[tuple[int, Event]] = []
        for row, key in found:
            event = self._completed(row, key, key in observed)
            if event is None:
                continue
            contradiction = said.contradicts(key, event)
            if contradiction is not None:
                self.faults.append(contradiction.at(row.place))
            elif said.before(key, event):
                self.report = self.report.plus(known=1)
            else:
                events.append((key, event))
            said.add(key, event)
        self._learn(found, streams)
        placed = self._register.append_many(events)
        self._count(events, [one.change for one in placed])

    def _completed(self, row: TitleRow, key: int, has_facts: bool) -> Event | None:
        try:
            event = completed(row.event, self._edition_for(row))
        except BadDossier as error:
            self.faults.extend(error.at(row.place).faults)
            return None
        act = _ACTS.get(event.kind)
        if act is None or not has_facts:
            return event
        assessment = assessment_for(event, act, self._register.dossier(key, AsOf(event.on)), self._rulebook)
        outcome = Accepted((event,), assessment)
        self.report = self.report.plus(disagreements=int(outcome.disagrees))
        return with_findings(outcome, assessment_data)[0]

    def _edition_for(self, row: TitleRow) -> Edition | None:
        act = _ACTS.get(row.event.kind)
        return None if act is None else self._governing(row.event.title, act, row.event.on, row.identity.region)

    def _edition_in_force(self, title: str, act: Act, on: dt.date, region: str | None) -> Edition | None:
        return self._rulebook.governing(title, act, on, Region(region) if region else None)

    def _learn(self, found: Sequence[tuple[TitleRow, int]], streams: Mapping[int, tuple[RecordedEvent, ...]]) -> None:
        """Names, codes and places the list adds; the name or place of an older list never becomes the present one."""
        newest = {key: max((one.on for one in stream), default=dt.date.min) for key, stream in streams.items()}
        names: list[tuple[int, str, str]] = []
        said: list[tuple[int, Identity]] = []
        for row, key in found:
            current = row.event.on >= newest.get(key, dt.date.min)
            names += [(key, "former", name) for name in row.former_names]
            if row.identity.name and row.event.kind is not EventKind.RENAMED:
                names.append((key, "full" if current else "former", row.identity.name))
            said.append((key, attrs.evolve(row.identity, name=None, region=row.identity.region if current else None)))
        renamed = self._register.call_many(names)
        self._register.learn_many(said)
        self.report = attrs.evolve(self.report, renamed=(*self.report.renamed, *renamed)[:NOTES_KEPT])

    def _count(self, events: Sequence[tuple[int, Event]], changes: Sequence[Change]) -> None:
        self.report = self.report.plus(
            new=changes.count(Change.NEW),
            corrected=changes.count(Change.CORRECTED),
            known=changes.count(Change.KNOWN),
        )
        for (key, event), change in zip(events, changes, strict=True):
            if event.kind is EventKind.RENAMED and event.value and change is not Change.KNOWN:
                self._register.rename(key, event.value, event.on)


_ACTS = {EventKind.RECOGNISED: Act.RECOGNITION, EventKind.REVIEW_PASSED: Act.REVIEW}


class _Directory:
    """What is known of the enterprises a chunk mentions, with those it is the first to mention (by keys below 0)."""

    def __init__(self, known: Lookup) -> None:
        self.lookup = Lookup(dict(known.codes), dict(known.names), dict(known.stems), dict(known.credit_codes))
        self.fresh: list[Identity] = []

    def enrol(self, identity: Identity) -> int:
        """The provisional key of a new enterprise, which later rows of the chunk find as well."""
        self.fresh.append(identity)
        key = -len(self.fresh)
        name = KnownName(key, identity.name or "")
        _added(self.lookup.names, normalise_name(name.name), name)
        _added(self.lookup.stems, stem(name.name), name)
        self.learn(key, identity)
        return key

    def learn(self, key: int, identity: Identity) -> None:
        """The codes a row adds to an enterprise, which later rows of the chunk find as well."""
        for code in filter(None, (identity.uscc, identity.stock_code)):
            self.lookup.codes[code] = key
        if identity.uscc:
            self.lookup.credit_codes[key] = identity.uscc


def _added(names: dict[str, tuple[KnownName, ...]], key: str, name: KnownName) -> None:
    if key:
        names[key] = (*names.get(key, ()), name)


def _looked_up(register: Register, rows: Iterable[TitleRow]) -> Lookup:
    names: set[str] = set()
    codes: set[str] = set()
    for row in rows:
        names.update(filter(None, (row.identity.name, *row.former_names)))
        codes.update(filter(None, (row.identity.uscc, row.identity.stock_code)))
    return register.lookup(names, codes)


# What cannot both be true of one title on one day, or by one document.
_OUTCOMES = frozenset({EventKind.RECOGNISED, EventKind.REVIEW_PASSED, EventKind.REVIEW_FAILED, EventKind.REVOKED})


class _Said:
    """What is on record of the enterprises of a chunk, and which of it this very list said."""

    def __init__(
        self, streams: Mapping[int, tuple[RecordedEvent, ...]], written: Mapping[int, tuple[RecordedEvent, ...]]
    ) -> None:
        self._on_record: dict[int, set[tuple[object, ...]]] = {
            key: {event.statement for event in stream} for key, stream in streams.items()
        }
        self._by_this_list: dict[tuple[int, str], list[Event]] = defaultdict(list)
        for key, stream in written.items():
            for event in stream:
                self._by_this_list[key, event.title].append(event)

    def before(self, key: int, event: Event) -> bool:
        """Whether the register was ever told this very thing, even if it was corrected since."""
        return event.statement in self._on_record.get(key, ())

    def add(self, key: int, event: Event) -> None:
        """Takes note of what the list says."""
        self._on_record.setdefault(key, set()).add(event.statement)
        self._by_this_list[key, event.title].append(event)

    def contradicts(self, key: int, event: Event) -> Fault | None:
        """The fault where the list has already said something else of the same title; None where it has not."""
        for earlier in self._by_this_list[key, event.title]:
            if earlier.statement == event.statement:
                continue
            if _exclude_each_other(earlier, event):
                what = f"同一家企业的{_called(event)}，名单前面写的是 {earlier.on} {event_word(earlier)}"
                said = f"{event.on} {event_word(event)}"
                return Fault("E475", f"{what}，这里不同", "请核对，只留一行；若都属实，请分两份名单导入", said)
        return None


def _called(event: Event) -> str:
    return labelled(event.label, event.product)


def _exclude_each_other(one: Event, other: Event) -> bool:
    if None not in (one.product, other.product) and one.product_key != other.product_key:
        return False
    same_source = one.on == other.on or (one.document is not None and one.document == other.document)
    if one.kind is other.kind:
        return same_source and one.kind in (*_OUTCOMES, EventKind.RENAMED)
    return same_source and {one.kind, other.kind} <= _OUTCOMES
