"""Instants as people write them: with a time of day, or as a day alone, which stands for its end."""

from __future__ import annotations

import datetime as dt

from tiertrack.errors import BadInput, BadQuantity, Fault
from tiertrack.facts.units import parse_date, parse_instant
from tiertrack.temporal import BEIJING, end_of_day


def read_instant(text: str) -> dt.datetime:
    """The instant that a text says, in Beijing time where it has no zone of its own; a day alone means its end there.

    Raises BadInput, and BadQuantity for a day there never was.
    """
    found = parse_instant(text)
    if found is not None:
        return found if found.tzinfo is not None else found.replace(tzinfo=BEIJING)
    try:
        return end_of_day(parse_date(text))
    except BadQuantity as error:
        if error.faults[0].code != "E109":
            raise
        remedy = "请写如 2026-03-01（那一天终了）或 2026-03-01T09:00:00+08:00"
        raise BadInput(Fault("E702", "时刻读不出来", remedy, text)) from None
