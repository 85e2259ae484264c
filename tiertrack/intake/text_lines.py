"""The lines of a plain text: one by one for a reader of rows, or many together for a reader of columns.

Of a table nearly every line is plainly a row. Told so by the whole of many lines, they can be divided into columns in
one go; what cannot is read row by row.
"""

from __future__ import annotations

import io
from collections.abc import Iterator

from attrs import frozen

from tiertrack.errors import BadFile, Fault

_LONGEST_LINE = 256 * 1024
_TOGETHER = 8 * 1024 * 1024
# Characters that leave open where a line ends or what a cell says: those of control, but for ends of lines and tabs.
_CONTROLS = bytes(byte for byte in range(32) if byte not in b"\t\n")


@frozen(eq=False)
class Stretch:
    """Lines that follow one another, each of them a row with something in it: the number of the first, and their text
    in UTF-8 with ``\\n`` at the end of each, cells divided by ``separator``."""

    line: int
    text: bytes
    separator: str

    @property
    def quoted(self) -> bool:
        """Whether some cells may be in quotes."""
        return b'"' in self.text


class Lines(Iterator[str]):
    """The lines of a text with their ends; raises BadFile for a line longer than any row, before it fills memory."""

    def __init__(self, text: io.TextIOBase, name: str, separator: str = ",") -> None:
        self._text = text
        self._name = name
        self._separator = separator
        self._again = io.StringIO()
        self.count: int = 0

    def __next__(self) -> str:
        line = self._again.readline(_LONGEST_LINE) or self._text.readline(_LONGEST_LINE)
        if not line:
            raise StopIteration
        self.count += 1
        if len(line) == _LONGEST_LINE and not line.endswith("\n"):
            place = f"{self._name} 第 {self.count} 行"
            raise BadFile(Fault("E412", "这一行太长，不像是 CSV", "请核对文件是否选对", place=place))
        return line

    def stretch(self) -> Stretch | None:
        """The next lines together; None where there are no more, or some are no rows as they stand."""
        written = self._again.read() or self._text.read(_TOGETHER)
        if written and not written.endswith("\n"):
            written += self._text.readline(_LONGEST_LINE)
        text = written.encode().replace(b"\r\n", b"\n")
        if text and not text.endswith(b"\n"):
            text += b"\n"
        if not _is_plain(text):
            self._put_back(written)
            return None
        found = Stretch(self.count + 1, text, self._separator)
        self.count += text.count(b"\n")
        return found

    def put_back(self, stretch: Stretch) -> None:
        """Leaves lines to be read one by one after all."""
        self.count = stretch.line - 1
        self._put_back(stretch.text.decode())

    def _put_back(self, written: str) -> None:
        self._again = io.StringIO(written, newline="")


def _is_plain(text: bytes) -> bool:
    """Whether the lines of a text can be told by their ends: none is blank, or so long that it may be none."""
    if not text or text.startswith(b"\n") or b"\n\n" in text or text.translate(None, _CONTROLS) != text:
        return False
    # A line longer than any row has no end in at least one of these parts.
    part = _LONGEST_LINE // 2
    return all(text.find(b"\n", start, start + part) >= 0 for start in range(0, len(text) - part, part))
