"""What an import did, firm by firm, the imports on record, and what taking one back does."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from attrs import frozen

from tiertrack.brevity import briefly, told
from tiertrack.labels import Labelled


class ImportKind(Labelled):
    """What the file of an import held; or what else was done as a unit that can be taken back."""

    FACTS = "facts", "事实表"
    TITLES = "titles", "名单"
    RIGHTS = "rights", "知识产权清单"
    DOSSIER = "dossier", "企业档案"
    ACHIEVEMENT = "achievement", "成果档案"
    TEMPLATE = "template", "填报表"
    LEDGER = "ledger", "台账"
    CLOSING = "closing", "复核收口"
    MATCH = "match", "确认匹配"

    @property
    def is_file(self) -> bool:
        """Whether it was a file that was brought in."""
        return self not in (ImportKind.CLOSING, ImportKind.MATCH)


@frozen
class Correction:
    """What an import put right: what it is, what was said ``before`` and is said ``after`` (None: nothing), and the
    source or document of either."""

    what: str
    before: str | None
    after: str | None
    source_before: str | None = None
    source_after: str | None = None

    __repr__ = briefly


@frozen
class FirmChange:
    """What an import did to one enterprise: how much is new, how much corrects what its source had said, and how much
    was known already; ``enrolled`` says that it was not on record before, ``disagrees`` that an act on the list does
    not fit the standard, though it is recorded. ``corrections`` are the values and acts put right."""

    name: str
    new: int = 0
    corrected: int = 0
    known: int = 0
    disagrees: bool = False
    enrolled: bool = False
    corrections: tuple[Correction, ...] = ()

    __repr__ = briefly

    def plus(self, other: FirmChange) -> FirmChange:
        """The changes of both to the same enterprise."""
        return FirmChange(
            self.name,
            self.new + other.new,
            self.corrected + other.corrected,
            self.known + other.known,
            self.disagrees or other.disagrees,
            self.enrolled or other.enrolled,
            (*self.corrections, *other.corrections),
        )


def by_firm(changes: Iterable[FirmChange]) -> tuple[FirmChange, ...]:
    """The changes of each enterprise together, in the order in which they are first named."""
    found: dict[str, FirmChange] = {}
    for change in changes:
        before = found.get(change.name)
        found[change.name] = change if before is None else before.plus(change)
    return tuple(found.values())


@frozen
class Withdrawal:
    """That an import was taken back: at which instant, and why."""

    at: dt.datetime
    reason: str | None = None

    __repr__ = briefly


@frozen
class Import:
    """An import on record: its ``number``, by which it can be taken back, the instant it is known from, the name of its
    ``file`` and what that held, the source it was taken for, and of how many enterprises and rows it told.

    A review list that was closed is one as well, and so are rows that waited and were settled; ``file`` is then the
    document of the list, or the number and the name of the row. ``rests_on`` are the numbers of the earlier imports
    whose words it said again, which were not recorded twice, or by which a review was closed; ``withdrawn`` says that
    it was taken back.
    """

    number: int
    at: dt.datetime
    file: str
    kind: ImportKind
    source: str | None
    firms: int
    rows: int
    rests_on: tuple[int, ...] = ()
    withdrawn: Withdrawal | None = None

    def __repr__(self) -> str:
        return told(self, self.number, self.file, said="已取消" if self.withdrawn else "")

    @property
    def label(self) -> str:
        """It in a sentence: its number and its file, or what else it was."""
        return f"第 {self.number} 次（{self.file if self.kind.is_file else f'{self.kind.label} {self.file}'}）"


@frozen
class Written:
    """What an import wrote: the keys of the enterprises it told of, of those and of the achievements it was the first
    to name (``fresh``, ``achievements``), of the rows of lists that it left waiting, and how many rows in all."""

    firms: tuple[int, ...]
    fresh: frozenset[int]
    achievements: frozenset[int]
    proposals: frozenset[int]
    rows: int

    __repr__ = briefly


# What entries are called: an event about an enterprise; that another record was joined to its own, or its own to
# another; that a waiting row was settled.
EVENT, JOINED, SETTLED = "事项", "并入的登记", "确认"


class Referring(NamedTuple):
    """An entry of another unit of work, ``what`` it is, about an enterprise, an achievement or a waiting row (``about``
    which of these, by its key) that an import was the first to name; with the number of the import it came with, None
    where it was recorded by itself."""

    about: str
    key: int
    what: str
    number: int | None = None


@frozen
class UndoReport:
    """What taking back an import does: which import, the names of the enterprises it told of, and of those that are not
    on record any more, because it was the first to name them and nobody has written of them since."""

    undone: Import
    firms: tuple[str, ...]
    gone: tuple[str, ...]
    rows: int

    __repr__ = briefly


def numbers(imports: Sequence[Import]) -> str:
    """Some imports in a sentence, each by its number and its file."""
    return "、".join(one.label for one in imports)
