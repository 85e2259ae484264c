"""Bringing files into the register: tables of facts and dossiers, whole or not at all."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path

import attrs

from tiertrack.app.achievement_import import import_achievement
from tiertrack.app.commit import Commit
from tiertrack.app.dossier_import import Said, all_told, import_said, said_in, unsourced
from tiertrack.app.fact_import import import_facts, import_good_facts
from tiertrack.app.ledger_import import import_ledger
from tiertrack.app.template_import import template_import
from tiertrack.app.undoing import imported
from tiertrack.district.loading import load_rulebook
from tiertrack.errors import BadFile, BadInput, Fault
from tiertrack.facts.achievement import Achievement
from tiertrack.facts.dossier_file import read_subject
from tiertrack.import_reports import ImportKind
from tiertrack.intake.fact_list import FactList, FactReading, FaultyRow, fact_list_in, sound
from tiertrack.intake.factless import Factless
from tiertrack.intake.ledger import is_ledger, read_ledger
from tiertrack.intake.sheet_file import formats, open_file
from tiertrack.intake.template_sheets import read_cover, without_its_cover
from tiertrack.outgoing import spreadsheet_row
from tiertrack.output_file import Existing, written_whole
from tiertrack.ports import Clock, Register, SystemClock
from tiertrack.register_reports import ImportReport
from tiertrack.rules.rulebook import Rulebook
from tiertrack.temporal import BEIJING


def today(clock: Clock | None = None) -> dt.date:
    """The day it is in China."""
    return (clock or SystemClock()).now().astimezone(BEIJING).date()


@contextmanager
def facts_import(
    path: Path,
    how: FactReading,
    on: dt.date,
    rest: Path | None = None,
    existing: Existing = Existing.KEPT,
    rules: Callable[[], Rulebook] = load_rulebook,
    commit: Commit = Commit.YES,
) -> Iterator[Callable[[Register], ImportReport]]:
    """The import of a list of facts, or of the JSON of an enterprise or an achievement, to be run on a register and
    committed within this context: all of it or, where a file is named for the ``rest``, the rows that are sound.

    That file is a CSV of the other rows with a last column that says what is wrong with each; where there are none,
    there is no such file, and none where it is only tried (``commit``). ``rules`` gives the rulebook that knows the
    criteria an authority judged. Raises before a register is needed: BadFile, BadDossier with every fault, BadInput for
    what is no list and cannot be taken in part.
    """
    if rest is None:
        yield _whole_import(path, how, on, rules)
        return
    with _good_import(path, how, on, rest, existing, commit) as bring:
        yield bring


def _whole_import(
    path: Path, how: FactReading, on: dt.date, rules: Callable[[], Rulebook]
) -> Callable[[Register], ImportReport]:
    kind, source = path.suffix.lower(), how.source
    if is_list(path):
        # The sheets of a workbook of ours belong together, and one of them may well have no facts.
        together = attrs.evolve(how, factless=Factless.TAKEN)
        if how.sheet is None and is_ledger(path):
            return _ledger_import(path, together, on, rules)
        with open_file(path) as file:
            if how.sheet is None and (cover := read_cover(file)) is not None:
                return template_import(file, cover, together, on, rules)
            try:
                facts = sound(file, how)
            except BadFile as error:
                raise without_its_cover(error) from None

        def bring(register: Register) -> ImportReport:
            return _read(import_facts(register, facts.rows, on), facts)

        return lambda register: imported(register, bring, path, ImportKind.FACTS, source, len(facts.rows))
    if how.not_found or how.sheet is not None:
        what = "档案没有列和工作表，查不到的值写 null 或不写"
        raise BadInput(Fault("E714", what, "请去掉 not_found= 和 sheet="))
    if kind == ".json":
        found = read_subject(path)
        with all_told([*unsourced(found, path.name)] if how.refuses_unsourced else []):
            if isinstance(found, Achievement):
                whole, held = partial(_achievement, found, path.name, source), ImportKind.ACHIEVEMENT
            else:
                whole, held = partial(_dossier, said_in(found, path.name, source, rules), on), ImportKind.DOSSIER
            return lambda register: imported(register, whole, path, held, source, 1)
    lists = "、".join(known.endings[0] for known in formats() if not known.page)
    what = f"只能导入 {lists} 的事实表，或 .json 的企业档案、成果档案"
    raise BadFile(Fault("E405", what, "请另存为其中一种；称号名单请用 read_title_list 读", str(path)))


def _ledger_import(
    path: Path, how: FactReading, on: dt.date, rules: Callable[[], Rulebook]
) -> Callable[[Register], ImportReport]:
    if how.not_found:
        raise BadInput(Fault("E714", "台账里查不到的值空着，代码用不上", "请去掉 not_found=", path.name))
    with open_file(path) as file:
        ledger = read_ledger(file, how)

    def bring(register: Register) -> ImportReport:
        report = import_ledger(register, ledger, on, rules())
        return attrs.evolve(report, unread=ledger.values.unread, reading=ledger.values.reading.of_all_sheets)

    return lambda register: imported(register, bring, path, ImportKind.LEDGER, how.source, ledger.rows)


def _achievement(found: Achievement, place: str, source: str | None, register: Register) -> ImportReport:
    return import_achievement(register, found, place, source)


def _dossier(said: Said, on: dt.date, register: Register) -> ImportReport:
    return import_said(register, said, on)


def is_list(path: Path) -> bool:
    """Whether a file holds a list rather than a dossier, by its ending."""
    return any(path.suffix.lower() in known.endings for known in formats() if not known.page)


@contextmanager
def _good_import(
    path: Path, how: FactReading, on: dt.date, rest: Path, existing: Existing, commit: Commit
) -> Iterator[Callable[[Register], ImportReport]]:
    if not is_list(path):
        raise BadInput(Fault("E714", "档案只有一家，rest= 用不上", "请去掉 rest=", path.name))
    if how.sheet is None and read_cover(path) is not None:
        what = "填报表有几张表，一处有误就都不写，rest= 用不上"
        raise BadInput(Fault("E714", what, "请去掉 rest=；有错的会标红，另存一份", path.name))
    facts = fact_list_in(path, how)
    with suppress(_NothingLeft), written_whole(rest, existing, (path,), (".csv",)) as target:
        left: tuple[FaultyRow, ...] = ()

        def bring(register: Register) -> ImportReport:
            nonlocal left
            report, left = import_good_facts(register, facts, on)
            if left:
                _write_rest(target, facts.headings, left)
                refused = tuple(map(_told, left))
                report = attrs.evolve(report, left=len(left), rest=str(rest), refused=refused)
            return _read(report, facts)

        rows = len(facts.rows) + len(facts.faulty)
        yield lambda register: imported(register, bring, path, ImportKind.FACTS, how.source, rows)
        if not left or commit is Commit.DRY_RUN:
            raise _NothingLeft


def _told(row: FaultyRow) -> str:
    """A row by its place and the first thing it says."""
    return f"第 {row.line} 行 {next(filter(None, row.cells), '')}".strip()


def _read(report: ImportReport, facts: FactList) -> ImportReport:
    """The report with what it took of the list and what not."""
    return attrs.evolve(report, unread=facts.unread, reading=facts.reading)


class _NothingLeft(Exception):
    """Every row was taken, or it was only tried, so that no file is to be written."""


def _write_rest(target: Path, headings: Sequence[str], rows: Sequence[FaultyRow]) -> None:
    """The rows as they were written, with what is wrong with each in a last column."""
    with target.open("w", encoding="utf-8-sig", newline="") as file:
        written = csv.writer(file, lineterminator="\n")
        written.writerow(spreadsheet_row([*headings, "问题"]))
        for row in rows:
            cells = [*row.cells, *[""] * (len(headings) - len(row.cells))]
            told = "\n".join(map(str, (*row.faults, *row.contradicted)))
            written.writerow(spreadsheet_row([*cells, told]))
