"""From a dossier and a day to the values a compiled edition takes, in its order."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Callable

from attrs import frozen

from tiertrack.facts.datum import value_key
from tiertrack.facts.dossier import Dossier, HeldTitle
from tiertrack.facts.vocabulary import FED_BY
from tiertrack.logic.evaluate import Program, compile_test
from tiertrack.logic.expr import Anchor, Test
from tiertrack.logic.finding import Known
from tiertrack.logic.kernel import Cutoff, Symbol
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
            constants.append((index, cutoff_day(symbol, on).toordinal()))
            continue
        year = None if symbol.offset is None else on.year + symbol.offset
        keys.append(value_key(symbol.key, year))
        origin, key = origin_of(symbol.key)
        if (read := _READERS.get(origin) or (_fed if key in FED_BY else None)) is not None:
            dated.append((index, read, key))
    return Binding(on, tuple(keys), tuple(constants), tuple(dated))


def cutoff_day(symbol: Cutoff, on: dt.date) -> dt.date:
    """The latest start date that still has the years asked for behind it."""
    match symbol.anchor:
        case Anchor.END_OF_LAST_YEAR:
            return years_before_end_of_last_year(on, symbol.years)
        case Anchor.DAY:
            return years_before(on, symbol.years)
        case Anchor.EVE:
            return years_before(on - dt.timedelta(days=1), symbol.years)


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
