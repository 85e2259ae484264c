"""The patterns of sentences shared by the steps: days, enterprises, titles and the clauses after an event."""

from __future__ import annotations

from typing import Any

from pytest_bdd import parsers

from tiertrack.bdd.event_sentences import instant_named
from tiertrack.facts.units import parse_date
from tiertrack.temporal import AsOf

DAY = r"(?P<on>\d{4}-\d{2}-\d{2})"
WHO = r"(?P<who>它|“[^”]+”)"
KNOWN = r"(?:按 (?P<known_at>\d{4}-\d{2}-\d{2}(?: \d{2}:\d{2})?) 所知，)?"
ASKED = rf"{KNOWN}{DAY} "
TITLE = r"(?P<title>[^，\s]+)"
CLAUSES = r"(?P<clauses>(?:，.+)?)"
# The day of a question that names none: everything recorded so far.
_LAST_DAY = "9999-12-31"


class Sentence(parsers.re):
    """A whole sentence by a regular expression; of a question, the day and the instant are one argument, ``asof``."""

    def parse_arguments(self, name: str) -> dict[str, Any] | None:
        """The arguments of the step by the names of the pattern's groups."""
        arguments: dict[str, Any] | None = super().parse_arguments(name)
        if arguments is not None and "known_at" in arguments:
            known_at = arguments.pop("known_at")
            day = parse_date(arguments.pop("on", _LAST_DAY))
            arguments["asof"] = AsOf(day, instant_named(known_at) if known_at else None)
        return arguments
