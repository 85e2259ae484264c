"""The patterns of sentences shared by the steps: days, enterprises, titles and the clauses after an event."""

from __future__ import annotations

from pytest_bdd import parsers
from pytest_bdd.parsers import StepParser

DAY = r"(?P<on>\d{4}-\d{2}-\d{2})"
WHO = r"(?P<who>它|“[^”]+”)"
KNOWN = r"(?:按 (?P<known>\d{4}-\d{2}-\d{2}(?: \d{2}:\d{2})?) 所知，)?"
ASKED = rf"{KNOWN}{DAY} "
TITLE = r"(?P<title>[^，\s]+)"
CLAUSES = r"(?P<clauses>(?:，.+)?)"


def step(pattern: str) -> StepParser:
    """The parser of a whole sentence by a regular expression."""
    return parsers.re(rf"^{pattern}$")
