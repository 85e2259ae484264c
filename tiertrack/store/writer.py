"""Writing to the register, wherever its rows are kept: a unit of work that is undone unless it is committed.

Rows are only ever added. Every unit that adds events ends with a seal over them.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Self

from sqlalchemy import Table

from tiertrack.batches import batches
from tiertrack.errors import Fault, StoreError
from tiertrack.facts.achievement import Achievement, Relation, Role
from tiertrack.facts.datum import Datum
from tiertrack.facts.dossier import Attestation
from tiertrack.facts.identity import Identity
from tiertrack.facts.vocabulary import FACTS, JUDGEMENTS
from tiertrack.intake.proposals import Proposal
from tiertrack.law.event_kinds import EventKind
from tiertrack.ports import Clock
from tiertrack.register_reports import Change, Placed, Recorded, Renaming
from tiertrack.store.achievements import (
    identity_rows,
    is_related,
    observation_rows,
    relation_row,
    statement_rows,
    withdrawn_row,
)
from tiertrack.store.codec import (
    EventRow,
    Row,
    attestation_to_row,
    code_rows,
    datum_from_row,
    datum_to_row,
    event_from_row,
    name_row,
    name_rows,
    trait_rows,
)
from tiertrack.store.integrity import Sealing
from tiertrack.store.matching_rows import new_proposals, streams_of
from tiertrack.store.reader import EVER, Reader
from tiertrack.store.session import Session
from tiertrack.store.streams import Streams, stale
from tiertrack.store.tables import (
    achievement_observations,
    achievement_relations,
    achievement_statements,
    achievements,
    attestations,
    enterprise_codes,
    enterprise_names,
    enterprise_traits,
    enterprises,
    fact_observations,
    match_decisions,
    match_proposals,
)
from tiertrack.store.types import instant_text
from tiertrack.titles.events import Event, RecordedEvent

# How many rows are read, placed and written at a time.
_CHUNK = 2000


class StoredRegister(Reader):
    """A unit of work: adds to the register, and leaves nothing behind unless ``commit`` is called."""

    def __init__(self, begin: Callable[[], Session], clock: Clock) -> None:
        super().__init__(begin)
        self._clock = clock
        self._sealing = Sealing(uuid.uuid4().hex)
        self._half_written = False

    def __enter__(self) -> Self:
        # One instant for the whole unit: it becomes known at once, or not at all.
        self._instant = instant_text(self._clock.now())
        self._now = dt.datetime.fromisoformat(self._instant)
        return super().__enter__()

    def written(self, enterprises: Collection[int]) -> Mapping[int, tuple[RecordedEvent, ...]]:
        """The events that this unit of work has recorded of these enterprises so far."""
        return streams_of(self._session, enterprises, self._sealing.unit)

    def commit(self) -> None:
        """Makes everything recorded so far lasting; raises StaleStanding where another writer came first."""
        if self._half_written:
            raise StoreError(Fault("E611", "这次写入中途出了错，不能提交", "请改正后重做一次"))
        if self._sealing.events:
            self._seal()
        self._session.commit()
        self._sealing = Sealing(uuid.uuid4().hex)

    def _seal(self) -> None:
        # As late as can be: from here until the commit, every other writer that wants to seal has to wait.
        key, previous = self._session.last_seal() or (0, None)
        sealing = self._sealing
        digest = sealing.digest(previous, key + 1, self._instant)
        self._session.add_seal(key + 1, sealing.unit, sealing.events, digest, self._instant)

    @contextmanager
    def all_or_nothing(self) -> Iterator[None]:
        """A part of the unit of work that leaves nothing behind when it raises."""
        before = self._sealing.copy(), self._half_written
        try:
            with self._session.savepoint():
                yield
        except BaseException:
            self._sealing, self._half_written = before
            raise

    def _add(self, table: Table, *rows: Row) -> None:
        if rows:
            self._session.insert(table, [{**row, "recorded_at": self._now} for row in rows])

    # Enterprises.

    def enrol(self, identity: Identity) -> int:
        """The key of a new enterprise; raises StoreError where it has no name or a code is already another's."""
        return self.enrol_many([identity])[0]

    def enrol_many(self, identities: Sequence[Identity]) -> list[int]:
        """The keys of new enterprises, in order.

        Raises StoreError, and has then enrolled none, where one has no name or a code is already another's.
        """
        if not all(identity.name for identity in identities):
            raise StoreError(Fault("E627", "没有企业名称，不能登记", "请写企业全称"))
        self._refuse_taken(identities)
        keys = list(self._session.take_keys(enterprises, len(identities)))
        known_as = list(zip(keys, identities, strict=True))
        self._add(enterprises, *({"id": key} for key in keys))
        self._add(enterprise_names, *(row for key, one in known_as for row in name_rows(key, one)))
        self._add(enterprise_codes, *(row for key, one in known_as for row in code_rows(key, one)))
        self._add(enterprise_traits, *(row for key, one in known_as for row in trait_rows(key, one)))
        return keys

    def learn(self, enterprise: int, identity: Identity) -> None:
        """Adds the names, codes, region and industry not yet on record.

        Raises StoreError where a code is another enterprise's.
        """
        names = {(row["kind"], row["normalised"]) for row in self._of(enterprise_names, enterprise)}
        codes = {(row["kind"], row["code"]) for row in self._of(enterprise_codes, enterprise)}
        present = self.identity(enterprise)
        for row in name_rows(enterprise, identity):
            if not {(row["kind"], row["normalised"]), ("former", row["normalised"])} & names:
                self._add(enterprise_names, row)
        for row in code_rows(enterprise, identity):
            if (row["kind"], row["code"]) not in codes:
                self._refuse_taken([Identity(**{row["kind"]: row["code"]})])
                self._add(enterprise_codes, row)
        for row in trait_rows(enterprise, identity):
            if row["value"] != getattr(present, row["kind"]):
                self._add(enterprise_traits, row)

    def _refuse_taken(self, identities: Sequence[Identity]) -> None:
        """Raises StoreError where a code is taken already, on record or among these."""
        for kind in ("uscc", "stock_code"):
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
        """Gives an enterprise a new full name from ``since``; it still answers to the old one."""
        self._add_once(enterprise_names, {**name_row(enterprise, "full", name), "valid_from": since})

    def relocate(self, enterprise: int, region: str, since: dt.date) -> None:
        """Puts an enterprise into another region from ``since``."""
        row = {"enterprise_id": enterprise, "kind": "region", "value": region, "valid_from": since}
        self._add_once(enterprise_traits, row)

    def _add_once(self, table: Table, row: Row) -> None:
        """Adds a row with a day of its own, unless the last one of that day is the same."""
        same_day = [one for one in self._of(table, row["enterprise_id"]) if one["valid_from"] == row["valid_from"]]
        same = [one for one in same_day if one["kind"] == row["kind"]][-1:]
        if not any(all(one[name] == value for name, value in row.items()) for one in same):
            self._add(table, row)

    def call_many(self, names: Sequence[tuple[int, str, str]]) -> tuple[Renaming, ...]:
        """Adds names not yet on record (enterprise; full or former; name); returns the full names that are new."""
        keys = sorted({key for key, _kind, _name in names})
        borne = self._session.find(enterprise_names, enterprise_id=keys) if keys else ()
        known = {(row["enterprise_id"], row["normalised"]) for row in borne}
        rows: list[Row] = []
        renamed: list[Renaming] = []
        for key, kind, name in names:
            row = name_row(key, kind, name)
            if (key, row["normalised"]) not in known:
                known.add((key, row["normalised"]))
                rows.append(row)
                renamed += [Renaming(self._name_of(key), row["name"])] if kind == "full" else []
        self._add(enterprise_names, *rows)
        return tuple(renamed)

    def learn_many(self, identities: Sequence[tuple[int, Identity]]) -> None:
        """``learn`` for many enterprises at once; raises StoreError where a code is another's."""
        keys = sorted({key for key, _identity in identities})
        known = {
            (row["enterprise_id"], row["kind"], row.get("code") or row.get("value"))
            for table in (enterprise_codes, enterprise_traits)
            for row in (self._session.find(table, enterprise_id=keys) if keys else ())
        }
        for key, identity in identities:
            columns = [(kind, getattr(identity, kind)) for kind in ("uscc", "stock_code", "region", "industry")]
            if any(value and (key, kind, value) not in known for kind, value in columns):
                self.learn(key, identity)
                known |= {(key, kind, value) for kind, value in columns}

    def propose(self, proposals: Sequence[Proposal]) -> int:
        """Keeps rows that wait for a decision on their enterprise; returns how many are new."""
        rows = new_proposals(self._session, proposals)
        self._add(match_proposals, *rows)
        return len(rows)

    def settle(self, proposal: int, enterprise: int, decision: str, told_by: str | None) -> None:
        """Keeps the enterprise that a proposal was settled on, as the ``same`` enterprise or a ``new`` one."""
        row = {"proposal_id": proposal, "enterprise_id": enterprise, "decision": decision, "told_by": told_by}
        self._add(match_decisions, row)

    # Observations.

    def observe(self, enterprise: int, data: Sequence[Datum]) -> tuple[Change, ...]:
        """Adds observations; returns for each whether it is new, a correction of its source's last value, or known.

        Raises KeyError for a fact that is not in the vocabulary, BadQuantity for a fraction too long to keep.
        """
        stated = {_topic(datum): datum.value for datum in map(datum_from_row, self._of(fact_observations, enterprise))}
        changes: list[Change] = []
        rows: list[dict[str, Any]] = []
        for datum in data:
            change = Change.of(stated.get(_topic(datum)), datum.value)
            changes.append(change)
            if change is not Change.KNOWN:
                stated[_topic(datum)] = datum.value
                rows.append({"enterprise_id": enterprise, **datum_to_row(_in_vocabulary(datum))})
        self._add(fact_observations, *rows)
        return tuple(changes)

    def attest(self, enterprise: int, attestation: Attestation) -> Change:
        """Adds an authority's judgement; another one by the same authority of the same day corrects it."""
        if attestation.key not in JUDGEMENTS:
            raise KeyError(attestation.key)
        known = self._attestations(enterprise, EVER)
        if attestation in known:
            return Change.KNOWN
        corrects = any((one.key, one.by, one.on) == (attestation.key, attestation.by, attestation.on) for one in known)
        self._add(attestations, {"enterprise_id": enterprise, **attestation_to_row(attestation)})
        return Change.CORRECTED if corrects else Change.NEW

    # Achievements.

    def enrol_achievement(self, achievement: Achievement) -> int:
        """The key of a new achievement, of which nothing but its name and number is kept yet."""
        (key,) = self._session.take_keys(achievements, 1)
        self._add(achievements, {"id": key})
        for table, row in identity_rows(self._session, key, achievement):
            self._add(table, row)
        return int(key)

    def learn_achievement(self, key: int, achievement: Achievement) -> tuple[Change, ...]:
        """Adds the statements and observations of an achievement, not its relations; returns the change of each."""
        for table, row in identity_rows(self._session, key, achievement):
            self._add(table, row)
        rows_of = (
            (achievement_statements, list(statement_rows(self._session, key, achievement))),
            (achievement_observations, list(observation_rows(self._session, key, achievement.data))),
        )
        for table, rows in rows_of:
            self._add(table, *(row for change, row in rows if change is not Change.KNOWN))
        return tuple(change for _table, rows in rows_of for change, _row in rows)

    def relate(self, key: int, enterprise: int, relation: Relation) -> Change:
        """Keeps the relation of an enterprise to an achievement; it corrects an earlier one of the same role."""
        return self._related(relation_row(key, enterprise, relation))

    def unrelate(self, key: int, enterprise: int, role: Role) -> Change:
        """Withdraws the relation of an enterprise to an achievement."""
        row = withdrawn_row(key, enterprise, role)
        return self._related(row) if is_related(self._session, row) else Change.KNOWN

    def _related(self, row: Row) -> Change:
        before = is_related(self._session, row)
        change = Change.of(before and {name: before[name] for name in row}, row)
        if change is not Change.KNOWN:
            self._add(achievement_relations, row)
        return change

    # Events.

    def append(
        self, enterprise: int, events: Sequence[Event], expected: Mapping[str, int] | None = None
    ) -> tuple[Recorded, ...]:
        """Adds each event as the next version of its stream; one that repeats an earlier act corrects it.

        ``expected`` maps a title to the last version the caller has seen (0 for none). Raises StaleStanding where a
        stream has moved on, here or on ``commit``, and StoreError for an event that voids another: see ``void``.
        """
        seen = expected or {}
        _refuse_voiding(events)
        streams = self._streams([enterprise], [*{*(event.title for event in events), *seen}], len(events))
        for title, version in seen.items():
            if (actual := streams.stream(enterprise, title).version) != version:
                raise stale(title, version, actual).at(self._name_of(enterprise))
        placed = [streams.append(enterprise, event) for event in events]
        self._write(streams, streams.added)
        return tuple(Recorded(event_from_row(row), change) for change, row in placed)

    def append_many(self, rows: Iterable[tuple[int, Event]]) -> list[Placed]:
        """The same for many enterprises at once, a million events if need be; one answer for each row, in order."""
        answers: list[Placed] = []
        for chunk in batches(rows, _CHUNK):
            _refuse_voiding(event for _, event in chunk)
            keys, titles = {key for key, _ in chunk}, {event.title for _, event in chunk}
            streams = self._streams([*keys], [*titles], len(chunk))
            self._write(streams, self._placed(streams, chunk, answers))
        return answers

    def _placed(self, streams: Streams, rows: Sequence[tuple[int, Event]], answers: list[Placed]) -> Iterator[EventRow]:
        """The rows that are new, made while the first are being written; every answer goes to ``answers``."""
        for enterprise, event in rows:
            change, row = streams.append(enterprise, event)
            answers.append(Placed(change, row.version))
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
        """Takes back an event that should never have been recorded; both stay on record.

        Raises StoreError where there is no such version, or where it is itself the voiding of another.
        """
        event = Event(title=title, kind=EventKind.VOIDED, on=on, document=document, told_by=told_by)
        streams = self._streams([enterprise], [title], 1)
        voided = streams.stream(enterprise, title).row(version)
        if voided is None or voided.event == EventKind.VOIDED.value:
            what = f"“{event.label}”没有第 {version} 项" if voided is None else "作废不能再作废"
            raise StoreError(
                Fault("E610", what, "请核对序号；误作废的请重新登记", str(version), self._name_of(enterprise))
            )
        change, row = streams.void(enterprise, event, version)
        self._write(streams, streams.added)
        return Recorded(event_from_row(row), change)

    def _streams(self, enterprises_: Sequence[int], titles: Sequence[str], count: int) -> Streams:
        """The streams concerned as they stand, ready to take so many events."""
        rows, keys = self._session.streams_of(enterprises_, titles, count)
        return Streams(rows, keys, (self._instant, self._sealing.unit))

    def _write(self, streams: Streams, rows: Iterable[EventRow]) -> None:
        # Rows that went in before one was refused must not be committed without their seal.
        self._half_written = True
        self._session.add_events(rows)
        self._half_written = False
        for row in streams.added:
            self._sealing.add(row.digest)


def _refuse_voiding(events: Iterable[Event]) -> None:
    for event in events:
        if event.kind is EventKind.VOIDED:
            raise StoreError(Fault("E610", "作废要写明是哪一项", "请用 void，并写那一项的序号", None, event.label))


def _taken(code: str, owner: str | None) -> StoreError:
    return StoreError(Fault("E606", f"这个代码已登记在“{owner}”名下", "请核对代码", code))


def _topic(datum: Datum) -> tuple[str, int | None, str | None]:
    return datum.key, datum.year, datum.source


def _in_vocabulary(datum: Datum) -> Datum:
    if datum.key not in FACTS:
        raise KeyError(datum.key)
    return datum
