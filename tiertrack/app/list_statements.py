"""What the rows of a list state, and what is on record of their enterprises: which of them say again, or contradict."""

from __future__ import annotations

import datetime as dt
import enum
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from tiertrack.app.corrections import corrected_members
from tiertrack.errors import Fault
from tiertrack.facts.identity import normalise_name
from tiertrack.import_reports import Correction
from tiertrack.intake.title_rows import TitleRow
from tiertrack.law.event_kinds import EventKind
from tiertrack.titles.events import Event, RecordedEvent, corrected_by, event_word, labelled, still_standing

# What a list may leave out of an act that is on record with it.
_MAY_BE_LEFT_OUT = ("document", "batch", "reason", "value", "named", "board")

# What cannot both be true of one title on one day, or by one document.
_OUTCOMES = frozenset({EventKind.RECOGNISED, EventKind.REVIEW_PASSED, EventKind.REVIEW_FAILED, EventKind.REVOKED})


class Naming(enum.Enum):
    """What becomes of a name on a list that is not that of its enterprise: it is its name from then on; or only where
    the list says which name it had before, and else a further one, as where somebody said whom a row is about."""

    LISTED = "listed"
    SAID = "said"


class Statements:
    """The statements on record of the enterprises of a chunk, with those of this list apart."""

    def __init__(
        self, streams: Mapping[int, tuple[RecordedEvent, ...]], written: Mapping[int, tuple[RecordedEvent, ...]]
    ) -> None:
        self._on_record: dict[int, dict[tuple[object, ...], dt.datetime | None]] = {
            key: {event.statement: event.recorded_at for event in stream} for key, stream in streams.items()
        }
        self._streams = streams
        self._standing: dict[tuple[int, str], tuple[RecordedEvent, ...]] = {}
        self._by_this_list: dict[tuple[int, str], list[Event]] = defaultdict(list)
        for key, stream in written.items():
            for event in stream:
                self._by_this_list[key, event.title].append(event)

    def before(self, key: int, event: Event) -> bool:
        """Whether the register ever had this very statement, even if it was corrected since."""
        return event.statement in self._on_record.get(key, ())

    def since(self, key: int, event: Event) -> Iterator[dt.datetime]:
        """Since when the register has had this very statement, where it was before this list."""
        since = self._on_record[key][event.statement]
        if since is not None:
            yield since

    def with_unsaid(self, key: int, event: Event, said: Event) -> Event:
        """An event of a list with what the register knows of the same act and the list does not say: that it is left
        out takes nothing back. ``said`` is the event without what was worked out."""
        known = None if self.before(key, event) else self._repeated_by(key, event)
        if known is None:
            return event
        unsaid = {name: getattr(known, name) for name in _MAY_BE_LEFT_OUT if getattr(said, name) is None}
        if said.starts is said.through is said.until is None and not known.derived:
            unsaid |= {"starts": known.starts, "through": known.through, "until": known.until, "derived": False}
        return event.changed(**unsaid)

    def put_right_by(self, key: int, event: Event) -> Iterator[Correction]:
        """What an event of the list says otherwise than the one on record that it puts right."""
        known = self._repeated_by(key, event)
        if known is not None:
            yield from corrected_members(event, known)

    def _repeated_by(self, key: int, event: Event) -> Event | None:
        known = self._standing.get((key, event.title))
        if known is None:
            # Each row of a list asks, and several may be of one enterprise.
            stream = (one for one in self._streams.get(key, ()) if one.title == event.title)
            known = self._standing[key, event.title] = still_standing(stream)
        return corrected_by(event, known)

    def add(self, key: int, event: Event) -> None:
        """Takes note of a statement of the list."""
        self._on_record.setdefault(key, {}).setdefault(event.statement, None)
        self._by_this_list[key, event.title].append(event)

    def contradicts(self, key: int, event: Event) -> Fault | None:
        """The fault where an earlier row of the list contradicts it on the same title; None where none does."""
        return _contradiction(self._by_this_list[key, event.title], event)


class WaitingRows:
    """The statements of the rows of a list that wait, by what they call their enterprise."""

    def __init__(self) -> None:
        self._by_name: dict[tuple[str, str], list[Event]] = defaultdict(list)

    def contradicted_by(self, row: TitleRow) -> Fault | None:
        """The fault where an earlier row of the same name contradicts this one; takes note of it otherwise."""
        earlier = self._by_name[normalise_name(row.identity.name or ""), row.event.title]
        fault = _contradiction(earlier, row.event)
        earlier.append(row.event)
        return fault


def _contradiction(stated: Iterable[Event], event: Event) -> Fault | None:
    """The fault where an earlier statement of a list on the same title contradicts an event; None where none does."""
    for earlier in stated:
        if earlier.statement != event.statement and exclude_each_other(earlier, event):
            before, here = (f"{one.on} {event_word(one)}" for one in (earlier, event))
            what = f"同一家企业的{labelled(event.label, event.product)}，名单前面写的是 {before}，这里不同"
            return Fault("E475", what, "请核对，只留一行；若都属实，请分两份名单导入", here)
    return None


def exclude_each_other(earlier: Event, later: Event) -> bool:
    """Whether not both of two statements on one title can be true."""
    if None not in (earlier.product, later.product) and earlier.product_key != later.product_key:
        return False
    same_source = earlier.on == later.on or (earlier.document is not None and earlier.document == later.document)
    if earlier.kind is later.kind:
        return same_source and earlier.kind in (*_OUTCOMES, EventKind.RENAMED)
    return same_source and {earlier.kind, later.kind} <= _OUTCOMES
