"""What can be wrong with titles before they are registered."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from tiertrack.district.shape import Parts, part_faults, shown
from tiertrack.errors import Fault
from tiertrack.law.event_kinds import EventKind
from tiertrack.law.instrument import Citation
from tiertrack.law.procedure import Procedure, Step, Term
from tiertrack.law.regions import Region
from tiertrack.law.scope import Variant
from tiertrack.law.states import Actor, State
from tiertrack.law.title_definition import Level, OldName, TitleDefinition
from tiertrack.law.title_names import named_title, names_of
from tiertrack.law.titles import TITLES, title_definition
from tiertrack.temporal import Period

_KEY = re.compile(r"[a-z][a-z0-9_]{1,29}")
# What events call the enterprise itself, beside its titles.
_NO_KEYS = ("enterprise",)
_CONFERRED_LOCALLY = (Level.MUNICIPAL, Level.DISTRICT)


def check_titles(titles: Iterable[TitleDefinition]) -> tuple[Fault, ...]:
    """Everything that is wrong with registering titles together, each fault placed at where its title is from.

    A title that is registered from the same place already is the same one, read anew.
    """
    faults: list[Fault] = []
    earlier: list[TitleDefinition] = []
    for title in titles:
        found = list(_shape_faults(title))
        if not found:
            found += (
                *_content_faults(title),
                *_key_faults(title, earlier),
                *_name_faults(title, earlier),
                *_place_faults(title),
            )
            earlier.append(title)
        placed = [fault.at(f"称号 {title.key}") for fault in found]
        faults += [fault.at(title.origin) if title.origin else fault for fault in placed]
    return tuple(faults)


_PARTS: Parts = (
    ("key", "键", str, '"gazelle_gz"'),
    ("label", "名称", str, '"贵州省瞪羚企业"'),
    ("level", "级别", Level | None, "Level.PROVINCIAL"),
    ("region", "地区", Region | None, 'Region("520000")'),
    ("held_per_product", "按产品", bool, "True"),
    ("aliases", "别名", tuple[str, ...], '("省瞪羚",)'),
    ("short_names", "简称", tuple[str, ...], '("省瞪羚",)'),
    ("old_names", "旧称", tuple[OldName, ...], "(OldName(…),)"),
    ("variants", "各套", tuple[Variant, ...], '(Variant("seed", "初创培育", "画像"),)'),
)


_OLD_NAME_PARTS: Parts = (
    ("label", "旧称", str, '"贵州省羚羊企业"'),
    ("title", "旧称的称号", str, '"gazelle_gz"'),
    ("period", "旧称的期间", Period, '期间("2020-01-01", "2023-12-31")'),
    ("citation", "旧称的依据", Citation, '办法.款("第三条")'),
    ("conferred", "旧称即称号", bool, "True"),
    ("also", "旧称的别名", tuple[str, ...], '("羚羊",)'),
)
_PROCEDURE_PARTS: Parts = (
    ("authority", "认定机关", Actor, "Actor.PROVINCE"),
    ("citation", "程序的依据", Citation, '办法.款("第三条")'),
    ("steps", "环节", tuple[Step, ...], '(环节("review", "评审", State.APPLIED, Actor.PROVINCE),)'),
    ("term", "期限", Term | None, '期限(3, 办法.款("第九条"))'),
    ("open_ended", "无固定期限", bool, "True"),
    ("reviewed", "有复核", bool, "True"),
    ("recommends", "推荐", Actor | None, "Actor.DISTRICT"),
    ("words", "叫法", Mapping[EventKind, str], '{EventKind.RECOGNISED: "入榜"}'),
    ("states", "状态", Mapping[State, str], '{State.HELD: "在榜"}'),
)
_TERM_PARTS: Parts = (
    ("years", "期限的年数", int | None, "3"),
    ("citation", "期限的依据", Citation, '办法.款("第九条")'),
)
_LONGEST_TERM = 99


def _shape_faults(title: TitleDefinition) -> Iterator[Fault]:
    yield from part_faults(title, "称号", _PARTS, "E560")
    for old in title.old_names if isinstance(title.old_names, tuple) else ():
        if isinstance(old, OldName):
            yield from part_faults(old, "称号", _OLD_NAME_PARTS, "E560")
            if old.title != title.key:
                yield Fault("E560", "旧称写的是别的称号", f"请写 {title.key}", f"{old.label} {old.title}")
    if isinstance(title.procedure, Procedure):
        yield from part_faults(title.procedure, "称号", _PROCEDURE_PARTS, "E560")
        if isinstance(title.procedure.term, Term):
            yield from part_faults(title.procedure.term, "称号", _TERM_PARTS, "E560")
    else:
        remedy = "请写 程序=程序(…)：由谁认定、依据什么、其间的环节"
        yield Fault("E564", "称号没有写明程序", remedy, None if title.procedure is None else shown(title.procedure))


def _content_faults(title: TitleDefinition) -> Iterator[Fault]:
    """What its parts say that cannot be; they are of the right types."""
    if "" in names_of(title):
        yield Fault("E560", "称号的名称只有“企业”一类的字，指不出是哪一个", "请写证书上的全称", title.label)
    for old in title.old_names:
        if old.label in (title.label, *title.aliases):
            yield Fault("E560", "旧称就是现在的名称", "请去掉这个旧称，或改正名称", old.label)
    keys = [step.key for step in title.procedure.steps]
    if twice := sorted({key for key in keys if keys.count(key) > 1}):
        yield Fault("E560", "两个环节的键相同", "请换一个键", "、".join(twice))
    term = title.procedure.term
    if term is not None and term.years is not None and not 0 < term.years <= _LONGEST_TERM:
        yield Fault("E560", "称号的期限不是有效期的年数", f"请写 1 至 {_LONGEST_TERM} 之间的年数", str(term.years))


def _key_faults(title: TitleDefinition, earlier: list[TitleDefinition]) -> Iterator[Fault]:
    if not _KEY.fullmatch(title.key) or title.key in _NO_KEYS:
        remedy = "请用 2 至 30 个小写字母、数字和下划线，以字母开头，如 gazelle_gz"
        yield Fault("E561", "称号的键不能用", remedy, title.key)
    known = title_definition(title.key) if title.key in TITLES else None
    elsewhere = known if known is not None and not _same_place(known, title) else None
    other = next((other for other in earlier if other.key == title.key), elsewhere)
    if other is not None:
        remedy = "请换一个键；同一称号只登记一次"
        yield Fault("E562", f"称号的键已用于{other.label}", remedy, f"{title.key}（{other.origin or '本软件'}）")


def _same_place(title: TitleDefinition, other: TitleDefinition) -> bool:
    return title.origin is not None and title.origin == other.origin


def _name_faults(title: TitleDefinition, earlier: list[TitleDefinition]) -> Iterator[Fault]:
    for word in names_of(title):
        found = named_title(word)
        known = title_definition(found.title) if found else None
        if known is None or _same_place(known, title):
            known = next((other for other in earlier if word in names_of(other)), None)
        if known is not None and known.key != title.key:
            yield Fault("E563", f"称号的名称已指{known.label}", "请换一个名称或别名", word)


def _place_faults(title: TitleDefinition) -> Iterator[Fault]:
    if title.region is not None and not Region(f"{title.region.province}0000").is_listed:
        yield Fault("E565", "没有这个省份", "请写省、市或区县的六位代码，如贵州省 520000", title.region.code)
    local = title.level in _CONFERRED_LOCALLY or title.origin is not None
    if local and title.region is None:
        yield Fault("E566", "没有写明是哪里的称号", '请写 地区=Region("六位代码")')
    if title.level is Level.NATIONAL and title.region is not None:
        yield Fault("E566", "国家级的称号不分地区", "请去掉地区，或写 级别=Level.PROVINCIAL 等", title.region.label)
