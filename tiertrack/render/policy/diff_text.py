"""Two editions side by side, in Chinese and as plain data: clause by clause, and of each clause limit by limit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from tiertrack.logic import expr
from tiertrack.logic.expr import Test
from tiertrack.render.members import edition_members
from tiertrack.render.phrases import INDENT, YearNamer, limit_text, relative_year, test_text, unit_of
from tiertrack.render.policy.ip_text import definition_changes
from tiertrack.rules.criterion import Criterion
from tiertrack.rules.diff import ClauseChange, ClauseStatus, PolicyDiff
from tiertrack.rules.edition import Edition
from tiertrack.rules.limit_order import LimitStatus
from tiertrack.rules.limits import LimitChange
from tiertrack.rules.matter import MatterChange

# What came or went says by itself neither.
_OF_ONE_SIDE = (LimitStatus.ADDED, LimitStatus.REMOVED)
# Of a way to meet a condition: one more is easier and one less stricter, which the words say.
_WAYS = {LimitStatus.ADDED: "多了一条途径", LimitStatus.REMOVED: "少了一条途径"}
# A clause in other words whose limits are the same: whether the words ask for more is not for a comparison to say.
_REWORDED = "改写　界线没有变，要点的文字有改"


def diff_text(old: Edition, new: Edition, changes: Iterable[ClauseChange]) -> str:
    """The changes between two editions, matter by matter; unchanged matters are only named."""
    lines = [f"由 {old.name}（{old.citations}）", f"到 {new.name}（{new.citations}）", ""]
    unchanged = []
    for change in changes:
        if change.change is ClauseStatus.SAME:
            unchanged.append(change.title)
        else:
            lines.append(change_text(change))
    lines += definition_changes(old, new)
    if unchanged:
        lines.append(f"【未变】{'、'.join(unchanged)}")
    return "\n".join(lines)


def policy_diff_text(diff: PolicyDiff) -> str:
    """The same of two editions side by side."""
    return diff_text(diff.before, diff.after, diff.changes)


def change_text(change: ClauseChange) -> str:
    """One matter as the old and the new edition have it."""
    heading = f"【{change.change.value}】{change.title}"
    if change.change is ClauseStatus.SAME:
        return heading
    lines = [f"{heading}　{pairing_text(change)}"]
    if change.before:
        lines.append(f"{INDENT}原 {change.before.gist}")
    if change.after:
        lines.append(f"{INDENT}新 {change.after.gist}")
    return "\n".join([*lines, *(f"{INDENT}{line}" for line in change_lines(change))])


def pairing_text(change: ClauseChange) -> str:
    """Which old clause is set against which new one."""
    return " ↔ ".join(_where(criterion) for criterion in (change.before, change.after))


def _where(criterion: Criterion | None) -> str:
    return "无" if criterion is None else criterion.clause or str(criterion.citation.provision)


def change_lines(change: ClauseChange) -> Iterator[str]:
    """What became of each limit of a clause that did not stay the same, and of the facts it reads."""
    if change.change is ClauseStatus.CHANGED or len(change.limits) > 1:
        yield from step_lines(change)
    if change.change is ClauseStatus.CHANGED:
        if not change.limits and not change.matters:
            yield _REWORDED
        if change.facts_before or change.facts_after:
            dropped, added = ("、".join(facts) or "没有" for facts in (change.facts_before, change.facts_after))
            yield f"所读事实 {dropped} → {added}"
    if change.elsewhere:
        where = "原" if change.before is None else "新"
        yield f"同类事实{where}见 {'、'.join(criterion.label for criterion in change.elsewhere)}"


def step_lines(change: ClauseChange) -> Iterator[str]:
    """What became of each limit and of each matter that did not stay the same, a line each."""
    yield from map(limit_line, change.limits)
    yield from map(matter_line, change.matters)


def matter_line(change: MatterChange) -> str:
    """What became of one matter a document lists."""
    effect = f"，{change.effect.label}" if change.status in _OF_ONE_SIDE else ""
    sides = " → ".join(one.text for one in (change.before, change.after) if one is not None)
    return f"{change.status.label}{effect}　{change.name}{f'：{sides}' if sides != change.name else ''}"


def limit_line(limit: LimitChange) -> str:
    """What became of one limit."""
    within = f"（{'，'.join(limit.within)}）" if limit.within else ""
    effect = f"，{limit.effect.label}" if limit.status in _OF_ONE_SIDE else ""
    became = _WAYS[limit.status] if limit.is_way else f"{limit.status.label}{effect}"
    return f"{became}{within}　{limit_sides(limit)}"


def limit_sides(limit: LimitChange) -> str:
    """The limit as it was and as it is; of one subject only the number is said again."""
    if limit.before is None or limit.after is None:
        return "".join(condition_text(test) for test in (limit.before, limit.after) if test is not None)
    old, new = condition_text(limit.before), condition_text(limit.after)
    if old == new:
        return f"{old}：计法有改"
    match limit.before, limit.after:
        case expr.Threshold(term), expr.Threshold(other, _comparator, number, word) if term == other:
            return f"{old} → {word} {limit_text(number, unit_of(other))}"
        case _:
            return f"{old} → {new}"


def condition_text(test: Test, name: YearNamer = relative_year) -> str:
    """A condition on one line, whatever it is made of."""
    match test:
        case expr.AllOf(tests):
            return "，且".join(_member_text(part, name) for part in tests)
        case expr.AnyOf(tests):
            return "，或".join(_member_text(part, name) for part in tests)
        case expr.AtLeast(count, tests):
            return f"{'、'.join(_member_text(part, name) for part in tests)}中至少 {count} 项"
        case expr.Over(inner, _offsets, _fold, label):
            return f"{label}{_member_text(inner, _no_year)}"
        case expr.Provided(inner):
            return f"{condition_text(inner, name)}，否则由主管部门认定"
        case _:
            return test_text(test, name)


def _member_text(test: Test, name: YearNamer) -> str:
    said = condition_text(test, name)
    return f"（{said}）" if isinstance(test, expr.AllOf | expr.AnyOf | expr.AtLeast) else said


def _no_year(_offset: int) -> str:
    """The year of a condition of every year, which its window says."""
    return ""


def change_data(change: ClauseChange) -> dict[str, Any]:
    """One clause of a comparison."""
    return {
        "change": change.change.name.lower(),
        "title": change.title,
        "effect": change.effect.value if change.effect else None,
        **dict(zip(("before_key", "after_key"), change.keys, strict=True)),
        "before_clause": _where(change.before) if change.before else None,
        "after_clause": _where(change.after) if change.after else None,
        "before": change.before.gist if change.before else None,
        "after": change.after.gist if change.after else None,
        "limits": limits_data(change),
        "matters": matters_data(change),
        "facts_dropped": list(change.facts_before),
        "facts_added": list(change.facts_after),
        "elsewhere": [criterion.key for criterion in change.elsewhere],
    }


def limits_data(change: ClauseChange) -> list[dict[str, Any]]:
    """What became of each limit of a clause."""
    return list(map(_limit_data, change.limits))


def matters_data(change: ClauseChange) -> list[dict[str, Any]]:
    """What became of each matter that the clause lists."""
    return [
        {
            "name": one.name,
            "status": one.status.value,
            "effect": one.effect.value,
            "before": one.before.text if one.before else None,
            "after": one.after.text if one.after else None,
        }
        for one in change.matters
    ]


def _limit_data(limit: LimitChange) -> dict[str, Any]:
    return {
        "status": limit.status.value,
        "effect": limit.effect.value,
        "before": condition_text(limit.before) if limit.before else None,
        "after": condition_text(limit.after) if limit.after else None,
        "within": list(limit.within),
    }


def diff_data(diff: PolicyDiff) -> dict[str, Any]:
    """The members of two editions side by side."""
    return {
        "before": edition_members(diff.before),
        "after": edition_members(diff.after),
        "changes": list(map(change_data, diff.changes)),
    }
