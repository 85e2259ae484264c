"""A template that came back filled in: what the sheets of one workbook say of each firm, all faults of it at once."""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
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
from tiertrack.intake.literal_names import literal_names
from tiertrack.intake.right_list import read_right_list
from tiertrack.intake.sheet import HIDDEN_ROW, HIDDEN_SHEET, LeftOut, Wanted
from tiertrack.intake.sheet_file import SheetFile, open_file, open_sheet
from tiertrack.intake.template_layout import Layout, clauses_named, hidden_rows, is_of_the_name, layout_of
from tiertrack.intake.template_sheets import Cover, read_cover
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
    """What the sheets beside the facts say, by the number of the firm; how they were read, and what was passed over."""

    attestations: dict[int, list[Attestation]] = field(factory=lambda: defaultdict(list))
    events: dict[int, list[Event]] = field(factory=lambda: defaultdict(list))
    rights: dict[int, dict[str, tuple[IpRight, ...]]] = field(factory=lambda: defaultdict(dict))
    unread: list[Unread] = field(factory=list)
    notes: list[str] = field(factory=list)
    left_out: list[LeftOut] = field(factory=list)

    def read(self, name: str, notes: Iterable[str], left_out: Iterable[LeftOut]) -> None:
        """Takes note of how a sheet was read: what is usual is not said."""
        unusual = (note for note in notes if not is_of_the_name(note) and note != _USUAL)
        self.notes.extend(f"“{name}”{note}" for note in unusual)
        # Other sheets that are hidden are told of with the facts.
        self.left_out.extend(one for one in left_out if one.reason != HIDDEN_SHEET)


_USUAL = "标题在第 1 行"


def read_filled(file: SheetFile, cover: Cover, how: FactReading) -> FilledTemplate:
    """What is filled in in the template of a file that is open; its sheet of facts is read as any table of facts is.

    Raises BadFile where it has no such sheet; BadDossier with every fault of all its sheets.
    """
    layout = layout_of(file, cover)
    faults = [*layout.faults]
    how = evolve(how, literal=literal_names(file))
    facts = _facts(file, evolve(how, sheet=layout.names.get(sheets.FIRMS, sheets.FIRMS)), faults)
    numbers, firms = Firms(), NamedFirms(how.literal, anybody=not facts.headings)
    rows: dict[int, list[FactRow]] = {}
    for row in facts.rows:
        number = numbers.number(row.identity)
        rows.setdefault(number, []).append(row)
        firms.add(number, row.identity)
    for text in _names_unread(facts):
        firms.unread.add(normalise_name(text))
    firms.hidden.update(one.text for one in facts.reading.left_out if one.reason == HIDDEN_ROW)
    beside = _beside(layout, firms, how, faults)
    if faults:
        raise BadDossier(*faults)
    facts = evolve(
        facts,
        unread=(*facts.unread, *beside.unread),
        reading=layout.told(facts.reading, beside.notes, beside.left_out),
    )
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


def _facts(file: SheetFile, how: FactReading, faults: list[Fault]) -> FactList:
    """The sheet of facts; without its headings where, with its faults kept, those are wrong."""
    try:
        facts = fact_list_in(file, how)
    except BadDossier as error:
        faults += error.faults
        return FactList(())
    faults += facts.faults
    # The column in which the faults came back is none of the firm's.
    return evolve(facts, unread=tuple(column for column in facts.unread if folded(column.heading) != sheets.FAULTS))


def _names_unread(facts: FactList) -> Iterator[str]:
    """What names the firms whose rows cannot be read."""
    at = [index for index, text in enumerate(facts.headings) if folded(text).strip("*:") in sheets.IDENTIFYING]
    for row in facts.faulty:
        yield from (row.cells[index] for index in at if index < len(row.cells) and row.cells[index])


def _beside(layout: Layout, firms: NamedFirms, how: FactReading, faults: list[Fault]) -> _Beside:
    said, document = _Beside(), how.source or layout.file.stem

    def judgements(sheet: FirmSheet) -> None:
        for one in judgements_in(sheet, functools.cache(lambda: clauses_named(layout.file))):
            said.attestations[one.firm].append(one.said)

    def titles(sheet: FirmSheet) -> None:
        for one in titles_in(sheet, document):
            said.events[one.firm].append(one.said)

    for role, columns, take in (
        (sheets.JUDGEMENTS, (JUDGED, ()), judgements),
        (sheets.TITLES, (TITLED, OF_TITLES), titles),
    ):
        if (name := layout.names.get(role)) is not None:
            faults += _faults_of(layout.file, name, columns, firms, take, said)
    if (name := layout.names.get(sheets.RIGHTS)) is not None:
        faults += _read_rights(layout.file, name, firms, how, said)
    return said


def _faults_of(
    file: SheetFile,
    name: str,
    columns: tuple[tuple[str, ...], tuple[str, ...]],
    firms: NamedFirms,
    take: Callable[[FirmSheet], None],
    said: _Beside,
) -> list[Fault]:
    """Takes what a sheet of a template says, and gives its faults; one that has no row says nothing."""
    needed, others = columns
    known = {folded(text) for text in (*sheets.IDENTIFYING, *needed)}
    faults: list[Fault] = []
    try:
        with open_sheet(file, Wanted(lambda text: folded(text) in known, name)) as opened:
            sheet = FirmSheet(opened, firms, needed, others)
            said.unread.extend(one.on(name) for one in sheet.unread)
            # They are known as they are found, whatever comes of the rest.
            faults = sheet.faults
            take(sheet)
            said.read(name, opened.notes, opened.left_out)
    except BadFile as error:
        faults += _unless_empty(error, file, name, said)
    return faults


def _read_rights(file: SheetFile, name: str, firms: NamedFirms, how: FactReading, said: _Beside) -> list[Fault]:
    """Takes what the sheet of rights lists of each firm, as any list of rights is read, and gives its faults."""
    faults: list[Fault] = []
    # What names no source is listed by the template itself, as a title of it without a document rests on it.
    source = None if how.refuses_unsourced else how.source or file.stem
    try:
        listed = read_right_list(file, evolve(how, sheet=name, not_found=NotFound(), source=source))
    except BadDossier as error:
        return [*error.faults]
    except BadFile as error:
        return _unless_empty(error, file, name, said)
    said.read(name, listed.reading.notes, listed.reading.left_out)
    said.unread.extend(one.on(name) for one in listed.unread if folded(one.heading) != sheets.FAULTS)
    for firm in listed.firms:
        try:
            of_firm = said.rights[firms.find(firm.row.identity, firm.row.place)]
            # Under two names of one firm there is one list of it still.
            of_firm[firm.source] = read_together((*filter(None, [of_firm.get(firm.source)]), firm.rights))
        except BadDossier as error:
            faults += error.faults
    return faults


# No sheet of that name; and none with a row below its headings.
_ABSENT, _EMPTY = "E407", "E411"


def _unless_empty(error: BadFile, file: SheetFile, name: str, said: _Beside) -> list[Fault]:
    """The faults of a sheet that cannot be read; none where it has no row to be seen, of which the hidden ones are
    taken note of."""
    code = error.faults[0].code
    if code == _EMPTY:
        said.read(name, (), hidden_rows(file, name))
    return [] if code in (_EMPTY, _ABSENT) else [*error.faults]


def filled_dossiers(path: Path) -> tuple[Dossier, ...] | None:
    """The firms of a template that was filled in as dossiers; None where a file is no template. Raises BadFile, and
    BadDossier with every fault: rows that are hidden are one, since a dossier does not tell what it is without."""
    with open_file(path) as file:
        cover = read_cover(file)
        if cover is None:
            return None
        filled = read_filled(file, cover, FactReading())
    remedy = "请取消隐藏或筛选；不要的，请删去这一行"
    unseen = [one for one in filled.facts.reading.left_out if one.reason == HIDDEN_ROW]
    if unseen:
        raise BadDossier(*(Fault("E751", "填报表里有隐藏的行", remedy, one.text or None, one.place) for one in unseen))
    return tuple(firm.dossier for firm in filled.firms)
