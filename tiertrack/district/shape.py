"""The parts of an edition checked one by one for their types, before anything reads them."""

from __future__ import annotations

from collections.abc import Iterator

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
from tiertrack.temporal import Period

# The parts of an edition: their names where editions are written, their types, and how each is written.
_PARTS: tuple[tuple[str, str, tuple[type, ...], str], ...] = (
    ("tier", "称号", (Tier, TitleDefinition), "Tier.HARD_TECH"),
    ("act", "事项", (Act,), "认定 或 复核"),
    ("period", "期间", (Period,), '期间("2025-01-01")'),
    ("citation", "依据", (Citation,), '办法.款("第三条")'),
    ("region", "地区", (Region, type(None)), 'Region("500113")'),
    ("validity_years", "有效年限", (int,), "2"),
    ("variant", "分支", (Variant, type(None)), 'Variant("seed", "初创培育", "画像")'),
    ("basis", "性质", (Basis,), "Basis.DISTRICT_LOCAL"),
    ("revision", "版次", (int,), "1"),
    ("ip", "知识产权", (IpDefinition, type(None)), "知识产权口径(…)"),
    ("settled_on", "定版日", (str, type(None)), '"committee_passed_on"'),
)
_LISTS: tuple[tuple[str, str, type, str], ...] = (
    ("criteria", "条件", Criterion, "条件(…)"),
    ("notes", "声明", Note, "声明(…)"),
    ("amended_by", "修订", Citation, '通知.款("第三条")'),
)


def shape_faults(edition: Edition) -> Iterator[Fault]:
    """A fault for every part of an edition of the wrong type; without criteria every enterprise would pass."""
    for name, word, types, example in _PARTS:
        if not isinstance(value := getattr(edition, name), types):
            yield _fault(word, example, value)
    for name, word, kind, example in _LISTS:
        values = getattr(edition, name)
        for value in values if isinstance(values, tuple) else (values,):
            if not isinstance(value, kind):
                yield _fault(word, example, value)
    for criterion in edition.criteria if isinstance(edition.criteria, tuple) else ():
        if isinstance(criterion, Criterion) and not isinstance(criterion.test, expr.Test):
            remedy = "请写成一个判断，如 研发费用.不低于(万元(100))"
            yield Fault("E523", f"条件 {criterion.key} 的“认定”不是判断", remedy, _shown(criterion.test))
    if not edition.criteria:
        yield Fault("E550", "版本没有一个条件，谁都会符合", "请在 条件 写出各项条件")


def _fault(word: str, example: str, value: object) -> Fault:
    return Fault("E523", f"版本的“{word}”写得不对", f"请写如 {example}", _shown(value))


def _shown(value: object) -> str:
    return f"{type(value).__name__} {value!r}" if isinstance(value, str | int) else type(value).__name__
