"""The use cases: each answers one question or does one thing; databases are opened here and nowhere further in."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import attrs
from attrs import frozen

from tiertrack.errors import BadDossier, BadFile, Fault, NoEditionInForce
from tiertrack.facts.dossier import Dossier
from tiertrack.facts.dossier_file import read_dossier, read_text
from tiertrack.ladder.climb import Climb
from tiertrack.ladder.climb import climb as climb_ladder
from tiertrack.ladder.titles import Decision, Standing, TitleEventKind, decision
from tiertrack.law.scope import Act, Region, Tier
from tiertrack.logic.truth import Truth
from tiertrack.ports import Clock, ImportReport, Recorded, SystemClock
from tiertrack.rulebooks import national_rulebook
from tiertrack.rules.assess import Assessment
from tiertrack.rules.assess import assess as assess_by
from tiertrack.rules.rulebook import Rulebook
from tiertrack.temporal import AsOf

if TYPE_CHECKING:
    from tiertrack.store.register import Database, SqlReader, SqlRegister

__all__ = [
    "Outcome",
    "assess",
    "climb",
    "import_file",
    "initialise",
    "record",
    "registered_dossier",
    "registered_standing",
    "seed_register",
]


@frozen(eq=False)
class Outcome:
    """A recorded title event, and what our rules say of it (None where no standard is encoded for its day)."""

    recorded: Recorded
    assessment: Assessment | None

    @property
    def disagrees(self) -> bool:
        """Whether the authority granted what our rules say was not met."""
        return self.assessment is not None and self.assessment.truth is Truth.FALSE


def assess(
    dossier: Dossier,
    tier: Tier,
    act: Act,
    asof: AsOf,
    region: Region | None = None,
    rulebook: Rulebook | None = None,
) -> Assessment:
    """Whether a dossier meets the standard in force for a tier and act on a day; the dossier's region unless given.

    Raises NoEditionInForce or EditionOverlap.
    """
    edition = (rulebook or national_rulebook()).select(tier, act, asof.on, region or dossier.where)
    return assess_by(edition, dossier, asof)


def climb(dossier: Dossier, asof: AsOf, region: Region | None = None, rulebook: Rulebook | None = None) -> Climb:
    """The whole ladder of one enterprise on a day."""
    return climb_ladder(dossier, asof, rulebook or national_rulebook(), region)


def initialise(url: str) -> str:
    """Brings a database to the newest revision and returns it; raises StoreError."""
    from tiertrack.store.migrate import upgrade

    return upgrade(url)


def seed_register(url: str, clock: Clock | None = None) -> ImportReport:
    """Loads the seeds into a register; a second time changes nothing."""
    from tiertrack.store.seeding import seed

    with _writing(url, clock) as register:
        report = seed(register)
        register.commit()
    return report


def import_file(
    url: str, path: Path, money_unit: str | None = None, source: str | None = None, clock: Clock | None = None
) -> ImportReport:
    """Brings a facts CSV or a JSON dossier into a register: all of it, or none where anything is wrong."""
    from tiertrack.facts.facts_table import read_facts_table
    from tiertrack.store.importing import import_facts

    kind = path.suffix.lower()
    if kind == ".csv":
        rows = read_facts_table(read_text(path), path.name, money_unit, source)
        with _writing(url, clock) as register:
            report = import_facts(register, rows)
            register.commit()
        return report
    if kind == ".json":
        dossier = read_dossier(path)
        decisions = _decisions(dossier, path.name)
        with _writing(url, clock) as register:
            report = _import_dossier(register, dossier, decisions, path.name, source)
            register.commit()
        return report
    raise BadFile(Fault("E405", "只能导入 .csv 的事实表或 .json 的企业档案", "请另存为其中一种", str(path)))


def record(
    url: str,
    enterprise: str,
    decided: Decision,
    rulebook: Rulebook | None = None,
    clock: Clock | None = None,
) -> Outcome:
    """Records what an authority decided, with what our rules say of it; the authority outranks the rules.

    ``enterprise`` is a name, credit code or stock code. Raises UnknownEnterprise.
    """
    with _writing(url, clock) as register:
        key = register.find(enterprise)
        dossier = register.dossier(key, AsOf(decided.on))
        assessment = _assessment_of(decided, dossier, rulebook or national_rulebook())
        recorded = register.record_title(key, _with_findings(decided, assessment))
        register.commit()
    return Outcome(recorded, assessment)


def registered_dossier(url: str, enterprise: str, asof: AsOf) -> Dossier:
    """What the register knew of an enterprise; raises UnknownEnterprise."""
    with _reading(url) as register:
        return register.dossier(register.find(enterprise), asof)


def registered_standing(url: str, enterprise: str, asof: AsOf) -> tuple[str, Standing]:
    """The enterprise's name and the titles it held on a day, as known at an instant; raises UnknownEnterprise."""
    with _reading(url) as register:
        key = register.find(enterprise)
        return register.identity(key).name or enterprise, register.standing(key, asof)


@contextmanager
def _opened(url: str) -> Iterator[Database]:
    from tiertrack.store.register import Database

    with Database.open(url) as database:
        yield database


@contextmanager
def _writing(url: str, clock: Clock | None) -> Iterator[SqlRegister]:
    with _opened(url) as database, database.writing(clock or SystemClock()) as register:
        yield register


@contextmanager
def _reading(url: str) -> Iterator[SqlReader]:
    with _opened(url) as database, database.reading() as register:
        yield register


def _decisions(dossier: Dossier, place: str) -> tuple[Decision, ...]:
    faults: list[Fault] = []
    decisions: list[Decision] = []
    for held in dossier.titles:
        if held.period.start is None:
            faults.append(
                Fault("E325", "称号没有起始日，不能登记", "请在 from 写起始日", held.title, f"{place} titles")
            )
            continue
        kind, start = TitleEventKind.RECOGNISED, held.period.start
        decisions.append(decision(held.title, kind, start, f"企业档案 {place}", through=held.period.last))
    if faults:
        raise BadDossier(*faults)
    return tuple(decisions)


def _import_dossier(
    register: SqlRegister, dossier: Dossier, decisions: tuple[Decision, ...], place: str, source: str | None
) -> ImportReport:
    from tiertrack.facts.facts_table import FactRow
    from tiertrack.store.importing import import_facts

    said_by = source or f"企业档案 {place}"
    data = tuple(attrs.evolve(datum, source=datum.source or said_by) for datum in dossier.data)
    row = FactRow(1, place, dossier.name, None, dossier.uscc, None, dossier.region, dossier.industry, data)
    report = import_facts(register, [row])
    key = register.find(dossier.uscc or dossier.name)
    for attestation in dossier.attestations:
        register.attest(key, attestation)
    for decided in decisions:
        register.record_title(key, decided)
    return report


def _assessment_of(decided: Decision, dossier: Dossier, rulebook: Rulebook) -> Assessment | None:
    tiers = {tier.value: tier for tier in Tier}
    if decided.title not in tiers:
        return None
    act = Act.REVIEW if decided.event is TitleEventKind.REVIEW_PASSED else Act.RECOGNITION
    try:
        return assess(dossier, tiers[decided.title], act, AsOf(decided.on), rulebook=rulebook)
    except NoEditionInForce:
        return None


def _with_findings(decided: Decision, assessment: Assessment | None) -> Decision:
    from tiertrack.render.data import assessment_data

    if assessment is None:
        return decided
    findings = json.dumps(assessment_data(assessment), ensure_ascii=False, sort_keys=True)
    edition = assessment.edition
    return attrs.evolve(decided, edition_key=edition.key, edition_digest=edition.digest, findings=findings)
