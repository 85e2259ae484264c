"""The one transition table of every title: from which state an event leads to which, by which actor, and by which
clause.

It is the same machine for every title; how a title's own procedure names its steps, and who takes them, is in
``tiertrack.law.procedure``. The table is checked when it is loaded: one start, every state reachable, a way from
every state to holding the title, every row cited, no two rows that could both apply.
"""

from __future__ import annotations

import enum
import functools
from collections import defaultdict
from collections.abc import Iterable, Mapping

from attrs import field, frozen

from tiertrack.law.event_kinds import EventKind
from tiertrack.law.instrument import Citation, Confidence
from tiertrack.law.instruments import 单项冠军办法, 暂行办法, 本地缺省口径, 管理办法, 重庆培育方案
from tiertrack.law.scope import Act
from tiertrack.law.states import Actor, State


class Condition(enum.Enum):
    """When a row applies, where an event may lead to more than one state."""

    ALWAYS = ""
    BARS = "事由附有禁报期"
    BARS_NOT = "事由不附禁报期"
    ENDS = "同一有效期内第二次（2026 年度起）"
    ENDS_NOT = "首次，或 2025 年度以前（丧失复核资格）"


@frozen
class Transition:
    """One row: ``event`` leads from any of ``sources`` to ``target`` (None: the state stays).

    A published act is recorded from any state; ``usual`` are then those the procedure provides for it. So is the step
    an exchange shows of a case that is not on record: from the others of its ``sources`` a list may report it, though
    it is no step of the procedure there. ``guard`` is the act whose standard an enterprise has to meet, None where the
    step asks for no judgement of ours.
    """

    event: EventKind
    sources: tuple[State, ...]
    target: State | None
    by: Actor
    citation: Citation
    guard: Act | None = None
    condition: Condition = Condition.ALWAYS
    usual: tuple[State, ...] = ()
    # The states from which it is only reported; asked for at every step, so worked out once.
    reported_only: tuple[State, ...] = field(init=False)

    @reported_only.default
    def _beside_the_usual(self) -> tuple[State, ...]:
        if self.event.gazetted or not self.usual:
            return ()
        return tuple(state for state in self.sources if state not in self.usual)

    @property
    def open(self) -> tuple[State, ...]:
        """The states from which it is a step of the procedure."""
        return tuple(state for state in self.sources if state not in self.reported_only)

    @property
    def drawn(self) -> tuple[State, ...]:
        """The states the procedure provides it for."""
        return self.usual or self.sources


S, K = State, EventKind
_ANY = tuple(State)
_OUTSIDE = (S.NONE, S.REJECTED, S.WITHDRAWN, S.LAPSED, S.REVOKED)
_UNDER_WAY = (S.APPLIED, S.RETURNED, S.RECOMMENDED, S.PUBLICISED)
_HOLDING = (S.HELD, S.REVIEW_DUE, S.UNDER_REVIEW, S.RENEWED)
_NOT_HOLDING = tuple(state for state in State if state not in _HOLDING)
# Not held, not barred: where the next thing heard of a case may be any step of it.
_TOLD_FROM = (*_OUTSIDE, S.POOLED, *_UNDER_WAY)
_IN_CASE = (S.APPLIED, S.RECOMMENDED, S.PUBLICISED)
_IN_REVIEW = (S.REVIEW_DUE, S.UNDER_REVIEW)
_BEFORE_REVIEW = (S.HELD, S.RENEWED, S.REVIEW_DUE)

_程序 = 管理办法.clause("第二章", Confidence.REPORTED, "申报、审核、公示、认定的程序")
_动态 = 管理办法.clause("第三章", Confidence.REPORTED, "2026-03-31 以前见 63号文第三章")
_有效期 = 管理办法.clause("第十六条", Confidence.REPORTED, "63号文期间在到期后复核")
_更新 = 管理办法.clause("第十七条", Confidence.REPORTED, "2025 年度以前见 63号文第三章")
_取消 = 暂行办法.clause("第三章", Confidence.ORIGINAL, "2号文的取消条文未能核实")
_提示 = 管理办法.clause("第十六条", Confidence.DERIVED, "到期前复核，提前三个月提示")
_放弃 = 管理办法.clause("第三章", Confidence.DERIVED, "主动放弃的程序未能核实")
_解禁 = 单项冠军办法.clause("第十三条", None, "63号文：至少三年，届满后方可再报")

TRANSITIONS = (
    Transition(K.POOLED, _OUTSIDE, S.POOLED, Actor.DISTRICT, 重庆培育方案.clause("培育库")),
    Transition(K.APPLIED, (*_OUTSIDE, S.POOLED, S.RETURNED), S.APPLIED, Actor.ENTERPRISE, _程序, Act.RECOGNITION),
    Transition(K.RETURNED, (S.APPLIED, S.RECOMMENDED), S.RETURNED, Actor.AUTHORITY, _程序),
    Transition(K.RECOMMENDED, (S.APPLIED,), S.RECOMMENDED, Actor.DISTRICT, _程序),
    Transition(K.ADVANCED, _TOLD_FROM, None, Actor.AUTHORITY, _程序, usual=_IN_CASE),
    Transition(K.PUBLICISED, _NOT_HOLDING, S.PUBLICISED, Actor.AUTHORITY, _程序, usual=(S.APPLIED, S.RECOMMENDED)),
    Transition(K.PUBLICISED, _HOLDING, S.UNDER_REVIEW, Actor.AUTHORITY, _有效期, usual=_IN_REVIEW),
    Transition(K.RECOGNISED, _ANY, S.HELD, Actor.AUTHORITY, _程序, Act.RECOGNITION, usual=_IN_CASE),
    Transition(K.REJECTED, _TOLD_FROM, S.REJECTED, Actor.AUTHORITY, _程序, usual=_UNDER_WAY),
    Transition(K.WITHDRAWN, _TOLD_FROM, S.WITHDRAWN, Actor.ENTERPRISE, _程序, usual=_UNDER_WAY),
    Transition(K.REVIEW_OPENED, (S.HELD, S.RENEWED), S.REVIEW_DUE, Actor.CALENDAR, _提示),
    Transition(K.REVIEW_APPLIED, (*_BEFORE_REVIEW, S.LAPSED), S.UNDER_REVIEW, Actor.ENTERPRISE, _有效期, Act.REVIEW),
    Transition(K.REVIEW_PASSED, _ANY, S.RENEWED, Actor.AUTHORITY, _有效期, Act.REVIEW, usual=_IN_REVIEW),
    Transition(K.REVIEW_FAILED, _ANY, S.LAPSED, Actor.AUTHORITY, _有效期, usual=_IN_REVIEW),
    Transition(K.NOT_LISTED, _ANY, S.LAPSED, Actor.AUTHORITY, _有效期, usual=_IN_REVIEW),
    Transition(K.EXPIRED, _BEFORE_REVIEW, S.LAPSED, Actor.CALENDAR, _有效期),
    Transition(K.RELINQUISHED, _HOLDING, S.LAPSED, Actor.ENTERPRISE, _放弃),
    Transition(K.UPDATED, (*_HOLDING, S.LAPSED), None, Actor.ENTERPRISE, _更新),
    Transition(K.UPDATE_MISSED, _HOLDING, None, Actor.AUTHORITY, _更新, condition=Condition.ENDS_NOT),
    Transition(K.UPDATE_MISSED, _HOLDING, S.REVOKED, Actor.AUTHORITY, _更新, condition=Condition.ENDS),
    Transition(K.ABSENT, _NOT_HOLDING, None, Actor.DISTRICT, 本地缺省口径.clause("登记核查")),
    Transition(K.REVOKED, _ANY, S.BARRED, Actor.AUTHORITY, _取消, condition=Condition.BARS, usual=_HOLDING),
    Transition(K.REVOKED, _ANY, S.REVOKED, Actor.AUTHORITY, _动态, condition=Condition.BARS_NOT, usual=_HOLDING),
    Transition(K.BAR_ENDED, (S.BARRED,), S.REVOKED, Actor.CALENDAR, _解禁),
)


def check(table: Iterable[Transition]) -> None:
    """Passes a sound table; raises ValueError naming everything that is wrong with it."""
    rows = tuple(table)
    wrong = [*_unreachable(rows), *_traps(rows), *_doubled(rows)]
    wrong += [f"“{row.event.label}”没有出处" for row in rows if not str(row.citation.provision).strip()]
    wrong += [f"“{row.event.label}”没有写明自何状态" for row in rows if not row.sources]
    if wrong:
        raise ValueError("；".join(wrong))


def _edges(rows: Iterable[Transition]) -> Mapping[State, set[State]]:
    edges: dict[State, set[State]] = defaultdict(set)
    for row in rows:
        for source in row.sources:
            edges[source].add(row.target or source)
    return edges


def _reached(edges: Mapping[State, set[State]], start: State) -> set[State]:
    found, waiting = {start}, [start]
    while waiting:
        fresh = edges.get(waiting.pop(), set()) - found
        found |= fresh
        waiting.extend(fresh)
    return found


def _unreachable(rows: tuple[Transition, ...]) -> list[str]:
    lost = set(State) - _reached(_edges(rows), State.NONE)
    starts = [row.event.label for row in rows if row.target is State.NONE]
    return [f"从“{State.NONE.label}”到不了“{state.label}”" for state in State if state in lost] + [
        f"“{event}”回到起点，起点只能有一个" for event in starts
    ]


def _traps(rows: tuple[Transition, ...]) -> list[str]:
    edges = _edges(rows)
    return [f"进入“{state.label}”后再不能持有称号" for state in State if State.HELD not in _reached(edges, state)]


def _doubled(rows: tuple[Transition, ...]) -> list[str]:
    seen: dict[tuple[EventKind, State], list[Condition]] = defaultdict(list)
    for row in rows:
        for source in row.sources:
            seen[row.event, source].append(row.condition)
    return [
        f"“{event.label}”在“{state.label}”有两行同时适用"
        for (event, state), conditions in seen.items()
        if len(conditions) > 1 and (Condition.ALWAYS in conditions or len(set(conditions)) < len(conditions))
    ]


check(TRANSITIONS)

# The rows by the event and the state they lead on from: several where their conditions differ, none where it cannot.
ROWS: Mapping[EventKind, Mapping[State, tuple[Transition, ...]]] = {
    kind: {state: tuple(row for row in TRANSITIONS if row.event is kind and state in row.sources) for state in State}
    for kind in EventKind
}


@functools.cache
def usual_from(state: State) -> tuple[EventKind, ...]:
    """The events the procedure itself provides for in a state, in the order of the table."""
    return tuple(dict.fromkeys(row.event for row in TRANSITIONS if state in row.drawn and row.by is not Actor.CALENDAR))


@functools.cache
def possible_from(state: State) -> tuple[EventKind, ...]:
    """The events possible in a state, in the order of the table."""
    return tuple(dict.fromkeys(row.event for row in TRANSITIONS if state in row.open and row.by is not Actor.CALENDAR))
