"""What the use cases need from outside: a clock, and the register as a unit of work. Adapters stand in outer rings."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Sequence
from contextlib import AbstractContextManager
from types import TracebackType
from typing import Protocol, Self

from attrs import frozen

from tiertrack.facts.dossier import Attestation, Datum, Dossier
from tiertrack.facts.identity import Identity
from tiertrack.ladder.titles import Decision, Standing, TitleEvent
from tiertrack.temporal import AsOf

__all__ = [
    "DEFAULT_URL",
    "Change",
    "Clock",
    "ImportReport",
    "Recorded",
    "Register",
    "RegisterReader",
    "Renaming",
    "SystemClock",
    "UnitOfWork",
]


# Where the register is when nothing else is said.
DEFAULT_URL = "sqlite:///tiertrack.db"


class Clock(Protocol):
    """Tells the instant at which something is learned."""

    def now(self) -> dt.datetime:
        """The present instant, aware and in UTC."""
        ...


@frozen
class SystemClock:
    """The clock of the machine."""

    def now(self) -> dt.datetime:
        """The present instant, aware and in UTC."""
        return dt.datetime.now(dt.UTC)


class Change(enum.Enum):
    """What recording something changed."""

    NEW = "new"
    CORRECTED = "corrected"
    KNOWN = "known"

    @property
    def label(self) -> str:
        """The Chinese name."""
        return {Change.NEW: "新增", Change.CORRECTED: "更正", Change.KNOWN: "已有"}[self]


@frozen
class Recorded:
    """A title event as it stands on record, and whether recording it changed anything."""

    event: TitleEvent
    change: Change


@frozen
class Renaming:
    """An enterprise recognised by a code under another full name than before; both are kept."""

    before: str
    after: str


@frozen
class ImportReport:
    """What an import changed.

    ``enterprises`` are the names newly enrolled; ``observations`` counts values that are new, ``corrected`` those that
    replace the last word of their own source, ``known`` those already on record.
    """

    enterprises: tuple[str, ...] = ()
    observations: int = 0
    corrected: int = 0
    known: int = 0
    renamed: tuple[Renaming, ...] = ()


class RegisterReader(Protocol):
    """Reads the register; an enterprise is named by the key ``find`` returns."""

    def find(self, identifier: str) -> int:
        """The key of the enterprise with this name, credit code or stock code; raises UnknownEnterprise."""
        ...

    def matching(self, identifier: str) -> frozenset[int]:
        """The keys of every enterprise that answers to this name, credit code or stock code."""
        ...

    def identity(self, enterprise: int) -> Identity:
        """The names and codes of an enterprise as known now."""
        ...

    def names(self) -> tuple[str, ...]:
        """The present full name of every enterprise, in order of enrolment."""
        ...

    def has_observed(self, enterprise: int, datum: Datum) -> bool:
        """Whether this value from this source was ever observed, even if corrected since."""
        ...

    def dossier(self, enterprise: int, asof: AsOf) -> Dossier:
        """Everything known of an enterprise at ``asof.known_at``, with its titles by ``asof.on``."""
        ...

    def title_events(self, enterprise: int) -> tuple[TitleEvent, ...]:
        """The title events of an enterprise, in the order they were recorded."""
        ...

    def standing(self, enterprise: int, asof: AsOf) -> Standing:
        """The titles of an enterprise as of a day, as known at an instant."""
        ...


class Register(RegisterReader, Protocol):
    """Adds to the register; nothing on record is ever changed or removed."""

    def enrol(self, identity: Identity) -> int:
        """The key of a new enterprise; raises StoreError where a code is already another's."""
        ...

    def learn(self, enterprise: int, identity: Identity) -> None:
        """Adds the names, codes, region and industry not yet on record; raises StoreError where a code is another's."""
        ...

    def observe(self, enterprise: int, data: Sequence[Datum]) -> tuple[Change, ...]:
        """Adds observations; says of each whether it is new, a correction of its source's last word, or known."""
        ...

    def attest(self, enterprise: int, attestation: Attestation) -> Change:
        """Adds an authority's judgement."""
        ...

    def record_title(self, enterprise: int, decided: Decision) -> Recorded:
        """Adds a title event as the next version of its title's stream."""
        ...

    def all_or_nothing(self) -> AbstractContextManager[None]:
        """A part of the unit of work that leaves nothing behind when it raises."""
        ...


class UnitOfWork(Register, Protocol):
    """One transaction: undone on leaving unless ``commit`` was called."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    def commit(self) -> None:
        """Makes everything recorded so far lasting."""
        ...
