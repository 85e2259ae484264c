"""What reports and plans have published, beside the register's own counts: the last section of a report."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tiertrack.indicators.catalogue import Source
from tiertrack.indicators.report import Reported
from tiertrack.render.register.indicator_text import (
    compared_text,
    compared_there,
    observation_text,
    observation_there,
    own_text,
    own_word_text,
)
from tiertrack.render.report.report import Report
from tiertrack.render.report.report_sheet import Figure, Numbering, Section, Table

# What stands beside the name of an indicator: a number printed of it, or aimed at.
_PRINTED = ("指标", "公布的数和目标")


def published(report: Report, numbers: Numbering) -> Section:
    """The indicators of the region, of each what was printed and what is aimed at."""
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
    return numbers.counted(f"{measure.name}（{measure.kind.label}）", report.counted.get(of, ()), of)
