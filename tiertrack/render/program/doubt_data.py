"""What is hardly true of the answers to a program, as plain data: each kind once, with all that it may be said of."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any

from tiertrack.engines.javascript.doubt_nodes import case_node
from tiertrack.engines.javascript.rule_nodes import RuleNodes
from tiertrack.engines.javascript.rule_slots import RuleSlots
from tiertrack.facts.dossier import Dossier
from tiertrack.facts.plausibility import Case, Doubt, doubts, figures_of, suspicious
from tiertrack.logic.kernel import Slot
from tiertrack.rules.reads import Column, Origin


def doubts_data(columns: Sequence[Column], on: dt.date) -> list[dict[str, Any]]:
    """The doubts that the answers to some questions allow on a day, in the order in which they are told."""
    places = {column.name: place for place, column in enumerate(columns) if column.origin is Origin.OBSERVATION}
    alike: dict[tuple[str, tuple[Case, ...]], list[Doubt]] = {}
    for doubt in doubts(places.keys(), on):
        alike.setdefault((doubt.subject, doubt.cases), []).append(doubt)
    return [
        {"of": [[places[key] for key in one.reads] for one in found], "cases": [*_cases(found[0], on)]}
        for found in alike.values()
    ]


def _cases(doubt: Doubt, on: dt.date) -> Iterator[dict[str, Any]]:
    for case in doubt.cases:
        # Numbered by themselves: what is read is another for each of which it may be said.
        slots, reads = RuleSlots(on), tuple(map(Slot, doubt.reads))
        for slot in reads:
            slots.number(slot)
        yield {"when": RuleNodes(slots).kernel(case_node(case, reads)), "text": doubt.sentence(case)}


def doubted_data(dossier: Dossier, on: dt.date) -> list[dict[str, Any]]:
    """What there is to doubt of one enterprise on a day, that no day may lie after: of which facts, and the words."""
    found = suspicious(figures_of(dossier.values), on)
    return [{"facts": list(doubt.reads), "text": doubt.of_one(case, values)} for doubt, case, values in found]
