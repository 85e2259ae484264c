"""The lists of enterprises an open register gives: who they are, what they hold, what falls due, what happened."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import TypeVar, overload

from attrs import frozen

from tiertrack.app import firm_pass
from tiertrack.app.firm_filter import FirmFilter
from tiertrack.app.firm_list import FirmList
from tiertrack.app.listed import Listed, Listing, Page
from tiertrack.app.register_search import RegisterSearch
from tiertrack.app.renamings import renamed
from tiertrack.duties.duty import Duties, Duty, DutyKind, Windows
from tiertrack.duties.overview import FirmOverview, FirmStanding
from tiertrack.enterprise import Enterprise, Reference
from tiertrack.errors import BadInput, Fault
from tiertrack.facts.asked import RegionLike, TitleLike, as_member, as_region, as_span, as_title
from tiertrack.given import member
from tiertrack.law.states import State
from tiertrack.ports import RegisterReader
from tiertrack.register_reports import Renamed
from tiertrack.temporal import AsOf, AsOfLike, DayLike, Span, as_day, as_of
from tiertrack.titles.history import History

_Result = TypeVar("_Result")
_Row = TypeVar("_Row")


@frozen(eq=False)
class RegisterFirms(RegisterSearch):
    """The part of a ``Registry`` that lists enterprises, each list by the same filters and in the same pages.

    A list is read some thousand enterprises at a time as it is gone through, and nothing is held open in between; its
    ``count()`` is how many rows it has in all. Enterprises stand in the order they were enrolled; records that were
    joined are one.
    """

    def firms(
        self,
        asof: AsOfLike,
        *,
        title: TitleLike | None = None,
        status: State | str | None = None,
        region: RegionLike | None = None,
        industry: str | None = None,
        highest: TitleLike | None = None,
        after: Reference | None = None,
        limit: int | None = None,
    ) -> Listed[Enterprise]:
        """The enterprises on record, as they were on a day; of a title, those that held it.

        Args:
            asof: The day of which names and places are given, and the instant by which they had to be on record.
            title: Only those that hold it on the day; with ``status``, only those in that state of it.
            status: A state, or its key or name, as 持有, which all are in that hold the title; of any title unless one
                is given.
            region: Only those in it; all unless given.
            industry: Only those in it: a code of any length or its name, as ``C34``.
            highest: Only those of which this is the highest rung they hold.
            after: Only those beyond this one in the order of the list.
            limit: At most so many enterprises.

        Returns:
            The enterprises in the order they were enrolled; records that were joined are one.

        Raises:
            BadInput: There is no such title, state, region or industry, the title is no rung, or the number not
                positive.

        Examples:
            >>> [enterprise.name for enterprise in register.firms(asof, region=tiertrack.Region("500113"))][:1]
            ['重庆示例新材料有限公司（虚构）']
            >>> register.firms(asof, title="创新型中小企业", region="巴南区").count()
            1
        """
        moment = as_of(asof)
        wanted = FirmFilter.of(moment.on, title, status, region, industry, highest)
        firms = FirmList(self._database, wanted, moment, self._rulebook)
        return Listed(firms.listing(Page(after, limit)), self._ask)

    def standings(
        self,
        asof: AsOfLike,
        *,
        title: TitleLike | None = None,
        status: State | str | None = None,
        region: RegionLike | None = None,
        industry: str | None = None,
        highest: TitleLike | None = None,
        after: Reference | None = None,
        limit: int | None = None,
    ) -> Listed[FirmStanding]:
        """The standing of every enterprise on a day, as ``standing`` is of one.

        Args:
            asof: The day, and the instant by which something had to be on record to count.
            title: Only of those that hold it on the day; with ``status``, of those in that state of it.
            status: A state, or its key or name; of any title unless one is given.
            region: Only of those in it.
            industry: Only of those in it: a code of any length or its name.
            highest: Only of those of which this is the highest rung they hold.
            after: Only of those beyond this one in the order of the list.
            limit: At most so many enterprises.

        Returns:
            One row an enterprise: its standing, its highest rung, and the last day it holds that through.

        Raises:
            BadInput: There is no such title, state, region or industry, the title is no rung, or the number not
                positive.

        Examples:
            >>> (row,) = register.standings(asof, highest="innovative_sme")
            >>> row.enterprise.name, row.through.isoformat()
            ('重庆示例新材料有限公司（虚构）', '2027-07-09')
        """
        moment = as_of(asof)
        wanted = FirmFilter.of(moment.on, title, status, region, industry, highest)
        return self._listed(
            moment,
            wanted,
            Page(after, limit),
            lambda register, keys: (
                (firm.row,) for firm in firm_pass.folded(register, keys, moment, wanted, self._rulebook)
            ),
            FirmList(self._database, wanted, moment, self._rulebook),
        )

    def overviews(
        self,
        asof: AsOfLike,
        *,
        title: TitleLike | None = None,
        status: State | str | None = None,
        region: RegionLike | None = None,
        industry: str | None = None,
        highest: TitleLike | None = None,
        after: Reference | None = None,
        limit: int | None = None,
    ) -> Listed[FirmOverview]:
        """``firms``, each with the highest rung it holds and the first of what falls due in the 90 days after.

        Args:
            asof: The day, and the instant by which something had to be on record to count.
            title: Only those that hold it on the day; with ``status``, those in that state of it.
            status: A state, or its key or name; of any title unless one is given.
            region: Only those in it.
            industry: Only those in it: a code of any length or its name.
            highest: Only those of which this is the highest rung they hold.
            after: Only those beyond this one in the order of the list.
            limit: At most so many enterprises.

        Returns:
            One row an enterprise.

        Raises:
            BadInput: There is no such title, state, region or industry, the title is no rung, or the number not
                positive.

        Examples:
            >>> [row.highest for row in register.overviews(asof, title="innovative_sme")]
            [<Tier.INNOVATIVE_SME: 'innovative_sme'>]
        """
        moment = as_of(asof)
        wanted = FirmFilter.of(moment.on, title, status, region, industry, highest)
        return self._listed(
            moment,
            wanted,
            Page(after, limit),
            lambda register, keys: (
                (one,) for one in firm_pass.overviews(register, keys, moment, wanted, self._rulebook)
            ),
            FirmList(self._database, wanted, moment, self._rulebook),
        )

    def histories(
        self,
        asof: AsOfLike,
        *,
        title: TitleLike | None = None,
        status: State | str | None = None,
        region: RegionLike | None = None,
        industry: str | None = None,
        highest: TitleLike | None = None,
        after: Reference | None = None,
        limit: int | None = None,
    ) -> Listed[History]:
        """The history of every enterprise of which anything is on record, as ``history`` is of one.

        Args:
            asof: The day, and the instant by which something had to be on record to count.
            title: Only of those that hold it on the day; with ``status``, of those in that state of it.
            status: A state, or its key or name; of any title unless one is given.
            region: Only of those in it.
            industry: Only of those in it: a code of any length or its name.
            highest: Only of those of which this is the highest rung they hold.
            after: Only of those beyond this one in the order of the list.
            limit: At most so many enterprises.

        Returns:
            One history an enterprise; one of which nothing had happened by the day has none.

        Raises:
            BadInput: There is no such title, state, region or industry, the title is no rung, or the number not
                positive.

        Examples:
            >>> [len(history.events) for history in register.histories(asof, title="innovative_sme")]
            [1]
        """
        moment = as_of(asof)
        wanted = FirmFilter.of(moment.on, title, status, region, industry, highest)
        return self._listed(
            moment,
            wanted,
            Page(after, limit),
            lambda register, keys: (
                (one,) for one in firm_pass.histories(register, keys, moment, wanted, self._rulebook)
            ),
            _of_events(wanted, moment),
        )

    @overload
    def due(
        self,
        asof: AsOfLike,
        within: dt.timedelta | Span | str,
        enterprise: Reference,
        *,
        title: TitleLike | None = None,
        kind: DutyKind | str | None = None,
        windows: Windows = Windows.LIKELY,
    ) -> Duties: ...

    @overload
    def due(
        self,
        asof: AsOfLike,
        within: dt.timedelta | Span | str,
        enterprise: None = None,
        *,
        title: TitleLike | None = None,
        kind: DutyKind | str | None = None,
        status: State | str | None = None,
        region: RegionLike | None = None,
        industry: str | None = None,
        highest: TitleLike | None = None,
        windows: Windows = Windows.LIKELY,
        after: Reference | None = None,
        limit: int | None = None,
    ) -> Listed[Duty]: ...

    def due(
        self,
        asof: AsOfLike,
        within: dt.timedelta | Span | str,
        enterprise: Reference | None = None,
        *,
        title: TitleLike | None = None,
        kind: DutyKind | str | None = None,
        status: State | str | None = None,
        region: RegionLike | None = None,
        industry: str | None = None,
        highest: TitleLike | None = None,
        windows: Windows = Windows.LIKELY,
        after: Reference | None = None,
        limit: int | None = None,
    ) -> Duties | Listed[Duty]:
        """The duties that fall due from a day on: yearly updates, reviews, changes to report, steps that expire.

        Args:
            asof: The first day, and the instant by which something had to be on record to count.
            within: How far ahead to look: days, or a ``Span`` of months by the calendar; or a text, as ``"90d"``.
            enterprise: A name, code or id, or an ``Enterprise``; all enterprises unless given.
            title: Only what is about it; what an enterprise itself has to do, where it holds that title.
            kind: Only duties of a kind, or its key or name, as 复核.
            status: Of all enterprises, only those in this state of any title; with ``title``, of that one.
            region: Of all enterprises, only those in it.
            industry: Of all enterprises, only those in it: a code of any length or its name.
            highest: Of all enterprises, only those of which this is the highest rung they hold.
            windows: Whether windows to apply in are told of to those alone that may be fit, or to all: who is on record
                as failing the standard is not expected to apply.
            after: Of all enterprises, only those beyond this one in the order of the list.
            limit: At most so many enterprises that have to do anything.

        Returns:
            The duties of one enterprise, earliest first; those of all, enterprise by enterprise in the order they were
            enrolled. How many windows were left out is ``left_out``, of a list once it has been gone through.

        Raises:
            BadInput: There is no such title, kind, state, region or industry, the title is no rung, the number is not
                positive, or one enterprise is named and asked for by what it is.

        Examples:
            >>> duties = register.due(asof, dt.timedelta(days=366), firm)
            >>> [(duty.kind.label, duty.due.isoformat()) for duty in duties]
            [('年度更新', '2027-05-31')]
            >>> [duty.enterprise for duty in register.due(asof, "12个月", kind="年度更新", highest="innovative_sme")]
            ['重庆示例新材料有限公司（虚构）']
        """
        moment = as_of(asof)
        until, which = as_span(within, "within").after(moment.on), member(Windows, windows, "windows")
        about = None if title is None else as_title(title).value
        sort = None if kind is None else as_member(DutyKind, kind, "事项")
        if enterprise is not None:
            given = {"status": status, "region": region, "industry": industry, "highest": highest}
            _refuse_filters(given | {"after": after, "limit": limit})
            return Duties.of(firm_pass.about(*self._due_of(enterprise, moment, until), about, sort), which)
        # What a list is of is up to what is due, unless it is those in some state of the title.
        wanted = FirmFilter.of(moment.on, None if status is None else title, status, region, industry, highest)
        return self._listed(
            moment,
            wanted,
            Page(after, limit),
            lambda register, keys: firm_pass.duties(register, keys, moment, wanted, self._rulebook, until, about, sort),
            _of_events(wanted, moment),
            lambda duty: which is Windows.ALL or not duty.is_unlikely,
        )

    def renamed(
        self,
        since: DayLike,
        through: AsOfLike,
        *,
        region: RegionLike | None = None,
    ) -> tuple[Renamed, ...]:
        """Who was renamed in a period, by the events on record; a name that only a list told of is no event.

        Args:
            since: The first day of the period.
            through: The last day of it, and the instant by which something had to be on record to count.
            region: Only the enterprises in it; all unless given.

        Returns:
            The renamings in the order of their days, each with the name before and after and the document.

        Raises:
            BadInput: There is no such day or region, or the first day is after the last.

        Examples:
            >>> [(one.before, one.after) for one in register.renamed("2025-01-01", asof)]
            [('重庆虚构丙某电子有限公司', '重庆虚构丙某科技有限公司')]
        """
        first, moment = as_day(since), as_of(through)
        if first > moment.on:
            what = "期间的最后一日早于第一日"
            raise BadInput(Fault("E323", what, "请核对两个日期", f"{first}—{moment.on}", "since"))
        place = as_region(region, moment.on)
        return self._ask(lambda register: renamed(register, first, moment, place))

    def _listed(
        self,
        asof: AsOf,
        wanted: FirmFilter,
        page: Page,
        rows: Callable[[RegisterReader, Sequence[int]], Iterator[Sequence[_Row]]],
        firms: FirmList | Callable[[RegisterReader], Sequence[int]],
        is_told: Callable[[_Row], bool] | None = None,
    ) -> Listed[_Row]:
        found, counted = (firms.candidates, firms.number) if isinstance(firms, FirmList) else (firms, None)
        return Listed(Listing(asof, found, rows, page, counted, is_told), self._ask)

    def _ask(self, ask: Callable[[RegisterReader], _Result], /) -> _Result:
        with self._database.reading() as register:
            return ask(register)


def _of_events(wanted: FirmFilter, asof: AsOf) -> Callable[[RegisterReader], Sequence[int]]:
    """Who may be in a list that an enterprise without events has no row in."""
    if wanted.asks_of_titles:
        return partial(wanted.candidates, asof=asof)
    return lambda register: register.with_events(asof.known_at)


def _refuse_filters(given: dict[str, object]) -> None:
    """Raises BadInput for what is only asked of a list."""
    if idle := [name for name, value in given.items() if value is not None]:
        what, remedy = "已指明一家企业，这些条件用不上", "请去掉这些条件；要按条件列出许多家，请不写企业"
        raise BadInput(Fault("E652", what, remedy, "、".join(idle)))
