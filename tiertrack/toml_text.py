"""Reading TOML that people write: what is wrong with it is told by its line, numbers are exact, and a name in Chinese
needs no quotation marks."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from tiertrack.errors import BadFile, Fault

# TOML has names without quotation marks in ASCII only.
_NAMED_IN_CHINESE = re.compile(r"^(\s*)([\u4e00-\u9fff]+)(\s*=)", re.MULTILINE)


def toml_members(text: str, place: str, example: str) -> Mapping[str, Any]:
    """The members of a TOML text; ``example`` is a line as it should be. Raises BadFile with the line that is wrong."""
    try:
        return tomllib.loads(_NAMED_IN_CHINESE.sub(r'\1"\2"\3', text), parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"at line (\d+)", str(error))
        where = f"{place} 第 {line[1]} 行" if line else f"{place} 末尾"
        remedy = f"请核对引号、括号和等号，同一个名称只写一次，如 {example}"
        raise BadFile(Fault("E541", "不合 TOML 语法", remedy, place=where)) from None
    except RecursionError:
        raise BadFile(Fault("E541", "不合 TOML 语法", "请核对内容，括号嵌套过深", place=place)) from None
