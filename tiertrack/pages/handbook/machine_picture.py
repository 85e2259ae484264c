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
    State.POOLED: (220, 34),
    State.APPLIED: (402, 78),
    State.RETURNED: (402, 178),
    State.RECOMMENDED: (560, 78),
    State.PUBLICISED: (706, 78),
    State.HELD: (910, 78),
    State.REVIEW_DUE: (910, 164),
    State.UNDER_REVIEW: (910, 250),
    State.RENEWED: (910, 336),
}
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
    Way((EventKind.POOLED,), _LOST, State.POOLED, ((152, 52), (218, 52)), (185, 46, "middle")),
    Way((EventKind.APPLIED,), (State.POOLED,), State.APPLIED, ((324, 52), (454, 52), (454, 76)), (372, 46, "middle")),
    Way((EventKind.APPLIED,), _LOST, State.APPLIED, ((152, 104), (400, 104)), (272, 98, "middle")),
    Way((EventKind.RECOMMENDED,), (State.APPLIED,), State.RECOMMENDED, ((506, 96), (558, 96)), (532, 90, "middle")),
    Way((EventKind.PUBLICISED,), (State.RECOMMENDED,), State.PUBLICISED, ((664, 96), (704, 96)), (684, 90, "middle")),
    Way(
        (EventKind.RECOGNISED,),
        (State.APPLIED, State.RECOMMENDED, State.PUBLICISED),
        State.HELD,
        ((834, 96), (908, 96)),
        (871, 90, "middle"),
    ),
    Way((EventKind.RETURNED,), (State.APPLIED,), State.RETURNED, ((434, 114), (434, 176)), (428, 150, "end")),
    Way((EventKind.APPLIED,), (State.RETURNED,), State.APPLIED, ((474, 178), (474, 116)), (480, 150, "start")),
    Way(
        (EventKind.RETURNED,),
        (State.RECOMMENDED,),
        State.RETURNED,
        ((612, 114), (612, 196), (508, 196)),
        (560, 190, "middle"),
    ),
    Way((EventKind.REJECTED,), _UNDER_WAY, State.REJECTED, ((378, 190), (130, 190)), (250, 184, "middle")),
    Way((EventKind.WITHDRAWN,), _UNDER_WAY, State.WITHDRAWN, ((378, 240), (130, 240)), (250, 234, "middle")),
    Way((EventKind.REVIEW_OPENED,), (State.HELD,), State.REVIEW_DUE, ((962, 114), (962, 162)), (968, 142, "start")),
    Way(
        (EventKind.REVIEW_APPLIED,),
        (State.REVIEW_DUE,),
        State.UNDER_REVIEW,
        ((962, 200), (962, 248)),
        (968, 228, "start"),
    ),
    Way(
        (EventKind.REVIEW_PASSED,), (State.UNDER_REVIEW,), State.RENEWED, ((962, 286), (962, 334)), (968, 314, "start")
    ),
    Way(
        (EventKind.REVIEW_OPENED,),
        (State.RENEWED,),
        State.REVIEW_DUE,
        ((1014, 354), (1048, 354), (1048, 182), (1016, 182)),
        (0, 0, ""),
    ),
    Way(
        (EventKind.EXPIRED, EventKind.REVIEW_FAILED, EventKind.NOT_LISTED, EventKind.RELINQUISHED),
        _HELD,
        State.LAPSED,
        ((880, 318), (130, 318)),
        (505, 312, "middle"),
    ),
    Way(
        (EventKind.UPDATE_MISSED, EventKind.REVOKED),
        _HELD,
        State.REVOKED,
        ((880, 380), (130, 380)),
        (505, 374, "middle"),
    ),
    Way((EventKind.REVOKED,), _HELD, State.BARRED, ((962, 412), (962, 460), (130, 460)), (505, 454, "middle")),
    Way((EventKind.BAR_ENDED,), (State.BARRED,), State.REVOKED, ((76, 442), (76, 400)), (82, 426, "start")),
)


@frozen
class Machine:
    """The picture: its states, the frames around those that belong together, and the ways with their names."""

    width: int
    height: int
    boxes: tuple[Box, ...]
    frames: tuple[Box, ...]
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
    last = 336 if procedure.reviewed else 78
    return Machine(
        1110,
        492,
        tuple(
            Box(*PLACES[state], _WIDTH, _HEIGHT, (procedure.state_word(state),), kind=_kind(state)) for state in states
        ),
        (
            Box(8, 22, 144, 390, ("没有称号，可以申报",)),
            Box(378, 46 + 12, 456, 190, ("正在申报",)),
            Box(880, 48, 196, last - 12 + _HEIGHT + 12, ("持有称号",)),
        ),
        tuple(_path(way, procedure) for way, _names_ in ways),
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


def _path(way: Way, procedure: Procedure) -> str:
    points = list(way.points)
    if way.target is State.BARRED and not procedure.reviewed:
        points[0] = (points[0][0], 140)
    if way.target in (State.LAPSED, State.REVOKED) and way.sources == _HELD and not procedure.reviewed:
        # Below the frame of what is held, each way goes down from it first.
        x = 940 if way.target is State.LAPSED else 950
        points = [(x, 140), (x, points[0][1]), *points[1:]]
    return "M" + " L".join(f"{x} {y}" for x, y in points)


def _kind(state: State) -> str:
    return "held" if state.holds else "under-way" if state.is_under_way else ""
