"""One exception tree, read at a glance; every error says in Chinese what, where, which value and what to do.

::

    TiertrackError
    ├── BadInput                 something handed in is wrong
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
        ├── UnknownEnterprise    nobody in the register answers to this name, code or id
        ├── AmbiguousEnterprise  it may be one of several, or one of the same name
        ├── WritersCollided      two writers waited for each other, and this one was undone
        └── StaleStanding        somebody else wrote to the same stream of events in the meantime

An error carries one or more :class:`Fault` values: all faults of one input are reported together. Those of one cause
are told once, with their count and the first places (:class:`Cause`).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Self

from attrs import evolve, frozen

from tiertrack.enterprise import Enterprise


@frozen
class Fault:
    """One thing that is wrong, in Chinese; ``str()`` gives the whole message in one line.

    ``code`` is stable and has one meaning, which the catalogue in ``tiertrack.error_codes`` explains; ``what`` says
    what is wrong in this case and ``remedy`` what to do about it. ``value`` is the one found, None where none
    was, and ``place`` its place: a file, line, column or member, from the outside in.
    """

    code: str
    what: str
    remedy: str
    value: str | None = None
    place: str | None = None

    def __str__(self) -> str:
        return str(Cause((self,)))

    def at(self, place: str) -> Fault:
        """The same fault with ``place`` before the place it has already."""
        return evolve(self, place=f"{place} {self.place}" if self.place else place)


_LONGEST_SHOWN = 200
# What is said may hold words that were given, and their length.
_LONGEST_TOLD = 1000
# Nobody reads more than so many causes at once; each of them counts in ``faults`` all the same.
_CAUSES_SHOWN = 50
# How many places and values of one cause are told; all of them are counted.
_SHOWN = 3


@frozen
class Cause:
    """The faults of one cause, in reading order: the same thing is wrong with each, and the same puts it right.

    ``str()`` gives one line with the first places and values and how many there are.
    """

    faults: tuple[Fault, ...]

    @property
    def count(self) -> int:
        """How many faults there are of this cause."""
        return len(self.faults)

    @property
    def places(self) -> tuple[str, ...]:
        """Where they are, each place once."""
        return tuple(dict.fromkeys(fault.place for fault in self.faults if fault.place))

    @property
    def values(self) -> tuple[str, ...]:
        """The values found, each once."""
        return tuple(dict.fromkeys(fault.value for fault in self.faults if fault.value is not None))

    def __str__(self) -> str:
        first, values = self.faults[0], [_shortened(value) for value in self.values[:_SHOWN]]
        if self.count == 1:
            where = f"{_shortened(first.place)}：" if first.place else ""
        else:
            places = "、".join(map(_shortened, self.places[:_SHOWN]))
            where = f"{places}{'等' if len(self.places) > _SHOWN else ''}（{self.count} 处）："
        more = "等" if len(self.values) > _SHOWN else ""
        value = f"（收到：{'、'.join(values)}{more}）" if values else ""
        what, remedy = _shortened(first.what, _LONGEST_TOLD), _shortened(first.remedy, _LONGEST_TOLD)
        return f"[{first.code}] {where}{what}{value}。{remedy}"


def causes_of(faults: Iterable[Fault]) -> tuple[Cause, ...]:
    """The faults by their causes, each where it was met first."""
    found: dict[tuple[str, str, str], list[Fault]] = {}
    for fault in faults:
        found.setdefault((fault.code, fault.what, fault.remedy), []).append(fault)
    return tuple(Cause(tuple(same)) for same in found.values())


def _shortened(text: str, longest: int = _LONGEST_SHOWN) -> str:
    return text if len(text) <= longest else f"{text[:longest]}…（共 {len(text)} 字）"


class TiertrackError(Exception):
    """The root of the tree: every error of the package; ``str()`` gives a line for each of the first causes.

    ``faults`` holds everything that is wrong with one input, in reading order, so that it can be put right at once;
    ``causes`` is the same by cause.
    On the command line each of them leaves with exit code 2.
    """

    def __init__(self, *faults: Fault) -> None:
        super().__init__(*faults)
        self.faults = faults

    @property
    def causes(self) -> tuple[Cause, ...]:
        """The faults by their causes, in reading order: what is shown to people."""
        return causes_of(self.faults)

    def __str__(self) -> str:
        causes = self.causes
        lines = [*map(str, causes[:_CAUSES_SHOWN])]
        if others := causes[_CAUSES_SHOWN:]:
            count = sum(cause.count for cause in others)
            lines.append(f"……另有 {len(others)} 种错误（{count} 处）没有列出，请先改正以上各处")
        return "\n".join(lines)

    def at(self, place: str) -> Self:
        """The same error with ``place`` before the place of every fault."""
        return type(self)(*(fault.at(place) for fault in self.faults))


class BadInput(TiertrackError):
    """Input that is wrong, and can be put right by whoever handed it in."""


class BadQuantity(BadInput):
    """An amount, share, count or date that cannot be read, or lies out of its range."""


class BadIdentifier(BadInput):
    """A credit code, region or industry code that cannot be right."""


class BadDossier(BadInput):
    """A dossier, list or event whose members are wrong or contradict each other; nothing of it was taken."""


class BadFile(BadInput):
    """A file that cannot be opened, decoded, parsed or written."""


class BadFrame(BadInput):
    """A table whose columns or values cannot be screened; no answer was given for any of its rows."""


class PolicyError(TiertrackError):
    """The question has no single answer in the rulebooks."""


class NoEditionInForce(PolicyError):
    """No edition covers this title, act, day and region; the remedy names those there are."""


class EditionOverlap(PolicyError):
    """More than one edition covers the question; none is picked for you."""


class UnknownEdition(PolicyError):
    """No edition has this key, or the title has no such variant; the remedy names those there are."""


class IllegalTransition(PolicyError):
    """The transition table has no such step from here; the first fault says what is possible, the rest why not more."""


class BrokenRulebook(PolicyError):
    """A rulebook fails its static checks; every fault of it is here, placed at its edition and criterion."""


class StoreError(TiertrackError):
    """The register cannot do it; nothing was written."""


class RevisionMismatch(StoreError):
    """The database stands at another revision than this software; the remedy says which of the two to bring up."""


class DatabaseUnavailable(StoreError):
    """The database cannot be reached, cannot be written to or is not a register."""


class UnknownEnterprise(StoreError):
    """Nobody in the register answers to this name, code or id."""


class AmbiguousEnterprise(StoreError):
    """A name does not tell which enterprise is meant, or whether it is one on record; nothing was written.

    ``candidates`` are the enterprises on record that it may be: name one of them by its id or credit code.
    """

    def __init__(self, *faults: Fault, candidates: tuple[Enterprise, ...] = ()) -> None:
        super().__init__(*faults)
        self.candidates = candidates

    def at(self, place: str) -> Self:
        """The same error with ``place`` before the place of every fault."""
        return type(self)(*(fault.at(place) for fault in self.faults), candidates=self.candidates)


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
        """The same error with ``place`` before the place of every fault."""
        faults = (fault.at(place) for fault in self.faults)
        return type(self)(*faults, expected=self.expected, actual=self.actual)
