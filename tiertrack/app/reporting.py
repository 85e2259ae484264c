"""The report of a register on a day: what is counted, who is behind each number, and the files it is written to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from tiertrack.app.report_pass import ENDED, Gathered, gathered, grouped
from tiertrack.duties.overview import AHEAD
from tiertrack.errors import BadInput, Fault
from tiertrack.indicators.catalogue import Catalogue, MeasureKind
from tiertrack.indicators.report import Compared, RegionReport, region_report
from tiertrack.indicators.seed_tables import catalogue as shipped_catalogue
from tiertrack.ladder.order import LadderVersion, select_ladder
from tiertrack.law.regions import Region
from tiertrack.law.tiers import Tier
from tiertrack.law.titles import TITLES, Title
from tiertrack.output_file import Existing, written_whole
from tiertrack.ports import RegisterReader
from tiertrack.render.report.report import FirmGroup, Report, ReportedFirm, RungCount, TitleReadiness
from tiertrack.rules.rulebook import Rulebook
from tiertrack.screening.readiness import ReadinessJudge
from tiertrack.temporal import AsOf

# What is counted of each title.
_KINDS = (MeasureKind.STOCK, MeasureKind.FLOW, MeasureKind.CUMULATIVE)
_DAY = dt.timedelta(days=1)
# A code of so many digits names a district, within which a list says 镇街.
_DISTRICT = 6


def refuse_later(since: dt.date | None, on: dt.date) -> None:
    """Raises BadInput for a last report that is no earlier than this one (E783)."""
    if since is not None and since >= on:
        what, remedy = "上一次报告的日子不早于这一次的", "请写早于这一天的日子，或去掉它"
        raise BadInput(Fault("E783", what, remedy, f"上次 {since}，这次 {on}", "since"))


def report_of(
    read: Callable[[Callable[[RegisterReader], Gathered]], Gathered],
    asof: AsOf,
    region: Region | None,
    since: dt.date | None,
    rulebook: Rulebook,
    catalogue: Catalogue | None,
) -> Report:
    """The report, of what ``read`` has somebody read of a register in one snapshot."""
    renamed_from = dt.date(asof.on.year, 1, 1) if since is None else since + _DAY
    order = select_ladder(asof.on, region)
    titles = [rung for rung in order.rungs if rung is not Tier.ACHIEVEMENT]
    judge = ReadinessJudge({rung: order.variants.get(rung) for rung in titles}, asof, rulebook)
    found = read(lambda register: gathered(register, asof, region, since, renamed_from, rulebook, judge))
    known = shipped_catalogue() if catalogue is None else catalogue
    printed = None if region is None else region_report(known, region, asof.on, found.tallies)
    rungs = tuple(_rung(order, rung, found, printed, asof.on) for rung in titles)
    asked = [rung for rung in rungs if rung.title.value in found.ready or judge.is_asked(rung.title, region)]
    return Report(
        asof=asof,
        region=region,
        firms=tuple(found.firms),
        unplaced=len(found.unplaced),
        rungs=rungs,
        places=_groups(found.firms, rungs, _place_of(region)),
        industries=_groups(found.firms, rungs, _division),
        readiness=tuple(
            TitleReadiness(rung.title, rung.label, tuple(found.ready.get(rung.title.value, ()))) for rung in asked
        ),
        not_asked=tuple(rung.label for rung in rungs if rung not in asked),
        until=asof.on + AHEAD,
        due=found.due,
        windows_left_out=len(found.left_out),
        renamed_from=renamed_from,
        renamed=tuple(found.renamed),
        since=since,
        changes=None if since is None else tuple(found.changes),
        indicators=printed,
        counted={(title, kind): found.of(title, kind) for title in TITLES for kind in _KINDS if found.of(title, kind)},
        self_reported={key: tuple(firms) for key, firms in found.self_reported.items()},
    )


def _rung(order: LadderVersion, rung: Title, found: Gathered, printed: RegionReport | None, on: dt.date) -> RungCount:
    stock, new, ended = (found.of(rung.value, what) for what in (MeasureKind.STOCK, MeasureKind.FLOW, ENDED))
    # A rung may be one variant of a title, which is held as that title.
    return RungCount(rung, order.label(rung), stock, new, ended, tuple(_targets(rung, printed, on)))


def _targets(rung: Title, printed: RegionReport | None, on: dt.date) -> Iterator[Compared]:
    """What plans aim at for the holders of a rung from this year on."""
    for measure in printed.measures if printed else ():
        if measure.measure.title == rung.value and measure.measure.kind is not MeasureKind.CUMULATIVE:
            yield from (one for one in measure.targets if one.target.year is None or one.target.year >= on.year)


# By place and industry.


def _place_of(region: Region | None) -> Callable[[ReportedFirm], str]:
    if region is not None and region.narrowness == _DISTRICT:
        return lambda firm: firm.town or ""
    return lambda firm: firm.place or ""


def _division(firm: ReportedFirm) -> str:
    """The letter and the two digits of 大类; the letter alone of what is known no nearer."""
    return (firm.industry or "")[:3]


def _groups(
    firms: Sequence[ReportedFirm], rungs: Sequence[RungCount], key: Callable[[ReportedFirm], str]
) -> tuple[FirmGroup, ...]:
    """The groups with the most holders first, what is not known last."""
    by_rung = {rung.title.value: grouped(rung.stock, key) for rung in rungs}
    holding = {firm.id for rung in rungs for firm in rung.stock}
    held = grouped([firm for firm in firms if firm.id in holding], key)
    found = [
        FirmGroup(
            name,
            tuple(those),
            tuple(held.get(name, ())),
            {rung: tuple(holders[name]) for rung, holders in by_rung.items() if name in holders},
        )
        for name, those in grouped(firms, key).items()
    ]
    return tuple(sorted(found, key=lambda one: (not one.key, -len(one.holders), -len(one.firms), one.key)))


# Files.


def write_report(report: Report, into: Path, existing: Existing = Existing.KEPT) -> None:
    """Writes a report to a ``.html``, ``.docx`` or ``.xlsx`` file.

    Raises BadFile as ``written_whole`` does, and where a workbook has no room for all of it (E734, E735); BadInput
    where a library that writes such a file is not installed.
    """
    with written_whole(into, existing, (), REPORT_FILES) as target:
        _WRITERS[into.suffix.lower()](report, target)


def _write_page(report: Report, target: Path) -> None:
    from tiertrack.pages.report_page import report_page

    target.write_text(report_page(report), encoding="utf-8")


def _write_document(report: Report, target: Path) -> None:
    from tiertrack.render.report.report_document import write_document

    write_document(report, target)


def _write_workbook(report: Report, target: Path) -> None:
    from tiertrack.render.report.report_book import write_workbook

    write_workbook(report, target)


_WRITERS: dict[str, Callable[[Report, Path], None]] = {
    ".html": _write_page,
    ".docx": _write_document,
    ".xlsx": _write_workbook,
}

# The files a report may be written to.
REPORT_FILES = tuple(_WRITERS)
