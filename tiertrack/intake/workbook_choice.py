"""Which of the sheets of a workbook is meant."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Sequence
from html import unescape
from pathlib import Path

from tiertrack.errors import BadFile, Fault
from tiertrack.input_file import opened
from tiertrack.intake.sheet import Wanted

# The part of a workbook that names its sheets, and the most that is read of it.
_NAMES_IN, _MOST = "xl/workbook.xml", 1024 * 1024
_NAME = re.compile(r"<(?:\w+:)?sheet\s[^<>]*?\bname=(?:\"([^\"]*)\"|'([^']*)')")


def sheet_names(path: Path) -> frozenset[str]:
    """The names of the sheets of a workbook, none where a file is no XLSX; raises BadFile where it cannot be opened.

    What kind of workbook it is can be told by them before any of it is read.
    """
    with opened(path) as file:
        try:
            with zipfile.ZipFile(file) as archive, archive.open(_NAMES_IN) as part:
                text = part.read(_MOST).decode("utf-8", "replace")
        except (zipfile.BadZipFile, KeyError, OSError, ValueError, NotImplementedError, RuntimeError):
            return frozenset()
    return frozenset(unescape(one or other) for one, other in _NAME.findall(text))


def the_sheet(filled: Sequence[str], wanted: Wanted, name: str) -> int:
    """Which of the sheets that have anything in them is meant: the one asked for, or the only one.

    Raises BadFile where there are several and none is asked for, or there is none of that name, or none at all.
    """
    if wanted.sheet is not None:
        if wanted.sheet not in filled:
            remedy = f"有内容的有 {'、'.join(filled)}" if filled else "这个文件不分工作表，请去掉 sheet="
            raise BadFile(Fault("E407", "没有这个工作表", remedy, wanted.sheet, name))
        return filled.index(wanted.sheet)
    if len(filled) > 1:
        remedy = "请用 sheet= 写明读哪一个，或只留一个，其余的删去或隐藏"
        raise BadFile(Fault("E455", "有几个工作表都有内容，不知道读哪一个", remedy, "、".join(filled), name))
    if not filled:
        remedy = "第一行写标题，以下每行写一家企业；隐藏的工作表不读"
        raise BadFile(Fault("E411", "文件是空的", remedy, place=name))
    return 0
