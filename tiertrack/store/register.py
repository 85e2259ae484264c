"""The register in SQL: reading is a snapshot, writing a unit of work that is undone unless it is committed.

Rows are only ever inserted. What counts is the last row of each kind (names, codes, traits) and of each source (facts).
"""

from __future__ import annotations

import datetime as dt
import difflib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from types import TracebackType
from typing import Any, Self

from sqlalchemy import Connection, Engine, Select, Table, insert, select, union
from sqlalchemy.exc import SQLAlchemyError

from tiertrack.errors import Fault, StoreError, TiertrackError, UnknownEnterprise
from tiertrack.facts.credit_code import normalise_credit_code
from tiertrack.facts.dossier import Attestation, Datum, Dossier
from tiertrack.facts.identity import Identity, normalise_name, normalise_stock_code
from tiertrack.facts.vocabulary import FACTS, JUDGEMENTS
from tiertrack.ladder.titles import Decision, Standing, TitleEvent, held_titles, known_titles, standing
from tiertrack.ports import Change, Clock, Recorded
from tiertrack.store.codec import (
    attestation_from_row,
    attestation_to_row,
    datum_from_row,
    datum_to_row,
    decision_to_row,
    title_event_from_row,
)
from tiertrack.store.engine import WRITING, database_errors, register_engine
from tiertrack.store.migrate import require_newest
from tiertrack.store.tables import (
    attestations,
    enterprise_codes,
    enterprise_names,
    enterprise_traits,
    enterprises,
    fact_observations,
    title_events,
)
from tiertrack.temporal import AsOf

__all__ = ["Database", "SqlReader", "SqlRegister"]


class Database:
    """A database at the newest revision; ``reading()`` and ``writing(clock)`` give units of work on it."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    @classmethod
    def open(cls, url: str) -> Self:
        """The register at ``url``; raises DatabaseUnavailable or RevisionMismatch."""
        engine = register_engine(url)
        try:
            require_newest(engine)
        except TiertrackError:
            engine.dispose()
            raise
        return cls(engine)

    def reading(self) -> SqlReader:
        """A snapshot to read from, as a context manager."""
        return SqlReader(self._engine)

    def writing(self, clock: Clock) -> SqlRegister:
        """A unit of work, as a context manager; everything in it is recorded at one instant of ``clock``."""
        return SqlRegister(self._engine, clock)

    def close(self) -> None:
        """Closes the connections kept for reuse."""
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_leaving: object) -> None:
        self.close()


class SqlReader:
    """Reads the register within one snapshot; the errors of the driver come out as ours."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._open: Connection | None = None

    def _connect(self) -> Connection:
        if self._engine.dialect.name == "postgresql":
            options = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
            return self._engine.connect().execution_options(**options)
        return self._engine.connect()

    def __enter__(self) -> Self:
        with database_errors(self._engine.url):
            self._open = self._connect()
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        with database_errors(self._engine.url):
            connection, self._open = self._open, None
            if connection is not None:
                connection.close()
            if isinstance(error, SQLAlchemyError):
                raise error

    @property
    def _connection(self) -> Connection:
        if self._open is None:
            raise RuntimeError("登记库要在 with 语句里使用")
        return self._open

    def _rows(self, query: Select[Any]) -> Sequence[Any]:
        return self._connection.execute(query).mappings().all()

    def find(self, identifier: str) -> int:
        """The key of the enterprise with this name, credit code or stock code.

        Raises UnknownEnterprise naming the nearest names, and StoreError where several enterprises answer.
        """
        found = self.matching(identifier)
        if len(found) > 1:
            names = "、".join(sorted(self._called(one) for one in found))
            fault = Fault("E605", f"登记库里有 {len(found)} 家企业对得上：{names}", "请改用信用代码", identifier)
            raise StoreError(fault)
        for one in found:
            return one
        raise UnknownEnterprise(Fault("E603", "登记库里没有这家企业", self._nearest(identifier), identifier))

    def matching(self, identifier: str) -> frozenset[int]:
        """The keys of every enterprise that answers; one whose name is written exactly so outweighs the others."""
        name, code = enterprise_names.c, enterprise_codes.c
        exact = select(name.enterprise_id).where(name.name == identifier.strip())
        alike = union(
            select(name.enterprise_id).where(name.normalised == normalise_name(identifier)),
            select(code.enterprise_id).where(code.code.in_(_codes(identifier))),
        )
        found = frozenset(self._connection.scalars(exact)) or frozenset(self._connection.scalars(alike))
        return frozenset(int(one) for one in found)

    def _nearest(self, identifier: str) -> str:
        names = enterprise_names.c
        written = {row.normalised: row.name for row in self._connection.execute(select(names.normalised, names.name))}
        wanted = normalise_name(identifier)
        within = [one for one in written if wanted and wanted in one][:3]
        near = within or difflib.get_close_matches(wanted, written, n=3, cutoff=0.5)
        if near:
            return f"是否想写 {'、'.join(written[one] for one in near)}"
        return "请核对名称、信用代码或证券代码，或先用 tiertrack import 导入"

    def names(self) -> tuple[str, ...]:
        """The present full name of every enterprise, in order of enrolment."""
        keys = self._connection.scalars(select(enterprises.c.id).order_by(enterprises.c.id)).all()
        named = _last_by(self._rows(_all(enterprise_names)), "enterprise_id", "kind")
        return tuple(_column(named.get((key, "full")), "name") or str(key) for key in keys)

    def _called(self, enterprise: int) -> str:
        found = self.identity(enterprise)
        return found.name or found.short_name or str(enterprise)

    def identity(self, enterprise: int) -> Identity:
        """The names and codes of an enterprise as known now."""
        return self._identity(enterprise, AsOf(dt.date.max))

    def _identity(self, enterprise: int, asof: AsOf) -> Identity:
        names, codes, traits = (
            {kind: row for (kind,), row in _last_by(self._of(table, enterprise, asof), "kind").items()}
            for table in (enterprise_names, enterprise_codes, enterprise_traits)
        )
        return Identity(
            name=_column(names.get("full"), "name"),
            short_name=_column(names.get("short"), "name"),
            uscc=_column(codes.get("uscc"), "code"),
            stock_code=_column(codes.get("stock_code"), "code"),
            region=_column(traits.get("region"), "value"),
            industry=_column(traits.get("industry"), "value"),
        )

    def _of(self, table: Table, enterprise: int, asof: AsOf) -> list[Any]:
        """What was known of an enterprise, in the order it was recorded."""
        rows = self._rows(_all(table).where(table.c.enterprise_id == enterprise))
        return [row for row in rows if asof.knew(row["recorded_at"])]

    def has_observed(self, enterprise: int, datum: Datum) -> bool:
        """Whether this value from this source was ever observed, even if corrected since."""
        row, fact = datum_to_row(datum), fact_observations.c
        same = [column.is_not_distinct_from(row[name]) for name, column in fact.items() if name in row]
        return (
            self._connection.scalar(select(fact.id).where(fact.enterprise_id == enterprise, *same).limit(1)) is not None
        )

    def dossier(self, enterprise: int, asof: AsOf) -> Dossier:
        """Everything known of an enterprise at ``asof.known_at``, with its titles by ``asof.on``."""
        known, events = self._identity(enterprise, asof), self.title_events(enterprise)
        return Dossier(
            name=known.name or known.short_name or self._called(enterprise),
            uscc=known.uscc,
            region=known.region,
            industry=known.industry,
            data=tuple(datum_from_row(row) for row in self._of(fact_observations, enterprise, asof)),
            titles=held_titles(events, asof),
            known_titles=known_titles(events, asof),
            attestations=self._attestations(enterprise, asof),
        )

    def _attestations(self, enterprise: int, asof: AsOf) -> tuple[Attestation, ...]:
        """What each authority said last of each judgement on each day."""
        said = map(attestation_from_row, self._of(attestations, enterprise, asof))
        return tuple({(one.key, one.by, one.on): one for one in said}.values())

    def title_events(self, enterprise: int) -> tuple[TitleEvent, ...]:
        """The title events of an enterprise, in the order they were recorded."""
        return tuple(title_event_from_row(row) for row in self._of(title_events, enterprise, AsOf(dt.date.max)))

    def standing(self, enterprise: int, asof: AsOf) -> Standing:
        """The titles of an enterprise as of a day, as known at an instant."""
        return standing(self.title_events(enterprise), asof)


class SqlRegister(SqlReader):
    """A unit of work: adds to the register, and leaves nothing behind unless ``commit`` is called."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        super().__init__(engine)
        self._clock = clock

    def _connect(self) -> Connection:
        return self._engine.connect().execution_options(**{WRITING: True})

    def __enter__(self) -> Self:
        super().__enter__()
        # One instant for the whole unit: it becomes known at once, or not at all.
        self._now = self._clock.now()
        return self

    def commit(self) -> None:
        """Makes everything recorded so far lasting."""
        with database_errors(self._engine.url):
            self._connection.commit()

    @contextmanager
    def all_or_nothing(self) -> Iterator[None]:
        """A part of the unit of work that leaves nothing behind when it raises."""
        with self._connection.begin_nested():
            yield

    def _add(self, table: Table, *rows: Mapping[str, Any]) -> None:
        if rows:
            self._connection.execute(insert(table), [{**row, "recorded_at": self._now} for row in rows])

    def enrol(self, identity: Identity) -> int:
        """The key of a new enterprise; raises StoreError where it has no name or a code is already another's."""
        if not identity.name:
            raise StoreError(Fault("E606", "没有企业名称，不能登记", "请写企业全称"))
        added = insert(enterprises).values(recorded_at=self._now).returning(enterprises.c.id)
        key = int(self._connection.execute(added).scalar_one())
        self.learn(key, identity)
        return key

    def learn(self, enterprise: int, identity: Identity) -> None:
        """Adds the names, codes, region and industry not yet on record.

        Raises StoreError where a code is another enterprise's.
        """
        everything = AsOf(dt.date.max)
        names = {(row["kind"], row["normalised"]) for row in self._of(enterprise_names, enterprise, everything)}
        codes = {(row["kind"], row["code"]) for row in self._of(enterprise_codes, enterprise, everything)}
        traits = {row["kind"]: row["value"] for row in self._of(enterprise_traits, enterprise, everything)}
        for kind, name in (("full", identity.name), ("short", identity.short_name)):
            if name and not {(kind, normalise_name(name)), ("former", normalise_name(name))} & names:
                row = {"kind": kind, "name": name.strip(), "normalised": normalise_name(name)}
                self._add(enterprise_names, {"enterprise_id": enterprise, **row})
        for kind, code in (("uscc", identity.uscc), ("stock_code", identity.stock_code)):
            if code and (kind, code) not in codes:
                self._refuse_taken(kind, code)
                self._add(enterprise_codes, {"enterprise_id": enterprise, "kind": kind, "code": code})
        for kind, value in (("region", identity.region), ("industry", identity.industry)):
            if value and value != traits.get(kind):
                self._add(enterprise_traits, {"enterprise_id": enterprise, "kind": kind, "value": value})

    def _refuse_taken(self, kind: str, code: str) -> None:
        owner = enterprise_codes.c
        taken = self._connection.scalar(select(owner.enterprise_id).where(owner.kind == kind, owner.code == code))
        if taken is not None:
            what = f"这个代码已登记在“{self._called(taken)}”名下"
            raise StoreError(Fault("E606", what, "请核对代码", code))

    def rename(self, enterprise: int, name: str, since: dt.date) -> None:
        """Gives an enterprise a new full name from ``since``; it still answers to the old one."""
        row = {"kind": "full", "name": name.strip(), "normalised": normalise_name(name), "valid_from": since}
        self._add(enterprise_names, {"enterprise_id": enterprise, **row})

    def observe(self, enterprise: int, data: Sequence[Datum]) -> tuple[Change, ...]:
        """Adds observations; says of each whether it is new, a correction of its source's last word, or known.

        Raises KeyError for a fact that is not in the vocabulary, BadQuantity for a fraction too long to keep.
        """
        said = {
            _topic(datum): datum.value
            for datum in map(datum_from_row, self._of(fact_observations, enterprise, AsOf(dt.date.max)))
        }
        changes: list[Change] = []
        rows: list[dict[str, Any]] = []
        for datum in data:
            last = said.get(_topic(datum))
            change = Change.NEW if last is None else Change.KNOWN if last == datum.value else Change.CORRECTED
            changes.append(change)
            if change is not Change.KNOWN:
                said[_topic(datum)] = datum.value
                rows.append({"enterprise_id": enterprise, **datum_to_row(_in_vocabulary(datum))})
        self._add(fact_observations, *rows)
        return tuple(changes)

    def attest(self, enterprise: int, attestation: Attestation) -> Change:
        """Adds an authority's judgement; another one by the same authority of the same day corrects it."""
        if attestation.key not in JUDGEMENTS:
            raise KeyError(attestation.key)
        known = self._attestations(enterprise, AsOf(dt.date.max))
        if attestation in known:
            return Change.KNOWN
        corrects = any((one.key, one.by, one.on) == (attestation.key, attestation.by, attestation.on) for one in known)
        self._add(attestations, {"enterprise_id": enterprise, **attestation_to_row(attestation)})
        return Change.CORRECTED if corrects else Change.NEW

    def record_title(self, enterprise: int, decided: Decision) -> Recorded:
        """Adds a title event as the next version of its title's stream; the same act again changes nothing."""
        stream = [event for event in self.title_events(enterprise) if event.title == decided.title]
        corrected = next((event for event in reversed(stream) if decided.corrects(event)), None)
        if corrected is not None and decided.says_the_same(corrected):
            return Recorded(corrected, Change.KNOWN)
        version = max((event.version for event in stream), default=0) + 1
        self._add(title_events, {"enterprise_id": enterprise, "version": version, **decision_to_row(decided)})
        return Recorded(self.title_events(enterprise)[-1], Change.NEW if corrected is None else Change.CORRECTED)


def _all(table: Table) -> Select[Any]:
    return select(table).order_by(table.c.id)


def _last_by(rows: Sequence[Any], *columns: str) -> dict[tuple[Any, ...], Any]:
    """The last row for each combination of ``columns``."""
    return {tuple(row[column] for column in columns): row for row in rows}


def _column(row: Any, name: str) -> str | None:
    return None if row is None else str(row[name])


def _topic(datum: Datum) -> tuple[str, int | None, str | None]:
    return datum.key, datum.year, datum.source


def _in_vocabulary(datum: Datum) -> Datum:
    if datum.key not in FACTS:
        raise KeyError(datum.key)
    return datum


def _codes(identifier: str) -> list[str]:
    """What the identifier is as a credit code or a stock code, where it can be one."""
    found = []
    for read in (normalise_credit_code, normalise_stock_code):
        try:
            found.append(read(identifier))
        except TiertrackError:
            continue
    return found
