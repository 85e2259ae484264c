"""The list of rights in a file, read and written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any

from tiertrack.facts.intellectual_property import (
    NO_END,
    NO_TERM,
    RIGHT_ATTRIBUTES,
    IpRight,
    contradictions,
    repeated,
)
from tiertrack.facts.json_reading import JsonObject
from tiertrack.facts.parsing import parse_value
from tiertrack.facts.shared_members import scalar, written_value
from tiertrack.facts.vocabulary import Fact
from tiertrack.logic.finding import Value

_MEMBERS = ("name", "number", *RIGHT_ATTRIBUTES, "note")


def rights_in(given: JsonObject) -> tuple[IpRight, ...] | None:
    """The list of rights; an empty list states that there is none, no list nothing."""
    remedy = '请写成 [{"name": …, "kind": …, "granted_on": …}]'
    rights = given.parts("ip", lambda place, value: _right(place, given.part(place, value)), remedy)
    if rights is None:
        return None
    given.keep(repeated(rights))
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
    right = IpRight.of(name or "", number, {key: value for key, value in read.items() if value is not None})
    given.keep(contradictions({key: getattr(right, key) for key in RIGHT_ATTRIBUTES}))
    return (place, right) if given.sound else None


def _value(fact: Fact, raw: Any) -> Value:
    if fact.key == "through" and raw == NO_TERM:
        return NO_END.toordinal()
    return parse_value(fact, scalar(raw, f"“{fact.label}”的值"))


def rights_written(rights: Iterable[IpRight]) -> list[dict[str, Any]]:
    """The list of rights as a file has it."""
    return [
        {"name": right.name} | ({"number": right.number} if right.number else {}) | dict(_attributes(right))
        for right in rights
    ]


def _attributes(right: IpRight) -> Iterator[tuple[str, Any]]:
    for key, value in right.values.items():
        endless = key == "through" and right.through == NO_END
        yield key, NO_TERM if endless else written_value(RIGHT_ATTRIBUTES[key], value)
