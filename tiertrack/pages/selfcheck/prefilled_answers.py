"""What a dossier answers of a self-check beforehand, and what is said of where that is from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from attrs import field, frozen

from tiertrack.engines.javascript.rule_vectors import written_answer
from tiertrack.facts.dossier import ENTERPRISE, Dossier
from tiertrack.logic.finding import Value
from tiertrack.logic.quantity import Kind
from tiertrack.render.disagreements import disagreement_text
from tiertrack.render.finding_text import sources_of
from tiertrack.rules.edition import Edition, columns_of
from tiertrack.rules.ip_counting import RIGHT_COUNTS
from tiertrack.rules.reads import Column, Origin

_Answer = str | bool


@frozen
class Prefilled:
    """What is known of a firm before it is asked: its answers by the keys of a program with what stands beside them
    (the days of a title, who judged and when), what is said of each and of its sources, the facts that are counted from
    its list of rights, and the dossier itself as a file, to which the answers are added when it is saved: None where
    there is none. ``held`` are the keys of the titles that file lists."""

    name: str = ""
    uscc: str = ""
    answers: Mapping[str, _Answer] = field(factory=dict)
    parts: Mapping[str, Mapping[str, str]] = field(factory=dict)
    notes: Mapping[str, str] = field(factory=dict)
    counted: tuple[str, ...] = ()
    sources: Mapping[str, str] = field(factory=dict)
    base: Mapping[str, Any] | None = None
    held: tuple[str, ...] = ()


def prefilled_by(dossier: Dossier | None, edition: Edition, on: dt.date) -> Prefilled:
    """What a dossier answers of the questions of an edition on a day; nothing where there is none."""
    if dossier is None:
        return Prefilled()
    read = edition.as_read(dossier, on)
    answers: dict[str, _Answer] = {}
    notes: dict[str, str] = {}
    sources: dict[str, str] = {}
    parts: dict[str, dict[str, str]] = {}
    counted = []
    for column in columns_of((edition,), on):
        value = _value(column, read, on)
        answer = written_answer(_dated(column, value))
        if answer is not None:
            answers[column.name] = answer
            parts[column.name] = _parts(column, dossier, on)
            if origins := sources_of(column.name, value, dossier, on):
                sources[column.name] = "；".join(origins)
        if dossier.ip is not None and column.key in RIGHT_COUNTS and edition.ip is not None:
            counted.append(column.name)
            notes[column.name] = _counted_note(read.doubts.get(column.name))
        elif column.name in read.conflicts:
            notes[column.name] = f"{disagreement_text(read.conflicts[column.name])}。都没有采用，请核实后填"
        elif column.name in sources:
            notes[column.name] = f"已填，来自 {sources[column.name]}"
    # Of an achievement the parts a file has are not those of a dossier: it is written anew from its answers.
    base = dossier.to_dict() if dossier.subject == ENTERPRISE else None
    return Prefilled(
        name=dossier.name,
        uscc=dossier.uscc or "",
        answers=answers,
        parts={key: beside for key, beside in parts.items() if beside},
        notes=notes,
        counted=tuple(counted),
        sources=sources,
        base=base,
        held=tuple(held.title for held in dossier.titles),
    )


def _counted_note(doubt: str | None) -> str:
    """What is said of a number that is counted from a list of rights."""
    return f"由档案里的知识产权清单数出{f'；{doubt}' if doubt else ''}；要改请改清单"


def _value(column: Column, dossier: Dossier, on: dt.date) -> Value | None:
    match column.origin:
        case Origin.IDENTITY:
            return dossier.uscc if column.name == "uscc" else dossier.industry
        case Origin.TITLE:
            return dossier.holds_title(column.key, on)
        case Origin.APPLICATION:
            return dossier.has_applied(column.key, on)
        case Origin.JUDGEMENT:
            made = dossier.attested(column.key, on)
            return None if made is None else made.value
        case _:
            return None if column.name in dossier.bounds else dossier.values.get(column.name)


def _dated(column: Column, value: Value | None) -> Any:
    return dt.date.fromordinal(value) if column.kind is Kind.DATE and isinstance(value, int) else value


def _parts(column: Column, dossier: Dossier, on: dt.date) -> dict[str, str]:
    """What stands beside an answer."""
    if column.origin is Origin.JUDGEMENT and (made := dossier.attested(column.key, on)) is not None:
        return {"by": made.by, "on": made.on.isoformat()}
    if column.origin is Origin.TITLE and (held := dossier.holding(column.key, on)) is not None:
        days = {"from": held.period.start, "through": held.period.last}
        return {name: day.isoformat() for name, day in days.items() if day is not None}
    return {}
