"""Tables as CSV. Every cell is text; encoding and separator are found out, and said where they are not the usual."""

from __future__ import annotations

import contextlib
import csv
import io
import itertools
from collections.abc import Callable, Iterator
from typing import IO

from tiertrack.errors import BadFile, Fault
from tiertrack.facts.heading_row import LOOKED_THROUGH
from tiertrack.intake.encodings import encoding_of
from tiertrack.intake.sheet import CellKind, Format, Record, Table, Wanted
from tiertrack.intake.text_lines import Lines
from tiertrack.intake.workbook_choice import the_sheet
from tiertrack.outgoing import without_mark

_SEPARATORS = {",": "逗号", "\t": "制表符", ";": "分号"}


@contextlib.contextmanager
def _csv(file: IO[bytes], name: str) -> Iterator[Callable[[Wanted], Table]]:
    with contextlib.ExitStack() as kept:
        yield lambda wanted: _table(file, kept, name, wanted)


def _table(file: IO[bytes], kept: contextlib.ExitStack, name: str, wanted: Wanted) -> Table:
    if wanted.sheet is not None:
        the_sheet((), wanted, name)
    file.seek(0)
    encoding = encoding_of(file, name)
    text = io.TextIOWrapper(file, encoding.codec, newline="")
    # It would close the file with itself.
    kept.callback(_let_go, text)
    separator = "," if wanted.known is None else _separator(text, wanted.known, name)
    text.seek(0)
    lines = Lines(text, name, separator)
    notes = [f"编码 {encoding.label}"] if encoding.label != "UTF-8" else []
    notes += [f"以{_SEPARATORS[separator]}分隔"] if separator != "," else []
    return Table(_records(lines, separator, name), f"{name} ", notes=tuple(notes), lines=lines)


def _let_go(text: io.TextIOWrapper) -> None:
    with contextlib.suppress(ValueError):
        text.detach()


FORMAT = Format((".csv", ".txt", ".tsv"), (), _csv)


def _separator(text: io.TextIOWrapper, known: Callable[[str], bool], name: str) -> str:
    """The separator by which some row has the most known headings; a comma where none has more."""
    lines = list(itertools.islice(Lines(text, name), LOOKED_THROUGH))

    def headings(separator: str) -> int:
        try:
            rows = list(csv.reader(lines, delimiter=separator))
        except csv.Error:
            return 0
        return max((sum(known(cell.strip()) for cell in row) for row in rows), default=0)

    return max(_SEPARATORS, key=headings)


def _records(lines: Lines, separator: str, name: str) -> Iterator[Record]:
    line = lines.count + 1
    try:
        for cells in csv.reader(lines, delimiter=separator, strict=True):
            texts = [cell.strip() for cell in cells]
            if any(texts):
                yield Record(line, [(without_mark(text), CellKind.TEXT) for text in texts])
            line = lines.count + 1
    except csv.Error:
        fault = Fault("E412", "不是合乎语法的 CSV", "请核对这一行起的双引号是否成对", place=f"{name} 第 {line} 行")
        raise BadFile(fault) from None
