"""An edition on a day as a program: the format is a public contract, described in docs/program.md."""

from __future__ import annotations

from typing import Any

from tiertrack.engines.javascript.policy_program import PolicyProgram
from tiertrack.engines.javascript.rule_nodes import RuleNodes
from tiertrack.engines.javascript.rule_slots import RuleSlots
from tiertrack.facts.vocabulary import BESIDE, DECIDED_ON
from tiertrack.logic.expr import AllOf
from tiertrack.logic.kernel import Slot
from tiertrack.logic.lower import entailed_by, expand
from tiertrack.render.members import edition_members, iso
from tiertrack.render.program.asked_data import asked_data, ways_data
from tiertrack.render.program.doubt_data import doubts_data
from tiertrack.render.program.rule_words import RuleWords
from tiertrack.rules.criterion import Criterion
from tiertrack.rules.edition import Edition, columns_of
from tiertrack.rules.reads import column_of, feeding_slot
from tiertrack.version import __version__

# Readers of another version of the format refuse a program.
FORMAT = 1


def program_data(program: PolicyProgram) -> dict[str, Any]:
    """The members of a program."""
    edition, on = program.edition, program.on
    slots = RuleSlots(on)
    nodes = RuleNodes(slots, RuleWords(on.year).of)
    columns = columns_of((edition,), on)
    places = {column.name: place for place, column in enumerate(columns)}
    criteria = [_criterion(criterion, nodes) for criterion in edition.criteria]
    # What the criteria ask for between them may fail although none of them does.
    entailed = entailed_by(edition.whole) if isinstance(edition.whole, AllOf) else ()
    together = [*map(nodes.kernel, entailed)]
    return {
        "format": FORMAT,
        "software": __version__,
        **_scope(edition),
        "on": on.isoformat(),
        "year": on.year,
        "settled_on": places.get(edition.settled_on) if edition.settled_on else None,
        "criteria": criteria,
        "fold": "all" if edition.act.is_applied_for else "any",
        "together": together,
        "slots": [_slot(slot, slots, places) for slot in slots.slots],
        "cutoffs": slots.cutoffs(places.get(DECIDED_ON)),
        "facts": [asked_data(column, edition, slots) for column in columns],
        "ways": ways_data(slots.slots),
        "doubts": doubts_data(columns, on),
        "notes": [{"text": note.gist, "citation": str(note.citation)} for note in edition.notes],
    }


def _scope(edition: Edition) -> dict[str, Any]:
    return {
        "edition": edition_members(edition),
        "name": edition.name,
        "title": edition.tier.value,
        "title_name": edition.label,
        "variant": edition.variant_key,
        "act": edition.act.value,
        "act_name": edition.act_label,
        "basis": edition.basis.value,
        "basis_name": edition.basis.label,
        "region": edition.region.code if edition.region else None,
        "region_name": edition.region.label if edition.region else None,
        "from": iso(edition.period.start),
        "through": iso(edition.period.last),
    }


def _criterion(criterion: Criterion, nodes: RuleNodes) -> dict[str, Any]:
    authority = criterion.authority
    return {
        "key": criterion.key,
        "title": criterion.title,
        "clause": criterion.clause,
        "text": criterion.gist,
        "citation": criterion.citations,
        "confidence": criterion.citation.confidence.value,
        "test": nodes.test(expand(criterion.test)),
        "authority": None if authority is None else nodes.slots.of(authority),
    }


def _slot(slot: Slot, slots: RuleSlots, places: dict[str, int]) -> dict[str, Any]:
    """How a value is read: from which answer and, where it is not that itself, in which way."""
    column, ref = column_of(slot, slots.on), slots.refs[slot]
    feeding = feeding_slot(slot)
    way = {"way": slot.key, "choices": [*map(list, ref.choices)]} if slot.key in BESIDE else {}
    fed = {} if feeding is None else {"fed_by": places[column_of(feeding, slots.on).name]}
    return {
        "key": ref.key_in(slots.on.year),
        "name": ref.label_in(slots.on.year),
        "kind": ref.kind.value,
        "fact": places[column.name],
        **way,
        **fed,
    }


def program_text(program: PolicyProgram) -> str:
    """What a program is of, in a line."""
    edition, facts = program.edition, columns_of((program.edition,), program.on)
    return f"{edition.name} · {program.on}　程序：条件 {len(edition.criteria)} 条，所读 {len(facts)} 项"
