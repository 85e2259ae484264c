"""Bringing a template that was filled in into the register: all of it, or none."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

import attrs

from tiertrack.app.dossier_import import keep_rights
from tiertrack.app.fact_import import import_facts, refuse_alike
from tiertrack.app.self_reports import by_own_word, take_over
from tiertrack.app.undoing import imported
from tiertrack.app.unsourced_numbers import settled
from tiertrack.enumeration import first_few
from tiertrack.errors import BadDossier, BadFile, Fault, NoEditionInForce, UnknownEdition
from tiertrack.facts.dossier import Dossier
from tiertrack.import_reports import ImportKind
from tiertrack.intake.fact_list import FactReading
from tiertrack.intake.filled_template import FilledFirm, FilledTemplate, filled_dossiers, read_filled
from tiertrack.intake.sheet_file import SheetFile
from tiertrack.intake.template_sheets import Cover
from tiertrack.ports import Register
from tiertrack.register_reports import Change, ImportReport, TitleReport
from tiertrack.rules.edition import Edition, columns_of
from tiertrack.rules.reads import Origin
from tiertrack.rules.rulebook import Rulebook
from tiertrack.rules.undue_judgements import refuse_unknown_criteria
from tiertrack.temporal import DayLike, as_day
from tiertrack.titles.completion import completed
from tiertrack.titles.events import Event, still_standing


def template_import(
    file: SheetFile, cover: Cover, how: FactReading, on: dt.date, rules: Callable[[], Rulebook]
) -> Callable[[Register], ImportReport]:
    """The import of the template in an open file, to be run on a register: what fits is taken, whatever edition it is
    of.

    Raises before a register is needed: BadFile, and BadDossier with every fault of all its sheets.
    """
    filled = read_filled(file, cover, how)
    rulebook = rules()
    if faults := [*_unknown_criteria(filled, rulebook)]:
        raise BadDossier(*faults)
    notes = tuple(told_of_editions(cover, rulebook, on))
    reading = filled.facts.reading.of_all_sheets
    reading = attrs.evolve(reading, notes=(*reading.notes, *notes))
    source = how.source or file.stem

    def bring(register: Register) -> ImportReport:
        report = import_filled(register, filled, how, source, on)
        return attrs.evolve(report, unread=filled.facts.unread, reading=reading)

    rows = len(filled.firms)
    return lambda register: imported(register, bring, file.path, ImportKind.TEMPLATE, how.source, rows)


def only_firm(path: Path) -> Dossier:
    """The one firm of a template that was filled in; raises BadFile for another workbook or another number of firms,
    BadDossier with every fault."""
    found = filled_dossiers(path)
    if found is None:
        remedy = "请写一个 .json 档案，或用 tiertrack template 出的填报表；名单请先导入登记库"
        raise BadFile(Fault("E439", "这个工作簿不是填报表，读不出一家企业", remedy, place=path.name))
    if len(found) != 1:
        named = first_few((firm.name for firm in found), "家") or "一家也没有"
        remedy = "请先导入登记库，再指明登记库里的一家"
        raise BadFile(Fault("E440", f"填报表里有 {len(found)} 家企业，不知道问哪一家", remedy, named, path.name))
    return found[0]


def _unknown_criteria(filled: FilledTemplate, rulebook: Rulebook) -> Iterator[Fault]:
    for firm in filled.firms:
        try:
            refuse_unknown_criteria(Dossier(firm.rows[0].place, attestations=firm.attestations), rulebook)
        except BadDossier as error:
            yield from error.at(firm.rows[0].place).faults


def import_filled(
    register: Register, filled: FilledTemplate, how: FactReading, source: str, on: dt.date
) -> ImportReport:
    """Writes what a template says of each firm, leaving the commit to the caller; ``source`` is the document of titles
    that name none.

    Raises BadDossier with every fault, and has then written nothing. A firm that may be one on record of another name
    waits for a decision as in any table of facts, unless more than facts is said of it, which could not wait.
    """
    beside = [firm for firm in filled.firms if firm.says_more_than_facts]
    register.take_turn()
    with register.all_or_nothing():
        faults = [fault for firm in beside for fault in _alike(register, firm)]
        rows = [settled(register, row, how, faults) for firm in filled.firms for row in firm.rows]
        report = ImportReport()
        try:
            report = import_facts(register, rows, on)
        except BadDossier as error:
            faults += error.faults
        if faults:
            raise BadDossier(*faults)
        kept = [_keep(register, firm, source) for firm in beside]
        return report.plus(
            *(one for one, _events in kept), _of_events([one for _kept, events in kept for one in events])
        )


def _alike(register: Register, firm: FilledFirm) -> tuple[Fault, ...]:
    try:
        refuse_alike(register, firm.rows[0])
    except BadDossier as error:
        return error.faults
    return ()


def _of_events(changes: Sequence[Change]) -> ImportReport:
    """What became of the events, which are no values; nothing where there is none."""
    counts = Counter(changes)
    told = counts[Change.NEW], counts[Change.CORRECTED], counts[Change.KNOWN]
    return ImportReport(titles=TitleReport(len(changes), 0, *told) if changes else None)


def _keep(register: Register, firm: FilledFirm, source: str) -> tuple[ImportReport, list[Change]]:
    """Writes what is said of a firm beside its facts; the changes of its events, of which the report tells only by the
    firm."""
    key = register.find(firm.rows[0].identity.identifiers[0])
    judged = [register.attest(key, made) for made in firm.attestations]
    events = [_with_its_word(completed(event), source) for event in firm.events]
    fresh = [*_not_told(register, key, events, source)] if events else []
    taken = take_over(register, key, fresh)
    taken.changes.extend([Change.KNOWN] * (len(events) - len(fresh)))
    rights = (keep_rights(register, key, listed, by) for by, listed in firm.rights.items())
    name = register.identity(key).name or firm.rows[0].place
    return ImportReport.of(judged, name).plus(taken.report(name), *rights), taken.changes


def _with_its_word(event: Event, source: str) -> Event:
    """An event of which the firm names no document is its own word."""
    return by_own_word(event) if event.kind.grants and event.document == source else event


def _not_told(register: Register, key: int, events: Iterable[Event], source: str) -> Iterator[Event]:
    """The events that are not on record. A firm that names no document does not put right what one with a document
    says of the same grant."""
    told = {_grant(event) for event in still_standing(register.events(key))}
    return (event for event in events if event.document != source or _grant(event) not in told)


def _grant(event: Event) -> tuple[object, ...]:
    return event.title, event.kind, event.product, event.starts, event.through


# What is said of the edition a template is of.


def told_of_editions(cover: Cover, rulebook: Rulebook, on: dt.date) -> Iterator[str]:
    """What there is to say of the editions of a template: one that is not known, was changed, or is not in force any
    more on a day, with what the one of that day asks besides."""
    if not cover.editions:
        yield "填表说明里看不出是哪一版的填报表，照各表的标题读"
    for key, digest in cover.editions:
        try:
            edition = rulebook.edition(key)
        except UnknownEdition:
            yield f"填报表是 {key} 的，规则集里没有这一版；读得出的照收"
            continue
        if edition.digest != digest:
            yield f"填报表是 {edition.name} 的，那以后这一版改过；读得出的照收"
        yield from _told_of_successor(edition, cover.on, rulebook, on)


def _told_of_successor(edition: Edition, made_for: DayLike | None, rulebook: Rulebook, on: dt.date) -> Iterator[str]:
    if on in edition.period:
        return
    try:
        now = rulebook.select(edition.tier, edition.act, on, edition.region, edition.variant_key)
    except (NoEditionInForce, UnknownEdition):
        return
    before = {column.key for column in columns_of((edition,), as_day(made_for or on))}
    more = [
        column.label
        for column in columns_of((now,), on)
        if column.origin is Origin.OBSERVATION and column.key not in before
    ]
    besides = f"，它另要 {first_few(more)}" if more else ""
    yield f"填报表是 {edition.name} 的，{on} 的标准是 {now.name}{besides}；读得出的照收"
