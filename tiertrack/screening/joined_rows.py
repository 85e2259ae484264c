"""Enterprises of several records: their rows are made from their dossiers, by the code that answers for one.

They are few, so the statements that fill the typed table need know nothing of them; what they made of a head alone is
put right, and the records joined to it are left out.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence, Set
from contextlib import contextmanager
from fractions import Fraction
from typing import Any

from sqlalchemy import Connection, Table, delete, insert, literal_column, select

from tiertrack.batches import batches
from tiertrack.errors import BadFrame, Fault
from tiertrack.facts.dossier import Dossier
from tiertrack.logic.quantity import Kind
from tiertrack.rules.ip_counting import IpCount
from tiertrack.rules.reads import IDENTIFYING, Column, Origin
from tiertrack.screening.register_rights import Counts
from tiertrack.screening.work_tables import KEY_COLUMN
from tiertrack.store.database import Database
from tiertrack.store.reader import Reader
from tiertrack.store.tables import title_events
from tiertrack.temporal import AsOf
from tiertrack.titles.joining import Joining

# How many keys are asked for at a time.
_AT_A_TIME = 500


def families(connection: Connection, asof: AsOf) -> Mapping[int, Sequence[int]]:
    """The records of each enterprise that has several, by its head; itself is not among them."""
    # In these very words: there is an index on just these rows.
    joined = select(title_events.c.id).where(literal_column("event") == literal_column("'joined'")).limit(1)
    if connection.scalar(joined) is None:
        return {}
    with reader(connection) as register:
        return register.families(asof.known_at)


def ever_joined(connection: Connection) -> Mapping[int, Set[int]]:
    """Of every record that was ever joined to another, or another to it, all that it was joined to so, itself too."""
    event = title_events.c
    query = select(event.enterprise_id, event.value).where(literal_column("event") == literal_column("'joined'"))
    found: dict[int, set[int]] = {}
    for record, value in connection.execute(query):
        head = Joining.said(value)
        if head is not None:
            together = found.get(record, {record}) | found.get(head.record, {head.record})
            found.update(dict.fromkeys(together, together))
    return found


def read_as_one(
    connection: Connection,
    table: Table,
    heads: Sequence[int],
    columns: Sequence[Column],
    counts: Counts,
    asof: AsOf,
) -> None:
    """Puts the rows of these enterprises right, as far as the table has them; raises BadFrame as the others do."""
    key = table.c[KEY_COLUMN]
    there = {
        head for some in batches(heads, _AT_A_TIME) for head in connection.scalars(select(key).where(key.in_(some)))
    }
    with reader(connection) as register:
        for some in batches(sorted(there), _AT_A_TIME):
            for head, dossier in register.dossiers(some, asof).items():
                connection.execute(delete(table).where(key == head))
                connection.execute(insert(table), {KEY_COLUMN: head, **_values(dossier, columns, counts, asof)})


@contextmanager
def reader(connection: Connection) -> Iterator[Reader]:
    """What reads one enterprise after the other within a snapshot."""
    with Database.open(connection) as database, database.reading() as register:
        yield register


def _values(dossier: Dossier, columns: Sequence[Column], counts: Counts, asof: AsOf) -> dict[str, Any]:
    found: dict[str, Any] = {name: getattr(dossier, name) for name in IDENTIFYING}
    for column in columns:
        if column.origin is Origin.IDENTITY:
            continue
        if column.origin is Origin.RIGHTS:
            found |= _counted(dossier, column, counts[column.slot_key], asof.on)
            continue
        value = _value(dossier, column, asof)
        parts = Fraction(value).as_integer_ratio() if column.kind is Kind.SHARE and value is not None else (value,)
        if any(isinstance(part, int) and abs(part) > column.largest for part in parts):
            what = f"“{column.label}”超出可以准确筛查的范围（不过 {column.largest}）"
            raise BadFrame(Fault("E841", what, "请更正，或按实际精度填写后再筛查", str(value), dossier.name))
        found[column.name] = parts[0]
        if len(parts) > 1:
            found[column.denominator] = parts[1]
    return found


def _counted(dossier: Dossier, column: Column, count: IpCount, on: dt.date) -> dict[str, Any]:
    """What is counted of the rights, where they are listed, else what is stated."""
    if dossier.ip is None:
        return dict.fromkeys((column.name, column.most), dossier.values.get(count.key))
    between = count.between(dossier.ip, on)
    return {column.name: between.low, column.most: between.high}


def _value(dossier: Dossier, column: Column, asof: AsOf) -> Any:
    match column.origin:
        case Origin.TITLE:
            return dossier.holds_title(column.key, asof.on)
        case Origin.APPLICATION:
            return dossier.has_applied(column.key, asof.on)
        case Origin.JUDGEMENT:
            attested = dossier.attested(column.key, asof.on)
            return attested.value if attested else None
        case _:
            return dossier.values.get(column.name)
