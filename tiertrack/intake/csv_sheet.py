"""Tables as CSV. Every cell is text; encoding and separator are found out, and said where they are not the usual."""

from __future__ import annotations

import contextlib
import csv
import io
import itertools
from collections.abc import Callable, Iterable, Iterator
from typing import IO

from tiertrack.errors import BadFile, Fault
from tiertrack.facts.heading_row import LOOKED_THROUGH
from tiertrack.intake.encodings import encoding_of
from tiertrack.intake.sheet import CellKind, Format, Record, Table, Wanted
from tiertrack.intake.workbook_choice import the_sheet

_LONGEST_LINE = 256 * 1024
_SEPARATORS = {",": "逗号", "\t": "制表符", ";": "分号"}


@contextlib.contextmanager
def _csv(file: IO[bytes], name: str, wanted: Wanted) -> Iterator[Table]:
    if wanted.sheet is not None:
        the_sheet((), wanted, name)
    encoding = encoding_of(file, name)
    text = io.TextIOWrapper(file, encoding.codec, newline="")
    try:
        separator = "," if wanted.known is None else _separator(text, wanted.known, name)
        text.seek(0)
        notes = [f"编码 {encoding.label}"] if encoding.label != "UTF-8" else []
        notes += [f"以{_SEPARATORS[separator]}分隔"] if separator != "," else []
        yield Table(_records(_lines(text, name), separator, name), f"{name} ", notes=tuple(notes))
    finally:
        with contextlib.suppress(ValueError):
            text.detach()


FORMAT = Format((".csv", ".txt", ".tsv"), (), _csv)


def _separator(text: io.TextIOWrapper, known: Callable[[str], bool], name: str) -> str:
    """The separator by which some row has the most known headings; a comma where none has more."""
    lines = list(itertools.islice(_lines(text, name), LOOKED_THROUGH))

    def headings(separator: str) -> int:
        try:
            rows = list(csv.reader(lines, delimiter=separator))
        except csv.Error:
            return 0
        return max((sum(known(cell.strip()) for cell in row) for row in rows), default=0)

    return max(_SEPARATORS, key=headings)


def _records(lines: Iterable[str], separator: str, name: str) -> Iterator[Record]:
    reader = csv.reader(lines, delimiter=separator, strict=True)
    line = 1
    try:
        for cells in reader:
            texts = [cell.strip() for cell in cells]
            if any(texts):
                yield Record(line, [(text, CellKind.TEXT) for text in texts])
            line = reader.line_num + 1
    except csv.Error:
        fault = Fault("E412", "不是合乎语法的 CSV", "请核对这一行起的双引号是否成对", place=f"{name} 第 {line} 行")
        raise BadFile(fault) from None


def _lines(text: io.TextIOWrapper, name: str) -> Iterator[str]:
    """The lines with their ends; a line longer than any row is refused before it fills memory."""
    for number, line in enumerate(iter(lambda: text.readline(_LONGEST_LINE), ""), 1):
        if len(line) == _LONGEST_LINE and not line.endswith("\n"):
            place = f"{name} 第 {number} 行"
            raise BadFile(Fault("E412", "这一行太长，不像是 CSV", "请核对文件是否选对", place=place))
        yield line
