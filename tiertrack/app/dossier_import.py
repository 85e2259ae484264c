"""Bringing what a dossier says into the register: of the enterprise it names, or of one that is named beside it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import attrs
from attrs import frozen

from tiertrack.app.achievement_import import keep_achievement
from tiertrack.app.fact_doubts import FactDoubts
from tiertrack.app.fact_import import import_facts, keep_row, refuse_alike
from tiertrack.app.self_reports import by_own_word, take_over
from tiertrack.enterprise import Reference
from tiertrack.errors import BadDossier, Fault
from tiertrack.facts.achievement import Achievement
from tiertrack.facts.datum import Datum
from tiertrack.facts.dossier import Attestation, Dossier, HeldTitle
from tiertrack.facts.identity import Identity
from tiertrack.facts.intellectual_property import IpRight
from tiertrack.facts.line_text import one_line
from tiertrack.facts.named_facts import facts_named
from tiertrack.import_reports import FirmChange
from tiertrack.intake.fact_list import FactRow, no_source
from tiertrack.law.event_kinds import EventKind
from tiertrack.ports import Register
from tiertrack.register_reports import ImportReport
from tiertrack.rules.rulebook import Rulebook
from tiertrack.rules.undue_judgements import refuse_unknown_criteria
from tiertrack.titles.completion import completed
from tiertrack.titles.events import Event


@frozen
class Said:
    """What is said of an enterprise, each value with its source, ready to be kept; ``source`` is that of the whole, and
    ``origin`` that of whatever names none. ``ip`` lists every right, None where none are listed."""

    row: FactRow
    source: str | None
    origin: str
    attestations: tuple[Attestation, ...] = ()
    events: tuple[Event, ...] = ()
    achievements: tuple[Achievement, ...] = ()
    ip: tuple[IpRight, ...] | None = None


def said_in(dossier: Dossier, place: str, source: str | None, rules: Callable[[], Rulebook]) -> Said:
    """What a dossier says; without a source it is that of its ``place``. Raises BadDossier for what cannot be kept."""
    if dossier.judged_criteria:
        refuse_unknown_criteria(dossier, rules())
    origin = source or f"企业档案 {place}"
    identity = Identity(dossier.name, uscc=dossier.uscc, region=dossier.region, industry=dossier.industry)
    return Said(
        FactRow(1, place, identity, tuple(_sourced(dossier.data, origin))),
        source,
        origin,
        dossier.attestations,
        tuple(_events(dossier, place, origin)),
        dossier.achievements or (),
        dossier.ip,
    )


def observation(facts: Mapping[str, Any] | Dossier, place: str, source: object, rules: Callable[[], Rulebook]) -> Said:
    """What is said of an enterprise that is named beside it, with the source of what names none.

    Raises BadDossier with every fault of the facts, and where there is no source (E648).
    """
    origin = one_line(source, what="出处") if isinstance(source, str) else ""
    with all_told([] if origin else [no_source("source")]):
        if isinstance(facts, Dossier):
            return said_in(facts, place, origin, rules)
        return Said(FactRow(1, place, Identity(), tuple(_sourced(facts_named(facts), origin))), origin, origin)


@contextmanager
def all_told(faults: Sequence[Fault]) -> Iterator[None]:
    """Raises BadDossier with these faults and those of what is done within this context."""
    try:
        yield
    except BadDossier as error:
        raise BadDossier(*faults, *error.faults) from None
    if faults:
        raise BadDossier(*faults)


def _sourced(data: tuple[Datum, ...], origin: str) -> Iterator[Datum]:
    return (attrs.evolve(datum, source=datum.source or origin) for datum in data)


def import_said(register: Register, said: Said, on: dt.date) -> ImportReport:
    """Writes what is said of the enterprise that it names, leaving the commit to the caller."""
    refuse_alike(register, said.row)
    report = import_facts(register, [said.row], on)
    identity = said.row.identity
    return report.plus(_kept(register, register.find(identity.uscc or identity.name or ""), said))


def observe(register: Register, enterprise: Reference, said: Said, on: dt.date) -> ImportReport:
    """Writes what is said of an enterprise on record, all of it or nothing, leaving the commit to the caller.

    Raises BadDossier where it is said of another (E441, E443, E649).
    """
    register.take_turn()
    with register.all_or_nothing():
        key, doubts = register.find(enterprise), FactDoubts(register, on)
        _refuse_another(register, key, said.row.identity)
        report = keep_row(register, key, attrs.evolve(said.row, place=register.identity(key).name or str(key)), doubts)
        return report.plus(ImportReport(suspicions=doubts.told()), _kept(register, key, said))


def _refuse_another(register: Register, key: int, said: Identity) -> None:
    """Raises BadDossier where what is said is of another enterprise, or may be."""
    if said.name is None or key in (bearers := register.matching(said.name)):
        return
    before = register.identity(key)
    if bearers:
        what = f"“{said.name}”与所指的“{before.name}”不是一家企业"
        raise BadDossier(Fault("E441", what, "请核对，把资料记到它自己名下", said.name))
    if said.uscc is None or said.uscc != before.uscc:
        remedy = "是更名的，请先登记更名，或在档案里写上它的信用代码；是另一家的，请先登记它"
        raise BadDossier(Fault("E649", f"档案的名称与所指的企业“{before.name}”不同", remedy, said.name))


def _kept(register: Register, key: int, said: Said) -> ImportReport:
    """Writes what is said besides facts; the report counts values alone, but tells of the enterprise what changed."""
    changes = [register.attest(key, attestation) for attestation in said.attestations]
    taken = take_over(register, key, said.events)
    name = register.identity(key).name or said.row.identity.name or str(key)
    place = said.row.place
    rest = ImportReport(firms=ImportReport.of(changes, name).firms)
    listed = () if said.ip is None else (keep_rights(register, key, said.ip, said.origin),)
    return rest.plus(
        taken.report(name),
        *listed,
        *(keep_achievement(register, achievement, place, said.source) for achievement in said.achievements),
    )


def keep_rights(register: Register, key: int, rights: Sequence[IpRight], source: str) -> ImportReport:
    """Writes the rights that a source lists of an enterprise, and says which of its last list are gone."""
    report = register.list_rights(key, rights, source)
    owner = register.identity(key).name or str(key)
    done = FirmChange(owner, report.observations, report.corrected, report.known)
    return attrs.evolve(report, gone=tuple(f"{owner} {right}" for right in report.gone), firms=(done,))


def unsourced(found: Dossier | Achievement, place: str) -> Iterator[Fault]:
    """The fault of every value that names no source, of the rights, which cannot, and of every title, whose document
    that would be."""
    yield from _unsourced(found.data, place)
    if isinstance(found, Dossier):
        if found.ip is not None:
            yield no_source(f"{place} ip")
        for number, achievement in enumerate(found.achievements or ()):
            yield from _unsourced(achievement.data, f"{place} achievements[{number}]")
        for member, listed in (("titles", found.titles), ("applications", found.applications)):
            yield from (no_source(f"{place} {member}[{number}]") for number in range(len(listed)))


def _unsourced(data: tuple[Datum, ...], place: str) -> Iterator[Fault]:
    for datum in data:
        if not datum.source:
            yield no_source(f"{place} facts.{datum.key}{f'.{datum.year}' if datum.year else ''}")


def _events(dossier: Dossier, place: str, document: str) -> Iterator[Event]:
    """The titles held and applied for as events, by the document that says so or as the firm's own word."""
    faults = [
        Fault("E325", "称号没有起始日，不能登记", "请在 from 写起始日", held.title, f"{place} titles")
        for held in dossier.titles
        if held.period.start is None
    ]
    if faults:
        raise BadDossier(*faults)
    yield from (_recognised(title, document) for title in dossier.titles)
    for application in dossier.applications:
        yield Event(title=application.title, kind=EventKind.APPLIED, on=application.on, document=document)


def _recognised(held: HeldTitle, document: str) -> Event:
    start = held.period.start
    assert start is not None
    event = Event(
        title=held.title,
        kind=EventKind.RECOGNISED,
        on=start,
        starts=start,
        through=held.period.last,
        document=document,
        product=held.product,
        named=held.named,
    )
    return by_own_word(completed(event))
