"""The enterprises that fall short by little: of every limit by no more than a share of it, a fifth unless said.

A source finds the candidates among its many rows, by editions with every limit eased; each candidate is then explained
like any dossier, so that its shortfalls have the units and words of an assessment.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

import attrs

from tiertrack.facts.construction import unchecked
from tiertrack.facts.datum import observed
from tiertrack.facts.dossier import Application, Attestation, Dossier, HeldTitle
from tiertrack.facts.units import part_of_whole
from tiertrack.ladder.distance import closings
from tiertrack.logic import expr
from tiertrack.logic.expr import Test
from tiertrack.logic.finding import Value
from tiertrack.logic.quantity import Kind, Quantity
from tiertrack.logic.truth import Truth
from tiertrack.rules.applicability import Governed
from tiertrack.rules.assessment import Alternatives, assess
from tiertrack.rules.edition import Edition, columns_of
from tiertrack.rules.reads import SHARE_PARTS, Column, Origin
from tiertrack.screening.question import Question
from tiertrack.screening.results import NearMiss, NearMisses
from tiertrack.temporal import AsOf, Period

# The typed rows of the enterprises governed by an edition that fail it, but not the same with every limit eased.
Candidates = Callable[[Governed, Governed], Iterable[Mapping[str, Any]]]

_SOURCE = "筛查的表"

# Under this name a row has the rights that are listed, where any are.
RIGHTS = "ip"


def near_misses(question: Question, within: Fraction, candidates: Candidates, **others: Any) -> NearMisses:
    """The near misses among the candidates for each edition, the nearest first: those that are no farther than a
    share, from nothing to the whole, from any limit; ``others`` are what else is to be said of them."""
    part_of_whole(within)
    found: list[NearMiss] = []
    for governed in question.governing:
        if (edition := governed.edition) is not None:
            eased = attrs.evolve(governed, edition=relaxed(edition, within))
            found += _explained(candidates(governed, eased), edition, question.on, within)
    found.sort(key=lambda near: near.order)
    apart = tuple(near for near in found if near.is_barred)
    worth_it = tuple(near for near in found if not near.is_barred)
    return NearMisses(question.editions, question.on, worth_it, within=within, barred=apart, **others)


def _explained(
    rows: Iterable[Mapping[str, Any]], edition: Edition, on: dt.date, within: Fraction
) -> Iterator[NearMiss]:
    columns = columns_of((edition,), on)
    for row in rows:
        assessment = assess(edition, typed_dossier(row, columns, on), AsOf(on))
        (closing,) = closings(Alternatives((assessment,)))
        if not closing.gaps:
            # No criterion fails, though not all of them can be met: what is near to that no limit says.
            continue
        if all(gap.distance is not None and gap.distance <= within for gap in closing.gaps):
            yield NearMiss(closing, sum(judged.truth is Truth.UNKNOWN for judged in assessment.criteria))


def typed_dossier(row: Mapping[str, Any], columns: Sequence[Column], on: dt.date) -> Dossier:
    """The dossier of a row on a day: typed values under the names of the columns, None where unknown."""
    values = {column: row[column.name] for column in columns if row.get(column.name) is not None}

    def of(origin: Origin) -> dict[Column, Any]:
        return {column: value for column, value in values.items() if column.origin is origin}

    titles, applied = of(Origin.TITLE), of(Origin.APPLICATION)
    return unchecked(
        Dossier,
        name=row.get("name") or "",
        uscc=row.get("uscc"),
        region=row.get("region"),
        industry=row.get("industry"),
        data=tuple(
            observed(column.key, column.year, _fact(column, value), _SOURCE)
            for column, value in of(Origin.OBSERVATION).items()
        ),
        titles=tuple(unchecked(HeldTitle, title.key, Period(on, None)) for title, held in titles.items() if held),
        known_titles=frozenset(title.key for title in titles),
        attestations=tuple(
            unchecked(Attestation, judgement.key, bool(value), _SOURCE, on)
            for judgement, value in of(Origin.JUDGEMENT).items()
        ),
        ip=row.get(RIGHTS),
        applications=tuple(unchecked(Application, title.key, on) for title, made in applied.items() if made),
        known_applications=frozenset(title.key for title in applied),
    )


def _fact(column: Column, value: Any) -> Value:
    match column.kind:
        case Kind.SHARE if not isinstance(value, Fraction):
            return Fraction(value, SHARE_PARTS)
        case Kind.DATE if isinstance(value, dt.date):
            return value.toordinal()
        case Kind.FLAG:
            return bool(value)
        case _:
            return value  # type: ignore[no-any-return]


# Eased editions.


def relaxed(edition: Edition, share: Fraction) -> Edition:
    """The edition met by every enterprise that fails no limit of ``edition`` by more than ``share`` of it, and maybe by
    others."""
    criteria = tuple(attrs.evolve(criterion, test=_eased(criterion.test, share)) for criterion in edition.criteria)
    return attrs.evolve(edition, criteria=criteria)


def _eased(test: Test, share: Fraction) -> Test:
    """The test with its limits eased; under a negation they are tightened, which eases the whole."""

    def change(node: Any) -> Any:
        match node:
            case expr.Not(inner):
                return expr.Not(_eased(inner, -share))
            case expr.Threshold():
                return attrs.evolve(node, limit=_moved(node, share))
            case expr.TopRank(_ref, within) if within is not None:
                return attrs.evolve(node, within=Quantity(math.ceil(within.magnitude * (1 + share)), Kind.RANK))
            case expr.Scorecard(sections, passing):
                eased = tuple(_eased_section(section, share) for section in sections)
                return expr.Scorecard(eased, _lowered(passing, share), node.label)
            case _:
                return node

    return expr.replaced(test, change)


def _eased_section(section: expr.Section, share: Fraction) -> expr.Section:
    items = tuple(
        attrs.evolve(item, bands=tuple(expr.Band(band.points, _eased(band.test, share)) for band in item.bands))
        for item in section.items
    )
    minimum = None if section.minimum is None else _lowered(section.minimum, share)
    return attrs.evolve(section, items=items, minimum=minimum)


def _lowered(points: Quantity, share: Fraction) -> Quantity:
    return Quantity(math.floor(points.magnitude * (1 - share)), points.kind)


def _moved(test: expr.Threshold, share: Fraction) -> Quantity:
    """The limit moved by a share of itself; of a compound rate by that share of the newest amount, which is how
    the distance from it is measured."""
    limit, down = Fraction(test.limit.magnitude), test.comparator in expr.UPWARDS
    if isinstance(test.term, expr.Tenure):
        years = limit * (1 - share) if down else limit * (1 + share)
        return Quantity(max(math.floor(years) if down else math.ceil(years), 0), test.limit.kind)
    if isinstance(test.term, expr.Growth) and test.term.method is expr.GrowthMethod.COMPOUND:
        moved = (1 + limit) / (1 + share) - 1 if down else (1 + limit) * (1 + share) - 1
        return Quantity(moved, test.limit.kind)
    reach = (abs(limit) or 1) * share
    return Quantity(limit - reach if down else limit + reach, test.limit.kind)
