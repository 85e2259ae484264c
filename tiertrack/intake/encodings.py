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
    codec = next((codec for mark, codec in _MARKS.items() if head.startswith(mark)), "utf-8")
    broken = _break_of(file, codec)
    if codec == "utf-8" and broken is None:
        _refuse_two_readings(file, name)
    # Chinese in UTF-8 up to a byte is a broken file, not one in GB18030, even where that would take its bytes.
    if codec == "utf-8" and broken is not None and broken.chinese < _NO_CHANCE:
        codec = "gb18030"
        broken = _break_of(file, codec) and broken
    file.seek(0)
    if broken is not None:
        place = f"{name} 第 {broken.line} 行"
        raise BadFile(Fault("E402", "文件不是 UTF-8 或 GB18030 编码", _SAVE_AGAIN, place=place))
    return Encoding(codec, _LABELS[codec])


# So many Chinese characters are not read off another encoding by chance.
_NO_CHANCE = 3


@frozen
class _Break:
    """Where a file ceases to be valid in an encoding: the line, and the number of Chinese characters before."""

    line: int
    chinese: int


def _break_of(file: IO[bytes], codec: str) -> _Break | None:
    file.seek(0)
    decoder = codecs.getincrementaldecoder(codec)()
    line, chinese = 1, 0
    while True:
        chunk = file.read(_CHUNK)
        try:
            text = decoder.decode(chunk, final=not chunk)
        except UnicodeDecodeError as error:
            text = error.object[: error.start].decode(codec, "ignore")
            return _Break(line + text.count("\n"), chinese + len(_HAN.findall(text)))
        line += text.count("\n")
        # The rest of the file cannot make it fewer.
        chinese += len(_HAN.findall(text)) if chinese < _NO_CHANCE else 0
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
