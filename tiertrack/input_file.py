"""The one way a file that people hand in is opened: a plain file and, where all of it is read, of bounded size."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import IO

from tiertrack.errors import BadFile, Fault
from tiertrack.foreign_errors import reason_of

# A path, or its text.
PathLike = str | os.PathLike[str]

# More than a hundred thousand facts; what is larger is no dossier, and no rulebook.
LARGEST_TEXT = 16 * 1024 * 1024


def as_path(given: PathLike) -> Path:
    """The path; raises BadFile for what is none."""
    if isinstance(given, str | os.PathLike) and isinstance(path := os.fspath(given), str):
        return Path(path)
    raise BadFile(Fault("E401", "这不是文件的路径", "请给 pathlib.Path 或文字", f"{type(given).__name__} {given!r}"))


def opened(path: Path) -> IO[bytes]:
    """The file at a path, open to be read; raises BadFile where there is none or it is no plain file.

    A pipe or a device has no end that could be waited for, and cannot be read twice.
    """
    try:
        # Opening a pipe would wait for its writer.
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except (OSError, ValueError) as error:
        # A name with a NUL is a ValueError.
        reason = "没有这个文件" if isinstance(error, FileNotFoundError) else f"文件打不开：{reason_of(error)}"
        raise BadFile(Fault("E401", reason, "请核对路径和读取权限", str(path))) from None
    if stat.S_ISREG(os.fstat(descriptor).st_mode):
        return os.fdopen(descriptor, "rb")
    os.close(descriptor)
    if path.is_dir():
        raise BadFile(Fault("E401", "文件打不开：这是一个目录", "请核对路径和读取权限", str(path)))
    raise BadFile(Fault("E727", "不是普通文件", "请先存成普通文件；管道和设备不读", str(path)))


# The permissions of a file that others than its owner may read, write or run.
_OTHERS = stat.S_IRWXG | stat.S_IRWXO


def private_text(path: Path, what: str) -> str:
    """The text of a file that is a secret, a ``what``; raises BadFile as ``read_text`` does, and where others than its
    owner may read it (E672)."""
    text = read_text(path)
    mode = path.stat().st_mode
    if os.name == "posix" and mode & _OTHERS:
        told = f"{what}别人也能读写（权限 {stat.S_IMODE(mode):04o}），没有使用"
        raise BadFile(Fault("E672", told, f"请只留给自己：chmod 600 {path}；别人读过的，请换一个", str(path)))
    return text


def read_text(path: Path) -> str:
    """The text of a UTF-8 file; raises BadFile, as for one of more than 16 MiB."""
    with opened(path) as file:
        content = file.read(LARGEST_TEXT + 1)
    if len(content) > LARGEST_TEXT:
        remedy = f"这里只读不超过 {LARGEST_TEXT // 1024**2} MiB 的文件；许多企业请用表格导入"
        raise BadFile(Fault("E728", "文件太大", remedy, place=str(path)))
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        where = f"{path.name} 第 {error.start + 1} 字节"
        raise BadFile(Fault("E402", "文件不是 UTF-8 编码", "请另存为 UTF-8 后再试", place=where)) from None
