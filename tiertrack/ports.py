"""The ports of the use cases: a clock, and the register as a unit of work. Adapters stand in outer rings."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol, Self

from attrs import frozen

from tiertrack.enterprise import Enterprise, Reference
from tiertrack.facts.achievement import Achievement, Relation, Role
from tiertrack.facts.datum import Datum
from tiertrack.facts.dossier import Attestation, Dossier
from tiertrack.facts.identity import Identity
from tiertrack.facts.intellectual_property import IpRight
from tiertrack.import_reports import Import, ImportKind, Referring, Written
from tiertrack.input_file import PathLike
from tiertrack.intake.matching import Lookup
from tiertrack.intake.proposals import Proposal
from tiertrack.register_reports import (
    Change,
    Checkpoint,
    ImportReport,
    Placed,
    Proof,
    Proposed,
    Recorded,
    Renaming,
    VerifyReport,
)
from tiertrack.temporal import AsOf
from tiertrack.titles.events import Event, RecordedEvent
from tiertrack.titles.history import TakenBack
from tiertrack.titles.joining import Joining, Said
from tiertrack.titles.standing import Standing


class Clock(Protocol):
    """Tells the instant at which something is learned."""

    def now(self) -> dt.datetime:
        """The present instant, aware and in UTC."""


@frozen
class SystemClock:
    """The clock of the machine."""

    def now(self) -> dt.datetime:
        """The present instant, aware and in UTC."""
        return dt.datetime.now(dt.UTC)


class RegisterReader(Protocol):
    """Reads the register; an enterprise is named by the key ``find`` returns."""

    def find(self, reference: Reference, on: dt.date | None = None, known_at: dt.datetime | None = None) -> int:
        """The key of the enterprise with this name, credit code, stock code or id.

        Of several that bear or bore the name it is the one that bore it ``on`` the day. Records that had been joined by
        ``known_at`` are one. Raises UnknownEnterprise naming the nearest names, AmbiguousEnterprise where still several
        enterprises answer, and BadInput for what names no enterprise at all.
        """

    def record(self, reference: Reference, on: dt.date | None = None, known_at: dt.datetime | None = None) -> int:
        """The key of the record of the enterprise ``find`` gives that answers by itself, joined to another or not; of
        several its own, else the first. Raises as ``find`` does."""

    def matching(self, reference: Reference, known_at: dt.datetime | None = None) -> frozenset[int]:
        """The keys of every enterprise that answers; one whose name is written exactly so outweighs the others."""

    def called(self, fragment: str, limit: int, known_at: dt.datetime | None = None) -> tuple[int, ...]:
        """The keys of the enterprises of which a name (a former one too) has this in it however it is written, in order
        of enrolment; those of so many names at most."""

    def joined(self, reference: Reference) -> tuple[int, ...]:
        """The keys of the records joined to another that answer by themselves."""

    def keys(self, known_at: dt.datetime | None = None) -> tuple[int, ...]:
        """The key of every enterprise on record by an instant, in order of enrolment."""

    def enterprises(self, keys: Collection[int], asof: AsOf) -> tuple[Enterprise, ...]:
        """Enterprises as they were on a day, as known at an instant, in the order of their keys."""

    def family(self, enterprise: int) -> tuple[str, ...]:
        """The names of the records read as one enterprise's, its own first."""

    def identity(self, enterprise: int) -> Identity:
        """The present names and codes of an enterprise, as known now."""

    def names(self) -> tuple[str, ...]:
        """The present full name of every enterprise, in order of enrolment."""

    def has_observed(self, enterprise: int, datum: Datum) -> bool:
        """Whether this value from this source was ever observed, even if corrected since."""

    def dossier(self, enterprise: int, asof: AsOf) -> Dossier:
        """Everything known of an enterprise at ``asof.known_at``, with its name, place and titles on ``asof.on``.

        An application on record counts, until it is decided; that none is on record leaves it open. A fact derived
        from events counts where no source states it.
        """

    def dossiers(self, enterprises: Collection[int], asof: AsOf) -> Mapping[int, Dossier]:
        """``dossier`` of many enterprises, in the order of their keys, from a few readings of them all."""

    def dossier_and_standing(self, enterprise: int, asof: AsOf) -> tuple[Dossier, Standing]:
        """``dossier`` and ``standing``, from one reading of the events."""

    def events(self, enterprise: int, known_at: dt.datetime | None = None) -> tuple[RecordedEvent, ...]:
        """What happened to an enterprise and its titles, in the order recorded; of records that had been joined by an
        instant, numbered as those of one."""

    def versions(self, enterprise: int) -> Mapping[str, int]:
        """The last version of each stream of an enterprise, by title; a stream without events is not there."""

    def with_events(self, known_at: dt.datetime | None = None) -> tuple[int, ...]:
        """The keys of the enterprises that have any events, in order of enrolment; records that had been joined by an
        instant are one."""

    def heads(self, records: Collection[int]) -> frozenset[int]:
        """The enterprises that these records are read as: themselves, or what they are joined to."""

    def concerned(self, titles: Collection[str], known_at: dt.datetime | None = None) -> tuple[int, ...]:
        """``with_events``, but only those that have any event of these titles."""

    def granted(self, title: str, through: dt.date, known_at: dt.datetime | None = None) -> tuple[int, ...]:
        """``with_events``, but only those that were ever given a title for a validity printed to end on a day or later,
        or without an end: no other can hold it then."""

    def standing(self, enterprise: int, asof: AsOf) -> Standing:
        """The titles of an enterprise as of a day, as known at an instant."""

    def lookup(self, names: Collection[str], codes: Collection[str]) -> Lookup:
        """What is known of these names (written alike, or of one stem) and of these codes, in a few queries."""

    def streams(
        self, enterprises: Collection[int], known_at: dt.datetime | None = None
    ) -> Mapping[int, tuple[RecordedEvent, ...]]:
        """``events`` of many enterprises at once; one without events is not there."""

    def observed(self, enterprises: Collection[int]) -> frozenset[int]:
        """The enterprises that have any observation on record."""

    def facts_stated(self) -> frozenset[str]:
        """The keys of the facts of which anything was ever observed."""

    def stated(
        self, enterprises: Collection[int], asof: AsOf, facts: Collection[tuple[str, int | None]] | None = None
    ) -> Mapping[int, tuple[Datum, ...]]:
        """What was observed of many enterprises, in the order recorded, as ``dossier`` has it but for what follows from
        events; one of which nothing was is not there. With ``facts``, only of these, each of a year or None."""

    def rights_listed(
        self, enterprises: Collection[int], asof: AsOf
    ) -> Mapping[int, Mapping[str, tuple[IpRight, ...]]]:
        """What each source listed last of the rights of each enterprise; nothing of those of which none does."""

    def attested(self, enterprises: Collection[int], asof: AsOf) -> Mapping[int, tuple[Attestation, ...]]:
        """The judgements on record of many enterprises, as ``dossier`` has them; one without any is not there."""

    def rights(self, enterprises: Collection[int], asof: AsOf) -> Mapping[int, tuple[IpRight, ...]]:
        """The rights that sources list of many enterprises, as ``dossier`` has them; one of which none lists any is not
        there."""

    def find_achievement(self, identifier: str) -> int:
        """The key of the achievement with this registration number or name.

        Raises StoreError where there is none, or where several bear the name.
        """

    def achievement(self, key: int, asof: AsOf) -> Achievement:
        """An achievement as it was known at ``asof.known_at``."""

    def produced_by(self, enterprises: Collection[int], asof: AsOf) -> Mapping[int, tuple[Achievement, ...]]:
        """The achievements many enterprises have to do with; one of which none is on record is not there."""

    def achievements(self) -> tuple[str, ...]:
        """The last name of every achievement, in the order they came."""

    def matching_achievement(self, achievement: Achievement) -> int | None:
        """The key of the achievement on record that this is, None where it is a new one.

        It is matched by its registration number, else by its name with unit and year as far as both sides know them;
        another number on record makes it another achievement. Raises StoreError where several could be meant.
        """

    def names_of(self, enterprise: int) -> tuple[str, ...]:
        """Every name an enterprise answers to, in the order they came."""

    def proposals(self, names: Collection[str] | None = None) -> tuple[Proposal, ...]:
        """Every row of a list whose enterprise was not settled when it came in, in the order they came.

        With ``names``, only those whose enterprise is called alike: by one of them, or by its trade name. The
        candidates are those of that day; ``proposed`` works them out anew.
        """

    def imports(self) -> tuple[Import, ...]:
        """Every import on record, in their order, those taken back too."""

    def written_by(self, number: int) -> Written:
        """What an import on record wrote."""

    def without_import(self, number: int) -> Self:
        """The register as it would be read if an import had been taken back; to be asked while this one is open."""

    def referring(self, written: Written) -> tuple[Referring, ...]:
        """What is on record about the enterprises, achievements and waiting rows that an import was the first to name;
        to be asked of the register without that import."""

    def taken_back(self, enterprise: int, known_at: dt.datetime | None = None) -> tuple[TakenBack, ...]:
        """The events of an enterprise that came with imports which had been taken back by an instant."""


class Register(RegisterReader, Protocol):
    """Adds to the register; nothing on record is ever changed or removed."""

    def enrol(self, identity: Identity) -> int:
        """The key of a new enterprise; raises StoreError where it has no name or a code is already another's."""

    def enrol_many(self, identities: Sequence[Identity]) -> list[int]:
        """``enrol`` for many enterprises: all of them or none; the keys come in order."""

    def learn(self, enterprise: int, identity: Identity) -> None:
        """Adds the names, codes, region and industry not yet on record; raises StoreError where a code is another's."""

    def rename(self, enterprise: int, name: str, since: dt.date) -> None:
        """Gives an enterprise a new full name from a day; it still answers to the old one."""

    def relocate(self, enterprise: int, region: str, since: dt.date) -> None:
        """Puts an enterprise into another region from a day."""

    def observe(self, enterprise: int, data: Sequence[Datum]) -> tuple[Change, ...]:
        """Adds observations; returns for each whether it is new, a correction of its source's last value, or known.

        Raises KeyError for a fact that is not in the vocabulary, BadQuantity for a fraction too long to keep.
        """

    def attest(self, enterprise: int, attestation: Attestation) -> Change:
        """Adds an authority's judgement; another one by the same authority of the same day corrects it."""

    def list_rights(self, enterprise: int, rights: Sequence[IpRight], source: str) -> ImportReport:
        """Keeps the rights of an enterprise that a source lists, all it knows of, in place of its last list: one that
        is left out is gone from then on, and the report names it.

        Raises BadDossier for a source that is no line of text, BadQuantity for a number too long to keep.
        """

    def enrol_achievement(self, achievement: Achievement) -> int:
        """The key of a new achievement, of which nothing but its name and number is kept yet."""

    def learn_achievement(self, key: int, achievement: Achievement) -> tuple[Change, ...]:
        """Adds the statements and observations of an achievement, not its relations; returns the change of each."""

    def relate(self, key: int, enterprise: int, relation: Relation) -> Change:
        """Keeps the relation of an enterprise to an achievement; it corrects an earlier one of the same role."""

    def unrelate(self, key: int, enterprise: int, role: Role) -> Change:
        """Withdraws the relation of an enterprise to an achievement."""

    def append(
        self, enterprise: int, events: Sequence[Event], expected: Mapping[str, int] | None = None
    ) -> tuple[Recorded, ...]:
        """Adds each event as the next version of its stream; one that repeats an earlier act corrects it.

        ``expected`` maps a title to the last version the caller has seen (0 for none). Raises StaleStanding where a
        stream has moved on, here or on commit, and StoreError for an event that voids another: see ``void``.
        """

    def append_many(self, rows: Iterable[tuple[int, Event]]) -> list[Placed]:
        """The same for many enterprises at once, a million events if need be; one answer for each row, in order.

        That another writer came first may only be told when the unit of work ends.
        """

    def void(
        self,
        enterprise: int,
        title: str,
        version: int,
        on: dt.date,
        document: str | None = None,
        told_by: str | None = None,
    ) -> Recorded:
        """Takes back an event that should never have been recorded; both stay on record.

        Raises StoreError where there is no such version, or where it is itself the voiding of another.
        """

    def join(self, enterprise: int, joining: Joining, said: Said) -> None:
        """Joins a record to another as one enterprise's: from now on both are read as the other's."""

    def separate(self, record: int, said: Said) -> None:
        """Takes back that a record was joined to another."""

    def written(self, enterprises: Collection[int]) -> Mapping[int, tuple[RecordedEvent, ...]]:
        """The events that this unit of work has recorded of these enterprises so far."""

    def call_many(self, names: Sequence[tuple[int, str, str]]) -> tuple[Renaming, ...]:
        """Adds names not yet on record (enterprise; full or former; name); returns the full names that are new."""

    def learn_many(self, identities: Sequence[tuple[int, Identity]]) -> None:
        """``learn`` for many enterprises at once; raises StoreError where a code is another's."""

    def propose(self, proposals: Sequence[Proposal]) -> Proposed:
        """Keeps rows that wait for a decision on their enterprise; returns how many are new, and those decided."""

    def settle(self, proposal: int, enterprise: int, decision: str, told_by: str | None) -> None:
        """Keeps the enterprise that a proposal was settled on, as the ``same`` enterprise or a ``new`` one."""

    def dismiss(self, proposal: Proposal, why: str, said: Said) -> None:
        """Keeps that the row of a proposal is not taken, and why, as an event of an enterprise it may be about.

        Raises StoreError where it was proposed for none.
        """

    @property
    def has_written(self) -> bool:
        """Whether this unit of work has written anything so far."""

    def begin_import(self) -> None:
        """From here on takes note of which earlier imports had said what is said again, until ``keep_import``."""

    def rest_on(self, instants: Iterable[dt.datetime]) -> None:
        """Takes note, in an import, that what it says again has been on record since these instants."""

    def keep_import(self, file: str, kind: ImportKind, source: str | None, firms: int, rows: int) -> int:
        """Keeps that this unit of work is the import of a file, and returns its number."""

    def withdraw(self, number: int, reason: str | None) -> None:
        """Takes an import back: from now on every reader passes over what its unit of work has written."""

    def hold(self) -> None:
        """Lets no other unit of work end before this one does; from here on all that has ended is read."""

    def take_turn(self) -> None:
        """Waits until no other unit of work has the turn, and keeps it until this one ends.

        Whoever brings in enterprises, gives them names, or writes to many streams takes it first: of two who bring in
        the same enterprise the second then finds it. Looking for one that is not there takes it as well.
        """

    def all_or_nothing(self) -> AbstractContextManager[None]:
        """A part of the unit of work that leaves nothing behind when it raises."""


class UnitOfWork(Register, Protocol):
    """A register within a ``with`` statement, which leaves nothing behind unless it is committed."""

    def commit(self) -> dt.datetime:
        """Makes what was done last, and returns the instant at which it was recorded."""


class RegisterStore(Protocol):
    """Where a register is kept, open: what it was opened by (``bind``), and the schema of its tables."""

    bind: Any
    schema: str | None

    @property
    def is_guest(self) -> bool:
        """Whether it works in a transaction that another program began and will end."""

    def reading(self) -> AbstractContextManager[RegisterReader]:
        """A snapshot to read from."""

    def writing(self, clock: Clock) -> AbstractContextManager[UnitOfWork]:
        """A unit of work; everything in it is recorded at one instant of ``clock``."""

    def verify(
        self, seal: str | None = None, keys: Sequence[PathLike] = (), checkpoint: Checkpoint | None = None
    ) -> VerifyReport:
        """Whether everything is as it was written, and what was noted down or signed of it still holds."""

    def checkpoint(self, clock: Clock) -> Checkpoint:
        """What the register is now, in a few digits."""

    def prove(self, enterprise: Reference, title: str, version: int, clock: Clock) -> Proof:
        """That an event is on record, with a checkpoint of now."""

    def close(self) -> None:
        """Closes the connections kept for reuse."""
