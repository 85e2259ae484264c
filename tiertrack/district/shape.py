"""The parts of an edition or a title checked one by one for their types, before anything reads them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, get_args, get_origin

from tiertrack.errors import Fault
from tiertrack.law.instrument import Citation
from tiertrack.law.regions import Region
from tiertrack.law.scope import Act, Basis, Variant
from tiertrack.law.tiers import Tier
from tiertrack.law.title_definition import TitleDefinition
from tiertrack.logic import expr
from tiertrack.rules.criterion import Criterion, Note
from tiertrack.rules.edition import Edition
from tiertrack.rules.ip_counting import IpDefinition
from tiertrack.rules.material import Material
from tiertrack.temporal import Period

# Parts of an edition or a title: the member, its name where such things are written, its type, and how it is written.
Parts = Iterable[tuple[str, str, Any, str]]

_PARTS: Parts = (
    ("tier", "称号", Tier | TitleDefinition, "Tier.HARD_TECH"),
    ("act", "事项", Act, "认定 或 复核"),
    ("period", "期间", Period, '期间("2025-01-01")'),
    ("citation", "依据", Citation, '办法.款("第三条")'),
    ("region", "地区", Region | None, 'Region("500113")'),
    ("validity_years", "有效年限", int, "2"),
    ("variant", "分支", Variant | None, 'Variant("seed", "初创培育", "画像")'),
    ("basis", "性质", Basis, "Basis.DISTRICT_LOCAL"),
    ("revision", "版次", int, "1"),
    ("ip", "知识产权", IpDefinition | None, "知识产权口径(…)"),
    ("settled_on", "定版日", str | None, '"committee_passed_on"'),
    ("criteria", "条件", tuple[Criterion, ...], "条件(…)"),
    ("notes", "声明", tuple[Note, ...], "声明(…)"),
    ("amended_by", "修订", tuple[Citation, ...], '通知.款("第三条")'),
    ("materials", "材料", tuple[Material, ...], "材料(…)"),
)


def shape_faults(edition: Edition) -> Iterator[Fault]:
    """A fault for every part of an edition of the wrong type; without criteria every enterprise would pass."""
    yield from part_faults(edition, "版本", _PARTS, "E523")
    for criterion in edition.criteria if isinstance(edition.criteria, tuple) else ():
        if isinstance(criterion, Criterion) and not isinstance(criterion.test, expr.Test):
            remedy = "请写成一个判断，如 研发费用.不低于(万元(100))"
            yield Fault("E523", f"条件 {criterion.key} 的“认定”不是判断", remedy, shown(criterion.test))
    if not edition.criteria:
        yield Fault("E550", "版本没有一个条件，谁都会符合", "请在 条件 写出各项条件")


def part_faults(whole: object, noun: str, parts: Parts, code: str) -> Iterator[Fault]:
    """A fault of this code for every part that is empty or of the wrong type; ``noun`` is what the whole is called."""
    for name, word, kind, example in parts:
        for value in _misfits(getattr(whole, name), kind):
            yield Fault(code, f"{noun}的“{word}”写得不对", f"请写如 {example}", shown(value))


def _misfits(value: object, kind: Any) -> Iterator[object]:
    if get_origin(kind) is tuple and isinstance(value, tuple):
        for member in value:
            yield from _misfits(member, get_args(kind)[0])
    elif get_origin(kind) is Mapping and isinstance(value, Mapping):
        for members, member_kind in zip((value, value.values()), get_args(kind), strict=True):
            for member in members:
                yield from _misfits(member, member_kind)
    elif get_origin(kind) in (tuple, Mapping) or not isinstance(value, kind) or value == "":
        yield value


def shown(value: object) -> str:
    """A value as a fault shows it: its type, and itself where that is short."""
    return f"{type(value).__name__} {value!r}" if isinstance(value, str | int) else type(value).__name__
