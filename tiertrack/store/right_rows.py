"""Between the rights of an enterprise and their rows; whose list of them counts.

A source lists every right it knows of at once. What it lists next takes the place of that, so a right it leaves out is
gone; what sources list beside each other is read together.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

import attrs

from tiertrack.errors import BadQuantity, Fault
from tiertrack.facts.construction import unchecked
from tiertrack.facts.intellectual_property import (
    RIGHT_ATTRIBUTES,
    Acquisition,
    IpKind,
    IpRight,
    read_together,
    right_mark,
)
from tiertrack.facts.line_text import one_line
from tiertrack.labels import Labelled
from tiertrack.register_reports import Change, ImportReport
from tiertrack.store.codec import LARGEST, Row, unknown_key

_MEMBERS = ("name", "number", *RIGHT_ATTRIBUTES)


def right_rows(enterprise: int, rights: Sequence[IpRight], source: str) -> Iterator[Row]:
    """The rows of a list that a source states; one for a list without any right.

    Raises BadDossier where the source is no line of text, BadQuantity for a number that does not fit into 64 bits.
    """
    owner = {"enterprise_id": enterprise, "source": one_line(source)}
    if not rights:
        yield {**owner, "place": 0, **dict.fromkeys(_MEMBERS)}
    for place, right in enumerate(rights, 1):
        yield {**owner, "place": place, **{member: _kept(right, member) for member in _MEMBERS}}


def _kept(right: IpRight, member: str) -> object:
    value = getattr(right, member)
    if isinstance(value, int) and value > LARGEST:
        what = "数值的位数超出登记库能准确保存的范围"
        raise BadQuantity(Fault("E608", what, "请按实际精度填写", str(value), f"{right.label} {member}"))
    return value.value if isinstance(value, Labelled) else value


def right_from_row(row: Row) -> IpRight:
    """The right of a row; raises DatabaseUnavailable for a key this software does not know."""
    members = {member: row[member] for member in _MEMBERS}
    try:
        for member, kind in (("kind", IpKind), ("acquired", Acquisition)):
            if members[member] is not None:
                members[member] = kind(members[member])
    except ValueError:
        raise unknown_key(str(members[member])) from None
    return unchecked(IpRight, **members)


def lists_by_source(rows: Iterable[Row]) -> Mapping[str, tuple[IpRight, ...]]:
    """The last list of each source, of rows in the order in which they were recorded."""
    by_source: dict[str, list[Row]] = {}
    for row in rows:
        by_source.setdefault(row["source"], []).append(row)
    return {source: tuple(map(right_from_row, last_list(stated))) for source, stated in by_source.items()}


def last_list(rows: Sequence[Row]) -> Sequence[Row]:
    """The rows of the rights that a source lists last, of its rows in the order in which they were recorded."""
    begins = max((index for index, row in enumerate(rows) if row["place"] <= 1), default=0)
    return [row for row in rows[begins:] if row["place"] > 0]


def rights_on_record(rows: Sequence[Row]) -> tuple[IpRight, ...] | None:
    """The rights of an enterprise by its rows, as all sources have them together; None where no source lists any."""
    return read_together(lists_by_source(rows).values()) if rows else None


def change_of_list(before: Sequence[IpRight] | None, after: Sequence[IpRight]) -> ImportReport:
    """What becomes of the list of a source that states another: of each right, and of an empty list as such; and the
    rights that are gone."""
    known, stated = ({right_mark(right): right for right in listed or ()} for listed in (before, after))
    gone = tuple(right.label for mark, right in known.items() if mark not in stated)
    changes = [Change.of(known.get(mark), right) for mark, right in stated.items()]
    none = Change.of(None if before is None else len(before), 0)
    return attrs.evolve(ImportReport.of(changes or [none]), gone=gone)
