"""The titles, applications and derived facts that follow from the events of all enterprises, as columns.

Events are folded by the very code that answers for one enterprise. Lists are published by the hundred, so most
enterprises have the same events as many others; those are folded once.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import ColumnElement, Select, Table, literal_column, select

from tiertrack.batches import batches
from tiertrack.facts.construction import unchecked
from tiertrack.facts.dossier import Application, Dossier
from tiertrack.rules.reads import Column, Origin
from tiertrack.screening.snapshot import Scope
from tiertrack.screening.work_tables import KEY_COLUMN, WorkTables, key_column, value_columns
from tiertrack.store.codec import EVENT_COLUMNS, STATED_COLUMNS, EventRow, event_from_row
from tiertrack.store.tables import title_events
from tiertrack.temporal import AsOf
from tiertrack.titles.consequences import deciding
from tiertrack.titles.derived_facts import DERIVED_FROM, derived_facts
from tiertrack.titles.standing import standing

# The enterprises folded and written at a time, the rows read at a time, and the different histories remembered.
_AT_A_TIME = 20_000
_ROWS_AT_A_TIME = 5_000
_REMEMBERED = 20_000

# When it was recorded no longer matters once only what was known is read.
_BESIDE = {"recorded_at": dt.datetime.min.replace(tzinfo=dt.UTC).isoformat()}
# A day that was computed says less than one that is printed, and the word of a firm less than what was announced.
_READ = (*STATED_COLUMNS, "derived", "told_by")

_History = tuple[tuple[Any, ...], ...]


def titles(work: WorkTables, scope: Scope, columns: Iterable[Column]) -> Table:
    """The columns of titles, applications and derived facts, for every enterprise that has events."""
    wanted = tuple(columns)
    table = work.table("titles", [key_column(), *value_columns(wanted)])

    @lru_cache(maxsize=_REMEMBERED)
    def values(history: _History) -> tuple[Any, ...]:
        return _values(history, wanted, scope.asof)

    rows = work.connection.execute(_events(scope, wanted), execution_options={"yield_per": _ROWS_AT_A_TIME})
    answers = ((key, *values(history)) for key, history in _histories(rows))
    for chunk in batches(answers, _AT_A_TIME):
        work.fill(table, chunk)
    work.analyse(table)
    return table


def _events(scope: Scope, columns: Iterable[Column]) -> Select[Any]:
    """The events that can decide, enterprise by enterprise, their values as the driver has them."""
    concerned = deciding(
        DERIVED_FROM[column.key] if column.origin is Origin.OBSERVATION else column.key for column in columns
    )
    read: list[ColumnElement[Any]] = [literal_column(name) for name in (KEY_COLUMN, *_READ)]
    event = title_events.c
    query = select(*read).select_from(title_events).where(event.title.in_(sorted(concerned)))
    return query.where(*scope.of(title_events)).order_by(event.enterprise_id, event.title, event.version)


def _histories(rows: Iterable[Sequence[Any]]) -> Iterator[tuple[int, _History]]:
    for key, group in groupby(rows, itemgetter(0)):
        yield key, tuple(tuple(row[1:]) for row in group)


def _values(history: _History, columns: Sequence[Column], asof: AsOf) -> tuple[Any, ...]:
    events = [event_from_row(_event_row(stated)) for stated in history]
    found = standing(events, asof)
    dossier = unchecked(
        Dossier,
        name="",
        data=derived_facts(events, asof),
        titles=found.titles,
        known_titles=found.known,
        applications=tuple(unchecked(Application, event.title, event.on) for event in found.applications),
        known_applications=found.known_applications,
    )
    return tuple(_value(dossier, column, asof.on) for column in columns)


def _value(dossier: Dossier, column: Column, on: dt.date) -> Any:
    match column.origin:
        case Origin.TITLE:
            return dossier.holds_title(column.key, on)
        case Origin.APPLICATION:
            return dossier.has_applied(column.key, on)
        case _:
            return dossier.values.get(column.key)


def _event_row(stated: tuple[Any, ...]) -> EventRow:
    """The row as it is kept as text; PostgreSQL's driver reads days and truths as such."""
    texts = (value.isoformat() if isinstance(value, dt.date) else value for value in stated)
    values = dict(zip(_READ, texts, strict=True)) | _BESIDE
    return EventRow._make(values.get(name) for name in EVENT_COLUMNS)
