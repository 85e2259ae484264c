"""All editions together, and the one that governs a tier, an act, a day and a region."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from attrs import frozen

from tiertrack.errors import EditionOverlap, Fault, NoEditionInForce, UnknownEdition
from tiertrack.law.scope import Act, Region, Tier
from tiertrack.rules.edition import Edition

__all__ = ["Rulebook", "period_text"]


_TIERS = {tier.value: tier for tier in Tier}


@frozen(eq=False)
class Rulebook:
    """A set of editions."""

    editions: tuple[Edition, ...]

    def select(self, tier: Tier, act: Act, on: dt.date, region: Region | None = None) -> Edition:
        """The one edition in force; a more local one goes before a wider one.

        Raises NoEditionInForce, naming what is encoded, or EditionOverlap; it never picks the first of several.
        """
        found = [one for one in self._of(tier, act) if on in one.period and _applies_in(one, region)]
        narrowest = max((_narrowness(one) for one in found), default=0)
        found = [one for one in found if _narrowness(one) == narrowest]
        if not found:
            raise NoEditionInForce(self._nothing_in_force(tier, act, on))
        if len(found) > 1:
            what = f"{on} 的{tier.label}{act.label}有 {len(found)} 个版本同时有效"
            keys = "、".join(one.key for one in found)
            raise EditionOverlap(Fault("E502", what, "请修正版本的期间或地区，使同一日只有一个版本", keys))
        return found[0]

    def governing(self, title: str, act: Act, on: dt.date, region: Region | None = None) -> Edition | None:
        """``select`` for a title by its key; None where it is no rung of the ladder or no edition is in force.

        Raises EditionOverlap.
        """
        tier = _TIERS.get(title)
        try:
            return None if tier is None else self.select(tier, act, on, region)
        except NoEditionInForce:
            return None

    def in_force(self, on: dt.date, region: Region | None = None) -> tuple[Edition, ...]:
        """Every edition in force on a day, in the order of the ladder."""
        tiers = list(Tier)
        found = [one for one in self.editions if on in one.period and _applies_in(one, region)]
        return tuple(sorted(found, key=lambda one: (tiers.index(one.tier), one.act.value, _narrowness(one))))

    def edition(self, key: str) -> Edition:
        """The edition with this key; raises UnknownEdition naming all keys."""
        for one in self.editions:
            if one.key == key:
                return one
        known = "、".join(one.key for one in self.editions)
        raise UnknownEdition(Fault("E503", "没有这个版本", f"已收录的有 {known}", key))

    def extended(self, editions: Iterable[Edition]) -> Rulebook:
        """This rulebook with further editions, as a district's own."""
        return Rulebook((*self.editions, *editions))

    def _of(self, tier: Tier, act: Act) -> list[Edition]:
        return [one for one in self.editions if one.tier is tier and one.act is act]

    def _nothing_in_force(self, tier: Tier, act: Act, on: dt.date) -> Fault:
        encoded = [f"{one.key}（{period_text(one)}）" for one in self._of(tier, act)]
        remedy = f"已收录 {'、'.join(encoded)}" if encoded else f"尚未收录{tier.label}{act.label}的任何版本"
        return Fault("E501", f"{on} 没有可用的{tier.label}{act.label}标准", remedy)


def period_text(edition: Edition) -> str:
    """The period of an edition in words, its last day included."""
    start, last = edition.period.start, edition.period.last
    return f"{start or '最初'} 起{f'至 {last}' if last else ''}"


def _applies_in(edition: Edition, region: Region | None) -> bool:
    if edition.region is None:
        return True
    return region is not None and edition.region.contains(region)


def _narrowness(edition: Edition) -> int:
    return edition.region.narrowness if edition.region else 0
