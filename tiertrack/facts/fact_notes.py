"""How a fact is to be filled in: what the documents say it covers, in our own short words, or that they say nothing."""

from __future__ import annotations

import functools
from collections.abc import Collection, Mapping

from attrs import frozen

from tiertrack.brevity import told
from tiertrack.law import instruments, provincial_instruments, securities_instruments
from tiertrack.law.instrument import Citation, Confidence, Instrument
from tiertrack.shipped import seed_rows

# Said of a fact that no document defines, in front of how it is to be filled in all the same.
UNDEFINED = "文件没有另作定义"

# The modules in which documents are registered.
_REGISTERS = (instruments, provincial_instruments, securities_instruments)


@frozen
class FactNote:
    """One thing that is said of how a fact is filled in: where it is said, None where no document does; ``standards``
    are the documents whose editions it is of, each by its key and, where it is of one title alone, a colon and that
    title's; empty where it is of all."""

    fact: str
    text: str
    citation: Citation | None = None
    standards: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return told(self, self.fact)

    def is_of(self, documents: Collection[str], title: str) -> bool:
        """Whether it is said of an edition for a title that cites documents of these keys."""
        return not self.standards or any(
            document in documents and (not of or of == title)
            for document, _colon, of in (one.partition(":") for one in self.standards)
        )


@functools.cache
def fact_notes() -> Mapping[str, tuple[FactNote, ...]]:
    """The notes of every fact by its key, what is said of every edition first."""
    found: dict[str, list[FactNote]] = {}
    for row in seed_rows("fact_notes.csv"):
        found.setdefault(row["fact"], []).append(_note(row))
    return {fact: tuple(notes) for fact, notes in found.items()}


def notes_on(fact: str, documents: Collection[str], title: str) -> tuple[FactNote, ...]:
    """What is said of a fact for an edition of a title that cites documents of these keys: with a source where there is
    any, else only how it is filled in."""
    return tuple(note for note in fact_notes().get(fact, ()) if note.is_of(documents, title))


def _note(row: Mapping[str, str]) -> FactNote:
    if not row["document"]:
        return FactNote(row["fact"], row["note"])
    cited = instrument_called(row["document"]).clause(row["clause"], Confidence(row["confidence"]), row["remark"])
    return FactNote(row["fact"], row["note"], cited, tuple(row["standards"].split()))


def instrument_called(key: str) -> Instrument:
    """The document of this key; raises KeyError."""
    return registered_instruments()[key]


@functools.cache
def registered_instruments() -> Mapping[str, Instrument]:
    """Every document of this package, by its key."""
    registered = (one for module in _REGISTERS for one in vars(module).values())
    return {one.key: one for one in registered if isinstance(one, Instrument)}
