"""What standards count of the rights that enterprises list, as columns: the fewest and the most of each number.

Each right is weighed by the very code that judges one dossier. Most are alike in what a standard asks of them, so each
of a kind is weighed once.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, Table, select

from tiertrack.batches import batches
from tiertrack.facts.intellectual_property import RIGHT_ATTRIBUTES, IpRight
from tiertrack.rules.edition import Edition
from tiertrack.rules.ip_counting import IpCount
from tiertrack.rules.reads import Column, column_called
from tiertrack.screening.snapshot import Scope
from tiertrack.screening.work_tables import KEY_COLUMN, WorkTables, key_column, value_columns
from tiertrack.store.codec import Row
from tiertrack.store.right_rows import last_list, right_from_row, rights_on_record
from tiertrack.store.tables import ip_rights

# The enterprises written at a time, the rows read at a time, and the different rights remembered.
_AT_A_TIME = 20_000
_ROWS_AT_A_TIME = 5_000
_REMEMBERED = 50_000

# The counts of the standards asked about, by the columns that hold them.
Counts = Mapping[str, IpCount]


def counts_of(editions: Iterable[Edition]) -> Counts:
    """What standards count."""
    return {count.column: count for edition in editions if edition.ip for count in edition.ip.counts}


def count_columns(connection: Connection, counts: Counts, on: dt.date) -> list[Column]:
    """The columns of counts; none where no enterprise lists any rights."""
    if not counts or connection.scalar(select(ip_rights.c.id).limit(1)) is None:
        return []
    return [column_called(name, on) for name in counts]


def counted_rights(work: WorkTables, scope: Scope, columns: Sequence[Column], counts: Counts) -> Table:
    """The columns of counts, for every enterprise that lists rights."""
    table = work.table("rights", [key_column(), *value_columns(columns)])
    wanted, on = [counts[column.slot_key] for column in columns], scope.on

    @lru_cache(maxsize=_REMEMBERED)
    def answers(*stated: Any) -> tuple[bool | None, ...]:
        return _answers(right_from_row({**_UNNAMED, **dict(zip(RIGHT_ATTRIBUTES, stated, strict=True))}), wanted, on)

    def counted(rows: Sequence[Any]) -> Iterator[int]:
        of_rights = (
            [answers(*_STATED(row)) for row in last_list(rows)]
            if _is_of_one(rows)
            else [_answers(right, wanted, on) for right in rights_on_record(rows) or ()]
        )
        for place in range(len(wanted)):
            yield sum(each[place] is True for each in of_rights)
            yield sum(each[place] is not False for each in of_rights)

    row = ip_rights.c
    read = [row.enterprise_id, row.source, row.place, row.name, row.number, *(row[name] for name in RIGHT_ATTRIBUTES)]
    query = select(*read).where(*scope.of(ip_rights)).order_by(row.enterprise_id, row.id)
    found = work.connection.execute(query, execution_options={"yield_per": _ROWS_AT_A_TIME}).mappings()
    of_firms = ((key, *counted([*group])) for key, group in groupby(found, itemgetter(KEY_COLUMN)))
    for chunk in batches(of_firms, _AT_A_TIME):
        work.fill(table, chunk)
    work.analyse(table)
    return table


_UNNAMED = {"name": "", "number": None}
_STATED = itemgetter(*RIGHT_ATTRIBUTES)


def _is_of_one(rows: Sequence[Row]) -> bool:
    """Whether one source lists them, so that nothing has to be read together."""
    return len({row["source"] for row in rows}) == 1


def _answers(right: IpRight, counts: Sequence[IpCount], on: dt.date) -> tuple[bool | None, ...]:
    return tuple(count.verdict(right, on) for count in counts)
