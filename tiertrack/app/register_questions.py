"""The questions an open register answers; nothing here writes."""

from __future__ import annotations

import datetime as dt
import enum

from attrs import frozen

from tiertrack.app.assessments import assess, assess_each, climb
from tiertrack.district.loading import chosen_rulebook
from tiertrack.duties.due import Position, falling_due
from tiertrack.duties.duty import Duties, Duty, Windows
from tiertrack.duties.overview import AHEAD, Account
from tiertrack.enterprise import Enterprise, Reference, reference_text
from tiertrack.facts.achievement_dossier import achievement_dossier
from tiertrack.facts.asked import ActLike, RegionLike, TitleLike, as_region
from tiertrack.facts.dossier import Dossier
from tiertrack.given import member
from tiertrack.indicators.catalogue import Catalogue
from tiertrack.indicators.report import RegionReport
from tiertrack.input_file import PathLike
from tiertrack.intake.proposals import Proposal
from tiertrack.ladder.climb import Climb
from tiertrack.ladder.first_rung import assessed, first_rung, highest_held
from tiertrack.ladder.order import select_ladder
from tiertrack.ladder.pool import AchievementAccount, pool_status
from tiertrack.law.scope import Act
from tiertrack.output_file import Existing
from tiertrack.ports import RegisterReader, RegisterStore
from tiertrack.render.notice.notice import Notice
from tiertrack.rules.assessment import Alternatives, Assessment
from tiertrack.rules.rulebook import Rulebook
from tiertrack.temporal import AsOf, AsOfLike, DayLike, as_of
from tiertrack.titles.history import History, history
from tiertrack.titles.standing import Standing


class Waiting(enum.Enum):
    """Which proposals are asked for: those still waiting, or the settled ones as well."""

    ONLY = "only"
    NOT_ONLY = "not_only"


@frozen(eq=False)
class RegisterQuestions:
    """The questions of a ``Registry``, which says how an enterprise is named and what every method raises."""

    _database: RegisterStore
    _given: Rulebook | None

    @property
    def _rulebook(self) -> Rulebook:
        return chosen_rulebook(self._given)

    def find(self, identifier: Reference, on: dt.date | None = None, known_at: dt.datetime | None = None) -> Enterprise:
        """The enterprise that answers to a name or code.

        Args:
            identifier: A name (a former one too), credit code or stock code; or its id, or an ``Enterprise``.
            on: The day of which its name and place are given, and which tells apart those that bore a name at different
                times; the present unless given.
            known_at: The instant by which something had to be on record to count.

        Returns:
            The enterprise, with its id; of records that were joined, the one they are read as.

        Raises:
            AmbiguousEnterprise: Several answer; they are the ``candidates`` of the error.
            BadInput: What is given names no enterprise at all.

        Examples:
            >>> found = register.find(firm)
            >>> found.name, found.region, register.enterprise(found.id) == found
            ('重庆示例新材料有限公司（虚构）', '500113', True)
        """
        asof = AsOf(on or dt.date.max, known_at)
        with self._database.reading() as register:
            return register.enterprises([register.find(identifier, on, asof.known_at)], asof)[0]

    def enterprise(self, id: int) -> Enterprise:
        """The enterprise with an id, as it is on record now.

        Args:
            id: The id, of ``enrol``, ``find`` or ``firms``.

        Returns:
            The enterprise; of records that were joined since, the one they are read as.

        Examples:
            >>> register.enterprise(1).name
            '重庆示例新材料有限公司（虚构）'
        """
        return self.find(id)

    def dossier(self, enterprise: Reference, asof: AsOfLike) -> Dossier:
        """What was known of an enterprise.

        Args:
            enterprise: A name it bore by the day, a code or id, or an ``Enterprise``.
            asof: The day asked about, and the instant by which something had to be on record to count.

        Returns:
            The facts (amounts in fen, shares as fractions), titles, applications and judgements on record.

        Examples:
            >>> register.dossier(firm, asof).values["revenue:2025"]
            3600000000
        """
        asof = as_of(asof)
        with self._database.reading() as register:
            return register.dossier(register.find(enterprise, asof.on, asof.known_at), asof)

    def assess(
        self,
        enterprise: Reference,
        tier: TitleLike,
        act: ActLike,
        asof: AsOfLike,
        region: RegionLike | None = None,
        variant: str | None = None,
    ) -> Assessment:
        """Whether an enterprise met the standard in force on a day, by what was known.

        Args:
            enterprise: A name, code or id, or an ``Enterprise``.
            tier: The title asked about.
            act: Its recognition or its review.
            asof: The day, and the instant by which something had to be on record to count.
            region: Where it is judged; its own region unless given.
            variant: The key of one of several standards that stand side by side, as ``star`` of a listing.

        Returns:
            The explained answer, with the standard it is by.

        Raises:
            NoEditionInForce: No standard is encoded for that title, act, day and region.
            UnknownEdition: There is no such variant.
            EditionOverlap: Several standards stand side by side, and no variant is named.

        Examples:
            >>> answer = register.assess(firm, Tier.SRDI_SME, Act.RECOGNITION, asof)
            >>> answer.truth, [fact.key for fact in answer.missing]
            (<Truth.UNKNOWN: 'unknown'>, ['revenue:2024', 'market_standing', 'development_score:2026'])
        """
        return assess(self.dossier(enterprise, asof), tier, act, asof, region, self._rulebook, variant)

    def assess_each(
        self, enterprise: Reference, tier: TitleLike, act: ActLike, asof: AsOfLike, region: RegionLike | None = None
    ) -> Alternatives:
        """``assess`` by every standard of a title in force side by side.

        Args:
            enterprise: A name, code or id, or an ``Enterprise``.
            tier: The title asked about.
            act: Its recognition or its review.
            asof: The day, and the instant by which something had to be on record to count.
            region: Where it is judged; its own region unless given.

        Returns:
            One assessment a standard; one that is met is enough.

        Raises:
            NoEditionInForce: No standard is encoded for that title, act, day and region.
            EditionOverlap: Two editions of one variant are in force at once.

        Examples:
            >>> answers = register.assess_each(firm, Tier.LISTED, Act.RECOGNITION, asof)
            >>> [answer.edition.key for answer in answers.assessments][:2]
            ['listed:main/recognition/2026', 'listed:star/recognition/2026']
        """
        return assess_each(self.dossier(enterprise, asof), tier, act, asof, region, self._rulebook)

    def notice(
        self,
        enterprise: Reference,
        tier: TitleLike,
        asof: AsOfLike,
        act: ActLike = Act.RECOGNITION,
        region: RegionLike | None = None,
        variant: str | None = None,
        *,
        letterhead: str = "",
        contact: str = "",
        dated: DayLike | None = None,
        into: PathLike | None = None,
        existing: Existing = Existing.KEPT,
    ) -> Notice:
        """What an enterprise is told on one page of where it stands with a title, as ``tiertrack.notice`` of a dossier.

        Args:
            enterprise: A name, code or id, or an ``Enterprise``.
            tier: The title it is about.
            asof: The day it is judged on, and the instant by which something had to be on record to count.
            act: Recognition or review.
            region: Where it is judged; its own region unless given.
            variant: The key of one of several standards that stand side by side.
            letterhead: Who tells it.
            contact: Whom to ask.
            dated: The day of the letter; the day judged on unless given. Both are told.
            into: A ``.docx``, ``.html`` or ``.txt`` file it is written to as well.
            existing: Whether a file of that name is kept, and the notice refused, or replaced.

        Returns:
            The notice.

        Raises:
            NoEditionInForce: No standard is encoded for that title, act, day and region.
            UnknownEdition: There is no such variant.
            EditionOverlap: Two editions of one variant are in force at once.
            BadFile: The file has another ending, is there already, or cannot be written.
            BadInput: The library that writes Word is not installed.

        Examples:
            >>> told = register.notice(firm, "专精特新", asof, contact="王某 023-66220000", into="告知书.docx")
            >>> told.conclusion.partition("：")[0], told.contact
            ('资料不全，还不能判断', '王某 023-66220000')
        """
        from tiertrack.app.notices import notice

        return notice(
            *(self.dossier(enterprise, asof), tier, asof, act, region, self._rulebook, variant),
            letterhead=letterhead,
            contact=contact,
            dated=dated,
            into=into,
            existing=existing,
        )

    def climb(
        self, enterprise: Reference, asof: AsOfLike, region: RegionLike | None = None, order: str | None = None
    ) -> Climb:
        """The whole ladder of an enterprise on a day: what it holds, what it meets, what the next rung still takes.

        Args:
            enterprise: A name, code or id, or an ``Enterprise``.
            asof: The day, and the instant by which something had to be on record to count.
            region: Where it is judged; its own region unless given.
            order: The key of an order of the rungs; the one in force there unless given.

        Returns:
            The seven rungs in that order.

        Raises:
            BadInput: No order has that key.

        Examples:
            >>> register.climb(firm, asof).next.label
            '硬科技企业'
        """
        return climb(self.dossier(enterprise, asof), asof, region, self._rulebook, order)

    def standing(self, enterprise: Reference, asof: AsOfLike) -> Account:
        """The titles an enterprise held on a day and the state of each, with the duties of the 90 days after.

        Args:
            enterprise: A name, code or id, or an ``Enterprise``.
            asof: The day, and the instant by which something had to be on record to count.

        Returns:
            The standing, the highest rung held, the duties, the achievements carried into production, and the rows of
            lists that may be about it and wait to be settled.

        Examples:
            >>> account = register.standing(firm, asof)
            >>> account.highest, account.standing.track("innovative_sme").state
            (<Tier.INNOVATIVE_SME: 'innovative_sme'>, <State.HELD: 'held'>)
        """
        from tiertrack.app.settling import waiting_for

        asof = as_of(asof)
        with self._database.reading() as register:
            key = register.find(enterprise, asof.on, asof.known_at)
            position = self._position(register, key, asof)
            # What waits is not known of it, and least of all at an earlier instant.
            waiting = waiting_for(register, key) if asof.known_at is None else ()
        duties = Duties.of(falling_due(position, asof.on + AHEAD), Windows.LIKELY)
        carried = first_rung(position.dossier, asof.on, self._rulebook, position.region)
        highest = highest_held(select_ladder(asof.on, position.region), position.standing, carried)
        return Account(position.enterprise, position.standing, highest, duties, carried, waiting)

    def achievement(self, identifier: str, asof: AsOfLike) -> AchievementAccount:
        """What is on record of a research achievement, and whether it meets the standard of the day.

        Args:
            identifier: Its registration number or its name.
            asof: The day, and the instant by which something had to be on record to count.

        Returns:
            The achievement, its place in the pool and the answer by the standard in force.

        Raises:
            StoreError: No achievement, or more than one, answers to the identifier.

        Examples:
            >>> account = register.achievement("虚构微流控芯片", asof)
            >>> account.achievement.name, account.status
            ('虚构微流控芯片', None)
        """
        asof = as_of(asof)
        with self._database.reading() as register:
            achievement = register.achievement(register.find_achievement(identifier), asof)
            parties = [relation.enterprise for relation in achievement.relations or () if relation.produces(asof.on)]
            keys = [register.find(party.uscc or party.name, asof.on, asof.known_at) for party in parties]
            producers = [register.standing(key, asof) for key in keys]
        subject = achievement_dossier(achievement, asof.on)
        status = pool_status(achievement, asof.on, producers, select_ladder(asof.on, subject.where))
        assessment = assessed(subject, asof.on, self._rulebook, subject.where)
        return AchievementAccount(achievement, asof, status, assessment)

    def history(self, enterprise: Reference, asof: AsOfLike) -> History:
        """Everything that happened to an enterprise by a day, corrected entries included.

        Args:
            enterprise: A name, code or id, or an ``Enterprise``.
            asof: The day, and the instant by which something had to be on record to count.

        Returns:
            The events in order of time; ``counts`` tells which of them still stand. Those of imports that were taken
            back stand apart.

        Examples:
            >>> [(event.title, event.on.isoformat()) for event in register.history(firm, asof).events]
            [('innovative_sme', '2024-07-10')]
        """
        asof = as_of(asof)
        with self._database.reading() as register:
            key = register.find(enterprise, asof.on, asof.known_at)
            name = register.identity(key).name or reference_text(enterprise)
            events, taken_back = register.events(key, asof.known_at), register.taken_back(key, asof.known_at)
            return history(name, events, asof, taken_back)

    def indicators(
        self, asof: AsOfLike, region: RegionLike | None = None, catalogue: Catalogue | None = None
    ) -> tuple[RegionReport, ...]:
        """Published figures and planned targets of a region, beside the register's own counts.

        Args:
            asof: The day, and the instant by which something had to be on record to count.
            region: The region; every region of the catalogue unless given.
            catalogue: The published figures and targets; those shipped unless given.

        Returns:
            One report a region.

        Raises:
            BadFile: A file of the catalogue cannot be used.

        Examples:
            >>> [report.region.code for report in register.indicators(asof)]
            ['500000', '500113']
        """
        from tiertrack.app.register_count import indicators

        asof = as_of(asof)
        with self._database.reading() as register:
            return indicators(asof, as_region(region, asof.on), register, catalogue)

    def proposals(self, which: Waiting = Waiting.ONLY) -> tuple[Proposal, ...]:
        """The rows of published lists whose enterprise was not settled when they came in.

        Args:
            which: Those still waiting, or the settled ones as well.

        Returns:
            The proposals; each that waits with the candidates there are now.

        Examples:
            >>> [(proposal.key, proposal.row.identity.name) for proposal in register.proposals()]
            [(1, '重庆虚构甲某机械股份有限公司')]
        """
        from tiertrack.app.settling import proposed, waiting

        member(Waiting, which, "which")
        with self._database.reading() as register:
            return waiting(register) if which is Waiting.ONLY else proposed(register, register.proposals())

    def _due_of(self, enterprise: Reference, asof: AsOf, until: dt.date) -> tuple[tuple[Duty, ...], Standing]:
        """What one enterprise has to do through a day, and its standing."""
        with self._database.reading() as register:
            position = self._position(register, register.find(enterprise, asof.on, asof.known_at), asof)
            return falling_due(position, until), position.standing

    def _position(self, register: RegisterReader, key: int, asof: AsOf) -> Position:
        dossier, standing = register.dossier_and_standing(key, asof)
        return Position(dossier.name, standing, dossier, self._rulebook)
