"""The machine of a title as a picture: what is not held, what is under way, what is held, and the ways between.

The places are chosen by hand; which ways there are, what they are called and who goes them is the transition table's
and the title's own procedure. A test holds the picture against the table.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from attrs import frozen

from tiertrack.law.event_kinds import EventKind
from tiertrack.law.procedure import Procedure
from tiertrack.law.states import Actor, State
from tiertrack.pages.handbook.pictures import Box, Label
from tiertrack.titles.transitions import TRANSITIONS, Transition

_WIDTH, _HEIGHT = 104, 36
# The upper left corner of each state.
PLACES: Final = {
    State.NONE: (24, 52),
    State.REJECTED: (24, 172),
    State.WITHDRAWN: (24, 222),
    State.LAPSED: (24, 300),
    State.REVOKED: (24, 362),
    State.BARRED: (24, 442),
    State.POOLED: (206, 34),
    State.APPLIED: (396, 78),
    State.RETURNED: (396, 178),
    State.RECOMMENDED: (538, 78),
    State.PUBLICISED: (680, 78),
    State.HELD: (850, 78),
    State.REVIEW_DUE: (850, 164),
    State.UNDER_REVIEW: (850, 250),
    State.RENEWED: (850, 336),
}
# How far the frame of what is held reaches below its last state.
_BELOW = 50
_OF_REVIEW: Final = (State.REVIEW_DUE, State.UNDER_REVIEW, State.RENEWED)


@frozen
class Way:
    """A way from some states to another: the events that take it, the states it is drawn from, the points it goes
    through, and where its name stands."""

    events: tuple[EventKind, ...]
    sources: tuple[State, ...]
    target: State
    points: tuple[tuple[int, int], ...]
    label: tuple[int, int, str]


_LOST = (State.NONE, State.REJECTED, State.WITHDRAWN, State.LAPSED, State.REVOKED)
_UNDER_WAY = (State.APPLIED, State.RETURNED, State.RECOMMENDED, State.PUBLICISED)
_HELD = (State.HELD, State.REVIEW_DUE, State.UNDER_REVIEW, State.RENEWED)

WAYS: Final = (
    Way((EventKind.POOLED,), _LOST, State.POOLED, ((152, 52), (204, 52)), (178, 46, "middle")),
    Way((EventKind.APPLIED,), (State.POOLED,), State.APPLIED, ((310, 52), (448, 52), (448, 76)), (342, 46, "middle")),
    Way((EventKind.APPLIED,), _LOST, State.APPLIED, ((152, 104), (394, 104)), (264, 98, "middle")),
    Way((EventKind.RECOMMENDED,), (State.APPLIED,), State.RECOMMENDED, ((500, 96), (536, 96)), (518, 90, "middle")),
    Way((EventKind.PUBLICISED,), (State.RECOMMENDED,), State.PUBLICISED, ((642, 96), (678, 96)), (660, 90, "middle")),
    Way(
        (EventKind.RECOGNISED,),
        (State.APPLIED, State.RECOMMENDED, State.PUBLICISED),
        State.HELD,
        ((800, 96), (848, 96)),
        (813, 90, "middle"),
    ),
    Way((EventKind.RETURNED,), (State.APPLIED,), State.RETURNED, ((428, 114), (428, 176)), (422, 150, "end")),
    Way((EventKind.APPLIED,), (State.RETURNED,), State.APPLIED, ((468, 178), (468, 116)), (474, 150, "start")),
    Way(
        (EventKind.RETURNED,),
        (State.RECOMMENDED,),
        State.RETURNED,
        ((590, 114), (590, 196), (502, 196)),
        (546, 190, "middle"),
    ),
    Way((EventKind.REJECTED,), _UNDER_WAY, State.REJECTED, ((366, 190), (130, 190)), (256, 184, "middle")),
    Way((EventKind.WITHDRAWN,), _UNDER_WAY, State.WITHDRAWN, ((366, 240), (130, 240)), (256, 234, "middle")),
    Way((EventKind.REVIEW_OPENED,), (State.HELD,), State.REVIEW_DUE, ((902, 114), (902, 162)), (908, 142, "start")),
    Way(
        (EventKind.REVIEW_APPLIED,),
        (State.REVIEW_DUE,),
        State.UNDER_REVIEW,
        ((902, 200), (902, 248)),
        (908, 228, "start"),
    ),
    Way(
        (EventKind.REVIEW_PASSED,),
        (State.UNDER_REVIEW,),
        State.RENEWED,
        ((902, 286), (902, 334)),
        (908, 314, "start"),
    ),
    Way(
        (EventKind.REVIEW_OPENED,),
        (State.RENEWED,),
        State.REVIEW_DUE,
        ((954, 354), (992, 354), (992, 182), (956, 182)),
        (0, 0, ""),
    ),
    Way(
        (EventKind.EXPIRED, EventKind.REVIEW_FAILED, EventKind.NOT_LISTED, EventKind.RELINQUISHED),
        _HELD,
        State.LAPSED,
        ((826, 318), (130, 318)),
        (490, 312, "middle"),
    ),
    Way(
        (EventKind.UPDATE_MISSED, EventKind.REVOKED),
        _HELD,
        State.REVOKED,
        ((826, 380), (130, 380)),
        (490, 374, "middle"),
    ),
    Way((EventKind.REVOKED,), _HELD, State.BARRED, ((902, 386), (902, 460), (130, 460)), (490, 454, "middle")),
    Way((EventKind.BAR_ENDED,), (State.BARRED,), State.REVOKED, ((76, 442), (76, 400)), (82, 430, "start")),
)


@frozen
class Machine:
    """The picture: its states, the frames around those that belong together with what these are called, and the ways
    with their names."""

    width: int
    height: int
    boxes: tuple[Box, ...]
    frames: tuple[Box, ...]
    called: tuple[Label, ...]
    ways: tuple[str, ...]
    labels: tuple[Label, ...]


def rows_of(procedure: Procedure) -> tuple[Transition, ...]:
    """The rows of the transition table that the procedure of a title has: no review where it is not reviewed, no end by
    the calendar where it has none."""
    return tuple(row for row in TRANSITIONS if _is_of(procedure, row))


def _is_of(procedure: Procedure, row: Transition) -> bool:
    if not procedure.reviewed and (
        row.target in _OF_REVIEW or row.event in (EventKind.REVIEW_FAILED, EventKind.NOT_LISTED)
    ):
        return False
    return not (procedure.open_ended and row.event is EventKind.EXPIRED)


def machine_of(procedure: Procedure) -> Machine:
    """The machine of a title by its procedure."""
    rows = rows_of(procedure)
    states = [state for state in PLACES if procedure.reviewed or state not in _OF_REVIEW]
    ways = [(way, names) for way in WAYS if (names := list(_names(procedure, way, rows)))]
    last = PLACES[State.RENEWED if procedure.reviewed else State.HELD][1]
    return Machine(
        1036,
        492,
        tuple(
            Box(*PLACES[state], _WIDTH, _HEIGHT, (procedure.state_word(state),), kind=_kind(state)) for state in states
        ),
        (Box(8, 22, 144, 390, ()), Box(366, 62, 434, 186, ()), Box(826, 48, 204, last + _BELOW - 48, ())),
        (
            Label(80, 140, "没有称号，可以申报", "middle"),
            Label(790, 240, "正在申报", "end"),
            Label(1020, last + _BELOW - 8, "持有称号", "end"),
        ),
        tuple(_path(way, last + _BELOW) for way, _found in ways),
        tuple(Label(way.label[0], way.label[1], "、".join(names), way.label[2]) for way, names in ways if way.label[2]),
    )


def _names(procedure: Procedure, way: Way, rows: tuple[Transition, ...]) -> Iterator[str]:
    for event in way.events:
        found = [
            row
            for row in rows
            if row.event is event and row.target is way.target and not {*way.sources}.isdisjoint(row.drawn)
        ]
        if found:
            by_day = "（到日）" if found[0].by is Actor.CALENDAR else ""
            condition = f"（{found[0].condition.value}）" if found[0].condition.value else ""
            yield f"{procedure.word(event)}{by_day}{condition}"


def _path(way: Way, bottom: int) -> str:
    """A way, from the frame of what is held on: where that ends above it, it first goes down from its bottom."""
    points = list(way.points)
    if way.sources == _HELD:
        first = points[0]
        if way.target is State.BARRED:
            points[0] = (first[0], bottom)
        elif first[1] > bottom:
            x = first[0] + (20 if way.target is State.REVOKED else 40)
            points = [(x, bottom), (x, first[1]), *points[1:]]
    return "M" + " L".join(f"{x} {y}" for x, y in points)


def _kind(state: State) -> str:
    return "held" if state.holds else "under-way" if state.is_under_way else ""
