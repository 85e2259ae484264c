"""The meaning of every error code and the remedy: one code, one meaning, grouped by hundreds.

A message says the particulars of one case; the catalogue says what all cases of its code have in common.
"""

from __future__ import annotations

import functools
from itertools import groupby
from operator import itemgetter

from attrs import frozen

from tiertrack.shipped import seed_rows


@frozen
class ErrorCode:
    """A code with its one meaning and the remedy that fits every case of it."""

    code: str
    summary: str
    remedy: str


@frozen
class ErrorGroup:
    """The codes of one hundred, in order, under what they have in common."""

    heading: str
    codes: tuple[ErrorCode, ...]


@functools.cache
def error_catalogue() -> tuple[ErrorGroup, ...]:
    """Every code, in groups of a hundred."""
    groups = groupby(seed_rows("error_codes.csv"), itemgetter("group"))
    return tuple(
        ErrorGroup(heading, tuple(ErrorCode(row["code"], row["summary"], row["remedy"]) for row in rows))
        for heading, rows in groups
    )
