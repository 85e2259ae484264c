"""The sections of a report in words: each number with the firms behind it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tiertrack.facts.industry_reading import industry_names
from tiertrack.facts.units import format_share
from tiertrack.indicators.catalogue import MeasureKind
from tiertrack.indicators.report import Compared
from tiertrack.ladder.distance import WITHIN
from tiertrack.law.titles import TITLES
from tiertrack.render.phrases import NOT_ANNOUNCED, industry_text, known_line, place_text
from tiertrack.render.register.candidate_text import UNRECORDED, closing_lines, missing_line, unmet_lines
from tiertrack.render.register.duty_text import left_out_text
from tiertrack.render.register.firm_text import renamed_cells
from tiertrack.render.register.indicator_text import (
    gap_text,
    target_text,
)
from tiertrack.render.report.report import (
    NEAR_LACKING,
    NEAR_WHOLE,
    ChangeKind,
    DueGroup,
    FirmGroup,
    HolderChange,
    Report,
    ReportedFirm,
    RungCount,
)
from tiertrack.render.report.report_indicators import published
from tiertrack.render.report.report_sheet import (
    OWN_WORD,
    Cell,
    Figure,
    Noted,
    Numbering,
    ReportSheet,
    Section,
    Table,
    TableRows,
)
from tiertrack.screening.candidates import Readiness
from tiertrack.screening.readiness import Ready

# How many firms a table names; the list behind the number has all of them.
SHOWN = 20
NO_TARGET = "无目标"
# What the key numbers say of those that do not hold a rung, with the group each is of.
_READY = ("够格可报", Readiness.QUALIFIED.label), (NEAR_WHOLE, NEAR_WHOLE), (NEAR_LACKING, NEAR_LACKING)


def report_sheet(report: Report) -> ReportSheet:
    """A report as it is drawn, whatever it is drawn on."""
    numbers = Numbering(report)
    # In this order their numbers are given.
    keys = tuple(_keys(report, numbers))
    sections = tuple(_sections(report, numbers))
    beside = published(report, numbers) if report.indicators is not None else None
    return ReportSheet(
        "梯度培育情况报告",
        _subtitle(report),
        _lead(report),
        keys,
        sections,
        beside,
        scope_text(report),
        tuple(numbers.figures),
    )


def _subtitle(report: Report) -> str:
    place = "全部企业" if report.region is None else report.region.label_on(report.asof.on)
    return "　".join((place, f"截至 {report.asof.on}", *known_line(report.asof)))


def _lead(report: Report) -> str:
    """What the director reads first."""
    where = "登记库" if report.region is None else report.region.label_on(report.asof.on)
    if report.is_empty:
        return f"{where}没有登记企业，没有可以报告的。"
    if not report.firms:
        return f"{where}没有所在地在这里的企业；另有 {report.unplaced} 家所在地不明。"
    held = "；".join(_held(report, rung) for rung in report.rungs if rung.stock)
    told = f"{where}在册企业 {len(report.firms)} 家，持有梯度称号的 {len(report.holders)} 家"
    return f"{told}{f'（{held}）' if held else ''}。"


def _held(report: Report, rung: RungCount) -> str:
    own_word = len(report.self_reported.get((rung.title.value, MeasureKind.STOCK), ()))
    return f"{rung.label} {len(rung.stock)} 家{f'，其中企业自报 {own_word} 家' if own_word else ''}"


def _keys(report: Report, numbers: Numbering) -> Iterator[tuple[str, Figure]]:
    """The key numbers."""
    if report.is_empty:
        return
    yield "在册企业", numbers.of("在册企业", report.firms)
    yield "持有梯度称号", numbers.of("持有梯度称号的企业", report.holders)
    for label, what in (("本年新增", "new"), ("本年失效", "ended")):
        noted = [(firm, rung.label) for rung in report.rungs for firm in getattr(rung, what)]
        yield label, numbers.noted(f"{label}（各级合计）", noted, unit="家次")
    if report.readiness:
        for label, group in _READY:
            ready = [(firm, of.label) for of in report.readiness for firm, _ready in dict(of.groups)[group]]
            yield label, numbers.noted(f"{label}（各级合计）", ready, unit="家次")
    due = [(firm, _due_note(group)) for group in report.due for firm in group.firms]
    yield "90 天内到期", numbers.noted("90 天内到期的事项", due, unit="件")


def _due_note(group: DueGroup) -> str:
    return "　".join(filter(None, (str(group.due), group.kind.label, group.title)))


def _sections(report: Report, numbers: Numbering) -> Iterator[Section]:
    yield _rungs(report, numbers)
    if not report.is_empty:
        is_district = report.region is not None and report.region.narrowness == 6
        by_place = "按镇街" if is_district else "按地区"
        yield _groups("places", by_place, report.places, report, numbers)
        yield _groups("industries", "按行业大类", report.industries, report, numbers)
        yield _readiness(report, numbers)
        yield _near(report)
        yield _due(report, numbers)
        if report.changes is not None:
            yield _changes(report, report.changes, numbers)
        yield _renamed(report, numbers)


# By rung.


def _rungs(report: Report, numbers: Numbering) -> Section:
    year = report.asof.on.year
    rows = []
    for rung in report.rungs:
        stock, new = (rung.title.value, MeasureKind.STOCK), (rung.title.value, MeasureKind.FLOW)
        if report.is_on_record(rung):
            counts: tuple[Cell, ...] = (
                numbers.counted(f"{rung.label}　存量", rung.stock, stock),
                numbers.counted(f"{rung.label}　{year} 年新增", rung.new, new),
                numbers.of(f"{rung.label}　{year} 年失效", rung.ended),
            )
        else:
            counts = ("没有登记", "", "")
        rows.append((rung.label, *counts, *_aims(report, rung)))
    headings = ("级", "存量", "本年新增", "本年失效", "目标", "差额")
    left = [f"{report.unplaced} 家有登记的企业所在地不明，没有计入。"] if report.unplaced else []
    if any(row[1] == "没有登记" for row in rows):
        left.append("没有登记：登记库里没有这一级的记录，没有记录不是零。")
    for heading, kind in (headings[1], MeasureKind.STOCK), (headings[2], MeasureKind.FLOW):
        told = [
            f"{rung.label} {len(firms)} 家"
            for rung in report.rungs
            if (firms := report.self_reported.get((rung.title.value, kind)))
        ]
        if told:
            left.append(f"{heading}里只有企业自报、{NOT_ANNOUNCED}的：{'，'.join(told)}。")
    return Section("rungs", "各级存量与目标", (Table(headings, tuple(rows), frozenset({1, 2, 3})),), tuple(left))


def _aims(report: Report, rung: RungCount) -> tuple[str, str]:
    """The targets and how far they are, a line each."""
    if report.region is None:
        return "没有选定地区，不与目标相比", ""
    if not rung.targets:
        return NO_TARGET, ""
    told = [f"{target_text(one.target)}（{one.target.source.name}）" for one in rung.targets]
    return "\n".join(told), "\n".join(map(_gap, rung.targets))


def _gap(compared: Compared) -> str:
    return gap_text(compared) or "—"


# By place and industry.


def _groups(key: str, heading: str, groups: Sequence[FirmGroup], report: Report, numbers: Numbering) -> Section:
    held = [rung for rung in report.rungs if any(rung.title.value in group.by_rung for group in groups)]
    made = TableRows((heading.removeprefix("按"), "在册企业", "持有称号", *(rung.label for rung in held)))
    for group in groups:
        name = group_name(key, group.key, report)
        by_rung = (numbers.of(f"{name}　{rung.label}　存量", group.by_rung.get(rung.title.value, ())) for rung in held)
        counts = numbers.of(f"{name}　在册企业", group.firms), numbers.of(f"{name}　持有称号", group.holders)
        made.rows.append((name, *counts, *by_rung))
    return Section(key, heading, (made.table,))


def group_name(key: str, value: str, report: Report) -> str:
    """What a group of the section ``key`` is called."""
    if key == "industries":
        return (industry_text(value) if value in industry_names() else value) or "行业未登记"
    if report.region is not None and report.region.narrowness == 6:
        return value or "镇街未登记"
    return place_text(value, report.asof.on) if value else "所在地未登记"


# Who may go for each rung.


def _readiness(report: Report, numbers: Numbering) -> Section:
    rows: list[tuple[Cell, ...]] = []
    for of in report.readiness:
        counts = (numbers.noted(f"{of.label}　{label}", map(_noted, group)) for label, group in of.groups)
        rows.append((of.label, *counts, numbers.of(f"{of.label}　其余", report.far(of))))
    remarks = []
    if rows:
        remarks.append(f"其余的没有持有，差得更远；一级各列与存量相加，是在册的 {len(report.firms)} 家。")
        remarks.append("只缺资料的各缺哪几项，见候选企业名单。")
    if report.not_asked:
        remarks.append(f"当日没有收录标准、没有判断的：{'、'.join(report.not_asked)}。")
    made = [TableRows(("级", *(label for label, _group in of.groups), "其余"), rows) for of in report.readiness[:1]]
    return Section("readiness", "谁可以报", tuple(one.table for one in made), tuple(remarks))


def _noted(one: tuple[ReportedFirm, Ready]) -> Noted:
    firm, ready = one
    return firm, "；".join(closing_lines(ready.closing)) if ready.closing else ""


def _near(report: Report) -> Section:
    """Those one step away of whom every fact is known, and apart from them those of whom some are missing."""
    tables, remarks = [], []
    for place, title in enumerate(("不缺资料的", "还缺资料的（补齐以后才知道是不是只差这一步）")):
        rows: list[tuple[Cell, ...]] = []
        for of in report.readiness:
            group = (of.near_whole, of.near_lacking)[place]
            rows += [(of.label, firm.name, *_short_of(ready, place)) for firm, ready in group[:SHOWN]]
            if len(group) > SHOWN:
                remarks.append(f"{of.label}{title[:5]} {len(group)} 家，先列 {SHOWN} 家，其余在数字后面的名单里。")
        if rows:
            tables.append(Table(("级", "企业", "差什么", *("还缺",) * place), tuple(rows), title=title))
    if not tables:
        remarks.append("没有只差一步的企业。")
    return Section("near", "差一步的企业", tuple(tables), tuple(remarks))


def _short_of(ready: Ready, columns: int) -> Iterator[str]:
    """What is not met, and in a further column which facts are lacking."""
    yield "\n".join(unmet_lines(ready.closing)) if ready.closing else ""
    if columns and ready.closing:
        yield missing_line("", ready.closing.missing)


# What falls due, what changed, who was renamed.


def _due(report: Report, numbers: Numbering) -> Section:
    rows = [
        (
            str(group.due),
            group.kind.label,
            group.title,
            group.what,
            numbers.of(f"{_due_note(group)}", group.firms),
        )
        for group in report.due
    ]
    headings = ("截止", "事项", "称号", "要做的", "家数")
    left = left_out_text(report.windows_left_out)
    remarks = [left] if left else []
    if not rows:
        remarks.insert(0, "这段时间没有到期的事项。")
    table = (Table(headings, tuple(rows), frozenset({4})),) if rows else ()
    return Section("due", f"90 天内到期（至 {report.until}）", table, tuple(remarks))


def _changes(report: Report, changes: Sequence[HolderChange], numbers: Numbering) -> Section:
    made = TableRows(("称号", *(kind.label for kind in ChangeKind)))
    for title in TITLES:
        of_title = [one for one in changes if one.title == title]
        if of_title:
            label = TITLES[title]
            made.rows.append((label, *(_changed(label, kind, of_title, numbers) for kind in ChangeKind)))
    heading = f"与上次报告（{report.since}）相比"
    if not made.rows:
        return Section("changes", heading, (), ("没有称号变化。",))
    return Section("changes", heading, (made.table,))


def _changed(label: str, kind: ChangeKind, changes: Sequence[HolderChange], numbers: Numbering) -> Figure:
    noted = [
        (one.firm, "　".join(filter(None, (str(one.on) if one.on else "", one.document, _own_word(one)))))
        for one in changes
        if one.kind is kind
    ]
    return numbers.noted(f"{label}　{kind.label}", noted)


def _own_word(change: HolderChange) -> str:
    return OWN_WORD if change.is_self_reported else ""


def _renamed(report: Report, numbers: Numbering) -> Section:
    heading = f"更名（{report.renamed_from} 至 {report.asof.on}）"
    if not report.renamed:
        return Section("renamed", heading, (), ("这段时间没有登记更名。",))
    rows = []
    for one in report.renamed[:SHOWN]:
        (cells,) = renamed_cells(one)
        day, before, after, _code, _place, document = cells
        rows.append((day, before or "（原名称不详）", after, document))
    noted = [
        (report.by_id[one.enterprise.id], f"{one.on}　原名称 {one.before or '不详'}")
        for one in report.renamed
        if one.enterprise.id in report.by_id
    ]
    count = numbers.noted("更名", noted, len(report.renamed), "家次")
    table = Table(("日期", "原名称", "新名称", "文件"), tuple(rows))
    more = (f"先列 {SHOWN} 项，其余在数字后面的名单里。",) if len(report.renamed) > SHOWN else ()
    return Section("renamed", heading, (table,), more, count)


def scope_text(report: Report) -> str:
    """What is counted how, in one footnote."""
    year = report.asof.on.year
    since = f"与 {report.since} 相比：按现在所知，比较两天各持有什么；期间认定又取消的不列。" if report.since else ""
    return (
        f"口径：企业按 {report.asof.on} 的所在地归地区，镇街照名单所写，行业是国民经济行业分类的大类。"
        f"存量是当日持有；本年新增是 {year} 年内、截至当日认定，认定前一日不持有的，复核通过不算；"
        f"本年失效是 {year} 年内到期、取消或未通过复核，当日不再持有的。一家持有几级的，各级都数。"
        "高价值科技成果数的是成果，不数企业，不在表里。目标和差额只在口径相同时相比。"
        f"够格、只缺资料、差一步按当日标准和登记在册的资料判断；{UNRECORDED}的，算没有资料；"
        f"差一步是每条差得不超过界线的 {format_share(WITHIN)}，或只差一件没有程度可言的事，还缺资料的另数；"
        f"已持有的不列。到期事项是当日起 90 天内的，预计不够格的申报窗口不列。{since}"
        "登记库的数只是登记在册的，名单没有导全时偏少。"
    )
