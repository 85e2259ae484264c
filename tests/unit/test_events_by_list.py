"""Every kind of event can be reported by list, and comes to the same as recorded one by one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import tiertrack
from tiertrack import AsOf, Event, EventKind, Registry, read_title_list
from tiertrack.errors import BadDossier, TiertrackError
from tiertrack.intake.title_acts import KINDS, PUBLISHED
from tiertrack.intake.title_columns import COLUMNS
from tiertrack.law.states import State
from tiertrack.law.titles import TITLES, title_definition
from tiertrack.temporal import as_day
from tiertrack.titles.decide import decide
from tiertrack.titles.events import ENTERPRISE, Reason
from tiertrack.titles.standing import standing

K = EventKind
FIRM, RENAMED = "重庆虚构甲机械有限公司", "重庆虚构乙智能装备有限公司"
ON, EVER = dt.date(2025, 6, 3), AsOf(dt.date(2030, 1, 1))
DOCUMENT = "渝经信中小〔2025〕5号"
# What may have happened before, so that a step has a case or a title to be a step of.
BEFORE = ((), (K.APPLIED,), (K.APPLIED, K.RECOMMENDED), (K.RECOGNISED,))
# What a kind says beside the document: by the columns of a list, and by the members of an event.
BESIDE: dict[EventKind, dict[str, Any]] = {
    K.UPDATED: {"year": 2025},
    K.UPDATE_MISSED: {"year": 2025},
    K.REVOKED: {"reason": Reason.FRAUD},
    K.REJECTED: {"until": dt.date(2026, 1, 1)},
    K.CONVERTED: {"value": RENAMED},
    K.MERGED: {"value": "重庆虚构丙有限公司"},
    K.DIVIDED: {"value": "重庆虚构丙有限公司"},
    K.MOVED: {"value": "四川省成都市"},
    K.RELOCATED: {"value": "渝北区"},
    K.CHANGE_REPORTED: {"value": "更名"},
}


def happened(kind: EventKind, title: str, on: dt.date, **beside: Any) -> Event:
    return Event(title=title, kind=kind, on=on, document=DOCUMENT, **beside)


def _events(kinds: tuple[EventKind, ...], title: str) -> list[Event]:
    days = (ON - dt.timedelta(days=30 * (len(kinds) - place)) for place in range(len(kinds)))
    return [happened(kind, title, on) for kind, on in zip(kinds, days, strict=True)]


def _stage(kind: EventKind, title: str) -> Iterator[str | None]:
    yield None
    for step in title_definition(title).procedure.steps:
        if step.kind is kind:
            yield step.key


def _possible(kind: EventKind) -> tuple[list[Event], Event]:
    """What may have happened before, and an event of the kind that is possible then."""
    for title in ("srdi_sme", "little_giant", *TITLES):
        for kinds in BEFORE:
            for stage in _stage(kind, title):
                before = _events(kinds, title)
                event = happened(kind, title, ON, stage=stage, **BESIDE.get(kind, {}))
                try:
                    held: tuple[Any, ...] = ()
                    for number, one in enumerate([*before, event], 1):
                        decide(standing(held, AsOf(one.on)), one)
                        held = (*held, _recorded(one, number))
                except TiertrackError:
                    continue
                return before, event
    raise AssertionError(kind)


def _recorded(event: Event, version: int) -> Any:
    members = {name: getattr(event, name) for name in event.__dict__}
    return tiertrack.RecordedEvent(**members, recorded_at=dt.datetime.now(dt.UTC), version=version)


def _case(kind: EventKind) -> tuple[list[Event], Event]:
    if not kind.of_enterprise:
        return _possible(kind)
    value = BESIDE.get(kind, {}).get("value", RENAMED if kind is K.RENAMED else None)
    return [], happened(kind, ENTERPRISE, ON, value=value)


def _register(before: list[Event]) -> Registry:
    registry = tiertrack.open("memory:")
    registry.enrol(FIRM, region="500113")
    for event in before:
        registry.record(FIRM, event)
    return registry


def _cells(event: Event) -> dict[str, str]:
    cells = {"name": FIRM, "event": event.kind.label, "on": event.on.isoformat(), "document": DOCUMENT}
    if event.kind is K.RENAMED:
        return cells | {"name": RENAMED, "former_names": FIRM}
    if event.title != ENTERPRISE:
        cells["title"] = event.title
    if event.stage is not None:
        step = title_definition(event.title).procedure.step(event.stage)
        assert step is not None
        cells["stage"] = step.label
    for key in ("year", "until", "value"):
        if (said := getattr(event, key)) is not None:
            cells[key] = str(said)
    return cells | ({} if event.reason is None else {"reason": event.reason.label})


def _listed(folder: Path, *rows: dict[str, str]) -> Path:
    file = folder / "名单.csv"
    keys = list(dict.fromkeys(key for row in rows for key in row))
    lines = [",".join(COLUMNS[key] for key in keys), *(",".join(row.get(key, "") for key in keys) for row in rows)]
    file.write_text("\n".join(lines), encoding="utf-8")
    return file


def _on_record(registry: Registry) -> list[Any]:
    told = registry.history(FIRM, EVER).events
    firm = registry.find(FIRM)
    return [*(event.statement for event in told), firm.name, firm.region]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.value)
def test_an_event_by_list_is_the_same_as_recorded_by_itself(tmp_path: Path, kind: EventKind) -> None:
    before, event = _case(kind)
    by_list, by_itself = _register(before), _register(before)
    by_itself.record(FIRM, event)
    report = by_list.import_titles(read_title_list(_listed(tmp_path, _cells(event))))
    assert (report.new, report.known) == (1, 0)
    assert _on_record(by_list) == _on_record(by_itself)
    again = by_list.import_titles(read_title_list(_listed(tmp_path, _cells(event))))
    assert (again.new, again.corrected, again.known) == (0, 0, 1)
    if kind not in PUBLISHED:
        # What a list leaves out takes back nothing of what it said before.
        unsaid = by_list.import_titles(read_title_list(_listed(tmp_path, {**_cells(event), "document": ""})))
        assert (unsaid.new, unsaid.corrected, unsaid.known) == (0, 0, 1)
        assert _on_record(by_list) == _on_record(by_itself)


def test_what_is_the_same_for_all_may_be_said_once(tmp_path: Path) -> None:
    registry = _register(_events((K.RECOGNISED,), "srdi_sme"))
    file = _listed(tmp_path, {"name": FIRM})
    titles = read_title_list(file, title="专精特新", kind="年度更新", on=ON, year="2025年度")
    assert registry.import_titles(titles).new == 1
    (_granted, updated) = registry.history(FIRM, EVER).events
    assert (updated.kind, updated.year, updated.document) == (K.UPDATED, 2025, None)


def test_an_event_that_lacks_what_it_must_say_is_told_row_by_row(tmp_path: Path) -> None:
    row = {"name": FIRM, "title": "srdi_sme", "on": str(ON), "document": DOCUMENT}
    rows = [
        {**row, "event": "年度更新"},
        {**row, "event": "跨省迁移"},
        {**row, "event": "撤销", "reason": "不存在的事由"},
    ]
    file = _listed(tmp_path, *({**one, "year": "", "value": ""} for one in rows))
    with pytest.raises(BadDossier) as refused:
        _register([]).import_titles(read_title_list(file))
    assert [(fault.code, fault.place.partition("行")[0]) for fault in refused.value.faults] == [
        ("E470", "名单.csv 第 2 "),
        ("E470", "名单.csv 第 3 "),
        ("E333", "名单.csv 第 4 "),
    ]


def test_a_step_that_is_impossible_where_the_title_stands_is_refused_with_the_way_on(tmp_path: Path) -> None:
    row = {"name": FIRM, "title": "srdi_sme", "on": str(ON), "document": DOCUMENT, "event": "推荐"}
    registry = _register([])
    with pytest.raises(BadDossier) as refused:
        registry.import_titles(read_title_list(_listed(tmp_path, row)))
    assert [(fault.code, fault.place) for fault in refused.value.faults] == [("E530", "名单.csv 第 2 行")]
    assert "请先登记“申报”（名单里加一行，日期是申报之日" in str(refused.value)
    assert registry.history(FIRM, EVER).events == ()
    earlier = {**row, "event": "申报", "on": "2025-05-01"}
    assert registry.import_titles(read_title_list(_listed(tmp_path, row, earlier))).new == 2


@pytest.mark.parametrize(("word", "state"), [("未通过", State.REJECTED), ("撤回申报", State.WITHDRAWN)])
def test_how_a_case_came_out_that_is_not_on_record_may_be_reported(tmp_path: Path, word: str, state: State) -> None:
    registry = _register([])
    row = {"name": FIRM, "title": "srdi_sme", "on": str(ON), "document": DOCUMENT, "event": word}
    assert registry.import_titles(read_title_list(_listed(tmp_path, row))).new == 1
    assert registry.standing(FIRM, AsOf(ON)).standing.track("srdi_sme").state is state


def test_a_step_without_a_document_is_judged_by_the_standard(tmp_path: Path) -> None:
    row = {"name": FIRM, "title": "srdi_sme", "on": "2026-06-03", "event": "申报"}
    registry = _register([])
    with pytest.raises(BadDossier) as refused:
        registry.import_titles(read_title_list(_listed(tmp_path, row)))
    (fault,) = refused.value.faults
    assert (fault.code, fault.value) == ("E655", FIRM)
    assert fault.remedy.startswith("文件上已经这样写的，请在“文件”一列写上文号")
    assert "。" not in fault.remedy
    assert registry.import_titles(read_title_list(_listed(tmp_path, {**row, "document": "区经信委汇总表"}))).new == 1


def test_the_words_of_a_titles_own_procedure_are_understood(tmp_path: Path) -> None:
    row = {"name": FIRM, "title": "高价值科技成果", "on": str(ON), "document": DOCUMENT, "event": "入库"}
    (read,) = read_title_list(_listed(tmp_path, row)).rows()
    assert read.event.kind is K.RECOGNISED
    (pooled,) = read_title_list(_listed(tmp_path, {**row, "title": "专精特新"})).rows()
    assert pooled.event.kind is K.POOLED
    assert as_day("2025-06-03") == ON
