"""Writing to the register, wherever its rows are kept: a unit of work that is undone unless it is committed.

Rows are only ever added. Every unit that adds any ends with a seal over them.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import chain
from typing import Self, TypeVar

from sqlalchemy import Table

from tiertrack.batches import batches
from tiertrack.enterprise import Reference
from tiertrack.errors import Fault, StoreError
from tiertrack.facts.achievement import Achievement, Relation, Role
from tiertrack.facts.datum import Datum
from tiertrack.facts.dossier import Attestation
from tiertrack.facts.identity import Identity, normalise_name
from tiertrack.facts.intellectual_property import IpRight
from tiertrack.facts.look_alikes import shown
from tiertrack.facts.vocabulary import FACTS, is_judgement
from tiertrack.import_reports import ImportKind
from tiertrack.intake.proposals import Proposal
from tiertrack.law.event_kinds import EventKind
from tiertrack.log import timed
from tiertrack.ports import Clock, Register
from tiertrack.register_reports import Change, ImportReport, Placed, Proposed, Recorded, Renaming
from tiertrack.store.achievements import (
    identity_rows,
    last_relation,
    relation_row,
    statement_rows,
    withdrawn_row,
)
from tiertrack.store.codec import (
    CODES,
    TRAITS,
    EventRow,
    Row,
    attestation_to_row,
    code_rows,
    event_from_row,
    name_row,
    name_rows,
    observation_rows,
    trait_rows,
)
from tiertrack.store.imports import import_row
from tiertrack.store.joins import numbered, record_of, streams_of
from tiertrack.store.matching_rows import already_proposed, dismissing_record, proposal_rows
from tiertrack.store.reader import EVER, Reader
from tiertrack.store.right_rows import change_of_list, lists_by_source, right_rows
from tiertrack.store.row_digests import checksum, form_of
from tiertrack.store.session import Session
from tiertrack.store.signing import SealKey
from tiertrack.store.streams import Streams, stale
from tiertrack.store.tables import (
    achievement_names,
    achievement_observations,
    achievement_registrations,
    achievement_relations,
    achievement_statements,
    achievements,
    attestations,
    enterprise_codes,
    enterprise_names,
    enterprise_traits,
    enterprises,
    fact_observations,
    import_withdrawals,
    imports,
    ip_rights,
    match_decisions,
    match_proposals,
)
from tiertrack.store.types import instant_text
from tiertrack.store.unit import Unit
from tiertrack.temporal import AsOf
from tiertrack.titles.dismissal import Dismissal
from tiertrack.titles.events import ENTERPRISE, Event, RecordedEvent
from tiertrack.titles.joining import Joining, Said, separated

_IDENTITY_ROWS = ((enterprise_names, name_rows), (enterprise_codes, code_rows), (enterprise_traits, trait_rows))

# How many rows are read, placed and written at a time.
_CHUNK = 2000

# From so many seconds up, whoever waits for the turn waits for a long import or for a transaction left open.
_LONG_WAIT = 5

_Asked = TypeVar("_Asked")
_Found = TypeVar("_Found")


class StoredRegister(Reader, Register):
    """A unit of work: adds to the register, and leaves nothing behind unless ``commit`` is called."""

    def __init__(self, begin: Callable[[], Session], clock: Clock, key: SealKey | None = None) -> None:
        super().__init__(begin)
        self._clock = clock
        self._key = key
        self._half_written = False
        # Of an import, since when what it says again has been on record.
        self._rested: set[dt.datetime] | None = None
        self._holds = False

    def __enter__(self) -> Self:
        # One instant for the whole unit: it becomes known at once, or not at all. That is when it ends; until then its
        # rows bear the one it began at.
        self._now = dt.datetime.fromisoformat(instant_text(self._clock.now()))
        self._unit = Unit(self._name_of, instant_text(self._now))
        return super().__enter__()

    def written(self, enterprises: Collection[int]) -> Mapping[int, tuple[RecordedEvent, ...]]:
        joins = self._joins()
        rows = self._session.events(self._all_records(enterprises, joins))
        return streams_of((row for row in rows if row.unit == self._unit.name), joins)

    def _event_rows(self, enterprises: Sequence[int], known_at: dt.datetime | None = None) -> Sequence[EventRow]:
        rows = super()._event_rows(enterprises, known_at)
        # A stream is as far as its last event, whether that was taken back or not.
        self._unit.note_read(enterprises, self._all_rows.events(enterprises) if self._withdrawn() else rows)
        return rows

    def _of(self, table: Table, enterprise: int, asof: AsOf = EVER) -> list[Row]:
        rows = super()._of(table, enterprise, asof)
        self._unit.note_known(rows)
        return rows

    def commit(self) -> dt.datetime:
        """Makes everything recorded so far lasting; the instant from which it is known.

        Raises StaleStanding where another writer has added to what was read or written here, and StoreError where the
        clock is behind what is on record.
        """
        if self._half_written:
            raise StoreError(Fault("E611", "这次写入中途出了错，不能提交", "请改正后重做一次"))
        seen = None if self._apart is None or self._holds else len(self._apart.withdrawn)
        instant = self._unit.end(self._all_rows, self._clock, self._key, seen)
        self._all_rows.commit()
        self._unit = Unit(self._name_of, self._unit.began)
        self._look_anew()
        self._rested, self._holds = None, False
        return dt.datetime.fromisoformat(instant)

    @contextmanager
    def all_or_nothing(self) -> Iterator[None]:
        before = self._unit.copy(), self._half_written
        try:
            with self._session.savepoint():
                yield
        except BaseException:
            unit, self._half_written = before
            self._unit = unit.again()
            raise

    def _add(self, table: Table, *rows: Row) -> None:
        if rows:
            contents = [*map(form_of(table).content, rows)]
            beside = {"recorded_at": self._now, "unit": self._unit.name}
            added = [{**row, **beside, "checksum": checksum(of)} for row, of in zip(rows, contents, strict=True)]
            self._unit.note_added(table, self._session.insert(table, added), contents)

    # Taking turns.

    def take_turn(self) -> None:
        if not self._unit.has_turn:
            with timed("等到了轮次", usual=logging.DEBUG, slow=_LONG_WAIT):
                self._session.take_turn()
            self._unit.has_turn = True
            # Whoever had the turn before may have joined records that were two when they were read, or taken an import
            # back.
            self._look_anew()

    def matching(self, reference: Reference, known_at: dt.datetime | None = None) -> frozenset[int]:
        found = super().matching(reference, known_at)
        return found or self._after_others(
            lambda asked: super(StoredRegister, self).matching(asked, known_at), reference
        )

    def matching_achievement(self, achievement: Achievement) -> int | None:
        found = super().matching_achievement(achievement)
        return self._after_others(super().matching_achievement, achievement) if found is None else found

    def _after_others(self, look: Callable[[_Asked], _Found], asked: _Asked) -> _Found:
        """What is found once no other is about to enrol what was not found: whoever misses it may be about to enrol."""
        self.take_turn()
        return look(asked)

    # Imports.

    @property
    def has_written(self) -> bool:
        return self._unit.has_written

    def begin_import(self) -> None:
        self._rested = set()

    def rest_on(self, instants: Iterable[dt.datetime]) -> None:
        if self._rested is not None:
            self._rested.update(instants)

    def keep_import(self, file: str, kind: ImportKind, source: str | None, firms: int, rows: int) -> int:
        row = {"file": file, "source": source, "firms": firms, "rows": rows}
        said = import_row(self._session, kind, self._rested or ())
        (key,) = self._session.take_keys(imports, 1)
        self._add(imports, {"id": key, **row, **said})
        return int(key)

    def withdraw(self, number: int, reason: str | None) -> None:
        self._add(import_withdrawals, {"import_id": number, "reason": reason})
        self._look_anew()

    def hold(self) -> None:
        self._all_rows.last_seal()
        self._holds = True
        self._look_anew()

    # Enterprises.

    def enrol(self, identity: Identity) -> int:
        return self.enrol_many([identity])[0]

    def enrol_many(self, identities: Sequence[Identity]) -> list[int]:
        if not all(identity.name and normalise_name(identity.name) for identity in identities):
            raise StoreError(Fault("E627", "没有企业名称，不能登记", "请写企业全称"))
        self._refuse_taken(identities)
        keys = list(self._session.take_keys(enterprises, len(identities)))
        self._add(enterprises, *({"id": key} for key in keys))
        for table, rows_of in _IDENTITY_ROWS:
            self._add(table, *chain.from_iterable(map(rows_of, keys, identities)))
        return keys

    def learn(self, enterprise: int, identity: Identity) -> None:
        on_record = {table: self._of(table, enterprise) for table, _rows in _IDENTITY_ROWS}
        names = {(row["kind"], row["normalised"]) for row in on_record[enterprise_names]}
        codes = {(row["kind"], row["code"]) for row in on_record[enterprise_codes]}
        present = self._identified(enterprise, EVER, *on_record.values())
        for row in name_rows(enterprise, identity):
            if not {(row["kind"], row["normalised"]), ("former", row["normalised"])} & names:
                self._add(enterprise_names, row)
            else:
                self._rest_on_rows(on_record[enterprise_names], "normalised", row)
        for row in code_rows(enterprise, identity):
            if (row["kind"], row["code"]) not in codes:
                self._refuse_taken([Identity(**{row["kind"]: row["code"]})])
                self._add(enterprise_codes, row)
            else:
                self._rest_on_rows(on_record[enterprise_codes], "code", row)
        for row in trait_rows(enterprise, identity):
            if row["value"] != getattr(present, row["kind"]):
                self._add(enterprise_traits, row)
            else:
                self._rest_on_rows(on_record[enterprise_traits], "value", row)

    def _rest_on_rows(self, on_record: Iterable[Row], column: str, said: Row) -> None:
        """Takes note that what an import says of an enterprise is on record."""
        if self._rested is not None:
            self._rested.update(row["recorded_at"] for row in on_record if row[column] == said[column])

    def _refuse_taken(self, identities: Sequence[Identity]) -> None:
        """Raises StoreError where a code is taken already, on record or among these."""
        if any(getattr(identity, kind) for kind in CODES for identity in identities):
            # Nobody else is about to add one of them meanwhile.
            self.take_turn()
        for kind in CODES:
            owners: dict[str, str | None] = {}
            for identity in identities:
                code = getattr(identity, kind)
                if code in owners:
                    raise _taken(code, owners[code])
                if code:
                    owners[code] = identity.name
            for codes in batches(owners, _CHUNK):
                for row in self._session.find(enterprise_codes, kind=kind, code=codes):
                    raise _taken(row["code"], self._name_of(row["enterprise_id"]))

    def rename(self, enterprise: int, name: str, since: dt.date) -> None:
        self._add_once(enterprise_names, {**name_row(enterprise, "full", name), "valid_from": since})

    def relocate(self, enterprise: int, region: str, since: dt.date) -> None:
        row = {"enterprise_id": enterprise, "kind": "region", "value": region, "valid_from": since}
        self._add_once(enterprise_traits, row)

    def _add_once(self, table: Table, row: Row) -> None:
        """Adds a row with a day of its own, unless the last one of that day is the same."""
        same_day = {name: row[name] for name in ("enterprise_id", "kind", "valid_from")}
        if not any(row.items() <= last.items() for last in self._session.find(table, **same_day)[-1:]):
            self._add(table, row)

    def call_many(self, names: Sequence[tuple[int, str, str]]) -> tuple[Renaming, ...]:
        joins = self._joins()
        borne = self._session.find(
            enterprise_names, enterprise_id=self._all_records({key for key, _kind, _name in names}, joins)
        )
        known = {(joins.head(row["enterprise_id"]), row["normalised"]): row["recorded_at"] for row in borne}
        rows: list[Row] = []
        renamed: list[Renaming] = []
        for key, kind, name in names:
            row = name_row(key, kind, name)
            if (since := known.get((key, row["normalised"]))) is not None:
                self.rest_on([since])
            else:
                known[key, row["normalised"]] = self._now
                rows.append(row)
                renamed += [Renaming(self._name_of(key), row["name"])] if kind == "full" else []
        self._add(enterprise_names, *rows)
        return tuple(renamed)

    def learn_many(self, identities: Sequence[tuple[int, Identity]]) -> None:
        joins = self._joins()
        keys = self._all_records({key for key, _identity in identities}, joins)
        known: dict[tuple[int, str, object], dt.datetime] = {
            (joins.head(row["enterprise_id"]), row["kind"], row.get("code") or row.get("value")): row["recorded_at"]
            for table in (enterprise_codes, enterprise_traits)
            for row in self._session.find(table, enterprise_id=keys)
        }
        for key, identity in identities:
            stated = {(key, kind, value) for kind in (*CODES, *TRAITS) if (value := getattr(identity, kind))}
            if stated <= known.keys():
                self.rest_on(known[one] for one in stated)
            else:
                self.learn(key, identity)
                known |= dict.fromkeys(stated, self._now)

    def propose(self, proposals: Sequence[Proposal]) -> Proposed:
        kept = already_proposed(self._session, proposals)
        if kept and self._rested is not None:
            fingerprints = sorted(proposal.fingerprint for proposal in kept)
            on_record = self._session.find(match_proposals, fingerprint=fingerprints)
            self.rest_on(row["recorded_at"] for row in on_record)
        known = {proposal.fingerprint for proposal in kept}
        rows = proposal_rows(proposal for proposal in proposals if proposal.fingerprint not in known)
        self._add(match_proposals, *rows)
        return Proposed(len(rows), tuple(proposal for proposal in kept if not proposal.waits))

    def settle(self, proposal: int, enterprise: int, decision: str, told_by: str | None) -> None:
        if self._all_rows.find(match_decisions, proposal_id=proposal):
            # What it was settled on was taken back, and stays on record: the row is kept once more for this decision.
            (again,) = self._session.find(match_proposals, id=proposal)
            (proposal,) = self._session.take_keys(match_proposals, 1)
            kept = {name: value for name, value in again.items() if name != "recorded_at"}
            self._add(match_proposals, {**kept, "id": proposal})
        row = {"proposal_id": proposal, "enterprise_id": enterprise, "decision": decision, "told_by": told_by}
        self._add(match_decisions, row)

    def dismiss(self, proposal: Proposal, why: str, said: Said) -> None:
        record = dismissing_record(self._session, proposal.key)
        if record is None:
            what = "待确认的这一行没有候选企业，不能记下不采用"
            raise StoreError(Fault("E487", what, "请用 accept_as_new 确认", str(proposal.key)))
        streams = self._streams([record], [ENTERPRISE], 1)
        streams.add(record, Dismissal(proposal.key, why).event(shown(proposal.written), said))
        self._write(streams, streams.added)

    # Observations.

    def observe(self, enterprise: int, data: Sequence[Datum]) -> tuple[Change, ...]:
        for datum in data:
            if datum.key not in FACTS:
                raise KeyError(datum.key)
        on_record = self._of(fact_observations, enterprise)
        rows = observation_rows({"enterprise_id": enterprise}, on_record, data)
        return self._add_changed(fact_observations, rows, on_record)

    def _add_changed(
        self, table: Table, rows: Iterable[tuple[Change, Row]], on_record: Iterable[Row] = ()
    ) -> tuple[Change, ...]:
        """Adds the rows that are not ``on_record`` yet; returns the change of each."""
        changed = list(rows)
        if self._rested is not None and any(change is Change.KNOWN for change, _row in changed):
            # Of what says the same the last counts.
            since = {_content(table, row): row["recorded_at"] for row in on_record}
            known = (_content(table, row) for change, row in changed if change is Change.KNOWN)
            self.rest_on(since[content] for content in known if content in since)
        self._add(table, *(row for change, row in changed if change is not Change.KNOWN))
        return tuple(change for change, _row in changed)

    def attest(self, enterprise: int, attestation: Attestation) -> Change:
        if not is_judgement(attestation.key):
            raise KeyError(attestation.key)
        known = self._attestations(enterprise, EVER)
        if attestation in known:
            said = attestation_to_row(attestation)
            self._rest_on_rows(self._of(attestations, enterprise), "judgement", said)
            return Change.KNOWN
        self._add(attestations, {"enterprise_id": enterprise, **attestation_to_row(attestation)})
        acts = [(judged.key, judged.by, judged.on) for judged in known]
        return Change.CORRECTED if (attestation.key, attestation.by, attestation.on) in acts else Change.NEW

    def list_rights(self, enterprise: int, rights: Sequence[IpRight], source: str) -> ImportReport:
        rows = [*right_rows(enterprise, rights, source)]
        on_record, of_source = self._of(ip_rights, enterprise), str(rows[0]["source"])
        report = change_of_list(lists_by_source(on_record).get(of_source), rights)
        if report.observations or report.corrected or report.gone:
            self._add(ip_rights, *rows)
        else:
            # It says what the last list of its source says.
            self.rest_on([max(row["recorded_at"] for row in on_record if row["source"] == of_source)])
        return report

    # Achievements.

    def enrol_achievement(self, achievement: Achievement) -> int:
        (key,) = self._session.take_keys(achievements, 1)
        self._add(achievements, {"id": key})
        self._name_achievement(key, achievement)
        return int(key)

    def _name_achievement(self, key: int, achievement: Achievement) -> None:
        for table, row in identity_rows(self._session, key, achievement):
            self._add(table, row)

    def learn_achievement(self, key: int, achievement: Achievement) -> tuple[Change, ...]:
        self._name_achievement(key, achievement)
        on_record = self._session.find(achievement_observations, achievement_id=key)
        self._unit.note_known(on_record)
        self._rest_on_achievement(key)
        statements = statement_rows(self._session, key, achievement)
        observations = observation_rows({"achievement_id": key}, on_record, achievement.data)
        return (
            *self._add_changed(achievement_statements, statements),
            *self._add_changed(achievement_observations, observations),
        )

    def _rest_on_achievement(self, key: int) -> None:
        """An import of an achievement rests on all that is on record of it: what it says again is not told apart."""
        if self._rested is not None:
            for table in _OF_ACHIEVEMENT:
                self.rest_on(row["recorded_at"] for row in self._session.find(table, achievement_id=key))

    def relate(self, key: int, enterprise: int, relation: Relation) -> Change:
        row = relation_row(key, enterprise, relation)
        before = last_relation(self._session, key, self._joins().family(enterprise), relation.role)
        change = Change.of(before and {**{name: before[name] for name in row}, "enterprise_id": enterprise}, row)
        if change is not Change.KNOWN:
            self._add(achievement_relations, row)
        elif before is not None:
            self.rest_on([before["recorded_at"]])
        return change

    def unrelate(self, key: int, enterprise: int, role: Role) -> Change:
        before = last_relation(self._session, key, self._joins().family(enterprise), role)
        if before is None or not before["stands"]:
            return Change.KNOWN
        self._add(achievement_relations, withdrawn_row(key, enterprise, role))
        return Change.CORRECTED

    # Events.

    def append(
        self, enterprise: int, events: Sequence[Event], expected: Mapping[str, int] | None = None
    ) -> tuple[Recorded, ...]:
        seen = expected or {}
        _refuse_reserved(events)
        records = self._joins().family(enterprise)
        streams = self._streams([*records], [*{*(event.title for event in events), *seen}], len(events))
        for title, version in seen.items():
            if (actual := sum(streams.stream(record, title).version for record in records)) != version:
                raise stale(title, version, actual).at(self._name_of(enterprise))
        placed = [streams.append(record_of(streams, records, event), event) for event in events]
        self._rest_on_events(placed)
        self._write(streams, streams.added)
        return self._recorded(records, placed)

    def _rest_on_events(self, placed: Iterable[tuple[Change, EventRow]]) -> None:
        if self._rested is not None:
            known = {row.recorded_at for change, row in placed if change is Change.KNOWN}
            self._rested.update(map(dt.datetime.fromisoformat, known))

    def _recorded(self, records: Sequence[int], placed: Sequence[tuple[Change, EventRow]]) -> tuple[Recorded, ...]:
        """Rows as they stand on record: by the number that counts the events of all the records, as a history does."""
        if len(records) > 1:
            shown_as = {stored.id: row for row, stored in numbered(self._session.events([*records]))}
            placed = [(change, shown_as[row.id]) for change, row in placed]
        return tuple(Recorded(event_from_row(row), change) for change, row in placed)

    def append_many(self, rows: Iterable[tuple[int, Event]]) -> list[Placed]:
        answers: list[Placed] = []
        for chunk in batches(rows, _CHUNK):
            _refuse_reserved(event for _, event in chunk)
            titles = {event.title for _, event in chunk}
            records = self._all_records({key for key, _ in chunk}, self._joins())
            streams = self._streams(records, [*titles], len(chunk))
            self._write(streams, self._placed(streams, chunk, answers))
        return answers

    def _placed(self, streams: Streams, rows: Sequence[tuple[int, Event]], answers: list[Placed]) -> Iterator[EventRow]:
        """The rows that are new, made while the first are being written; every answer goes to ``answers``."""
        family = self._joins().family
        for enterprise, event in rows:
            change, row = streams.append(record_of(streams, family(enterprise), event), event)
            answers.append(Placed(change, row.version))
            if change is Change.KNOWN:
                self._rest_on_events([(change, row)])
            if change is not Change.KNOWN:
                yield row

    def void(
        self,
        enterprise: int,
        title: str,
        version: int,
        on: dt.date,
        document: str | None = None,
        told_by: str | None = None,
    ) -> Recorded:
        event = Event(title=title, kind=EventKind.VOIDED, on=on, document=document, told_by=told_by)
        records = self._joins().family(enterprise)
        if len(records) == 1:
            return self._recorded(records, [self._take_back(enterprise, event, version)])[0]
        together = numbered(self._session.events([*records]))
        stored = next((stored for row, stored in together if (row.title, row.version) == (title, version)), None)
        if stored is None:
            raise _no_such(event, version).at(self._name_of(enterprise))
        return self._recorded(records, [self._take_back(stored.enterprise_id, event, stored.version)])[0]

    def _take_back(self, record: int, event: Event, version: int) -> tuple[Change, EventRow]:
        """Takes back a version of a stream of a record."""
        title = event.title
        streams = self._streams([record], [title], 1)
        voided = streams.stream(record, title).row(version)
        if voided is None:
            raise _no_such(event, version).at(self._name_of(record))
        if not EventKind(voided.event).is_voidable:
            raise _kept_for_good(EventKind(voided.event), version).at(self._name_of(record))
        taken_back = streams.void(record, event, version)
        self._write(streams, streams.added)
        return taken_back

    # Records of one enterprise.

    def join(self, enterprise: int, joining: Joining, said: Said) -> None:
        streams = self._streams([enterprise], [ENTERPRISE], 1)
        streams.append(enterprise, joining.event(said))
        self._write(streams, streams.added)
        self._look_anew()

    def separate(self, record: int, said: Said) -> None:
        joined, _joining = self._joins().joined[record]
        streams = self._streams([record], [ENTERPRISE], 1)
        streams.void(record, separated(said), joined.version)
        self._write(streams, streams.added)
        self._look_anew()

    def _streams(self, enterprises_: Sequence[int], titles: Sequence[str], count: int) -> Streams:
        """The streams concerned as they stand, ready to take so many events."""
        rows, keys = self._session.streams_of(enterprises_, titles, count)
        return Streams(rows, keys, (self._unit.began, self._unit.name), self._withdrawn())

    def _write(self, streams: Streams, rows: Iterable[EventRow]) -> None:
        # Rows that went in before one was refused must not be committed without their seal.
        self._half_written = True
        self._session.add_events(rows)
        self._half_written = False
        self._unit.note_written(streams.added)


_OF_ACHIEVEMENT = (achievement_names, achievement_registrations, achievement_statements, achievement_observations)


def _content(table: Table, row: Row) -> tuple[object, ...]:
    return tuple(map(row.get, form_of(table).columns))


def _no_such(event: Event, version: int) -> StoreError:
    what = f"“{event.label}”没有第 {version} 项"
    return StoreError(Fault("E610", what, "请核对序号；误作废的请重新登记", str(version)))


def _kept_for_good(kind: EventKind, version: int) -> StoreError:
    if kind is EventKind.JOINED:
        return _no_event(str(version))
    return StoreError(Fault("E610", "作废不能再作废", "请核对序号；误作废的请重新登记", str(version)))


def _no_event(value: str | None) -> StoreError:
    remedy = "请用 tiertrack merge 与 tiertrack unmerge"
    return StoreError(Fault("E645", "登记之间的合并不能当作事项登记或作废", remedy, value))


def _refuse_reserved(events: Iterable[Event]) -> None:
    for event in events:
        if event.kind is EventKind.JOINED:
            raise _no_event(event.value)
        if event.kind is EventKind.VOIDED:
            raise StoreError(Fault("E610", "作废要写明是哪一项", "请用 void，并写那一项的序号", None, event.label))


def _taken(code: str, owner: str | None) -> StoreError:
    return StoreError(Fault("E606", f"这个代码已登记在“{owner}”名下", "请核对代码", code))
