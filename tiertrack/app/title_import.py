"""Bringing a published list of titles into the register: all of it, or none; the same list again changes nothing.

The list is read as a stream, a thousand rows at a time, so that memory does not grow with it. Rows whose enterprise is
not settled become proposals; only a code, or a name borne on the day, identifies an enterprise by itself.
"""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Protocol

import attrs

from tiertrack.app.fact_import import required_name
from tiertrack.app.firm_done import FirmDone
from tiertrack.app.list_statements import Naming, Statements, WaitingRows
from tiertrack.app.list_steps import is_step, record_steps
from tiertrack.app.recording import assessment_for, name_of_another
from tiertrack.batches import batches
from tiertrack.errors import BadDossier, Fault
from tiertrack.facts.identity import Identity, normalise_name, simplified_name
from tiertrack.import_reports import FirmChange
from tiertrack.intake.matching import KnownName, Lookup, match, stem
from tiertrack.intake.proposals import ListRow, Proposal
from tiertrack.intake.title_list import TitleList
from tiertrack.intake.title_rows import TitleRow
from tiertrack.law.event_kinds import EventKind
from tiertrack.law.regions import Region
from tiertrack.law.scope import Act
from tiertrack.ports import Register, RegisterReader
from tiertrack.progress import Progress, silent
from tiertrack.register_reports import NOTES_KEPT, Change, Completed, TitleReport
from tiertrack.render.assessment_data import assessment_data
from tiertrack.rules.edition import Edition
from tiertrack.rules.rulebook import Rulebook
from tiertrack.temporal import AsOf
from tiertrack.titles.completion import completed
from tiertrack.titles.decide import Accepted, with_findings
from tiertrack.titles.events import Event, RecordedEvent, still_standing
from tiertrack.titles.standing import track_before

_CHUNK = 1000


class Whole(Protocol):
    """Of what a list is complete: which of its rows do not belong there, and what follows for whoever is not on it."""

    def fault_of(self, row: TitleRow) -> Fault | None:
        """The fault of a row that does not belong there; None where it does."""

    def follow(self, register: Register, listed: Collection[int]) -> Completed:
        """Records what follows, for all but the enterprises listed."""


def import_titles(
    register: Register,
    titles: TitleList,
    rulebook: Rulebook,
    progress: Progress = silent,
    whole: Whole | None = None,
) -> TitleReport:
    """Writes every row to the register, leaving the commit to the caller; ``progress`` hears of rows as they are done,
    ``whole`` is of what the list is complete, where it is.

    Raises BadDossier with every fault of the list, and has then written nothing.
    """
    importer = Importer(register, rulebook)
    register.take_turn()
    with register.all_or_nothing():
        for chunk in batches(titles.rows(), _CHUNK):
            if whole is not None:
                importer.faults += filter(None, map(whole.fault_of, chunk))
            importer.take(chunk)
            progress(len(chunk))
        if faults := [*titles.faults, *importer.faults]:
            raise BadDossier(*faults)
        if whole is not None:
            importer.report = attrs.evolve(importer.report, complete=whole.follow(register, importer.keys))
    return attrs.evolve(importer.report, reading=titles.reading, firms=importer.firms)


class Importer:
    """Takes chunk after chunk, gathering faults and counting.

    A faulty row is left out and the rest goes on, so that every fault is reported; the caller undoes everything where
    there are any.
    """

    def __init__(
        self,
        register: Register,
        rulebook: Rulebook,
        report: TitleReport | None = None,
        naming: Naming = Naming.LISTED,
    ) -> None:
        self._register = register
        self._rulebook = rulebook
        self._naming = naming
        # A list asks the same few questions of the rulebook for all of its rows.
        self._governing = functools.lru_cache(maxsize=1024)(self._edition_in_force)
        self.faults: list[Fault] = []
        self.report: TitleReport = report or TitleReport()
        # What was done to each enterprise, by its key.
        self._firms: dict[int, FirmDone] = {}
        self._waiting = WaitingRows()

    @property
    def firms(self) -> tuple[FirmChange, ...]:
        """What was done to each enterprise, in the order of the list."""
        return tuple(done.change for done in self._firms.values())

    @property
    def keys(self) -> Collection[int]:
        """The keys of the enterprises on the list."""
        return self._firms.keys()

    def take(self, rows: Sequence[TitleRow]) -> None:
        """Finds the enterprise of each row, enrols the unknown ones, and records the events."""
        directory = _Directory(looked_up(self._register, rows))
        found: list[tuple[TitleRow, int]] = []
        proposals: list[Proposal] = []
        for row in rows:
            try:
                key = self._enterprise_of(row, directory, proposals)
            except BadDossier as error:
                self.faults += error.at(row.place).faults
                continue
            if key is not None:
                found.append((row, key))
        self.report = self.report.plus(rows=len(rows))
        keys = self._register.enrol_many(directory.fresh)
        self._propose([_with_kept_keys(proposal, keys) for proposal in proposals])
        self.report = self.report.plus(enterprises=len(keys))
        for key, identity in zip(keys, directory.fresh, strict=True):
            self._firms[key] = FirmDone(str(identity.name), enrolled=True)
        enterprises = [(row, _kept_key(key, keys)) for row, key in found]
        self.record(enterprises, self._register.written({key for _row, key in enterprises}))

    def _enterprise_of(self, row: TitleRow, directory: _Directory, proposals: list[Proposal]) -> int | None:
        found = match(row.identity, row.former_names, row.event.on, directory.lookup)
        if found.candidates:
            # Whatever enterprise it is about, a row that lacks what it must say could never be accepted.
            completed(row.event, self._edition_of(row), None)
            proposals.append(Proposal(0, row, found.candidates))
            contradiction = self._waiting.contradicted_by(row)
            if contradiction is not None:
                raise BadDossier(contradiction)
            return None
        if found.enterprise is not None:
            directory.learn(found.enterprise, row.identity)
            return found.enterprise
        return directory.enrol(required_name(row.identity), row.identity)

    def _propose(self, proposals: Sequence[Proposal]) -> None:
        fresh, decided = self._register.propose(proposals)
        # Somebody said before what becomes of these very rows.
        done = {proposal.fingerprint: proposal.dismissed for proposal in decided}
        waiting = [proposal for proposal in proposals if proposal.fingerprint not in done]
        notes = [f"待确认 {proposal.row.place}：{proposal.written}" for proposal in waiting]
        for proposal in proposals:
            if (why := done.get(proposal.fingerprint)) is not None:
                notes.append(f"不采用 {proposal.row.place}：{proposal.written}（{why}）")
        known = len(proposals) - len(waiting)
        waits = (*self.report.waits, *(proposal.written for proposal in waiting))
        self.report = attrs.evolve(self.report, waits=waits)
        self.report = self.report.plus(proposed=fresh, waiting=len(waiting), known=known).noted(*notes)

    # Recording.

    def record(self, found: Sequence[tuple[TitleRow, int]], written: Mapping[int, tuple[RecordedEvent, ...]]) -> None:
        """Records the events of the rows of one list, of which ``written`` are on record already; two rows of one list
        that contradict each other are a fault."""
        found = self._with_own_names(found)
        for row, key in found:
            if key not in self._firms:
                self._firms[key] = FirmDone(row.identity.name or "、".join(row.identity.identifiers))
        keys = {key for _row, key in found}
        streams = self._register.streams(keys)
        observed = self._register.observed(keys)
        statements = Statements(streams, written)
        events: list[tuple[int, Event]] = []
        steps = [one for one in found if is_step(one[0])]
        found = [one for one in found if not is_step(one[0])]
        for (row, key), completed_event in zip(found, self._all_completed(found, streams, observed), strict=True):
            if completed_event is None:
                continue
            event = statements.with_unsaid(key, completed_event, row.event).remarked(row.remarks)
            contradiction = statements.contradicts(key, event)
            if contradiction is not None:
                self.faults.append(contradiction.at(row.place))
            elif statements.before(key, event):
                self.report = self.report.plus(known=1)
                self._firms[key].counts[Change.KNOWN] += 1
                self._register.rest_on(statements.since(key, event))
            else:
                events.append((key, event))
            statements.add(key, event)
        self._learn([*found, *steps], streams)
        placed = self._register.append_many(events)
        self._count(events, [entry.change for entry in placed], statements)
        self._take_steps(steps, statements)

    def _take_steps(self, steps: Sequence[tuple[TitleRow, int]], statements: Statements) -> None:
        """Records the steps of a procedure, once what was published is on record."""
        fresh = []
        for row, key in steps:
            event = statements.with_unsaid(key, row.event, row.event)
            if statements.before(key, event):
                self.report = self.report.plus(known=1)
                self._firms[key].counts[Change.KNOWN] += 1
                self._register.rest_on(statements.since(key, event))
            else:
                fresh.append((attrs.evolve(row, event=event), key))
        taken, faults = record_steps(self._register, fresh, self._rulebook)
        self.faults += faults
        self.count([step.change for step in taken])
        for step in taken:
            done = self._firms[step.enterprise]
            done.take(step.change, statements.put_right_by(step.enterprise, step.event))
            done.disagrees |= step.disagrees
        self.report = self.report.plus(disagreements=sum(step.disagrees for step in taken))

    def _with_own_names(self, found: Sequence[tuple[TitleRow, int]]) -> list[tuple[TitleRow, int]]:
        """The rows without former names that are another enterprise's; a renaming by which two would bear one name is a
        fault."""
        renamed = {row.event.value or "" for row, _key in found if row.event.kind is EventKind.RENAMED}
        written = renamed.union(*(row.former_names for row, _key in found))
        known = self._register.lookup(written, []).names if written else {}
        given: dict[str, int] = {}
        kept: list[tuple[TitleRow, int]] = []
        for row, key in found:
            foreign = [name for name in row.former_names if _is_of_another(name, key, row.event.on, known)]
            if row.event.kind is EventKind.RENAMED:
                name = row.event.value or ""
                first = given.setdefault(normalise_name(name), key)
                if foreign or first != key or _is_of_another(name, key, row.event.on, known):
                    self.faults += name_of_another(name, "、".join(row.former_names)).at(row.place).faults
                    continue
            for name in foreign:
                told = f"{row.place}：曾用名“{name}”是登记库里另一家企业的名称，没有记；是一家的请用 tiertrack merge"
                self.report = self.report.noted(told)
            own = tuple(name for name in row.former_names if name not in foreign)
            kept.append((attrs.evolve(row, former_names=own) if foreign else row, key))
        return kept

    def _all_completed(
        self,
        found: Sequence[tuple[TitleRow, int]],
        streams: Mapping[int, tuple[RecordedEvent, ...]],
        observed: Collection[int],
    ) -> list[Event | None]:
        """The event of each row, worked out in the order of their days: a validity may go on from one on the list."""
        done: list[Event | None] = [None] * len(found)
        happened: dict[int, list[Event]] = {}
        for place in sorted(range(len(found)), key=lambda place: found[place][0].event.on):
            row, key = found[place]
            before = happened.setdefault(key, [*still_standing(streams.get(key, ()))])
            event = self._completed(row, key, key in observed, before)
            if event is not None:
                before.append(event)
            done[place] = event
        return done

    def _edition_of(self, row: TitleRow) -> Edition | None:
        """The edition in force for the act of a row; None where it is no such act."""
        act = _ACTS.get(row.event.kind)
        return None if act is None else self._governing(row.event.title, act, row.event.on, row.identity.region)

    def _completed(self, row: TitleRow, key: int, has_facts: bool, before: Sequence[Event]) -> Event | None:
        event, edition, act = row.event, self._edition_of(row), _ACTS.get(row.event.kind)
        track = None
        if act is Act.REVIEW and event.starts is None:
            track = track_before((other for other in before if not _says_again(event, other)), event)
        try:
            event = completed(event, edition, track)
        except BadDossier as error:
            self.faults += error.at(row.place).faults
            return None
        if act is None or not has_facts:
            return event
        assessment = assessment_for(event, act, self._register.dossier(key, AsOf(event.on)), self._rulebook)
        outcome = Accepted((event,), assessment)
        self.report = self.report.plus(disagreements=int(outcome.disagrees))
        if outcome.disagrees:
            self._firms[key].disagrees = True
        return with_findings(outcome, assessment_data)[0]

    def _edition_in_force(self, title: str, act: Act, on: dt.date, region: str | None) -> Edition | None:
        return self._rulebook.governing(title, act, on, Region(region) if region else None)

    def _learn(self, found: Sequence[tuple[TitleRow, int]], streams: Mapping[int, tuple[RecordedEvent, ...]]) -> None:
        """Names, codes and places the list adds; the name or place of an older list never becomes the present event."""
        newest = {key: max((event.on for event in stream), default=dt.date.min) for key, stream in streams.items()}
        names: list[tuple[int, str, str]] = []
        identities: list[tuple[int, Identity]] = []
        for row, key in found:
            current = row.event.on >= newest.get(key, dt.date.min)
            names += [(key, "former", name) for name in row.former_names]
            if row.identity.name and row.identity.name != row.event.value:
                is_its = current and self._is_renamed(key, row)
                names.append((key, "full" if is_its else "former", row.identity.name))
            identities.append(
                (key, attrs.evolve(row.identity, name=None, region=row.identity.region if current else None))
            )
        renamed = self._register.call_many(names)
        self._register.learn_many(identities)
        self.report = attrs.evolve(self.report, renamed=(*self.report.renamed, *renamed)[:NOTES_KEPT])

    def _is_renamed(self, key: int, row: TitleRow) -> bool:
        """Whether an enterprise of another name bears that of a row from then on."""
        if self._naming is Naming.LISTED:
            return True
        return normalise_name(self._register.identity(key).name or "") in map(normalise_name, row.former_names)

    def count(self, changes: Sequence[Change]) -> None:
        """Counts what recording changed."""
        self.report = self.report.plus(
            new=changes.count(Change.NEW),
            corrected=changes.count(Change.CORRECTED),
            known=changes.count(Change.KNOWN),
        )

    def _count(self, events: Sequence[tuple[int, Event]], changes: Sequence[Change], statements: Statements) -> None:
        self.count(changes)
        for (key, event), change in zip(events, changes, strict=True):
            self._firms[key].take(change, statements.put_right_by(key, event))
            if event.kind is EventKind.RENAMED and event.value and change is not Change.KNOWN:
                self._register.rename(key, event.value, event.on)


def _is_of_another(name: str, key: int, on: dt.date, known: Mapping[str, tuple[KnownName, ...]]) -> bool:
    """Whether a name is borne on a day by another enterprise than the one of a key, which never bore it."""
    bearers = known.get(normalise_name(name), ())
    never_its = all(bearer.enterprise != key for bearer in bearers)
    return never_its and any(bearer.borne_on(on) for bearer in bearers)


def _says_again(event: Event, other: Event) -> bool:
    """Whether another event is the same act by the same document, as when a list is imported again."""
    return (event.title, event.kind, event.document) == (other.title, other.kind, other.document)


_ACTS = {EventKind.RECOGNISED: Act.RECOGNITION, EventKind.REVIEW_PASSED: Act.REVIEW}


class _Directory:
    """What is known of the enterprises a chunk mentions, with those it is the first to mention (by keys below 0)."""

    def __init__(self, known: Lookup) -> None:
        self.lookup = Lookup(dict(known.codes), dict(known.names), dict(known.stems), dict(known.credit_codes))
        self.fresh: list[Identity] = []

    def enrol(self, name: str, identity: Identity) -> int:
        """The provisional key of a new enterprise, which later rows of the chunk find as well."""
        self.fresh.append(identity)
        key = -len(self.fresh)
        known = KnownName(key, name)
        _add(self.lookup.names, normalise_name(name), known)
        for alike in {stem(name), stem(simplified_name(name))}:
            _add(self.lookup.stems, alike, known)
        self.learn(key, identity)
        return key

    def learn(self, key: int, identity: Identity) -> None:
        """The codes a row adds to an enterprise, which later rows of the chunk find as well."""
        for code in filter(None, (identity.uscc, identity.stock_code)):
            self.lookup.codes[code] = key
        if identity.uscc:
            self.lookup.credit_codes[key] = identity.uscc


def _kept_key(key: int, enrolled: Sequence[int]) -> int:
    """The key an enterprise has in the register, for the provisional one a ``_Directory`` gave it."""
    return key if key > 0 else enrolled[-key - 1]


def _with_kept_keys(proposal: Proposal, enrolled: Sequence[int]) -> Proposal:
    candidates = (
        attrs.evolve(candidate, enterprise=_kept_key(candidate.enterprise, enrolled))
        for candidate in proposal.candidates
    )
    return attrs.evolve(proposal, candidates=tuple(candidates))


def _add(names: dict[str, tuple[KnownName, ...]], key: str, name: KnownName) -> None:
    if key:
        names[key] = (*names.get(key, ()), name)


def looked_up(register: RegisterReader, rows: Iterable[ListRow]) -> Lookup:
    """What is known of the names and codes that rows of a list mention."""
    names: set[str] = set()
    codes: set[str] = set()
    for row in rows:
        names.update(filter(None, (row.identity.name, *(row.former_names if isinstance(row, TitleRow) else ()))))
        codes.update(filter(None, (row.identity.uscc, row.identity.stock_code)))
    return register.lookup(names, codes)
