"""A list that names everyone in a region who holds a title on a day: whoever of the register is not on it does not.

All of its rows grant that title: one of another title, or one that takes it away, says of nobody that it is held.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Collection

from attrs import frozen

from tiertrack.app.settling import proposed
from tiertrack.batches import batches
from tiertrack.enterprise import Enterprise
from tiertrack.errors import BadInput, Fault
from tiertrack.facts.asked import RegionLike, as_region
from tiertrack.intake.title_list import TitleList
from tiertrack.intake.title_rows import TitleRow
from tiertrack.law.event_kinds import EventKind
from tiertrack.law.instruments import 本地缺省口径
from tiertrack.law.regions import Region
from tiertrack.law.titles import TITLES
from tiertrack.ports import Register, RegisterReader
from tiertrack.register_reports import Completed
from tiertrack.temporal import AsOf
from tiertrack.titles.events import Event, event_word
from tiertrack.titles.standing import standing
from tiertrack.titles.track import Holding

_CHUNK = 1000


@frozen
class CompleteList:
    """Of which title, region and day a list is complete, the document that says so, and the source of the list."""

    title: str
    region: Region
    on: dt.date
    document: str
    source: str

    @classmethod
    def of(cls, titles: TitleList, region: RegionLike) -> CompleteList:
        """What is said for the whole of a list; raises BadInput where it does not say of what it is complete (E686)."""
        said = {"称号": titles.title, "日期": titles.on, "文件": titles.document}
        lacking = [label for label, value in said.items() if value is None]
        if lacking or titles.title is None or titles.on is None or titles.document is None:
            remedy = "请用 read_title_list 为全表写明称号、日期和文件"
            what = f"名单是全部的，须为全表写明{'、'.join(lacking)}"
            raise BadInput(Fault("E686", what, remedy, None, titles.file))
        if titles.kind is not None and not titles.kind.grants:
            what = f"“{titles.kind.label}”的名单说不出谁没有持有"
            raise BadInput(Fault("E686", what, "全部名单须是认定或复核通过的", None, titles.file))
        found = as_region(region, titles.on)
        assert found is not None
        return cls(titles.title, found, titles.on, titles.document, titles.source or titles.file)

    @property
    def absence(self) -> Event:
        """That an enterprise does not hold the title, as the list says."""
        return Event(title=self.title, kind=EventKind.ABSENT, on=self.on, document=self.document, told_by=self.source)

    def fault_of(self, row: TitleRow) -> Fault | None:
        """The fault of a row that does not say that its enterprise holds the title; None where it does."""
        event = row.event
        if event.title == self.title and event.kind.grants:
            return None
        said = f"{event.label}“{event_word(event)}”"
        what = f"这份名单说是{TITLES[self.title]}的全部，这一行却是{said}"
        return Fault("E689", what, "请核对称号和事项；是别的，请另存一份名单分开导入", row.identity.name, row.place)

    def follow(self, register: Register, listed: Collection[int]) -> Completed:
        """``record_absent`` of whoever is not listed."""
        return record_absent(register, listed, self)


def record_absent(register: Register, listed: Collection[int], complete: CompleteList) -> Completed:
    """Records of everyone in the region who is not ``listed`` that the title is not held, leaving the commit to the
    caller.

    A holder on record who is missing keeps the title: what the list says of it is recorded with the disagreement, and
    named. Whoever a waiting row may be about is left, as is whoever may or may not be in the region.
    """
    asof, event = AsOf(complete.on), complete.absence
    maybe = _maybe_listed(register, complete)
    absent: list[str] = []
    contradicted: list[str] = []
    unplaced: list[str] = []
    left: list[str] = []
    every = register.keys()
    for keys in batches([key for key in every if key not in listed], _CHUNK):
        there = []
        for firm in register.enterprises(keys, asof):
            if _is_in(complete.region, firm):
                (left.append(firm.name) if firm.id in maybe else there.append(firm))
            elif _may_be_in(complete.region, firm):
                unplaced.append(firm.name)
        streams = register.streams([firm.id for firm in there])
        told: list[tuple[int, Event]] = []
        for firm in there:
            found = standing(streams.get(firm.id, ()), asof).held
            holding = next((one for one in found if one.title == complete.title), None)
            (absent if holding is None else contradicted).append(firm.name)
            told.append((firm.id, event if holding is None else disagreeing(event, holding)))
        register.append_many(told)
    return Completed(
        complete.title,
        complete.region.code,
        complete.on,
        tuple(absent),
        tuple(contradicted),
        tuple(unplaced),
        tuple(left),
    )


def _is_in(region: Region, firm: Enterprise) -> bool:
    return firm.region is not None and region.contains(Region(firm.region))


def _may_be_in(region: Region, firm: Enterprise) -> bool:
    """Whether it is not known where an enterprise is, or only in what the region is a part of."""
    return firm.region is None or Region(firm.region).contains(region)


def disagreeing(event: Event, holding: Holding) -> Event:
    """What the list says of a holder on record, kept with what stands against it."""
    last = f"至 {holding.period.last}" if holding.period.last else "无固定期限"
    ground = {
        "text": f"登记库里它持有{TITLES[holding.title]}，{last}（{holding.document}）",
        "citation": str(本地缺省口径.clause("登记核查")),
    }
    return event.changed(findings=json.dumps({"grounds": [ground]}, ensure_ascii=False, sort_keys=True))


def _maybe_listed(register: RegisterReader, complete: CompleteList) -> frozenset[int]:
    """The enterprises that a waiting row with the title may be about."""
    rows = [
        kept
        for kept in register.proposals()
        if kept.waits and isinstance(kept.row, TitleRow) and kept.row.event.title == complete.title
    ]
    return frozenset(candidate.enterprise for kept in proposed(register, rows) for candidate in kept.candidates)
