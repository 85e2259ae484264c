"""Taking an import back as a unit: what leans on it is told first, all of it, and then nothing is taken back.

Nothing is removed: a row says that the import was taken back, and from then on every reader passes over what its unit
of work has written, while whoever asks what was known before still sees it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import attrs

from tiertrack.batches import batches
from tiertrack.errors import BadInput, Fault, StoreError
from tiertrack.facts.line_text import one_line
from tiertrack.import_reports import Import, ImportKind, UndoReport, Written, numbers
from tiertrack.law.event_kinds import EventKind
from tiertrack.law.titles import TITLES
from tiertrack.outgoing import visible
from tiertrack.ports import Register, RegisterReader
from tiertrack.register_reports import ImportReport, TitleReport
from tiertrack.temporal import AsOf
from tiertrack.titles.events import Event, RecordedEvent, event_word, labelled, still_standing
from tiertrack.titles.standing import standing

# How many enterprises are looked at at a time.
_CHUNK = 1000

_EVER = AsOf(dt.date.max)


def imported(
    register: Register,
    work: Callable[[Register], ImportReport],
    path: Path,
    kind: ImportKind,
    source: str | None,
    rows: int,
) -> ImportReport:
    """What an import did, with the number under which it is kept as the import of a file of so many rows."""
    register.take_turn()
    register.begin_import()
    report = work(register)
    taken = rows - report.left
    if not taken:
        return report
    return attrs.evolve(report, number=register.keep_import(_shown(path), kind, source, len(report.firms), taken))


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
    if not report.rows:
        return report
    number = register.keep_import(file, ImportKind.TITLES, source, len(report.firms), report.rows)
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
    written = register.written_by(number)
    without = register.without_import(number)
    if faults := [*_leaning(register, without, found, written)]:
        raise StoreError(*faults)
    names = _names(register, written.firms)
    gone = tuple(names[key] for key in written.firms if key in written.fresh)
    register.withdraw(number, said)
    return UndoReport(found, tuple(names[key] for key in written.firms), gone, written.rows)


def _import_of(register: RegisterReader, number: int) -> Import:
    known = register.imports()
    found = next((one for one in known if one.number == number), None)
    if found is None:
        last = f"现有 {'、'.join(str(one.number) for one in known[-3:])}" if known else "登记库里还没有导入"
        raise BadInput(Fault("E682", "没有这次导入", f"请用 tiertrack imports 核对编号；{last}", str(number)))
    if found.withdrawn is not None:
        what = f"这次导入（{found.file}）已经取消过"
        raise BadInput(Fault("E683", what, "不用再取消；要恢复它，请把原来的文件再导入一次", str(number)))
    return found


def _names(register: RegisterReader, keys: Sequence[int]) -> Mapping[int, str]:
    return {one.id: one.name for some in batches(keys, _CHUNK) for one in register.enterprises(some, _EVER)}


# What leans on an import.


def _leaning(register: RegisterReader, without: RegisterReader, found: Import, written: Written) -> Iterator[Fault]:
    """Everything that others have recorded since on what an import had recorded."""
    yield from _said_again(register.imports(), found)
    yield from _about_what_it_named(register, without, written)
    for some in batches(register.heads(written.firms), _CHUNK):
        names = _names(register, some)
        now, then = register.streams(some), without.streams(some)
        for key in some:
            for what, remedy in _events_leaning(now.get(key, ()), then.get(key, ())):
                yield Fault("E684", what, remedy, None, names[key])


def _said_again(imports: Sequence[Import], found: Import) -> Iterator[Fault]:
    """The imports that said again what this one had said, which was not recorded twice."""
    resting = [one for one in imports if found.number in one.rests_on and one.withdrawn is None]
    if resting:
        first = "、".join(f"tiertrack undo {one.number}" for one in reversed(resting))
        what = f"{numbers(resting)}又说了同样的内容，没有另记一遍，取消会一起丢掉"
        yield Fault("E684", what, f"请先取消它们（{first}），再取消这一次；需要的，取消以后再导入", None, found.file)


def _about_what_it_named(register: RegisterReader, without: RegisterReader, written: Written) -> Iterator[Fault]:
    """What others have written about what the import was the first to name."""
    about: dict[tuple[str, int], list[str]] = {}
    for one in without.referring(written):
        about.setdefault((one.about, one.key), []).append(one.what)
    names = _names(register, [key for kind, key in about if kind == "enterprise"])
    for (kind, key), entries in about.items():
        told = "、".join(dict.fromkeys(entries))
        if kind == "enterprise":
            what = f"这家企业是这次导入新登记的，以后别处又登记了它的{told}"
            yield Fault("E684", what, _LATER, None, names[key])
        elif kind == "achievement":
            name = register.achievement(key, _EVER).name
            yield Fault("E684", f"这项成果是这次导入新登记的，以后别处又登记了它的{told}", _LATER, None, name)
        else:
            what = "这次导入的这一行待确认，已经有人确认并登记"
            yield Fault("E684", what, "请先作废由它登记的事项；确认过的不能取消", None, f"待确认 {key}")


_LATER = "请先取消或作废以后的那些登记，再取消这一次"


def _events_leaning(now: Sequence[RecordedEvent], then: Sequence[RecordedEvent]) -> Iterator[tuple[str, str]]:
    """What would be said of events that remain: which put right what would be gone, which would fit nowhere."""
    kept = {(event.recorded_at, event.statement) for event in then}
    gone = [event for event in now if (event.recorded_at, event.statement) not in kept]
    if not gone:
        return
    numbers_gone = {(event.title, event.version) for event in gone}
    for event in now:
        if event not in gone and (event.title, event.corrects) in numbers_gone:
            how = "作废了" if event.kind is EventKind.VOIDED else "更正了"
            yield f"以后的 {_told(event)} {how}这次导入的第 {event.corrects} 项", "请先作废它，再取消这一次"
    before = {one.statement for one in _irregular(now)}
    for one in _irregular(then):
        if one.statement not in before:
            yield f"以后的 {_told(one)} 是在这次导入的登记之上办的，取消以后办不成", "请先作废它，再取消这一次"
    ends = {event.through + dt.timedelta(days=1) for event in gone if event.kind.grants and event.through is not None}
    for event in still_standing(now):
        if event not in gone and event.kind is EventKind.REVIEW_PASSED and event.starts in ends:
            yield f"以后的 {_told(event)} 的有效期接着这次导入的有效期", "请先作废它，再取消这一次"


def _irregular(events: Sequence[RecordedEvent]) -> tuple[Event, ...]:
    """The events that fit no row of the table where they happened."""
    found = standing(events, _EVER)
    titles = [title for title in dict.fromkeys(one.title for one in events) if title in TITLES]
    tracks = (track for title in titles for track in found.tracks_of(title).values())
    return tuple(event for track in tracks for event in track.irregular)


def _told(event: Event) -> str:
    return f"{event.on} {labelled(event.label, event.product)}“{event_word(event)}”"
