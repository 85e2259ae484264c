"""`make bench`: deciding a title's transitions and evolving it in memory, reasons included, against state machine
libraries running the same table.

Everybody gets the same attempts, each a frozen value made beforehand, and hands back the same: the state after each,
the criteria that fail where a guard refuses, what happened as a frozen value, and the days the title was held. The
guards are the same too: an assessment made beforehand must not fail, a published act names its document, a review is
due so many months before the last day. What is not the state machine's own business (failing criteria, last days, the
day a review opens) is worked out by the same functions for everybody. Cases are made before the clock starts; each row
is the best of many short rounds, the contenders taking turns.

The others come with `pip install 'tiertrack[bench]'`; the bench runs without them.
"""

from __future__ import annotations

import datetime as dt
import gc
import importlib.metadata
import platform
import time
from collections.abc import Callable, Iterable
from typing import Any

from attrs import field, frozen

from tiertrack import AsOf, Truth, national_rulebook, read_dossier
from tiertrack.law.event_kinds import GRANTING, EventKind
from tiertrack.law.scope import Act
from tiertrack.law.states import State
from tiertrack.law.tiers import Tier
from tiertrack.rules.assessment import Assessment, assess
from tiertrack.rules.criterion import Judged
from tiertrack.shipped import shipped
from tiertrack.titles.completion import valid_through
from tiertrack.titles.decide import Refused, decide
from tiertrack.titles.events import Event, Reason
from tiertrack.titles.track import Track, as_of, review_opens
from tiertrack.titles.transitions import TRANSITIONS, Condition

ROUNDS = 60
REPEATS = 4
TITLE = "srdi_sme"
DAY = dt.timedelta(days=1)
K = EventKind
REVIEW_OPENED, REVOKED = K.REVIEW_OPENED, K.REVOKED


@frozen
class Attempt:
    """What somebody tries, or (``REVIEW_OPENED``) what the calendar does; what is tried of us is the ``event``."""

    kind: EventKind
    on: dt.date
    document: str | None = None
    reason: Reason | None = None
    assessment: Assessment | None = None
    event: Event | None = field(init=False, eq=False)

    @event.default
    def _as_ours(self) -> Event | None:
        if self.kind is K.REVIEW_OPENED:
            return None
        return Event(title=TITLE, kind=self.kind, on=self.on, document=self.document, reason=self.reason)


Findings = tuple[Judged, ...]
History = tuple[Attempt, ...]
Look = Callable[[str], object]


@frozen
class Walk:
    """What came of a history: what was refused for which criteria, what happened, and the days held (first, last)."""

    refusals: list[Findings]
    happened: list[Any]
    held: list[tuple[dt.date, dt.date]]

    @property
    def answer(self) -> tuple[Any, ...]:
        """What all contenders have to agree on."""
        entries = [(one.kind, one.on, one.document, one.reason) for one in self.happened]
        return (self.refusals, entries, self.held)


@frozen
class Contender:
    """``case`` makes a fresh case, ``walk`` takes it through a history; ``look`` is shown the state after each step."""

    case: Callable[[], Any]
    walk: Callable[[Any, History, Look | None], Walk]


def histories() -> tuple[History, ...]:
    """A case that runs through, one refused, returned and revoked, and one refused its review and then revoked."""
    yes, no = (_assessed(example, Act.RECOGNITION) for example in ("meets", "near-miss"))
    again, lost = (_assessed(example, Act.REVIEW) for example in ("meets", "near-miss"))
    held = (
        Attempt(K.APPLIED, dt.date(2023, 3, 1), assessment=yes),
        Attempt(K.RECOMMENDED, dt.date(2023, 4, 1)),
        Attempt(K.PUBLICISED, dt.date(2023, 6, 1), "2023 年公示 1号"),
        Attempt(K.RECOGNISED, dt.date(2023, 7, 1), "2023 年名单 1号"),
    )
    due = Attempt(K.REVIEW_OPENED, dt.date(2026, 4, 1))
    renewed = (
        Attempt(K.REVIEW_APPLIED, dt.date(2026, 5, 1), assessment=again),
        Attempt(K.REVIEW_PASSED, dt.date(2026, 7, 1), "2026 年复核名单 1号"),
    )
    corrected = (
        Attempt(K.APPLIED, dt.date(2023, 2, 1), assessment=no),
        Attempt(K.APPLIED, dt.date(2023, 2, 10), assessment=yes),
        Attempt(K.RETURNED, dt.date(2023, 2, 20)),
    )
    refused = Attempt(K.REVIEW_APPLIED, dt.date(2026, 4, 20), assessment=lost)
    first, second = (
        Attempt(K.REVOKED, dt.date(year, 9, 1), f"{year} 年撤销 1号", Reason.CHANGED) for year in (2024, 2026)
    )
    return ((*held, due, *renewed), (*corrected, *held, first), (*held, due, refused, *renewed, second))


def _assessed(example: str, act: Act) -> Assessment:
    on = dt.date(2026, 6, 30)
    dossier = read_dossier(shipped("seeds") / "examples" / f"{example}.json")
    return assess(national_rulebook().select(Tier.SRDI_SME, act, on), dossier, AsOf(on))


# Ours.


def walk_ours(track: Track, history: History, look: Look | None = None) -> Walk:
    refusals: list[Findings] = []
    happened: list[Event] = []
    for tried in history:
        if tried.event is None:
            track = as_of(track, tried.on)
        else:
            outcome = decide(track, tried.event, tried.assessment)
            if isinstance(outcome, Refused):
                refusals.append(outcome.findings)
            else:
                track = outcome.track
                happened += outcome.events
        if look is not None:
            look(track.state.value)
    return Walk(refusals, happened, [(spell.period.start, spell.period.last) for spell in track.spells])


# The others, on the rows of our table between the states the histories visit.


@frozen
class Edge:
    kind: EventKind
    sources: tuple[str, ...]
    target: str
    judged: bool


def edges(visited: Iterable[str]) -> tuple[Edge, ...]:
    """The rows between these states. As with us, what an authority published is not held against a standard."""
    among = {State(value) for value in visited}
    return tuple(
        Edge(
            row.event,
            tuple(state.value for state in row.sources if state in among),
            row.target.value,
            row.guard is not None and not row.event.gazetted,
        )
        for row in TRANSITIONS
        if row.target in among and among & {*row.sources} and row.condition in (Condition.ALWAYS, Condition.BARS_NOT)
    )


class Case:
    """What the others' cases have in common: the guards, and what a transition leaves.

    What is tried is laid on the case first: to hand it through as arguments, where a library does so, costs it more.
    """

    tried: Attempt
    reasons: Findings

    def __init__(self) -> None:
        self.refusals: list[Findings] = []
        self.happened: list[Attempt] = []
        self.held: list[tuple[dt.date, dt.date]] = []

    def meets(self) -> bool:
        """The guard of applications. Fails with the reasons, which everybody finds the same way."""
        assessment = self.tried.assessment
        if assessment is None or assessment.truth is Truth.TRUE:
            return True
        self.reasons = assessment.failed
        return False

    def named(self) -> bool:
        """The guard of published acts."""
        document = self.tried.document
        return bool(document and document.strip())

    def due(self) -> bool:
        """The guard of the calendar."""
        return review_opens(self.held[-1][1]) <= self.tried.on

    def keep(self) -> None:
        tried = self.tried
        kind = tried.kind
        if kind in GRANTING:
            self.cut(tried.on)
            self.held.append((tried.on, valid_through(tried.on)))
        elif kind is REVOKED:
            self.cut(tried.on)
        if kind is not REVIEW_OPENED:
            self.happened.append(tried)

    def cut(self, day: dt.date) -> None:
        if self.held and self.held[-1][1] >= day:
            self.held[-1] = (self.held[-1][0], day - DAY)

    def walked(self) -> Walk:
        return Walk(self.refusals, self.happened, self.held)


def guard(edge: Edge) -> str | None:
    """The method of the case that guards an edge."""
    if edge.judged:
        return "meets"
    if edge.kind is K.REVIEW_OPENED:
        return "due"
    return "named" if edge.kind.gazetted else None


def states(table: tuple[Edge, ...]) -> list[str]:
    return ["none", *dict.fromkeys(edge.target for edge in table)]


def with_transitions(table: tuple[Edge, ...]) -> Contender:
    """transitions: a condition says no, and so does the call."""
    from transitions import Machine

    rows = [
        {
            "trigger": edge.kind.value,
            "source": list(edge.sources),
            "dest": edge.target,
            "conditions": guard(edge),
            "after": "keep",
        }
        for edge in table
    ]
    machine = Machine(None, states=states(table), transitions=rows, initial="none", auto_transitions=False)

    def case() -> Case:
        made = Case()
        machine.add_model(made)
        return made

    def walk(case: Any, history: History, look: Look | None = None) -> Walk:
        for tried in history:
            case.tried = tried
            if not getattr(case, tried.kind.value)():
                case.refusals.append(case.reasons)
            if look is not None:
                look(case.state)
        return case.walked()

    return Contender(case, walk)


def with_python_statemachine(table: tuple[Edge, ...]) -> Contender:
    """python-statemachine: a condition says no, and the call raises."""
    from statemachine import State as Place
    from statemachine import StateMachine
    from statemachine.exceptions import TransitionNotAllowed

    places = {state: Place(state, value=state, initial=state == "none") for state in states(table)}
    members: dict[str, Any] = {f"at_{state}": place for state, place in places.items()}
    for edge in table:
        for source in edge.sources:
            step = places[source].to(places[edge.target], cond=guard(edge), on="keep")
            known = members.get(edge.kind.value)
            members[edge.kind.value] = step if known is None else known | step
    machine = type(StateMachine)("CaseMachine", (StateMachine,), members)

    def walk(case: Any, history: History, look: Look | None = None) -> Walk:
        for tried in history:
            case.model.tried = tried
            try:
                getattr(case, tried.kind.value)()
            except TransitionNotAllowed:
                case.model.refusals.append(case.model.reasons)
            if look is not None:
                look(case.current_state_value)
        return case.model.walked()

    return Contender(lambda: machine(Case()), walk)


def with_viewflow(table: tuple[Edge, ...]) -> Contender:
    """viewflow.fsm: a condition says no, and the call raises."""
    from django.conf import settings

    if not settings.configured:
        settings.configure()
    from viewflow import fsm

    place = fsm.State(states(table), default="none")
    members: dict[str, Any] = {"place": place}
    for edge in table:
        asked = guard(edge)
        members[edge.kind.value] = place.transition(
            list(edge.sources), edge.target, conditions=[getattr(Case, asked)] if asked else []
        )(members.get(edge.kind.value, Case.keep))
    made = type("ViewflowCase", (Case,), members)

    def walk(case: Any, history: History, look: Look | None = None) -> Walk:
        for tried in history:
            case.tried = tried
            try:
                getattr(case, tried.kind.value)()
            except fsm.TransitionConditionsUnmet:
                case.refusals.append(case.reasons)
            if look is not None:
                look(case.place)
        return case.walked()

    return Contender(made, walk)


PEERS: dict[str, Callable[[tuple[Edge, ...]], Contender]] = {
    "transitions": with_transitions,
    "python-statemachine": with_python_statemachine,
    "django-viewflow": with_viewflow,
}


# Measuring.


def answers(contender: Contender, cases: tuple[History, ...]) -> tuple[list[str], list[tuple[Any, ...]]]:
    """The states a contender comes through, and all else it hands back."""
    seen: list[str] = []
    walks = [contender.walk(contender.case(), history, seen.append) for history in cases]
    return seen, [walk.answer for walk in walks]


def best_of(contenders: list[Contender], cases: tuple[History, ...]) -> list[float]:
    """The best seconds for one attempt of each contender, the contenders taking turns; cases are made off the clock."""
    best = [float("inf")] * len(contenders)
    attempts = REPEATS * sum(map(len, cases))
    for _round in range(ROUNDS):
        for index, contender in enumerate(contenders):
            work = [(contender.case(), history) for _repeat in range(REPEATS) for history in cases]
            gc.collect()
            start = time.perf_counter()
            for case, history in work:
                contender.walk(case, history, None)
            best[index] = min(best[index], (time.perf_counter() - start) / attempts)
    return best


def main() -> None:
    """Check that all hand back the same, then print the table."""
    cases = histories()
    contenders = {"tiertrack": Contender(lambda: Track(TITLE), walk_ours)}
    expected = answers(contenders["tiertrack"], cases)
    visited = [*dict.fromkeys(["none", *expected[0]])]
    absent = []
    for package, prepare in PEERS.items():
        try:
            contender = prepare(edges(visited))
        except ImportError:
            absent.append(package)
            continue
        if answers(contender, cases) != expected:
            raise SystemExit(f"不一致：{package} 走过的状态、拒绝的理由、留下的记录或持有的日子与本库不同")
        contenders[f"{package} {importlib.metadata.version(package)}"] = contender
    best = best_of([*contenders.values()], cases)
    refused = sum(len(refusals) for refusals, _entries, _held in expected[1])
    print(f"Python {platform.python_version()}，{platform.system()} {platform.machine()}")
    print(f"{len(cases)} 段经历，{sum(map(len, cases))} 步，其中拒绝 {refused} 步；各家逐步一致")
    print(f"经过的状态：{'、'.join(State(value).label for value in visited)}")
    print("| 状态机：决定并推进，含理由 | 微秒/步 | 本库/对方 |\n|---|---|---|")
    for name, seconds in zip(contenders, best, strict=True):
        print(f"| {name} | {seconds * 1e6:.2f} | {best[0] / seconds:.2f} |")
    for package in absent:
        print(f"| {package} | 未安装 | — |")


if __name__ == "__main__":
    main()
