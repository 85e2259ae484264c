"""What a criterion read as the members of an answer; what does not depend on the enterprise is worked out once."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Callable
from typing import Any

from attrs import frozen

from tiertrack.facts.dossier import Dossier
from tiertrack.logic.between import Between
from tiertrack.logic.expr import Test
from tiertrack.logic.finding import Finding, Known, own_refs
from tiertrack.render.finding_text import sources_of
from tiertrack.render.phrases import words_of


@frozen(eq=False)
class Told:
    """How a fact is told in an application year: its key, its name with the year, and its values in words."""

    key: str
    label: str
    words: Callable[[Known], str]


# The facts a finding reads, known or not, by their keys.
FactsRead = dict[str, tuple[Told, Known | None]]


def facts_read(finding: Finding) -> FactsRead:
    """The facts that a finding reads with the value of each, None where it is unknown."""
    read: FactsRead = {}
    for leaf in finding.leaves:
        for told, given in zip(_told(leaf.test, leaf.year), leaf.given, strict=True):
            read[told.key] = (told, given)
    return read


def unknown_keys(read: FactsRead) -> list[str]:
    """The keys of the facts that are not known, those with bounds included."""
    return [key for key, (_told, given) in read.items() if given is None or isinstance(given, Between)]


def known_members(read: FactsRead, dossier: Dossier, on: dt.date) -> list[dict[str, Any]]:
    """What is known of the facts, with its sources."""
    return [
        {
            "fact": key,
            "name": told.label,
            "value": told.words(given),
            "source": sources_of(key, None if isinstance(given, Between) else given, dossier, on) or None,
        }
        for key, (told, given) in read.items()
        if given is not None
    ]


@functools.lru_cache(maxsize=4096)
def _told(test: Test, year: int) -> tuple[Told, ...]:
    return tuple(Told(ref.key_in(year), ref.label_in(year), words_of(ref)) for ref in own_refs(test))
