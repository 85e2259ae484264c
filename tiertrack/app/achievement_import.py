"""Bringing achievements into the register, and with them the enterprises they name."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

import attrs

from tiertrack.app.fact_import import import_facts, refuse_alike
from tiertrack.facts.achievement import Achievement, Party, Relation
from tiertrack.facts.identity import Identity
from tiertrack.intake.fact_list import FactRow
from tiertrack.ports import Register
from tiertrack.register_reports import Change, ImportReport
from tiertrack.temporal import AsOf

_EVER = AsOf(dt.date.max)


def import_achievement(
    register: Register, achievement: Achievement, place: str, source: str | None = None
) -> ImportReport:
    """Writes an achievement from a file of its own, leaving the commit to the caller.

    A file that lists relations lists them all: one on record that is not among them is taken back. Raises BadDossier
    where an enterprise cannot be identified, StoreError where the achievement cannot.
    """
    register.take_turn()
    with register.all_or_nothing():
        key, report = _learned(register, achievement, place, source)
        if achievement.relations is not None:
            kept = [*_related(register, key, achievement.relations, place)]
            withdrawn = ImportReport.of(_withdrawn(register, key, {relation for relation, _report in kept}))
            report = report.plus(*(related for _relation, related in kept), withdrawn)
    return report


def keep_achievement(
    register: Register, achievement: Achievement, place: str, source: str | None = None
) -> ImportReport:
    """Writes an achievement from an enterprise's file; relations the file does not list stay as they are."""
    key, report = _learned(register, attrs.evolve(achievement, relations=None), place, source)
    return report.plus(*(related for _, related in _related(register, key, achievement.relations or (), place)))


def _learned(register: Register, achievement: Achievement, place: str, source: str | None) -> tuple[int, ImportReport]:
    origin = source or achievement.source or f"成果档案 {place}"
    data = tuple(attrs.evolve(datum, source=datum.source or origin) for datum in achievement.data)
    sourced = attrs.evolve(achievement, data=data)
    key, report = register.matching_achievement(sourced), ImportReport()
    if key is None:
        key, report = register.enrol_achievement(sourced), ImportReport(achievements=(sourced.name,))
    return key, report.plus(ImportReport.of(register.learn_achievement(key, sourced)))


def _related(
    register: Register, key: int, relations: Iterable[Relation], place: str
) -> Iterator[tuple[tuple[int, Relation], ImportReport]]:
    """Each relation with the key of its enterprise, which is enrolled where it is new, and what it changed."""
    for number, relation in enumerate(relations):
        party = relation.enterprise
        row = FactRow(number + 1, f"{place} relations[{number}]", Identity(party.name, uscc=party.uscc))
        refuse_alike(register, row)
        report = import_facts(register, [row])
        enterprise = _key_of(register, party)
        change = register.relate(key, enterprise, relation)
        yield (enterprise, relation), report.plus(ImportReport.of([change], party.name))


def _key_of(register: Register, party: Party) -> int:
    return register.find(party.uscc or party.name)


def _withdrawn(register: Register, key: int, kept: set[tuple[int, Relation]]) -> Iterator[Change]:
    listed = {(enterprise, relation.role) for enterprise, relation in kept}
    for relation in register.achievement(key, _EVER).relations or ():
        enterprise = _key_of(register, relation.enterprise)
        if (enterprise, relation.role) not in listed:
            yield register.unrelate(key, enterprise, relation.role)
