"""The list of rights in a file: its entries, and the contradictions among their members."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Any

from tiertrack.facts.intellectual_property import NO_END, RIGHT_ATTRIBUTES, Acquisition, IpRight
from tiertrack.facts.json_reading import JsonObject
from tiertrack.facts.parsing import parse_value
from tiertrack.facts.shared_members import scalar
from tiertrack.facts.vocabulary import Fact
from tiertrack.logic.finding import Value

_MEMBERS = ("name", "number", *RIGHT_ATTRIBUTES, "note")
_NO_TERM = "长期"


def rights_in(given: JsonObject) -> tuple[IpRight, ...] | None:
    """The list of rights; an empty list states that there is none, no list nothing."""
    remedy = '请写成 [{"name": …, "kind": …, "granted_on": …}]'
    rights = given.parts("ip", lambda place, value: _right(place, given.part(place, value)), remedy)
    if rights is None:
        return None
    _refuse_repeated(given, rights)
    return tuple(right for _key, right in rights)


def _right(place: str, given: JsonObject) -> tuple[str, IpRight] | None:
    """The right an entry describes, with the place of the entry; None where, with its faults kept, it is wrong."""
    if not given.sound:
        return None
    given.refuse_others(_MEMBERS)
    name, number = given.text("name"), given.text("number")
    if name is None:
        given.fault("name", "E330", "知识产权没有名称", "请在 name 写名称，编号写在 number")
    read = {key: given.value(key, partial(_value, fact)) for key, fact in RIGHT_ATTRIBUTES.items()}
    values = {key: value for key, value in read.items() if value is not None}
    if "transferred_on" in values:
        values.setdefault("acquired", Acquisition.TRANSFER.value)
    right = IpRight.of(name or "", number, values)
    _refuse_contradictions(given, right)
    return (place, right) if given.sound else None


def _value(fact: Fact, raw: Any) -> Value:
    if fact.key == "through" and raw == _NO_TERM:
        return NO_END.toordinal()
    return parse_value(fact, scalar(raw, f"“{fact.label}”的值"))


def _refuse_contradictions(given: JsonObject, right: IpRight) -> None:
    if right.transferred_on and right.acquired is Acquisition.ORIGINAL:
        remedy = "转入取得的请写 acquired 为“转入”，否则请去掉 transferred_on"
        given.fault("transferred_on", "E352", "原始取得的知识产权没有转入日", remedy, right.transferred_on)
    if right.foreign_examined and right.foreign_family is False:
        what = "海外没有同族专利权，却写了经实质审查授权"
        given.fault("foreign_examined", "E353", what, "请核对 foreign_family 与 foreign_examined")
    if right.granted_on and right.through and right.through < right.granted_on:
        span = f"{right.granted_on}—{right.through}"
        given.fault("through", "E354", "有效期的最后一日早于授权日", "请核对 granted_on 与 through", span)


def _refuse_repeated(given: JsonObject, rights: Iterable[tuple[str, IpRight]]) -> None:
    """Keeps a fault for each right that cannot be distinguished from an earlier one of the list."""
    seen: dict[str, str] = {}
    for key, right in rights:
        # ZL 2019 1 0000001.X is ZL201910000001.x.
        mark = "".join(right.number.split()).upper().removeprefix("ZL") if right.number else f"“{right.name}”"
        earlier = seen.setdefault(mark, key)
        if earlier != key:
            same = "编号相同" if right.number else "名称相同，又都没有编号"
            remedy = "是同一项的请只留一项，否则请写上各自的编号"
            given.fault(key, "E351", f"与 {earlier} {same}", remedy, right.number or right.name)
