"""Between domain objects and rows; nothing else knows both."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from fractions import Fraction
from typing import Any, NamedTuple

from tiertrack.errors import BadQuantity, DatabaseUnavailable, Fault
from tiertrack.facts.dossier import Attestation, Datum
from tiertrack.facts.vocabulary import FACTS, JUDGEMENTS
from tiertrack.law.exchanges import Board
from tiertrack.logic.finding import Value
from tiertrack.logic.quantity import Kind
from tiertrack.store.chain import event_digest
from tiertrack.titles.events import STREAMS, Event, EventKind, Reason, RecordedEvent

__all__ = [
    "EVENT_COLUMNS",
    "EventRow",
    "Row",
    "attestation_from_row",
    "attestation_to_row",
    "datum_from_row",
    "datum_to_row",
    "event_from_row",
    "event_row",
    "row_digest",
]

# A row of any other table, by the names of its columns.
Row = Mapping[str, Any]

_LARGEST = 2**63 - 1


def datum_to_row(datum: Datum) -> dict[str, Any]:
    """The columns of an observation; raises BadQuantity where a fraction does not fit into 64 bits."""
    row: dict[str, Any] = {"fact": datum.key, "fiscal_year": datum.year, "source": datum.source}
    if isinstance(datum.value, str):
        return row | {"numerator": None, "denominator": None, "choice": datum.value}
    numerator, denominator = Fraction(datum.value).as_integer_ratio()
    if max(abs(numerator), denominator) > _LARGEST:
        fault = Fault("E608", "数值的位数超出登记库能准确保存的范围", "请按实际精度填写", str(datum.value), datum.key)
        raise BadQuantity(fault)
    return row | {"numerator": numerator, "denominator": denominator, "choice": None}


def datum_from_row(row: Row) -> Datum:
    """The observation of a row."""
    return Datum(row["fact"], row["fiscal_year"], _value(row), row["source"], row["recorded_at"])


def _value(row: Row) -> Value:
    kind = FACTS[_known(row["fact"], FACTS)].kind
    if row["choice"] is not None:
        return str(row["choice"])
    if kind.is_yes_or_no:
        return bool(row["numerator"])
    value = Fraction(row["numerator"], row["denominator"])
    return int(value) if value.denominator == 1 and kind is not Kind.SHARE else value


def attestation_to_row(attestation: Attestation) -> dict[str, Any]:
    """The columns of an attestation."""
    return {
        "judgement": attestation.key,
        "holds": attestation.value,
        "attested_by": attestation.by,
        "attested_on": attestation.on,
    }


def attestation_from_row(row: Row) -> Attestation:
    """The attestation of a row."""
    return Attestation(_known(row["judgement"], JUDGEMENTS), row["holds"], row["attested_by"], row["attested_on"])


class EventRow(NamedTuple):
    """An event's row as it is hashed, kept in memory and handed to the drivers: days and instants are text.

    The digests on record are over the columns up to ``unit`` in this order: never put one in between. Those after
    ``digest`` came later and are covered by name.
    """

    id: int
    enterprise_id: int
    title: str
    version: int
    event: str
    effective_on: str
    starts_on: str | None
    valid_through: str | None
    derived: int
    document: str | None
    batch: str | None
    reason: str | None
    until_on: str | None
    update_year: int | None
    stage: str | None
    value: str | None
    told_by: str | None
    edition_key: str | None
    edition_digest: str | None
    findings: str | None
    corrects: int | None
    recorded_at: str
    unit: str
    digest: str
    product: str | None = None
    named: str | None = None
    board: str | None = None


EVENT_COLUMNS = EventRow._fields
_DIGEST = EVENT_COLUMNS.index("digest")
_LATER = EVENT_COLUMNS[_DIGEST + 1 :]
_NOTHING_LATER = (None,) * len(_LATER)


def row_digest(previous: str | None, row: EventRow) -> str:
    """The digest a row ought to have; ``previous`` is that of the version before it in its stream."""
    return _digest(previous, row[:_DIGEST], row[_DIGEST + 1 :])


def _digest(previous: str | None, first: tuple[Any, ...], later: tuple[Any, ...]) -> str:
    if later == _NOTHING_LATER:
        return event_digest(previous, first)
    said = {name: value for name, value in zip(_LATER, later, strict=True) if value is not None}
    return event_digest(previous, first, said)


def event_row(
    key: int,
    enterprise: int,
    event: RecordedEvent | Event,
    placed: tuple[int, int | None],
    written: tuple[str, str],
    previous: str | None,
) -> EventRow:
    """The row of an event with its digest.

    ``placed`` is its version and the version it corrects, ``written`` the instant (as text) and the unit of work that
    writes it, ``previous`` the digest of the version before it.
    """
    version, corrects = placed
    values = (
        *(key, enterprise, event.title, version, event.kind.value, event.on.isoformat()),
        *(_day(event.starts), _day(event.through), int(event.derived), event.document, event.batch),
        *(None if event.reason is None else event.reason.value, _day(event.until), event.year, event.stage),
        *(event.value, event.told_by, event.edition_key, event.edition_digest, event.findings, corrects, *written),
    )
    later = (event.product, event.named, None if event.board is None else event.board.value)
    return EventRow(*values, _digest(previous, values, later), *later)


def event_from_row(row: EventRow) -> RecordedEvent:
    """The event of a row; raises DatabaseUnavailable for a key this software does not know."""
    return RecordedEvent(
        title=_known(row.title, STREAMS),
        kind=EventKind(_known(row.event, _KINDS)),
        on=dt.date.fromisoformat(row.effective_on),
        document=row.document,
        starts=_date(row.starts_on),
        through=_date(row.valid_through),
        derived=bool(row.derived),
        batch=row.batch,
        reason=None if row.reason is None else Reason(_known(row.reason, _REASONS)),
        until=_date(row.until_on),
        year=row.update_year,
        stage=row.stage,
        value=row.value,
        told_by=row.told_by,
        edition_key=row.edition_key,
        edition_digest=row.edition_digest,
        findings=row.findings,
        recorded_at=dt.datetime.fromisoformat(row.recorded_at),
        product=row.product,
        named=row.named,
        board=None if row.board is None else Board(_known(row.board, _BOARDS)),
        version=row.version,
        corrects=row.corrects,
    )


_KINDS = {kind.value: kind for kind in EventKind}
_REASONS = {reason.value: reason for reason in Reason}
_BOARDS = {board.value: board for board in Board}


def _day(day: dt.date | None) -> str | None:
    return None if day is None else day.isoformat()


def _date(text: str | None) -> dt.date | None:
    return None if text is None else dt.date.fromisoformat(text)


def _known(key: str, vocabulary: Mapping[str, object]) -> str:
    if key not in vocabulary:
        raise DatabaseUnavailable(Fault("E607", "登记库里有本软件不认识的键", "请升级 tiertrack 后再试", key))
    return key
