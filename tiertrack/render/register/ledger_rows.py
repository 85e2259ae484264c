"""Everything on record of an enterprise as the rows of the sheets of a workbook (台账), which can be read again."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from tiertrack.duties.duty import Duty
from tiertrack.duties.overview import FirmStanding
from tiertrack.enterprise import Enterprise
from tiertrack.errors import TiertrackError
from tiertrack.facts.credit_code import shown_credit_code
from tiertrack.facts.datum import Datum
from tiertrack.facts.dossier import Attestation
from tiertrack.facts.industry_reading import industry_names, normalise_industry
from tiertrack.facts.intellectual_property import IpRight
from tiertrack.facts.vocabulary import FACTS, Fact, judgement_label
from tiertrack.intake import ledger_pages as pages
from tiertrack.intake import template_sheets as sheets
from tiertrack.labels import Labelled
from tiertrack.law.event_kinds import EventKind
from tiertrack.law.event_words import event_kind_named
from tiertrack.law.region_reading import full_name, read_region
from tiertrack.law.regions import Region
from tiertrack.law.titles import TITLES, title_definition
from tiertrack.render.register.event_data import value_text
from tiertrack.render.workbook.listed_rights import right_columns, right_rows
from tiertrack.render.workbook.sheet_columns import CellValue, Look, SheetColumn, fact_cell, fact_column
from tiertrack.temporal import BEIJING
from tiertrack.titles.events import Event, RecordedEvent
from tiertrack.titles.history import History
from tiertrack.titles.remarks import Remark
from tiertrack.titles.track import Track

Row = Sequence[CellValue]

_FOR_GOOD = "无固定期限"
_INFERRED = "由登记推出，导入时不读"
_WHO = (SheetColumn(pages.WHO["name"], narrowest=24), SheetColumn(pages.WHO["uscc"], narrowest=21))


def _who(enterprise: Enterprise) -> tuple[CellValue, ...]:
    return enterprise.name, enterprise.uscc and shown_credit_code(enterprise.uscc)


# 企业.

FIRM_COLUMNS = (
    _WHO[0],
    SheetColumn("简称"),
    _WHO[1],
    *(SheetColumn(heading, narrowest=10) for heading in ("证券代码", "所在地", "行业")),
    *(SheetColumn(heading, note=_INFERRED, narrowest=14) for heading in pages.INFERRED[:2]),
    SheetColumn(pages.INFERRED[2], Look.DAY, _INFERRED, 14),
)


def firm_row(row: FirmStanding) -> Row:
    """An enterprise with the titles it holds on the day, and the highest of its rungs."""
    one, held = row.enterprise, dict.fromkeys(holding.label for holding in row.standing.held)
    through = None if row.highest is None else row.through or _FOR_GOOD
    name, uscc = _who(one)
    rest = "、".join(held), row.highest.label if row.highest else None, through
    return name, one.short_name, uscc, one.stock_code, _place(one.region), _industry(one.industry), *rest


@functools.lru_cache(maxsize=4096)
def _place(code: str | None) -> str | None:
    """The name of a region where that is read as the same region, else its code."""
    if code is None or not Region(code).is_listed:
        return code
    return _as_read(full_name(code), lambda text: read_region(text).code, code)


@functools.lru_cache(maxsize=4096)
def _industry(code: str | None) -> str | None:
    """The code of an industry with its name."""
    if code is None or code not in industry_names():
        return code
    return _as_read(f"{code} {industry_names()[code]}", normalise_industry, code)


def _as_read(text: str, read: Callable[[str], str], code: str) -> str:
    try:
        return text if read(text) == code else code
    except TiertrackError:
        return code


# 数值.


class ValueRows:
    """The rows of the values of an enterprise, a year and a source a row, in columns of the facts of which anything is
    on record."""

    def __init__(self, keys: Iterable[str]) -> None:
        known = {*keys}
        self._facts: list[Fact] = [fact for key, fact in FACTS.items() if key in known]
        self._places = {fact.key: place for place, fact in enumerate(self._facts)}

    @property
    def columns(self) -> tuple[SheetColumn, ...]:
        """The columns."""
        year = SheetColumn("年度", Look.YEAR, "不按年度填报的数写在年度空着的一行")
        return (*_WHO, year, SheetColumn("来源", narrowest=14), *map(fact_column, self._facts))

    def rows(self, enterprise: Enterprise, data: Iterable[Datum]) -> Iterator[Row]:
        """The rows, by year and source, with what each source said last."""
        who, width = _who(enterprise), len(self._facts)
        said: dict[tuple[int, str], list[CellValue]] = {}
        for datum in data:
            row = said.setdefault((datum.year or 0, datum.source or ""), [None] * width)
            place = self._places[datum.key]
            row[place] = fact_cell(self._facts[place], datum.value)
        for (year, source), cells in sorted(said.items(), key=lambda item: item[0]):
            yield (*who, year or None, source or pages.NO_SOURCE, *cells)


# 称号 and 事项.

_LOOKS = {
    **dict.fromkeys(("on", "starts", "through", "until"), Look.DAY),
    "year": Look.YEAR,
}
_HEADING_NOTES = {
    "derived": "文件没有写有效期，按标准的年限推算的写“是”",
    "value": "更名的新名称、迁往的地区或对方企业",
    "told_by": "由谁或哪份名单得知",
}


def _event_columns(members: Iterable[str]) -> tuple[SheetColumn, ...]:
    return tuple(
        SheetColumn(pages.EVENT_HEADINGS[member], _LOOKS.get(member, Look.TEXT), _HEADING_NOTES.get(member))
        for member in members
    )


TITLE_COLUMNS = (*_WHO, SheetColumn(pages.STATE_HEADING, note=_INFERRED), *_event_columns(pages.HELD_MEMBERS))
EVENT_COLUMNS = (
    *_WHO,
    *_event_columns(pages.EVENT_HEADINGS),
    SheetColumn(pages.COUNTS_HEADING, note="已更正、已作废的写“否”，导入时不读"),
    SheetColumn(pages.RECORDED_HEADING, note=_INFERRED),
)


def title_rows(row: FirmStanding) -> Iterator[Row]:
    """Where an enterprise is with each title, and the act and document it rests on."""
    who = _who(row.enterprise)
    for track in row.standing.each:
        state = title_definition(track.title).procedure.state_word(track.state)
        yield (*who, state, *_held_cells(track.granted, track))
        if track.coming is not None and track.coming is not track.granted:
            yield (*who, "将生效", *_held_cells(track.coming, track))


def _held_cells(event: Event | None, track: Track) -> Row:
    if event is None:
        return TITLES[track.title], track.product
    return [member_cell(event, member) for member in pages.HELD_MEMBERS]


def event_rows(enterprise: Enterprise, history: History) -> Iterator[Row]:
    """The events of an enterprise by their days, those put right or taken back since too."""
    who = _who(enterprise)
    for event in history.events:
        cells = (member_cell(event, member) for member in pages.EVENT_HEADINGS)
        yield (*who, *cells, "是" if counts(history, event) else "否", _instant(event))


def counts(history: History, event: RecordedEvent) -> bool:
    """Whether an event says something that stands: what takes another back, or joins two records, says nothing more."""
    return event.kind not in (EventKind.VOIDED, EventKind.JOINED) and history.counts(event)


def _instant(event: RecordedEvent) -> str:
    return event.recorded_at.astimezone(BEIJING).strftime("%Y-%m-%d %H:%M:%S")


def member_cell(event: Event, member: str) -> CellValue:
    """A member of an event in the words it is read by."""
    match member:
        case "title":
            return event.label
        case "kind":
            return event_kind_cell(event.title, event.kind)
        case "derived":
            return "是" if event.derived else None
        case "stage":
            return _stage(event)
        case "value":
            return _value(event)
    value: Any = getattr(event, member)
    return value.label if isinstance(value, Labelled) else value


def event_kind_cell(title: str, kind: EventKind) -> str:
    """What the procedure of a title calls a kind of event, where that means no other; else its common name."""
    word = title_definition(title).procedure.word(kind) if title in TITLES else kind.label
    return word if event_kind_named(word, title) is kind else kind.label


def _stage(event: Event) -> str | None:
    if event.stage is None or event.title not in TITLES:
        return event.stage
    procedure = title_definition(event.title).procedure
    step = procedure.step(event.stage)
    named = step and procedure.step_named(step.label)
    return step.label if step is not None and named is step else event.stage


def _value(event: Event) -> str | None:
    if event.kind is EventKind.CHANGE_REPORTED and event.value in {kind.value for kind in EventKind}:
        return EventKind(event.value).label
    return value_text(event)


# 到期, 认定, 知识产权 and 备注.

DUE_COLUMNS = (
    SheetColumn("截止日", Look.DAY, _INFERRED),
    SheetColumn("可办起日", Look.DAY),
    _WHO[0],
    *map(SheetColumn, ("事项", "称号", "要做的", "逾期后果", "依据")),
)


def due_row(duty: Duty) -> Row:
    """A duty: by when, who, and what."""
    what = duty.kind.label, duty.title_label, duty.what, duty.consequence, duty.why
    return duty.due, duty.opens, duty.enterprise, *what


JUDGED_COLUMNS = (
    *_WHO,
    *(
        SheetColumn(heading, Look.DAY if member == "on" else Look.TEXT)
        for member, heading in pages.JUDGED_HEADINGS.items()
    ),
)


def judged_row(enterprise: Enterprise, made: Attestation) -> Row:
    """A judgement on record."""
    return *_who(enterprise), judgement_label(made.key), "是" if made.value else "否", made.by, made.on


RIGHT_COLUMNS = (*_WHO, *right_columns({sheets.SOURCE: "各来源的清单各是整份的：删去一行，就是那个来源不再列它"}))


def listed_right_rows(enterprise: Enterprise, listed: Mapping[str, Sequence[IpRight]]) -> Iterator[Row]:
    """The rights that sources list of an enterprise, a right of a source a row."""
    who = _who(enterprise)
    return ((*who, *cells) for cells in right_rows(listed))


REMARK_COLUMNS = (
    *_WHO,
    SheetColumn(pages.REMARK_HEADINGS[0], note="名单里那一列的标题"),
    SheetColumn(pages.REMARK_HEADINGS[1]),
    *_event_columns(pages.REMARKED_MEMBERS),
)


def remark_row(enterprise: Enterprise, remark: Remark) -> Row:
    """A remark, with the event of the list that it stood beside."""
    cells = (member_cell(remark.event, member) for member in pages.REMARKED_MEMBERS)
    return *_who(enterprise), remark.heading, remark.text, *cells


COLUMNS: Mapping[str, tuple[SheetColumn, ...]] = {
    pages.FIRMS: FIRM_COLUMNS,
    pages.TITLES_HELD: TITLE_COLUMNS,
    pages.EVENTS: EVENT_COLUMNS,
    pages.DUE: DUE_COLUMNS,
    pages.JUDGED: JUDGED_COLUMNS,
    pages.RIGHTS: RIGHT_COLUMNS,
    pages.REMARKS: REMARK_COLUMNS,
}
