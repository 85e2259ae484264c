"""What is said for a whole list instead of in its rows, checked before its file is opened."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from tiertrack.errors import BadFile, BadInput, Fault
from tiertrack.facts.asked import as_title_key
from tiertrack.facts.line_text import one_line
from tiertrack.intake.title_cells import event_kind, listed_title, numbered_document, plausible_day
from tiertrack.intake.title_columns import COLUMNS
from tiertrack.law.event_kinds import EventKind
from tiertrack.outgoing import visible
from tiertrack.temporal import DayLike, as_day


def _kind(kind: EventKind | str) -> EventKind:
    return event_kind(kind.value if isinstance(kind, EventKind) else one_line(kind))


def _day(given: DayLike) -> dt.date:
    return plausible_day(as_day(given))


_READ: Mapping[str, Callable[[Any], Any]] = {
    "title": lambda title: listed_title(as_title_key(title)),
    "event": _kind,
    "on": _day,
    "starts": _day,
    "through": _day,
    "document": lambda text: numbered_document(one_line(text)),
    "batch": lambda text: one_line(text) or None,
    "told_by": one_line,
}


def whole_list(name: str, **said: Any) -> Mapping[str, Any]:
    """What is said for the whole of a list, by the keys of its columns, and its source (its file unless said).

    Raises BadFile with every fault.
    """
    faults: list[Fault] = []
    whole: dict[str, Any] = {}
    if not said.get("told_by"):
        # The name of a file may be anything; what is shown of it is plain.
        whole["told_by"] = " ".join(visible(said.pop("told_by", None) or name).split())
    for key, value in said.items():
        try:
            whole[key] = None if value is None else _READ[key](value)
        except BadInput as error:
            faults.extend(error.at(f"{name} 全表的{COLUMNS.get(key, '出处')}").faults)
    first, last = whole.get("starts"), whole.get("through")
    if first is not None and last is not None and last < first:
        remedy = "请核对两个日期"
        span = f"{first}—{last}"
        faults.append(Fault("E323", "有效期的最后一日早于起始日", remedy, span, f"{name} 全表的有效期"))
    if faults:
        raise BadFile(*faults)
    return whole
