"""The register of a scenario, with a clock of its own and the enterprises of the scenario."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import define

from tiertrack.bdd.event_sentences import instant_named, stream_named, title_parts
from tiertrack.bdd.subject import Subject
from tiertrack.duties.duty import Duty
from tiertrack.duties.overview import Account
from tiertrack.errors import TiertrackError
from tiertrack.facts.identity import normalise_region
from tiertrack.intake.title_list import read_title_list
from tiertrack.law.event_kinds import EventKind
from tiertrack.law.states import Actor
from tiertrack.register_reports import Recording, TitleReport
from tiertrack.render.register.record_text import outcome_text
from tiertrack.rules.rulebook import Rulebook
from tiertrack.temporal import BEIJING, AsOf
from tiertrack.titles.decide import Accepted, Outcome
from tiertrack.titles.events import Event, stream_label
from tiertrack.titles.history import History
from tiertrack.titles.track import Track

if TYPE_CHECKING:
    from tiertrack.app import Registry


@define
class ScenarioClock:
    """The clock of a scenario: at the day of its newest event, unless it is set; it never runs backwards by itself."""

    instant: dt.datetime = dt.datetime(2000, 1, 1, tzinfo=BEIJING)
    is_set: bool = False

    def now(self) -> dt.datetime:
        """The present instant of the scenario."""
        return self.instant.astimezone(dt.UTC)

    def put(self, text: str) -> None:
        """Sets the clock to an instant, where it stays."""
        self.instant, self.is_set = instant_named(text), True

    def advance_to(self, day: dt.date) -> None:
        """Advances to a day, unless the clock is set or past it."""
        if not self.is_set:
            self.instant = max(self.instant, dt.datetime.combine(day, dt.time(), BEIJING))


class Office:
    """The register, the enterprises and the last result of a scenario; ``folder`` takes its dossiers and lists."""

    def __init__(self, rulebook: Rulebook, folder: Path) -> None:
        self._clock = ScenarioClock()
        self._rulebook = rulebook
        self._folder = folder
        self._open: Registry | None = None
        self._firms: dict[str, Subject] = {}
        self._subject_name: str | None = None
        self._stated: Subject | None = None
        self._recording: Recording | None = None
        self._refusal: TiertrackError | None = None
        self._is_checked = True
        self.closed: tuple[str, ...] = ()
        self.duties: tuple[Duty, ...] = ()
        self.listed: TitleReport | None = None

    @property
    def registry(self) -> Registry:
        """The register, with every statement of the scenario so far on record."""
        if self._open is None:
            from tiertrack.app import open_registry

            self._open = open_registry("memory:", self._rulebook, self._clock)
        self._import_statements()
        return self._open

    def _import_statements(self) -> None:
        """Imports the new statements on an enterprise, at the instant of the clock."""
        firm, self._stated = self._stated, None
        if firm is not None:
            path = self._folder / "档案.json"
            path.write_text(firm.text(), encoding="utf-8")
            self.registry.import_facts(path, source=f"企业档案 {path.name}")

    def close(self) -> None:
        """Closes the register; the scenario must have checked the result of every act that was not accepted."""
        if self._open is not None:
            self._open.close()
        self._require_checked()

    def _require_checked(self) -> None:
        assert self._is_checked, f"这一步没有办成，而场景没有说：{self.result_text}"

    # The clock.

    def put_clock(self, text: str) -> None:
        """Sets the instant of all further entries."""
        self._import_statements()
        self._clock.put(text)

    def _advance_to(self, day: dt.date) -> None:
        self._import_statements()
        self._clock.advance_to(day)

    # The enterprises.

    def enrol(self, name: str, place: str | None) -> None:
        """Adds an enterprise and makes it the subject of the sentences that follow."""
        self._firms[name] = Subject()
        self.make_subject(name)
        firm = self.subject()
        firm.say("名称", name)
        if place:
            firm.say("地区", normalise_region(place))

    def make_subject(self, name: str) -> None:
        """Makes an earlier enterprise the subject again."""
        assert name in self._firms, f"场景里没有“{name}”"
        self._import_statements()
        self._subject_name = name

    def named(self, who: str) -> str:
        """The name of the enterprise a sentence is about."""
        if who != "它":
            return who.strip("“”")
        assert self._subject_name, "还没有说到哪一家企业"
        return self._subject_name

    def subject(self) -> Subject:
        """The subject of the sentence, for a statement on it; the statement enters the register with the next act."""
        self._stated = self._firms[self.named("它")]
        return self._stated

    # Events.

    def record(self, who: str, event: Event, by: Actor | None = None) -> None:
        """Records an event that must be accepted."""
        self._require_checked()
        self._record(who, event, by)
        if not isinstance(self.outcome, Accepted):
            raise AssertionError(self.result_text)

    def attempt(self, who: str, read: Callable[[], tuple[Event, Actor | None]]) -> None:
        """Tries to record an event, and keeps the outcome or the error."""
        self._require_checked()
        self._recording = self._refusal = None
        try:
            self._record(who, *read())
        except TiertrackError as error:
            self._refusal = error
        self._is_checked = self._recording is not None and isinstance(self._recording.outcome, Accepted)

    def _record(self, who: str, event: Event, by: Actor | None) -> None:
        self._advance_to(event.on)
        self._recording = self.registry.record(self.named(who), event, by)
        if event.kind is EventKind.MOVED and event.value and who == "它":
            # Later statements on it are of its new place.
            self._firms[self.named(who)].say("地区", event.value)

    def void(self, who: str, on: dt.date, title: str, kind: EventKind, document: str | None) -> None:
        """Takes back the newest event of a kind that still stands."""
        self._advance_to(on)
        history = self.history(who, AsOf(dt.date.max))
        found = [
            event for event in history.events if (event.title, event.kind) == (title, kind) and history.counts(event)
        ]
        assert found, f"没有登记过{stream_label(title)}的“{kind.label}”，或都已更正、作废"
        self.registry.void(self.named(who), title, max(event.version for event in found), on, document)

    def close_review(self, title: str, on: dt.date, document: str, batch: str | None) -> None:
        """Publishes a review list: every enterprise due and not on it loses the title."""
        self._advance_to(on)
        from tiertrack.app.review_list import ListOnRecord

        # The step says that there is a list; whoever passed it need not be in the scenario.
        self.closed = self.registry.close_review(title, on, document, batch, on_record=ListOnRecord.NONE).ended

    def import_list(self, table: list[list[str]]) -> None:
        """Brings a list into the register as a file, on the day of the clock; all of it or nothing."""
        self._require_checked()
        self._import_statements()
        path = self._folder / "名单.csv"
        path.write_text("\n".join(",".join(row) for row in table), encoding="utf-8")
        self.listed = self._refusal = self._recording = None
        try:
            self.listed = self.registry.import_titles(read_title_list(path))
        except TiertrackError as error:
            self._refusal = error
        self._is_checked = self.listed is not None

    # Results.

    @property
    def outcome(self) -> Outcome | None:
        """The outcome of the last act; None where it was impossible."""
        self._is_checked = True
        return self._recording.outcome if self._recording else None

    @property
    def refusal(self) -> TiertrackError | None:
        """The error of the last act; None where it was possible."""
        self._is_checked = True
        return self._refusal

    @property
    def result_text(self) -> str:
        """The result of the last act, as the command line prints it."""
        if self._recording is None:
            return str(self._refusal or "还没有办理什么")
        return outcome_text(self._recording.outcome, self._recording.recorded)

    # Questions.

    def account(self, who: str, asof: AsOf) -> Account:
        """The account of an enterprise."""
        return self.registry.standing(self.named(who), asof)

    def track(self, who: str, title: str, asof: AsOf) -> Track:
        """Where an enterprise is with one title, or with the product named after it in brackets."""
        standing, parts = self.account(who, asof).standing, title_parts(title)
        if "product" in parts:
            return standing.tracks_of(parts["title"]).get(parts["product"]) or Track(**parts)
        return standing.track(parts["title"])

    def holds(self, who: str, title: str, asof: AsOf) -> bool | None:
        """Whether an enterprise holds a title, or for the product named; None where the register does not know."""
        if self.track(who, title, asof).holding(asof.on):
            return True
        return False if stream_named(title) in self.account(who, asof).standing.known else None

    def history(self, who: str, asof: AsOf) -> History:
        """The history of an enterprise."""
        return self.registry.history(self.named(who), asof)

    def falling_due(self, who: str | None, asof: AsOf, days: int) -> tuple[Duty, ...]:
        """The duties due within so many days, of one enterprise or of all."""
        enterprise = None if who is None else self.named(who)
        self.duties = tuple(sorted(self.registry.due(asof, dt.timedelta(days=days), enterprise)))
        return self.duties
