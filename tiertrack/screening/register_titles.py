"""What the events of all enterprises say of titles, applications and facts that follow, as columns.

Events are folded by the very code that answers for one enterprise. Lists are published by the hundred, so most
enterprises have the same events as many others; what those come to is worked out once.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import Column, ColumnElement, Select, Table, literal_column, select

from tiertrack.batches import batches
from tiertrack.facts.dossier import Application, Dossier
from tiertrack.screening.register_scope import KEY_COLUMN, Needed, Scope
from tiertrack.screening.work_tables import Workplace
from tiertrack.store.codec import EVENT_COLUMNS, EventRow, event_from_row
from tiertrack.store.tables import title_events
from tiertrack.store.types import KEY
from tiertrack.temporal import AsOf
from tiertrack.titles.consequences import deciding
from tiertrack.titles.derived_facts import DERIVED_FROM, derived_facts
from tiertrack.titles.standing import standing

__all__ = ["titles"]

_TITLE, _APPLIED = "title:", "applied:"

# How many enterprises are folded and written at a time, how many rows are read at a time, and how many different
# histories are remembered.
_AT_A_TIME = 20_000
_ROWS_AT_A_TIME = 5_000
_REMEMBERED = 20_000

# What a history is, without what makes each row the only one of its kind or was only noted with it.
_OWN = frozenset(
    {"id", "enterprise_id", "unit", "digest", "recorded_at", "told_by", "edition_key", "edition_digest", "findings"}
)
_SAID = tuple(name for name in EVENT_COLUMNS if name not in _OWN)
_DAYS = frozenset({"effective_on", "starts_on", "valid_through", "until_on"})
# When it was recorded no longer matters once only what was known is read.
_WHENEVER = dt.datetime.min.replace(tzinfo=dt.UTC).isoformat()

_History = tuple[tuple[Any, ...], ...]


def titles(work: Workplace, scope: Scope, needed: Iterable[Needed]) -> Table:
    """The columns of titles and applications, and of facts that follow from events, for everyone who has events."""
    wanted = list(needed)
    table = work.table("titles", [Column(KEY_COLUMN, KEY), *(column for one in wanted for column in one.columns)])
    keys = tuple(one.key for one in wanted)

    @lru_cache(maxsize=_REMEMBERED)
    def came_to(history: _History) -> tuple[Any, ...]:
        return _come_to(history, keys, scope.asof)

    rows = work.connection.execute(_events(scope, keys), execution_options={"yield_per": _ROWS_AT_A_TIME})
    answers = ((key, *came_to(history)) for key, history in _histories(rows))
    for chunk in batches(answers, _AT_A_TIME):
        work.fill(table, chunk)
    work.analyse(table)
    return table


def _events(scope: Scope, keys: Sequence[str]) -> Select[Any]:
    """The events that can decide, enterprise by enterprise, their values as the driver has them."""
    concerned = deciding(key.partition(":")[2] if ":" in key else DERIVED_FROM[key] for key in keys)
    columns: list[ColumnElement[Any]] = [literal_column(name) for name in (KEY_COLUMN, *_SAID)]
    event = title_events.c
    query = select(*columns).select_from(title_events).where(event.title.in_(sorted(concerned)))
    return query.where(*scope.of(title_events)).order_by(event.enterprise_id, event.title, event.version)


def _histories(rows: Iterable[Sequence[Any]]) -> Iterator[tuple[int, _History]]:
    for key, group in groupby(rows, itemgetter(0)):
        yield key, tuple(tuple(row[1:]) for row in group)


def _come_to(history: _History, keys: Sequence[str], asof: AsOf) -> tuple[Any, ...]:
    events = [event_from_row(_event_row(said)) for said in history]
    found = standing(events, asof)
    dossier = Dossier(
        name="",
        data=derived_facts(events, asof),
        titles=found.titles,
        known_titles=found.known,
        applications=tuple(Application(event.title, event.on) for event in found.applications),
        known_applications=found.known_applications,
    )
    return tuple(_value(dossier, key, asof.on) for key in keys)


def _value(dossier: Dossier, key: str, on: dt.date) -> Any:
    if key.startswith(_TITLE):
        return dossier.holds_title(key.removeprefix(_TITLE), on)
    if key.startswith(_APPLIED):
        return dossier.has_applied(key.removeprefix(_APPLIED), on)
    return dossier.values.get(key)


def _event_row(said: tuple[Any, ...]) -> EventRow:
    """The row as it is kept as text; PostgreSQL's driver reads days and truths as such."""
    values = {name: _text(value) for name, value in zip(_SAID, said, strict=True)} | {"recorded_at": _WHENEVER}
    return EventRow._make(values.get(name) for name in EVENT_COLUMNS)


def _text(value: Any) -> Any:
    return value.isoformat() if isinstance(value, dt.date) else value
