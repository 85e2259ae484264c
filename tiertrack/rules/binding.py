"""From a dossier and a day to the values a compiled edition takes, in its order."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from attrs import frozen

from tiertrack.facts.datum import value_key
from tiertrack.facts.dossier import Dossier, HeldTitle
from tiertrack.facts.vocabulary import FED_BY
from tiertrack.logic.expr import Anchor
from tiertrack.logic.finding import Value
from tiertrack.logic.kernel import Cutoff, Symbol
from tiertrack.rules.reads import Origin, origin_of
from tiertrack.temporal import years_before, years_before_end_of_last_year

_Reader = Callable[[Dossier], Value | None]


@frozen(eq=False)
class Binding:
    """How to read the values of one compiled edition on one day: plain keys first, then what depends on the day."""

    keys: tuple[str, ...]
    constants: tuple[tuple[int, int], ...]
    dated: tuple[tuple[int, _Reader], ...]

    def values(self, dossier: Dossier) -> list[Value | None]:
        """The values in the program's order, None where unknown."""
        values: list[Value | None] = list(map(dossier.values.get, self.keys))
        for index, constant in self.constants:
            values[index] = constant
        for index, read in self.dated:
            values[index] = read(dossier)
        return values


def bind(symbols: tuple[Symbol, ...], on: dt.date) -> Binding:
    """The binding of a program's symbols on a day."""
    keys: list[str] = []
    constants: list[tuple[int, int]] = []
    dated: list[tuple[int, _Reader]] = []
    for index, symbol in enumerate(symbols):
        if isinstance(symbol, Cutoff):
            keys.append("")
            constants.append((index, cutoff_day(symbol, on).toordinal()))
            continue
        year = None if symbol.offset is None else on.year + symbol.offset
        keys.append(value_key(symbol.key, year))
        origin, key = origin_of(symbol.key)
        if origin in _READERS:
            dated.append((index, _READERS[origin](key, on)))
        elif key in FED_BY:
            dated.append((index, _fed_reader(key, on)))
    return Binding(tuple(keys), tuple(constants), tuple(dated))


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


def _title_reader(title: str, on: dt.date) -> _Reader:
    return lambda dossier: dossier.holds_title(title, on)


def _application_reader(title: str, on: dt.date) -> _Reader:
    return lambda dossier: dossier.has_applied(title, on)


def _fed_reader(key: str, on: dt.date) -> _Reader:
    title = FED_BY[key]
    return lambda dossier: dossier.holds_title(title, on) or dossier.values.get(key)


def _judgement_reader(key: str, on: dt.date) -> _Reader:
    def read(dossier: Dossier) -> bool | None:
        made = dossier.attested(key, on)
        return None if made is None else made.value

    return read


_READERS = {
    Origin.TITLE: _title_reader,
    Origin.APPLICATION: _application_reader,
    Origin.JUDGEMENT: _judgement_reader,
}
