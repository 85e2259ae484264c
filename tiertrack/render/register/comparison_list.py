"""What turned between two days in a register, as Chinese text, as the cells of a table and as plain data."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tiertrack.facts.credit_code import shown_credit_code
from tiertrack.law.scope import Act
from tiertrack.render.comparison_text import NOT_ASKED, crossing_data
from tiertrack.render.members import edition_members, moment_members
from tiertrack.render.phrases import moment_text, place_text
from tiertrack.render.register.firm_text import Sheet
from tiertrack.rules.edition import Edition
from tiertrack.screening.turned_firms import RegisterComparison, TurnedCriterion, TurnedFirm

# How many of each group a text names unless told otherwise.
SHOWN = 20


def register_comparison_text(found: RegisterComparison, shown: int | None = None) -> str:
    """Both days, how many turned to what and what made them, and those that did."""
    moments = "两天" if found.before.on != found.after.on else "同一天两个时刻所知"
    lines = [f"{found.title}{found.act.label}　{moments}相比"]
    for word, asof, editions in (
        ("由", found.before, found.editions_before),
        ("到", found.after, found.editions_after),
    ):
        lines.append(f"{word} {moment_text(asof)}　{_standards(editions)}")
    apart = f"；只在一天有标准可判断或登记在册的 {found.apart} 家不比较" if found.apart else ""
    lines += ["", f"共 {found.total} 家：变了 {len(found.found)} 家，没有变 {found.unchanged} 家{apart}"]
    lines += [f"⚠ {suspicion}" for suspicion in found.suspicions]
    if found.recounted:
        lines.append(f"口径变了的条：{'、'.join(found.recounted)}；用的还是原来的答案的，请照新口径重新确认")
    for (before, after), causes in found.turned().items():
        told = "，".join(f"{cause.label} {count} 家" for cause, count in causes.items() if count)
        lines.append(f"{found.act.word(before)} → {found.act.word(after)} {sum(causes.values())} 家：{told}")
    if found.found and shown != 0:
        part = found.found if shown is None else found.found[:shown]
        lines += ["", *(line for number, one in enumerate(part, 1) for line in _lines(number, one))]
        if len(part) < len(found.found):
            lines.append(f"另有 {len(found.found) - len(part)} 家，用 to_text 全部列出")
    return "\n".join(lines)


def _standards(editions: tuple[Edition, ...]) -> str:
    return "；".join(f"{edition.name}（{edition.citation}）" for edition in editions)


def _lines(number: int, one: TurnedFirm) -> Iterator[str]:
    yield f"{number}. {one.name}　{_turned(one)}　{one.turned_by.label}"
    if one.criteria:
        yield f"   {'；'.join(_criteria_texts(one))}"


def _turned(one: TurnedFirm) -> str:
    word = one.after.act.word
    return f"{word(one.crossing.before)} → {word(one.crossing.after)}"


def _criteria_texts(one: TurnedFirm) -> Iterator[str]:
    return (_criterion_text(criterion, one.after.act) for criterion in one.criteria)


def _criterion_text(one: TurnedCriterion, act: Act) -> str:
    before = NOT_ASKED if one.before_key is None else act.word(one.crossing.before)
    after = NOT_ASKED if one.after_key is None else act.word(one.crossing.after)
    turned_by = one.crossing.turned_by
    return f"{one.title} {before} → {after}（{turned_by.label if turned_by else ''}）"


def register_comparison_data(found: RegisterComparison) -> dict[str, Any]:
    """The members of the whole, everybody that turned in full."""
    return {
        "title": found.title,
        "act": found.act.value,
        "before": _day_data(found.before, found.editions_before),
        "after": _day_data(found.after, found.editions_after),
        "total": found.total,
        "unchanged": found.unchanged,
        "apart": found.apart,
        "counts": [crossing_data(one.crossing) | {"count": one.count} for one in found.counts],
        "recounted": list(found.recounted),
        "suspicions": list(found.suspicions),
        "firms": [turned_firm_data(one) for one in found.found],
    }


def _day_data(asof: Any, editions: tuple[Edition, ...]) -> dict[str, Any]:
    return {**moment_members(asof), "editions": [edition_members(edition) for edition in editions]}


def turned_firm_text(one: TurnedFirm) -> str:
    """One that turned, with the conditions that did."""
    return "\n".join(
        [
            f"{one.name}　{_turned(one)}　{one.turned_by.label}　{one.before.name} → {one.after.name}",
            *(f"   {criterion}" for criterion in _criteria_texts(one)),
        ]
    )


def turned_firm_data(one: TurnedFirm) -> dict[str, Any]:
    """The members of one that turned."""
    return {
        "name": one.name,
        "uscc": one.uscc,
        "region": one.region,
        "industry": one.industry,
        "before_edition": one.before.key,
        "after_edition": one.after.key,
        **crossing_data(one.crossing),
        "criteria": [
            {
                "title": criterion.title,
                "before_key": criterion.before_key,
                "after_key": criterion.after_key,
                **crossing_data(criterion.crossing),
            }
            for criterion in one.criteria
        ],
    }


_HEADINGS = (
    *("企业", "信用代码", "地区", "行业", "原结论", "现结论", "因为", "旧资料按新标准", "新资料按旧标准"),
    *("变了的条件", "原来的版本", "现在的版本"),
)


def _cells(one: TurnedFirm) -> Iterator[tuple[str, ...]]:
    crossing = one.crossing
    yield (
        one.name,
        shown_credit_code(one.uscc) if one.uscc else "",
        place_text(one.region, None) if one.region else "",
        one.industry or "",
        *map(one.after.act.word, (crossing.before, crossing.after)),
        one.turned_by.label,
        *map(one.after.act.word, (crossing.by_new_standard, crossing.with_new_facts)),
        "；".join(_criteria_texts(one)),
        one.before.name,
        one.after.name,
    )


TURNED = Sheet(_HEADINGS, _cells, turned_firm_data)
