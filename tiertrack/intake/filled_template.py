"""A template that came back filled in: what the sheets of one workbook say of each firm, all faults of it at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from attrs import evolve, field, frozen

from tiertrack.errors import BadDossier, BadFile, Fault
from tiertrack.facts.datum import Datum, observed
from tiertrack.facts.dossier import Application, Attestation, Dossier, HeldTitle
from tiertrack.facts.headings import Unread
from tiertrack.facts.identity import Identity, normalise_name
from tiertrack.facts.intellectual_property import IpRight, read_together
from tiertrack.facts.not_found import NotFound
from tiertrack.facts.units import folded
from tiertrack.intake import template_sheets as sheets
from tiertrack.intake.fact_cells import Firms
from tiertrack.intake.fact_list import FactList, FactReading, FactRow, fact_list_in
from tiertrack.intake.firm_sheets import (
    JUDGED,
    OF_TITLES,
    TITLED,
    FirmSheet,
    NamedFirms,
    judgements_in,
    titles_in,
)
from tiertrack.intake.ledger_pages import NO_SOURCE
from tiertrack.intake.literal_names import LITERAL, literal_names, without_literal
from tiertrack.intake.right_list import read_right_list
from tiertrack.intake.sheet import Wanted, open_sheet
from tiertrack.intake.template_sheets import Cover, read_cover
from tiertrack.intake.workbook_choice import sheet_names
from tiertrack.law.event_kinds import EventKind
from tiertrack.temporal import Period
from tiertrack.titles.completion import completed
from tiertrack.titles.events import Event


@frozen
class FilledFirm:
    """What a template says of one firm: its rows of facts, and what the other sheets have of it; ``rights`` as each
    source lists them, by the source. Numbers that say by a mark that they have no source still have it."""

    rows: tuple[FactRow, ...]
    attestations: tuple[Attestation, ...] = ()
    events: tuple[Event, ...] = ()
    rights: Mapping[str, tuple[IpRight, ...]] = field(factory=dict)

    @property
    def says_more_than_facts(self) -> bool:
        """Whether there is anything of it on the other sheets."""
        return bool(self.attestations or self.events or self.rights)

    @property
    def identity(self) -> Identity:
        """What the firm is named by, and where it is: of each the first that a row says."""
        said = [[getattr(row.identity, member) for row in self.rows] for member in _NAMED_BY]
        return Identity(*(next(filter(None, each), None) for each in said))

    @property
    def dossier(self) -> Dossier:
        """The firm as a dossier; raises BadDossier where it has no name, or its values contradict each other."""
        who, granted = self.identity, [completed(event) for event in self.events if event.kind.grants]
        applied = [Application(event.title, event.on) for event in self.events if event.kind is EventKind.APPLIED]
        return Dossier(
            who.name,  # type: ignore[arg-type]  # that there is none is a fault of its own
            uscc=who.uscc,
            region=who.region,
            industry=who.industry,
            data=tuple(sourced(datum, None) for row in self.rows for datum in row.data),
            titles=tuple(
                HeldTitle(event.title, Period.through(event.starts, event.through), event.product, event.named)
                for event in granted
            ),
            known_titles=frozenset(event.title for event in self.events if event.kind is not EventKind.APPLIED),
            attestations=self.attestations,
            applications=tuple(applied),
            known_applications=frozenset(one.title for one in applied),
            ip=read_together(self.rights.values()) if self.rights else None,
        )


def sourced(datum: Datum, source: str | None) -> Datum:
    """A number that says by a mark that it has no source, with another; any other as it is."""
    return observed(datum.key, datum.year, datum.value, source) if datum.source == NO_SOURCE else datum


_NAMED_BY = ("name", "short_name", "uscc", "stock_code", "region", "industry")


@frozen
class FilledTemplate:
    """A template with its firms, in the order of their first rows; ``facts`` is how its sheet of facts was read."""

    cover: Cover
    firms: tuple[FilledFirm, ...]
    facts: FactList


@frozen(eq=False)
class _Beside:
    """What the sheets beside the facts say, by the number of the firm."""

    attestations: dict[int, list[Attestation]] = field(factory=lambda: defaultdict(list))
    events: dict[int, list[Event]] = field(factory=lambda: defaultdict(list))
    rights: dict[int, dict[str, tuple[IpRight, ...]]] = field(factory=lambda: defaultdict(dict))
    unread: list[Unread] = field(factory=list)


def read_filled(path: Path, cover: Cover, how: FactReading) -> FilledTemplate:
    """What is filled in in the template of a file; its sheet of facts is read as any table of facts is.

    Raises BadFile where it has no such sheet; BadDossier with every fault of all its sheets.
    """
    faults: list[Fault] = []
    how = evolve(how, literal=literal_names(path))
    facts = _facts(path, evolve(how, sheet=sheets.FIRMS), faults)
    numbers, firms = Firms(), NamedFirms(how.literal)
    rows: dict[int, list[FactRow]] = {}
    for row in facts.rows:
        number = numbers.number(row.identity)
        rows.setdefault(number, []).append(row)
        firms.add(number, row.identity)
    for text in _names_unread(facts):
        firms.unread.add(normalise_name(text))
    beside = _beside(path, firms, how, faults) if facts.headings else _Beside()
    if faults:
        raise BadDossier(*faults)
    notes = (*facts.reading.notes, *_sheets_unread(path))
    facts = evolve(facts, unread=(*facts.unread, *beside.unread), reading=evolve(facts.reading, notes=notes))
    found = (
        FilledFirm(
            tuple(said),
            tuple(beside.attestations[number]),
            tuple(beside.events[number]),
            beside.rights.get(number, {}),
        )
        for number, said in rows.items()
    )
    return FilledTemplate(cover, tuple(found), facts)


def _facts(path: Path, how: FactReading, faults: list[Fault]) -> FactList:
    """The sheet of facts; without its headings where, with its faults kept, those are wrong."""
    try:
        facts = fact_list_in(path, how)
    except BadDossier as error:
        faults += error.faults
        return FactList(())
    faults += facts.faults
    # The column in which the faults came back is none of the firm's.
    unread = tuple(column for column in facts.unread if folded(column.heading) != sheets.FAULTS)
    return evolve(facts, unread=unread, reading=without_literal(facts.reading))


def _names_unread(facts: FactList) -> Iterator[str]:
    """What names the firms whose rows cannot be read."""
    at = [index for index, text in enumerate(facts.headings) if folded(text).strip("*:") in sheets.IDENTIFYING]
    for row in facts.faulty:
        yield from (row.cells[index] for index in at if index < len(row.cells) and row.cells[index])


def _beside(path: Path, firms: NamedFirms, how: FactReading, faults: list[Fault]) -> _Beside:
    said, document = _Beside(), how.source or path.stem

    def judgements(sheet: FirmSheet) -> None:
        for one in judgements_in(sheet):
            said.attestations[one.firm].append(one.said)

    def titles(sheet: FirmSheet) -> None:
        for one in titles_in(sheet, document):
            said.events[one.firm].append(one.said)

    for name, columns, take in (
        (sheets.JUDGEMENTS, (JUDGED, ()), judgements),
        (sheets.TITLES, (TITLED, OF_TITLES), titles),
    ):
        faults += _faults_of(path, name, columns, firms, said, take)
    faults += _read_rights(path, firms, how, said)
    return said


def _sheets_unread(path: Path) -> Iterator[str]:
    """What is said of the sheets that are not read."""
    found = sheet_names(path)
    if looked_up := [name for name in (sheets.INDUSTRIES, sheets.REGIONS) if name in found]:
        yield f"{'、'.join(looked_up)}只供查，不读"
    if others := found - sheets.ALL - {LITERAL}:
        yield f"没有读的工作表：{'、'.join(sorted(others))}"


def _faults_of(
    path: Path,
    name: str,
    columns: tuple[tuple[str, ...], tuple[str, ...]],
    firms: NamedFirms,
    said: _Beside,
    take: Callable[[FirmSheet], None],
) -> list[Fault]:
    """Takes what a sheet of a template says, and gives its faults; one that is not there, or has no row, says
    nothing."""
    needed, others = columns
    known = {folded(text) for text in (*sheets.IDENTIFYING, *needed)}
    faults: list[Fault] = []
    try:
        with open_sheet(path, Wanted(lambda text: folded(text) in known, name)) as opened:
            sheet = FirmSheet(opened, firms, needed, others)
            said.unread.extend(one.on(name) for one in sheet.unread)
            # They are known as they are found, whatever comes of the rest.
            faults = sheet.faults
            take(sheet)
    except BadFile as error:
        if error.faults[0].code not in _NOTHING_SAID:
            faults += error.faults
    return faults


def _read_rights(path: Path, firms: NamedFirms, how: FactReading, said: _Beside) -> list[Fault]:
    """Takes what the sheet of rights lists of each firm, as any list of rights is read, and gives its faults."""
    faults: list[Fault] = []
    # What names no source is listed by the template itself, as a title of it without a document rests on it.
    source = None if how.refuses_unsourced else how.source or path.stem
    try:
        listed = read_right_list(path, evolve(how, sheet=sheets.RIGHTS, not_found=NotFound(), source=source))
    except (BadDossier, BadFile) as error:
        return [fault for fault in error.faults if fault.code not in _NOTHING_SAID]
    said.unread.extend(one.on(sheets.RIGHTS) for one in listed.unread if folded(one.heading) != sheets.FAULTS)
    for firm in listed.firms:
        try:
            of_firm = said.rights[firms.find(firm.row.identity, firm.row.place)]
            # Under two names of one firm there is one list of it still.
            of_firm[firm.source] = read_together((*filter(None, [of_firm.get(firm.source)]), firm.rights))
        except BadDossier as error:
            faults += error.faults
    return faults


# No sheet of that name, and none with a row below its headings.
_NOTHING_SAID = {"E407", "E411"}


def filled_dossiers(path: Path) -> tuple[Dossier, ...] | None:
    """The firms of a template that was filled in as dossiers; None where a file is no template. Raises BadFile, and
    BadDossier with every fault."""
    cover = read_cover(path)
    return None if cover is None else tuple(firm.dossier for firm in read_filled(path, cover, FactReading()).firms)
