"""Those who fall short by little as a table, the list of whom to visit: a line for each criterion they fail."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from tiertrack.facts.units import format_share
from tiertrack.ladder.distance import Gap
from tiertrack.output_file import CsvHeadings
from tiertrack.render.phrases import industry_text, place_text
from tiertrack.render.register.firm_text import Sheet
from tiertrack.render.screening_text import near_datum, short_text
from tiertrack.screening.results import NearMiss

_NEAR_HEADINGS = {
    "name": "企业名称",
    "uscc": "统一社会信用代码",
    "region": "所在地",
    "industry": "行业",
    "edition": "版本",
    "criterion": "条款",
    "title": "条件",
    "shortfall": "差距",
    "distance": "离门槛",
    "open": "其余待补充条数",
}


def near_sheet(headings: CsvHeadings, on: dt.date) -> Sheet:
    """How they are written as of a day: in words or, under keys, as programs have it."""
    if headings is CsvHeadings.KEYS:
        return Sheet(tuple(_NEAR_HEADINGS), _near_keys, near_datum)
    return Sheet(tuple(_NEAR_HEADINGS.values()), lambda near: _near_cells(near, on), near_datum)


def _near_keys(near: NearMiss) -> Iterator[tuple[str, ...]]:
    given, edition = near.closing.assessment.given, near.closing.assessment.edition
    who = (given.name, given.uscc or "", given.region or "", given.industry or "", edition.key)
    for gap, told in _told_gaps(near):
        yield *who, gap.judged.criterion.key, *told


def _near_cells(near: NearMiss, on: dt.date) -> Iterator[tuple[str, ...]]:
    given, edition = near.closing.assessment.given, near.closing.assessment.edition
    place = place_text(given.region, on) if given.region else ""
    industry = industry_text(given.industry) if given.industry else ""
    for gap, told in _told_gaps(near):
        criterion = gap.judged.criterion
        clause = criterion.clause or str(criterion.citation.provision)
        yield given.name, given.uscc or "", place, industry, edition.name, clause, *told


def _told_gaps(near: NearMiss) -> Iterator[tuple[Gap, tuple[str, ...]]]:
    for gap in near.closing.gaps:
        share = "" if gap.distance is None else format_share(gap.distance)
        yield gap, (gap.judged.criterion.title, short_text(near.closing, gap), share, str(near.open))
