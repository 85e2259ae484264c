"""The answers about the enterprises of a register by the standards of two days, compared inside the database: the old
facts by the new standards too, and the new facts by the old ones, in sets."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

import attrs
from attrs import frozen
from sqlalchemy import ColumnElement, Table, func, select, true

from tiertrack.errors import NoEditionInForce
from tiertrack.law.regions import Region
from tiertrack.logic.truth import Truth
from tiertrack.progress import Progress, silent
from tiertrack.rules.applicability import Governed
from tiertrack.rules.comparison import Crossing
from tiertrack.rules.diff import compare
from tiertrack.rules.edition import Edition
from tiertrack.rules.reads import IDENTIFYING
from tiertrack.rules.rulebook import which_variant
from tiertrack.screening.question import Question
from tiertrack.screening.register import RegisterSource
from tiertrack.screening.register_answers import answers_table
from tiertrack.screening.register_candidates import lies_in
from tiertrack.screening.register_table import TypedTable
from tiertrack.screening.snapshot import snapshot
from tiertrack.screening.turned_firms import (
    RegisterComparison,
    TurnCount,
    TurnedFirm,
    in_order,
    turned_criteria,
)
from tiertrack.screening.typed_keeping import Upkeep
from tiertrack.screening.work_tables import KEY_COLUMN, WorkTables
from tiertrack.temporal import AsOf

_FOUR = ("before", "by_new_standard", "with_new_facts", "after")


@frozen(eq=False)
class _Side:
    """One of the two days: its question, the typed rows, and the answers by the standards that govern."""

    question: Question
    typed: TypedTable
    answers: Table
    # Of its own day there is one table of answers, of the other day one for each standard.
    edition: ColumnElement[Any] | None

    @property
    def on(self) -> dt.date:
        """The day."""
        return self.question.on

    def governed_by(self, edition: Edition) -> ColumnElement[bool]:
        """Whether an edition governs an enterprise."""
        return true() if self.edition is None else self.edition == edition.key

    @property
    def is_governed(self) -> ColumnElement[bool]:
        """Whether any does."""
        return true() if self.edition is None else self.edition.is_not(None)


def register_comparison(
    sources: tuple[RegisterSource, RegisterSource],
    questions: tuple[Question, Question],
    region: Region | None = None,
    progress: Progress = silent,
) -> RegisterComparison:
    """The answers to two questions about the enterprises of a register, each as known by its source, of those in a
    region where one is named (on the second day).

    Raises what the answers of the sources do, and NoEditionInForce where several standards of a title stand side by
    side and none of them is asked about alone.
    """
    for question in questions:
        _refuse_side_by_side(question)
    old, new = (attrs.evolve(source, upkeep=Upkeep.LEFT) for source in sources)
    before, after = (_reading(question, questions) for question in questions)
    with (
        snapshot(old.bind, old.schema) as transaction,
        old.typed_rows(transaction, before, old.part(transaction.connection), progress) as earlier,
        new.typed_rows(transaction, after, new.part(transaction.connection), progress) as later,
    ):
        connection = transaction.connection
        work = WorkTables(connection)
        progress("按两天的标准判断")
        sides = (
            _side(work, "before", questions[0], earlier),
            _side(work, "after", questions[1], later),
        )
        there = true() if region is None else lies_in(sides[1].answers.c.region, region)
        counts: dict[Crossing, int] = {}
        found: list[TurnedFirm] = []
        for one, other in _pairs(work, sides, there):
            progress("新旧资料和标准交叉判断")
            for crossing, count in _counts(work, sides, (one, other), there, found):
                counts[crossing] = counts.get(crossing, 0) + count
        total = sum(counts.values())
        apart = _all(work, sides, there) - total
        work.drop_all()
        return RegisterComparison(
            questions[1].title.label,
            questions[1].act,
            AsOf(questions[0].on, old.known_at),
            AsOf(questions[1].on, new.known_at),
            questions[0].editions,
            questions[1].editions,
            tuple(TurnCount(crossing, count) for crossing, count in counts.items()),
            in_order(found),
            apart,
            tuple(dict.fromkeys((*earlier.notes, *later.notes))),
        )


def _refuse_side_by_side(question: Question) -> None:
    if len({governed.variant for governed in question.governing}) > 1:
        raise NoEditionInForce(which_variant(question.editions, f"{question.on} "))


def _reading(question: Question, both: tuple[Question, Question]) -> Question:
    """The question with what the standards of both days read."""
    others = {edition.key: edition for one in both for edition in one.editions}.values()
    return attrs.evolve(question, governing=(*question.governing, *map(_everyone, others)))


def _everyone(edition: Edition) -> Governed:
    return Governed(edition, edition.variant)


def _side(work: WorkTables, name: str, question: Question, typed: TypedTable) -> _Side:
    answers = _answered(work, name, typed, question.governing, question.on)
    return _Side(question, typed, answers, answers.c.get("edition"))


def _answered(
    work: WorkTables, name: str, typed: TypedTable, governing: tuple[Governed, ...], on: dt.date, only: Any = None
) -> Table:
    """A table of the answers by some editions; of the enterprises whose keys are among ``only`` alone, where given."""
    rows = [select(part) if only is None else select(part).where(part.c[KEY_COLUMN].in_(only)) for part in typed.parts]
    return answers_table(work, name, rows, governing, on)


def _joined(sides: tuple[_Side, _Side]) -> Any:
    one, other = (side.answers for side in sides)
    return one.join(other, one.c[KEY_COLUMN] == other.c[KEY_COLUMN])


def _pairs(
    work: WorkTables, sides: tuple[_Side, _Side], there: ColumnElement[bool]
) -> Iterator[tuple[Edition, Edition]]:
    """The editions that govern on the first and on the second day, as far as any enterprise has both."""
    pairs = [(one, other) for one in sides[0].question.editions for other in sides[1].question.editions]
    if len(pairs) == 1:
        yield pairs[0]
        return
    columns = [side.edition for side in sides if side.edition is not None]
    query = select(*columns).select_from(_joined(sides)).where(there, *(side.is_governed for side in sides)).distinct()
    known = {tuple(row) for row in work.connection.execute(query)}
    for pair in pairs:
        keys = tuple(edition.key for side, edition in zip(sides, pair, strict=True) if side.edition is not None)
        if keys in known:
            yield pair


def _counts(
    work: WorkTables,
    sides: tuple[_Side, _Side],
    pair: tuple[Edition, Edition],
    there: ColumnElement[bool],
    found: list[TurnedFirm],
) -> Iterator[tuple[Crossing, int]]:
    """The numbers of the enterprises of a pair of editions with each set of four answers; ``found`` gets those that
    turned."""
    old, new = sides
    asked = [there, *(side.governed_by(edition) for side, edition in zip(sides, pair, strict=True))]
    tables = {"before": old.answers, "after": new.answers}
    crossed: list[Table] = []
    source = _joined(sides)
    if pair[0].digest == pair[1].digest:
        tables |= {"by_new_standard": old.answers, "with_new_facts": new.answers}
    else:
        keys = select(old.answers.c[KEY_COLUMN]).select_from(source).where(*asked)
        for name, side, edition in (("by_new_standard", old, pair[1]), ("with_new_facts", new, pair[0])):
            table = _answered(work, name, side.typed, (_everyone(edition),), side.on, keys)
            source = source.join(table, table.c[KEY_COLUMN] == old.answers.c[KEY_COLUMN])
            tables[name] = table
            crossed.append(table)
    truths = [tables[name].c.truth.label(name) for name in _FOUR]
    query = select(*truths, func.count().label("count")).select_from(source).where(*asked)
    for row in work.connection.execute(query.group_by(*(tables[name].c.truth for name in _FOUR))).mappings():
        yield Crossing(*(Truth.of(row[name]) for name in _FOUR)), int(row["count"])
    found += _turned(work, tables, source, asked, pair)
    for table in crossed:
        work.drop(table)


def _turned(
    work: WorkTables, tables: Mapping[str, Table], source: Any, asked: list[Any], pair: tuple[Edition, Edition]
) -> Iterator[TurnedFirm]:
    """The enterprises of a pair of editions whose answer turned, with the conditions that did."""
    changes = compare(*pair)
    read = {
        name: pair[place]
        for name, place in (("before", 0), ("by_new_standard", 1), ("with_new_facts", 0), ("after", 1))
    }
    columns = [
        tables[name].c[key].label(f"{name} {key}")
        for name, edition in read.items()
        for key in ("truth", *(criterion.key for criterion in edition.criteria))
    ]
    who = [tables["after"].c[name].label(name) for name in IDENTIFYING]
    query = select(*who, *columns).select_from(source)
    query = query.where(*asked, tables["before"].c.truth.is_distinct_from(tables["after"].c.truth))
    for row in work.connection.execute(query).mappings():
        sides = [
            {key: row[f"{name} {key}"] for key in ("truth", *(criterion.key for criterion in edition.criteria))}
            for name, edition in read.items()
        ]
        crossing = Crossing(*(Truth.of(side["truth"]) for side in sides))
        identity = {name: row[name] for name in IDENTIFYING}
        yield TurnedFirm(
            **identity | {"name": identity["name"] or ""},
            before=pair[0],
            after=pair[1],
            crossing=crossing,
            criteria=turned_criteria(changes, *sides),
        )


def _all(work: WorkTables, sides: tuple[_Side, _Side], there: ColumnElement[bool]) -> int:
    """The number of enterprises on record on the second day, of those in the region asked about; and of all that were
    on record on the first alone where none is."""
    old, new = (side.answers for side in sides)
    count = work.connection.scalar(select(func.count()).select_from(new).where(there)) or 0
    gone = select(func.count()).select_from(old).where(old.c[KEY_COLUMN].not_in(select(new.c[KEY_COLUMN])))
    return int(count) + int(work.connection.scalar(gone) or 0)
