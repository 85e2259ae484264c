"""What regions have of their own, in Chinese and as plain data: where an edition differs, clause by clause, from the
national one; titles, procedures; and documents of which only that they exist was seen."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from tiertrack.duties.deadlines import DeadlineRule, regional_deadlines
from tiertrack.duties.early_reviews import EarlyReview, early_reviews
from tiertrack.enumeration import first_few
from tiertrack.law.instrument import Instrument
from tiertrack.law.provincial_instruments import UnreadInstrument
from tiertrack.law.regions import Region
from tiertrack.law.titles import TITLES
from tiertrack.render.members import edition_members
from tiertrack.render.phrases import INDENT
from tiertrack.render.policy.diff_text import change_data, change_text
from tiertrack.rules.digest import digest
from tiertrack.rules.regional import RegionalEdition, RegionalPractice, RegionalStandards
from tiertrack.rules.rulebook import period_text

# More than a region has of one title.
_NAMED = 12


def regional_text(found: RegionalStandards) -> str:
    """The regions in text, title by title; then how they proceed, and what was not read."""
    lines = [_heading(found)]
    for title, editions in groupby(found.editions, key=lambda one: one.edition.tier.label):
        lines += ["", title, *_editions_lines(editions)]
    if found.practices:
        lines += ["", "程序", *(f"{INDENT}{practice_text(one)}" for one in found.practices)]
    if days := list(_deadline_lines(found)):
        lines += ["", "当地的截止日、窗口和报数", *(f"{INDENT}{line}" for line in days)]
    if found.titles:
        lines += ["", "只登记、没有标准的称号"]
        lines += [f"{INDENT}{_place(title.region)}　{title.label}" for title in found.titles]
    if found.unread:
        lines += ["", "只知道有这份文件、没有读到条款", *(f"{INDENT}{unread_text(one)}" for one in found.unread)]
    if found.regions and found.other_days:
        lines += ["", f"不在所问的一天的：{_other_days(found)}。"]
    if found.regions and found.region is None:
        lines += ["", f"读到的有 {'、'.join(map(_place, found.regions))}；没有列出的地方，照全国标准。"]
    return "\n".join(lines)


def _heading(found: RegionalStandards) -> str:
    about = found.title.label if found.title else "各称号"
    if found.region is None:
        if found.regions:
            return f"{about}，各地与全国不同的"
        others = f"；别的日子有 {_other_days(found)}" if found.other_days else ""
        return (
            f"{about}{'这一天' if others else ''}没有{'' if others else '收录'}各地自己的版本，都照全国标准{others}。"
        )
    if found.regions:
        return f"{about}，{_place(found.region)}与全国不同的"
    if found.other_days:
        return f"{_place(found.region)}这一天没有自己的版本，{about}照全国标准；别的日子有 {_other_days(found)}。"
    return f"{_place(found.region)}没有收录自己的版本，{about}照全国标准。"


def _other_days(found: RegionalStandards) -> str:
    return first_few((f"{one.name}（{period_text(one)}）" for one in found.other_days), "个版本", _NAMED)


def _editions_lines(editions: Iterator[RegionalEdition]) -> Iterator[str]:
    told: dict[tuple[Region | None, str], str] = {}
    for one in editions:
        edition = one.edition
        yield f"{INDENT}{_place(edition.region)} {edition.act.label}（{period_text(edition)}）　{_sources(one)}"
        same = digest([(change.title, change.after and change.after.test) for change in one.changes])
        earlier = told.setdefault((edition.region, same), edition.act.label)
        if earlier != edition.act.label and one.changes:
            yield f"{INDENT * 2}与 {one.national.name if one.national else ''} 相比，改动与{earlier}相同"
            continue
        yield from (f"{INDENT * 2}{line}" for line in _clauses(one))


def _sources(one: RegionalEdition) -> str:
    """The documents of the region's own."""
    cited = (one.edition.citation, *one.edition.amended_by)
    national = (one.national.citation, *one.national.amended_by) if one.national else ()
    return "；".join(str(citation) for citation in cited if citation not in national)


def _clauses(one: RegionalEdition) -> Iterator[str]:
    """Where an edition differs; the clauses of one that nothing national can be held against."""
    if one.national is None:
        yield "当地自己的称号，没有全国标准可比"
        for criterion in one.edition.criteria:
            yield f"{criterion.label}：{criterion.gist}"
    else:
        yield f"与 {one.national.name} 相比{'' if one.changes else '，没有不同'}"
        for change in one.changes:
            yield from (INDENT + line for line in change_text(change).split("\n"))
    for note in one.notes:
        yield f"· {note.gist}（只作提示，不判断）　{note.citation}"
    if one.unread:
        yield f"全国标准另有、当地文件没有读到的：{'、'.join(one.unread)}"


def practice_text(one: RegionalPractice) -> str:
    """How a region proceeds, in one line."""
    return f"{_place(one.practice.region)}　{one.title.label}：{one.practice.said}　{one.practice.citation}"


def _deadlines(found: RegionalStandards) -> tuple[DeadlineRule, ...]:
    rules = regional_deadlines(found.region, TITLES if found.title is None else (found.title.key,))
    return tuple(rule for rule in rules if found.on is None or rule.holds_in(found.on.year))


def _early_reviews(found: RegionalStandards) -> tuple[EarlyReview, ...]:
    return tuple(
        one
        for one in early_reviews()
        if one.region is not None
        and (found.region is None or one.region.contains(found.region) or found.region.contains(one.region))
        and (found.title is None or found.title.key in one.titles)
        and (found.on is None or one.year == found.on.year)
    )


def _deadline_lines(found: RegionalStandards) -> Iterator[str]:
    """The days a region sets by its own notices, a line each."""
    for rule in _deadlines(found):
        titles = "、".join(TITLES[title] for title in rule.titles)
        yield f"{_place(rule.region)}　{titles}：{rule.kind.label} {rule.years_text}，{rule.days_text}　{rule.source}"
    for one in _early_reviews(found):
        titles = "、".join(TITLES[title] for title in one.titles)
        yield f"{_place(one.region)}　{titles}：{early_text(one)}　{one.source}"


def early_text(one: EarlyReview) -> str:
    """What a region takes earlier than usual, in words."""
    return f"{one.year} 年即可复核 {one.ending_before} 以前到期的，提前至多 {one.lead_months} 个月"


def unread_text(one: UnreadInstrument) -> str:
    """A document that was not read, in one line."""
    titles = "、".join(TITLES[title] for title in one.titles)
    return f"{_place(one.region)}　{titles}：{_called(one.instrument)}，{one.instrument.note}"


def _called(instrument: Instrument) -> str:
    return f"{instrument.number}《{instrument.title}》"


def _place(region: Region | None) -> str:
    return region.label if region else "全国"


def regional_data(found: RegionalStandards) -> dict[str, Any]:
    """The members of what regions have of their own."""
    return {
        "title": found.title.key if found.title else None,
        "region": found.region.code if found.region else None,
        "regions": [_region_data(region) for region in found.regions],
        "editions": list(map(_edition_data, found.editions)),
        "practices": [
            {
                **_of_region(one.practice.region),
                **_title_data(one.title.key),
                "authority": one.practice.authority.label if one.practice.authority else None,
                "text": one.practice.said,
                "citation": str(one.practice.citation),
            }
            for one in found.practices
        ],
        "deadlines": [
            {
                **_of_region(rule.region),
                "titles": list(rule.titles),
                "kind": rule.kind.value,
                "text": f"{rule.years_text}，{rule.days_text}",
                "citation": rule.source,
            }
            for rule in _deadlines(found)
        ],
        "early_reviews": [
            {**_of_region(one.region), "titles": list(one.titles), "text": early_text(one), "citation": one.source}
            for one in _early_reviews(found)
        ],
        "titles": [{**_of_region(title.region), **_title_data(title.key)} for title in found.titles],
        "other_days": [{"edition": edition_members(one), "period": period_text(one)} for one in found.other_days],
        "unread": [
            {
                **_of_region(one.region),
                "titles": list(one.titles),
                "document": _called(one.instrument),
                "note": one.instrument.note,
            }
            for one in found.unread
        ],
    }


def _edition_data(one: RegionalEdition) -> dict[str, Any]:
    edition = one.edition
    own = () if one.national else edition.criteria
    return {
        **_of_region(edition.region),
        **_title_data(edition.tier.value),
        "act": edition.act.value,
        "period": period_text(edition),
        "edition": edition_members(edition),
        "national": edition_members(one.national) if one.national else None,
        "changes": list(map(change_data, one.changes)),
        "criteria": [
            {"key": criterion.key, "title": criterion.title, "text": criterion.gist, "citation": criterion.citations}
            for criterion in own
        ],
        "notes": [{"text": note.gist, "citation": str(note.citation)} for note in one.notes],
        "unread": list(one.unread),
    }


def _region_data(region: Region) -> dict[str, str]:
    return {"code": region.code, "name": region.label}


def _of_region(region: Region | None) -> dict[str, Any]:
    return {"region": _region_data(region) if region else None}


def _title_data(key: str) -> dict[str, str]:
    return {"title": key, "name": TITLES[key]}
