"""What criteria ask of one fact, and how the fact is written, in Chinese."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import attrs

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


def limits_on(test: Test, key: str) -> Iterator[str]:
    """What a condition asks of the fact with this key, a limit each, in reading order; of a scorecard the items. A
    limit that is one way among several says so, with the names of the ways it lies on."""
    for ways, limit in _limits(test, key):
        named = "，".join(dict.fromkeys(filter(None, ways)))
        yield f"{_ONE_OF}（{named}）：{limit}" if named else f"{_ONE_OF}：{limit}" if ways else limit


def _limits(test: Test, key: str) -> Iterator[tuple[tuple[str, ...], str]]:
    """Each limit after the ways that lead to it, from the outside in, "" where one has no name."""
    match test:
        case expr.Scorecard(sections):
            for item in (item for section in sections for item in section.items if _reads(item, key)):
                yield (), f"计分项 {item.name}"
        case expr.AnyOf(tests):
            for part in tests:
                yield from _by_way(_name(part), _limits(part, key))
        case expr.AtLeast(count, tests):
            for part in tests:
                yield from _by_way(f"{len(tests)} 项中至少 {count} 项", _limits(part, key))
        case expr.AllOf(tests):
            for part in tests:
                yield from _limits(part, key)
        case expr.Over(inner) if isinstance(inner, expr.AllOf | expr.AnyOf):
            for part in inner.tests:
                found = _limits(attrs.evolve(test, test=part), key)
                yield from _by_way(_name(part), found) if isinstance(inner, expr.AnyOf) else found
        case expr.Switch(ref, cases):
            names = dict(ref.choices)
            for value, inner in cases:
                yield from ((ways, f"{names[value]}：{limit}") for ways, limit in _limits(inner, key))
        case expr.Provided(inner):
            yield from _limits(inner, key)
        case _:
            if _reads(test, key):
                yield (), condition_text(test)


def _by_way(name: str, limits: Iterable[tuple[tuple[str, ...], str]]) -> Iterator[tuple[tuple[str, ...], str]]:
    yield from (((name, *ways), limit) for ways, limit in limits)


def _name(test: Test) -> str:
    return test.label if isinstance(test, expr.AllOf | expr.AnyOf | expr.AtLeast) else ""


def _reads(node: object, key: str) -> bool:
    return any(asked_key(ref.key) == key for ref in refs(node))
