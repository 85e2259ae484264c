"""Writing a template: the sheets to fill in with what is known already, and those to look things up in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from attrs import field, frozen

from tiertrack.facts.credit_code import shown_credit_code
from tiertrack.facts.datum import Datum
from tiertrack.facts.dossier_parts import Attestation
from tiertrack.facts.identity import Identity
from tiertrack.facts.industry_reading import industry_names
from tiertrack.facts.intellectual_property import RIGHT_ATTRIBUTES, IpRight
from tiertrack.facts.vocabulary import FACTS, Fact
from tiertrack.intake import template_sheets as sheets
from tiertrack.intake.ledger_pages import NO_SOURCE
from tiertrack.law.region_table import spells
from tiertrack.law.regions import Region
from tiertrack.logic.quantity import Kind
from tiertrack.render.workbook.book import Book, BookPage, display_width
from tiertrack.render.workbook.listed_rights import right_rows
from tiertrack.render.workbook.literal_page import write_literal_names
from tiertrack.render.workbook.sheet_columns import CellValue, Look, SheetColumn, fact_cell
from tiertrack.render.workbook.template_columns import Questions, cover_lines, filling_in, small_print
from tiertrack.temporal import FIRST_DAY, LAST_DAY
from tiertrack.titles.events import Event

# How many more rows than there are firms can be filled in with drop-downs.
_MORE_ROWS = 2_000
# A list in the cell's own rule has no room for more.
LONGEST_LIST = 250
_YES_NO = ("是", "否")


@frozen
class KnownFirm:
    """What is known already of a firm that is asked; ``rights`` as each source lists them."""

    identity: Identity
    data: tuple[Datum, ...] = ()
    attestations: tuple[Attestation, ...] = ()
    events: tuple[Event, ...] = ()
    rights: Mapping[str | None, tuple[IpRight, ...]] = field(factory=dict)


def write_template(target: Path, questions: Questions, region: Region | None, firms: Sequence[KnownFirm]) -> int:
    """Writes a template; the number of rows about firms. Raises BadInput where XlsxWriter is not there, BadFile where
    a sheet has no room for what is known."""
    with Book(target) as book:
        writer = _Writer(book, questions, region, len(firms) + _MORE_ROWS)
        writer.cover()
        rows = writer.firms(firms)
        if questions.judgements:
            writer.judgements(firms)
        if questions.titles:
            writer.titles(firms)
        if questions.counts_rights:
            writer.rights(firms)
        writer.codes()
        write_literal_names(book, (firm.identity.name for firm in firms))
    return rows


class _Writer:
    def __init__(self, book: Book, questions: Questions, region: Region | None, last: int) -> None:
        self._book = book
        self._asked = questions
        self._region = region
        self._last = last
        self._lists: list[tuple[str, tuple[str, ...]]] = []
        self._places = _places_within(region, questions.on)

    # The sheets to fill in.

    def cover(self) -> None:
        sheet = self._book.native.add_worksheet(sheets.COVER)
        plain = {"valign": "top", "text_wrap": True}
        big, item, text = (
            self._book.look(bold=True, font_size=16, valign="vcenter"),
            self._book.look(bold=True, bg_color="#DDE7F0", border=1, border_color="#B8C7D6", **plain),
            self._book.look(border=1, border_color="#B8C7D6", num_format="@", **plain),
        )
        first = self._asked.editions[0]
        sheet.set_column(0, 0, 14)
        sheet.set_column(1, 1, 92)
        sheet.set_row(0, 30)
        sheet.write_string(0, 0, f"{first.tier.label} {first.act_label}　填报表".replace("  ", " "), big)
        region = self._region.label_on(self._asked.on) if self._region else None
        said = [(sheets.ITEM, sheets.CONTENT), *cover_lines(self._asked, region), *filling_in(self._asked)]
        for row, (name, content) in enumerate(said, 2):
            heading = row == 2
            sheet.write_string(row, 0, name, item)
            sheet.write_string(row, 1, content, item if heading else text)
            if (lines := -(-display_width(content) // 104)) > 1:
                sheet.set_row(row, 17 * lines)
        small = self._book.look(font_size=8, font_color="#8C8C8C", num_format="@")
        below = len(said) + 3
        sheet.write_string(below, 0, "以下不用看，导入时凭它知道是哪一版，请不要改", small)
        for row, (name, content) in enumerate(small_print(self._asked), below + 1):
            sheet.write_string(row, 0, name, small)
            sheet.write_string(row, 1, content, small)
        sheet.hide_gridlines(2)
        sheet.set_paper(9)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 1)

    def firms(self, firms: Iterable[KnownFirm]) -> int:
        columns = self._asked.firm_columns()
        page = self._book.page(sheets.FIRMS, columns)
        wanted = [(column.key, column.year) for column in self._asked.facts]
        for firm in firms:
            beside = (self._place(firm.identity.region), _industry(firm.identity.industry))
            by_source = _by_source(firm.data, {*wanted})
            for source, said in by_source.items() or [(None, {})]:
                values = (_fact_cell(key, said.get((key, year))) for key, year in wanted)
                # Beside others, what has no source is told apart by a mark.
                named = NO_SOURCE if source is None and len(by_source) > 1 else source
                page.append([*_who(firm), *beside, named, *values])
        offset = len(columns) - len(wanted)
        self._offer(page, 2, sheets.REGIONS, len(self._places), column="B", strict=False)
        self._offer(page, 3, sheets.INDUSTRIES, len(industry_names()), column="B", strict=False)
        for index, column in enumerate(self._asked.facts, offset):
            self._restrict(page, index, FACTS[column.key])
        return page.rows

    def judgements(self, firms: Iterable[KnownFirm]) -> None:
        page = self._book.page(sheets.JUDGEMENTS, self._asked.judgement_columns())
        for firm in firms:
            for made in firm.attestations:
                if made.key in self._asked.judgements:
                    holds = _YES_NO[0] if made.value else _YES_NO[1]
                    page.append([*_who(firm), self._asked.judgements[made.key], holds, made.by, made.on])
        self._choose(page, 2, tuple(self._asked.judgements.values()))
        self._choose(page, 3, _YES_NO)
        self._date(page, 5)

    def titles(self, firms: Iterable[KnownFirm]) -> None:
        columns = self._asked.title_columns()
        page = self._book.page(sheets.TITLES, columns)
        headings = [column.heading for column in columns]
        words = {kind: word for word, kind in sheets.SITUATIONS.items()}
        for firm in firms:
            for event in firm.events:
                if event.title not in self._asked.titles or event.kind not in words:
                    continue
                cells: dict[str, CellValue] = {
                    sheets.HELD: event.named or self._asked.titles[event.title],
                    sheets.SITUATION: words[event.kind],
                    **{sheets.ON: event.on, sheets.STARTS: event.starts, sheets.THROUGH: event.through},
                    **{sheets.PRODUCT: event.product, sheets.BATCH: event.batch, sheets.DOCUMENT: event.document},
                }
                page.append([*_who(firm), *(cells[heading] for heading in headings[2:])])
        self._choose(page, 2, tuple(self._asked.titles.values()), strict=False)
        self._choose(page, 3, tuple(sheets.SITUATIONS))
        for index, column in enumerate(columns):
            if column.look is Look.DAY:
                self._date(page, index)

    def rights(self, firms: Iterable[KnownFirm]) -> None:
        columns = self._asked.right_columns()
        page = self._book.page(sheets.RIGHTS, columns)
        for firm in firms:
            for cells in right_rows(firm.rights):
                page.append([*_who(firm), *cells])
        for index, fact in enumerate(RIGHT_ATTRIBUTES.values(), len(columns) - len(RIGHT_ATTRIBUTES)):
            # 长期 is no day.
            if fact.key != "through":
                self._restrict(page, index, fact)

    # The sheets to look things up in.

    def codes(self) -> None:
        industries = self._book.page(sheets.INDUSTRIES, _code_columns())
        for code in industry_names():
            industries.append([code, _industry(code)])
        regions = self._book.page(sheets.REGIONS, _code_columns())
        for code, name in self._places.items():
            regions.append([code, name])
        for looked_up in (industries, regions):
            _print_little(looked_up)
        if clauses := self._asked.clauses_judged:
            # What the clauses are called in a register, beside what they are called here.
            self._lists += [(sheets.JUDGED, tuple(clauses)), (sheets.KEY, tuple(clauses.values()))]
        if not self._lists:
            return
        page = self._book.page(sheets.CHOICES, [SheetColumn(heading) for heading, _words in self._lists])
        for place in range(max(len(words) for _heading, words in self._lists)):
            page.append([words[place] if place < len(words) else None for _heading, words in self._lists])
        page.native.hide()

    def _place(self, code: str | None) -> str | None:
        return self._places.get(code, code) if code else None

    # What a column takes.

    def _restrict(self, page: BookPage, index: int, fact: Fact) -> None:
        if fact.kind.is_yes_or_no:
            self._choose(page, index, _YES_NO)
        elif fact.kind is Kind.CHOICE:
            self._choose(page, index, tuple(name for _key, name in fact.choices))
        elif fact.kind is Kind.DATE:
            self._date(page, index)
        elif fact.kind in _WHOLE:
            between = (fact.lowest or 0, fact.highest if fact.highest is not None else 10**14)
            self._rule(page, index, _between("integer", *between, "这里写整数"))

    def _choose(self, page: BookPage, index: int, words: tuple[str, ...], *, strict: bool = True) -> None:
        """A drop-down of some words; a long one stands on a sheet of its own."""
        if len(",".join(words)) <= LONGEST_LIST and not any("," in word for word in words):
            self._rule(page, index, _listed([*words], strict=strict))
            return
        from xlsxwriter.utility import xl_col_to_name

        self._lists.append((f"{page.name} {index + 1}", words))
        self._offer(page, index, sheets.CHOICES, len(words), column=xl_col_to_name(len(self._lists) - 1), strict=strict)

    def _offer(self, page: BookPage, index: int, sheet: str, count: int, *, column: str, strict: bool) -> None:
        """A drop-down of what a column of another sheet has."""
        self._rule(page, index, _listed(f"={sheet}!${column}$2:${column}${count + 1}", strict=strict))

    def _date(self, page: BookPage, index: int) -> None:
        self._rule(page, index, _between("date", FIRST_DAY, LAST_DAY, "这里写日期，如 2024-07-01"))

    def _rule(self, page: BookPage, index: int, rule: dict[str, object]) -> None:
        page.native.data_validation(1, index, self._last, index, rule)


_WHOLE = frozenset({Kind.PEOPLE, Kind.COUNT, Kind.RANK, Kind.LEVEL})


def _listed(source: object, *, strict: bool) -> dict[str, object]:
    told = {"error_title": "不在列表里", "error_message": "请从下拉列表里选。", "show_error": strict}
    return {"validate": "list", "source": source, **told}


def _between(kind: str, lowest: object, highest: object, message: str) -> dict[str, object]:
    told = {"error_title": "填得不对", "error_message": f"{message}。"}
    return {"validate": kind, "criteria": "between", "minimum": lowest, "maximum": highest, **told}


# More of a sheet that is looked things up in are not printed.
_PRINTED = 100


def _print_little(page: BookPage) -> None:
    """Prints of a long sheet of codes its heading alone, and says so there: whoever prints the workbook does not want
    hundreds of pages of it."""
    if page.rows > _PRINTED:
        page.native.print_area(0, 0, 0, len(_code_columns()) - 1)
        page.native.set_header(f"&C查代码用，共 {page.rows} 行，不打印；请在工作簿里查")


def _code_columns() -> list[SheetColumn]:
    return [SheetColumn("代码", narrowest=10), SheetColumn("名称（照此填写）", narrowest=46, widest=60)]


def _who(firm: KnownFirm) -> list[CellValue]:
    code = firm.identity.uscc
    return [firm.identity.name, shown_credit_code(code) if code else None]


def _by_source(
    data: Iterable[Datum], wanted: set[tuple[str, int | None]]
) -> dict[str | None, dict[tuple[str, int | None], Datum]]:
    """What each source says of the facts that are asked for."""
    rows: dict[str | None, dict[tuple[str, int | None], Datum]] = {}
    for datum in data:
        if (datum.key, datum.year) in wanted:
            rows.setdefault(datum.source, {})[datum.key, datum.year] = datum
    return rows


def _fact_cell(key: str, datum: Datum | None) -> CellValue:
    return None if datum is None else fact_cell(FACTS[key], datum.value)


def _industry(code: str | None) -> str | None:
    name = industry_names().get(code) if code else None
    return f"{code} {name}" if name else code


def _places_within(region: Region | None, on: dt.date) -> dict[str, str]:
    """The regions there are on a day by their codes, each by its name with those it lies in before it: those of one
    province where a region is asked about."""
    within = [code for code in spells() if region is None or code.startswith(region.province)]
    # On the day of a change the newer one counts, which comes last.
    named = {code: spell.name for code in within for spell in spells()[code] if spell.is_on(on)}
    return {code: _whole_name(code, named) for code in named}


def _whole_name(code: str, named: dict[str, str]) -> str:
    above = dict.fromkeys((f"{code[:2]}0000", f"{code[:4]}00", code))
    return "".join(named[one] for one in above if one in named)
