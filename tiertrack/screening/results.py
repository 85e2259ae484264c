"""What a screening of many enterprises finds: numbers and rows, near misses, and the impact of a change."""

from __future__ import annotations

import datetime as dt
import difflib
from collections.abc import Callable, Collection, Container, Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from attrs import field, frozen

from tiertrack.brevity import briefly, told
from tiertrack.errors import BadDossier, Fault
from tiertrack.facts.headings import UNUSED, Unread, known_heading, near_headings
from tiertrack.intake.title_list import ListReading
from tiertrack.labels import Labelled
from tiertrack.ladder.distance import WITHIN, Closing
from tiertrack.ladder.effort import is_barred
from tiertrack.notebook import ShownInNotebooks
from tiertrack.plotted import Plotted
from tiertrack.rules.edition import Edition
from tiertrack.rules.reads import IDENTIFYING
from tiertrack.screening.question import Question

# The number of rows that meet a standard which are kept to be shown.
SHOWN = 20


# What a column that no criterion reads is for.
DECIDES_THE_EDITION = "它决定用哪一版标准，不写则按判断日"


@frozen
class Absent:
    """A column that is not there: its name, its label, and the criteria that read it, by their keys and as they are
    called."""

    name: str
    label: str
    criteria: tuple[str, ...]
    clauses: tuple[str, ...] = ()

    __repr__ = briefly

    def fault(self, place: str) -> Fault:
        """The fault that it is not there."""
        remedy = f"请加上这一列；{f'读它的条件是 {told}' if (told := '、'.join(self.clauses)) else DECIDES_THE_EDITION}"
        return Fault("E824", f"没有“{self.label}”一列", remedy, None, place)


def absent_columns(question: Question, present: Container[str]) -> tuple[Absent, ...]:
    """The columns a question needs that are not among those present."""
    columns = (column for column in question.needed if column.name not in present)
    read = ((column, question.readers(column)) for column in columns)
    return tuple(
        Absent(column.name, column.label, tuple(criteria), tuple(dict.fromkeys(criteria.values())))
        for column, criteria in read
    )


def unread_columns(names: Iterable[str], question: Question) -> tuple[Unread, ...]:
    """The columns of a table by key that are not read: those that mean nothing, with what they may have meant, and
    those that the question does not need."""
    wanted = {*IDENTIFYING, *(column.name for column in question.columns)}
    return tuple(_unread(name, wanted) for name in names if name not in wanted)


def _unread(name: str, wanted: Collection[str]) -> Unread:
    try:
        known = known_heading(name)
    except BadDossier:
        known = None
    if known is not None:
        return Unread(name, why=UNUSED)
    return Unread(name, near_headings(name) or tuple(difflib.get_close_matches(name, wanted, n=3, cutoff=0.75)))


@frozen
class Clause:
    """The numbers of enterprises that meet a criterion, fail it, and leave it open; ``first`` are those that fail it
    and none before it, None where that is not counted, as of standards side by side."""

    key: str
    title: str
    met: int
    failed: int
    open: int
    first: int | None = None

    __repr__ = briefly


@frozen
class Screening(ShownInNotebooks, Plotted):
    """The numbers of enterprises with each answer by the editions that govern them on a day, and by each criterion.

    ``absent`` are columns that were not there, ``unread`` those that were and are not read, ``suspicions`` doubts about
    the table, in words, ``reading`` how its file was read; ``rows`` are the first that meet the standard, ``into`` the
    place where all answers were written, ``left_out`` how many were not written there because they hold the title;
    None where none had to be.
    """

    editions: tuple[Edition, ...]
    on: dt.date
    met: int
    failed: int
    open: int
    clauses: tuple[Clause, ...]
    absent: tuple[Absent, ...] = ()
    suspicions: tuple[str, ...] = ()
    rows: tuple[dict[str, Any], ...] = field(default=(), repr=False, hash=False)
    into: str | None = None
    unread: tuple[Unread, ...] = ()
    reading: ListReading = ListReading()
    left_out: int | None = None

    def __repr__(self) -> str:
        return told(
            self, self.editions[0].key, self.on, said=f"{self.met} 符合, {self.failed} 不符合, {self.open} 待补充"
        )

    @classmethod
    def of_counts(cls, question: Question, counts: Mapping[str, Any], **others: Any) -> Screening:
        """The screening in the numbers of the :func:`answer_flags` of ``truth`` and of every criterion, and in those of
        the :func:`first_failure`, which stand under ``… first``."""

        def of(name: str) -> tuple[int, int, int]:
            return int(counts[f"{name} met"]), int(counts[f"{name} failed"]), int(counts[f"{name} open"])

        clauses = tuple(
            Clause(key, title, *of(key), counts.get(first_name(key))) for key, title in question.criteria.items()
        )
        return cls(question.editions, question.on, *of("truth"), clauses, **others)

    @property
    def total(self) -> int:
        """The number of enterprises."""
        return self.met + self.failed + self.open


def answer_flags(question: Question, column: Callable[[str], Any], is_unknown: Callable[[Any], Any]) -> dict[str, Any]:
    """The flags, as expressions of an engine, of the rows where the truth and every criterion is TRUE, FALSE or
    unknown."""
    flags: dict[str, Any] = {}
    for name in ("truth", *question.criteria):
        truth = column(name)
        flags |= {f"{name} met": truth, f"{name} failed": ~truth, f"{name} open": is_unknown(truth)}
    return flags


def flag_counts(question: Question, total: int, known: Sequence[int], met: Sequence[int]) -> dict[str, int]:
    """The numbers of the :func:`answer_flags`, from the number of rows and two of the truth and of every criterion: in
    how many it is known, and in how many met. To count a flag for every row takes longer."""
    counts: dict[str, int] = {}
    for name, settled, held in zip(("truth", *question.criteria), known, met, strict=True):
        counts |= {f"{name} met": held, f"{name} failed": settled - held, f"{name} open": total - settled}
    return counts


def first_failure(
    question: Question,
    failed: Callable[[str], Any],
    choose: Callable[[Any, int, Any], Any],
    none: Any,
) -> Any:
    """The place of the first criterion each row fails, as an expression of an engine; ``none`` where it fails none.

    ``choose`` gives a place where a criterion is ``failed``, and another expression where it is not.
    """
    found = none
    for place, key in reversed([*enumerate(question.in_turn)]):
        found = choose(failed(key), place, found)
    return found


def first_name(key: str) -> str:
    """The name of the number of rows that fail a criterion and none before it."""
    return f"{key} first"


# Near misses.


@frozen
class NearMiss:
    """An enterprise that falls short by little, with what it would take; ``open`` counts criteria not yet decided."""

    closing: Closing
    open: int

    def __repr__(self) -> str:
        return told(self, self.closing.assessment.given.name, said=f"{len(self.closing.gaps)} 条不符合")

    @property
    def is_barred(self) -> bool:
        """Whether it fails something that no effort cures, as by being too large; nobody works to hit an indicator."""
        applied = self.closing.assessment.edition.act.is_applied_for
        return applied and any(is_barred(gap.judged.finding) for gap in self.closing.gaps)

    @property
    def order(self) -> tuple[int, bool, Fraction, str]:
        """The nearest first: everything known, then by the farthest limit; shortfalls of no degree come last."""
        unmeasured, farthest, _missing = self.closing.cost
        return self.open, unmeasured > 0, farthest, self.closing.assessment.given.name


@frozen
class NearMisses(ShownInNotebooks):
    """The enterprises that fall short of no limit by more than ``within``, a share of it, the nearest first; apart from
    them those whom no effort brings there (``barred``), as one that is too large."""

    editions: tuple[Edition, ...]
    on: dt.date
    found: tuple[NearMiss, ...]
    within: Fraction = field(default=WITHIN, kw_only=True)
    barred: tuple[NearMiss, ...] = field(default=(), kw_only=True)
    absent: tuple[Absent, ...] = ()
    suspicions: tuple[str, ...] = ()
    unread: tuple[Unread, ...] = ()
    reading: ListReading = ListReading()

    def __repr__(self) -> str:
        return told(self, self.editions[0].key, self.on, said=f"{len(self.found)} 家")


# The impact of a change.


def cost_flags(
    edition: Edition, column: Callable[[str], Any], is_unknown: Callable[[Any], Any], is_single: Any
) -> dict[str, Any]:
    """The flags, as expressions of an engine, of the rows that each criterion fails, that it alone fails (of those with
    a single failure), and that it leaves open."""
    flags: dict[str, Any] = {}
    for criterion in edition.criteria:
        key, truth = criterion.key, column(criterion.key)
        flags |= {f"{key} failed": ~truth, f"{key} alone": ~truth & is_single, f"{key} open": is_unknown(truth)}
    return flags


class Outcome(Labelled):
    """What becomes of those who met the old standard, or did not."""

    KEEPS = "keeps", "保住"
    LOSES = "loses", "失去"
    OPENS = "opens", "保不保得住待补充"
    GAINS = "gains", "得到"
    STAYS_OUT = "stays_out", "仍不符合"
    UNDETERMINED = "undetermined", "其余待补充"


_OUTCOMES: dict[tuple[bool | None, bool | None], Outcome] = {
    (True, True): Outcome.KEEPS,
    (True, False): Outcome.LOSES,
    (True, None): Outcome.OPENS,
    (False, True): Outcome.GAINS,
    (False, False): Outcome.STAYS_OUT,
}


@frozen
class Cost:
    """The numbers of enterprises a clause of the new standard costs the title: all it fails, those it alone fails, and
    those it leaves open."""

    key: str
    title: str
    failed: int
    alone: int
    open: int

    __repr__ = briefly


@frozen
class Cell:
    """The enterprises of one region and industry with one pair of answers, and the numbers of each clause among them:
    failed, failed alone, and open."""

    before: bool | None
    after: bool | None
    region: str | None
    section: str | None
    count: int
    clauses: dict[str, tuple[int, ...]] = field(hash=False)

    __repr__ = briefly

    @classmethod
    def of_row(cls, row: Mapping[str, Any], after: Edition) -> Cell:
        """The cell in a row of numbers, those of a clause under ``… failed``, ``… alone`` and ``… open``."""
        clauses = {
            criterion.key: tuple(row[f"{criterion.key} {way}"] for way in ("failed", "alone", "open"))
            for criterion in after.criteria
        }
        return cls(row["before"], row["after"], row["region"], row["section"], row["count"], clauses)

    @property
    def outcome(self) -> Outcome:
        """What becomes of its enterprises."""
        return _OUTCOMES.get((self.before, self.after), Outcome.UNDETERMINED)


@frozen
class Impact(ShownInNotebooks):
    """The answers by two editions for the same enterprises on one day."""

    before: Edition
    after: Edition
    on: dt.date
    cells: tuple[Cell, ...]
    absent: tuple[Absent, ...] = ()
    suspicions: tuple[str, ...] = ()
    unread: tuple[Unread, ...] = ()
    reading: ListReading = ListReading()

    def __repr__(self) -> str:
        return told(self, self.before.key, self.after.key, self.on, said=f"{self.total} 家")

    @property
    def total(self) -> int:
        """The number of enterprises."""
        return sum(cell.count for cell in self.cells)

    def outcomes(self, cells: Iterable[Cell] | None = None) -> dict[Outcome, int]:
        """The number of enterprises with each outcome, of all cells or of some."""
        found = dict.fromkeys(Outcome, 0)
        for cell in self.cells if cells is None else cells:
            found[cell.outcome] += cell.count
        return found

    def by(self, key: Callable[[Cell], str | None]) -> dict[str | None, dict[Outcome, int]]:
        """The outcomes by region, industry or whatever ``key`` gives, those without one last."""
        groups = sorted({key(cell) for cell in self.cells}, key=lambda group: (group is None, group or ""))
        return {group: self.outcomes(cell for cell in self.cells if key(cell) == group) for group in groups}

    @property
    def costs(self) -> tuple[Cost, ...]:
        """What each clause of the new standard costs those who met the old one, the costliest first."""
        met = [cell for cell in self.cells if cell.before is True]
        costs = [
            Cost(
                criterion.key,
                criterion.title,
                *(sum(cell.clauses[criterion.key][place] for cell in met) for place in range(3)),
            )
            for criterion in self.after.criteria
        ]
        return tuple(sorted(costs, key=lambda cost: (-cost.failed, -cost.alone, -cost.open)))
