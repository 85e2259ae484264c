"""The rows of the pictures of a report, wherever they are drawn."""

from __future__ import annotations

from collections.abc import Iterable

from tiertrack.plotted import Row
from tiertrack.render.report.report import FirmGroup, Report, RungCount


def rung_rows(report: Report) -> list[Row]:
    """A row for each rung: how many hold it, how many of these since this year, what is aimed at, and whether anything
    of it is on record."""
    return [_rung_count(rung) | {"recorded": report.is_on_record(rung)} for rung in report.rungs]


def _rung_count(rung: RungCount) -> Row:
    """A rung with how many hold it, how many of these since this year, and the nearest target that is a number of
    holders."""
    held = {firm.id for firm in rung.stock}
    aims = (one.target for one in rung.targets if not one.target.word.is_of_flow)
    aim = next((target for target in aims if target.amount is not None and target.year is not None), None)
    return {
        "title": rung.title.value,
        "name": rung.label,
        "stock": len(rung.stock),
        "new": len([firm for firm in rung.new if firm.id in held]),
        "target": None if aim is None or aim.amount is None else float(aim.amount.number),
        "year": None if aim is None else aim.year,
    }


def group_rows(groups: Iterable[tuple[str, FirmGroup]]) -> list[Row]:
    """A row for each group of firms, by what it is called: how many hold a title, and how many there are."""
    return [{"name": name, "holders": len(group.holders), "firms": len(group.firms)} for name, group in groups]
