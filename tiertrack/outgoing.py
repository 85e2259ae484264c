"""Text on its way out: what people wrote, made harmless to the terminal, the spreadsheet and the page it goes to."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any

# What a terminal acts upon rather than shows: controls but for the end of a line and the tab, the marks that turn the
# direction of writing, and halves of a character that no encoding has.
_ACTING = "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]"
_ESCAPED = re.compile(_ACTING)

# Spreadsheets take such a cell for a formula, unless it is a plain number. What has the mark of a text before it gets
# another one, so that what was marked can be told from what was written so. Polars reads these too.
FORMULA = r"^[\s']*[=+\-@＝＋－＠\t\r]"
NUMBER = r"^\s*[+\-]?[0-9][0-9,]*(\.[0-9]+)?%?\s*$"
_FORMULA, _NUMBER = re.compile(FORMULA), re.compile(NUMBER)
AS_TEXT = "'"


def visible(text: str) -> str:
    r"""The text with everything a terminal would act upon written out.

    Examples:
        >>> visible("甲公司\x1b[31m")
        '甲公司\\x1b[31m'
    """
    return _ESCAPED.sub(_written_out, text)


def _written_out(match: re.Match[str]) -> str:
    return match[0].encode("unicode_escape", "surrogatepass").decode("ascii")


def json_text(data: Any) -> str:
    """Plain data as JSON that is safe on a terminal and in UTF-8, whatever the strings in it."""
    return _harmless(json.dumps(data, ensure_ascii=False, indent=2))


def json_line(data: Any) -> str:
    """The same in one line, of a file of many."""
    return _harmless(json.dumps(data, ensure_ascii=False)) + "\n"


def _harmless(text: str) -> str:
    return _ESCAPED.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def spreadsheet_cell(text: str) -> str:
    """The text of a cell that no spreadsheet takes for a formula; plain numbers stay as they are.

    Examples:
        >>> spreadsheet_cell("=1+1")
        "'=1+1"
        >>> spreadsheet_cell("-3.5%")
        '-3.5%'
    """
    return AS_TEXT + text if _FORMULA.match(text) and not _NUMBER.match(text) else text


def without_mark(cell: str) -> str:
    """The text that ``spreadsheet_cell`` made the text of a cell of.

    Examples:
        >>> without_mark("'=1+1"), without_mark("'甲'公司")
        ('=1+1', "'甲'公司")
    """
    return cell[1:] if cell.startswith(AS_TEXT) and spreadsheet_cell(cell[1:]) == cell else cell


def spreadsheet_row(cells: Iterable[str]) -> list[str]:
    """The same for a row of cells."""
    return [spreadsheet_cell(visible(cell)) for cell in cells]


def chart_text(text: str) -> str:
    """The text of a chart, which pages hold within a script: there ``</script>`` would end it.

    What charts are saved by escapes nothing, and neither does a page that takes them as JSON: the sign itself is
    replaced by the one of full width, which looks alike among Chinese characters.

    Examples:
        >>> chart_text("甲</script>公司")
        '甲＜/script>公司'
    """
    return visible(text).replace("<", "＜")


def markdown_cell(text: str) -> str:
    """The text of a cell of a Markdown table, which ends neither the cell nor the line."""
    # A backslash matters only where it would undo the escape of a pipe.
    return re.sub(r"\\(?=\\*(?:\||$))", r"\\\\", " ".join(text.split("\n"))).replace("|", "\\|")
