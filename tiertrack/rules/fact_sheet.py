"""What an edition reads of an enterprise, fact by fact: how it is filled in, which criteria ask for it, and by which
documents it is proved."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator

from attrs import frozen

from tiertrack.brevity import told
from tiertrack.facts.fact_notes import FactNote, notes_on
from tiertrack.facts.vocabulary import BESIDE, DECIDED_ON, FACTS
from tiertrack.logic.expr import refs
from tiertrack.rules.criterion import Criterion
from tiertrack.rules.edition import Edition
from tiertrack.rules.material import Material


@frozen
class AskedFact:
    """A fact that an edition reads: its key and name, its years by their distance from that of the application (none of
    a fact that is not yearly), what is said of how it is filled in, the criteria that read it and the documents that
    prove it."""

    key: str
    label: str
    offsets: tuple[int, ...]
    notes: tuple[FactNote, ...]
    criteria: tuple[Criterion, ...]
    materials: tuple[Material, ...]

    def __repr__(self) -> str:
        return told(self, self.key)

    @property
    def is_defined(self) -> bool:
        """Whether any document says what it covers."""
        return any(note.citation is not None for note in self.notes)


@frozen
class FactSheet:
    """The facts that an edition reads, in reading order, and the documents it asks for."""

    edition: Edition
    facts: tuple[AskedFact, ...]

    def __repr__(self) -> str:
        return told(self, self.edition.key, said=f"{len(self.facts)} 项")


@functools.lru_cache(maxsize=64)
def fact_sheet_of(edition: Edition) -> FactSheet:
    """The fact sheet of an edition."""
    offsets: dict[str, dict[int, None]] = {}
    asking: dict[str, dict[str, Criterion]] = {}
    for criterion in edition.criteria:
        for ref in refs(criterion.test):
            if (key := asked_key(ref.key)) is not None:
                asking.setdefault(key, {})[criterion.key] = criterion
                offsets.setdefault(key, {}).update({} if ref.offset is None else {ref.offset: None})
    if edition.settled_on == DECIDED_ON:
        asking.setdefault(DECIDED_ON, {})
    return FactSheet(
        edition,
        tuple(
            AskedFact(
                key,
                fact_label(key),
                tuple(sorted(offsets.get(key, ()), reverse=True)),
                tuple(fact_notes_in(edition, key)),
                tuple(criteria.values()),
                materials_for(edition, (key,)),
            )
            for key, criteria in asking.items()
        ),
    )


def fact_notes_in(edition: Edition, key: str) -> Iterator[FactNote]:
    """What is said of how a fact is filled in for an edition, its own definition of a number of rights included."""
    yield from notes_on(key, documents_of(edition), edition.tier.value)
    if edition.ip is not None:
        counts = (count for count in edition.ip.counts if count.key == key)
        yield from (FactNote(key, count.gist, edition.ip.citation) for count in counts)


def materials_for(edition: Edition, keys: Iterable[str]) -> tuple[Material, ...]:
    """The documents of an edition that prove any of these facts, in their order."""
    wanted = {asked_key(key) for key in keys} - {None}
    return tuple(one for one in edition.materials if any(asked_key(key) in wanted for key in one.proves))


def criteria_proved(edition: Edition, material: Material) -> tuple[Criterion, ...]:
    """The criteria of an edition that read what a document proves."""
    proved = {*material.proves}
    return tuple(one for one in edition.criteria if any(ref.key in proved for ref in refs(one.test)))


@functools.lru_cache(maxsize=64)
def documents_of(edition: Edition) -> frozenset[str]:
    """The keys of the documents an edition and its criteria are from."""
    cited = (one for criterion in edition.criteria for one in (criterion.citation, *criterion.amended_by))
    return frozenset(one.provision.instrument.key for one in (edition.citation, *cited))


# What stands beside the facts, by what it is read from.
_BESIDE = {"uscc": "统一社会信用代码", "industry": "行业"}


def asked_key(key: str) -> str | None:
    """The fact that is asked for where an expression reads this key; None where that is a title or a judgement."""
    if key in BESIDE:
        return BESIDE[key].ask or key
    return key if key in FACTS else None


def fact_label(key: str) -> str:
    """The name of what is asked for."""
    return FACTS[key].label if key in FACTS else _BESIDE[key]
