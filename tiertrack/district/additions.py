"""What a district may put beside the editions of this package or in the place of its defaults, and what it may not.

A district's edition states its region and that its basis is the city or the district. It may take the place
of a local default, and stand where we have nothing; where a national or municipal standard of this package governs the
title on any of its days, it is refused. Between editions that were themselves added, the more local one goes first, as
everywhere. Days between a district's own editions are its own affair: the default, where there is one, governs them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from attrs import frozen

from tiertrack.brevity import briefly
from tiertrack.errors import BrokenRulebook, Fault
from tiertrack.law.scope import Basis
from tiertrack.law.titles import TITLES
from tiertrack.rules.edition import Edition
from tiertrack.rules.edition_checks import check_edition, overlaps
from tiertrack.rules.rulebook import Rulebook, period_text

_LOCAL = (Basis.PROVINCIAL, Basis.MUNICIPAL, Basis.DISTRICT_LOCAL)


@frozen
class Checked:
    """The result of checking a district's modules: their names, and every fault or, without any, their editions with
    the defaults each replaces; ``notices`` are worth knowing though no faults. They were checked ``in_place_of`` the
    installed ones they are the source of."""

    names: tuple[str, ...]
    faults: tuple[Fault, ...] = ()
    editions: tuple[tuple[Edition, tuple[Edition, ...]], ...] = ()
    notices: tuple[Fault, ...] = ()
    in_place_of: tuple[str, ...] = ()

    __repr__ = briefly


def extended(rulebook: Rulebook, added: Sequence[Edition]) -> Rulebook:
    """The rulebook with a district's editions; raises BrokenRulebook with every fault of them."""
    faults = check_added(rulebook, added)
    if faults:
        raise BrokenRulebook(*faults)
    return rulebook.extended(added).in_order()


def check_added(rulebook: Rulebook, added: Sequence[Edition]) -> tuple[Fault, ...]:
    """Everything that is wrong with adding editions to a rulebook; faults of one edition name its origin first."""
    faults = []
    for edition in added:
        found = (*_place_faults(rulebook, edition), *_content_faults(edition))
        faults += [fault.at(edition.origin) if edition.origin else fault for fault in found]
    own = [edition for edition in rulebook.editions if edition.origin or edition.basis is Basis.DEFAULT_LOCAL]
    return (*faults, *overlaps([*own, *added]), *_same_keys(rulebook.editions, added))


def replaced_by(rulebook: Rulebook, edition: Edition) -> tuple[Edition, ...]:
    """The local defaults of this package in whose place an added edition stands, in its region and on its days."""
    return tuple(shipped for shipped in _shipped_there(rulebook, edition) if shipped.basis is Basis.DEFAULT_LOCAL)


def _shipped_there(rulebook: Rulebook, edition: Edition) -> Iterator[Edition]:
    for shipped in rulebook.editions:
        same = shipped.origin is None and shipped.tier == edition.tier and shipped.act is edition.act
        if same and shipped.applies_in(edition.region) and shipped.period.overlaps(edition.period):
            yield shipped


def _place_faults(rulebook: Rulebook, edition: Edition) -> Iterator[Fault]:
    if edition.tier.value not in TITLES:
        remedy = "请在 各称号 里写出这个称号"
        yield Fault("E567", f"{edition.tier.label}没有登记为称号", remedy, edition.tier.value).at(edition.key)
    if edition.region is None:
        yield Fault("E524", "没有写明地区", '请写 地区=Region("六位代码")，规则集只用于写明的地区').at(edition.key)
    if edition.basis not in _LOCAL:
        what = f"性质是“{edition.basis.label}”，外加的规则集只能是省级、市级标准或区县口径"
        yield Fault("E525", what, "请写 性质=Basis.DISTRICT_LOCAL、性质=Basis.MUNICIPAL 或 性质=Basis.PROVINCIAL").at(
            edition.key
        )
    there = list(_shipped_there(rulebook, edition))
    for code, whose, standing in (
        ("E526", "国家标准", [other for other in there if other.basis.is_national]),
        ("E527", "省级或市级标准", [other for other in there if other.basis in _LOCAL]),
    ):
        if standing:
            what = f"{edition.tier.label}{edition.act.label}已有{whose}，不能以自己的代替"
            keys = "、".join(f"{other.key}（{period_text(other)}）" for other in standing)
            remedy = "请删去这个版本；能替换的只有本地缺省口径，另外可定没有标准的称号"
            yield Fault(code, what, remedy, keys).at(edition.key)


def _content_faults(edition: Edition) -> tuple[Fault, ...]:
    try:
        return check_edition(edition)
    except Exception as error:
        # An expression may be built of anything; whatever cannot be walked is no expression.
        reason = f"{type(error).__name__}: {error}"
        return (Fault("E523", "版本的条件读不通", "请用 tiertrack.rulebooks.zh 里的词写 认定", reason, edition.key),)


def _same_keys(known: Iterable[Edition], added: Iterable[Edition]) -> Iterator[Fault]:
    by_key = {edition.key: edition for edition in known}
    for edition in added:
        other = by_key.setdefault(edition.key, edition)
        if other is edition or other.period.overlaps(edition.period):
            continue
        what = f"与 {other.origin or '本软件'} 里的版本同名，两者都在同一年起始"
        remedy = "请把同一年里的两个版本合为一个，或使起始日不在同一年"
        fault = Fault("E528", what, remedy, f"{period_text(other)}，{period_text(edition)}", edition.key)
        yield fault.at(edition.origin) if edition.origin else fault
