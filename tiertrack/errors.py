"""One exception tree, read at a glance; every error says in Chinese what, where, which value and what to do.

::

    TiertrackError
    ├── BadInput                 something given to us is wrong (exit code 2 on the command line)
    │   ├── BadQuantity          an amount, share, count or date that cannot be read
    │   ├── BadIdentifier        a credit code, region or industry code that cannot be right
    │   ├── BadDossier           a dossier whose keys or values are wrong
    │   ├── BadFrame             a table whose columns or values cannot be screened
    │   └── BadFile              a file that cannot be opened, decoded or parsed
    ├── PolicyError              the question has no single answer in the rulebooks
    │   ├── NoEditionInForce     no edition covers this tier, act, day and region
    │   ├── EditionOverlap       more than one edition does
    │   ├── UnknownEdition       no edition has this key
    │   ├── IllegalTransition    the transition table has no such step from here
    │   └── BrokenRulebook       a rulebook fails its static checks
    └── StoreError               the register cannot do it
        ├── RevisionMismatch     the database stands at another revision
        ├── DatabaseUnavailable  the database cannot be reached or is not ours
        ├── UnknownEnterprise    nobody in the register answers to this name or code
        ├── WritersCollided      two writers waited for each other, and this one was undone
        └── StaleStanding        somebody else wrote to the same stream of events in the meantime

An error carries one or more :class:`Fault` values: all faults of one input are reported together.
"""

from __future__ import annotations

from typing import Self

from attrs import evolve, frozen

__all__ = [
    "BadDossier",
    "BadFile",
    "BadFrame",
    "BadIdentifier",
    "BadInput",
    "BadQuantity",
    "BrokenRulebook",
    "DatabaseUnavailable",
    "EditionOverlap",
    "Fault",
    "IllegalTransition",
    "NoEditionInForce",
    "PolicyError",
    "RevisionMismatch",
    "StaleStanding",
    "StoreError",
    "TiertrackError",
    "UnknownEdition",
    "UnknownEnterprise",
    "WritersCollided",
]


@frozen
class Fault:
    """One thing that is wrong: a stable code, what it is, where, the value found there, and the remedy."""

    code: str
    what: str
    remedy: str
    value: str | None = None
    place: str | None = None

    def __str__(self) -> str:
        where = f"{self.place}：" if self.place else ""
        value = f"（收到：{_shortened(self.value)}）" if self.value is not None else ""
        return f"[{self.code}] {where}{self.what}{value}。{self.remedy}"

    def at(self, place: str) -> Fault:
        """The same fault, placed; an inner place is kept behind the outer one."""
        return evolve(self, place=f"{place} {self.place}" if self.place else place)


_LONGEST_SHOWN = 200


def _shortened(value: str) -> str:
    return value if len(value) <= _LONGEST_SHOWN else f"{value[:_LONGEST_SHOWN]}…（共 {len(value)} 字）"


class TiertrackError(Exception):
    """The root of the tree; ``faults`` holds everything that is wrong, in reading order."""

    def __init__(self, *faults: Fault) -> None:
        super().__init__(*faults)
        self.faults = faults

    def __str__(self) -> str:
        return "\n".join(map(str, self.faults))

    def at(self, place: str) -> Self:
        """The same error with every fault placed."""
        return type(self)(*(fault.at(place) for fault in self.faults))


class BadInput(TiertrackError):
    """Something given to us is wrong."""


class BadQuantity(BadInput):
    """An amount, share, count or date that cannot be read."""


class BadIdentifier(BadInput):
    """A credit code, region or industry code that cannot be right."""


class BadDossier(BadInput):
    """A dossier whose keys or values are wrong."""


class BadFile(BadInput):
    """A file that cannot be opened, decoded or parsed."""


class BadFrame(BadInput):
    """A table whose columns or values cannot be screened."""


class PolicyError(TiertrackError):
    """The question has no single answer in the rulebooks."""


class NoEditionInForce(PolicyError):
    """No edition covers this tier, act, day and region."""


class EditionOverlap(PolicyError):
    """More than one edition covers the question."""


class UnknownEdition(PolicyError):
    """No edition has this key."""


class IllegalTransition(PolicyError):
    """The transition table has no such step from here; the first fault says what is possible, the rest why not more."""


class BrokenRulebook(PolicyError):
    """A rulebook fails its static checks."""


class StoreError(TiertrackError):
    """The register cannot do it."""


class RevisionMismatch(StoreError):
    """The database stands at another revision than this software."""


class DatabaseUnavailable(StoreError):
    """The database cannot be reached or is not a register."""


class UnknownEnterprise(StoreError):
    """Nobody in the register answers to this name or code."""


class WritersCollided(StoreError):
    """Two writers waited for each other, and this one was undone; it may try again."""


class StaleStanding(StoreError):
    """Somebody else wrote to the same stream of events in the meantime; nothing was written, so read again and retry.

    ``expected`` is the version the writer had seen as the last of the stream, ``actual`` the one that is.
    """

    def __init__(self, *faults: Fault, expected: int = 0, actual: int = 0) -> None:
        super().__init__(*faults)
        self.expected = expected
        self.actual = actual

    def at(self, place: str) -> Self:
        """The same error with every fault placed."""
        faults = (fault.at(place) for fault in self.faults)
        return type(self)(*faults, expected=self.expected, actual=self.actual)
