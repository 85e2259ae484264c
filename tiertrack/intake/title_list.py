"""Reading a published list of titles as it comes, one act upon one enterprise a row.

A heading is a key or a Chinese name of ``COLUMNS``, in any order; other columns are remarks. What is the same for the
whole list (its document, its day, its title, its act, its batch, its validity) may be given once instead; a cell
outweighs it. Sections, totals and notes are left out and said. A list is read as a stream, and every fault of the file
is gathered, so its reader commits nothing before the last row has been seen.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from attrs import evolve, frozen

from tiertrack.brevity import briefly
from tiertrack.errors import BadFile, Fault
from tiertrack.facts.asked import TitleLike
from tiertrack.input_file import PathLike, as_path
from tiertrack.intake.acts_said import acts_of_heading
from tiertrack.intake.list_rows import PassedOver, Section, begins_another_table, passed_over
from tiertrack.intake.sheet import ABOVE_HEADINGS, LeftOut, Sheet, SheetRow, Wanted
from tiertrack.intake.sheet_file import is_page, open_sheet
from tiertrack.intake.title_columns import TitleColumns, is_heading
from tiertrack.intake.title_rows import RowReader, TitleRow
from tiertrack.intake.title_whole import whole_list
from tiertrack.law.event_kinds import EventKind
from tiertrack.law.title_names import titles_in
from tiertrack.law.titles import TITLES
from tiertrack.outgoing import visible
from tiertrack.temporal import DayLike
from tiertrack.titles.events import Reason


@frozen
class ListReading:
    """How a list was read: what was found out about its file, what of it was left out and why, and what is worth a
    second look. A table read off a page comes with its rows (``table``) and with what confirms them (``confirm``)."""

    notes: tuple[str, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    doubts: tuple[str, ...] = ()
    table: tuple[tuple[str, ...], ...] = ()
    confirm: str | None = None

    __repr__ = briefly

    @property
    def of_all_sheets(self) -> ListReading:
        """The same of a workbook of which every sheet is read: that one of them was would mislead."""
        return evolve(self, notes=tuple(note for note in self.notes if not note.startswith("工作表“")))


def read_title_list(
    path: PathLike,
    *,
    title: TitleLike | None = None,
    kind: EventKind | str | None = None,
    on: DayLike | None = None,
    starts: DayLike | None = None,
    through: DayLike | None = None,
    document: str | None = None,
    batch: str | None = None,
    told_by: str | None = None,
    year: int | str | None = None,
    reason: Reason | str | None = None,
    until: DayLike | None = None,
    sheet: str | None = None,
    confirm: str | None = None,
) -> TitleList:
    """A published list of titles, to be read row by row when it is imported.

    What is given here holds for every row whose own cell is empty.

    Args:
        path: A CSV, XLSX, XLS, ODS, PDF or DOCX file of one act upon one enterprise a row; it is not opened yet.
        title: The title, or its key or Chinese name.
        kind: What happened, by its key or its Chinese name, or as the procedure of the title calls it.
        on: The day the act takes effect.
        starts: The first day of the validity.
        through: The last day of the validity.
        document: The document the list is published in.
        batch: The batch of the list.
        told_by: The source of the list; the file's name unless given.
        year: The year that yearly updates are for.
        reason: Why titles are revoked.
        until: The day before which a barred enterprise may not apply again.
        sheet: The sheet of a workbook, or the table of a document, where there are several.
        confirm: What a dry run showed of a table read off a PDF or a Word document, once somebody has looked at it.

    Returns:
        The list, for ``Registry.import_titles``.

    Raises:
        BadFile: Something given here is wrong; every fault is named.

    Examples:
        >>> from pathlib import Path
        >>> from tiertrack import read_title_list
        >>> [row.identity.name for row in read_title_list(Path("titles.csv")).rows()][:1]
        ['重庆虚构甲某机械有限公司']
    """
    file = as_path(path)
    whole = whole_list(
        file.name,
        title=title,
        event=kind,
        on=on,
        starts=starts,
        through=through,
        document=document,
        batch=batch,
        told_by=told_by,
        year=year,
        reason=reason,
        until=until,
    )
    return TitleList(file, whole, Wanted(is_heading, sheet, page=True), confirm)


class TitleList:
    """A list in a file: ``rows()`` reads it; ``faults`` holds all that was wrong with what has been read so far, and
    ``reading`` how it was read."""

    def __init__(self, path: Path, whole: Mapping[str, Any], wanted: Wanted, confirm: str | None = None) -> None:
        self._path = path
        self._whole = whole
        self._wanted = wanted
        self._confirm = confirm
        self.faults: list[Fault] = []
        self.reading: ListReading = ListReading()

    @property
    def file(self) -> str:
        """The name of its file as it is shown."""
        return " ".join(visible(self._path.name).split())

    @property
    def source(self) -> str | None:
        """The source it is taken for; None where that is its file."""
        told_by: str = self._whole["told_by"]
        return None if told_by == self.file else told_by

    @property
    def title(self) -> str | None:
        """The title said for the whole list, by its key."""
        named = self._whole["title"]
        return None if named is None else str(named.title)

    @property
    def kind(self) -> EventKind | None:
        """What is said for the whole list to have happened."""
        said = self._whole["event"]
        return None if said is None else EventKind(said.kind)

    @property
    def on(self) -> dt.date | None:
        """The day said for the whole list."""
        day: dt.date | None = self._whole["on"]
        return day

    @property
    def document(self) -> str | None:
        """The document said for the whole list."""
        document: str | None = self._whole["document"]
        return document

    def refuse_unseen(self) -> None:
        """Raises BadFile for a table read off a page that nobody has looked at, or that is not the one looked at."""
        if not is_page(self._path):
            return
        with open_sheet(self._path, self._wanted) as sheet:
            if sheet.to_confirm is not None and self._confirm != (seen := _digest(sheet)):
                what = "确认的不是这张表" if self._confirm else "从文档读出的表须先看过，再导入"
                remedy = f"请先用 Commit.DRY_RUN 看读出的表；看过无误的，加 confirm={seen}"
                raise BadFile(Fault("E408", what, remedy, self._confirm, self._path.name))

    def rows(self) -> Iterator[TitleRow]:
        """The rows without a fault, as they are read; a faulty row is left out and its faults go to ``faults``.

        Each call reads the file anew. Raises BadFile where the file is no table, or has none of the headings.
        """
        self.faults.clear()
        with open_sheet(self._path, self._wanted) as sheet:
            columns = TitleColumns(sheet, self._path.name)
            self.faults += columns.faults
            notes = (*sheet.notes, f"标题在第 {sheet.line} 行", *columns.notes)
            self.reading = ListReading(notes=notes, table=sheet.to_confirm or ())
            if sheet.to_confirm is not None:
                self.reading = evolve(self.reading, confirm=_digest(sheet))
            if (fault := self._against_its_heading(sheet)) is not None:
                self.faults.append(fault)
            sections = _Sections(columns)
            unread: set[int] = set()
            for row in sheet.rows:
                over = self._passed_over(row, columns)
                if over is not None:
                    unread.add(row.line)
                    sheet.left_out.append(LeftOut(row.place, " ".join(_texts(row))[:80], over.reason))
                    sections.pass_over(over)
                    continue
                reader = RowReader(row, columns, self._whole, sections.current)
                read = reader.read()
                sections.count()
                self.faults += reader.faults
                if read is not None:
                    yield read
            self.faults += sheet.merge_faults(unread)
            left_out, doubts = tuple(sheet.left_out), tuple(sections.doubts())
            self.reading = evolve(self.reading, left_out=left_out, doubts=doubts)

    def _against_its_heading(self, sheet: Sheet) -> Fault | None:
        """The fault of a list whose own heading speaks of another act or title than is said for the whole of it."""
        said, named = self._whole.get("event"), self._whole.get("title")
        kind = None if said is None else said.kind
        for above in sheet.left_out:
            if above.reason != ABOVE_HEADINGS:
                continue
            acts, titles = acts_of_heading(above.text), titles_in(above.text)
            read = None
            if kind is not None and acts is not None and kind not in acts:
                read = kind.label
            elif named is not None and kind is not EventKind.RENAMED and titles and named.title not in titles:
                read = TITLES[named.title]
            if read is not None:
                remedy = "请核对称号和事项，照文件写；只是公示、申报或没有通过的，还不是认定"
                return Fault("E419", f"大标题说的是别的，却按“{read}”读", remedy, above.text, above.place)
        return None

    def _passed_over(self, row: SheetRow, columns: TitleColumns) -> PassedOver | None:
        texts = [cell.text for cell in row.cells]
        if begins_another_table(texts):
            remedy = "请把几张表分成几份文件，分别写明称号、事项和文件"
            self.faults.append(Fault("E416", "表中又起了一张表", remedy, " ".join(_texts(row)), row.place))
            return PassedOver("又一张表的标题")
        return passed_over(texts, columns.headings, columns.places)


def _texts(row: SheetRow) -> list[str]:
    return [" ".join(cell.text.split()) for cell in row.cells if cell.text]


def _digest(sheet: Sheet) -> str:
    """What stands for a table that was looked at: the same for the same texts."""
    return hashlib.sha256(json.dumps(sheet.to_confirm, ensure_ascii=False).encode()).hexdigest()[:12]


class _Sections:
    """The sections of a list as they come, with what they and the totals say of the number of rows."""

    def __init__(self, columns: TitleColumns) -> None:
        # Where each row has a place of its own, no section has to give it.
        self._are_placed = "region" in columns
        self.current: Section | None = None
        self._doubts: list[str] = []
        self._placeless: list[str] = []
        self._below = self._all = 0

    def pass_over(self, over: PassedOver) -> None:
        """Takes note of a row that is about no enterprise."""
        if over.section is not None:
            self._begin_section(over.section)
        if over.total is not None and over.total not in (self._all, self._below):
            self._doubts.append(f"合计写 {over.total} 家，读到 {self._all} 行")

    def count(self) -> None:
        """Takes note of a row that is about an enterprise."""
        self._below += 1
        self._all += 1

    def doubts(self) -> list[str]:
        """Where the numbers said are not those read."""
        self._end_section(at_end=True)
        self.current = None
        if self._are_placed:
            return self._doubts
        placeless = (f"小节“{text}”没有写地区，其下的企业没有按上一小节的地区登记" for text in self._placeless)
        return [*self._doubts, *placeless]

    def _begin_section(self, section: Section) -> None:
        """A section right below another stands in that one's place; one that comes later and names none has no place,
        which is said: the place of the section before it may be meant for it too, or may not."""
        before, is_nested = self.current, self._below == 0
        self._end_section()
        if section.region is None and before is not None and before.region is not None:
            if is_nested:
                section = evolve(section, region=before.region)
            else:
                self._placeless.append(section.text)
        self.current = section

    def _end_section(self, *, at_end: bool = False) -> None:
        section = self.current
        nested = self._below == 0 and not at_end
        if section is not None and section.count not in (None, self._below) and not nested:
            self._doubts.append(f"小节“{section.text}”写 {section.count} 家，读到 {self._below} 行")
        self._below = 0
