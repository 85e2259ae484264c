"""Cells that every list has: names, codes, regions, days.

A credit code or a stock code that a spreadsheet took for a number has lost digits that cannot be known: it is
refused, never repaired.
"""

from __future__ import annotations

import datetime as dt
import functools
import re

from attrs import evolve

from tiertrack.errors import BadDossier, BadIdentifier, BadQuantity, Fault
from tiertrack.facts.credit_code import check_character, normalise_credit_code
from tiertrack.facts.identity import normalise_region, normalise_stock_code
from tiertrack.facts.line_text import name_line, one_line
from tiertrack.facts.units import folded
from tiertrack.intake.name_marks import MarkedName, marked_name
from tiertrack.intake.organisation_names import ends_as_a_firm
from tiertrack.intake.sheet import Cell, CellKind
from tiertrack.temporal import FIRST_DAY, LAST_DAY


def readable_text_in(cell: Cell) -> str:
    """The text of a cell of any kind that has a value; raises BadDossier for a formula or an error."""
    if cell.fault is not None:
        raise BadDossier(evolve(cell.fault, place=None))
    return cell.text


def words_in(cell: Cell) -> str:
    """The text of a cell that must be text; raises BadDossier."""
    if cell.kind is not CellKind.TEXT and cell.fault is None:
        remedy = "请把这一列设为文本，照文件重新填写"
        raise BadDossier(Fault("E473", f"格内是{cell.kind.value}，这一列须为文字", remedy, cell.text))
    return readable_text_in(cell)


def text_in(cell: Cell) -> str:
    """The same without line breaks and other control characters; raises BadDossier."""
    return one_line(words_in(cell))


def remark_in(cell: Cell) -> str:
    """A text that is kept as it is beside what is read, in one line; raises BadDossier."""
    return one_line(" ".join(readable_text_in(cell).split()))


def day_text_in(cell: Cell) -> str:
    """The text of a cell that must be a day: of a number in a workbook the day that stands behind it there, where one
    of our calendar does. Raises BadQuantity for any other number, which leaves open which day it is."""
    if cell.kind is not CellKind.NUMBER:
        return readable_text_in(cell)
    # Eight digits are a day as people write it, and no serial number of our calendar has as many.
    if re.fullmatch(r"[0-9]{8}", cell.text):
        return cell.text
    if re.fullmatch(r"[0-9]{5,6}", cell.text):
        day = cell.epoch + dt.timedelta(days=int(cell.text))
        if FIRST_DAY <= day <= LAST_DAY:
            return day.isoformat()
    remedy = "请把这一列设为日期，或写成 2024-07-01"
    raise BadQuantity(Fault("E469", "格内是数字，不是日期", remedy, cell.text))


def text_or_number_in(cell: Cell) -> str:
    """The text of a cell that may be a number too; raises BadDossier."""
    return cell.text if cell.kind is CellKind.NUMBER else text_in(cell)


def former_name(name: str) -> str:
    """A former name; raises BadDossier for what no enterprise can have been called, by which it would be taken for
    another."""
    if not ends_as_a_firm(name):
        raise BadDossier(Fault("E486", "曾用名不像企业的名称", "请写原来的全称；没有更过名的请留空", name))
    return name


def marked_name_in(cell: Cell) -> MarkedName:
    """The name of an enterprise with the marks and former names beside it; raises BadDossier."""
    text = words_in(cell)
    found = marked_name(one_line(text.replace("\n", "、") if _SEVERAL_LINES.search(text) else text))
    name_line(found.name)
    for name in found.former_names:
        former_name(name_line(name))
    return found


# Two names on two lines are two firms; a name broken anywhere else was not read as it was written.
_SEVERAL_LINES = re.compile(r"(?:公司|厂|合作社)[ \t\r]*\n[ \t]*\S*(?:公司|厂|合作社)")


_SCIENTIFIC = r"[0-9](\.[0-9]+)?E\+?[0-9]+"


def credit_code_in(cell: Cell) -> str:
    """A credit code with all its digits; raises BadIdentifier."""
    plain = folded(cell.text).upper()
    # A spreadsheet keeps fifteen digits of a number and writes zeros for the rest.
    rounded = re.fullmatch(r"[0-9]{15}000", plain) and check_character(plain[:17]) != plain[17]
    if cell.kind is CellKind.NUMBER or re.fullmatch(_SCIENTIFIC, plain) or rounded:
        remedy = "后几位已经丢失，请先把这一列设为文本，再照营业执照重新填写"
        raise BadIdentifier(Fault("E465", "信用代码被表格软件当成了数字", remedy, cell.text))
    return normalise_credit_code(text_in(cell))


def stock_code_in(cell: Cell) -> str:
    """A stock code with its leading zeros; raises BadIdentifier."""
    if cell.kind is CellKind.NUMBER and not re.fullmatch(r"[1-9][0-9]{5}", cell.text):
        remedy = "开头的 0 已经丢失，请先把这一列设为文本，再填六位代码，如 001696"
        raise BadIdentifier(Fault("E465", "证券代码被表格软件当成了数字", remedy, cell.text))
    return normalise_stock_code(text_or_number_in(cell))


# A list names few regions many times, and each is looked up.
@functools.lru_cache(maxsize=1024)
def region_code(text: str, on: dt.date | None = None) -> str:
    """The code of a region given by code or name, as of a day; raises BadIdentifier."""
    return normalise_region(text, on)


def region_code_in(cell: Cell, on: dt.date | None = None) -> str:
    """The code of the region a cell names on a day; raises BadIdentifier."""
    return region_code(text_or_number_in(cell), on)
