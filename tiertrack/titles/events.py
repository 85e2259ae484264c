"""What happens to an enterprise's titles: the kinds of events, and an event with its document and its day.

Events of one title form a stream in the order they were recorded (``version``). What they mean follows from the days on
which they happened, never from the order in which we heard of them.
"""

from __future__ import annotations

import datetime as dt
import functools
import json
from collections.abc import Callable, Iterable, Mapping
from operator import attrgetter
from typing import Self

from attrs import field, frozen

from tiertrack.brevity import told
from tiertrack.errors import BadDossier, BadInput, Fault
from tiertrack.facts.asked import TitleLike, as_title_key
from tiertrack.facts.line_text import is_line, line_fault
from tiertrack.facts.look_alikes import compared, shown
from tiertrack.facts.vocabulary import nearest_name, nearest_titles
from tiertrack.labels import Labelled, plain_word
from tiertrack.law.event_kinds import BY_CALENDAR, GAZETTED, OF_ENTERPRISE, EventKind
from tiertrack.law.event_words import event_kind_named
from tiertrack.law.exchanges import Board
from tiertrack.law.tiers import Tier
from tiertrack.law.title_names import no_product, old_name, old_names_of
from tiertrack.law.titles import TITLES, held_per_product, looked_further, title_definition
from tiertrack.temporal import Period
from tiertrack.titles.event_members import UNSTATED, column, members_of, mistyped, vocabulary
from tiertrack.titles.self_reports import SELF_REPORTED, is_self_reported

# The stream of what happens to the enterprise itself rather than to one of its titles.
ENTERPRISE = "enterprise"


def is_stream(key: str) -> bool:
    """Whether there is a stream with this key: of a title, one of an installed rulebook included, or of the enterprise
    itself."""
    return key in TITLES or key == ENTERPRISE or (looked_further() and key in TITLES)


def stream_label(key: str) -> str:
    """The Chinese name of what a stream is about; the key itself where there is no such stream."""
    return "企业本身" if key == ENTERPRISE else TITLES.get(key, key)


def as_stream(given: TitleLike) -> str:
    """The key of the stream of a title, or of the enterprise itself, by a word for it; a word that names none is left
    to whoever is asked of it."""
    return ENTERPRISE if isinstance(given, str) and plain_word(given) in _ITSELF else as_title_key(given)


def recordable_kind(word: str, title: str) -> EventKind:
    """The kind of event a word stands for in the stream with a key, as its procedure calls it or in any common way;
    raises BadInput naming the nearest."""
    found = event_kind_named(word, title)
    if found is None or found is EventKind.JOINED:
        own = title_definition(title).procedure.words.values() if title in TITLES else ()
        words = {**EventKind.words(), **{word: word for word in own}}
        raise BadInput(Fault("E703", "没有这个事项", nearest_name(word, words), word))
    return found


_ITSELF = ("企业本身", "企业", ENTERPRISE)
_TO_SOMETHING = frozenset({EventKind.RENAMED, EventKind.MOVED, EventKind.RELOCATED, EventKind.JOINED})
_OF_A_YEAR = frozenset({EventKind.UPDATED, EventKind.UPDATE_MISSED})
# What happens to a title without a document or a period to be asked for.
_PLAIN = frozenset(EventKind) - OF_ENTERPRISE - BY_CALENDAR - GAZETTED


class Reason(Labelled):
    """Why a title was revoked; or (``delists``) why a listing came to its end, which is another matter."""

    FRAUD = "fraud", "数据造假", "造假"
    INCIDENT = "incident", "重大安全、质量或环境事故", "重大事故"
    DISHONESTY = "dishonesty", "严重失信、偷漏税等违法违规", "严重失信"
    CHANGED = "changed", "重大变化后不再符合"
    CHANGE_UNREPORTED = "change_unreported", "未按时报告重大变化"
    UPDATES_MISSED = "updates_missed", "累计两次未更新"
    COMPLAINT = "complaint", "举报查实"
    OTHER = "other", "其他"
    FINANCIAL = "financial", "财务类强制退市"
    TRADING = "trading", "交易类强制退市"
    REGULATORY = "regulatory", "规范类强制退市"
    GRAVE_VIOLATION = "grave_violation", "重大违法类强制退市"
    VOLUNTARY = "voluntary", "主动终止上市"

    @property
    def delists(self) -> bool:
        """Whether it ends a listing, and no other title."""
        return self in _DELISTING


_DELISTING = frozenset({Reason.FINANCIAL, Reason.TRADING, Reason.REGULATORY, Reason.GRAVE_VIOLATION, Reason.VOLUNTARY})
_REVOKING = frozenset(Reason) - _DELISTING


# Where the findings of an event keep its remarks.
_REMARKS = "remarks"


# Without slots a frozen value of many fields is made in half the time.
@frozen(kw_only=True, slots=False)
class Event:
    """Something that happened to one title of an enterprise, or (``title`` is ``enterprise``) to the enterprise itself.

    ``on`` is the day it takes effect. ``starts`` and ``through`` are the first and last day of a validity it grants (no
    last day: the title has no term). ``until`` is the first day on which a barred enterprise may apply again. Of either
    day ``derived`` says that it was computed, not printed. ``year`` is the year an update is for, ``stage`` the step of
    the title's own procedure, ``value`` a new name, a region or the other party of a change, ``told_by`` the source.
    ``edition_key``, ``edition_digest`` and ``findings`` (JSON) keep the answer of our rules, whether or not they agree.
    ``product`` is the product a certificate prints (None: it is about the title itself), ``named`` the name the title
    had in its document where that was an old one, ``board`` the board of a listing. How each is kept beside
    what its type says stands in the metadata of its field (``event_members``): a new member is declared here alone.
    ``title``, ``stage`` and the kind of change that is reported may be given by their Chinese names.
    Raises BadDossier for an unknown title, a gazetted act without a document, dates that contradict each other, and
    what the title cannot have: a product, a board, a reason or a name of another; a member of another type than
    declared at the latest where the event is recorded, told or made plain.
    """

    title: str = field(metadata=vocabulary(is_stream))
    kind: EventKind = field(metadata=column("event"))
    on: dt.date = field(metadata=column("effective_on"))
    document: str | None = None
    starts: dt.date | None = field(default=None, metadata=column("starts_on"))
    through: dt.date | None = field(default=None, metadata=column("valid_through"))
    derived: bool = field(default=False, metadata=UNSTATED)
    batch: str | None = None
    reason: Reason | None = None
    until: dt.date | None = field(default=None, metadata=column("until_on"))
    year: int | None = field(default=None, metadata=column("update_year"))
    stage: str | None = None
    value: str | None = None
    told_by: str | None = field(default=None, metadata=UNSTATED)
    edition_key: str | None = field(default=None, metadata=UNSTATED)
    edition_digest: str | None = field(default=None, metadata=UNSTATED)
    findings: str | None = field(default=None, metadata=UNSTATED)
    product: str | None = None
    named: str | None = None
    board: Board | None = None

    def __repr__(self) -> str:
        return told(self, *self._told)

    @property
    def _told(self) -> tuple[object, ...]:
        # Even of an event that no door would let through.
        return self.title, self.product, getattr(self.kind, "value", self.kind), self.on

    def __attrs_post_init__(self) -> None:
        try:
            if self.stage is not None or self.title not in TITLES:
                _set_members(self, {**self.__dict__, **_by_keys(self)})
            if _is_usual(self):
                return
            faults = _faults(self)
        except (AttributeError, TypeError):
            self.refuse_other_types()
            raise
        if faults:
            self.refuse_other_types()
            raise BadDossier(*faults)

    def refuse_other_types(self) -> None:
        """Raises BadDossier with every member of another type than declared; each door asks."""
        if faults := mistyped(MEMBERS, self):
            raise BadDossier(*(fault.at("Event") for fault in faults))

    @property
    def _is_of_lines(self) -> bool:
        """Whether each of its texts is one line, which one look at all of them together tells nearly always."""
        return is_line(f"{self.document}{self.batch}{self.value}{self.told_by}") or not self._text_faults()

    def _text_faults(self) -> list[Fault]:
        """What is wrong with texts that are not one line each."""
        found = ((label, line_fault(text or "")) for label, text in zip(_TEXTS, _texts_of(self), strict=True))
        return [fault.at(label) for label, fault in found if fault is not None]

    @property
    def _reason_fits(self) -> bool:
        """Whether the title can end for the reason given."""
        reason = self.reason
        return reason is None or reason is Reason.OTHER or reason.delists == (self.title == _LISTED)

    @property
    def product_key(self) -> str | None:
        """The key of its product, the same however the product is written."""
        return None if self.product is None else product_key(self.product)

    @property
    def is_self_reported(self) -> bool:
        """Whether it grants a title by nothing but the word of the firm, as no announcement on record does."""
        return self.kind.grants and is_self_reported(self.document, self.told_by)

    @property
    def remarks(self) -> Mapping[str, str]:
        """What its list said beside, by the headings; kept with the answer of our rules, and no part of what the event
        states."""
        if self.findings is None or f'"{_REMARKS}"' not in self.findings:
            return {}
        kept: Mapping[str, str] = json.loads(self.findings).get(_REMARKS, {})
        return kept

    def remarked(self, remarks: Iterable[tuple[str, str]]) -> Self:
        """The event with remarks, by their headings, kept beside the answer of our rules."""
        if not (said := dict(remarks)):
            return self
        kept = json.loads(self.findings) if self.findings else {}
        return self.changed(findings=json.dumps({**kept, _REMARKS: said}, ensure_ascii=False, sort_keys=True))

    @property
    def period(self) -> Period:
        """The days of the validity it grants."""
        return Period.through(self.starts or self.on, self.through)

    @property
    def label(self) -> str:
        """The Chinese name of what it happened to."""
        return stream_label(self.title)

    def changed(self, **parts: object) -> Self:
        """The event with some parts replaced and checked again; several times faster than attrs.evolve."""
        changed = self.dated(**parts)
        changed.__attrs_post_init__()
        return changed

    def dated(self, **days: object) -> Self:
        """The event with days that were reckoned from its own, which nothing of it can contradict."""
        changed = object.__new__(type(self))
        members = self.__dict__.copy()
        members |= days
        _set_members(changed, members)
        return changed

    @property
    def statement(self) -> tuple[object, ...]:
        """What it states; its source and the answer of our rules do not count."""
        stated: tuple[object, ...] = _STATEMENT(self)
        return stated


_set_members: Callable[[Event, dict[str, object]], None] = Event.__dict__["__dict__"].__set__

MEMBERS = members_of(Event)
_texts_of = attrgetter("document", "batch", "value", "told_by", "product")
_STATEMENT = attrgetter(*(member.name for member in MEMBERS if member.stated))


@functools.lru_cache(maxsize=4096)
def product_key(product: str) -> str:
    """The same for one product however it is written, as of names (``normalise_name``)."""
    return compared(product)


def labelled(title: str, product: str | None) -> str:
    """The Chinese name of a title with the product it is held for."""
    return f"{title}（{product}）" if product else title


def event_word(event: Event) -> str:
    """What the procedure of an event's title calls it; what happens to the enterprise itself has its common name, and
    no act has been seen of a title that the firm itself reports."""
    if event.is_self_reported:
        return SELF_REPORTED
    return title_definition(event.title).procedure.word(event.kind) if event.title in TITLES else event.kind.label


def no_such_title(key: str) -> Fault:
    """The fault of a key that names no title."""
    return Fault("E321", "没有这个称号", nearest_titles(key), key, "称号")


def _by_keys(event: Event) -> dict[str, object]:
    """The title and the stage of an event, and the change it reports, by their keys where they were given by name."""
    title, stage = event.title, event.stage
    if isinstance(title, str):
        title = as_stream(title)
    if isinstance(stage, str) and title in TITLES and (step := title_definition(title).procedure.step_named(stage)):
        stage = step.key
    value = event.value
    if event.kind is EventKind.CHANGE_REPORTED and isinstance(value, str) and (change := EventKind.named(value)):
        value = change.value
    return {"title": title, "stage": stage, "value": value}


_LISTED = Tier.LISTED.value
_YEARS = range(1949, 2200)
# The kinds that give a title, and so the name it is given by.
_GIVING = frozenset({EventKind.POOLED, EventKind.APPLIED, EventKind.PUBLICISED, EventKind.RECOGNISED})


def _is_usual(event: Event) -> bool:
    """Whether a glance shows that nothing is wrong; going through every fault takes several times longer."""
    through = event.through
    return (
        event.title in TITLES
        and (event.kind in _PLAIN if (document := event.document) is None else _is_plainly_by(document, event.kind))
        and (event.kind not in _OF_A_YEAR or event.year in _YEARS)
        and (through is None or through >= (event.starts or event.on))
        and event.product is event.named is None
        and event.board is None
        # Hardly any event has another text than its document.
        and (not (event.batch or event.value or event.told_by) or event._is_of_lines)
        and (event.reason is None or event.reason in (_DELISTING if event.title == _LISTED else _REVOKING))
    )


# Lists are published for hundreds, so that most events have the document of the one before.
@functools.lru_cache(maxsize=4096)
def _is_plainly_by(document: str, kind: EventKind) -> bool:
    """Whether a glance shows that what happens to a title may have its document, which is written in one line."""
    is_seen = document.isprintable() and not document.isspace()
    return (kind in _PLAIN or (kind in GAZETTED and is_seen)) and document != "" and is_line(document)


def _faults(event: Event) -> list[Fault]:
    kind, faults = event.kind, []
    if not is_stream(event.title):
        faults.append(no_such_title(event.title))
    elif (event.title == ENTERPRISE) != (kind in OF_ENTERPRISE) and kind is not EventKind.VOIDED:
        remedy = "更名、重组等写在企业名下，认定、撤销等写在称号名下"
        faults.append(Fault("E326", f"“{kind.label}”不是{event.label}的事项", remedy, event.label, "称号"))
    if kind in BY_CALENDAR:
        faults.append(Fault("E327", f"“{kind.label}”由日期得出，不用登记", "请去掉这一项", kind.label, "事项"))
    if kind in GAZETTED and not shown(event.document or ""):
        faults.append(Fault("E322", "没有写明所依据的文件", "请写公告或名单的文号或标题", None, "依据文件"))
    if event.through is not None and event.through < (event.starts or event.on):
        span = f"{event.starts or event.on}—{event.through}"
        faults.append(Fault("E323", "有效期的最后一日早于起始日", "请核对两个日期", span, "有效期"))
    if kind in _TO_SOMETHING and not shown(event.value or ""):
        faults.append(
            Fault("E329", f"“{kind.label}”没有写明新名称或迁往何地", "请写新的全称，或地区代码", None, "内容")
        )
    if kind in _OF_A_YEAR and event.year is None:
        faults.append(Fault("E328", "没有写明是哪一年度的更新", "请写年度，如 2026", None, "年度"))
    if event.year is not None and event.year not in _YEARS:
        remedy = "请写四位年度，如 2026"
        faults.append(Fault("E360", "年度不在 1949 与 2199 之间", remedy, str(event.year), "年度"))
    return faults + _faults_of_particulars(event)


def _faults_of_particulars(event: Event) -> list[Fault]:
    """What is wrong with its product, its board, its reason and the name of its title."""
    faults, label = [], event.label
    if event.product is not None and not shown(event.product):
        faults.append(Fault("E337", "产品是空的", "请照证书写产品名称，或不写", None, "产品"))
    elif event.product is not None and not held_per_product(event.title):
        faults.append(Fault("E331", f"{label}的证书不写产品", no_product(), event.product, "产品"))
    elif event.product is not None and event.kind in _OF_A_YEAR:
        # An update is made for the enterprise, whatever its certificates print.
        what = f"“{event.kind.label}”按企业办理，不分产品"
        faults.append(Fault("E331", what, "请去掉产品", event.product, "产品"))
    if event.board is not None and event.title != _LISTED:
        faults.append(Fault("E332", f"{label}没有板块", "只有上市企业写板块，请去掉", event.board.label, "板块"))
    if event.reason is not None and not event._reason_fits:
        faults.append(_unfit(event.reason, label, event.title))
    return faults + event._text_faults() + ([] if event.named is None else _faults_of_name(event, event.named))


# What each text of an event is called.
_TEXTS = ("依据文件", "批次", "内容", "出处", "产品")


def _unfit(reason: Reason, label: str, title: str) -> Fault:
    fitting = [other for other in Reason if other.delists == (title == _LISTED) and other is not Reason.OTHER]
    names = "、".join(other.label for other in (*fitting, Reason.OTHER))
    what = f"“{reason.label}”不是{label}{'退市' if title == _LISTED else '撤销'}的事由"
    return Fault("E333", what, f"可用的有 {names}", reason.label, "事由")


def _faults_of_name(event: Event, named: str) -> list[Fault]:
    old, label = old_name(named), event.label
    if old is None or old.title != event.title:
        known = "、".join(other.label for other in old_names_of(event.title))
        remedy = f"{label}的旧称有 {known}" if known else f"{label}没有旧称，请去掉"
        return [Fault("E334", f"这不是{label}的旧称", remedy, named, "原称")]
    if not old.conferred and event.kind not in (EventKind.POOLED, EventKind.VOIDED):
        remedy = f"请登记为“{EventKind.POOLED.label}”〔{old.citation}〕"
        return [Fault("E335", f"{old.label}不是{label}，只是培育中，不能“{event.kind.label}”", remedy, named, "原称")]
    if event.kind in _GIVING and event.on not in old.period:
        start, last = old.period.start, old.period.last
        span = f"{start} 至 {last}" if last else f"{start} 起"
        return [
            Fault("E336", f"{event.on} 没有“{old.label}”这个名称", f"它用于 {span}，请核对日期或称号", named, "原称")
        ]
    return []


@frozen(kw_only=True, slots=False)
class RecordedEvent(Event):
    """An event on record: the instant we learned it, its place in its stream, and the version it puts right, if any.

    A reason on record stands, whatever reasons its title has now: listings ended for those of other titles once. So
    does a text on record, whatever characters it has.
    """

    recorded_at: dt.datetime
    version: int
    corrects: int | None = None

    def __repr__(self) -> str:
        return told(self, *self._told, said=f"第 {self.version} 项")

    def __attrs_post_init__(self) -> None:
        super().__attrs_post_init__()
        if self.recorded_at.tzinfo is None:
            raise ValueError(f"时刻 {self.recorded_at} 没有写明时区")

    @property
    def _reason_fits(self) -> bool:
        return True

    def _text_faults(self) -> list[Fault]:
        return []


RECORDED_MEMBERS = members_of(RecordedEvent)


def undone_by(events: Iterable[RecordedEvent]) -> frozenset[tuple[str, int | None]]:
    """The stream and the version of every event that any of these puts right or takes back."""
    return frozenset((event.title, event.corrects) for event in events if event.corrects is not None)


def still_standing(events: Iterable[RecordedEvent]) -> tuple[RecordedEvent, ...]:
    """The events that none of them puts right or takes back."""
    known = tuple(events)
    undone = undone_by(known)
    return tuple(
        event for event in known if (event.title, event.version) not in undone and event.kind is not EventKind.VOIDED
    )


def corrected_by(event: Event, stream: tuple[RecordedEvent, ...]) -> RecordedEvent | None:
    """The newest event of a stream that ``event`` repeats, and so corrects: the same act by the same document, or
    of the same first day; None where it is news.

    An event of one product is news to another; a grant recorded without its product is corrected by one that names it.
    """
    product = event.product_key
    same = (known for known in reversed(stream) if _same_act(event, known) and known.product_key == product)
    found = next(same, None)
    if found is None and product is not None and event.kind.grants:
        return next((known for known in reversed(stream) if known.product is None and _same_act(event, known)), None)
    return found


def _same_act(event: Event, other: Event) -> bool:
    if (event.title, event.kind, event.year, event.stage) != (other.title, other.kind, other.year, other.stage):
        return False
    if (event.starts or event.on) == (other.starts or other.on):
        return True
    # A case comes to a step more than once, and one page of an exchange may report every time.
    return event.document is not None and event.document == other.document and event.kind is not EventKind.ADVANCED
