"""What a report says of the firms of a register, gathered as each is folded once."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache

from attrs import field, frozen

from tiertrack.app.firm_pass import JUDGED_AT_A_TIME, Folded, dossiers, each_folded, each_with_events, with_duties
from tiertrack.app.renamings import renamings, told
from tiertrack.batches import batches
from tiertrack.duties.duty import Duty, DutyKind
from tiertrack.duties.overview import AHEAD
from tiertrack.enterprise import Enterprise
from tiertrack.facts.dossier import Dossier
from tiertrack.indicators.catalogue import MeasureKind
from tiertrack.indicators.tally import Tallies, Tally, lies_in, parts
from tiertrack.law.event_kinds import EventKind
from tiertrack.law.regions import Region
from tiertrack.law.states import State
from tiertrack.law.titles import TITLES
from tiertrack.ports import RegisterReader
from tiertrack.register_reports import Renamed
from tiertrack.render.report.report import ChangeKind, DueGroup, Firms, HolderChange, ReportedFirm
from tiertrack.rules.rulebook import Rulebook
from tiertrack.screening.readiness import ReadinessJudge, Ready
from tiertrack.temporal import AsOf
from tiertrack.titles.events import RecordedEvent
from tiertrack.titles.remarks import looked_after
from tiertrack.titles.standing import is_held_by_own_word, standing
from tiertrack.titles.track import Track

_CHUNK = 1000
_DAY = dt.timedelta(days=1)
# What is counted of a title beside what official reports count: whose last validity is over since the year began.
ENDED = "ended"

_Due = tuple[dt.date, dt.date | None, DutyKind, str, str]


@frozen(eq=False)
class Gathered:
    """What was found: the firms there, those behind each number, and how many have no known place."""

    firms: list[ReportedFirm] = field(factory=list)
    counted: dict[tuple[str, MeasureKind | str], list[ReportedFirm]] = field(factory=lambda: defaultdict(list))
    self_reported: dict[tuple[str, MeasureKind], list[ReportedFirm]] = field(factory=lambda: defaultdict(list))
    duties: dict[_Due, list[ReportedFirm]] = field(factory=lambda: defaultdict(list))
    left_out: list[Duty] = field(factory=list)
    changes: list[HolderChange] = field(factory=list)
    renamings: list[tuple[Enterprise, RecordedEvent]] = field(factory=list)
    unplaced: list[int] = field(factory=list)
    renamed: list[Renamed] = field(factory=list)
    tallies: dict[str, Tally] = field(factory=dict)
    ready: dict[str, list[tuple[ReportedFirm, Ready]]] = field(factory=lambda: defaultdict(list))

    def of(self, title: str, what: MeasureKind | str) -> Firms:
        """The firms behind a number of a title."""
        return tuple(self.counted.get((title, what), ()))

    @property
    def due(self) -> tuple[DueGroup, ...]:
        """What falls due, the earliest first."""
        groups = (DueGroup(*same, tuple(firms)) for same, firms in self.duties.items())
        return tuple(sorted(groups, key=lambda one: (one.due, one.kind.value, one.title, one.what)))


def gathered(
    register: RegisterReader,
    asof: AsOf,
    region: Region | None,
    since: dt.date | None,
    renamed_from: dt.date,
    rulebook: Rulebook,
    judge: ReadinessJudge,
) -> Gathered:
    """Goes through a register once, a thousand enterprises at a time."""
    found = Gathered()
    tallies = Tallies(() if region is None else (region,))
    for keys in batches(register.keys(asof.known_at), _CHUNK):
        there, unplaced = _sorted_by_place(register.enterprises(keys, asof), region)
        for one, events in each_with_events(register, unplaced, asof):
            if events:
                found.unplaced.append(one.id)
                tallies.add(_place(one), parts(events, asof))
        firms = each_folded(register, there, asof, rulebook)
        for some in batches(with_duties(register, firms, asof.on + AHEAD), JUDGED_AT_A_TIME):
            known = _known(register, [firm for firm, _duties in some], judge)
            for firm, duties in some:
                reported = _take(found, firm, duties, since, renamed_from, tallies)
                held = [holding.title for holding in firm.standing.held]
                for title, ready in judge.of(known[reported.id], held):
                    found.ready[title.value].append((reported, ready))
    if region is not None:
        found.tallies.update(tallies.of(region))
    found.renamed.extend(told(register, found.renamings, asof))
    return found


def _sorted_by_place(
    enterprises: Sequence[Enterprise], region: Region | None
) -> tuple[list[Enterprise], list[Enterprise]]:
    """Those that are in a region, and those of which it is not known."""
    if region is None:
        return [*enterprises], []
    there: list[Enterprise] = []
    unplaced: list[Enterprise] = []
    for one in enterprises:
        placed = lies_in(region, _place(one))
        if placed is not False:
            (there if placed else unplaced).append(one)
    return there, unplaced


_region = lru_cache(maxsize=4096)(Region)


def _place(enterprise: Enterprise) -> Region | None:
    return _region(enterprise.region) if enterprise.region else None


def _take(
    found: Gathered,
    firm: Folded,
    duties: Sequence[Duty],
    since: dt.date | None,
    renamed_from: dt.date,
    tallies: Tallies,
) -> ReportedFirm:
    one, asof = _reported(firm), firm.standing.asof
    found.firms.append(one)
    counts = parts(firm.events, asof, firm.standing)
    tallies.add(firm.region, counts)
    for title, part in counts.items():
        flags = ((MeasureKind.STOCK, part.holds), (MeasureKind.FLOW, part.is_new), (MeasureKind.CUMULATIVE, part.ever))
        for what, counts_for_it in (*flags, (ENDED, not part.holds and _ended(firm, title) is not None)):
            if counts_for_it:
                found.counted[title, what].append(one)
                if isinstance(what, MeasureKind) and what in part.self_reported:
                    found.self_reported[title, what].append(one)
    for duty in duties:
        if duty.is_unlikely:
            found.left_out.append(duty)
        else:
            found.duties[duty.due, duty.opens, duty.kind, duty.title_label, duty.what].append(one)
    found.renamings.extend((firm.enterprise, event) for event in renamings(firm.events, renamed_from, asof.on))
    if since is not None:
        found.changes.extend(_changes(firm, one, since))
    return one


def _known(register: RegisterReader, firms: Sequence[Folded], judge: ReadinessJudge) -> Mapping[int, Dossier]:
    """The dossiers of some enterprises with what the standards of their regions ask."""
    asked = frozenset().union(*(judge.facts(region) for region in {firm.region for firm in firms}))
    return dossiers(register, firms, asked)


def _reported(firm: Folded) -> ReportedFirm:
    enterprise = firm.enterprise
    town = looked_after(firm.events).get("镇街")
    return ReportedFirm(
        enterprise.id, enterprise.name, enterprise.uscc, enterprise.region, enterprise.industry, town or None
    )


def _ended(firm: Folded, title: str) -> dt.date | None:
    """The first day since the year began on which a title was not held any more; None where there is none."""
    day = firm.standing.asof.on
    ends = [spell.period.end for track in _tracks(firm, title) for spell in track.spells]
    last = max((end for end in ends if end is not None), default=None)
    return last if last is not None and last <= day and last.year == day.year else None


def _tracks(firm: Folded, title: str) -> Sequence[Track]:
    return tuple(firm.standing.tracks_of(title).values())


# Since a day.


def _changes(firm: Folded, one: ReportedFirm, since: dt.date) -> Iterator[HolderChange]:
    """What became of the titles of a firm since a day, as compared with how it stood on that."""
    held = _held(firm.standing.tracks, firm.standing.asof.on)
    before = held if _is_quiet(firm, since) else _held_before(firm, since)
    for title in TITLES:
        if title in held and title not in before:
            yield _gained(firm, one, title)
        elif title in held:
            yield from _reviewed(firm, one, title, since)
        elif title in before:
            yield _gone(firm, one, title)


def _held(tracks: Mapping[str, Track], day: dt.date) -> frozenset[str]:
    return frozenset(title for title, track in tracks.items() if track.holding(day) is not None)


def _held_before(firm: Folded, since: dt.date) -> frozenset[str]:
    return _held(standing(firm.events, AsOf(since, firm.standing.asof.known_at)).tracks, since)


def _is_quiet(firm: Folded, since: dt.date) -> bool:
    """Whether nothing happened since a day and no validity began or ended, so that it stood then as it stands now."""
    day = firm.standing.asof.on
    if any(since < event.on <= day for event in firm.events):
        return False
    bounds = (
        bound
        for track in firm.standing.each
        for spell in track.spells
        for bound in (spell.period.start, spell.period.end)
    )
    return not any(since < bound <= day for bound in bounds if bound is not None)


def _gained(firm: Folded, one: ReportedFirm, title: str) -> HolderChange:
    (holding,) = [firm.standing.tracks[title].holding(firm.standing.asof.on)]
    on = None if holding is None else holding.period.start
    own_word = is_held_by_own_word(_tracks(firm, title), firm.standing.asof.on)
    return HolderChange(ChangeKind.GAINED, title, one, on, holding.event.document if holding else None, own_word)


def _reviewed(firm: Folded, one: ReportedFirm, title: str, since: dt.date) -> Iterator[HolderChange]:
    day = firm.standing.asof.on
    granted = (track.granted for track in _tracks(firm, title))
    coming = (track.coming for track in _tracks(firm, title))
    passed = [
        event
        for event in (*granted, *coming)
        if event is not None and event.kind is EventKind.REVIEW_PASSED and since < event.on <= day
    ]
    if passed:
        last = max(passed, key=lambda event: event.on)
        yield HolderChange(ChangeKind.REVIEWED, title, one, last.on, last.document)


def _gone(firm: Folded, one: ReportedFirm, title: str) -> HolderChange:
    """A title that is not held any more: cancelled where an authority or the firm itself ended it, else lapsed."""
    tracks = _tracks(firm, title)
    ended = next((track.event for track in tracks if track.event is not None and track.event.kind in _CANCELS), None)
    cancelled = ended is not None or any(track.state in (State.REVOKED, State.BARRED) for track in tracks)
    if cancelled:
        on, document = (ended.on, ended.document) if ended is not None else (None, None)
        return HolderChange(ChangeKind.LOST, title, one, on, document)
    ends = [spell.period.end for track in tracks for spell in track.spells if spell.period.end is not None]
    by = next((track.event for track in tracks if track.state is State.LAPSED and track.event is not None), None)
    return HolderChange(ChangeKind.LAPSED, title, one, max(ends, default=None), by.document if by else None)


_CANCELS = frozenset({EventKind.REVOKED, EventKind.RELINQUISHED})


def grouped(firms: Sequence[ReportedFirm], key: Callable[[ReportedFirm], str]) -> Mapping[str, list[ReportedFirm]]:
    """Firms by a key of each."""
    found: dict[str, list[ReportedFirm]] = defaultdict(list)
    for firm in firms:
        found[key(firm)].append(firm)
    return found
