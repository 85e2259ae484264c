"""Candidates for a title in their groups, as Chinese text, as the cells of a table and as plain data."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any

from tiertrack.facts.credit_code import shown_credit_code
from tiertrack.facts.units import format_share
from tiertrack.ladder.distance import Closing
from tiertrack.law.scope import Act
from tiertrack.logic.finding import Observed
from tiertrack.render.assessment_brief import unmet_line
from tiertrack.render.members import edition_members
from tiertrack.render.phrases import industry_text, place_text
from tiertrack.render.register.firm_text import Sheet
from tiertrack.render.screening_text import gaps_data, heading_lines
from tiertrack.render.spoken import wanted_facts
from tiertrack.screening.candidates import Candidates, Readiness, TitleCandidate

# What is said of those one step away of whom facts are missing as well, and of whom next to nothing is known.
NEAR_LACKING = "差一步但还缺资料的"
UNRECORDED = "标准要的资料登记不到一半，哪一条也判断不了"
# How many of each group a text names unless told otherwise.
SHOWN = 20
# How many of the facts somebody lacks a line names; a table names all.
_FACTS_SHOWN = 6
_ORDERS = {
    Readiness.LACKING: "由少到多",
    Readiness.NEAR: "由近到远",
}


def candidates_text(found: Candidates, shown: int | None = None) -> str:
    """Each group with what everybody in it lacks, the nearest first; those who are no candidates are counted."""
    lines = [*heading_lines("候选企业", found.editions, found.on), "", counts_text(found)]
    lines += [f"⚠ {suspicion}" for suspicion in found.suspicions]
    for readiness in Readiness:
        lines += _group(found, readiness, shown)
    return "\n".join(lines)


def counts_text(found: Candidates) -> str:
    """How many there are of each group, and how many are left out or farther away."""
    out = "没有这个称号，谈不上复核" if found.act is Act.REVIEW else "已持有"
    left = f"（{out}的 {found.left_out} 家不列）" if found.left_out else ""
    groups = [
        f"{readiness.label} {len(found.of(readiness))} 家{_of_which(found, readiness)}" for readiness in Readiness
    ]
    return f"共 {found.total} 家{left}：{'，'.join(groups)}，其余 {found.far} 家差得更远"


def _group(found: Candidates, readiness: Readiness, shown: int | None) -> Iterator[str]:
    group = found.of(readiness)
    # Written elsewhere, the numbers are enough.
    if not group or shown == 0:
        return
    part = group if shown is None else group[:shown]
    yield from ("", group_heading(found, readiness, len(part)))
    for number, one in enumerate(part, 1):
        yield f"{number}. {'　'.join(filter(None, (one.name, *where_it_is(one, found.on))))}"
        yield from (f"   {line}" for line in lacking_lines(one))


def group_heading(found: Candidates, readiness: Readiness, shown: int) -> str:
    """What a group is, how many are in it and in which order, and how many of them are ``shown``."""
    count = len(found.of(readiness))
    more = f"，先列 {shown} 家" if shown < count else ""
    lacking = f"其中 {NEAR_LACKING} {found.near_lacking} 家，列在后面" if _of_which(found, readiness) else ""
    how = "；".join(filter(None, (_meaning(readiness, found), lacking, _ORDERS.get(readiness, ""))))
    return f"{readiness.label} {count} 家{more}{f'（{how}）' if how else ''}"


def _of_which(found: Candidates, readiness: Readiness) -> str:
    """How many of those one step away have facts to hand in as well."""
    count = found.near_lacking if readiness is Readiness.NEAR else 0
    return f"（{NEAR_LACKING} {count} 家）" if count else ""


def where_it_is(one: TitleCandidate, on: dt.date | None) -> tuple[str, str]:
    """Its credit code and its place, each empty where it is not known."""
    code = shown_credit_code(one.uscc) if one.uscc else ""
    return code, place_text(one.region, on) if one.region else ""


def _meaning(readiness: Readiness, found: Candidates) -> str:
    match readiness:
        case Readiness.NEAR:
            return f"每条差得不超过界线的 {format_share(found.within)}，或只差一件没有程度可言的事"
        case Readiness.BARRED:
            return "别的都够或只差一点，这几样短期内改变不了"
        case Readiness.UNRECORDED:
            return UNRECORDED
        case _:
            return ""


def lacking_lines(one: TitleCandidate) -> Iterator[str]:
    """What a candidate does not meet and by how much, and which facts it lacks."""
    yield from (f"✗ {line}" for line in _unmet(one))
    if one.missing:
        yield missing_line("还缺 " if one.closing else "缺 ", one.missing)


def closing_lines(closing: Closing) -> Iterator[str]:
    """What is not met of a standard, by how much, and which facts are lacking beside that."""
    yield from unmet_lines(closing)
    if closing.missing:
        yield missing_line("还缺 ", closing.missing)


def missing_line(word: str, missing: Sequence[Observed]) -> str:
    """How many facts are lacking, and the first of them."""
    names = wanted_facts(missing)
    more = " 等" if len(names) > _FACTS_SHOWN else ""
    return f"{word}{len(missing)} 项资料：{'；'.join(names[:_FACTS_SHOWN])}{more}"


def _unmet(one: TitleCandidate) -> Iterator[str]:
    if one.closing is not None:
        yield from unmet_lines(one.closing)


def unmet_lines(closing: Closing) -> Iterator[str]:
    """What is not met of a standard, and by how much."""
    return (unmet_line(gap.judged, closing.assessment) for gap in closing.gaps)


def candidate_text(one: TitleCandidate) -> str:
    """One candidate with its group and what it lacks."""
    return "\n".join(
        [f"{one.readiness.label}　{one.name}　{one.edition.name}", *(f"   {line}" for line in lacking_lines(one))]
    )


# A table, and plain data.

_HEADINGS = ("组别", "企业", "信用代码", "地区", "行业", "没有达到的（差多少）", "缺的资料", "按的版本")


def _cells(one: TitleCandidate) -> Iterator[tuple[str, ...]]:
    yield (
        one.readiness.label,
        one.name,
        *where_it_is(one, None),
        industry_text(one.industry) if one.industry else "",
        "；".join(_unmet(one)),
        "；".join(wanted_facts(one.missing)),
        one.edition.name,
    )


def candidates_data(found: Candidates) -> dict[str, Any]:
    """The members of all groups, everybody in full."""
    return {
        "title": found.title,
        "act": found.act.value,
        "on": found.on.isoformat(),
        "editions": [edition_members(edition) for edition in found.editions],
        "within": str(found.within),
        "counts": {
            "total": found.total,
            "left_out": found.left_out,
            **{readiness.value: len(found.of(readiness)) for readiness in Readiness},
            "far": found.far,
        },
        "suspicions": list(found.suspicions),
        "candidates": [candidate_data(one) for one in found.found],
    }


def candidate_data(one: TitleCandidate) -> dict[str, Any]:
    """The members of one candidate."""
    return {
        "readiness": one.readiness.value,
        "name": one.name,
        "uscc": one.uscc,
        "region": one.region,
        "industry": one.industry,
        "edition": one.edition.key,
        "gaps": gaps_data(one.closing) if one.closing else [],
        "missing": list(map(_missing, one.missing)),
    }


def _missing(fact: Observed) -> dict[str, str]:
    return {"fact": fact.key, "name": fact.label}


CANDIDATES = Sheet(_HEADINGS, _cells, candidate_data)
