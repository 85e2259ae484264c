"""What the system and other libraries report, in our words; where there are none, theirs are quoted."""

from __future__ import annotations

import errno
import os
import traceback

from tiertrack.errors import Fault

_LONGEST = 160

_BY_NUMBER = {
    errno.ENOENT: "没有这个目录或文件",
    errno.EACCES: "没有权限",
    errno.EPERM: "系统不允许",
    errno.EROFS: "所在的盘只能读",
    errno.ENOSPC: "磁盘满了",
    errno.EDQUOT: "超出了磁盘配额",
    errno.EFBIG: "文件太大",
    errno.ENAMETOOLONG: "文件名太长",
    errno.EISDIR: "这是一个目录",
    errno.ENOTDIR: "路径当中有一段不是目录",
    errno.ELOOP: "链接绕成了圈",
    errno.EMFILE: "打开的文件太多",
    errno.ENFILE: "打开的文件太多",
    errno.EBUSY: "正被别的程序占用",
    errno.EIO: "磁盘或设备读写出错",
}


def reason_of(error: Exception) -> str:
    """Why reading or writing a file failed, in Chinese; what we have no words for is quoted."""
    if isinstance(error, OSError):
        return _BY_NUMBER.get(error.errno or 0) or quoted(error.strerror or str(error))
    if isinstance(error, ValueError) and "null" in str(error):
        return "路径里有空字符"
    if isinstance(error, RuntimeError) and "ymlink" in str(error):
        return _BY_NUMBER[errno.ELOOP]
    return quoted(str(error))


def unforeseen(error: Exception) -> Fault:
    """The fault of an error that no part of ours expected: the system's, or a mistake in this software, whose traceback
    is printed where TIERTRACK_TRACEBACK is set."""
    if isinstance(error, OSError):
        return Fault("E730", f"系统报告读写错误：{reason_of(error)}", "请核对磁盘空间和权限后再试")
    if "TIERTRACK_TRACEBACK" in os.environ:
        traceback.print_exception(error)
    remedy = "请设环境变量 TIERTRACK_TRACEBACK=1 再运行一次，把输出报给维护者"
    return Fault("E799", "软件内部出错", remedy, f"{type(error).__name__}: {error}")


def quoted(message: str) -> str:
    """The first line of what somebody else's software says, marked as its words."""
    line = message.strip().partition("\n")[0].strip()
    return f"原文“{line[:_LONGEST]}{'…' if len(line) > _LONGEST else ''}”"
