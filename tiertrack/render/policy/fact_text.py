"""How the facts of an edition are filled in and by which documents they are proved, as text and as data."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tiertrack.facts.fact_notes import UNDEFINED, FactNote
from tiertrack.facts.vocabulary import BESIDE, FACTS, judgement_label
from tiertrack.logic.quantity import Kind
from tiertrack.render.members import edition_members
from tiertrack.render.phrases import INDENT, relative_year
from tiertrack.rules.edition import Edition
from tiertrack.rules.fact_sheet import AskedFact, FactSheet, criteria_proved
from tiertrack.rules.material import Material
from tiertrack.rules.reads import JUDGEMENT_PREFIX

_NO_MATERIALS = "佐证材料　读到的资料没有写明这一版要哪些"


def fact_sheet_text(sheet: FactSheet) -> str:
    """The facts an edition reads, each with how it is filled in, then its documents."""
    edition = sheet.edition
    lines = [f"{edition.name} · 填报口径（{len(sheet.facts)} 项）", f"依据 {edition.citations}", ""]
    for asked in sheet.facts:
        lines.append(_named(asked))
        lines += [INDENT + line for line in (*definition_lines(asked), *_range_lines(asked), *_use_lines(asked))]
    return "\n".join([*lines, "", *(material_lines(edition) if edition.materials else (_NO_MATERIALS,))])


def definition_lines(asked: AskedFact) -> Iterator[str]:
    """What is said of how a fact is filled in, a line each with where it is said."""
    for note in asked.notes:
        if note.citation is not None:
            yield f"{note.text}　依据 {note.citation}"
        else:
            yield note.text if asked.is_defined else f"{UNDEFINED}；{note.text}"


def _range_lines(asked: AskedFact) -> Iterator[str]:
    """What there is to choose from, where it is little."""
    fact = FACTS.get(asked.key)
    if fact is not None and fact.choices:
        yield f"选项 {'；'.join(name for _key, name in fact.choices)}"
    elif fact is not None and fact.kind is Kind.LEVEL and fact.highest is not None:
        yield f"选项 {fact.lowest} 至 {fact.highest} 的整数"


def _use_lines(asked: AskedFact) -> Iterator[str]:
    if asked.criteria:
        yield f"用于 {'；'.join(criterion.label for criterion in asked.criteria)}"
    if asked.materials:
        yield f"佐证 {'、'.join(material.name for material in asked.materials)}"


def _named(asked: AskedFact) -> str:
    years = "、".join(map(relative_year, asked.offsets))
    return f"{asked.label}（{years}）" if years else asked.label


def material_lines(edition: Edition) -> Iterator[str]:
    """The documents an edition asks for, each with what it proves and where it is asked for; nothing where it has
    none."""
    if edition.materials:
        yield "佐证材料（不作判断）"
    for material in edition.materials:
        yield f"{INDENT}{material.described}"
        proved = [proved_label(key) for key in material.proves]
        used = [criterion.label for criterion in criteria_proved(edition, material)]
        told = f"证明 {'、'.join(proved)}；用于 {'、'.join(used)}" if proved else "随申报提交"
        yield f"{INDENT * 2}{told}　依据 {material.citation}"


def proved_label(key: str) -> str:
    """The name of what a document proves."""
    if key.startswith(JUDGEMENT_PREFIX):
        return judgement_label(key.removeprefix(JUDGEMENT_PREFIX))
    return (FACTS.get(key) or BESIDE[key]).label


def fact_sheet_data(sheet: FactSheet) -> dict[str, Any]:
    """The same as data."""
    return {
        "edition": edition_members(sheet.edition),
        "facts": [_fact_data(asked) for asked in sheet.facts],
        "materials": materials_data(sheet.edition),
    }


def _fact_data(asked: AskedFact) -> dict[str, Any]:
    return {
        "fact": asked.key,
        "name": asked.label,
        "years": list(asked.offsets),
        "choices": [{"key": key, "name": name} for key, name in FACTS[asked.key].choices] if asked.key in FACTS else [],
        "defined": asked.is_defined,
        "definitions": [note_data(note) for note in asked.notes],
        "criteria": [criterion.key for criterion in asked.criteria],
        "materials": [material.name for material in asked.materials],
    }


def note_data(note: FactNote) -> dict[str, Any]:
    """What is said of how a fact is filled in as data."""
    cited = note.citation
    return {
        "text": note.text,
        "citation": None if cited is None else str(cited),
        "confidence": None if cited is None else cited.confidence.value,
    }


def materials_data(edition: Edition) -> list[dict[str, Any]]:
    """The documents an edition asks for as data."""
    return [_material_data(edition, material) for material in edition.materials]


def _material_data(edition: Edition, material: Material) -> dict[str, Any]:
    return {
        "document": material.name,
        "text": material.gist or None,
        "facts": [key.removeprefix(JUDGEMENT_PREFIX) for key in material.proves],
        "criteria": [criterion.key for criterion in criteria_proved(edition, material)],
        "citation": str(material.citation),
        "confidence": material.citation.confidence.value,
    }
