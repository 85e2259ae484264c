"""The list of rights in a dossier file: its entries, and the contradictions among their members."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from tiertrack.errors import BadDossier, BadQuantity, Fault
from tiertrack.facts.intellectual_property import NO_END, RIGHT_ATTRIBUTES, Acquisition, IpRight
from tiertrack.facts.parsing import parse_value
from tiertrack.logic.finding import Value

# The members of one entry; the rest are the attributes of a right by their keys.
RIGHT_MEMBERS = ("name", "number", *RIGHT_ATTRIBUTES, "note")

_NO_TERM = "长期"


def right_from(entry: Mapping[str, Any]) -> IpRight:
    """The right one entry describes, ``null`` and absence being unknown; raises BadDossier with faults placed in it."""
    faults: list[Fault] = []
    name, number = (_text(entry, member, faults) for member in ("name", "number"))
    if name is None:
        faults.append(Fault("E330", "知识产权没有名称", "请在 name 写名称，编号写在 number", place="name"))
    values = {key: value for key in RIGHT_ATTRIBUTES for value in _value(entry, key, faults)}
    if "transferred_on" in values:
        values.setdefault("acquired", Acquisition.TRANSFER.value)
    right = IpRight.of(name or "", number, values)
    faults.extend(_contradictions(right))
    if faults:
        raise BadDossier(*faults)
    return right


def _text(entry: Mapping[str, Any], member: str, faults: list[Fault]) -> str | None:
    value = entry.get(member)
    if value is None or isinstance(value, str):
        return (value or "").strip() or None
    faults.append(Fault("E304", f"“{member}”须是文字", "请加上引号", str(value), member))
    return None


def _value(entry: Mapping[str, Any], key: str, faults: list[Fault]) -> Iterator[Value]:
    """The value of one attribute, where there is one that can be read."""
    fact, raw = RIGHT_ATTRIBUTES[key], entry.get(key)
    if raw is None:
        return
    if key == "through" and raw == _NO_TERM:
        yield NO_END.toordinal()
    elif not isinstance(raw, str | int | Decimal):
        faults.append(Fault("E310", f"“{fact.label}”的值须是文字、整数或是否", "请核对写法", str(raw), key))
    else:
        try:
            yield parse_value(fact, raw)
        except BadQuantity as error:
            faults.extend(error.at(key).faults)


def _contradictions(right: IpRight) -> Iterator[Fault]:
    if right.transferred_on and right.acquired is Acquisition.ORIGINAL:
        remedy = "转入取得的请写 acquired 为“转入”，否则请去掉 transferred_on"
        yield Fault("E352", "原始取得的知识产权没有转入日", remedy, str(right.transferred_on), "transferred_on")
    if right.foreign_examined and right.foreign_family is False:
        what = "海外没有同族专利权，却写了经实质审查授权"
        yield Fault("E353", what, "请核对 foreign_family 与 foreign_examined", place="foreign_examined")
    if right.granted_on and right.through and right.through < right.granted_on:
        span = f"{right.granted_on}—{right.through}"
        yield Fault("E354", "有效期的最后一日早于授权日", "请核对 granted_on 与 through", span, "through")


def repeated_rights(rights: Iterable[tuple[str, IpRight]]) -> Iterator[tuple[str, Fault]]:
    """The places of rights that cannot be distinguished from an earlier one of the list, each with its fault."""
    seen: dict[str, str] = {}
    for place, right in rights:
        # ZL 2019 1 0000001.X is ZL201910000001.x.
        mark = "".join(right.number.split()).upper().removeprefix("ZL") if right.number else f"“{right.name}”"
        earlier = seen.setdefault(mark, place)
        if earlier != place:
            same = "编号相同" if right.number else "名称相同，又都没有编号"
            remedy = "是同一项的请只留一项，否则请写上各自的编号"
            yield place, Fault("E351", f"与 {earlier} {same}", remedy, right.number or right.name)
