"""The patterns of sentences shared by the steps: days, enterprises, titles and the clauses after an event."""

from __future__ import annotations

import datetime as dt
from typing import Any

from pytest_bdd import parsers

from tiertrack.bdd.event_sentences import known_by
from tiertrack.facts.units import DAY_PATTERN, parse_date
from tiertrack.temporal import AsOf

DAY = rf"(?P<on>{DAY_PATTERN})"
WHO = r"(?P<who>它|“[^”]+”)"
KNOWN = rf"(?:按 (?P<known_at>(?:{DAY_PATTERN})(?: \d{{1,2}}:\d{{2}})?) 所知，)?"
ASKED = rf"{KNOWN}{DAY} "
TITLE = r"(?P<title>[^，\s]+)"
CLAUSES = r"(?P<clauses>(?:，.+)?)"


class Sentence(parsers.re):
    """A whole sentence by a regular expression; of a question, the day and the instant are one argument, ``asof``."""

    def parse_arguments(self, name: str) -> dict[str, Any] | None:
        """The arguments of the step by the names of the pattern's groups."""
        arguments: dict[str, Any] | None = super().parse_arguments(name)
        if arguments is not None and "known_at" in arguments:
            known_at = arguments.pop("known_at")
            # A question that names no day is about everything recorded so far.
            day = parse_date(arguments.pop("on")) if "on" in arguments else dt.date.max
            arguments["asof"] = AsOf(day, known_by(known_at) if known_at else None)
        return arguments
