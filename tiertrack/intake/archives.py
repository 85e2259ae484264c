"""The archives that workbooks and documents are: looked over before they are opened.

Whatever would unpack beyond measure, or is locked, is refused as a file, by what the archive's directory declares;
zipfile unpacks no member beyond the size declared for it.
"""

from __future__ import annotations

import contextlib
import os
import warnings
import zipfile
from collections.abc import Callable, Iterator
from importlib import import_module
from typing import IO, Any

from tiertrack.errors import BadFile, Fault
from tiertrack.intake.sheet import damaged_workbook

ZIP = (b"PK\x03\x04", b"PK\x05\x06")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_MIB = 1024 * 1024
_LARGEST_FILE = 64 * _MIB
_MOST_MEMBERS = 2_000
_LARGEST_UNPACKED = 512 * _MIB
# Sheets of a workbook are read as a stream; everything else (its strings, its styles) is held in memory.
_LARGEST_PART = 64 * _MIB
_HIGHEST_RATIO = 200


def opened_archive(file: IO[bytes], name: str) -> zipfile.ZipFile:
    """The archive in a file; raises BadFile where it is none, is locked, or is too large for a list."""
    head = file.read(len(OLE))
    if head == OLE:
        raise locked(name)
    if not head.startswith(ZIP):
        raise damaged_workbook(name)
    refuse_large(file, name)
    with reading(name):
        archive = zipfile.ZipFile(file)
    _refuse_dangerous(archive, name)
    with reading(name):
        _refuse_entities(archive, name)
    return archive


def refuse_large(file: IO[bytes], name: str) -> None:
    """Raises BadFile where a file is larger than any list; it is left at its beginning."""
    if (size := file.seek(0, os.SEEK_END)) > _LARGEST_FILE:
        raise too_large(f"{size} 字节", name)
    file.seek(0)


def _refuse_dangerous(archive: zipfile.ZipFile, name: str) -> None:
    members = archive.infolist()
    if any(member.flag_bits & 1 for member in members):
        raise locked(name)
    # The other methods of zip are no part of the format, and unpack a few bytes to any size in one step.
    if any(member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for member in members):
        raise damaged_workbook(name)
    if len(members) > _MOST_MEMBERS:
        raise too_large(f"{len(members)} 个部件", name)
    unpacked = sum(member.file_size for member in members)
    if unpacked > _LARGEST_UNPACKED:
        raise too_large(f"解压后 {unpacked} 字节", name)
    for member in members:
        if _swells(member):
            raise too_large(f"{member.filename} 由 {member.compress_size} 字节变成 {member.file_size} 字节", name)


def _refuse_entities(archive: zipfile.ZipFile, name: str) -> None:
    """No office software writes a document type; the libraries differ in what they make of one."""
    for member in archive.infolist():
        if member.filename.endswith((".xml", ".rels")):
            with archive.open(member) as part:
                if b"<!DOCTYPE" in part.read(_PROLOGUE):
                    raise damaged_workbook(name)


_PROLOGUE = 4096


def _swells(member: zipfile.ZipInfo) -> bool:
    if member.file_size > _LARGEST_PART and not member.filename.startswith("xl/worksheets/"):
        return True
    return member.file_size > _MIB and member.file_size > _HIGHEST_RATIO * member.compress_size


@contextlib.contextmanager
def reading(name: str, damaged: Callable[[str], BadFile] = damaged_workbook) -> Iterator[None]:
    """Calls into a library: a broken file breaks it in ways without number, and what it leaves unread (drop-down
    lists, formats) it warns of in English. ``damaged`` makes the error of a broken file."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    except BadFile:
        raise
    except Exception:
        raise damaged(name) from None


def damaged_document(name: str) -> BadFile:
    """The error of a file that should be a PDF or a Word document and cannot be read as one."""
    remedy = "请用原来的软件打开，另存为 .pdf、.docx 或 .xlsx 后再试"
    return BadFile(Fault("E409", "不是能读的 PDF 或 Word 文档，或已经损坏", remedy, place=name))


def library(module: str, what: str, extra: str, name: str) -> Any:
    """A library that only some formats need; raises BadFile where it is not there, naming the extra that brings it."""
    try:
        return import_module(module)
    except ImportError:
        raise not_installed(what, extra, name) from None


def not_installed(what: str, extra: str, name: str) -> BadFile:
    """The error of a format whose library is not there."""
    remedy = f"请运行 pip install 'tiertrack[{extra}]'，或另存为“CSV UTF-8”"
    return BadFile(Fault("E456", f"没有装好读 {what} 的库", remedy, place=name))


def locked(name: str) -> BadFile:
    """The error of a file that has a password, or is in a form so old that nothing reads it."""
    remedy = "请用 Excel 或 WPS 打开，去掉密码，另存为 .xlsx 后再试"
    return BadFile(Fault("E451", "是加密的，或不是工作簿的旧式文件", remedy, place=name))


def too_large(size: str, name: str) -> BadFile:
    """The error of a file too large for a list."""
    remedy = "请核对文件来历；确是名单的，请只留名单，另存为新的 .xlsx 或“CSV UTF-8”"
    return BadFile(Fault("E452", "文件大得不像一份名单", remedy, size, name))
