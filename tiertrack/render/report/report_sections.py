"""The sections of a report in words: each number with the firms behind it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tiertrack.facts.industry_reading import industry_names
from tiertrack.facts.units import format_share
from tiertrack.indicators.catalogue import MeasureKind, Source
from tiertrack.indicators.report import Compared, Reported
from tiertrack.ladder.distance import WITHIN
from tiertrack.law.titles import TITLES
from tiertrack.render.phrases import NOT_ANNOUNCED, industry_text, known_line, place_text
from tiertrack.render.register.candidate_text import closing_lines
from tiertrack.render.register.duty_text import left_out_text
from tiertrack.render.register.firm_text import renamed_cells
from tiertrack.render.register.indicator_text import (
    compared_text,
    compared_there,
    gap_text,
    observation_text,
    observation_there,
    own_text,
    own_word_text,
    target_text,
)
from tiertrack.render.report.report import (
    ChangeKind,
    DueGroup,
    FirmGroup,
    Firms,
    HolderChange,
    Report,
    ReportedFirm,
    RungCount,
)
from tiertrack.render.report.report_sheet import (
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
from tiertrack.titles.self_reports import SELF_REPORTED

# How many firms a table names; the list behind the number has all of them.
SHOWN = 20
NO_TARGET = "无目标"


def report_sheet(report: Report) -> ReportSheet:
    """A report as it is drawn, whatever it is drawn on."""
    numbers = Numbering(report)
    # In this order their numbers are given.
    keys = tuple(_keys(report, numbers))
    sections = tuple(_sections(report, numbers))
    return ReportSheet(
        "梯度培育情况报告",
        _subtitle(report),
        _lead(report),
        keys,
        sections,
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
        ready = [(firm, of.label) for of in report.readiness for firm, _ready in of.of(Readiness.QUALIFIED)]
        yield "够格可报", numbers.noted("够格可报（各级合计）", ready, unit="家次")
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
    if report.indicators is not None:
        yield _indicators(report, numbers)


# By rung.


def _rungs(report: Report, numbers: Numbering) -> Section:
    year = report.asof.on.year
    rows = []
    for rung in report.rungs:
        stock, new = (rung.title.value, MeasureKind.STOCK), (rung.title.value, MeasureKind.FLOW)
        if report.is_on_record(rung):
            counts: tuple[Cell, ...] = (
                _counted(f"{rung.label}　存量", rung.stock, stock, report, numbers),
                _counted(f"{rung.label}　{year} 年新增", rung.new, new, report, numbers),
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


def _counted(what: str, firms: Firms, of: tuple[str, MeasureKind], report: Report, numbers: Numbering) -> Figure:
    """A number of a title, whoever belongs to it by nothing but its own word noted."""
    own_word = {firm.id: f"{SELF_REPORTED}，{NOT_ANNOUNCED}" for firm in report.self_reported.get(of, ())}
    return numbers.noted(what, ((firm, own_word.get(firm.id, "")) for firm in firms))


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
    made = TableRows(("级", *(one.label for one in Readiness), "其余"))
    for of in report.readiness:
        counts = (numbers.noted(f"{of.label}　{one.label}", map(_noted, of.of(one))) for one in Readiness)
        far = numbers.of(f"{of.label}　其余", report.far(of))
        made.rows.append((of.label, *counts, far))
    everybody = f"其余的没有持有，差得更远；一级各列与存量相加，是在册的 {len(report.firms)} 家。"
    remarks = [everybody, "只缺资料的各缺哪几项，见候选企业名单。"] if made.rows else []
    if report.not_asked:
        remarks.append(f"当日没有收录标准、没有判断的：{'、'.join(report.not_asked)}。")
    return Section("readiness", "谁可以报", (made.table,) if made.rows else (), tuple(remarks))


def _noted(one: tuple[ReportedFirm, Ready]) -> Noted:
    firm, ready = one
    return firm, "；".join(closing_lines(ready.closing)) if ready.closing else ""


def _near(report: Report) -> Section:
    rows: list[tuple[Cell, ...]] = []
    remarks = []
    for of in report.readiness:
        group = of.of(Readiness.NEAR)
        for firm, ready in group[:SHOWN]:
            rows.append((of.label, firm.name, "\n".join(closing_lines(ready.closing)) if ready.closing else ""))
        if len(group) > SHOWN:
            remarks.append(f"{of.label}差一步的 {len(group)} 家，先列 {SHOWN} 家，其余在数字后面的名单里。")
    if not rows:
        remarks.append("没有只差一步的企业。")
    table = (Table(("级", "企业", "差什么"), tuple(rows)),) if rows else ()
    return Section("near", "差一步的企业", table, tuple(remarks))


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
        (one.firm, "　".join(filter(None, (str(one.on) if one.on else "", one.document))))
        for one in changes
        if one.kind is kind
    ]
    return numbers.noted(f"{label}　{kind.label}", noted)


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


# What is published.


# What stands beside the name of an indicator: a number printed of it, or aimed at.
_PRINTED = ("指标", "公布的数和目标")


def _indicators(report: Report, numbers: Numbering) -> Section:
    measures = report.indicators.measures if report.indicators else ()
    counted = [one for one in measures if one.own is not None and one.own.number is not None]
    tables = []
    if counted:
        rows = tuple((_named(one), "\n".join(_told(one)), _own(one, report, numbers)) for one in counted)
        tables.append(Table((*_PRINTED, "登记库"), rows, frozenset({2}), "登记库也数的"))
    tables += _by_source([one for one in measures if one not in counted])
    remarks = [
        "不同口径的数不相减；几个数并列的不作取舍。没有注明怎样看到的，照原文。"
        if tables
        else "没有收录公布的数字和目标。"
    ]
    own_words = [
        f"{one.measure.name}（{one.measure.kind.label}）{own_word_text(one.own.self_reported, one.measure.unit)}"
        for one in measures
        if one.own is not None and one.own.self_reported
    ]
    if own_words:
        remarks.append(f"{'；'.join(own_words)}。")
    return Section("indicators", "报道和文件里的指标", tuple(tables), tuple(remarks))


def _named(reported: Reported) -> str:
    return f"{reported.measure.name}（{reported.measure.kind.label}，{reported.measure.unit}）"


def _told(reported: Reported) -> Iterator[str]:
    yield from map(observation_text, reported.observations)
    yield from map(compared_text, reported.targets)


def _by_source(measures: Sequence[Reported]) -> Iterator[Table]:
    """The indicators the register does not count: a table for each report or plan they stand in, in the order of the
    days those came out."""
    of: dict[Source, dict[str, list[str]]] = {}
    for reported in measures:
        name = _named(reported)
        for shown in reported.observations:
            of.setdefault(shown.observation.source, {}).setdefault(name, []).append(observation_there(shown))
        for compared in reported.targets:
            of.setdefault(compared.target.source, {}).setdefault(name, []).append(compared_there(compared))
    for source in sorted(of, key=_came_out):
        rows = tuple((name, "\n".join(lines)) for name, lines in of[source].items())
        yield Table(_PRINTED, rows, title=source.name)
    uncounted: dict[str, list[str]] = {}
    for reported in measures:
        if reported.own is not None:
            uncounted.setdefault(own_text(reported.own, reported.measure.unit), []).append(_named(reported))
    if uncounted:
        rows = tuple((why, "、".join(names)) for why, names in uncounted.items())
        yield Table(("为什么", "指标"), rows, title="登记库不数的")


def _came_out(source: Source) -> tuple[bool, str, str]:
    dated = source.dated
    return dated is None, dated.text if dated is not None else "", source.name


def _own(reported: Reported, report: Report, numbers: Numbering) -> Figure:
    measure = reported.measure
    of = measure.title or "", measure.kind
    return _counted(f"{measure.name}（{measure.kind.label}）", report.counted.get(of, ()), of, report, numbers)


def scope_text(report: Report) -> str:
    """What is counted how, in one footnote."""
    year = report.asof.on.year
    since = f"与 {report.since} 相比：按现在所知，比较两天各持有什么；期间认定又取消的不列。" if report.since else ""
    return (
        f"口径：企业按 {report.asof.on} 的所在地归地区，镇街照名单所写，行业是国民经济行业分类的大类。"
        f"存量是当日持有；本年新增是 {year} 年内、截至当日认定，认定前一日不持有的，复核通过不算；"
        f"本年失效是 {year} 年内到期、取消或未通过复核，当日不再持有的。一家持有几级的，各级都数。"
        "高价值科技成果数的是成果，不数企业，不在表里。目标和差额只在口径相同时相比。"
        "够格、只缺资料、差一步按当日标准和登记在册的资料判断，标准要的资料一项也没有登记的算没有资料；"
        f"差一步是每条差得不超过界线的 {format_share(WITHIN)}，或只差一件没有程度可言的事；"
        f"已持有的不列。到期事项是当日起 90 天内的，预计不够格的申报窗口不列。{since}"
        "登记库的数只是登记在册的，名单没有导全时偏少。"
    )
