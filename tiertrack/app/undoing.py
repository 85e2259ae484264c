"""Taking an import back as a unit: what leans on it is told first, all of it, and then nothing is taken back. A review
that was closed and rows that were settled are kept and taken back like imports.

Nothing is removed: a row says that the import was taken back, and from then on every reader passes over what its unit
of work has written, while whoever asks what was known before still sees it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import attrs
from attrs import frozen

from tiertrack.batches import batches
from tiertrack.errors import BadInput, Fault, StoreError
from tiertrack.facts.line_text import one_line
from tiertrack.import_reports import (
    EVENT,
    JOINED,
    SETTLED,
    Import,
    ImportKind,
    Referring,
    UndoReport,
    Written,
    numbers,
)
from tiertrack.law.event_kinds import EventKind
from tiertrack.law.titles import TITLES
from tiertrack.outgoing import visible
from tiertrack.ports import Register, RegisterReader
from tiertrack.register_reports import ImportReport, TitleReport
from tiertrack.temporal import AsOf
from tiertrack.titles.events import Event, RecordedEvent, corrected_by, event_word, labelled, still_standing
from tiertrack.titles.standing import standing

# How many enterprises are looked at at a time, and how many imports are told of where another was meant.
_CHUNK = 1000
_TOLD = 3

_EVER = AsOf(dt.date.max)


def imported(
    register: Register,
    work: Callable[[Register], ImportReport],
    path: Path,
    kind: ImportKind,
    source: str | None,
    rows: int,
) -> ImportReport:
    """What an import did, with the number under which it is kept as the import of a file of so many rows; none where
    it changed nothing."""
    register.take_turn()
    register.begin_import()
    report = work(register)
    if not register.has_written:
        return report
    told = len(report.firms), rows - report.left
    return attrs.evolve(report, number=register.keep_import(_shown(path), kind, source, *told))


def _shown(path: Path) -> str:
    """The name of a file, which may be anything, as it is kept."""
    return " ".join(visible(path.name).split())


def imported_list(
    register: Register, work: Callable[[Register], TitleReport], file: str, source: str | None
) -> TitleReport:
    """The same of a list of titles."""
    register.take_turn()
    register.begin_import()
    report = work(register)
    if not register.has_written:
        return report
    # Of whom a complete list does not name something is recorded as well.
    complete = report.complete
    unnamed = (*complete.absent, *complete.contradicted) if complete is not None else ()
    firms = {*unnamed, *(one.name for one in report.firms)}
    number = register.keep_import(file, ImportKind.TITLES, source, len(firms), report.rows)
    return attrs.evolve(report, number=number)


def undo(register: Register, number: int, reason: str | None) -> UndoReport:
    """Takes an import back, leaving the commit to the caller.

    Raises BadInput where there is no such import, or it was taken back (E682, E683), and StoreError with everything
    that leans on it (E684).
    """
    said = None if reason is None else one_line(reason) or None
    register.take_turn()
    # What is looked at stays as it is until this is done.
    register.hold()
    found = _import_of(register, number)
    if faults := [*_refused(register, found)]:
        raise StoreError(*faults)
    written = register.written_by(number)
    names = _names(register, written.firms)
    gone = tuple(names[key] for key in written.firms if key in written.fresh)
    register.withdraw(number, said)
    return UndoReport(found, tuple(names[key] for key in written.firms), gone, written.rows)


def _import_of(register: RegisterReader, number: int) -> Import:
    known = register.imports()
    found = next((one for one in known if one.number == number), None)
    if found is None:
        raise BadInput(Fault("E682", "没有这次导入", _what_there_is(known), str(number)))
    if found.withdrawn is not None:
        again = "要恢复它，请把原来的文件再导入一次" if found.kind.is_file else "要恢复它，请再办一次"
        raise BadInput(Fault("E683", f"{found.label}已经取消过", f"不用再取消；{again}", str(number)))
    return found


def _what_there_is(known: Sequence[Import]) -> str:
    """The last of the imports that can be taken back, and how many more there are."""
    stand = [one for one in reversed(known) if one.withdrawn is None]
    if not stand:
        return "登记库里没有可以取消的导入"
    more = f"，另有 {len(stand) - _TOLD} 次见 tiertrack imports" if len(stand) > _TOLD else ""
    return f"请核对编号：最近的是{numbers(stand[:_TOLD])}{more}"


def _names(register: RegisterReader, keys: Sequence[int]) -> Mapping[int, str]:
    return {one.id: one.name for some in batches(keys, _CHUNK) for one in register.enterprises(some, _EVER)}


# What leans on an import.


@frozen
class _Leaning:
    """One reason why an import cannot be taken back yet: what leans on it, and where; the later imports it came with,
    and what else has to be done about it first, empty where nothing has."""

    what: str
    place: str
    imports: tuple[Import, ...] = ()
    alone: str = ""


def _refused(register: RegisterReader, found: Import) -> Iterator[Fault]:
    """Everything that stands in the way of taking an import back. The later imports that have to go first, with those
    that lean on these in turn, are told once and in one order, the last of them first; each reason points there."""
    stand = [one for one in register.imports() if one.withdrawn is None]
    reasons = [*_leaning(register, stand, found)]
    first = {one.number: one for reason in reasons for one in reason.imports}
    asked: set[int] = set()
    while ahead := first.keys() - asked:
        one = first[max(ahead)]
        asked.add(one.number)
        for reason in _leaning(register, stand, one):
            first |= {later.number: later for later in reason.imports}
            if reason.alone:
                what = f"要先取消的{one.label}之上也有登记：{reason.what}"
                reasons.append(attrs.evolve(reason, what=what, imports=()))
    order = f"取消{'它们' if len(first) > 1 else '它'}（{_undoing(first)}）"
    for reason in reasons:
        ways = "，".join(filter(None, (order if reason.imports else "", reason.alone)))
        yield Fault("E684", reason.what, f"请先{ways}，再取消这一次", None, reason.place)
        if reason.imports:
            order = "照上面的次序取消"


def _leaning(register: RegisterReader, stand: Sequence[Import], found: Import) -> Iterator[_Leaning]:
    """Everything that others have recorded since on what an import had recorded."""
    written, without = register.written_by(found.number), register.without_import(found.number)
    yield from _resting(stand, found)
    yield from _about_what_it_named(register, without, written, stand)
    came_with = {one.at: one for one in stand}
    for some in batches(register.heads(written.firms), _CHUNK):
        names = _names(register, some)
        now, then = register.streams(some), without.streams(some)
        for key in some:
            for what, event in _events_leaning(now.get(key, ()), then.get(key, ())):
                by = came_with.get(event.recorded_at)
                yield _Leaning(what, names[key], *(((by,),) if by else ((), "作废它")))


def _resting(stand: Sequence[Import], found: Import) -> Iterator[_Leaning]:
    """The imports that said again what this one had said, which was not recorded twice; and the reviews that were
    closed by what it had said, or ended what it had given."""
    resting = [one for one in stand if found.number in one.rests_on]
    closed = tuple(one for one in resting if one.kind is ImportKind.CLOSING)
    if closed:
        yield _Leaning(f"{numbers(closed)}是照它办的，取消以后那些失效没有了依据", found.file, closed)
    if again := tuple(one for one in resting if one not in closed):
        what = f"{numbers(again)}又说了同样的内容，没有另记一遍，取消会一起丢掉；需要的，取消以后再导入"
        yield _Leaning(what, found.file, again)


def _undoing(numbers: Iterable[int]) -> str:
    """The commands that take these imports back, the last of them first."""
    return "、".join(f"tiertrack undo {number}" for number in sorted(numbers, reverse=True))


def _about_what_it_named(
    register: RegisterReader, without: RegisterReader, written: Written, stand: Sequence[Import]
) -> Iterator[_Leaning]:
    """What others have written about what the import was the first to name."""
    about: dict[tuple[str, int], dict[Referring, None]] = {}
    for one in without.referring(written):
        about.setdefault((one.about, one.key), {})[one] = None
    names = _names(register, [key for kind, key in about if kind == "enterprise"])
    known = {one.number: one for one in stand}
    for (kind, key), entries in about.items():
        with_number = tuple(dict.fromkeys(known[one.number] for one in entries if one.number is not None))
        by = f"（{numbers(with_number)}）" if with_number else ""
        told = "、".join(dict.fromkeys(one.what for one in entries)) + by
        if kind == "enterprise":
            what, place = f"这家企业是这次导入新登记的，以后别处又登记了它的{told}", names[key]
        elif kind == "achievement":
            name = register.achievement(key, _EVER).name
            what, place = f"这项成果是这次导入新登记的，以后别处又登记了它的{told}", name
        else:
            what, place = f"这次导入的这一行待确认，已经有人确认并登记{by}", f"待确认 {key}"
        yield _Leaning(what, place, with_number, _remedy(entries))


def _remedy(entries: Iterable[Referring]) -> str:
    """What has to be done first about those of the entries that were recorded by themselves."""
    alone = {one.what for one in entries if one.number is None}
    ways = ["用 tiertrack unmerge 拆开"] if JOINED in alone else []
    ways += ["用 tiertrack case void 作废那些事项"] if alone & {EVENT, SETTLED} else []
    # What was recorded by itself and is no event cannot be taken back.
    ways += ["另行更正不对的数：逐项登记的不能取消"] if alone - {JOINED, EVENT, SETTLED} else []
    return "，".join(ways)


def _events_leaning(now: Sequence[RecordedEvent], then: Sequence[RecordedEvent]) -> Iterator[tuple[str, RecordedEvent]]:
    """What would be said of events that remain, with each: which put right what would be gone, which would fit
    nowhere."""
    kept = {(event.recorded_at, event.statement) for event in then}
    gone = [event for event in now if (event.recorded_at, event.statement) not in kept]
    if not gone:
        return
    numbers_gone = {(event.title, event.version) for event in gone}
    standing_now = still_standing(now)
    for event in standing_now:
        if event not in gone and (event.title, event.corrects) in numbers_gone:
            yield f"以后的 {_told(event)} 更正了这次导入的第 {event.corrects} 项", event
    stood = {(event.recorded_at, event.statement) for event in standing_now}
    restored = tuple(one for one in still_standing(then) if (one.recorded_at, one.statement) not in stood)
    for event in standing_now:
        same = corrected_by(event, restored) if event not in gone else None
        if same is not None:
            yield f"取消以后恢复的 {_told(same)} 与以后的 {_told(event)} 说的是同一件事", event
    before = {one.statement for one in _irregular(now)}
    for one in _irregular(then):
        if one.statement not in before:
            yield f"以后的 {_told(one)} 是在这次导入的登记之上办的，取消以后办不成", one
    ends = {event.through + dt.timedelta(days=1) for event in gone if event.kind.grants and event.through is not None}
    for event in standing_now:
        if event not in gone and event.kind is EventKind.REVIEW_PASSED and event.starts in ends:
            yield f"以后的 {_told(event)} 的有效期接着这次导入的有效期", event


def _irregular(events: Sequence[RecordedEvent]) -> tuple[RecordedEvent, ...]:
    """The events that fit no row of the table where they happened."""
    found = standing(events, _EVER)
    titles = [title for title in dict.fromkeys(one.title for one in events) if title in TITLES]
    tracks = (track for title in titles for track in found.tracks_of(title).values())
    found_there = (event for track in tracks for event in track.irregular)
    return tuple(event for event in found_there if isinstance(event, RecordedEvent))


def _told(event: Event) -> str:
    return f"{event.on} {labelled(event.label, event.product)}“{event_word(event)}”"
