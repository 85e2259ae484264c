"""没有数字的条件里，文件所列的各件事：用中文词写，供逐版比较；它们不参加判断，也不进指纹。"""

from __future__ import annotations

from typing import Final

from tiertrack.rules.matter import Degree, Matter

不限: Final = Degree.ANY
较大: Final = Degree.LARGE
重大: Final = Degree.MAJOR


def 所列(名称: str, 所指: str = "", 等级: Degree | None = None) -> Matter:
    """名称 是哪件事，所指 是它的什么算数，等级 是从哪一级起算；文件的词分不出先后的（如“严重”），写在 所指 里。"""
    return Matter(名称, 所指, 等级)
