"""Normative documents, their clauses, and citations that say how far the wording was seen."""

from __future__ import annotations

import datetime as dt
import enum
import re

import attrs
from attrs import frozen

from tiertrack.brevity import told


class Confidence(enum.Enum):
    """How the wording behind a rule was seen."""

    ORIGINAL = "原文"
    REPORTED = "转述"
    RECALLED = "记忆"
    DERIVED = "推导"


@frozen
class Instrument:
    """A normative document (规范性文件).

    ``issued`` is the day it was made public, ``in_force`` the first day it applies, ``superseded`` the first day it no
    longer does (None where it still does); ``confidence`` speaks of these particulars, and ``verified_on`` is the day
    they were last checked (None for a file of the user's own, which is itself what is cited).
    """

    key: str
    number: str
    title: str
    issued: dt.date | None
    in_force: dt.date | None
    verified_on: dt.date | None
    confidence: Confidence
    superseded: dt.date | None = None
    note: str = ""

    def __repr__(self) -> str:
        return told(self, self.key, self.number)

    def may_apply_on(self, day: dt.date) -> bool:
        """Whether it may have been there on a day: it is not known to have been made later, nor to be superseded by
        then. Where neither of its days is known, the year in its number counts."""
        return self.was_made_by(day) and (self.superseded is None or day < self.superseded)

    def was_made_by(self, day: dt.date) -> bool:
        """Whether it is not known to have been made after a day."""
        if known := [one for one in (self.issued, self.in_force) if one is not None]:
            return min(known) <= day
        year = _YEAR_OF_A_NUMBER.search(self.number)
        return year is None or int(year[1]) <= day.year

    def clause(self, path: str, confidence: Confidence | None = None, note: str = "") -> Citation:
        """A citation of one clause, as ``附件2（三）``; confidence is the instrument's unless given."""
        return Citation(Provision(self, path), confidence or self.confidence, note)


# 工信部企业〔2026〕2号, 山西省 2026 年专精特新中小企业复核通知.
_YEAR_OF_A_NUMBER = re.compile(r"(?:〔| )(20\d\d)(?:〕| 年)")


# 2024 年以后, 2026 年度复核.
_YEAR_OF_A_CLAUSE = re.compile(r"(20\d\d)(?:-| 年)")


@frozen
class Provision:
    """One numbered clause of an instrument."""

    instrument: Instrument
    path: str

    def __repr__(self) -> str:
        return told(self, self)

    def __str__(self) -> str:
        return f"{self.instrument.number} {self.path}".strip()


@frozen
class Citation:
    """A pointer to a clause, with the confidence its wording was seen with and what could not be verified."""

    provision: Provision
    confidence: Confidence
    note: str = ""

    def __repr__(self) -> str:
        return told(self, self)

    def may_apply_on(self, day: dt.date) -> bool:
        """Whether the clause may have been there on a day: its document was, and it is about no later year."""
        year = _YEAR_OF_A_CLAUSE.match(self.provision.path)
        return self.provision.instrument.may_apply_on(day) and (year is None or int(year[1]) <= day.year)

    def within(self, path: str, confidence: Confidence | None = None, note: str = "") -> Citation:
        """A citation of a part of this clause: 附件2 within （三） is 附件2（三）."""
        provision = attrs.evolve(self.provision, path=self.provision.path + path)
        return Citation(provision, confidence or self.confidence, note or self.note)

    def __str__(self) -> str:
        note = f"，{self.note}" if self.note else ""
        seen = "" if self.confidence is Confidence.ORIGINAL else f"〔{self.confidence.value}{note}〕"
        return f"{self.provision}{seen or (f'〔{self.note}〕' if note else '')}"
