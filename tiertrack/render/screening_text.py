"""Screenings, near misses and the impact of a change as Chinese text, plain data and rows for a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from tiertrack.facts.industry import SECTIONS
from tiertrack.facts.units import format_share
from tiertrack.ladder.distance import Gap
from tiertrack.law.scope import Region
from tiertrack.render.shortfalls import shortfalls_text
from tiertrack.rules.edition import Edition
from tiertrack.screening.results import Absent, Clause, Impact, NearMiss, NearMisses, Outcome, Screening

__all__ = [
    "impact_data",
    "impact_rows",
    "impact_text",
    "near_data",
    "near_rows",
    "near_text",
    "screened_data",
    "screened_text",
]

_SECTION = dict(SECTIONS)


# What came of a screening.


def screened_text(screened: Screening) -> str:
    """How many meet the standard, how each criterion came out, and the first of those who meet it."""
    lines = [*_heading(screened.editions, str(screened.on)), ""]
    lines.append(
        f"共 {screened.total} 家：符合 {screened.met}，不符合 {screened.failed}，待补充 {screened.open}"
        f"（可能符合的最多 {screened.met + screened.open} 家）"
    )
    lines += [*_warnings(screened.absent, screened.suspicions), "", "逐条：", *map(_clause_line, screened.clauses)]
    if screened.rows:
        lines += ["", f"符合的（前 {len(screened.rows)} 家）：", *(f"  {_who(row)}" for row in screened.rows)]
    if screened.into:
        lines += ["", f"全部结果已写入 {screened.into}"]
    return "\n".join(lines)


def _heading(editions: Sequence[Edition], on: str) -> Iterator[str]:
    first = editions[0]
    yield f"筛查 · {first.tier.label}{first.act_label and f' · {first.act_label}'} · {on}"
    for one in editions:
        label = f"{one.label} " if one.variant else ""
        place = f"（{one.region.label}）" if one.region else ""
        yield f"依据 {label}{one.citations}{place}"


def _warnings(absent: Iterable[Absent], suspicions: Iterable[str]) -> Iterator[str]:
    for one in absent:
        yield f"⚠ 没有“{one.label}”（{one.name}）一列，按未知处理；读它的条件：{'、'.join(one.criteria)}"
    for told in suspicions:
        yield f"⚠ {told}"


def _clause_line(one: Clause) -> str:
    return f"  {one.key} {one.title}：符合 {one.met}，不符合 {one.failed}，待补充 {one.open}"


def _who(row: dict[str, Any]) -> str:
    told = (row.get(name) for name in ("name", "uscc", "region", "industry"))
    return "　".join(str(one) for one in told if one)


def screened_data(screened: Screening) -> dict[str, Any]:
    """The same as plain data."""
    return {
        "on": screened.on.isoformat(),
        "editions": [_edition(one) for one in screened.editions],
        "counts": {
            "total": screened.total,
            "true": screened.met,
            "false": screened.failed,
            "unknown": screened.open,
        },
        "criteria": [
            {"key": one.key, "title": one.title, "true": one.met, "false": one.failed, "unknown": one.open}
            for one in screened.clauses
        ],
        **_doubts(screened.absent, screened.suspicions),
        "met": [dict(row) for row in screened.rows],
        "into": screened.into,
    }


def _edition(edition: Edition) -> dict[str, str]:
    return {"key": edition.key, "digest": edition.digest, "citation": edition.citations}


def _doubts(absent: Iterable[Absent], suspicions: Sequence[str]) -> dict[str, Any]:
    columns = [{"column": one.name, "label": one.label, "criteria": list(one.criteria)} for one in absent]
    return {"absent": columns, "suspicions": list(suspicions)}


# NearMiss misses.


def near_text(misses: NearMisses, shown: int | None = None) -> str:
    """Whom to visit: each enterprise with what it lacks, the nearest first."""
    found = misses.found if shown is None else misses.found[:shown]
    more = f"，列出前 {len(found)} 家" if len(found) < len(misses.found) else ""
    lines = [*_heading(misses.editions, str(misses.on)), "", f"差一点的企业 {len(misses.found)} 家{more}（由近到远）"]
    lines += _warnings(misses.absent, misses.suspicions)
    for number, one in enumerate(found, 1):
        given = one.closing.assessment.given
        who = "　".join(filter(None, (given.name, given.uscc, given.region)))
        open_ = f"　另有 {one.open} 条待补充" if one.open else ""
        lines += ["", f"{number}. {who}{open_}", *(f"   ✗ {_gap_text(one, gap)}" for gap in one.closing.gaps)]
    return "\n".join(lines)


def _gap_text(one: NearMiss, gap: Gap) -> str:
    short = _short(one, gap)
    distance = "" if gap.distance is None else f"（相当于界线的 {format_share(gap.distance)}）"
    return f"{gap.judged.criterion.key} {gap.judged.criterion.title}{f'：{short}{distance}' if short else ''}"


def _short(one: NearMiss, gap: Gap) -> str:
    return shortfalls_text(gap.judged.finding, one.closing.assessment.asof.on)


def near_rows(misses: NearMisses) -> Iterator[tuple[str, ...]]:
    """The same for a spreadsheet, its headings first: a line for each criterion an enterprise fails."""
    yield (
        "企业名称",
        "统一社会信用代码",
        "所在地",
        "行业",
        "版本",
        "条件",
        "事项",
        "差距",
        "相当于界线的",
        "其余待补充条数",
    )
    for one in misses.found:
        given, edition = one.closing.assessment.given, one.closing.assessment.edition
        who = (given.name, given.uscc or "", given.region or "", given.industry or "", edition.key)
        for gap in one.closing.gaps:
            share = "" if gap.distance is None else format_share(gap.distance)
            criterion = gap.judged.criterion
            yield *who, criterion.key, criterion.title, _short(one, gap), share, str(one.open)


def near_data(misses: NearMisses) -> dict[str, Any]:
    """The same as plain data."""
    return {
        "on": misses.on.isoformat(),
        "editions": [_edition(one) for one in misses.editions],
        **_doubts(misses.absent, misses.suspicions),
        "near": [_near_data(one) for one in misses.found],
    }


def _near_data(one: NearMiss) -> dict[str, Any]:
    given, edition = one.closing.assessment.given, one.closing.assessment.edition
    return {
        "name": given.name,
        "uscc": given.uscc,
        "region": given.region,
        "industry": given.industry,
        "edition": edition.key,
        "open": one.open,
        "gaps": [
            {
                "key": gap.judged.criterion.key,
                "title": gap.judged.criterion.title,
                "shortfall": _short(one, gap),
                "distance": None if gap.distance is None else str(gap.distance),
            }
            for gap in one.closing.gaps
        ],
    }


# The impact of a change.


def impact_text(impact: Impact) -> str:
    """Who gains, keeps and loses, which clause costs how many, and the same by region and industry."""
    lines = [
        f"政策影响 · {impact.after.label} · {impact.on}",
        f"从 {impact.before.key}　{impact.before.citations}",
        f"到 {impact.after.key}　{impact.after.citations}",
        "",
        f"共 {impact.total} 家",
        *(f"  {outcome.label} {count} 家" for outcome, count in impact.outcomes().items()),
        *_warnings(impact.absent, impact.suspicions),
        "",
        "原来符合的企业，新标准逐条卡住多少家：",
    ]
    lines += [
        f"  {one.key} {one.title}：不符合 {one.failed} 家（其中只差这一条的 {one.alone} 家），待补充 {one.open} 家"
        for one in impact.costs
        if one.failed or one.open
    ]
    for heading, rows in (("按地区", _by_region(impact)), ("按行业门类", _by_section(impact))):
        lines += ["", f"{heading}："]
        lines += [f"  {label}：{_outcomes_text(found)}" for label, found in rows]
    return "\n".join(lines)


def _outcomes_text(found: dict[Outcome, int]) -> str:
    return "，".join(f"{outcome.label} {count}" for outcome, count in found.items() if count)


def _by_region(impact: Impact) -> Iterator[tuple[str, dict[Outcome, int]]]:
    for code, found in impact.by(lambda cell: cell.region).items():
        yield (f"{_region_label(code)}（{code}）" if code else "所在地不明"), found


def _region_label(code: str) -> str:
    return Region(code).label


def _by_section(impact: Impact) -> Iterator[tuple[str, dict[Outcome, int]]]:
    for section, found in impact.by(lambda cell: cell.section).items():
        yield (f"{section} {_SECTION.get(section, '')}".strip() if section else "行业不明"), found


def impact_rows(impact: Impact) -> Iterator[tuple[str, ...]]:
    """The same for a spreadsheet, its headings first: the total, each clause, each region and each industry."""
    yield "分项", "名称", *(outcome.label for outcome in Outcome), "不符合", "只差这一条", "待补充"
    yield "合计", "", *_numbers(impact.outcomes()), "", "", ""
    for one in impact.costs:
        clause = f"{one.key} {one.title}"
        yield "条件", clause, *([""] * len(Outcome)), str(one.failed), str(one.alone), str(one.open)
    for kind, rows in (("地区", _by_region(impact)), ("行业", _by_section(impact))):
        for label, found in rows:
            yield kind, label, *_numbers(found), "", "", ""


def _numbers(found: dict[Outcome, int]) -> Iterator[str]:
    return (str(found[outcome]) for outcome in Outcome)


def impact_data(impact: Impact) -> dict[str, Any]:
    """The same as plain data."""
    return {
        "on": impact.on.isoformat(),
        "from": _edition(impact.before),
        "to": _edition(impact.after),
        "total": impact.total,
        "outcomes": _outcomes_data(impact.outcomes()),
        "clauses": [
            {"key": one.key, "title": one.title, "failed": one.failed, "alone": one.alone, "unknown": one.open}
            for one in impact.costs
        ],
        "regions": {code or "": _outcomes_data(found) for code, found in impact.by(lambda cell: cell.region).items()},
        "industries": {
            section or "": _outcomes_data(found) for section, found in impact.by(lambda cell: cell.section).items()
        },
        **_doubts(impact.absent, impact.suspicions),
    }


def _outcomes_data(found: dict[Outcome, int]) -> dict[str, int]:
    return {outcome.value: count for outcome, count in found.items()}
