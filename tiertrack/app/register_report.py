"""The report an open register gives of itself."""

from __future__ import annotations

from attrs import frozen

from tiertrack.app.register_lists import RegisterLists
from tiertrack.facts.asked import RegionLike, as_region
from tiertrack.given import member
from tiertrack.indicators.catalogue import Catalogue
from tiertrack.input_file import PathLike, as_path
from tiertrack.output_file import Existing
from tiertrack.render.report.report import Report
from tiertrack.temporal import AsOfLike, DayLike, as_day, as_of


@frozen(eq=False)
class RegisterReport(RegisterLists):
    """The part of a ``Registry`` that reports on all that is on record; that says what every method raises."""

    def report(
        self,
        asof: AsOfLike,
        *,
        region: RegionLike | None = None,
        since: DayLike | None = None,
        catalogue: Catalogue | None = None,
        into: PathLike | None = None,
        existing: Existing = Existing.KEPT,
    ) -> Report:
        """The report on a day: how many hold each rung, are new or lapsed in the year, and how far that is from what
        plans aim at; by 镇街 and industry; who may go for each rung; what falls due in 90 days; who was renamed; what
        changed since the last report; the published indicators beside the register's own counts.

        Behind every number stand the firms themselves. The register is gone through once, in one snapshot, and each
        enterprise is folded and judged as it comes; who may go for a rung is whom ``candidates`` finds.

        Args:
            asof: The day, and the instant by which something had to be on record to count.
            region: Only the enterprises in it; all unless given, and then nothing is compared with targets, which are
                set for a region.
            since: The day of the last report, with which titles are compared; renamings are told from the day after
                it, and from the beginning of the year unless it is given.
            catalogue: The published figures and targets; those shipped unless given.
            into: A ``.html``, ``.docx`` or ``.xlsx`` file it is written to as well.
            existing: Whether a file of that name is kept, and the report refused, or replaced.

        Returns:
            The report; ``to_text`` has its tables in plain text.

        Raises:
            BadInput: There is no such region, the last report is no earlier than this one, or a library that writes
                the file is not installed.
            BadFile: The file has another ending, is there already, or cannot be written; a file of the catalogue cannot
                be used.

        Examples:
            >>> report = register.report(asof, region="巴南区", since="2025-12-31")
            >>> [(rung.label, len(rung.stock), len(rung.new), len(rung.ended)) for rung in report.rungs][:1]
            [('创新型中小企业', 1, 0, 1)]
        """
        from tiertrack.app.reporting import refuse_later, report_of, write_report

        moment = as_of(asof)
        place = as_region(region, moment.on)
        last = None if since is None else as_day(since)
        refuse_later(last, moment.on)
        path, kept = None if into is None else as_path(into), member(Existing, existing, "existing")
        found = report_of(self._ask, moment, place, last, self._rulebook, catalogue)
        if path is not None:
            write_report(found, path, kept)
        return found
