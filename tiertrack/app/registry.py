"""An open register with the rulebook its questions are judged by: every use case that needs a database is a method."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Self, TypeVar

from attrs import frozen

from tiertrack.app.assessments import assess, assess_each, climb
from tiertrack.app.recording import Recording, record
from tiertrack.district.loading import load_rulebook
from tiertrack.duties.due import Position, falling_due
from tiertrack.duties.duty import Duty
from tiertrack.duties.overview import Account
from tiertrack.errors import BadInput, Fault, StaleStanding, WritersCollided
from tiertrack.facts.achievement_dossier import achievement_dossier
from tiertrack.facts.credit_code import normalise_credit_code
from tiertrack.facts.dossier import Dossier
from tiertrack.facts.identity import Identity, normalise_region, normalise_stock_code
from tiertrack.facts.industry import normalise_industry
from tiertrack.ladder.climb import Climb
from tiertrack.ladder.first_rung import assessed, first_rung
from tiertrack.ladder.order import select_ladder
from tiertrack.ladder.pool import AchievementAccount, pool_status
from tiertrack.law.scope import Act, Region, Tier, Title
from tiertrack.law.states import Actor, State
from tiertrack.logic.truth import Truth
from tiertrack.ports import Clock, Register, RegisterReader, SystemClock
from tiertrack.progress import Progress, silent
from tiertrack.register_reports import ImportReport, Recorded, TitleReport, VerifyReport
from tiertrack.rules.assessment import Alternatives, Assessment
from tiertrack.rules.rulebook import Rulebook
from tiertrack.temporal import AsOf
from tiertrack.titles.events import Event, EventKind
from tiertrack.titles.history import History, history
from tiertrack.titles.track import Track

if TYPE_CHECKING:
    from tiertrack.indicators.catalogue import Catalogue
    from tiertrack.indicators.report import RegionReport
    from tiertrack.intake.proposals import Proposal
    from tiertrack.intake.title_list import TitleList
    from tiertrack.store.database import AnyDatabase

__all__ = ["Commit", "Registry", "Waiting", "initialise", "open", "open_registry"]

_Result = TypeVar("_Result")

# A second writer to the same title is rare; one who still loses after so many tries should be told.
_TRIES = 5

# How far ahead a standing looks for duties.
AHEAD = dt.timedelta(days=90)


class Commit(enum.Enum):
    """Whether an import is to last, or only to show what it would change."""

    YES = "yes"
    DRY_RUN = "dry_run"


class Waiting(enum.Enum):
    """Which proposals are asked for: those still waiting, or the settled ones as well."""

    ONLY = "only"
    NOT_ONLY = "not_only"


def initialise(url: str) -> str:
    """Brings a database to the newest revision and returns it; raises StoreError."""
    from tiertrack.store.migrate import upgrade

    return upgrade(url)


def open_registry(url: str, rulebook: Rulebook | None = None, clock: Clock | None = None) -> Registry:
    """The register at ``url``, to be used in a ``with`` statement or closed; ``memory:`` is one that lasts as long as
    it is open. Questions are judged by ``rulebook``: that of ``load_rulebook()``, read when one first needs it, unless
    given. Raises DatabaseUnavailable or RevisionMismatch."""
    from tiertrack.store.database import open_database

    return Registry(open_database(url), rulebook, clock or SystemClock())


# The public face says tiertrack.open(url).
open = open_registry


@frozen(eq=False)
class Registry:
    """An open register. An enterprise is named by its name (a former one too), credit code or stock code.

    Each method is one unit of work: it is done wholly or leaves nothing behind. All raise UnknownEnterprise and
    StoreError.
    """

    _database: AnyDatabase
    _given: Rulebook | None
    _clock: Clock

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_leaving: object) -> None:
        self.close()

    @property
    def _rulebook(self) -> Rulebook:
        return self._given or load_rulebook()

    def close(self) -> None:
        """Closes the connections kept for reuse."""
        self._database.close()

    # Asking.

    def dossier(self, enterprise: str, asof: AsOf) -> Dossier:
        """What was known of an enterprise."""
        with self._database.reading() as register:
            return register.dossier(register.find(enterprise, asof.on), asof)

    def assess(
        self,
        enterprise: str,
        tier: Title,
        act: Act,
        asof: AsOf,
        region: Region | None = None,
        variant: str | None = None,
    ) -> Assessment:
        """Whether an enterprise met the standard in force on a day, by what was known; raises NoEditionInForce."""
        return assess(self.dossier(enterprise, asof), tier, act, asof, region, self._rulebook, variant)

    def assess_each(
        self, enterprise: str, tier: Title, act: Act, asof: AsOf, region: Region | None = None
    ) -> Alternatives:
        """``assess`` by every standard of a title in force side by side."""
        return assess_each(self.dossier(enterprise, asof), tier, act, asof, region, self._rulebook)

    def climb(self, enterprise: str, asof: AsOf, region: Region | None = None, order: str | None = None) -> Climb:
        """The whole ladder of an enterprise on a day."""
        return climb(self.dossier(enterprise, asof), asof, region, self._rulebook, order)

    def standing(self, enterprise: str, asof: AsOf) -> Account:
        """What an enterprise was and held on a day, as known at an instant, and what falls due in the 90 days after."""
        with self._database.reading() as register:
            position = self._position(register, register.find(enterprise, asof.on), asof)
        version = select_ladder(asof.on, position.region)
        duties = falling_due(position, asof.on + AHEAD)
        found = first_rung(position.dossier, asof.on, self._rulebook, position.region)
        highest = version.highest(position.standing)
        if highest is None and found.held is Truth.TRUE and Tier.ACHIEVEMENT in version.rungs:
            highest = Tier.ACHIEVEMENT
        return Account(position.enterprise, position.standing, highest, duties, found)

    def achievement(self, identifier: str, asof: AsOf) -> AchievementAccount:
        """What an achievement, by its registration number or name, was on a day, as known at an instant."""
        with self._database.reading() as register:
            found = register.achievement(register.find_achievement(identifier), asof)
            parties = [one.enterprise for one in found.relations or () if one.produces(asof.on)]
            producers = [register.standing(register.find(one.uscc or one.name, asof.on), asof) for one in parties]
        subject = achievement_dossier(found, asof.on)
        status = pool_status(found, asof.on, producers, select_ladder(asof.on, subject.where))
        return AchievementAccount(found, asof, status, assessed(subject, asof.on, self._rulebook, subject.where))

    def history(self, enterprise: str, asof: AsOf) -> History:
        """Everything that happened to an enterprise by a day, as known at an instant, corrected entries included."""
        with self._database.reading() as register:
            key = register.find(enterprise, asof.on)
            return history(register.identity(key).name or enterprise, register.events(key), asof)

    def due(self, asof: AsOf, within: dt.timedelta, enterprise: str | None = None) -> tuple[Duty, ...]:
        """What falls due from a day on within a while, for one enterprise or for all, earliest first."""
        with self._database.reading() as register:
            keys = register.with_events() if enterprise is None else (register.find(enterprise, asof.on),)
            positions = (self._position(register, key, asof) for key in keys)
            return tuple(sorted(duty for one in positions for duty in falling_due(one, asof.on + within)))

    def indicators(
        self, asof: AsOf, region: Region | None = None, catalogue: Catalogue | None = None
    ) -> tuple[RegionReport, ...]:
        """What is printed and aimed at in a region, or in every region of the catalogue, beside what the register
        counts itself; by the shipped catalogue unless another is given. Raises BadFile."""
        from tiertrack.app.register_count import indicators

        with self._database.reading() as register:
            return indicators(asof, region, register, catalogue)

    def _position(self, register: RegisterReader, key: int, asof: AsOf) -> Position:
        dossier, found = register.dossier_and_standing(key, asof)
        return Position(dossier.name, found, dossier, self._rulebook)

    def verify(self, seal: str | None = None) -> VerifyReport:
        """Whether every event is as it was written; with ``seal``, also whether that seal is still in the chain."""
        return self._database.verify(seal)

    # Recording.

    def enrol(
        self,
        name: str,
        uscc: str | None = None,
        stock_code: str | None = None,
        region: str | None = None,
        industry: str | None = None,
    ) -> None:
        """Adds an enterprise; raises BadIdentifier for a code that cannot be right, StoreError for one taken."""
        identity = Identity(
            name=name.strip(),
            uscc=normalise_credit_code(uscc) if uscc else None,
            stock_code=normalise_stock_code(stock_code) if stock_code else None,
            region=normalise_region(region) if region else None,
            industry=normalise_industry(industry) if industry else None,
        )
        self.write(lambda register: register.enrol(identity))

    def record(self, enterprise: str, event: Event, by: Actor | None = None) -> Recording:
        """Records an event with what our rules say of it, or says why not; the authority outranks the rules.

        Raises IllegalTransition where the table has no such step, BadDossier where a last day cannot be derived.
        """

        def attempt(register: Register) -> Recording:
            return record(register, register.find(enterprise, event.on), event, self._rulebook, by)

        return self.write(attempt)

    def void(self, enterprise: str, title: str, version: int, on: dt.date, document: str | None = None) -> Recorded:
        """Takes back an event recorded by mistake; it stays on record as voided."""

        def attempt(register: Register) -> Recorded:
            return register.void(register.find(enterprise, on), title, version, on, document)

        return self.write(attempt)

    def close_review(self, title: str, on: dt.date, document: str, batch: str | None = None) -> tuple[str, ...]:
        """Ends a title, on the day its review list came out, for everyone whose review was due and who is not on it.

        That is everyone who holds the title (of ``batch``, where given) with a validity ending in the year of the list,
        or whose review has been pending since, and of whom no result of that list is on record; returns their names.
        Of a title held for several products it ends those that were due.
        """

        def attempt(register: Register) -> tuple[str, ...]:
            return tuple(_not_listed(register, title, on, document, batch))

        return self.write(attempt)

    def seed(self) -> ImportReport:
        """Loads the seeds; a second time changes nothing."""
        from tiertrack.app.seeding import seed

        return self.write(seed)

    def import_facts(self, path: Path, money_unit: str | None = None, source: str | None = None) -> ImportReport:
        """Brings a list of facts or a JSON dossier into the register: all of it, or none where anything is wrong."""
        from tiertrack.app.import_files import facts_import

        return self.write(facts_import(path, money_unit, source))

    def import_titles(self, titles: TitleList, progress: Progress = silent, commit: Commit = Commit.YES) -> TitleReport:
        """Brings a published list of titles into the register: all of it, or none where anything is wrong."""
        from tiertrack.app.title_import import import_titles

        def attempt(register: Register) -> TitleReport:
            return import_titles(register, titles, self._rulebook, progress)

        if commit is Commit.YES:
            return self.write(attempt)
        with self._database.writing(self._clock) as register:
            return attempt(register)

    def proposals(self, which: Waiting = Waiting.ONLY) -> tuple[Proposal, ...]:
        """The rows of lists whose enterprise was not settled when they came in."""
        with self._database.reading() as register:
            found = register.proposals()
        return tuple(one for one in found if which is Waiting.NOT_ONLY or one.settled is None)

    def accept(self, proposal: int, enterprise: str | None = None, told_by: str | None = None) -> TitleReport:
        """Settles a proposal on an enterprise: its only candidate unless another is named.

        Raises BadInput where there is no such proposal, it is settled, or it has several candidates and none is named.
        """
        return self.write(lambda register: self._settled(register, proposal, enterprise, told_by))

    def accept_as_new(self, proposal: int, told_by: str | None = None) -> TitleReport:
        """Settles a proposal as an enterprise of its own."""
        from tiertrack.app.title_import import settle

        return self.write(
            lambda register: settle(register, _waiting(register, proposal), None, self._rulebook, told_by)
        )

    def _settled(self, register: Register, proposal: int, enterprise: str | None, told_by: str | None) -> TitleReport:
        from tiertrack.app.title_import import settle

        found = _waiting(register, proposal)
        if enterprise is not None:
            return settle(register, found, register.find(enterprise), self._rulebook, told_by)
        if len(found.candidates) != 1:
            names = "、".join(one.name for one in found.candidates)
            raise BadInput(
                Fault("E713", f"有 {len(found.candidates)} 家可能：{names}", "请写明是哪一家", str(proposal))
            )
        return settle(register, found, found.candidates[0].enterprise, self._rulebook, told_by)

    @contextmanager
    def _writing(self) -> Iterator[Register]:
        with self._database.writing(self._clock) as register:
            yield register
            register.commit()

    def write(self, attempt: Callable[[Register], _Result]) -> _Result:
        """What ``attempt`` gives, done as one unit of work; tried again where another writer came first."""
        for _try in range(_TRIES - 1):
            try:
                with self._writing() as register:
                    return attempt(register)
            except (StaleStanding, WritersCollided):
                continue
        with self._writing() as register:
            return attempt(register)


def _waiting(register: RegisterReader, key: int) -> Proposal:
    found = next((one for one in register.proposals() if one.key == key), None)
    if found is None:
        raise BadInput(Fault("E712", "没有这一项待确认的匹配", "请用 tiertrack match list 查看", str(key)))
    if found.settled is not None:
        raise BadInput(Fault("E712", "这一项已经确认过", "请用 tiertrack match list 查看", str(key)))
    return found


def _reviewed_by(track: Track, on: dt.date, batch: str | None) -> bool:
    """Whether the validity a title rests on is one that a review list of a day (of ``batch``) was to renew.

    That is one ending in the year of the list, or one whose review has been pending since it ended.
    """
    granted = track.granted
    if granted is None or granted.through is None or not track.state.holds or track.coming is not None:
        return False
    pending = track.state is State.UNDER_REVIEW and granted.through < on
    return (pending or granted.through.year == on.year) and batch in (None, granted.batch)


def _not_listed(register: Register, title: str, on: dt.date, document: str, batch: str | None) -> Iterator[str]:
    asof = AsOf(on)
    for key in register.with_events():
        tracks = register.standing(key, asof).tracks_of(title).values()
        due = [track for track in tracks if _reviewed_by(track, on, batch)]
        if not due:
            continue
        event = Event(title=title, kind=EventKind.NOT_LISTED, on=on, document=document)
        register.append(key, [event.changed(product=track.product) for track in due])
        yield register.identity(key).name or str(key)
