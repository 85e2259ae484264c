"""An open register with the rulebook its questions are judged by: every use case that needs a database is a method."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any, Self, TypeVar

from attrs import evolve, frozen

from tiertrack.app.commit import Commit
from tiertrack.app.recording import record, refuse_what_is_none, void
from tiertrack.app.register_proofs import RegisterProofs
from tiertrack.app.retries import Retries
from tiertrack.app.review_list import ListOnRecord, ReviewList, Unsettled, due_for_review, end_in_parts, end_unlisted
from tiertrack.district.loading import chosen_rulebook
from tiertrack.enterprise import Reference
from tiertrack.errors import StoreError
from tiertrack.facts.asked import RegionLike, TitleLike, as_region
from tiertrack.facts.dossier import Dossier
from tiertrack.given import member, of_kind
from tiertrack.input_file import PathLike
from tiertrack.law.states import Actor
from tiertrack.log import LOG
from tiertrack.ports import Clock, Register, SystemClock
from tiertrack.register_reports import ImportReport, Recorded, Recording, ReviewReport
from tiertrack.rules.rulebook import Rulebook
from tiertrack.store.location import Bind
from tiertrack.temporal import AsOfLike, DayLike, as_day, as_of, reckoned
from tiertrack.titles.events import Event, as_stream

_Result = TypeVar("_Result")


def open_registry(
    bind: Bind,
    rulebook: Rulebook | None = None,
    clock: Clock | None = None,
    *,
    schema: str | None = None,
    seal_key: PathLike | None = None,
) -> Registry:
    """A register, to be used in a ``with`` statement or closed.

    In a database of its own it is opened by its address. As a guest in the database of another program it is opened by
    that program's engine, whose pool and options it uses, or by its connection: then it works in the transaction that
    is going on there, and what was recorded lasts or is undone with the rest of it. Each method still is done wholly or
    leaves nothing behind, in a savepoint. Closing the register leaves the engine and the connection open.

    Args:
        bind: The address of an initialised database (``memory:`` is a register that lasts as long as it is open), an
            engine, or a connection of SQLAlchemy.
        rulebook: The rulebook questions are judged by; that of ``load_rulebook()``, read when it is first needed,
            unless given.
        clock: Tells the instant at which something is recorded; the machine's own clock unless given.
        schema: The schema of PostgreSQL the tables are in. Unless given, the one in use; of an engine or a connection
            that has its own tables in another one (``schema_translate_map``), that one.
        seal_key: A file with the private key that seals are signed with (Ed25519, PEM); the one that the environment
            variable ``TIERTRACK_SEAL_KEY_FILE`` names unless given, and without either they are not signed.

    Returns:
        The open register.

    Raises:
        DatabaseUnavailable: It cannot be reached, holds something else than a register, or there is no such schema; the
            connection is closed, commits each statement by itself, or is in a transaction that has failed.
        BadInput: What is given opens no database, or is no rulebook.
        BadFile: The file of the key cannot be read, others can read it, or it holds no such key.
        RevisionMismatch: It stands at another revision than this software; ``initialise`` upgrades an older one.

    Examples:
        >>> import tiertrack
        >>> with tiertrack.open("memory:") as register:
        ...     _ = register.enrol("重庆某某精密制造有限公司", region="500113")
    """
    from tiertrack.store.database import Database
    from tiertrack.store.signing import seal_key as key_of

    given = None if rulebook is None else chosen_rulebook(rulebook)
    return Registry(Database.open(bind, schema, key_of(seal_key)), given, clock or SystemClock())


# The public face says tiertrack.open(…).
open = open_registry


@frozen(eq=False)
class Registry(RegisterProofs):
    """An open register. An enterprise is named by its name (a former one too), credit code or stock code, by its id, or
    by the ``Enterprise`` that ``enrol`` and ``find`` give back.

    Each method is one unit of work: it is done wholly or leaves nothing behind, but ``close_review`` is one for each
    part of a long list. All raise UnknownEnterprise and StoreError.

    Examples:
        Those of the methods go on from here.

        >>> import datetime as dt
        >>> from pathlib import Path
        >>> import tiertrack
        >>> from tiertrack import Act, Actor, AsOf, Event, EventKind, Tier
        >>> register = tiertrack.open("sqlite:///tiertrack.db")
        >>> asof, firm = AsOf(dt.date(2026, 6, 30)), "重庆示例新材料有限公司（虚构）"
    """

    _retries: Retries = Retries()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_leaving: object) -> None:
        self.close()

    def close(self) -> None:
        """Closes the connections kept for reuse.

        Examples:
            >>> register.close()
        """
        self._database.close()

    def record(self, enterprise: Reference, event: Event, by: Actor | None = None) -> Recording:
        """Records an event with the answer of the standard, or refuses it with reasons; a document outranks the rules.

        Args:
            enterprise: A name, code or id, or an ``Enterprise``.
            event: What happened, with its day; with ``document`` it is recorded even where the rules disagree.
            by: Who acted; the actor the transition table names unless given.

        Returns:
            The outcome (accepted, refused or undetermined), and the entries on record where it was accepted.

        Raises:
            IllegalTransition: The transition table has no such step.
            BadDossier: The last day of a validity is neither printed nor to be derived; a member of the event is of
                another type than declared, or it is no event.

        Examples:
            >>> event = Event(title="innovative_sme", kind=EventKind.UPDATED, on=dt.date(2026, 4, 20), year=2026)
            >>> [entry.change.label for entry in register.record(firm, event).recorded]
            ['新增']
        """
        refuse_what_is_none(event, by)
        recording, instant = self._written(
            lambda register: record(register, register.find(enterprise, event.on), event, self._rulebook, by)
        )
        return evolve(recording, recorded=tuple(entry.known_from(instant) for entry in recording.recorded))

    def void(
        self, enterprise: Reference, title: TitleLike, version: int, on: DayLike, document: str | None = None
    ) -> Recorded:
        """Takes back an event recorded by mistake; it stays on record as voided. Of a renaming or a move the
        enterprise has its name or place of before again.

        Args:
            enterprise: A name, code or id, or an ``Enterprise``.
            title: The title, or its key or name, as ``srdi_sme``.
            version: The event's number in the stream of that title, from 1; ``history`` shows it.
            on: The day it is taken back.
            document: The document that says so.

        Returns:
            The entry that voids it.

        Raises:
            StoreError: There is no such event, or it is voided already.

        Examples:
            >>> register.void(firm, "innovative_sme", 1, dt.date(2026, 6, 30)).change.label
            '更正'
        """
        key, day = as_stream(title), reckoned(as_day(on))
        of_kind(int, version, "事项的序号", "history 所列的整数，如 1", "version")
        entry, instant = self._written(
            lambda register: void(register, register.find(enterprise, day), key, version, day, document)
        )
        return entry.known_from(instant)

    def close_review(
        self,
        title: TitleLike,
        on: DayLike,
        document: str,
        batch: str | None = None,
        unsettled: Unsettled = Unsettled.LEAVE,
        on_record: ListOnRecord = ListOnRecord.REQUIRED,
        commit: Commit = Commit.YES,
    ) -> ReviewReport:
        """Ends a title, on the day its review list came out, for every enterprise due for review and not on the list.

        Due are those that hold the title with a validity ending in the year of the list, or whose review has been
        pending since, and of whom no result of that list is on record. Of a title held for several products it ends
        those that were due. Whoever a row that waits to be settled may be about is left, and named.

        Of many enterprises it is done a part at a time, so that nobody else waits for long: stopped in between, it
        leaves the titles of some ended and the others as they were, and asked for once more it does the rest. Within a
        transaction of another program it is done at once.

        Args:
            title: The title, or its key or name, as ``srdi_sme``.
            on: The day of the list.
            document: The list.
            batch: The batch the list is of; every batch unless given.
            unsettled: Whether to leave, or to end as well, the title of an enterprise that a row with that title may be
                about which waits to be settled.
            on_record: Whether a review list of that title and year has to be on record first, or there is none.
            commit: Whether it is to last, or only to show whose title it would end.

        Returns:
            The names of the enterprises that lost the title, of those that were left, and of those whose validity had
            ended by itself before that day; and the numbers by which ``undo`` takes it back, one for each part.

        Raises:
            BadDossier: There is no such title.
            BadInput: Titles would be ended, no result of such a list is on record, and nobody said that there is none;
                or the list was taken back meanwhile.
            IllegalTransition: The title has no review.
            StoreError: It was done in part, and what stopped it.

        Examples:
            >>> from tiertrack import ListOnRecord
            >>> document, none = "工信部企业函〔2026〕9号", ListOnRecord.NONE
            >>> register.close_review("little_giant", dt.date(2026, 6, 20), document, on_record=none).ended
            ('重庆虚构乙某材料有限公司',)
        """
        key, day = as_stream(title), reckoned(as_day(on))
        settling, required = member(Unsettled, unsettled, "unsettled"), member(ListOnRecord, on_record, "on_record")
        listed = ReviewList(key, day, document, batch, settling, required)
        listed.refuse_unreviewed()
        asked = member(Commit, commit, "commit")
        with self._database.reading() as snapshot:
            found = due_for_review(snapshot, listed)
        if self._database.is_guest:
            report = self._done(lambda register: end_unlisted(register, listed, found, found.due), asked)
        else:
            report = end_in_parts(listed, found, lambda part: self._done(part, asked))
        return evolve(report, lapsed=found.lapsed, numbers=report.numbers if asked is Commit.YES else ())

    def later_events(self, asof: AsOfLike, region: RegionLike | None = None) -> dict[str, int]:
        """How many events on record came after a day, by title and act: what ``export`` of that day leaves out.

        Args:
            asof: The day, and the instant by which something had to be on record.
            region: Only of the enterprises in it; of all unless given.

        Returns:
            The number of each, the most frequent first; those put right or taken back are not counted.

        Examples:
            >>> register.later_events(asof)
            {}
        """
        from tiertrack.app.export import Export
        from tiertrack.app.later_events import later_events

        moment = as_of(asof)
        with self._database.reading() as register:
            return later_events(register, Export(moment, self._rulebook, as_region(region, moment.on)))

    def seed(self) -> ImportReport:
        """Loads the figures that are shipped, and reports the changes; a second time there are none.

        Examples:
            >>> len(register.seed().enterprises)
            4
        """
        from tiertrack.app.seeding import seed

        return self.write(seed)

    def observe(self, enterprise: Reference, facts: Mapping[str, Any] | Dossier, *, source: str) -> ImportReport:
        """Keeps what somebody says of an enterprise on record, as what that source says from now on.

        What the same source said before is corrected and stays on record; what another one says stands beside it.

        Args:
            enterprise: A name, code or id, or an ``Enterprise``.
            facts: Facts in the form of a dossier's file, by their keys or Chinese names, as
                ``{"revenue": {"2025": "5200万元"}}``; or a whole dossier, with its titles and judgements.
            source: Where it is from, as 企业填报; for every value that names no source of its own, and the document of
                a dossier's titles.

        Returns:
            How many values are new, corrected and known, and what is hardly true of them.

        Raises:
            BadDossier: Something is wrong with the facts, there is no source, or the dossier is that of another
                enterprise; every fault is named.

        Examples:
            >>> report = register.observe(firm, {"营业收入": {"2025": "5200万元"}}, source="企业更正")
            >>> report.observations, report.corrected
            (1, 0)
            >>> register.observe(firm, {"revenue": {"2025": "5300万元"}}, source="企业更正").corrected
            1
        """
        from tiertrack.app.dossier_import import observation, observe
        from tiertrack.app.import_files import today

        said, on = observation(facts, "档案", source, lambda: self._rulebook), today(self._clock)
        return self.write(lambda register: observe(register, enterprise, said, on))

    def write(self, attempt: Callable[[Register], _Result]) -> _Result:
        """Does something to the register as one unit of work, again where another writer came first.

        Args:
            attempt: What to do with the register; it may be called more than once.

        Returns:
            The result of ``attempt``.

        Raises:
            StaleStanding: Another writer came first every time, or a stream is not where the caller expects it.
            WritersCollided: Two writers waited for each other every time.

        Examples:
            >>> register.write(lambda unit: unit.identity(unit.find(firm)).region)
            '500113'
        """
        return self._written(attempt)[0]

    def _written(self, attempt: Callable[[Register], _Result]) -> tuple[_Result, dt.datetime]:
        """The result of ``write``, and the instant from which it is known."""
        tried, before = 0, None
        while True:
            try:
                with self._database.writing(self._clock) as register:
                    if tried >= self._retries.patient:
                        register.take_turn()
                    result = attempt(register)
                    return result, register.commit()
            except StoreError as error:
                tried += 1
                if not self._retries.may_go_on(tried, error, before):
                    if tried > 1:
                        LOG.warning("重做了 %d 次仍没有写成（%s）", tried - 1, error.faults[0].code)
                    raise
                LOG.info("别的写入先到，第 %d 次重做（%s）", tried, error.faults[0].code)
                before = error
            self._retries.pause(tried)
