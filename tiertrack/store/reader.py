"""Reading the register, wherever its rows are kept.

What counts is the last row of each kind (names, codes, traits) and of each source (facts).
"""

from __future__ import annotations

import datetime as dt
import difflib
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from copy import copy
from functools import partial
from itertools import groupby
from operator import index, itemgetter
from typing import Self, SupportsIndex

from sqlalchemy import Table

from tiertrack.enterprise import Enterprise, Reference, reference_text
from tiertrack.enumeration import first_few
from tiertrack.errors import AmbiguousEnterprise, BadInput, Fault, TiertrackError, UnknownEnterprise
from tiertrack.facts.achievement import Achievement, Party
from tiertrack.facts.construction import unchecked
from tiertrack.facts.credit_code import attested_credit_code
from tiertrack.facts.datum import Datum
from tiertrack.facts.dossier import Attestation, Dossier
from tiertrack.facts.identity import Identity, normalise_name, normalise_stock_code
from tiertrack.facts.intellectual_property import IpRight
from tiertrack.facts.look_alikes import shown
from tiertrack.import_reports import Import, Referring, Written
from tiertrack.intake.matching import Lookup
from tiertrack.intake.proposals import Proposal
from tiertrack.ports import RegisterReader
from tiertrack.store.achievements import (
    all_known,
    find_achievement,
    matching_achievement,
    produced_by,
    stored_achievement,
)
from tiertrack.store.codec import EventRow, Row, attestation_from_row, datum_from_row, datum_to_row
from tiertrack.store.imports import kept_imports, referring, taken_back, unit_of, written_by
from tiertrack.store.joins import Joins, as_known, streams_of
from tiertrack.store.matching_rows import kept_proposals, looked_up
from tiertrack.store.right_rows import lists_by_source, rights_on_record
from tiertrack.store.session import Apart, Session
from tiertrack.store.tables import (
    attestations,
    enterprise_codes,
    enterprise_names,
    enterprise_traits,
    enterprises,
    fact_observations,
    ip_rights,
)
from tiertrack.store.transactions import Transaction
from tiertrack.store.types import instant_text
from tiertrack.temporal import AsOf
from tiertrack.titles.events import RecordedEvent
from tiertrack.titles.history import TakenBack
from tiertrack.titles.recorded_dossier import recorded_dossier, with_derived
from tiertrack.titles.standing import Standing, dossier_titles, standing

# As of the last of days, with all that is known.
EVER = AsOf(dt.date.max)

# Among how many names the nearest are looked for: the rest would change a message, not an answer.
_NAMES_COMPARED = 200


class Reader(RegisterReader):
    """Reads the register within one snapshot; the errors of the database come out as ours."""

    def __init__(self, begin: Callable[[], Session]) -> None:
        self._begin = begin
        self._begun: Session | None = None
        self._joined: dict[dt.datetime | None, Joins] = {}
        self._seen: dict[dt.datetime | None, Session] = {}
        self._apart: Apart | None = None
        # What is left out beside what was taken back, to see what would be without it.
        self._aside: frozenset[str] = frozenset()

    def __enter__(self) -> Self:
        self._begun = self._begin()
        return self

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        session, self._begun = self._begun, None
        self._look_anew()
        if session is not None:
            session.close(error)

    @property
    def _all_rows(self) -> Session:
        """The transaction with every row, those of imports that were taken back too."""
        if self._begun is None:
            raise RuntimeError("登记库要在 with 语句里使用")
        return self._begun

    @property
    def transaction(self) -> Transaction | None:
        """The transaction it reads in, for questions that the database itself answers; None in memory."""
        return self._all_rows.transaction

    @property
    def _session(self) -> Session:
        return self._seen.get(None) or self._as_seen(None)

    def _as_seen(self, known_at: dt.datetime | None) -> Session:
        """The one door to what counts: the transaction without the rows of imports taken back by an instant."""
        if (seen := self._seen.get(known_at)) is None:
            by_then = None if known_at is None else instant_text(known_at)
            gone = {unit for unit, at in self._withdrawn().items() if by_then is None or at <= by_then} | self._aside
            seen = self._seen[known_at] = self._all_rows.without(gone) if gone else self._all_rows
        return seen

    def _withdrawn(self) -> Mapping[str, str]:
        return self._found_apart().withdrawn

    def _found_apart(self) -> Apart:
        if self._apart is None:
            self._apart = self._all_rows.apart()
        return self._apart

    def _look_anew(self) -> None:
        """Forgets what others may have changed: which records are joined, and which imports were taken back."""
        self._joined.clear()
        self._seen.clear()
        self._apart = None

    def _joins(self, known_at: dt.datetime | None = None) -> Joins:
        """The records that were joined, as known at an instant; asked for once."""
        if known_at not in self._joined:
            keys = self._found_apart().joined
            self._joined[known_at] = Joins.known(self._as_seen(known_at).events(keys) if keys else (), known_at)
        return self._joined[known_at]

    def find(self, reference: Reference, on: dt.date | None = None, known_at: dt.datetime | None = None) -> int:
        found = self.matching(reference, known_at)
        if len(found) > 1 and on is not None and isinstance(reference, str):
            names = self.lookup([reference], []).names.get(normalise_name(reference), ())
            found = frozenset(name.enterprise for name in names if name.borne_on(on)) & found or found
        if len(found) > 1:
            candidates = self.enterprises(found, EVER)
            bearers = first_few(sorted(candidate.name for candidate in candidates), "家")
            what = f"登记库里有 {len(found)} 家企业对得上：{bearers}"
            raise AmbiguousEnterprise(
                Fault("E605", what, "请改用信用代码", reference_text(reference)), candidates=candidates
            )
        for enterprise in found:
            return enterprise
        raise self._unknown(reference)

    def record(self, reference: Reference, on: dt.date | None = None, known_at: dt.datetime | None = None) -> int:
        enterprise, joins = self.find(reference, on, known_at), self._joins(known_at)
        answering = {record for record in self._records(reference, known_at) if joins.head(record) == enterprise}
        return enterprise if enterprise in answering else min(answering)

    def matching(self, reference: Reference, known_at: dt.datetime | None = None) -> frozenset[int]:
        return frozenset(map(self._joins(known_at).head, self._records(reference, known_at)))

    def called(self, fragment: str, limit: int, known_at: dt.datetime | None = None) -> tuple[int, ...]:
        wanted, head = normalise_name(fragment), self._joins(known_at).head
        found = self._as_seen(known_at).names_containing(wanted, limit) if wanted else ()
        known = {*self.keys(known_at)} if known_at is not None else None
        keys = {head(row["enterprise_id"]) for row in found}
        return tuple(sorted(keys if known is None else keys & known))

    def joined(self, reference: Reference) -> tuple[int, ...]:
        joins = self._joins()
        return tuple(sorted(record for record in self._records(reference) if record in joins.joined))

    def keys(self, known_at: dt.datetime | None = None) -> tuple[int, ...]:
        joined = self._joins(known_at).joined
        enrolled = self._as_seen(known_at).enrolled(None if known_at is None else instant_text(known_at))
        return tuple(key for key in enrolled if key not in joined) if joined else tuple(enrolled)

    def enterprises(self, keys: Collection[int], asof: AsOf) -> tuple[Enterprise, ...]:
        known = [self._of_many(table, keys, asof) for table in _IDENTITY_TABLES]
        return tuple(self._enterprise(key, asof, *(rows.get(key, []) for rows in known)) for key in sorted(keys))

    def _enterprise(self, key: int, asof: AsOf, *rows: list[Row]) -> Enterprise:
        known = self._identified(key, asof, *rows)
        return Enterprise(
            key,
            _called(known) or self._name_of(key),
            known.short_name,
            known.uscc,
            known.stock_code,
            known.region,
            known.industry,
        )

    def families(self, known_at: dt.datetime | None = None) -> Mapping[int, tuple[int, ...]]:
        """The records joined to each enterprise that has several, as known at an instant."""
        return self._joins(known_at).members

    def family(self, enterprise: int) -> tuple[str, ...]:
        records = self._joins().family(enterprise)
        names = (_last_of_each_kind(self._session.find(enterprise_names, enterprise_id=key), EVER) for key in records)
        return tuple(_column(found.get("full"), "name") or "" for found in names)

    def _records(self, reference: Reference, known_at: dt.datetime | None = None) -> frozenset[int]:
        """The records that answer, joined or not."""
        seen = self._as_seen(known_at)
        if isinstance(reference, str):
            return self._records_called(reference, seen)
        key = _key_of(reference)
        return frozenset(row["id"] for row in seen.find(enterprises, id=key)) if key else frozenset()

    def _records_called(self, identifier: str, seen: Session) -> frozenset[int]:
        alike = seen.find(enterprise_names, normalised=normalise_name(identifier))
        exact = [row for row in alike if row["name"] == shown(identifier)]
        coded = [
            row
            for kind, code in ([] if exact else _codes(identifier))
            for row in seen.find(enterprise_codes, code=code, kind=kind)
        ]
        return frozenset(row["enterprise_id"] for row in exact or [*alike, *coded])

    def _unknown(self, reference: Reference) -> UnknownEnterprise:
        if isinstance(reference, str):
            return UnknownEnterprise(Fault("E603", "登记库里没有这家企业", self._nearest(reference), reference))
        given = str(reference.id if isinstance(reference, Enterprise) else reference)
        remedy = "请核对编号，或按名称、信用代码查找；编号是登记时给的，只在它自己的登记库里有用"
        return UnknownEnterprise(Fault("E603", "登记库里没有这个编号的企业", remedy, given))

    def _nearest(self, identifier: str) -> str:
        wanted = normalise_name(identifier)
        if near := self._names_near(wanted) if wanted else []:
            return f"是否想写 {'、'.join(near)}"
        return "请核对名称、信用代码或证券代码，或先用 tiertrack import 导入"

    def _names_near(self, wanted: str) -> list[str]:
        """A few names with the wanted one in them; else those most like it that share its first or second half."""
        if within := self._session.names_containing(wanted, 3):
            return [row["name"] for row in within]
        middle = (len(wanted) + 1) // 2
        written = {
            row["normalised"]: row["name"]
            for half in (wanted[:middle], wanted[middle:])
            if half
            for row in self._session.names_containing(half, _NAMES_COMPARED)
        }
        return [written[name] for name in difflib.get_close_matches(wanted, written, n=3, cutoff=0.5)]

    def names(self) -> tuple[str, ...]:
        full = sorted((row for row in self._session.scan(enterprise_names) if row["kind"] == "full"), key=_owner)
        named = {key: _latest(rows, EVER) for key, rows in groupby(full, key=_owner)}
        joined = self._joins().joined
        keys = (row["id"] for row in self._session.scan(enterprises) if row["id"] not in joined)
        return tuple(_column(named.get(key), "name") or str(key) for key in keys)

    def _name_of(self, enterprise: int) -> str:
        return _called(self.identity(enterprise)) or str(enterprise)

    def identity(self, enterprise: int) -> Identity:
        return self._identity(enterprise, EVER)

    def _identity(self, enterprise: int, asof: AsOf) -> Identity:
        return self._identified(enterprise, asof, *(self._of(table, enterprise, asof) for table in _IDENTITY_TABLES))

    def _identified(self, enterprise: int, asof: AsOf, *rows: list[Row]) -> Identity:
        # Of an enterprise of several records what its head is called counts, where it is called anything.
        joins = self._joins(asof.known_at)
        if len(joins.family(enterprise)) > 1:
            rows = tuple(sorted(known, key=lambda row: _owner(row) == enterprise) for known in rows)
        names, codes, traits = (_last_of_each_kind(known, asof) for known in rows)
        right = joins.right_code(enterprise) if joins.joined else None
        if right is not None and ("uscc" not in codes or codes["uscc"]["recorded_at"] <= right[0]):
            codes["uscc"] = {"code": right[1]}
        return Identity(
            name=_column(names.get("full"), "name"),
            short_name=_column(names.get("short"), "name"),
            uscc=_column(codes.get("uscc"), "code"),
            stock_code=_column(codes.get("stock_code"), "code"),
            region=_column(traits.get("region"), "value"),
            industry=_column(traits.get("industry"), "value"),
        )

    def _of(self, table: Table, enterprise: int, asof: AsOf = EVER) -> list[Row]:
        """What was known of an enterprise, in the order it was recorded."""
        records = self._joins(asof.known_at).family(enterprise)
        owner: object = enterprise if len(records) == 1 else [*records]
        seen = self._as_seen(asof.known_at)
        return [row for row in seen.find(table, enterprise_id=owner) if asof.knew(row["recorded_at"])]

    def has_observed(self, enterprise: int, datum: Datum) -> bool:
        records = [*self._joins().family(enterprise)]
        return bool(self._session.find(fact_observations, enterprise_id=records, **datum_to_row(datum)))

    def dossier(self, enterprise: int, asof: AsOf) -> Dossier:
        return self.dossier_and_standing(enterprise, asof)[0]

    def dossier_and_standing(self, enterprise: int, asof: AsOf) -> tuple[Dossier, Standing]:
        events = self.events(enterprise, asof.known_at)
        held = standing(events, asof)
        known = [self._of(table, enterprise, asof) for table in _IDENTITY_TABLES]
        stated = tuple(map(datum_from_row, self._of(fact_observations, enterprise, asof)))
        dossier = recorded_dossier(
            self._enterprise(enterprise, asof, *known),
            dossier_titles(held),
            self.produced_by([enterprise], asof).get(enterprise),
            with_derived(stated, events, asof),
            self._attestations(enterprise, asof),
            rights_on_record(self._of(ip_rights, enterprise, asof)),
        )
        return dossier, held

    def dossiers(self, enterprises: Collection[int], asof: AsOf) -> Mapping[int, Dossier]:
        streams, achievements = self.streams(enterprises, asof.known_at), self.produced_by(enterprises, asof)
        stated, attested = self.stated(enterprises, asof), self.attested(enterprises, asof)
        rights = self.rights(enterprises, asof)
        return {
            known.id: recorded_dossier(
                known,
                dossier_titles(standing(streams.get(known.id, ()), asof)),
                achievements.get(known.id),
                with_derived(stated.get(known.id, ()), streams.get(known.id, ()), asof),
                attested.get(known.id, ()),
                rights.get(known.id),
            )
            for known in self.enterprises(enterprises, asof)
        }

    def _attestations(self, enterprise: int, asof: AsOf) -> tuple[Attestation, ...]:
        return _last_of_each_act(self._of(attestations, enterprise, asof))

    def _event_rows(self, enterprises: Sequence[int], known_at: dt.datetime | None = None) -> Sequence[EventRow]:
        """Every event of some enterprises, in the order recorded."""
        return self._as_seen(known_at).events(enterprises)

    def events(self, enterprise: int, known_at: dt.datetime | None = None) -> tuple[RecordedEvent, ...]:
        joins = self._joins(known_at)
        together = self._together(enterprise, joins) if known_at else joins.family(enterprise)
        return as_known(self._event_rows([*together], known_at), joins.family(enterprise), together)

    def versions(self, enterprise: int) -> Mapping[str, int]:
        # A stream goes on from what was taken back as well.
        records = [*self._joins().family(enterprise)]
        rows = self._event_rows(records)
        return Counter(row.title for row in (self._all_rows.events(records) if self._withdrawn() else rows))

    def with_events(self, known_at: dt.datetime | None = None) -> tuple[int, ...]:
        return self._heads(self._as_seen(known_at).with_events(), known_at)

    def _heads(self, records: Sequence[int], known_at: dt.datetime | None) -> tuple[int, ...]:
        joins, seen = self._joins(known_at), self._as_seen(known_at)
        if seen is not self._all_rows:
            # Of a record that was taken back with its import there may be events that were voided before.
            enrolled = set(seen.enrolled(None))
            records = [record for record in records if record in enrolled]
        return tuple(sorted(set(map(joins.head, records))) if joins.joined else records)

    def concerned(self, titles: Collection[str], known_at: dt.datetime | None = None) -> tuple[int, ...]:
        return self._heads(self._as_seen(known_at).concerned(sorted(titles)), known_at)

    def granted(self, title: str, through: dt.date, known_at: dt.datetime | None = None) -> tuple[int, ...]:
        return self._heads(self._as_seen(known_at).granted(title, through.isoformat()), known_at)

    def heads(self, records: Collection[int]) -> frozenset[int]:
        return frozenset(map(self._joins().head, records))

    def standing(self, enterprise: int, asof: AsOf) -> Standing:
        return standing(self.events(enterprise, asof.known_at), asof)

    # For the import of a list.

    def lookup(self, names: Collection[str], codes: Collection[str]) -> Lookup:
        return looked_up(self._session, names, codes, self._joins())

    def _all_records(self, enterprises: Collection[int], joins: Joins) -> list[int]:
        """The records of many enterprises."""
        return sorted(record for key in set(enterprises) for record in joins.family(key))

    def streams(
        self, enterprises: Collection[int], known_at: dt.datetime | None = None
    ) -> Mapping[int, tuple[RecordedEvent, ...]]:
        joins = self._joins(known_at)
        if known_at is None or not self._joins().joined:
            return streams_of(self._event_rows(self._all_records(enterprises, joins), known_at), joins)
        together = {key: self._together(key, joins) for key in enterprises}
        rows: dict[int, list[EventRow]] = defaultdict(list)
        for row in self._event_rows(sorted({record for records in together.values() for record in records}), known_at):
            rows[row.enterprise_id].append(row)
        found = {
            key: as_known([row for record in records for row in rows[record]], joins.family(key), records)
            for key, records in together.items()
        }
        return {key: events for key, events in found.items() if events}

    def _together(self, enterprise: int, joins: Joins) -> tuple[int, ...]:
        """The records by whose numbers the events of an enterprise are told: by those they have now, by which they are
        asked for, if its records were joined to others since."""
        records, now = joins.family(enterprise), self._joins()
        together = now.family(now.head(enterprise))
        return together if set(records) < set(together) else records

    def observed(self, enterprises: Collection[int]) -> frozenset[int]:
        joins = self._joins()
        rows = self._session.find(fact_observations, enterprise_id=self._all_records(enterprises, joins))
        return frozenset(joins.head(row["enterprise_id"]) for row in rows)

    def facts_stated(self) -> frozenset[str]:
        return frozenset(self._session.values(fact_observations, "fact"))

    def stated(
        self, enterprises: Collection[int], asof: AsOf, facts: Collection[tuple[str, int | None]] | None = None
    ) -> Mapping[int, tuple[Datum, ...]]:
        of_years: dict[int | None, list[str]] = defaultdict(list)
        for fact, year in facts or ():
            of_years[year].append(fact)
        asked = None if facts is None else [{"fact": some, "fiscal_year": year} for year, some in of_years.items()]
        found = self._of_many(fact_observations, enterprises, asof, asked)
        return {key: tuple(map(datum_from_row, rows)) for key, rows in found.items()}

    def rights_listed(
        self, enterprises: Collection[int], asof: AsOf
    ) -> Mapping[int, Mapping[str, tuple[IpRight, ...]]]:
        found = self._of_many(ip_rights, enterprises, asof)
        return {key: lists_by_source(rows) for key, rows in found.items()}

    def attested(self, enterprises: Collection[int], asof: AsOf) -> Mapping[int, tuple[Attestation, ...]]:
        found = self._of_many(attestations, enterprises, asof)
        return {key: _last_of_each_act(rows) for key, rows in found.items()}

    def rights(self, enterprises: Collection[int], asof: AsOf) -> Mapping[int, tuple[IpRight, ...]]:
        found = self._of_many(ip_rights, enterprises, asof)
        listed = {key: rights_on_record(rows) for key, rows in found.items()}
        return {key: rights for key, rights in listed.items() if rights is not None}

    def _of_many(
        self,
        table: Table,
        enterprises: Collection[int],
        asof: AsOf,
        asked: Iterable[Mapping[str, object]] | None = None,
    ) -> dict[int, list[Row]]:
        """What was known of many enterprises, by their keys, in the order it was recorded: all of it, or the rows whose
        columns have any of the values ``asked`` for."""
        joins, seen = self._joins(asof.known_at), self._as_seen(asof.known_at)
        owners = self._all_records(enterprises, joins)
        if asked is None:
            return _by_enterprise(seen.find(table, enterprise_id=owners), asof, joins)
        found = [row for values in asked for row in seen.find(table, enterprise_id=owners, **values)]
        return _by_enterprise(sorted(found, key=_key), asof, joins)

    # Achievements.

    def find_achievement(self, identifier: str) -> int:
        return find_achievement(self._session, identifier)

    def achievement(self, key: int, asof: AsOf) -> Achievement:
        return stored_achievement(self._as_seen(asof.known_at), key, asof, partial(self._parties, asof))

    def produced_by(self, enterprises: Collection[int], asof: AsOf) -> Mapping[int, tuple[Achievement, ...]]:
        families = {key: self._joins(asof.known_at).family(key) for key in enterprises}
        return produced_by(self._as_seen(asof.known_at), families, asof, partial(self._parties, asof))

    def achievements(self) -> tuple[str, ...]:
        return all_known(self._session)

    def matching_achievement(self, achievement: Achievement) -> int | None:
        return matching_achievement(self._session, achievement)

    def _parties(self, asof: AsOf, records: Collection[int]) -> Mapping[int, Party]:
        heads = {record: self._joins(asof.known_at).head(record) for record in records}
        known = {one.id: unchecked(Party, one.name, one.uscc) for one in self.enterprises({*heads.values()}, asof)}
        return {record: known[head] for record, head in heads.items()}

    def names_of(self, enterprise: int) -> tuple[str, ...]:
        return tuple(dict.fromkeys(row["name"] for row in self._of(enterprise_names, enterprise)))

    def proposals(self, names: Collection[str] | None = None) -> tuple[Proposal, ...]:
        return tuple(kept_proposals(self._session, names))

    # Imports.

    def imports(self) -> tuple[Import, ...]:
        return kept_imports(self._session)

    def written_by(self, number: int) -> Written:
        return written_by(self._session, number)

    def without_import(self, number: int) -> Self:
        without = copy(self)
        without._joined, without._seen = {}, {}
        without._aside = self._aside | {unit_of(self._session, number)}
        return without

    def referring(self, written: Written) -> tuple[Referring, ...]:
        return tuple(referring(self._session, written, self._joins()))

    def taken_back(self, enterprise: int, known_at: dt.datetime | None = None) -> tuple[TakenBack, ...]:
        by_then = None if known_at is None else instant_text(known_at)
        gone = {unit for unit, at in self._withdrawn().items() if by_then is None or at <= by_then}
        records = [*self._joins(known_at).family(enterprise)]
        return tuple(taken_back(self._all_rows, records, gone)) if gone else ()


_owner, _key = itemgetter("enterprise_id"), itemgetter("id")
_IDENTITY_TABLES = (enterprise_names, enterprise_codes, enterprise_traits)
# No key is larger, and no driver takes one that is.
_LAST_KEY = 2**63 - 1


def _key_of(reference: int | Enterprise) -> int | None:
    """The key an enterprise is named by, None where none is; raises BadInput for what is neither."""
    given: object = reference.id if isinstance(reference, Enterprise) else reference
    if isinstance(given, bool) or not isinstance(given, SupportsIndex):
        remedy = "请写名称、信用代码、证券代码，或 enrol、find 给出的企业或它的 id（整数）"
        raise BadInput(Fault("E647", "这样指不出一家企业", remedy, f"{type(given).__name__} {given!r}"))
    key = index(given)
    return key if 0 < key <= _LAST_KEY else None


def _by_enterprise(rows: Iterable[Row], asof: AsOf, joins: Joins) -> dict[int, list[Row]]:
    """What was known of several enterprises, by the one each is read as, in the order it was recorded."""
    found: dict[int, list[Row]] = defaultdict(list)
    known = rows if asof.known_at is None else (row for row in rows if asof.knew(row["recorded_at"]))
    for row in known:
        found[row["enterprise_id"]].append(row)
    if not joins.joined:
        return found
    together: dict[int, list[Row]] = defaultdict(list)
    for owner, those in found.items():
        together[joins.head(owner)] += those
    return {head: sorted(those, key=_key) for head, those in together.items()}


def _last_of_each_act(rows: Iterable[Row]) -> tuple[Attestation, ...]:
    """The last attestation of each authority on each judgement and day."""
    known = map(attestation_from_row, rows)
    return tuple({(attested.key, attested.by, attested.on): attested for attested in known}.values())


def _called(identity: Identity) -> str | None:
    return identity.name or identity.short_name


def _last_of_each_kind(rows: Sequence[Row], asof: AsOf) -> dict[str, Row]:
    kinds: dict[str, list[Row]] = {}
    for row in rows:
        kinds.setdefault(row["kind"], []).append(row)
    latest = {kind: _latest(known, asof) for kind, known in kinds.items()}
    return {kind: row for kind, row in latest.items() if row is not None}


def _latest(rows: Iterable[Row], asof: AsOf) -> Row | None:
    """The row that counts on a day: the last one added, but of those with a day of their own the one of the latest day.

    A row without a day always counts: when it began to be true is not known.
    """
    last: Row | None = None
    for row in rows:
        since = row.get("valid_from")
        if since is None or (since <= asof.on and not _begins_after(last, since)):
            last = row
    return last


def _begins_after(row: Row | None, day: dt.date) -> bool:
    since: dt.date | None = None if row is None else row.get("valid_from")
    return since is not None and since > day


def _column(row: Row | None, name: str) -> str | None:
    return None if row is None else str(row[name])


def _codes(identifier: str) -> list[tuple[str, str]]:
    """What the identifier is as a credit code or a stock code, where it can be one."""
    found = []
    for kind, normalise in (("uscc", attested_credit_code), ("stock_code", normalise_stock_code)):
        with suppress(TiertrackError):
            found.append((kind, normalise(identifier)))
    return found
