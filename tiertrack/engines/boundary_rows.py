"""Enterprises on and around every limit of an edition: rows by the names of columns, and the dossiers they stand for.

Engines are held to one another by them, here and in other languages. Values lie on each limit, one step either side, at
zero, below it and at the largest there may be; about a quarter is not known. Parts are also put where they make a ratio
exactly what a limit asks, of a whole that is known.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from random import Random
from typing import Any

from tiertrack.facts.construction import unchecked
from tiertrack.facts.datum import Datum
from tiertrack.facts.dossier import Application, Attestation, Dossier, HeldTitle
from tiertrack.facts.units import LARGEST_FEN
from tiertrack.logic import expr
from tiertrack.logic.kernel import Cutoff
from tiertrack.logic.lower import expand
from tiertrack.logic.quantity import Kind
from tiertrack.logic.truth import Truth
from tiertrack.rules.binding import cutoff_day
from tiertrack.rules.edition import Edition
from tiertrack.rules.reads import IDENTIFYING, Column, Origin
from tiertrack.temporal import Period

Row = dict[str, Any]

USCC = "91500113MA0000015Q"
INDUSTRIES = (
    "C3484",
    "C13",
    "C",
    "I65",
    "I6513",
    "F5211",
    "F51",
    "F",
    "G591",
    "G5941",
    "G59",
    "K7040",
    "J66",
    "L",
    "E47",
)
REGIONS = ("500113", "500000", "110108", "510100")


# How often it is tried to make an enterprise that meets everything.
ATTEMPTS = 6000


def population(
    editions: Sequence[Edition],
    columns: Iterable[Column],
    on: dt.date,
    size: int,
    seed: int,
    attempts: int = ATTEMPTS,
) -> list[Row]:
    """So many enterprises, half of them short by little or by nothing; the same for the same seed."""
    chance = Random(seed)
    wanted = [one for one in columns if one.name not in IDENTIFYING]
    edges = {edition: Edges(edition, on) for edition in editions}
    good = {edition: _met(edition, edges[edition], wanted, on, chance, attempts) for edition in editions}
    rows = []
    for number in range(size):
        edition = chance.choice(list(editions))
        if number % 2:
            row = _changed(good[edition], chance.randint(0, 3), chance, edges[edition], wanted, on)
            if chance.random() < 0.4:
                row[chance.choice(wanted).name] = None
        else:
            row = _row(chance, edges[edition], wanted, on)
        rows.append({**row, "name": f"第{number}号企业"})
    return rows


def rows_around(edition: Edition, columns: Iterable[Column], on: dt.date, size: int, chance: Random) -> Iterator[Row]:
    """So many enterprises of any kind on and around the limits of an edition."""
    wanted, edges = [one for one in columns if one.name not in IDENTIFYING], Edges(edition, on)
    return (_row(chance, edges, wanted, on) for _number in range(size))


def _met(edition: Edition, edges: Edges, columns: Sequence[Column], on: dt.date, chance: Random, attempts: int) -> Row:
    """An enterprise that meets as many criteria, or is clear of as many indicators, as could be found by trying."""
    wanted = Truth.TRUE if edition.act.is_applied_for else Truth.FALSE
    best, met = _row(chance, edges, columns, on), -1
    for _attempt in range(attempts):
        tried = _changed(best, chance.randint(1, 3), chance, edges, columns, on)
        findings = edition.explain(dossier_of(tried, columns, on), on).findings
        reached = sum(one.truth is wanted for one in findings)
        if reached >= met:
            best, met = tried, reached
        if met == len(findings):
            break
    return best


def _changed(row: Row, count: int, chance: Random, edges: Edges, columns: Sequence[Column], on: dt.date) -> Row:
    """An enterprise like another, but for so many of its values."""
    changed, told = dict(row), _Told(chance)
    others = _anybody(chance)
    told_of: list[Column | str] = [*columns, *others]
    for column in chance.sample(told_of, k=min(len(row), count)):
        if isinstance(column, str):
            changed[column] = others[column]
        else:
            changed[column.name] = told.value(edges, column, on)
            told.put_on_a_ratio(changed, column, edges, columns)
    return changed


def _row(chance: Random, edges: Edges, columns: Sequence[Column], on: dt.date) -> Row:
    row, told = _anybody(chance), _Told(chance)
    for column in columns:
        row[column.name] = told.value(edges, column, on)
    for column in columns:
        told.put_on_a_ratio(row, column, edges, columns)
    return row


def _anybody(chance: Random) -> Row:
    """Who an enterprise is."""
    return {
        "name": "企业",
        "uscc": USCC if chance.random() < 0.85 else None,
        "region": chance.choice((*REGIONS, None)),
        "industry": chance.choice(INDUSTRIES) if chance.random() < 0.95 else None,
    }


class _Told:
    """What one enterprise tells of itself."""

    def __init__(self, chance: Random) -> None:
        self._chance = chance
        # Some know nearly everything, so that not every answer is open.
        self._holes = chance.choice((0.0, 0.02, 0.1, 0.3))
        # Some have nothing to show for themselves, where one of many achievements would be enough.
        self._poor = chance.random() < 0.2

    def value(self, edges: Edges, column: Column, on: dt.date) -> Any:
        if self._chance.random() < self._holes:
            return None
        return _bounded(column, 0) if self._poor and column.kind in _SHOWN else edges.value(self._chance, column, on)

    def put_on_a_ratio(self, row: Row, column: Column, edges: Edges, columns: Sequence[Column]) -> None:
        """Makes half the parts what some rate or share of another amount asks for, to the fen, or one beside it."""
        chance = self._chance
        if column.kind is not Kind.MONEY or row[column.name] is None or not edges.shares or chance.random() < 0.5:
            return
        money = [one.name for one in columns if one.kind is Kind.MONEY and one is not column]
        if wholes := [name for name in money if row[name] is not None]:
            exact = chance.choice(edges.shares) * row[chance.choice(wholes)]
            value = math.ceil(exact) + chance.choice((-1, 0, 0, 1))
            if abs(value) <= LARGEST_FEN and (column.lowest is None or value >= column.lowest):
                row[column.name] = value


_SHOWN = (Kind.FLAG, Kind.COUNT, Kind.MONEY, Kind.TITLE, Kind.JUDGEMENT)


class Edges:
    """The limits of an edition, by the kind of what is held against them."""

    def __init__(self, edition: Edition, on: dt.date) -> None:
        self.shares: list[Fraction] = []
        self.by_key: dict[str, list[Any]] = {}
        self._near_by_name: dict[str, list[Any]] = {}
        self.days: list[dt.date] = [on, edition.period.start or on]
        for criterion in edition.criteria:
            for test in _leaves(expand(criterion.test)):
                self._note(test, on)

    def _note(self, test: expr.Test, on: dt.date) -> None:
        if isinstance(test, expr.TopRank):
            self.by_key.setdefault(test.ref.key, []).extend([0, 1, int(test.within.magnitude) if test.within else 2])
        if not isinstance(test, expr.Threshold):
            return
        limit = test.limit.magnitude
        if isinstance(test.term, expr.Tenure):
            for anchor in (test.term.anchor, expr.Anchor.EVE):
                self.days.append(cutoff_day(Cutoff(int(limit), anchor, test.limit.kind), on))
        elif isinstance(test.term, expr.Ratio):
            self.shares.append(Fraction(limit))
        elif isinstance(test.term, expr.Growth):
            self.shares += [1 + Fraction(limit), 1 / (1 + Fraction(limit)), (1 + Fraction(limit)) ** 2]
        else:
            for ref in expr.refs(test.term):
                self.by_key.setdefault(ref.key, []).append(limit)

    def value(self, chance: Random, column: Column, on: dt.date) -> Any:
        """A value a column may have, mostly on a limit or beside one."""
        match column.kind:
            case Kind.DATE:
                return chance.choice(self.days) + dt.timedelta(days=chance.choice((-1, 0, 0, 1, -400, 90)))
            case Kind.CHOICE:
                return chance.choice([key for key, _name in column.choices])
            case kind if kind.is_yes_or_no:
                good = column.kind is not Kind.FLAG
                return chance.random() < (0.9 if good else chance.choice((0.1, 0.5, 0.9)))
        near = self._near(column)
        if column.kind is Kind.SHARE:
            return _bounded(column, chance.choice([*near, Fraction(chance.randint(-10, 100), 100)]))
        usual = chance.choice(
            (0, 1, -1, chance.randint(0, 10), chance.randint(1, 10**4), chance.randint(10**6, 10**11))
        )
        if column.kind is Kind.MONEY:
            usual = chance.choice((usual, usual, LARGEST_FEN, LARGEST_FEN - 1, -LARGEST_FEN))
        if column.kind in (Kind.RANK, Kind.LEVEL, Kind.COUNT, Kind.POINTS):
            usual %= 20
        return _bounded(column, chance.choice([*near, *near, usual]))

    def _near(self, column: Column) -> list[Any]:
        """What lies on the limits of a column and beside them."""
        if column.name not in self._near_by_name:
            limits = self.by_key.get(column.key, [])
            self._near_by_name[column.name] = (
                [Fraction(one) + step for one in limits for step in (0, Fraction(-1, 10**9), Fraction(1, 10**9))]
                if column.kind is Kind.SHARE
                else [int(one) + step for one in limits for step in (-1, 0, 0, 1)]
            )
        return self._near_by_name[column.name]


def _bounded(column: Column, value: Any) -> Any:
    if column.kind.is_yes_or_no:
        return bool(value)
    if column.lowest is not None and value < column.lowest:
        return column.lowest
    return column.highest if column.highest is not None and value > column.highest else value


def _leaves(test: Any) -> Iterable[expr.Test]:
    return (one for one in expr.walk(test) if isinstance(one, expr.Threshold | expr.TopRank))


def dossier_of(row: Row, columns: Iterable[Column], on: dt.date) -> Dossier:
    """The dossier a row stands for on a day; engines judge rows of codes there are none of like any other."""
    data, titles, known, attested, applied, asked = [], [], set(), [], [], set()
    for column in columns:
        value = row.get(column.name)
        if value is None or column.name in IDENTIFYING:
            continue
        if column.origin is Origin.JUDGEMENT:
            attested.append(unchecked(Attestation, column.key, value, "示例机关", on))
        elif column.origin is Origin.TITLE:
            known.add(column.key)
            titles += [unchecked(HeldTitle, column.key, Period(on, None))] if value else []
        elif column.origin is Origin.APPLICATION:
            asked.add(column.key)
            applied += [unchecked(Application, column.key, on)] if value else []
        else:
            known_value = value.toordinal() if isinstance(value, dt.date) else value
            data.append(unchecked(Datum, column.key, column.year, known_value))
    return unchecked(
        Dossier,
        name=row["name"],
        uscc=row["uscc"],
        region=row["region"],
        industry=row["industry"],
        data=tuple(data),
        titles=tuple(titles),
        known_titles=frozenset(known),
        attestations=tuple(attested),
        applications=tuple(applied),
        known_applications=frozenset(asked),
    )
