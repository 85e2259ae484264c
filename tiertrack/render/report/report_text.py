"""A report as Chinese text and as plain data."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from tiertrack.indicators.catalogue import MeasureKind
from tiertrack.render.members import iso, moment_members
from tiertrack.render.phrases import table
from tiertrack.render.register.candidate_text import closing_lines
from tiertrack.render.register.firm_text import renamed_data
from tiertrack.render.register.indicator_text import compared_data, region_data
from tiertrack.render.report.report import DueGroup, FirmGroup, HolderChange, Report, ReportedFirm, RungCount
from tiertrack.render.report.report_sections import report_sheet
from tiertrack.render.report.report_sheet import Cell, Section
from tiertrack.screening.candidates import Readiness


def report_text(report: Report) -> str:
    """The tables of a report, its numbers without the firms behind them."""
    sheet = report_sheet(report)
    lines = [f"{sheet.title} · {sheet.subtitle}", sheet.lead]
    if sheet.keys:
        lines.append("　".join(f"{label} {figure.value} {figure.unit}" for label, figure in sheet.keys))
    for section in (*sheet.sections, *filter(None, (sheet.published,))):
        lines += ["", *_lines(section)]
    return "\n".join([*lines, "", sheet.scope])


def report_line(report: Report) -> str:
    """The first sentence, and of which day."""
    sheet = report_sheet(report)
    return f"{sheet.title} · {sheet.subtitle}　{sheet.lead}"


def _lines(section: Section) -> Iterable[str]:
    total = f"　共 {section.total.value} {section.total.unit}" if section.total else ""
    yield f"━━ {section.heading}{total}"
    for one in section.tables:
        if one.title:
            yield f"— {one.title}"
        yield table(one.headings, (tuple(map(_text, row)) for row in one.rows))
    yield from section.remarks


def _text(cell: Cell) -> str:
    return "；".join(cell.split("\n")) if isinstance(cell, str) else str(cell.value)


# Plain data.


def report_data(report: Report) -> dict[str, Any]:
    """The members of a report; the firms behind each number stand by their ids, and once in full."""
    return {
        **moment_members(report.asof),
        "region": report.region.code if report.region else None,
        "since": iso(report.since),
        "until": report.until.isoformat(),
        "total": len(report.firms),
        "unplaced": report.unplaced,
        "holders": _ids(report.holders),
        "rungs": [_rung_data(rung) for rung in report.rungs],
        "places": [_group_data(group) for group in report.places],
        "industries": [_group_data(group) for group in report.industries],
        "readiness": [
            {
                "title": of.title.value,
                "name": of.label,
                **{one.value: _ids(firm for firm, _ready in of.of(one)) for one in Readiness},
                "near_lacking": _ids(firm for firm, _ready in of.near_lacking),
                "far": _ids(report.far(of)),
                "short_of": {
                    str(firm.id): [*closing_lines(ready.closing)]
                    for firm, ready in of.found
                    if ready.closing is not None
                },
            }
            for of in report.readiness
        ],
        "not_asked": [*report.not_asked],
        "due": [_due_data(group) for group in report.due],
        "windows_left_out": report.windows_left_out,
        "renamed_from": report.renamed_from.isoformat(),
        "renamed": [renamed_data(one) for one in report.renamed],
        "changes": None if report.changes is None else [_change_data(one) for one in report.changes],
        "indicators": region_data(report.indicators, report.asof.on) if report.indicators else None,
        "counted": [_counted_data(title, kind, firms) for (title, kind), firms in report.counted.items()],
        "self_reported": [_counted_data(title, kind, firms) for (title, kind), firms in report.self_reported.items()],
        "firms": [_firm_data(firm) for firm in report.firms],
    }


def _ids(firms: Iterable[ReportedFirm]) -> list[int]:
    return [firm.id for firm in firms]


def _rung_data(rung: RungCount) -> dict[str, Any]:
    return {
        "title": rung.title.value,
        "name": rung.label,
        "stock": _ids(rung.stock),
        "new": _ids(rung.new),
        "ended": _ids(rung.ended),
        "targets": [compared_data(one) for one in rung.targets],
    }


def _group_data(group: FirmGroup) -> dict[str, Any]:
    return {
        "key": group.key or None,
        "firms": _ids(group.firms),
        "holders": _ids(group.holders),
        "by_rung": {title: _ids(firms) for title, firms in group.by_rung.items()},
    }


def _due_data(group: DueGroup) -> dict[str, Any]:
    return {
        "due": group.due.isoformat(),
        "opens": iso(group.opens),
        "kind": group.kind.value,
        "title": group.title or None,
        "what": group.what,
        "firms": _ids(group.firms),
    }


def _change_data(change: HolderChange) -> dict[str, Any]:
    return {
        "kind": change.kind.value,
        "title": change.title,
        "firm": change.firm.id,
        "on": iso(change.on),
        "document": change.document,
        "self_reported": change.is_self_reported,
    }


def _counted_data(title: str, kind: MeasureKind, firms: Iterable[ReportedFirm]) -> dict[str, Any]:
    return {"title": title, "kind": kind.value, "firms": _ids(firms)}


def _firm_data(firm: ReportedFirm) -> dict[str, Any]:
    return {
        "id": firm.id,
        "name": firm.name,
        "uscc": firm.uscc,
        "region": firm.place,
        "industry": firm.industry,
        "town": firm.town,
    }
