"""Indicators as Chinese text and as plain data: what the register counts, what is printed, what is aimed at."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any

from tiertrack.facts.units import decimal_text
from tiertrack.indicators.agreement import Checked
from tiertrack.indicators.catalogue import Amount, Check, CheckKind, Observation, Source, Target, Word
from tiertrack.indicators.report import Compared, OwnCount, RegionReport, Reported, Shown
from tiertrack.law.instrument import Confidence
from tiertrack.render.members import moment_members
from tiertrack.render.phrases import NOT_ANNOUNCED, known_line, place_text
from tiertrack.temporal import AsOf

# The decimals of a recomputed number.
_DIGITS = 2


def indicators_text(reports: Sequence[RegionReport], asof: AsOf) -> str:
    """Each region: every measure with its counts, numbers and targets, then the checks on the printed numbers."""
    if not any(report.measures for report in reports):
        return "这里没有收录公布的数字和目标，登记库也没有可数的称号。"
    lines = [
        f"指标 · {asof.on}",
        *known_line(asof),
        "登记库的数只是登记在册的，名单没有导全时偏少；不同口径的数不相减。",
    ]
    for report in reports:
        lines += ["", region_text(report, asof.on)]
    return "\n".join(lines)


def region_text(report: RegionReport, on: dt.date | None = None) -> str:
    """One region, called as on a day or as now: every measure with its counts, numbers and targets, then the checks on
    the printed numbers."""
    lines = [f"━━ {place_text(report.region.code, on)}"]
    for measure in report.measures:
        lines += ["", *_measure_lines(measure)]
    if report.checks:
        lines += ["", "公布数字的校验", *(f"  {_checked_text(check)}" for check in report.checks)]
    return "\n".join(lines)


def _measure_lines(reported: Reported) -> Iterator[str]:
    measure = reported.measure
    yield f"{measure.name}　{measure.kind.label}（{measure.unit}）　{measure.scope}"
    if reported.own is not None:
        yield f"  登记库　{own_text(reported.own, measure.unit)}"
    for shown in reported.observations:
        yield f"  公布　{observation_text(shown)}"
    for shown in reported.nationwide:
        yield f"  全国　{observation_text(shown)}"
    for compared in reported.targets:
        yield f"  目标　{compared_text(compared)}"


def own_text(own: OwnCount, unit: str) -> str:
    """What the register counts, or why it does not."""
    unplaced = f"；另有 {own.unplaced} {unit}所在地不明，没有计入" if own.unplaced else ""
    own_word = f"（{own_word_text(own.self_reported, unit)}）" if own.self_reported else ""
    return f"{f'不计，{own.why_not}' if own.number is None else f'{own.number} {unit}{own_word}'}{unplaced}"


def own_word_text(count: int, unit: str) -> str:
    """How many of a number count by nothing but their own word."""
    return f"其中 {count} {unit}只有企业自报，{NOT_ANNOUNCED}"


def observation_text(shown: Shown) -> str:
    """A printed number with its time, its source and what speaks against it."""
    return _observed(shown, _cited(shown.observation))


def observation_there(shown: Shown) -> str:
    """The same where its source stands above it; how surely it was read is said of what is no literal number of it."""
    return _observed(shown, _unsure(shown.observation))


def _observed(shown: Shown, cited: str) -> str:
    observation = shown.observation
    when = observation.span.text if observation.span else "期间没有写明"
    remarks = "".join(f"　{words}" for words in (observation.scope, observation.note) if words)
    doubts = "".join(f"　⚠ {_doubt(observation, check)}" for check in shown.doubts)
    number = f"{observation.amount.printed} {observation.measure.unit}"
    return f"{when}　{number}{remarks}{f'　{cited}' if cited else ''}{doubts}"


def _cited(published: Observation | Target) -> str:
    return f"〔{published.source.name}，{published.confidence.value}〕"


def _unsure(published: Observation | Target) -> str:
    return "" if published.confidence is Confidence.ORIGINAL else f"〔{published.confidence.value}〕"


def _doubt(observation: Observation, check: Check) -> str:
    others = _numbers_text(other for other in check.observations if other is not observation)
    return f"与 {others} {'并列，不作取舍' if check.kind is CheckKind.SIDE_BY_SIDE else '不吻合'}"


def _numbers_text(observations: Iterable[Observation]) -> str:
    """Numbers with their unit and measure, which stand once after several numbers of one measure."""
    return "、".join(
        f"{'、'.join(observation.amount.printed for observation in several)} {measure.unit}（{measure.name}）"
        for measure, several in groupby(observations, key=lambda observation: observation.measure)
    )


def target_text(target: Target) -> str:
    """A target in words, as 2027 年达到 450 家."""
    year = f"{target.year} 年" if target.year else "期限没有写明，"
    if target.amount is None:
        return f"{year}{target.word.value}（数值没有读到）"
    number = f"{target.amount.printed} {target.measure.unit}"
    return f"{year} {number}以上" if target.word is Word.AT_LEAST else f"{year}{target.word.value} {number}"


def compared_text(compared: Compared) -> str:
    """A target with how far it is, its source and its rivals."""
    return _compared(compared, _cited(compared.target))


def compared_there(compared: Compared) -> str:
    """The same where its source stands above it."""
    return _compared(compared, _unsure(compared.target))


def _compared(compared: Compared, cited: str) -> str:
    target = compared.target
    rivals = "、".join(f"{target_text(rival)}（{rival.source.name}）" for rival in compared.rivals)
    doubt = f"　⚠ 同一年另有目标 {rivals}" if rivals else ""
    return "　".join(filter(None, (target_text(target), gap_text(compared), target.note, cited))) + doubt


def gap_text(compared: Compared) -> str:
    """How far the register's count is from a target, or why the two are not compared; empty where neither is known."""
    if compared.lacking is None:
        return f"不比较，{compared.why_not}" if compared.why_not else ""
    return f"还差 {compared.lacking} {compared.target.measure.unit}" if compared.lacking else "已达到"


def _checked_text(checked: Checked) -> str:
    text = f"{checked.check.kind.label}　{_numbers_text(checked.check.parts)}"
    if checked.check.printed is not None and checked.computed is not None:
        text += f"　复算 {decimal_text(checked.computed, _DIGITS)}，公布 {_numbers_text((checked.check.printed,))}"
    return f"{text}　{checked.agreement.label}：{checked.check.note}"


def indicators_data(reports: Sequence[RegionReport], asof: AsOf) -> dict[str, Any]:
    """The members of the answer."""
    return {**moment_members(asof), "regions": [region_data(report, asof.on) for report in reports]}


def region_data(report: RegionReport, on: dt.date | None = None) -> dict[str, Any]:
    """The members of the report of one region, called as on a day or as now."""
    return {
        "region": report.region.code,
        "name": report.region.label_on(on),
        "measures": [_measure_data(measure) for measure in report.measures],
        "checks": [_checked_data(check) for check in report.checks],
    }


def _measure_data(reported: Reported) -> dict[str, Any]:
    measure = reported.measure
    return {
        "measure": measure.key,
        "name": measure.name,
        "title": measure.title,
        "kind": measure.kind.value,
        "scope": measure.scope,
        "unit": measure.unit,
        "definition": measure.definition,
        "register": _own_data(reported.own) if reported.own else None,
        "observations": [_shown_data(shown) for shown in reported.observations],
        "nationwide": [_shown_data(shown) for shown in reported.nationwide],
        "targets": [compared_data(compared) for compared in reported.targets],
    }


def _own_data(own: OwnCount) -> dict[str, Any]:
    return {
        "count": own.number,
        "self_reported": own.self_reported,
        "unplaced": own.unplaced,
        "why_not": own.why_not or None,
    }


def _shown_data(shown: Shown) -> dict[str, Any]:
    observation = shown.observation
    return {
        "key": observation.key,
        "period": observation.span.text if observation.span else None,
        **_amount_data(observation.amount),
        "scope": observation.scope or None,
        "source": _source_data(observation.source),
        "confidence": observation.confidence.value,
        "note": observation.note or None,
        "doubted_by": [check.key for check in shown.doubts],
    }


def compared_data(compared: Compared) -> dict[str, Any]:
    """The members of a target with how far it is."""
    target = compared.target
    return {
        "document": _source_data(target.source),
        "word": target.word.value,
        "year": target.year,
        "since": target.since,
        **_amount_data(target.amount),
        "confidence": target.confidence.value,
        "note": target.note or None,
        "lacking": compared.lacking,
        "why_not": compared.why_not or None,
        "rivals": [rival.source.key for rival in compared.rivals],
    }


def _amount_data(amount: Amount | None) -> dict[str, Any]:
    if amount is None:
        return dict.fromkeys(("value", "number", "qualifier"))
    return {"value": amount.printed, "number": decimal_text(amount.number, 10), "qualifier": amount.qualifier or None}


def _source_data(source: Source) -> dict[str, Any]:
    dated = source.dated.text if source.dated else None
    return {"key": source.key, "name": source.name, "title": source.title, "dated": dated}


def _checked_data(checked: Checked) -> dict[str, Any]:
    return {
        "key": checked.check.key,
        "kind": checked.check.kind.value,
        "parts": [part.key for part in checked.check.parts],
        "printed": checked.check.printed.key if checked.check.printed else None,
        "computed": decimal_text(checked.computed, _DIGITS) if checked.computed is not None else None,
        "agreement": checked.agreement.value,
        "note": checked.check.note,
    }
