"""Intellectual property as a list of rights: what is known of each, so that every standard can count by its own words.

Which right counts for what is not decided here; that differs from standard to standard.
"""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import Any, Self

from attrs import field, frozen

from tiertrack.brevity import briefly
from tiertrack.errors import Fault
from tiertrack.facts.construction import Members, checked, named, text_if_any, unchecked
from tiertrack.facts.stated_values import value_of
from tiertrack.facts.vocabulary import Fact
from tiertrack.labels import Labelled
from tiertrack.logic.finding import Value
from tiertrack.logic.quantity import Kind

# The last day of a right that has none, and how it is written.
NO_END, NO_TERM = dt.date.max, "长期"


class IpKind(Labelled):
    """The kinds of right the standards name; the value is the key in files."""

    INVENTION = "invention", "发明专利", "发明", "发明专利权"
    DEFENCE_PATENT = "defence_patent", "国防专利", "国防发明专利"
    PLANT_VARIETY = "plant_variety", "植物新品种", "植物新品种权"
    CROP_VARIETY = "crop_variety", "国家级农作物品种"
    NEW_DRUG = "new_drug", "国家新药"
    PROTECTED_TCM = "protected_tcm", "国家一级中药保护品种"
    IC_LAYOUT = "ic_layout", "集成电路布图设计专有权", "集成电路布图设计", "布图设计"
    UTILITY_MODEL = "utility_model", "实用新型专利", "实用新型", "实用新型专利权"
    DESIGN = "design", "外观设计专利", "外观设计", "外观专利", "外观设计专利权"
    SOFTWARE = "software", "软件著作权", "软著", "计算机软件著作权", "软件著作权登记"
    TRADEMARK = "trademark", "商标", "注册商标", "商标权"


class Acquisition(Labelled):
    """How the enterprise acquired a right: as its first owner, or from another (受让、受赠、并购)."""

    ORIGINAL = "original", "原始取得", "原始", "自主研发", "自主申请", "自主取得"
    TRANSFER = "transfer", "转入", "受让", "转让", "转让取得", "受让取得", "继受取得", "受赠", "购买"


@checked
@frozen
class IpRight:
    """One right of an enterprise; whatever is None is not known. Raises BadDossier with everything that is wrong.

    ``through`` is the last day of its protection, or of its belonging to the enterprise where that ended earlier
    (``NO_END`` where it has no term); ``pledge`` is in fen; ``holder_rank`` the enterprise's place among the owners;
    ``foreign_examined`` says that a member of the G20, Singapore or the European Patent Office granted a right of its
    family after substantive examination.
    """

    name: str
    number: str | None = None
    kind: IpKind | None = None
    acquired: Acquisition | None = None
    transferred_on: dt.date | None = None
    granted_on: dt.date | None = None
    through: dt.date | None = None
    holder_rank: int | None = None
    main_product: bool | None = None
    applied: bool | None = None
    main_business: bool | None = None
    industrialisable: bool | None = None
    strategic_emerging: bool | None = None
    foreign_family: bool | None = None
    foreign_examined: bool | None = None
    foreign_income: bool | None = None
    pledge: int | None = None
    awarded: bool | None = None
    values: Mapping[str, Value] = field(init=False, eq=False, repr=False)

    __repr__ = briefly

    @staticmethod
    def _checked(given: Members) -> None:
        given.need("name", named("E330", "知识产权没有名称", "请在 name 写名称，编号写在 number"))
        given.read("number", text_if_any)
        for key, fact in RIGHT_ATTRIBUTES.items():
            given.read(key, partial(_attribute, fact))
        given |= implied(given)
        given.faults += contradictions(given)

    @values.default
    def _known_values(self) -> Mapping[str, Value]:
        """What is known, as an expression reads it."""
        known = {key: getattr(self, key) for key in RIGHT_ATTRIBUTES}
        return {key: _plain(value) for key, value in known.items() if value is not None}

    @property
    def label(self) -> str:
        """Its kind and name, as 发明专利“…”."""
        return f"{self.kind.label if self.kind else '知识产权'}“{self.name}”"

    @classmethod
    def of(cls, name: str, number: str | None, values: Mapping[str, Value]) -> Self:
        """The right whose attributes have the values of ``parse_value``, not checked once more; the inverse of
        ``values``."""
        members: dict[str, Any] = {key: _READ[key](value) if key in _READ else value for key, value in values.items()}
        return unchecked(cls, name, number, **implied(members))


def implied(members: Mapping[str, Any]) -> dict[str, Any]:
    """The members of a right with what follows from them: what was transferred was acquired by transfer."""
    if members.get("transferred_on") and members.get("acquired") is None:
        return {**members, "acquired": Acquisition.TRANSFER}
    return dict(members)


def contradictions(right: Mapping[str, Any]) -> Iterator[Fault]:
    """The contradictions among the members of a right, each placed at one of them."""
    transferred_on, granted_on, through = (right.get(key) for key in ("transferred_on", "granted_on", "through"))
    if transferred_on and right.get("acquired") is Acquisition.ORIGINAL:
        remedy = "转入取得的，请把取得方式写为“转入”，否则请去掉转入日"
        what = "原始取得的知识产权没有转入日"
        yield Fault("E352", what, remedy, str(transferred_on), "transferred_on")
    if right.get("foreign_examined") and right.get("foreign_family") is False:
        what = "海外没有同族专利权，却写了经实质审查授权"
        yield Fault("E353", what, "请核对海外同族专利权的两项", None, "foreign_examined")
    if granted_on and through and through < granted_on:
        span = f"{granted_on}—{through}"
        yield Fault("E354", "有效期的最后一日早于授权日", "请核对授权日与有效至", span, "through")


def repeated_rights(listed: Iterable[IpRight] | None) -> Iterator[Fault]:
    """A fault for each right of a list that cannot be distinguished from an earlier one."""
    return repeated((f"ip[{index}]", right) for index, right in enumerate(listed or ()))


def repeated(rights: Iterable[tuple[str, IpRight]]) -> Iterator[Fault]:
    """The same of rights with their places."""
    seen: dict[str, str] = {}
    for place, right in rights:
        earlier = seen.setdefault(right_mark(right), place)
        if earlier != place:
            same = "编号相同" if right.number else "名称相同，又都没有编号"
            remedy = "是同一项的请只留一项，否则请写上各自的编号"
            yield Fault("E351", f"与 {earlier} {same}", remedy, right.number or right.name, place)


def right_mark(right: IpRight) -> str:
    """What tells a right from the others of a list: its number, and its name where it has none."""
    # ZL 2019 1 0000001.X is ZL201910000001.x.
    return "".join(right.number.split()).upper().removeprefix("ZL") if right.number else f"“{right.name}”"


def read_together(lists: Iterable[tuple[IpRight, ...]]) -> tuple[IpRight, ...]:
    """The rights that several sources list beside each other, each once; what they disagree on of a right is not known.

    A right without a number is that of another source whose name it bears, where there is one such and it may be of the
    same kind.
    """
    first, *others = [*lists] or [()]
    found = [*first]
    for listed in others:
        taken: set[int] = set()
        for right in listed:
            place = next((place for place in _alike(found, right) if place not in taken), len(found))
            taken.add(place)
            found[place : place + 1] = [_agreed(*found[place : place + 1], right)]
    return tuple(found)


def _alike(rights: list[IpRight], right: IpRight) -> list[int]:
    """Where among some rights this one is, if anywhere: by its number, else as the only one of its name it may be."""
    mark = right_mark(right)
    if numbered := [place for place, other in enumerate(rights) if right_mark(other) == mark]:
        return numbered
    named = [place for place, other in enumerate(rights) if other.name == right.name and _may_be(other, right)]
    return named if len(named) == 1 else []


def _may_be(one: IpRight, other: IpRight) -> bool:
    return None in (one.number, other.number) and (None in (one.kind, other.kind) or one.kind is other.kind)


# What a contradiction is between, by the member it is placed at.
_BETWEEN = {"transferred_on": "acquired", "foreign_examined": "foreign_family", "through": "granted_on"}


def _agreed(one: IpRight, *others: IpRight) -> IpRight:
    """A right by what sources say of it, as far as they do not disagree, in a value or with one another."""
    if not others:
        return one
    every = (one, *others)
    said = {key: {right.values[key] for right in every if key in right.values} for key in RIGHT_ATTRIBUTES}
    values = {key: next(iter(found)) for key, found in said.items() if len(found) == 1}
    if "acquired" not in values:
        # A day of transfer would say that it was one.
        values.pop("transferred_on", None)
    number = next((right.number for right in every if right.number), None)
    right = IpRight.of(one.name, number, values)
    for fault in contradictions({key: getattr(right, key) for key in RIGHT_ATTRIBUTES}):
        for key in (str(fault.place), _BETWEEN[str(fault.place)]):
            values.pop(key, None)
    return IpRight.of(one.name, number, values)


def _attribute(fact: Fact, stated: Any) -> object:
    """An attribute as the class has it, of a value as a program states it."""
    if fact.key == "through" and isinstance(stated, str | dt.date) and stated in (NO_END, NO_TERM):
        return NO_END
    value = value_of(fact, stated.value if isinstance(stated, Labelled) else stated)
    return _READ[fact.key](value) if fact.key in _READ else value


def _plain(value: object) -> Value:
    match value:
        case enum.Enum():
            return str(value.value)
        case dt.date():
            return value.toordinal()
        case _:
            return value  # type: ignore[return-value]


def _choice(key: str, label: str, of: type[Labelled]) -> Fact:
    also = tuple((word, member.value) for member in of for word in member.also)
    return Fact(key, label, Kind.CHOICE, choices=tuple((one.value, one.label) for one in of), also=also)


_ATTRIBUTES = (
    _choice("kind", "种类", IpKind),
    _choice("acquired", "取得方式", Acquisition),
    Fact("transferred_on", "转入日", Kind.DATE),
    Fact("granted_on", "授权日", Kind.DATE),
    Fact("through", "有效至", Kind.DATE),
    Fact("holder_rank", "权利人排名", Kind.RANK, lowest=1),
    Fact("main_product", "与主导产品相关", Kind.FLAG),
    Fact("applied", "已实际应用并产生经济效益", Kind.FLAG),
    Fact("main_business", "应用于主营业务", Kind.FLAG),
    Fact("industrialisable", "能够产业化", Kind.FLAG),
    Fact("strategic_emerging", "属战略性新兴产业", Kind.FLAG),
    Fact("foreign_family", "海外有同族专利权", Kind.FLAG),
    Fact("foreign_examined", "海外同族经实质审查授权", Kind.FLAG),
    Fact("foreign_income", "在海外取得收入", Kind.FLAG),
    Fact("pledge", "质押融资金额", Kind.MONEY),
    Fact("awarded", "获国家科学技术奖或中国专利奖", Kind.FLAG),
)

# The attributes of a right beside its name and number, by their keys.
RIGHT_ATTRIBUTES = {fact.key: fact for fact in _ATTRIBUTES}


def _day(value: Value) -> dt.date:
    return dt.date.fromordinal(int(value))


_READ: dict[str, Callable[[Any], object]] = {
    "kind": IpKind,
    "acquired": Acquisition,
    "transferred_on": _day,
    "granted_on": _day,
    "through": _day,
}
