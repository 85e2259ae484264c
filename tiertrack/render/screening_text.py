"""Screenings, near misses and the impact of a change as Chinese text, plain data and rows for a spreadsheet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from tiertrack.facts.industry import SECTIONS
from tiertrack.facts.units import format_share
from tiertrack.ladder.distance import Closing, Gap
from tiertrack.law.scope import Act
from tiertrack.logic.truth import Truth
from tiertrack.render.alternatives import lacking_told
from tiertrack.render.caveat_lines import caveat_data, caveat_text
from tiertrack.render.columns_text import reading_data, reading_lines, unread_data, unread_lines
from tiertrack.render.members import edition_members
from tiertrack.render.phrases import distance_text, place_text
from tiertrack.render.shortfalls import Precision, left_until_hit, shortfalls_text
from tiertrack.rules.caveats import not_held_by_some
from tiertrack.rules.criterion import called
from tiertrack.rules.edition import Edition
from tiertrack.screening.results import DECIDES_THE_EDITION, Clause, Impact, NearMiss, NearMisses, Outcome, Screening

_SECTION = dict(SECTIONS)


# Results.

# The line above those of the criteria.
CRITERIA = "逐条："


def screened_text(screened: Screening) -> str:
    """How many meet the standard, the counts of each criterion, and the first of those that meet it."""
    lines = [*heading_lines("筛查", screened.editions, screened.on), ""]
    act = screened.editions[0].act
    met = act.word(Truth.TRUE)
    lines.append(
        f"共 {screened.total} 家：{_counts(screened, act)}（可能{met}的最多 {screened.met + screened.open} 家）"
    )
    lines += [*_warnings(screened), "", CRITERIA, *_clause_lines(screened)]
    if screened.rows:
        lines += [
            "",
            f"{met}的（前 {len(screened.rows)} 家）：",
            *(f"  {_who(row, screened.on)}" for row in screened.rows),
        ]
    if screened.into:
        lines += ["", f"{'结果' if screened.left_out else '全部结果'}已写入 {screened.into}"]
    if screened.left_out:
        title = screened.editions[0].tier.label
        lines.append(f"当日已持有{title}的 {screened.left_out} 家没有写进去；要写进去请写 holders=Holders.INCLUDED")
    return "\n".join(lines)


def heading_lines(what: str, editions: Sequence[Edition], on: dt.date) -> Iterator[str]:
    """What an answer about many enterprises is, and the standards it is by."""
    first = editions[0]
    yield f"{what} · {first.tier.label}{first.act_label and f' · {first.act_label}'} · {on}"
    for edition in editions:
        label = f"{edition.label} " if edition.variant else ""
        place = f"（{edition.region.label_on(on)}）" if edition.region else ""
        yield f"依据 {label}{edition.citations_on(on)}{place}"


def warnings_text(found: Screening | NearMisses | Impact) -> str:
    """What is to be said beside an answer that has no room for it, as a file."""
    return "\n".join(_warnings(found))


def _warnings(found: Screening | NearMisses | Impact) -> Iterator[str]:
    if (unheld := not_held_by_some(_act(found))) is not None:
        yield f"⚠ {caveat_text(unheld)}"
    for column in found.absent:
        why = f"读它的条件：{told}" if (told := "、".join(column.clauses)) else DECIDES_THE_EDITION
        yield f"⚠ 没有“{column.label}”一列，按未知处理；{why}"
    yield from reading_lines(found.reading)
    yield from unread_lines(found.unread)
    for suspicion in found.suspicions:
        yield f"⚠ {suspicion}"


def _act(found: Screening | NearMisses | Impact) -> Act:
    return found.after.act if isinstance(found, Impact) else found.editions[0].act


def _clause_lines(screened: Screening) -> Iterator[str]:
    named = clause_names(screened.editions)
    act = screened.editions[0].act
    return (f"  {named(clause.key, clause.title)}：{_counts(clause, act)}" for clause in screened.clauses)


def clause_names(editions: Sequence[Edition]) -> Callable[[str, str], str]:
    """What criteria of editions are called, by the column and the title of each; where editions stand side by side,
    with what it is the standard of."""
    several = len({edition.variant for edition in editions}) > 1
    found: dict[str, str] = {}
    for edition in editions:
        of, beside = (f"{edition.variant_key}:", edition.label) if several and edition.variant else ("", "")
        for criterion in edition.criteria:
            found.setdefault(f"{of}{criterion.key}", f"{beside}{criterion.clause}")
    return lambda key, title: called(found.get(key, ""), title)


def _counts(found: Screening | Clause, act: Act) -> str:
    counted = ((Truth.TRUE, found.met), (Truth.FALSE, found.failed), (Truth.UNKNOWN, found.open))
    return "，".join(f"{act.word(truth)} {count}" for truth, count in counted)


def _who(firm: Mapping[str, Any], on: dt.date) -> str:
    told = {name: str(firm[name]) for name in ("name", "uscc", "region", "industry") if firm.get(name)}
    return "　".join((told | {"region": place_text(told["region"], on)} if "region" in told else told).values())


def screened_data(screened: Screening) -> dict[str, Any]:
    """The same as plain data."""
    return {
        "on": screened.on.isoformat(),
        "editions": [edition_members(edition) for edition in screened.editions],
        "counts": {"total": screened.total, **_counts_data(screened)},
        "criteria": [{"key": clause.key, "title": clause.title, **_counts_data(clause)} for clause in screened.clauses],
        **_doubts(screened),
        "met": [dict(row) for row in screened.rows],
        "into": screened.into,
        "left_out": screened.left_out,
    }


def _counts_data(found: Screening | Clause) -> dict[str, int]:
    return {"true": found.met, "false": found.failed, "unknown": found.open}


def _doubts(found: Screening | NearMisses | Impact) -> dict[str, Any]:
    unheld = not_held_by_some(_act(found))
    columns = [
        {"column": column.name, "label": column.label, "criteria": list(column.criteria)} for column in found.absent
    ]
    return {
        "absent": columns,
        "unread": unread_data(found.unread),
        "suspicions": list(found.suspicions),
        "reading": reading_data(found.reading),
        **({} if unheld is None else {"notices": [caveat_data(unheld)]}),
    }


# Near misses.


def near_text(misses: NearMisses, shown: int | None = None) -> str:
    """The enterprises worth a visit, each with its shortfalls, the nearest first."""
    found = misses.found if shown is None else misses.found[:shown]
    more = f"，列出前 {len(found)} 家" if len(found) < len(misses.found) else ""
    applied = misses.editions[0].act.is_applied_for
    lines = [
        *heading_lines("筛查", misses.editions, misses.on),
        "",
        f"{'差一点' if applied else '接近退市指标'}的企业 {len(misses.found)} 家{more}（由近到远）",
    ]
    each = "每条差得都不" if applied else "最近的一项离触及不"
    lines += [f"{each}超过界线的 {format_share(misses.within)}；没有程度可言的（如没有某个称号）不在其中"]
    lines += _warnings(misses)
    lines += _near_lines(found, misses.on)
    if misses.barred:
        apart = misses.barred if shown is None else misses.barred[:shown]
        more = f"，列出前 {len(apart)} 家" if len(apart) < len(misses.barred) else ""
        lines += ["", f"硬性条件不符的 {len(misses.barred)} 家{more}（{BARRED}），不在上面的数里"]
        lines += _near_lines(apart, misses.on)
    return "\n".join(lines)


# Why effort is of no use, as by being too large.
BARRED = "也差得不多，但规模太大、行业不对这类短期内改变不了"


def _near_lines(found: Sequence[NearMiss], on: dt.date) -> Iterator[str]:
    for number, near in enumerate(found, 1):
        given = near.closing.assessment.given
        who = _who({"name": given.name, "uscc": given.uscc, "region": given.region}, on)
        open_ = f"　另有 {near.open} 条待补充" if near.open else ""
        yield from (
            "",
            f"{number}. {who}{open_}",
            *(f"   {_mark(near)} {_gap_text(near, gap)}" for gap in near.closing.gaps),
        )


def _mark(near: NearMiss) -> str:
    return "✗" if near.closing.assessment.edition.act.is_applied_for else "接近"


def near_left_out_text(misses: NearMisses) -> str:
    """What is said beside a file of those worth a visit of those who are not in it; empty where there are none."""
    return f"另有 {len(misses.barred)} 家没有写进去（{BARRED}）" if misses.barred else ""


def _gap_text(near: NearMiss, gap: Gap) -> str:
    applied_for = near.closing.assessment.edition.act.is_applied_for
    finding, on = gap.judged.finding, near.closing.assessment.asof.on
    compared = "" if gap.distance is None else f"（{distance_text(gap.distance)}）"
    if applied_for:
        short = lacking_told(finding, on, lambda part: shortfalls_text(part, on), compared)
    else:
        short = f"{left}{compared}" if (left := left_until_hit(finding, on)) else ""
    return f"{gap.judged.criterion.label}{f'：{short}' if short else ''}"


def short_text(closing: Closing, gap: Gap, precision: Precision = Precision.EXACT) -> str:
    """How much one criterion lacks; empty where that is no matter of degree."""
    return shortfalls_text(gap.judged.finding, closing.assessment.asof.on, precision)


def near_data(misses: NearMisses) -> dict[str, Any]:
    """The same as plain data."""
    return {
        "on": misses.on.isoformat(),
        "editions": [edition_members(edition) for edition in misses.editions],
        "within": str(misses.within),
        **_doubts(misses),
        "near": [near_datum(near) for near in misses.found],
        "barred": [near_datum(near) for near in misses.barred],
    }


def near_datum(near: NearMiss) -> dict[str, Any]:
    """The members of one of them."""
    given, edition = near.closing.assessment.given, near.closing.assessment.edition
    return {
        "name": given.name,
        "uscc": given.uscc,
        "region": given.region,
        "industry": given.industry,
        "edition": edition.key,
        "open": near.open,
        "gaps": gaps_data(near.closing),
    }


def gaps_data(closing: Closing) -> list[dict[str, Any]]:
    """The members of what a standard still takes, the nearest first."""
    return [
        {
            "key": gap.judged.criterion.key,
            "title": gap.judged.criterion.title,
            "shortfall": short_text(closing, gap),
            "distance": None if gap.distance is None else str(gap.distance),
        }
        for gap in closing.gaps
    ]


# The impact of a change.


def impact_text(impact: Impact) -> str:
    """Who gains, keeps and loses, which clause costs how many, and the same by region and industry.

    Of two titles or acts neither standard takes the place of the other, which is said.
    """
    lines = [
        _impact_heading(impact),
        f"从 {impact.before.name}　{impact.before.citations}",
        f"到 {impact.after.name}　{impact.after.citations}",
        "",
        f"共 {impact.total} 家",
        *(f"  {outcome.label} {count} 家" for outcome, count in impact.outcomes().items()),
        *_warnings(impact),
        *_costs_lines(impact),
    ]
    for heading, rows in (("按地区", _by_region(impact)), ("按行业门类", _by_section(impact))):
        if told := [f"  {label}：{_outcomes_text(found)}" for label, found in rows]:
            lines += ["", f"{heading}：", *told]
    return "\n".join(lines)


def _impact_heading(impact: Impact) -> str:
    before, after = impact.before, impact.after
    if (before.tier, before.act) == (after.tier, after.act):
        return f"政策影响 · {after.label} · {impact.on}"
    titles = " → ".join(f"{edition.label}{edition.act_label}" for edition in (before, after))
    return (
        f"标准对照 · {titles} · {impact.on}\n"
        "⚠ 两个版本不是同一称号、同一事项的，不是后者替换前者："
        "“得到”是只符合后者，“失去”是只符合前者，“保住”是两者都符合"
    )


def _costs_lines(impact: Impact) -> Iterator[str]:
    """The clauses that stop enterprises that met the old standard; a line that says so where there are none."""
    costs = [cost for cost in impact.costs if cost.failed or cost.open]
    if costs:
        yield from ("", "原来符合的企业，新标准逐条卡住多少家：")
    elif impact.total:
        met = any(cell.before is True for cell in impact.cells)
        yield from ("", "原来符合的企业，新标准一条也不卡。" if met else "没有原来符合的企业，谈不上被哪一条卡住。")
    named = clause_names((impact.after,))
    for cost in costs:
        alone = f"其中只差这一条的 {cost.alone} 家"
        yield f"  {named(cost.key, cost.title)}：不符合 {cost.failed} 家（{alone}），待补充 {cost.open} 家"


def _outcomes_text(found: dict[Outcome, int]) -> str:
    return "，".join(f"{outcome.label} {count}" for outcome, count in found.items() if count)


def _by_region(impact: Impact) -> Iterator[tuple[str, dict[Outcome, int]]]:
    for code, found in impact.by(lambda cell: cell.region).items():
        yield (place_text(code, impact.on) if code else "所在地不明"), found


def _by_section(impact: Impact) -> Iterator[tuple[str, dict[Outcome, int]]]:
    for section, found in impact.by(lambda cell: cell.section).items():
        yield (f"{section} {_SECTION.get(section, '')}".strip() if section else "行业不明"), found


def impact_rows(impact: Impact) -> Iterator[tuple[str, ...]]:
    """The same for a spreadsheet, its headings first: the total, each clause, each region and each industry."""
    yield "分项", "名称", *(outcome.label for outcome in Outcome), "不符合", "只差这一条", "待补充"
    yield "合计", "", *_numbers(impact.outcomes()), "", "", ""
    named = clause_names((impact.after,))
    for cost in impact.costs:
        yield (
            "条件",
            named(cost.key, cost.title),
            *([""] * len(Outcome)),
            str(cost.failed),
            str(cost.alone),
            str(cost.open),
        )
    for kind, rows in (("地区", _by_region(impact)), ("行业", _by_section(impact))):
        for label, found in rows:
            yield kind, label, *_numbers(found), "", "", ""


def _numbers(found: dict[Outcome, int]) -> Iterator[str]:
    return (str(found[outcome]) for outcome in Outcome)


def impact_data(impact: Impact) -> dict[str, Any]:
    """The same as plain data."""
    return {
        "on": impact.on.isoformat(),
        "from": edition_members(impact.before),
        "to": edition_members(impact.after),
        "total": impact.total,
        "outcomes": _outcomes_data(impact.outcomes()),
        "clauses": [
            {"key": cost.key, "title": cost.title, "failed": cost.failed, "alone": cost.alone, "unknown": cost.open}
            for cost in impact.costs
        ],
        "regions": {code or "": _outcomes_data(found) for code, found in impact.by(lambda cell: cell.region).items()},
        "industries": {
            section or "": _outcomes_data(found) for section, found in impact.by(lambda cell: cell.section).items()
        },
        **_doubts(impact),
    }


def _outcomes_data(found: dict[Outcome, int]) -> dict[str, int]:
    return {outcome.value: count for outcome, count in found.items()}
