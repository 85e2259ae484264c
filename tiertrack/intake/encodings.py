"""The encoding of a text people hand in: told by its mark, or by which encoding all of it is valid in; never guessed.

Chinese offices save text in UTF-8 or in GB18030 (which GBK and GB2312 are part of). Chinese in GB18030 is next to never
valid UTF-8. The few bytes that are, and give Chinese in GB18030 only, leave it open and are refused.
"""

from __future__ import annotations

import codecs
import re
from typing import IO

from attrs import frozen

from tiertrack.errors import BadFile, Fault

_CHUNK = 64 * 1024
_MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
_SAVE_AGAIN = "请在 Excel 或 WPS 里另存为“CSV UTF-8”，或存成 .xlsx 后再试"
_HAN = re.compile("[\u3400-\u9fff]")


@frozen
class Encoding:
    """An encoding by its codec and the name people know it by."""

    codec: str
    label: str


_LABELS = {"utf-8": "UTF-8", "utf-8-sig": "UTF-8", "utf-16": "UTF-16", "gb18030": "GB18030"}


def encoding_of(file: IO[bytes], name: str) -> Encoding:
    """The encoding of a file, which is left at its beginning.

    Raises BadFile where it is none of those we read (with the first line that is not), or where it cannot be told.
    """
    head = file.read(3)
    marked = next((codec for mark, codec in _MARKS.items() if head.startswith(mark)), None)
    wanted = (marked,) if marked else ("utf-8", "gb18030")
    broken = {codec: _broken_line(file, codec) for codec in wanted[:1]}
    if marked is None and broken["utf-8"] is None:
        _refuse_two_readings(file, name)
    elif marked is None:
        broken["gb18030"] = _broken_line(file, "gb18030")
    file.seek(0)
    fitting = next((codec for codec, line in broken.items() if line is None), None)
    if fitting is None:
        place = f"{name} 第 {broken[wanted[0]]} 行"
        raise BadFile(Fault("E402", "文件不是 UTF-8 或 GB18030 编码", _SAVE_AGAIN, place=place))
    return Encoding(fitting, _LABELS[fitting])


def _broken_line(file: IO[bytes], codec: str) -> int | None:
    """The line on which a file ceases to be valid in an encoding; None where all of it is."""
    file.seek(0)
    decoder = codecs.getincrementaldecoder(codec)()
    line = 1
    while True:
        chunk = file.read(_CHUNK)
        try:
            line += decoder.decode(chunk, final=not chunk).count("\n")
        except UnicodeDecodeError as error:
            return line + error.object[: error.start].count(b"\n")
        if not chunk:
            return None


def _refuse_two_readings(file: IO[bytes], name: str) -> None:
    """Raises BadFile for what is valid UTF-8 without a Chinese character, and valid GB18030 with nothing but."""
    file.seek(0)
    rare = re.sub(rb"[\x00-\x7f]+", b"", file.read(_CHUNK))
    try:
        other = codecs.getincrementaldecoder("gb18030")().decode(rare)
    except UnicodeDecodeError:
        return
    if other and not _HAN.search(rare.decode("utf-8", "ignore")) and not _HAN.sub("", other):
        what = "文件的编码分不清：按 UTF-8 和 GB18030 都读得出，意思不同"
        raise BadFile(Fault("E406", what, _SAVE_AGAIN, other[:20], name))
