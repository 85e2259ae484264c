"""The reports of recording in the register, of imports and of the check of its integrity."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from typing import Any, NamedTuple

import attrs
from attrs import frozen

from tiertrack.brevity import briefly, told
from tiertrack.enterprise import Enterprise
from tiertrack.errors import Fault
from tiertrack.facts.headings import Unread
from tiertrack.import_reports import Correction, FirmChange, by_firm
from tiertrack.intake.matching import Candidate
from tiertrack.intake.proposals import Proposal
from tiertrack.intake.title_list import ListReading
from tiertrack.labels import Labelled
from tiertrack.titles.decide import Outcome
from tiertrack.titles.events import RecordedEvent


class Change(Labelled):
    """The change that recording something made."""

    NEW = "new", "新增"
    CORRECTED = "corrected", "更正"
    KNOWN = "known", "已有"

    @classmethod
    def of(cls, before: object, after: object) -> Change:
        """The change from what was ``before`` on record, None where nothing was."""
        if before is None:
            return cls.NEW
        return cls.KNOWN if before == after else cls.CORRECTED


@frozen
class Recorded:
    """An event as it stands on record, and whether recording it changed anything."""

    event: RecordedEvent
    change: Change

    __repr__ = briefly

    def known_from(self, instant: dt.datetime) -> Recorded:
        """The same where it was on record already; else recorded at the instant its unit of work ended."""
        if self.change is Change.KNOWN:
            return self
        return attrs.evolve(self, event=attrs.evolve(self.event, recorded_at=instant))


@frozen
class Recording:
    """The result of recording: the outcome, and its entries on record (none where it was not accepted)."""

    outcome: Outcome
    recorded: tuple[Recorded, ...] = ()

    def __repr__(self) -> str:
        return told(self, type(self.outcome).__name__, said=f"{len(self.recorded)} 项登记")


class Placed(NamedTuple):
    """Where an event of many stands on record: the version in its stream, and whether recording it changed anything."""

    change: Change
    version: int


class Proposed(NamedTuple):
    """Of rows whose enterprise is not settled: how many were not kept before, and those that somebody has already
    settled, or dismissed."""

    new: int
    decided: tuple[Proposal, ...] = ()


@frozen
class Renaming:
    """An enterprise recognised by a code under another full name than before; both are kept."""

    before: str
    after: str

    __repr__ = briefly


@frozen
class Renamed:
    """An enterprise, as it was at the end of the time asked about, that was renamed on a day: its name before (empty
    where it is not known) and after, the document, and who told of it."""

    enterprise: Enterprise
    before: str
    after: str
    on: dt.date
    document: str | None = None
    told_by: str | None = None

    __repr__ = briefly


@frozen
class Enrolment:
    """An enterprise enrolled (``change`` is NEW) or found on record by its credit code (KNOWN), and the others on
    record that it may turn out to be; ``renamed`` where it was found under another name, which it has from now on."""

    enterprise: Enterprise
    alike: tuple[Candidate, ...] = ()
    change: Change = Change.NEW
    renamed: Renaming | None = None

    __repr__ = briefly


@frozen
class Merger:
    """Two records joined or separated: the ``enterprise`` both are read as, the ``other`` record, the credit code."""

    enterprise: str
    other: str
    uscc: str | None = None

    __repr__ = briefly


@frozen
class ImportReport:
    """The changes of an import; its members are those of the answer in JSON.

    ``enterprises`` and ``achievements`` are the names newly enrolled; ``observations`` counts values that are new,
    ``corrected`` those that replace the last word of their own source, ``known`` those already on record.
    ``suspicions`` are doubts about the figures, in words, ``unread`` the columns of the table that are not read, and
    ``left`` the number of rows that could not be taken and were written, with their faults, into the file ``rest``;
    ``reading`` is how its file was read. ``waiting`` are the names of rows that wait for somebody to say which
    enterprise they are about, ``proposed`` how many of these rows are new. ``gone`` are the rights of intellectual
    property that a source listed before and does not list any more, each with its enterprise. ``titles`` is what became
    of the events of a workbook that has them beside the facts; None where it has none. ``firms`` are what was done to
    each enterprise, ``refused`` the rows that could not be taken, by their place and what they call their enterprise,
    and ``number`` is the one by which it can be taken back (None: nothing was recorded). ``self_reported`` are the
    titles taken over as the firm's own word, ``outweighed`` those where its word gave way to what was announced, each
    with its enterprise and its days.
    """

    enterprises: tuple[str, ...] = ()
    observations: int = 0
    corrected: int = 0
    known: int = 0
    renamed: tuple[Renaming, ...] = ()
    achievements: tuple[str, ...] = ()
    suspicions: tuple[str, ...] = ()
    unread: tuple[Unread, ...] = ()
    left: int = 0
    rest: str | None = None
    reading: ListReading = ListReading()
    proposed: int = 0
    waiting: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    titles: TitleReport | None = None
    firms: tuple[FirmChange, ...] = ()
    number: int | None = None
    refused: tuple[str, ...] = ()
    self_reported: tuple[str, ...] = ()
    outweighed: tuple[str, ...] = ()

    __repr__ = briefly

    @classmethod
    def of(
        cls, changes: Iterable[Change], firm: str | None = None, corrections: tuple[Correction, ...] = ()
    ) -> ImportReport:
        """The report of values and statements recorded, of a ``firm`` where they are one's, with what was put right."""
        counts = Counter(changes)
        found = counts[Change.NEW], counts[Change.CORRECTED], counts[Change.KNOWN]
        return cls((), *found, firms=() if firm is None else (FirmChange(firm, *found, corrections=corrections),))

    def plus(self, *more: ImportReport) -> ImportReport:
        """The changes of this import and of further ones, as one."""
        parts = (self, *more)
        return ImportReport(
            tuple(name for part in parts for name in part.enterprises),
            sum(part.observations for part in parts),
            sum(part.corrected for part in parts),
            sum(part.known for part in parts),
            tuple(renaming for part in parts for renaming in part.renamed),
            tuple(name for part in parts for name in part.achievements),
            tuple(told for part in parts for told in part.suspicions),
            tuple(column for part in parts for column in part.unread),
            sum(part.left for part in parts),
            next((part.rest for part in parts if part.rest), None),
            next((part.reading for part in parts if part.reading.notes), ListReading()),
            sum(part.proposed for part in parts),
            tuple(name for part in parts for name in part.waiting),
            tuple(right for part in parts for right in part.gone),
            next((part.titles for part in parts if part.titles is not None), None),
            by_firm(firm for part in parts for firm in part.firms),
            next((part.number for part in parts if part.number is not None), None),
            tuple(row for part in parts for row in part.refused),
            tuple(title for part in parts for title in part.self_reported),
            tuple(title for part in parts for title in part.outweighed),
        )


# How many notable lines a report keeps; it counts all of them.
NOTES_KEPT = 50


@frozen
class Completed:
    """What followed from a list being complete for a title, a region and a day: the names of those recorded as not
    holding it (``absent``), of holders on record who are not on it (``contradicted``; they keep the title, and that
    the list says otherwise is recorded), of those of whom it is not known whether they are in the region
    (``unplaced``), and of those that a waiting row may be about (``left``)."""

    title: str
    region: str
    on: dt.date
    absent: tuple[str, ...] = ()
    contradicted: tuple[str, ...] = ()
    unplaced: tuple[str, ...] = ()
    left: tuple[str, ...] = ()

    __repr__ = briefly


@frozen
class TitleReport:
    """The changes of a list: its rows, enterprises newly enrolled, events new, corrected and known, rows waiting for
    a decision on their enterprise, grants our rules disagree with, and firms found under another name.

    ``notes`` are the first of what is worth reading, in the order of the list; ``reading`` is how its file was read;
    ``firms`` are what was done to each enterprise, ``waits`` the names of the rows that wait, and ``number`` the one by
    which it can be taken back (None: nothing was recorded); ``complete`` is what followed where it was complete.
    Its members are those of the answer in JSON.
    """

    rows: int = 0
    enterprises: int = 0
    new: int = 0
    corrected: int = 0
    known: int = 0
    proposed: int = 0
    waiting: int = 0
    disagreements: int = 0
    renamed: tuple[Renaming, ...] = ()
    notes: tuple[str, ...] = ()
    reading: ListReading = ListReading()
    firms: tuple[FirmChange, ...] = ()
    waits: tuple[str, ...] = ()
    number: int | None = None
    complete: Completed | None = None

    __repr__ = briefly

    def plus(self, **more: int) -> TitleReport:
        """The report with so many more of each."""
        return attrs.evolve(self, **{name: getattr(self, name) + count for name, count in more.items()})

    def noted(self, *notes: str) -> TitleReport:
        """The report with further notes, as many as it keeps."""
        return attrs.evolve(self, notes=(*self.notes, *notes)[:NOTES_KEPT])


@frozen
class ListReport:
    """How long a list is, and the file it was written ``into``, None where it was only counted.

    ``rows`` are those of its table, of which an enterprise may have several; None where only enterprises were counted.
    ``firms`` are the enterprises; None where it is not a list of enterprises. ``later`` is how many events of each
    title and act came after the day and were left out of an export of everything. ``unasked`` are the enterprises for
    whose place there is no standard a template could ask by.
    """

    rows: int | None
    into: str | None = None
    firms: int | None = None
    later: tuple[tuple[str, int], ...] = ()
    unasked: tuple[str, ...] = ()

    __repr__ = briefly


@frozen
class LeftOpen:
    """An enterprise whose title a review list did not end: a row that waits (``proposal``), in which it may be called
    ``written``, may be about it."""

    enterprise: str
    proposal: int
    written: str

    __repr__ = briefly


@frozen
class ReviewReport:
    """The names of the enterprises whose title a review list ended, those that were left because a row that waits may
    be about them, and those whose validity had ended by itself before the day of the list (``lapsed``); with the
    numbers by which it can be taken back, one for each part of a long list (none: nothing was recorded)."""

    ended: tuple[str, ...]
    left: tuple[LeftOpen, ...] = ()
    lapsed: tuple[str, ...] = ()
    numbers: tuple[int, ...] = ()

    __repr__ = briefly

    def plus(self, other: ReviewReport) -> ReviewReport:
        """The report of both."""
        return ReviewReport(
            (*self.ended, *other.ended),
            (*self.left, *other.left),
            (*self.lapsed, *other.lapsed),
            (*self.numbers, *other.numbers),
        )


@frozen
class Checkpoint:
    """What a register was at an instant, in a few digits that can be noted down or given away.

    ``register`` is the digest of its first seal, which tells it from others; ``root`` that of the Merkle tree over its
    seals (RFC 6962), ``size`` of them; ``at`` the instant it was made. Where there is a key it is signed, and
    ``key_id`` is the fingerprint of the public key.
    """

    register: str
    size: int
    root: str
    at: str
    key_id: str | None = None
    signature: str | None = None

    __repr__ = briefly


@frozen
class ProvedRow:
    """A row of the register, and what leads from it to a checkpoint.

    ``row`` is what is hashed, ``columns`` what stands where in it, under no hash: a check knows them of itself.
    ``unit`` leads from there to the root of its unit of work, by the side and the digits of each further hash (of a
    seal of before, ``digests`` are all those of the unit); ``seal`` is what the digest of the seal is over,
    ``signature`` that under it; ``tree`` leads on to the root.
    """

    table: str
    columns: tuple[str, ...]
    row: tuple[Any, ...]
    unit: tuple[tuple[str, str], ...]
    digests: tuple[str, ...] | None
    seal: tuple[Any, ...]
    signature: str | None
    tree: tuple[tuple[str, str], ...]

    __repr__ = briefly


@frozen
class Proof:
    """That one event of an enterprise is on record, to be checked by others without the register.

    The first of the ``rows`` is the event, the others say whose it is: its name, and its credit code where there is
    one. All lead to the root of the ``checkpoint``. ``undone_by`` is the number of the event that has put it right or
    taken it back since, under no hash: a proof shows what was recorded, not that it stands.
    """

    enterprise: str
    title: str
    version: int
    rows: tuple[ProvedRow, ...]
    checkpoint: Checkpoint
    undone_by: int | None = None

    __repr__ = briefly


@frozen
class Found:
    """Rows that were there before seals covered them, as they were found at an instant."""

    at: str
    rows: int

    __repr__ = briefly


@frozen
class VerifyReport:
    """The counts and the faults of a check of the register's integrity.

    ``rows`` counts what was checked beside events. ``seal`` is the digest of the newest seal, worth noting down
    elsewhere; ``faults`` are the rows and seals changed, removed, put in or put elsewhere since they were written.
    ``signed`` counts the seals whose signature was checked, ``signed_from`` is the number of the first of them;
    ``found`` are the rows that seals did not cover when they were written. ``signatures`` counts the seals that bear a
    signature, checked or not, from ``signatures_from`` on. ``continues`` is the checkpoint the register was found to go
    on from, ``noted`` the seal noted down that was found in the chain. ``untold`` counts what is wrong beyond the first
    thousand ``faults``. ``out_of_order`` counts seals of versions before 0.5 whose instant is earlier than one before
    them: there it was the instant the writing began at, so two writers at once, or a clock set back, left it so. That
    is no fault.
    """

    events: int
    streams: int
    seals: int
    seal: str | None
    faults: tuple[Fault, ...]
    out_of_order: int = 0
    rows: int = 0
    signed: int = 0
    signed_from: int | None = None
    found: tuple[Found, ...] = ()
    signatures: int = 0
    signatures_from: int | None = None
    continues: Checkpoint | None = None
    noted: str | None = None
    untold: int = 0

    __repr__ = briefly
