"""Writing everything on record to one workbook (台账): who the enterprises are, their values by year, titles, events,
what falls due, judgements, rights and remarks; a part of the enterprises in memory at a time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from attrs import field, frozen

from tiertrack.app import firm_pass
from tiertrack.app.firm_filter import FirmFilter
from tiertrack.batches import batches
from tiertrack.duties.duty import Duties, Duty, Windows
from tiertrack.facts.datum import Datum
from tiertrack.intake import ledger_pages as pages
from tiertrack.intake.literal_names import reads_as_it_stands
from tiertrack.ports import RegisterReader
from tiertrack.progress import Progress
from tiertrack.render.register import ledger_rows
from tiertrack.render.workbook.book import Book, BookPage
from tiertrack.render.workbook.literal_page import write_literal_names
from tiertrack.rules.rulebook import Rulebook
from tiertrack.temporal import AsOf, Span
from tiertrack.titles.history import history
from tiertrack.titles.remarks import remarks

# How far ahead the sheet of what falls due looks.
AHEAD = Span(months=12)
# The enterprises in memory at a time, and those of them with their values, of which each may have hundreds.
_AT_A_TIME, _VALUED_AT_A_TIME = 500, 20
_ALL = FirmFilter()


def write_ledger(
    register: RegisterReader, keys: Sequence[int], asof: AsOf, rulebook: Rulebook, target: Path, progress: Progress
) -> None:
    """Writes the workbook of the enterprises with these keys, in their order.

    Raises BadFile where a sheet has no room for all of them (E734, E735), BadInput where XlsxWriter is not there.
    """
    with Book(target) as book:
        pages_of = _Pages.of(book, ledger_rows.ValueRows(register.facts_stated()))
        for part in batches(keys, _AT_A_TIME):
            _write_part(register, part, asof, rulebook, pages_of)
            progress(len(part))
        # What comes first stands first, whoever has to do it.
        for duty in sorted(pages_of.duties):
            pages_of.sheets[pages.DUE].append(ledger_rows.due_row(duty))
        write_literal_names(book, pages_of.odd_names)


@frozen(eq=False)
class _Pages:
    """The sheets being written, with what can only be written once all enterprises are."""

    sheets: Mapping[str, BookPage]
    values: ledger_rows.ValueRows
    duties: list[Duty] = field(factory=list)
    odd_names: list[str] = field(factory=list)

    @classmethod
    def of(cls, book: Book, values: ledger_rows.ValueRows) -> _Pages:
        """Those of a new workbook, with their headings."""
        columns = {**ledger_rows.COLUMNS, pages.VALUES: values.columns}
        return cls({name: book.page(name, columns[name]) for name in pages.PAGES}, values)


def _stated(register: RegisterReader, keys: Sequence[int], asof: AsOf) -> Iterator[tuple[int, tuple[Datum, ...]]]:
    """What was observed of each enterprise, of a few at a time: what is soon let go of costs least."""
    for few in batches(keys, _VALUED_AT_A_TIME):
        found = register.stated(few, asof)
        yield from ((key, found.get(key, ())) for key in few)


def _write_part(
    register: RegisterReader, keys: Sequence[int], asof: AsOf, rulebook: Rulebook, pages_of: _Pages
) -> None:
    sheets, attested, listed = pages_of.sheets, register.attested(keys, asof), register.rights_listed(keys, asof)
    until = AHEAD.after(asof.on)
    firms = firm_pass.folded(register, sorted(keys), asof, _ALL, rulebook)
    folded = {one.enterprise.id: (one, ahead) for one, ahead in firm_pass.with_duties(register, firms, until)}
    for key, data in _stated(register, keys, asof):
        firm, ahead = folded[key]
        who, row, told = firm.enterprise, firm.row, history(firm.enterprise.name, firm.events, asof)
        if not reads_as_it_stands(who.name):
            pages_of.odd_names.append(who.name)
        sheets[pages.FIRMS].append(ledger_rows.firm_row(row))
        for cells in pages_of.values.rows(who, data):
            sheets[pages.VALUES].append(cells)
        for cells in ledger_rows.title_rows(row):
            sheets[pages.TITLES_HELD].append(cells)
        for cells in ledger_rows.event_rows(who, told):
            sheets[pages.EVENTS].append(cells)
        for made in attested.get(key, ()):
            sheets[pages.JUDGED].append(ledger_rows.judged_row(who, made))
        for cells in ledger_rows.listed_right_rows(who, listed.get(key, {})):
            sheets[pages.RIGHTS].append(cells)
        for remark in remarks(told.events):
            sheets[pages.REMARKS].append(ledger_rows.remark_row(who, remark))
        pages_of.duties.extend(Duties.of(ahead, Windows.LIKELY))
