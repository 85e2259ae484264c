"""Names of enterprises that a workbook of ours has as they are on record, though a list would read them otherwise.

A list writes marks and numbers before names and remarks behind them, and rows that are no enterprise between them. What
an enterprise is called on record is not asked once more what it may be: such names stand, each by itself, on a sheet
of the workbook that nobody sees.
"""

from __future__ import annotations

from typing import Final

from attrs import evolve

from tiertrack.errors import BadDossier, BadFile
from tiertrack.facts.headings import BESIDE_FACTS
from tiertrack.intake.list_rows import doubtful_name, names_a_firm
from tiertrack.intake.name_marks import MarkedName, is_plainly_a_firm, marked_name
from tiertrack.intake.sheet import Wanted
from tiertrack.intake.sheet_file import SheetFile, open_sheet
from tiertrack.intake.title_list import ListReading
from tiertrack.intake.workbook_choice import sheet_names

# The sheet, and its one heading.
LITERAL: Final = "照写的名称"
NAME: Final = BESIDE_FACTS["name"][0]

# No such sheet, or nothing on it.
_NONE = {"E407", "E411", "E460"}


def reads_as_it_stands(name: str) -> bool:
    """Whether a list reads a name as it is written.

    Examples:
        >>> reads_as_it_stands("重庆某某有限公司"), reads_as_it_stands("重庆某某有限公司（虚构）")
        (True, False)
    """
    if is_plainly_a_firm(name):
        return True
    try:
        return marked_name(name) == MarkedName(name) and doubtful_name(name) is None and names_a_firm(name)
    except BadDossier:
        return False


def literal_names(file: SheetFile) -> frozenset[str]:
    """The names that the workbook in a file that is open says are to be read as they stand; raises BadFile where
    it cannot be read."""
    names = sheet_names(file.path)
    if names and LITERAL not in names:
        return frozenset()
    try:
        with open_sheet(file, Wanted(NAME.__eq__, LITERAL)) as sheet:
            return frozenset(row.cells.said(0)[0] for row in sheet.rows)
    except BadFile as error:
        if error.faults[0].code in _NONE:
            return frozenset()
        raise


def without_literal(reading: ListReading) -> ListReading:
    """How a sheet was read, without that the sheet of these names is hidden."""
    place = f"工作表“{LITERAL}”"
    return evolve(reading, left_out=tuple(one for one in reading.left_out if not one.place.endswith(place)))
