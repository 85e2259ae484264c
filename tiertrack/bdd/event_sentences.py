"""The events of a scenario as its sentences write them: titles, days, kinds, and the clauses that follow."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

from tiertrack.bdd.subject import member_called, title_key, value_named
from tiertrack.facts.identity import normalise_region
from tiertrack.facts.units import parse_date, parse_instant
from tiertrack.law.event_kinds import EventKind
from tiertrack.law.event_words import event_kind_named
from tiertrack.law.exchanges import Board
from tiertrack.law.states import Actor
from tiertrack.law.title_names import named_title
from tiertrack.law.titles import title_definition
from tiertrack.temporal import BEIJING, end_of_day
from tiertrack.titles.events import ENTERPRISE, Event, Reason, stream_label


def stream_named(label: str) -> str:
    """The key of the title with this Chinese name, or of the enterprise itself; its product is left aside."""
    return str(title_parts(label)["title"])


def title_parts(label: str) -> dict[str, Any]:
    """The title, the product and the old name in a word like 制造业单项冠军企业（轴承） or 单项冠军产品."""
    title, product = re.fullmatch(r"([^（]+)(?:（(.+)）)?", label.strip()).groups()  # type: ignore[union-attr]
    parts = {"product": product} if product else {}
    if title in (ENTERPRISE, stream_label(ENTERPRISE)):
        return parts | {"title": ENTERPRISE}
    named = named_title(title)
    if named is not None and named.old is not None:
        return parts | {"title": named.title, "named": named.old.label}
    return parts | {"title": title_key(title)}


def instant_named(text: str) -> dt.datetime:
    """An instant in Beijing time; of a day alone its first."""
    instant = parse_instant(text) or dt.datetime.combine(parse_date(text), dt.time())
    return instant if instant.tzinfo else instant.replace(tzinfo=BEIJING)


def known_by(text: str) -> dt.datetime:
    """The instant by which something was known; of a day alone its last."""
    return instant_named(text) if parse_instant(text) else end_of_day(parse_date(text))


_ENTERS = "进入"


def read_event(on: str, title: str, what: str, clauses: str) -> tuple[Event, Actor | None]:
    """The event of a sentence, by its day, title, kind and the clauses after it; with the actor it names."""
    about = title_parts(title)
    parts, by = _clauses(clauses)
    if what.startswith(_ENTERS):
        steps = {step.label: step for step in title_definition(about["title"]).procedure.steps}
        step = value_named(what.removeprefix(_ENTERS).strip(), steps)
        kind, parts["stage"] = step.kind, step.key
    else:
        kind = kind_named(about["title"], what)
    return Event(**about, kind=kind, on=parse_date(on), **parts), by


def kind_named(title: str, word: str) -> EventKind:
    """The kind of event of a word, by the title's own procedure or the common words."""
    return event_kind_named(word, title) or member_called(EventKind, word)


_CLAUSES: tuple[tuple[str, Callable[..., dict[str, Any]]], ...] = (
    (r"依据“(.+)”", lambda document: {"document": document}),
    (r"自 (\S+) 起", lambda day: {"starts": parse_date(day)}),
    (r"有效期至 (\S+)", lambda day: {"through": parse_date(day)}),
    (r"有效期 (\S+) 至 (\S+)", lambda first, last: {"starts": parse_date(first), "through": parse_date(last)}),
    (r"事由为 (.+)", lambda label: {"reason": member_called(Reason, label)}),
    (r"禁报至 (\S+)", lambda day: {"until": parse_date(day) + dt.timedelta(days=1)}),
    (r"(第.+批)", lambda batch: {"batch": batch}),
    (r"(\d{4}) 年度", lambda year: {"year": int(year)}),
    (r"板块为 (\S+)", lambda label: {"board": member_called(Board, label)}),
    (r"由 (.+) 办理", lambda label: {"by": member_called(Actor, label)}),
)


def _clauses(text: str) -> tuple[dict[str, Any], Actor | None]:
    """The clauses between commas; a comma inside a reason's name or a document's title is no separator."""
    parts: dict[str, Any] = {}
    for clause in filter(None, re.split(r"，(?=依据|自 |有效期|事由|禁报|第|板块|\d{4} |由 )", text)):
        parts |= _clause(clause)
    return parts, parts.pop("by", None)


def _clause(text: str) -> dict[str, Any]:
    for pattern, read in _CLAUSES:
        if match := re.fullmatch(pattern, text):
            return read(*match.groups())
    raise AssertionError(
        f"读不出“{text}”：可写 依据“…”、自 日 起、有效期至 日、事由为 …、第…批、板块为 …、年 年度、由 … 办理"
    )


# The changes of the enterprise itself, in the words of a sentence.
CHANGES = {
    "更名为": EventKind.RENAMED,
    "股份制改造为": EventKind.CONVERTED,
    "重组": EventKind.RESTRUCTURED,
    "合并": EventKind.MERGED,
    "分立": EventKind.DIVIDED,
    "迁至": EventKind.MOVED,
    "报告重大变化": EventKind.CHANGE_REPORTED,
}


def read_change(on: str, what: str, value: str) -> Event:
    """The change of the enterprise itself in a sentence."""
    kind, text = CHANGES[what], value.strip("“”： ")
    if kind is EventKind.MOVED:
        text = normalise_region(re.sub(r"（.*）", "", text), parse_date(on))
    if kind is EventKind.CHANGE_REPORTED and text:
        text = member_called(EventKind, text).value
    return Event(title=ENTERPRISE, kind=kind, on=parse_date(on), value=text or None)
