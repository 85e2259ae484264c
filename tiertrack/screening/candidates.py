"""The enterprises that may go for a title, in groups: who qualifies, who lacks only facts, who is one step away, whom
nothing but what no effort cures keeps from it, and of whom next to nothing is known that the standard asks.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from attrs import frozen

from tiertrack.brevity import told
from tiertrack.facts.dossier import Dossier
from tiertrack.facts.units import part_of_whole
from tiertrack.labels import Labelled
from tiertrack.ladder.distance import WITHIN, Closing, Gap, closing_of
from tiertrack.ladder.effort import is_barred
from tiertrack.law.scope import Act
from tiertrack.logic.finding import Observed
from tiertrack.logic.truth import Truth
from tiertrack.notebook import ShownInNotebooks
from tiertrack.rules.assessment import assess
from tiertrack.rules.edition import Edition, columns_of, facts_read
from tiertrack.rules.reads import Column, Origin
from tiertrack.screening.near import typed_dossier
from tiertrack.temporal import AsOf


class Readiness(Labelled):
    """How far an enterprise is from a title, the nearest first; last of whom next to nothing is known
    that is asked.

    The value is its key in JSON.
    """

    QUALIFIED = "qualified", "够格"
    LACKING = "lacking", "只缺资料"
    NEAR = "near", "差一步"
    BARRED = "barred", "硬性条件不符"
    UNRECORDED = "unrecorded", "没有资料"


_PLACES = {readiness: place for place, readiness in enumerate(Readiness)}


@frozen
class TitleCandidate:
    """An enterprise that may go for a title, by one of the standards that govern it.

    ``missing`` are the facts still to be handed in; ``closing`` what it would take, for one that fails.
    """

    readiness: Readiness
    name: str
    uscc: str | None
    region: str | None
    industry: str | None
    edition: Edition
    missing: tuple[Observed, ...] = ()
    closing: Closing | None = None

    def __repr__(self) -> str:
        return told(self, self.readiness.value, self.name)

    @property
    def order(self) -> tuple[int, bool, bool, Fraction, int, str]:
        """Those with the least to do first: those of whom every fact is known, then by the farthest limit and by the
        number of facts to be handed in."""
        unmeasured, farthest, _missing = self.closing.cost if self.closing else (0, Fraction(0), 0)
        lacks = bool(self.missing)
        return _PLACES[self.readiness], lacks, unmeasured > 0, farthest, len(self.missing), self.name


@frozen
class Candidates(ShownInNotebooks):
    """The enterprises that may go for a title on a day, the nearest first, of a ``total``.

    ``left_out`` are those a recognition no longer concerns, since they hold the title; of a review, those that do not
    hold it. A limit is near ``within`` a share of it.
    """

    title: str
    act: Act
    editions: tuple[Edition, ...]
    on: dt.date
    found: tuple[TitleCandidate, ...]
    total: int
    left_out: int
    within: Fraction = WITHIN
    suspicions: tuple[str, ...] = ()

    def __repr__(self) -> str:
        counts = (f"{len(self.of(readiness))} {readiness.label}" for readiness in Readiness)
        return told(self, self.editions[0].key, self.on, said=", ".join(counts))

    def of(self, readiness: Readiness) -> tuple[TitleCandidate, ...]:
        """Those of one group, those with the least to do first."""
        return tuple(candidate for candidate in self.found if candidate.readiness is readiness)

    @property
    def near_lacking(self) -> int:
        """How many of those one step away have facts to hand in as well, so that it may be more than one step."""
        return sum(bool(one.missing) for one in self.of(Readiness.NEAR))

    @property
    def far(self) -> int:
        """How many of those asked about are farther away than any of these."""
        return self.total - self.left_out - len(self.found)


def candidates(
    rows: Iterable[tuple[Edition, Iterable[Mapping[str, Any]]]], on: dt.date, within: Fraction, key: str
) -> tuple[TitleCandidate, ...]:
    """The candidates among the typed rows of each edition, which have their answer as ``truth``: every enterprise, told
    apart by the column ``key``, once, by the standard that takes least."""
    part_of_whole(within)
    found: dict[Any, TitleCandidate] = {}
    for edition, typed in rows:
        columns = columns_of((edition,), on)
        for row in typed:
            one = _candidate(row, edition, columns, on, within)
            before = found.get(row[key])
            if one is not None and (before is None or one.order < before.order):
                found[row[key]] = one
    return tuple(sorted(found.values(), key=lambda one: one.order))


def _candidate(
    row: Mapping[str, Any], edition: Edition, columns: Sequence[Column], on: dt.date, within: Fraction
) -> TitleCandidate | None:
    """The candidate in a row; None for one that is farther away than any candidate."""
    who = row["name"] or "", row["uscc"], row["region"], row["industry"], edition
    if row["truth"]:
        # Why it is met was not asked.
        return TitleCandidate(Readiness.QUALIFIED, *who)
    dossier = typed_dossier(row, columns, on)
    assessment = assess(edition, dossier, AsOf(on))
    if assessment.truth is Truth.UNKNOWN:
        return TitleCandidate(readiness_open(edition, dossier, on), *who, assessment.missing)
    closing = closing_of(assessment)
    readiness = readiness_of(closing.gaps, within)
    return None if readiness is None else TitleCandidate(readiness, *who, closing.missing, closing)


def readiness_open(edition: Edition, dossier: Dossier, on: dt.date) -> Readiness:
    """Where missing facts leave an enterprise that fails nothing: of whom next to nothing is known that the edition
    asks, it cannot be said that it lacks only some of it. That is so where less than half of the facts are on record
    and these show of no criterion that it is met, as of a revenue alone for a listing. Who it is, where and in which
    industry answers nothing by itself."""
    read = facts_read(edition, on)
    known = len(read.intersection((datum.key, datum.year) for datum in dossier.data))
    if known and (2 * known >= len(read) or edition.meets_any(dossier, on)):
        return Readiness.LACKING
    beside = (column for column in columns_of((edition,), on) if column.origin is not Origin.OBSERVATION)
    return Readiness.LACKING if any(_is_known(column, dossier, on) for column in beside) else Readiness.UNRECORDED


def _is_known(column: Column, dossier: Dossier, on: dt.date) -> bool:
    match column.origin:
        case Origin.TITLE:
            return column.key in dossier.known_titles
        case Origin.APPLICATION:
            return column.key in dossier.known_applications
        case Origin.JUDGEMENT:
            return dossier.attested(column.key, on) is not None
        case Origin.RIGHTS:
            return bool(dossier.ip)
        case _:
            return False


def readiness_of(gaps: Sequence[Gap], within: Fraction) -> Readiness | None:
    """Where failures leave an enterprise; None far away, as where no criterion fails and yet not all can be met.

    One thing that is no matter of degree, as a title still to be had, is one step by itself.
    """
    curable = [gap for gap in gaps if not is_barred(gap.judged.finding)]
    if all(gap.distance is not None and gap.distance <= within for gap in curable):
        return Readiness.BARRED if len(curable) < len(gaps) else Readiness.NEAR if gaps else None
    return Readiness.NEAR if len(gaps) == 1 and curable[0].distance is None else None
