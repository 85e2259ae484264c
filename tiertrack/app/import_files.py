"""Bringing files into the register: tables of facts and dossiers, whole or not at all."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import attrs

from tiertrack.app.achievement_import import import_achievement, keep_achievement
from tiertrack.app.fact_import import import_facts
from tiertrack.district.loading import load_rulebook
from tiertrack.errors import BadDossier, BadFile, Fault
from tiertrack.facts.achievement import Achievement
from tiertrack.facts.dossier import Dossier, HeldTitle
from tiertrack.facts.dossier_file import read_subject
from tiertrack.facts.identity import Identity
from tiertrack.intake.fact_list import FactRow, read_fact_list
from tiertrack.intake.sheet import formats
from tiertrack.law.event_kinds import EventKind
from tiertrack.ports import Register
from tiertrack.register_reports import ImportReport
from tiertrack.rules.rulebook import Rulebook
from tiertrack.rules.undue_judgements import refuse_unknown_criteria
from tiertrack.titles.decide import completed
from tiertrack.titles.events import Event


def facts_import(
    path: Path, money_unit: str | None, source: str | None, rules: Callable[[], Rulebook] = load_rulebook
) -> Callable[[Register], ImportReport]:
    """The import of a list of facts, or of the JSON of an enterprise or an achievement, to be run on a register.

    ``rules`` gives the rulebook that knows the criteria an authority judged. Raises BadFile or BadDossier before any
    register is opened.
    """
    kind = path.suffix.lower()
    tables = [known for known in formats() if not known.page]
    if any(kind in known.endings for known in tables):
        rows = read_fact_list(path, money_unit, source)
        return lambda register: import_facts(register, rows)
    if kind == ".json":
        found = read_subject(path)
        _refuse_rights(found, path.name)
        if isinstance(found, Achievement):
            return lambda register: import_achievement(register, found, path.name, source)
        dossier = found
        if dossier.judged_criteria:
            refuse_unknown_criteria(dossier, rules())
        events = _events(dossier, path.name)
        return lambda register: _import_dossier(register, dossier, events, path.name, source)
    lists = "、".join(known.endings[0] for known in tables)
    what = f"只能导入 {lists} 的事实表，或 .json 的企业档案、成果档案"
    raise BadFile(Fault("E405", what, "请另存为其中一种；称号名单请加 --kind titles", str(path)))


def _refuse_rights(found: Dossier | Achievement, place: str) -> None:
    """Raises BadDossier where rights are listed, which would be lost."""
    lists = [found.ip] if found.ip is not None else []
    if isinstance(found, Dossier):
        lists += [achievement.ip for achievement in found.achievements or () if achievement.ip is not None]
    if lists:
        what = "登记库还不存知识产权清单，导入会丢掉它"
        remedy = "请去掉 ip 再导入；要按清单计数，请直接判断这份档案（tiertrack assess 档案）"
        raise BadDossier(Fault("E339", what, remedy, f"{sum(map(len, lists))} 项", f"{place} ip"))


def _events(dossier: Dossier, place: str) -> tuple[Event, ...]:
    document = f"企业档案 {place}"
    faults = [
        Fault("E325", "称号没有起始日，不能登记", "请在 from 写起始日", held.title, f"{place} titles")
        for held in dossier.titles
        if held.period.start is None
    ]
    if faults:
        raise BadDossier(*faults)
    held = [_recognised(title, document) for title in dossier.titles]
    applied = [
        Event(title=application.title, kind=EventKind.APPLIED, on=application.on, document=document)
        for application in dossier.applications
    ]
    return (*held, *applied)


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
    return completed(event)


def _import_dossier(
    register: Register, dossier: Dossier, events: tuple[Event, ...], place: str, source: str | None
) -> ImportReport:
    origin = source or f"企业档案 {place}"
    data = tuple(attrs.evolve(datum, source=datum.source or origin) for datum in dossier.data)
    identity = Identity(dossier.name, uscc=dossier.uscc, region=dossier.region, industry=dossier.industry)
    report = import_facts(register, [FactRow(1, place, identity, data)])
    key = register.find(dossier.uscc or dossier.name)
    for attestation in dossier.attestations:
        register.attest(key, attestation)
    register.append(key, events)
    return report.plus(
        *(keep_achievement(register, achievement, place, source) for achievement in dossier.achievements or ())
    )
