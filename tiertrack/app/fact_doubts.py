"""What an import of facts says that is hardly true: among its own rows, and beside what the register had on record;
and what it says otherwise than another source does."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

from tiertrack.app.sources_before import SourcesBefore
from tiertrack.facts.datum import value_key
from tiertrack.facts.plausibility import Case, Doubt, figures_of, revised, suspicious
from tiertrack.intake.fact_list import FactRow
from tiertrack.ports import Register
from tiertrack.temporal import AsOf

_EVER = AsOf(dt.date.max)


class FactDoubts:
    """Gathers the figures of each firm as its rows are taken, and tells what is to be doubted of them.

    ``on`` is the day of the import, which no day and no year of a figure may lie after.
    """

    def __init__(self, register: Register, on: dt.date) -> None:
        self._register = register
        self._on = on
        self._earlier: dict[int, Mapping[str, Any]] = {}
        self._stated: dict[int, dict[str, Any]] = {}
        self._others = SourcesBefore()
        self._places: dict[int, str] = {}

    def know(self, enterprise: int) -> None:
        """Remembers what is on record of an enterprise before any row of it is taken."""
        if enterprise not in self._earlier:
            dossier = self._register.dossier(enterprise, _EVER)
            values = figures_of(dossier.values)
            self._earlier[enterprise] = values
            self._others.know(enterprise, dossier, values)

    def take(self, enterprise: int, row: FactRow) -> None:
        """Takes note of what a row says."""
        if row.data:
            stated = {value_key(datum.key, datum.year): datum.value for datum in row.data}
            self._stated.setdefault(enterprise, {}).update(stated)
            self._others.take(enterprise, row.data)
            self._places.setdefault(enterprise, row.place)

    def told(self) -> tuple[str, ...]:
        """Everything that is hardly true, in words: each kind once, with the number of firms and the first of them."""
        found: dict[tuple[tuple[str, ...], str], tuple[Doubt, Case, int, str, tuple[Any, ...]]] = {}
        for enterprise, stated in self._stated.items():
            for doubt, case, values in self._of(stated, self._earlier.get(enterprise, {})):
                kind = doubt.reads, case.claim
                count = found[kind][2] + 1 if kind in found else 1
                _doubt, _case, _count, place, first = found.get(
                    kind, (doubt, case, 0, self._places[enterprise], values)
                )
                found[kind] = doubt, case, count, place, first
        told = (doubt.text(case, count, place, values) for doubt, case, count, place, values in found.values())
        return (*told, *self._others.told(lambda key: self._register.identity(key).name or str(key)))

    def _of(
        self, stated: Mapping[str, Any], earlier: Mapping[str, Any]
    ) -> Iterator[tuple[Doubt, Case, tuple[Any, ...]]]:
        # What was on record already has been told when it came in.
        for doubt, case, values in suspicious({**earlier, **stated}, self._on):
            if any(key in stated for key in doubt.reads):
                yield doubt, case, values
        for key in stated.keys() & earlier.keys():
            yield from revised(key, stated[key], earlier[key])
