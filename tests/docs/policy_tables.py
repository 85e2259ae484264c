"""Markdown tables projected from the code: the ladder, the vocabulary, and what each edition reads."""

from __future__ import annotations

from collections.abc import Iterator

from tiertrack.facts.vocabulary import FACTS, JUDGEMENTS, Fact
from tiertrack.law.scope import Act
from tiertrack.law.tiers import Tier
from tiertrack.law.titles import TITLES, Adjacent, Title, acts_of, title_definition
from tiertrack.logic.expr import refs
from tiertrack.logic.quantity import Kind
from tiertrack.render.phrases import table
from tiertrack.rulebooks.gaps import documented_gaps
from tiertrack.rules.edition import Edition
from tiertrack.rules.regional import RegionalEdition, regional_standards
from tiertrack.rules.rulebook import Rulebook, period_text
from tiertrack.temporal import Period

_HOW = {
    Kind.MONEY: '金额，如 "5200万元"',
    Kind.SHARE: '比例，如 "12%" 或 "3/25"',
    Kind.PEOPLE: "人数",
    Kind.COUNT: "个数",
    Kind.POINTS: "得分，至多两位小数",
    Kind.RANK: "位次",
    Kind.LEVEL: "等级",
    Kind.DATE: '日期，如 "2019-03-12"',
    Kind.FLAG: "true 或 false",
}


def rungs_table(rulebook: Rulebook) -> str:
    """The seven rungs in short: who decides, and the documents whose standards are encoded."""
    return table(("级", "称号", "键", "认定机关", "收录的标准"), (_rung(rulebook, tier) for tier in Tier))


def _rung(rulebook: Rulebook, tier: Tier) -> tuple[str, ...]:
    found = (edition.citation.provision.instrument for edition in rulebook.editions if edition.tier is tier)
    documents = dict.fromkeys(instrument.number or instrument.title for instrument in found)
    number = list(Tier).index(tier) + 1
    return (
        str(number),
        tier.label,
        f"`{tier.value}`",
        title_definition(tier.value).procedure.authority.label,
        "、".join(documents),
    )


def ladder_table(rulebook: Rulebook) -> str:
    """The rungs with every edition encoded for recognition and review."""
    rows = ((str(number), *_title_row(rulebook, tier, *Act)) for number, tier in enumerate(Tier, 1))
    return table(("级", "名称", "键", *(f"{act.label}标准" for act in Act)), rows)


def adjacent_table(rulebook: Rulebook) -> str:
    """The titles beside the ladder with every edition encoded."""
    rows = (_title_row(rulebook, title, Act.RECOGNITION, Act.REVIEW) for title in Adjacent)
    return table(("名称", "键", "认定标准", "复核标准"), rows)


def _title_row(rulebook: Rulebook, title: Title, *acts: Act) -> tuple[str, ...]:
    return title.label, f"`{title.value}`", *(_editions(rulebook, title, act) for act in acts)


def _editions(rulebook: Rulebook, title: Title, act: Act) -> str:
    found = [edition for edition in rulebook.editions if edition.tier == title and edition.act is act]
    return "<br>".join(_edition(edition) for edition in found) or _why_none(title, act)


def _why_none(title: Title, act: Act) -> str:
    """That there is no standard, and why; nothing where the title has no such act."""
    if act not in acts_of(title):
        return ""
    reasons = dict.fromkeys(gap.reason for gap in documented_gaps() if (gap.title, gap.act) == (title, act))
    return f"没有（{'；'.join(reasons)}）"


def _edition(edition: Edition) -> str:
    variant = f"{edition.variant.label}：" if edition.variant else ""
    place = f"（{edition.region.label}）" if edition.region else ""
    return f"{variant}{edition.citation.provision}{place}，{period_text(edition)}"


def gaps_table() -> str:
    """The days on which a title has no standard, and why."""
    rows = (
        (_gap_label(gap.title, gap.variant), gap.act.label, f"{gap.period.start} 起{_until(gap.period)}", gap.reason)
        for gap in documented_gaps()
    )
    return table(("称号", "事项", "没有标准的日子", "原因"), rows)


def _gap_label(title: Title, variant: str | None) -> str:
    return f"{title.label}（`{variant}`）" if variant else title.label


def _until(period: Period) -> str:
    return f"至 {period.last}" if period.last else ""


def regions_table(rulebook: Rulebook) -> str:
    """Where which region differs from the national standard, clause by clause."""
    headings = ("地区", "称号和事项", "适用", "与哪一版比", "事项", "全国", "当地", "出处")
    return table(headings, (row for one in regional_standards(rulebook).editions for row in _region_rows(one)))


def _region_rows(one: RegionalEdition) -> Iterator[tuple[str, ...]]:
    edition = one.edition
    place = edition.region.label if edition.region else ""
    asked = f"{edition.tier.label}{edition.act.label}"
    first = (place, asked, period_text(edition), one.national.name if one.national else "没有全国标准可比")
    for change in one.changes:
        before, after = (side.gist if side else "没有" for side in (change.before, change.after))
        cited = change.after.citations if change.after else edition.citations
        yield *first, change.title, before, after, cited
    for criterion in () if one.national else edition.criteria:
        yield *first, criterion.title, "", criterion.gist, criterion.citations
    for note in one.notes:
        yield *first, "只作提示", "", note.gist, str(note.citation)


def practices_table(rulebook: Rulebook) -> str:
    """Where which region proceeds otherwise."""
    rows = (
        (one.practice.region.label, one.title.label, one.practice.said, str(one.practice.citation))
        for one in regional_standards(rulebook).practices
    )
    return table(("地区", "称号", "怎样不同", "出处"), rows)


def unread_table(rulebook: Rulebook) -> str:
    """The documents of regions of which only that they exist was seen."""
    rows = (
        (
            one.region.label,
            "、".join(TITLES[title] for title in one.titles),
            f"{one.instrument.number}《{one.instrument.title}》",
            one.instrument.note,
        )
        for one in regional_standards(rulebook).unread
    )
    return table(("地区", "称号", "文件", "还知道什么"), rows)


def facts_table() -> str:
    """Every fact a dossier may state."""
    rows = ((f"`{fact.key}`", fact.label, "是" if fact.yearly else "", _how(fact)) for fact in FACTS.values())
    return table(("键", "名称", "按年度", "写法"), rows)


def _how(fact: Fact) -> str:
    if fact.kind is Kind.CHOICE:
        return "、".join(f"`{key}` {name}" for key, name in fact.choices)
    notes = []
    if fact.kind is Kind.LEVEL:
        return f"{_HOW[fact.kind]} {fact.lowest} 到 {fact.highest}"
    if fact.lowest is None:
        notes.append("可为负")
    if fact.kind is Kind.RANK:
        notes.append("没有写 0" if fact.lowest == 0 else "从 1 起")
    if fact.unit:
        notes.append(f"以{fact.unit}计")
    return _HOW[fact.kind] + (f"（{'，'.join(notes)}）" if notes else "")


def judgements_table() -> str:
    """Every judgement an authority may attest."""
    return table(("键", "由主管部门认定的事项"), ((f"`{key}`", label) for key, label in JUDGEMENTS.items()))


def titles_table() -> str:
    """Every title a dossier may hold."""
    return table(("键", "称号"), ((f"`{key}`", label) for key, label in TITLES.items()))


def reads_table(rulebook: Rulebook) -> str:
    """The facts, titles and judgements each edition reads, Y being the year of the day asked about."""
    return table(("版本", "读取"), ((f"`{edition.key}`", "、".join(_reads(edition))) for edition in rulebook.editions))


def _reads(edition: Edition) -> Iterator[str]:
    found: dict[str, list[int]] = {}
    for criterion in edition.criteria:
        for ref in refs(criterion.test):
            years = found.setdefault(ref.ask or ref.key, [])
            if ref.offset is not None and ref.offset not in years:
                years.append(ref.offset)
    for key, offsets in found.items():
        named = ",".join(_year(offset) for offset in sorted(offsets, reverse=True))
        yield f"`{key}{f':{named}' if named else ''}`"


def _year(offset: int) -> str:
    return f"Y{offset}" if offset else "Y"
