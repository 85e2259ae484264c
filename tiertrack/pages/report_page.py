"""The report of a register as a page: one page for the director, then the lists."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from tiertrack.extras import require
from tiertrack.pages.environment import page
from tiertrack.plots import chart, group_chart, static_svg
from tiertrack.render.report.report import FirmGroup, Report
from tiertrack.render.report.report_rows import group_rows
from tiertrack.render.report.report_sections import group_name, report_sheet

if TYPE_CHECKING:
    from markupsafe import Markup

# How many bars a picture of groups has room for.
_BARS = 12


def report_page(report: Report) -> str:
    """A report as one file, its pictures in it and no script.

    Raises BadInput where the library for templates or the one for pictures is not installed.
    """
    require("pages", "jinja2")
    return page("report.html", sheet=report_sheet(report), pictures=dict(_pictures(report)))


def _pictures(report: Report) -> Iterator[tuple[str, Markup]]:
    if report.holders or any(rung.targets for rung in report.rungs):
        yield "rungs", _drawn(chart(report))
    for key, groups in (("places", report.places), ("industries", report.industries)):
        shown = _most(groups)
        if len(shown) > 1:
            rows = group_rows((group_name(key, group.key, report), group) for group in shown)
            yield key, _drawn(group_chart(rows))


def _most(groups: Sequence[FirmGroup]) -> Sequence[FirmGroup]:
    return [group for group in groups if group.holders][:_BARS]


def _drawn(picture: object) -> Markup:
    from markupsafe import Markup

    # What draws it has escaped every text in it.
    return Markup(static_svg(picture))
