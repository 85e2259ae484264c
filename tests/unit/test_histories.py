"""Random histories of one firm: whatever is accepted folds, keeps to the table, and means the same in any order."""

from __future__ import annotations

import datetime as dt
import random

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from tests.support.clocks import SetClock
from tests.support.events import day, on_record
from tiertrack.app import Registry
from tiertrack.errors import IllegalTransition
from tiertrack.law.event_kinds import EventKind
from tiertrack.rulebooks import national_rulebook
from tiertrack.store.memory import MemoryDatabase
from tiertrack.temporal import AsOf
from tiertrack.titles.decide import Accepted, possible
from tiertrack.titles.events import ENTERPRISE, Event, Reason
from tiertrack.titles.standing import standing
from tiertrack.titles.transitions import ROWS

K = EventKind
FIRM = "重庆虚构制造有限公司"
TITLES = ("innovative_sme", "srdi_sme", "little_giant", "champion", "listed")
PRODUCTS = (None, "轴承", "减速机")
STEPS = [
    kind for kind in K if kind not in (K.REVIEW_OPENED, K.EXPIRED, K.BAR_ENDED, K.VOIDED) and not kind.of_enterprise
]
DAYS = st.dates(day("2022-08-01"), day("2029-12-31"))
LATER = dt.date.max
VALUES = {K.RENAMED: "重庆新名制造有限公司", K.MOVED: "510100"}


class Histories(RuleBasedStateMachine):
    """One firm in a register in memory; each accepted event is one the register was told of on some day."""

    def __init__(self) -> None:
        super().__init__()
        self.clock = SetClock()
        self.database = MemoryDatabase()
        self.registry = Registry(self.database, national_rulebook(), self.clock)
        self.registry.enrol(FIRM, region="500113")
        self.told: set[tuple[object, ...]] = set()
        self.documents = 0

    @rule(title=st.sampled_from(TITLES), kind=st.sampled_from(STEPS), on=DAYS, chance=st.randoms())
    def something_happens(self, title: str, kind: EventKind, on: dt.date, chance: random.Random) -> None:
        event = self.event(title, kind, on, chance)
        if (title, kind, on) in self.told:
            return
        before = self.registry.standing(FIRM, AsOf(on)).standing.track_for(event)
        try:
            recording = self.registry.record(FIRM, event)
        except IllegalTransition:
            assert kind not in possible(before) or kind is K.ADVANCED
            return
        if isinstance(recording.outcome, Accepted):
            assert ROWS[kind][before.state]
            self.told.add((title, kind, on))

    @rule(kind=st.sampled_from([K.RENAMED, K.MOVED, K.MERGED, K.CHANGE_REPORTED]), on=DAYS)
    def the_firm_changes(self, kind: EventKind, on: dt.date) -> None:
        if (ENTERPRISE, kind, on) not in self.told:
            self.registry.record(FIRM, Event(title=ENTERPRISE, kind=kind, on=on, value=VALUES.get(kind)))
            self.told |= {(ENTERPRISE, kind, on), (ENTERPRISE, K.RELOCATED, on)}

    @rule()
    def time_passes(self) -> None:
        self.clock.instant += dt.timedelta(days=1)

    def event(self, title: str, kind: EventKind, on: dt.date, chance: random.Random) -> Event:
        self.documents += 1
        return Event(
            title=title,
            kind=kind,
            on=on,
            document=f"虚构文件 {self.documents}号",
            reason=chance.choice(_reasons(title)) if kind is K.REVOKED else None,
            product=chance.choice(PRODUCTS)
            if title == "champion" and kind not in (K.UPDATED, K.UPDATE_MISSED)
            else None,
            year=on.year if kind in (K.UPDATED, K.UPDATE_MISSED) else None,
            stage="local_review" if kind is K.ADVANCED else None,
            starts=on + dt.timedelta(days=chance.choice([-40, 0, 40])) if kind.grants else None,
        )

    @precondition(lambda self: self.told)
    @rule(on=DAYS, chance=st.randoms())
    def it_means_the_same_in_whatever_order_it_was_heard(self, on: dt.date, chance: random.Random) -> None:
        events = list(self.registry.history(FIRM, AsOf(LATER)).events)
        expected = standing(events, AsOf(on))
        chance.shuffle(events)
        retold = [on_record(event, version, "2026-01-01") for version, event in enumerate(map(plain, events), 1)]
        found = standing(retold, AsOf(on))
        assert {title: track.state for title, track in found.tracks.items()} == {
            title: track.state for title, track in expected.tracks.items()
        }
        assert [(one.title, one.period) for one in found.held] == [(one.title, one.period) for one in expected.held]

    @invariant()
    def nothing_on_record_was_touched(self) -> None:
        assert self.registry.verify().faults == ()

    def teardown(self) -> None:
        self.registry.close()


def _reasons(title: str) -> list[Reason]:
    """The reasons a title can end for."""
    return [one for one in Reason if one is Reason.OTHER or one.delists == (title == "listed")]


def plain(event: Event) -> Event:
    """The event without its place on record."""
    return Event(**{name: getattr(event, name) for name in _FIELDS})


_FIELDS = tuple(one.name for one in Event.__attrs_attrs__)  # type: ignore[attr-defined]

TestHistories = Histories.TestCase
TestHistories.settings = settings(max_examples=60, stateful_step_count=25, deadline=None)
