"""Numbers that a workbook of the register hands back: what is on record without a source stays as it stands, whoever
says the same of it again."""

from __future__ import annotations

import datetime as dt

import attrs

from tiertrack.app.fact_import import recognised
from tiertrack.errors import BadDossier, Fault
from tiertrack.facts.datum import Datum, observed
from tiertrack.intake.fact_list import FactReading, FactRow, no_source
from tiertrack.intake.filled_template import sourced
from tiertrack.intake.ledger_pages import NO_SOURCE
from tiertrack.logic.finding import Value
from tiertrack.ports import Register
from tiertrack.temporal import AsOf

_EVER = AsOf(dt.date.max)
# Of what, and by whom.
_Statement = tuple[str, int | None, str | None]


def settled(register: Register, row: FactRow, how: FactReading, faults: list[Fault]) -> FactRow:
    """A row with the sources its numbers are kept under; what has none and needs one is a fault.

    A number that is on record without a source, and that the row marks as such, is put right there. So is one that is
    the same under a source which has not said anything of it: a second statement of it would contradict the first as
    soon as one of the two is put right.
    """
    if not row.data:
        return row
    said = _on_record(register, row)
    data: list[Datum] = []
    for datum in row.data:
        topic = datum.key, datum.year
        if (*topic, None) in said and (datum.source == NO_SOURCE or _repeats(datum, said)):
            data.append(observed(*topic, datum.value))
        else:
            data.append(sourced(datum, how.source))
    if how.refuses_unsourced and any(
        datum.source is None and (datum.key, datum.year, None) not in said for datum in data
    ):
        faults.append(no_source(row.place))
    return attrs.evolve(row, data=tuple(data))


def _repeats(datum: Datum, said: dict[_Statement, Value]) -> bool:
    topic = datum.key, datum.year
    return said[*topic, None] == datum.value and (*topic, datum.source) not in said


def _on_record(register: Register, row: FactRow) -> dict[_Statement, Value]:
    """What each source said last of the firm of a row; nothing where nobody can say which that is."""
    try:
        key = recognised(register, row.identity)
    except BadDossier:
        # Whoever takes the row tells it.
        return {}
    stated = () if key is None else register.stated([key], _EVER).get(key, ())
    return {(one.key, one.year, one.source): one.value for one in stated}
