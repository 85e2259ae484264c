"""What is hardly true of the figures on record of the enterprises that are screened: told, and nothing is altered.

Only what two figures of one enterprise say against each other is looked at, in one statement over the typed rows. A
unit that was mistaken shows in products too large for a column; it is told when figures are imported.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy import Connection, FromClause, func, select

from tiertrack.facts.plausibility import Doubt, contradictions
from tiertrack.facts.vocabulary import FACTS
from tiertrack.logic.quantity import Kind

# What is kept as it is compared.
_COMPARED = (Kind.MONEY, Kind.PEOPLE, Kind.COUNT, Kind.RANK)


def doubted(connection: Connection, parts: Sequence[FromClause]) -> Iterator[str]:
    """What is to be doubted of the typed rows in these parts: each kind once, with the number of enterprises and the
    first of them."""
    names = [column.name for column in parts[0].c if _is_compared(column.name)]
    found = contradictions(names)
    if not found:
        return
    counts = [_counted(connection, part, found) for part in parts]
    for doubt, *numbers in zip(found, *counts, strict=True):
        if count := sum(numbers):
            first = next(part for part, number in zip(parts, numbers, strict=True) if number)
            yield _told(connection, first, doubt, count)


def _is_compared(name: str) -> bool:
    fact = FACTS.get(name.partition(":")[0])
    return fact is not None and fact.kind in _COMPARED


def _counted(connection: Connection, part: FromClause, found: Sequence[Doubt]) -> Sequence[int]:
    flags = (doubt.holds(*(part.c[key] for key in doubt.reads)) for doubt in found)
    return tuple(connection.execute(select(*(func.count().filter(flag) for flag in flags)).select_from(part)).one())


def _told(connection: Connection, part: FromClause, doubt: Doubt, count: int) -> str:
    read = [part.c[key] for key in doubt.reads]
    first = select(part.c["name"], *read).where(doubt.holds(*read)).limit(1)
    name, *values = connection.execute(first).one()
    (case,) = doubt.cases
    return doubt.text(case, count, name, values)
