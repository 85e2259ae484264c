"""From a dossier and a day to the values a compiled edition takes, in its order."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Callable

import attrs
from attrs import frozen

from tiertrack.facts.datum import value_key
from tiertrack.facts.dossier import Dossier, HeldTitle
from tiertrack.facts.vocabulary import DECIDED_ON, FED_BY
from tiertrack.logic import expr
from tiertrack.logic.evaluate import Program, compile_test
from tiertrack.logic.expr import Anchor, Test
from tiertrack.logic.finding import Finding, Known
from tiertrack.logic.kernel import Cutoff, Symbol
from tiertrack.logic.quantity import Kind
from tiertrack.rules.reads import Origin, origin_of
from tiertrack.temporal import years_before, years_before_end_of_last_year

_Reader = Callable[[Dossier, str, dt.date], Known | None]


@frozen(eq=False)
class Binding:
    """How to read the values of one compiled edition on one day: plain keys first, then what depends on the day."""

    on: dt.date
    keys: tuple[str, ...]
    constants: tuple[tuple[int, int], ...]
    dated: tuple[tuple[int, _Reader, str], ...]

    def values(self, dossier: Dossier) -> list[Known | None]:
        """The values in the program's order, None where unknown, or the bounds of a number."""
        values: list[Known | None] = list(map(dossier.values.get, self.keys))
        if dossier.bounds:
            values = [dossier.bounds.get(key, value) for key, value in zip(self.keys, values, strict=True)]
        for index, constant in self.constants:
            values[index] = constant
        for index, read, key in self.dated:
            values[index] = read(dossier, key, self.on)
        return values


@functools.lru_cache(maxsize=256)
def compiled(test: Test) -> Program:
    """A test that stands by itself, compiled once."""
    return compile_test(test)


def bind(symbols: tuple[Symbol, ...], on: dt.date) -> Binding:
    """The binding of a program's symbols on a day."""
    keys: list[str] = []
    constants: list[tuple[int, int]] = []
    dated: list[tuple[int, _Reader, str]] = []
    for index, symbol in enumerate(symbols):
        if isinstance(symbol, Cutoff):
            keys.append("")
            if symbol.anchor is Anchor.DECISION:
                asked = cutoff_day(symbol, on).toordinal()
                dated.append((index, functools.partial(_reaching_back, symbol, asked), DECIDED_ON))
                continue
            constants.append((index, cutoff_day(symbol, on).toordinal()))
            continue
        year = None if symbol.offset is None else on.year + symbol.offset
        keys.append(value_key(symbol.key, year))
        origin, key = origin_of(symbol.key)
        if (read := _READERS.get(origin) or (_fed if key in FED_BY else None)) is not None:
            dated.append((index, read, key))
    return Binding(on, tuple(keys), tuple(constants), tuple(dated))


def cutoff_day(symbol: Cutoff, on: dt.date) -> dt.date:
    """The latest start date that still has the years or days asked for behind it, ``on`` being the day counted to."""
    match symbol.anchor:
        case Anchor.END_OF_LAST_YEAR if symbol.unit is Kind.YEARS:
            return years_before_end_of_last_year(on, symbol.span)
        case Anchor.END_OF_LAST_YEAR:
            until = dt.date(on.year, 1, 1)
        case Anchor.EVE:
            until = on - dt.timedelta(days=1)
        case _:
            until = on
    return until - dt.timedelta(days=symbol.span) if symbol.unit is Kind.DAYS else years_before(until, symbol.span)


def _reaching_back(symbol: Cutoff, asked: int, dossier: Dossier, key: str, _on: dt.date) -> int:
    """The cut-off from the day of the decision; ``asked`` is that from the day asked about, where none is known."""
    decided = dossier.values.get(key)
    return _decided_cutoff(symbol, decided) if isinstance(decided, int) else asked


@functools.lru_cache(maxsize=4096)
def _decided_cutoff(symbol: Cutoff, decided: int) -> int:
    return cutoff_day(symbol, dt.date.fromordinal(decided)).toordinal()


def counted_to_decision(finding: Finding, dossier: Dossier) -> Finding:
    """The finding with the day of the decision, where one is known, in every tenure that was counted to it."""
    decided = dossier.values.get(DECIDED_ON)
    if not isinstance(decided, int):
        return finding

    def dated(part: Finding) -> Finding:
        match part.test:
            case expr.Threshold(expr.Tenure(_ref, Anchor.DECISION) as term):
                return attrs.evolve(part, test=attrs.evolve(part.test, term=attrs.evolve(term, decided_on=decided)))
            case _ if part.findings:
                return attrs.evolve(part, findings=tuple(map(dated, part.findings)))
            case _:
                return part

    return dated(finding)


def feeding_title(dossier: Dossier, key: str, on: dt.date) -> HeldTitle | None:
    """The title held on a day that makes a fact true whatever is stated of it; None where none does."""
    return dossier.holding(FED_BY[key], on) if key in FED_BY else None


def _fed(dossier: Dossier, key: str, on: dt.date) -> Known | None:
    """What a title settles: held makes the fact true, known not to be held false unless something is stated."""
    held = dossier.holds_title(FED_BY[key], on)
    return dossier.values.get(key) if not held and dossier.sources(key) else held


def _judgement(dossier: Dossier, key: str, on: dt.date) -> bool | None:
    attestation = dossier.attested(key, on)
    return None if attestation is None else attestation.value


_READERS: dict[Origin, _Reader] = {
    Origin.TITLE: Dossier.holds_title,
    Origin.APPLICATION: Dossier.has_applied,
    Origin.JUDGEMENT: _judgement,
}
