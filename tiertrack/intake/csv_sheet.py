"""Tables as CSV in UTF-8. Every cell is text."""

from __future__ import annotations

import contextlib
import csv
from collections.abc import Iterator
from typing import IO

from tiertrack.errors import BadFile, Fault
from tiertrack.intake.sheet import CellKind, Format, Record, Sheet, sheet_of

_LONGEST_LINE = 1024 * 1024


@contextlib.contextmanager
def _csv(file: IO[bytes], name: str) -> Iterator[Sheet]:
    yield sheet_of(_records(file, name), f"{name} ")


FORMAT = Format((".csv",), (), _csv)


def _records(file: IO[bytes], name: str) -> Iterator[Record]:
    reader = csv.reader(_lines(file, name), strict=True)
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


def _lines(file: IO[bytes], name: str) -> Iterator[str]:
    """The lines of a UTF-8 file with their ends; a line longer than any row is refused before it fills memory."""
    for number, raw in enumerate(iter(lambda: file.readline(_LONGEST_LINE), b""), 1):
        place = f"{name} 第 {number} 行"
        if len(raw) == _LONGEST_LINE and not raw.endswith(b"\n"):
            raise BadFile(Fault("E412", "这一行太长，不像是 CSV", "请核对文件是否选对", place=place))
        try:
            text = raw.decode("utf-8")
        except UnicodeDecodeError:
            remedy = "请在 Excel 或 WPS 里另存为“CSV UTF-8”，或存成 .xlsx 后再试"
            raise BadFile(Fault("E402", "文件不是 UTF-8 编码", remedy, place=place)) from None
        yield text.removeprefix("\ufeff") if number == 1 else text
