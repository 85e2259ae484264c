"""What is said for a whole list instead of in its rows, checked before its file is opened."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from tiertrack.errors import BadFile, BadInput, Fault
from tiertrack.facts.asked import as_title_key
from tiertrack.facts.line_text import one_line
from tiertrack.intake.title_acts import PUBLISHED, ActSaid, act_said, reason_said, year_said
from tiertrack.intake.title_cells import listed_title, numbered_document, plausible_day
from tiertrack.intake.title_columns import COLUMNS
from tiertrack.law.event_kinds import EventKind
from tiertrack.outgoing import visible
from tiertrack.temporal import DayLike, as_day
from tiertrack.titles.events import Reason


def _day(given: DayLike) -> dt.date:
    return plausible_day(as_day(given))


_READ: Mapping[str, Callable[[Any], Any]] = {
    "title": lambda title: listed_title(as_title_key(title)),
    "on": _day,
    "starts": _day,
    "through": _day,
    "document": one_line,
    "batch": lambda text: one_line(text) or None,
    "told_by": one_line,
    "year": year_said,
    "reason": lambda reason: reason if isinstance(reason, Reason) else reason_said(one_line(reason)),
    "until": _day,
}


def _read(key: str, value: Any, whole: Mapping[str, Any]) -> Any:
    """What is said of one column, whose act and whose document depend on what was said before them."""
    if key == "event":
        named = whole.get("title")
        return _act(value, None if named is None else named.title)
    read = _READ[key](value)
    if key != "document":
        return read
    # What a list of applications goes by may have no number; in a list of several acts it is asked row by row.
    act: ActSaid | None = whole.get("event")
    is_asked_later = "event" in whole and (act is None or act.kind not in PUBLISHED)
    return read if is_asked_later else numbered_document(read)


def _act(given: EventKind | str, title: str | None) -> ActSaid:
    return act_said(given.value if isinstance(given, EventKind) else one_line(given), title)


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
            whole[key] = None if value is None else _read(key, value, whole)
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
