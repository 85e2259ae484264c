"""What criteria ask of one fact, and how the fact is written, in Chinese."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import attrs
from attrs import frozen

from tiertrack.facts.vocabulary import Fact
from tiertrack.logic import expr
from tiertrack.logic.expr import Test, refs
from tiertrack.logic.quantity import Kind
from tiertrack.render.policy.diff_text import condition_text
from tiertrack.rules.fact_sheet import asked_key

_WORDS = {
    Kind.MONEY: "金额，写明单位，如 5200万元",
    Kind.SHARE: "比例，如 12%",
    Kind.PEOPLE: "人数",
    Kind.COUNT: "个数",
    Kind.POINTS: "得分，至多两位小数",
    Kind.RANK: "位次",
    Kind.LEVEL: "等级",
    Kind.DATE: "日期，如 2019-03-12",
    Kind.FLAG: "是或否",
}
# Before a limit that need not be met where another way is.
_ONE_OF = "其一"


def written_as(fact: Fact) -> str:
    """How a fact is written: its kind, its choices, its unit, and whether it is of each year."""
    said = "、".join(name for _key, name in fact.choices) or _WORDS.get(fact.kind, "文字")
    if fact.kind is Kind.LEVEL:
        said = f"{said} {fact.lowest} 至 {fact.highest}"
    notes = [
        *(["按年度"] if fact.yearly else []),
        *([f"以{fact.unit}计"] if fact.unit else []),
        *(["可以为负"] if fact.lowest is None and fact.kind in (Kind.MONEY, Kind.SHARE) else []),
        *(["没有写 0"] if fact.kind is Kind.RANK and fact.lowest == 0 else []),
    ]
    return f"{said}（{'，'.join(notes)}）" if notes else said


@frozen
class _Way:
    """One of several things of which not all are asked: which it is, its name, and whether an enterprise has the choice
    (of the cases of a switch it has not)."""

    place: tuple[object, ...]
    name: str = ""
    is_choice: bool = True


_Limits = Iterator[tuple[tuple[_Way, ...], str]]


def limits_on(test: Test, key: str) -> Iterator[str]:
    """What a condition asks of the fact with this key, a limit each, in reading order; of a scorecard the items. What
    is one way among several says so, with the names of the ways it lies on, and says all that is asked on that way."""
    for ways, limits in itertools.groupby(_limits(test, key), key=lambda found: found[0]):
        said = [limit for _ways, limit in limits]
        choices = [way.name for way in ways if way.is_choice]
        if not choices:
            yield from said
            continue
        named = "，".join(dict.fromkeys(filter(None, choices)))
        yield f"{_ONE_OF}{f'（{named}）' if named else ''}：{'，且'.join(said)}"


def _limits(test: Test, key: str) -> _Limits:
    """Each limit after the ways that lead to it, from the outside in."""
    match test:
        case expr.Scorecard(sections):
            items = (item.name for section in sections for item in section.items if _reads(item, key))
            if names := "、".join(items):
                yield (), f"计分项 {names}"
        case expr.AnyOf(tests):
            for place, part in enumerate(tests):
                yield from _by_way(_Way((place,), _name(part)), _limits(part, key))
        case expr.AtLeast(count, tests):
            for place, part in enumerate(tests):
                yield from _by_way(_Way((place,), f"{len(tests)} 项中至少 {count} 项"), _limits(part, key))
        case expr.AllOf(tests):
            for part in tests:
                yield from _limits(part, key)
        case expr.Over(inner) if isinstance(inner, expr.AllOf | expr.AnyOf):
            for place, part in enumerate(inner.tests):
                found = _limits(attrs.evolve(test, test=part), key)
                is_choice = isinstance(inner, expr.AnyOf)
                yield from _by_way(_Way((place,), _name(part)), found) if is_choice else found
        case expr.Switch(ref, cases):
            names_of = dict(ref.choices)
            for value, inner in cases:
                for place, (ways, limit) in enumerate(_limits(inner, key)):
                    yield (_Way((value, place), is_choice=False), *ways), f"{names_of[value]}：{limit}"
        case expr.Provided(inner):
            yield from _limits(inner, key)
        case _:
            if _reads(test, key):
                yield (), condition_text(test)


def _by_way(way: _Way, limits: _Limits) -> _Limits:
    yield from (((way, *ways), limit) for ways, limit in limits)


def _name(test: Test) -> str:
    return test.label if isinstance(test, expr.AllOf | expr.AnyOf | expr.AtLeast) else ""


def _reads(node: object, key: str) -> bool:
    return any(asked_key(ref.key) == key for ref in refs(node))
