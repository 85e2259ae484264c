"""The criteria of one instrument for a tier and an act over a period, compiled once."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Sequence

import attrs
from attrs import frozen

from tiertrack.facts.dossier import Dossier
from tiertrack.law.instrument import Citation
from tiertrack.law.scope import Act, Region, Tier
from tiertrack.logic.evaluate import Program, compile_test
from tiertrack.logic.expr import AllOf
from tiertrack.logic.finding import Finding
from tiertrack.rules.binding import Binding, bind
from tiertrack.rules.criterion import Criterion, Note
from tiertrack.rules.digest import digest
from tiertrack.temporal import Period

__all__ = ["Edition"]


@frozen(eq=False)
class Edition:
    """What had to be met for ``tier`` and ``act`` on the days of ``period``, in ``region`` (None: everywhere).

    ``citation`` is the standard itself and ``amended_by`` the notices that changed or continued it. All criteria must
    hold; ``notes`` are shown only. A title granted under it lasts ``validity_years`` where its document says nothing.
    """

    tier: Tier
    act: Act
    period: Period
    citation: Citation
    criteria: tuple[Criterion, ...]
    notes: tuple[Note, ...] = ()
    amended_by: tuple[Citation, ...] = ()
    region: Region | None = None
    validity_years: int = 3

    @property
    def key(self) -> str:
        """A readable name: tier, act and the year it begins, as ``srdi_sme/recognition/2026``."""
        start = "0000" if self.period.start is None else str(self.period.start.year)
        local = f"@{self.region.code}" if self.region else ""
        return f"{self.tier.value}/{self.act.value}/{start}{local}"

    @functools.cached_property
    def digest(self) -> str:
        """The fingerprint of everything this edition says."""
        named = {part.name: getattr(self, part.name) for part in attrs.fields(type(self)) if part.init}
        return digest(named)

    @property
    def citations(self) -> str:
        """The standard and what amended it, as printed."""
        return "；".join(str(citation) for citation in (self.citation, *self.amended_by))

    @functools.cached_property
    def program(self) -> Program:
        """All criteria, compiled; raises ValueError where one cannot be lowered."""
        return compile_test(AllOf(tuple(criterion.test for criterion in self.criteria)))

    def verdict(self, dossier: Dossier, on: dt.date) -> bool | None:
        """True, False or None: whether the dossier meets the edition on a day, without the reasons."""
        return self.program.verdict(_binding(self, on).values(dossier))

    def explain(self, dossier: Dossier, on: dt.date) -> Finding:
        """The same with every reason; the findings of the criteria stand in their order under the root."""
        return self.program.explain(_binding(self, on).values(dossier), on.year)

    def criterion(self, key: str) -> Criterion:
        """The criterion with this key; raises KeyError."""
        for criterion in self.criteria:
            if criterion.key == key:
                return criterion
        raise KeyError(key)

    def amended(
        self,
        by: Sequence[Citation],
        period: Period,
        act: Act | None = None,
        replacing: Sequence[Criterion] = (),
        adding: Sequence[Criterion] = (),
        dropping: Sequence[str] = (),
        region: Region | None = None,
    ) -> Edition:
        """A new edition: this one with some criteria replaced (by key), added or dropped on the strength of ``by``, for
        ``region`` alone where one is given."""
        new = {criterion.key: criterion for criterion in replacing}
        unknown = {*new, *dropping} - {criterion.key for criterion in self.criteria}
        if unknown:
            raise ValueError(f"要替换或删去的条件不在原版本中：{'、'.join(sorted(unknown))}")
        kept = [new.get(one.key, one) for one in self.criteria if one.key not in dropping]
        return attrs.evolve(
            self,
            act=act or self.act,
            period=period,
            criteria=(*kept, *adding),
            amended_by=(*self.amended_by, *by),
            region=region or self.region,
        )


@functools.lru_cache(maxsize=1024)
def _binding(edition: Edition, on: dt.date) -> Binding:
    return bind(edition.program.symbols, on)
