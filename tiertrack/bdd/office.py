"""The office a scenario plays in: a register of its own, a clock of its own, and the enterprises it tells of."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from attrs import define

from tiertrack.bdd.subject import Subject, key_named, title_key
from tiertrack.duties.duty import Duty
from tiertrack.duties.overview import Account
from tiertrack.errors import TiertrackError
from tiertrack.facts.identity import normalise_region
from tiertrack.facts.units import parse_date
from tiertrack.facts.vocabulary import TITLES
from tiertrack.intake.title_list import read_title_list
from tiertrack.law.exchanges import Board
from tiertrack.law.procedure import Step
from tiertrack.law.states import Actor
from tiertrack.law.title_names import named_title
from tiertrack.law.titles import PROCEDURES
from tiertrack.register_reports import TitleReport
from tiertrack.render.register.record_text import outcome_text
from tiertrack.rules.rulebook import Rulebook
from tiertrack.temporal import AsOf
from tiertrack.titles.decide import Accepted, Outcome
from tiertrack.titles.events import ENTERPRISE, STREAMS, Event, EventKind, Reason
from tiertrack.titles.history import History
from tiertrack.titles.track import Track

if TYPE_CHECKING:
    from tiertrack.app import Registry
    from tiertrack.app.recording import Recording

__all__ = ["NOBODY", "Office", "change_told", "day_and_instant", "event_told", "kind_named", "title_named"]

# What a scenario writes where there is nothing or nobody to name.
NOBODY = "无"
_HERE = dt.timezone(dt.timedelta(hours=8))


def title_named(label: str) -> str:
    """The key of the title with this Chinese name, or of the enterprise itself; its product is left aside."""
    return str(_title_told(label)["title"])


def _title_told(label: str) -> dict[str, Any]:
    """The title, its product and its old name of a word like 制造业单项冠军企业（轴承） or 单项冠军产品."""
    title, product = re.fullmatch(r"([^（]+)(?:（(.+)）)?", label.strip()).groups()  # type: ignore[union-attr]
    told = {"product": product} if product else {}
    if title in (ENTERPRISE, STREAMS[ENTERPRISE]):
        return told | {"title": ENTERPRISE}
    named = named_title(title)
    if named is not None and named.old is not None:
        return told | {"title": named.title, "named": named.old.label}
    return told | {"title": title_key(title)}


def day_and_instant(on: str, known: str | None = None) -> AsOf:
    """The day asked about and the instant by which it was known; a day alone means its first instant here."""
    return AsOf(parse_date(on), _instant(known) if known else None)


def _instant(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text.strip()).replace(tzinfo=_HERE)


@define
class StoryClock:
    """Shows the day the story has come to, and never runs backwards unless it is put somewhere."""

    instant: dt.datetime = dt.datetime(2000, 1, 1, tzinfo=_HERE)
    is_set: bool = False

    def now(self) -> dt.datetime:
        """The instant at which something is learned now."""
        return self.instant.astimezone(dt.UTC)

    def put(self, text: str) -> None:
        """Stands where it is put from now on."""
        self.instant, self.is_set = _instant(text), True

    def come_to(self, day: dt.date) -> None:
        """Goes on to a day, unless it has been put or is past it."""
        if not self.is_set:
            self.instant = max(self.instant, dt.datetime.combine(day, dt.time(), _HERE))


class Office:
    """What the scenario has done so far, and what came of it; ``folder`` is where dossiers are put down."""

    def __init__(self, rulebook: Rulebook, folder: Path) -> None:
        self._clock = StoryClock()
        self._rulebook = rulebook
        self._folder = folder
        self._open: Registry | None = None
        self._firms: dict[str, Subject] = {}
        self._present: str | None = None
        self._unlearned: Subject | None = None
        self._recording: Recording | None = None
        self._refusal: TiertrackError | None = None
        self._looked_at = True
        self.closed: tuple[str, ...] = ()
        self.duties: tuple[Duty, ...] = ()
        self.listed: TitleReport | None = None

    @property
    def registry(self) -> Registry:
        """The register of the scenario; it has learned whatever was said until now."""
        if self._open is None:
            from tiertrack.app import open_registry

            self._open = open_registry("memory:", self._rulebook, self._clock)
        self._learn()
        return self._open

    def _learn(self) -> None:
        """Imports what was said of an enterprise since, at the instant of the clock."""
        firm, self._unlearned = self._unlearned, None
        if firm is not None:
            path = self._folder / "档案.json"
            path.write_text(firm.text(), encoding="utf-8")
            self.registry.import_facts(path)

    def close(self) -> None:
        """Ends the register with the scenario, which must have said of whatever came to nothing that it did."""
        if self._open is not None:
            self._open.close()
        self._refuse_silence()

    def _refuse_silence(self) -> None:
        assert self._looked_at, f"这一步没有办成，而场景没有说：{self.told}"

    # When it is.

    def put_clock(self, text: str) -> None:
        """Records everything from now on at one instant."""
        self._learn()
        self._clock.put(text)

    def _come_to(self, day: dt.date) -> None:
        self._learn()
        self._clock.come_to(day)

    # Who there is.

    def enrol(self, name: str, place: str | None) -> None:
        """Puts an enterprise on the register and speaks of it from now on."""
        self._firms[name] = Subject()
        self.turn_to(name)
        firm = self.speak()
        firm.say("名称", name)
        if place:
            firm.say("地区", normalise_region(place))

    def turn_to(self, name: str) -> None:
        """Speaks of an enterprise told of before."""
        assert name in self._firms, f"场景里没有“{name}”"
        self._learn()
        self._present = name

    def named(self, who: str) -> str:
        """The name of the enterprise a sentence is about."""
        if who != "它":
            return who.strip("“”")
        assert self._present, "还没有说到哪一家企业"
        return self._present

    def speak(self) -> Subject:
        """The enterprise being spoken of, about whom something is going to be said."""
        self._unlearned = self._firms[self.named("它")]
        return self._unlearned

    # What happens.

    def happens(self, who: str, event: Event, by: Actor | None = None) -> None:
        """Records what the scenario tells has happened; it must be possible."""
        self._refuse_silence()
        self._record(who, event, by)
        if not isinstance(self.outcome, Accepted):
            raise AssertionError(self.told)

    def attempt(self, who: str, told: Callable[[], tuple[Event, Actor | None]]) -> None:
        """Tries to record what is told, and keeps what came of it or why it is impossible."""
        self._refuse_silence()
        self._recording = self._refusal = None
        try:
            self._record(who, *told())
        except TiertrackError as error:
            self._refusal = error
        self._looked_at = self._recording is not None and isinstance(self._recording.outcome, Accepted)

    def _record(self, who: str, event: Event, by: Actor | None) -> None:
        self._come_to(event.on)
        self._recording = self.registry.record(self.named(who), event, by)
        if event.kind is EventKind.MOVED and event.value and who == "它":
            # What is said of it from now on is said of it where it is now.
            self._firms[self.named(who)].say("地区", event.value)

    def void(self, who: str, on: dt.date, title: str, kind: EventKind, document: str | None) -> None:
        """Takes back the newest event of a kind that still stands."""
        self._come_to(on)
        history = self.history(who, AsOf(dt.date.max))
        found = [one for one in history.events if (one.title, one.kind) == (title, kind) and history.counts(one)]
        assert found, f"没有登记过{STREAMS[title]}的“{kind.label}”，或都已更正、作废"
        self.registry.void(self.named(who), title, max(one.version for one in found), on, document)

    def close_review(self, title: str, on: dt.date, document: str, batch: str | None) -> None:
        """Publishes a review list: whoever was due and is not on it loses the title."""
        self._come_to(on)
        self.closed = self.registry.close_review(title, on, document, batch)

    def import_list(self, table: list[list[str]]) -> None:
        """Brings a list into the register as a file, on the day the scenario has come to; a whole one or nothing."""
        self._refuse_silence()
        self._learn()
        path = self._folder / "名单.csv"
        path.write_text("\n".join(",".join(row) for row in table), encoding="utf-8")
        self.listed, self._refusal, self._recording = None, None, None
        try:
            self.listed = self.registry.import_titles(read_title_list(path))
        except TiertrackError as error:
            self._refusal = error
        self._looked_at = self.listed is not None

    # What came of it.

    @property
    def outcome(self) -> Outcome | None:
        """What the last act came to; None where it was impossible."""
        self._looked_at = True
        return self._recording.outcome if self._recording else None

    @property
    def refusal(self) -> TiertrackError | None:
        """Why the last act was impossible; None where it was not."""
        self._looked_at = True
        return self._refusal

    @property
    def told(self) -> str:
        """What an officer reads of the last act."""
        if self._recording is None:
            return str(self._refusal or "还没有办理什么")
        return outcome_text(self._recording.outcome, self._recording.recorded)

    # Asking.

    def account(self, who: str, asof: AsOf) -> Account:
        """What an enterprise is and holds."""
        return self.registry.standing(self.named(who), asof)

    def track(self, who: str, title: str, asof: AsOf) -> Track:
        """Where an enterprise is with one title, or with the product named after it in brackets."""
        standing, told = self.account(who, asof).standing, _title_told(title)
        if "product" in told:
            return standing.tracks_of(told["title"]).get(told["product"]) or Track(**told)
        return standing.track(told["title"])

    def holds(self, who: str, title: str, asof: AsOf) -> bool | None:
        """Whether an enterprise holds a title, or for the product named; None where the register does not know."""
        if self.track(who, title, asof).holding(asof.on):
            return True
        return False if title_named(title) in self.account(who, asof).standing.known else None

    def history(self, who: str, asof: AsOf) -> History:
        """All that happened to an enterprise."""
        return self.registry.history(self.named(who), asof)

    def falling_due(self, who: str | None, asof: AsOf, days: int) -> tuple[Duty, ...]:
        """What falls due within so many days, for one enterprise or for all."""
        about = None if who is None else self.named(who)
        self.duties = self.registry.due(asof, dt.timedelta(days=days), about)
        return self.duties


# What happens, as sentences say it.

_KINDS = {kind.label: kind for kind in EventKind}
_REASONS = {reason.label: reason.value for reason in Reason}
_ACTORS = {actor.label: actor.value for actor in Actor}
_BOARDS = {board.label: board.value for board in Board}
_ENTERS = "进入"


def event_told(on: str, title: str, what: str, said: str) -> tuple[Event, Actor | None]:
    """The event a sentence tells of: its day, title, what happened, and the clauses after it; and who does it."""
    told = _title_told(title)
    parts, by = _clauses(said)
    if what.startswith(_ENTERS):
        step = _step(told["title"], what.removeprefix(_ENTERS).strip())
        kind, parts["stage"] = step.kind, step.key
    else:
        kind = _kind(told["title"], what)
    return Event(**told, kind=kind, on=parse_date(on), **parts), by


def _kind(title: str, word: str) -> EventKind:
    own = {PROCEDURES[title].word(kind): kind for kind in EventKind} if title in TITLES else {}
    named = {**_KINDS, **own}
    return EventKind(key_named(word, {label: kind.value for label, kind in named.items()}))


def kind_named(title: str, word: str) -> EventKind:
    """The kind of event a word of a title's own procedure, or of everybody's, stands for."""
    return _kind(title_named(title), word)


def _step(title: str, label: str) -> Step:
    steps = {step.key: step for step in PROCEDURES[title].steps}
    return steps[key_named(label, {step.label: step.key for step in steps.values()})]


_CLAUSES: tuple[tuple[str, Callable[..., dict[str, Any]]], ...] = (
    (r"依据“(.+)”", lambda document: {"document": document}),
    (r"自 (\S+) 起", lambda day: {"starts": parse_date(day)}),
    (r"有效期至 (\S+)", lambda day: {"through": parse_date(day)}),
    (r"有效期 (\S+) 至 (\S+)", lambda first, last: {"starts": parse_date(first), "through": parse_date(last)}),
    (r"事由为 (.+)", lambda label: {"reason": Reason(key_named(label, _REASONS))}),
    (r"禁报至 (\S+)", lambda day: {"until": parse_date(day) + dt.timedelta(days=1)}),
    (r"(第.+批)", lambda batch: {"batch": batch}),
    (r"(\d{4}) 年度", lambda year: {"year": int(year)}),
    (r"板块为 (\S+)", lambda label: {"board": Board(key_named(label, _BOARDS))}),
    (r"由 (.+) 办理", lambda label: {"by": Actor(key_named(label, _ACTORS))}),
)


def _clauses(said: str) -> tuple[dict[str, Any], Actor | None]:
    parts: dict[str, Any] = {}
    for clause in _split(said):
        parts |= _clause(clause)
    return parts, parts.pop("by", None)


def _clause(said: str) -> dict[str, Any]:
    for pattern, read in _CLAUSES:
        if match := re.fullmatch(pattern, said):
            return read(*match.groups())
    raise AssertionError(
        f"读不出“{said}”：可写 依据“…”、自 日 起、有效期至 日、事由为 …、第…批、板块为 …、年 年度、由 … 办理"
    )


def _split(said: str) -> Iterable[str]:
    """The clauses between commas; a comma inside a reason's name or a document's title divides nothing."""
    return filter(None, re.split(r"，(?=依据|自 |有效期|事由|禁报|第|板块|\d{4} |由 )", said))


_CHANGES = {
    "更名为": EventKind.RENAMED,
    "股份制改造为": EventKind.CONVERTED,
    "重组": EventKind.RESTRUCTURED,
    "合并": EventKind.MERGED,
    "分立": EventKind.DIVIDED,
    "迁至": EventKind.MOVED,
    "报告重大变化": EventKind.CHANGE_REPORTED,
}


def change_told(on: str, what: str, value: str) -> Event:
    """The change of the enterprise itself a sentence tells of."""
    kind, said = _CHANGES[what], value.strip("“”： ")
    if kind is EventKind.MOVED:
        said = normalise_region(re.sub(r"（.*）", "", said))
    if kind is EventKind.CHANGE_REPORTED and said:
        said = _KINDS[said].value
    return Event(title=ENTERPRISE, kind=kind, on=parse_date(on), value=said or None)
